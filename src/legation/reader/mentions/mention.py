"""Find what is named: missions, the people in them, and relations, each with its owner and its seat.

A word that may name a mission ("post", "office", "mission") does so only beside a state, a seat or another mission;
"embassy" does not where the noun after it makes something else of it ("embassy cinema").
"""

import bisect
import functools
import re
from collections.abc import Iterator
from typing import Final

from legation.reader.lexicon import load
from legation.reader.mentions.names import Names
from legation.reader.mentions.phrase import read_around, read_right
from legation.reader.mentions.post import Kind, Post
from legation.reader.types import Page

LEXICON: Final = "missions"
_NEAR: Final = 600  # characters from one mission to a weaker word for another
_LEFT_OUT: Final = 900  # characters back to the mission that "Egypt's in Tel Aviv" leaves out
_STAFF_OF: Final = re.compile(r"\s+(?:of|at|from|in)\s+(?:the |its |their )?(?:[\w-]+\s+)?")
# by its form too, for the parser takes "and consulates in Asia" for a verb now and then
_PLURAL: Final = re.compile(
    r"ies|(?:missions|consulates|posts|offices|sections|nunciatures|legations)(?:[ -]general)?$|^(?:those|ones|others)$"
)
_NOT_AFTER: Final = re.compile(r"\s*(?:of|to) (?:peace|the un|prime|pres|fore|amb|the p)")
_WITH: Final = re.compile(r"\s+(?:with|between)\s+(\S[^.;\n]{2,30})", re.IGNORECASE)
_STANDS_IN: Final = re.compile(
    r"(?:effect|immediate|it|them|him|each|one|both|either|all|its|their|his|that|this|any|no|some|several|\w+ (?:states|countries|nations|governments|capitals|others)|"
    r"the (?:\w+ ){0,2}(?:country|state|states|countries|kingdom|island|north|south|west|republic|regime|government|junta|two|latter|former|sultanate|emirate|vatican|holy|nation|union|communist))\b",
    re.IGNORECASE,
)
_BARE_OWNER: Final = re.compile(
    r"['’]s?(?= (?:in|at|was|were|is|will|has|had|came|went|would|followed|closed|opened|reopened|soon|own\b(?! \w+ (?:embass|consul|mission))))"
)


@functools.cache
def _pattern() -> re.Pattern[str]:
    words = load(LEXICON)
    groups = {
        "level": [entry for entries in words["level"].values() for entry in entries],
        "head": words["people"]["head"],
        "staff": [*words["people"]["staff"], *words["people"]["crew"]],
        "relations": words["relations"]["words"],
        "weak": words["weak"]["words"],
        "pointer": words["anaphor"]["pointers"],
    }
    parts = (
        f"(?P<{name}>{'|'.join(sorted(map(_loose, entries), key=len, reverse=True))})"
        for name, entries in groups.items()
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])", re.IGNORECASE)


def _loose(entry: str) -> str:
    return re.escape(entry).replace("\\ ", r"[\s-]+").replace("'", "['’]")


@functools.cache
def _levels() -> dict[str, str]:
    table = load(LEXICON)["level"]
    return {re.sub(r"[\s-]+", " ", entry): level for level, entries in table.items() for entry in entries}


def level_of(words: str) -> str:
    """Give the mission level that these words name; "mission" where they do not say."""
    return _levels().get(re.sub(r"[\s-]+", " ", words.lower().replace("’", "'")), "mission")


def posts(page: Page, names: Names) -> list[Post]:
    """Find missions, their people and relations, in order of the text."""
    found: list[Post] = []
    for match in _pattern().finditer(page.text):
        post = _post(page, names, match, found)
        if post is not None:
            found.append(post)
    found.extend(_bare_possessives(page, names, found))
    found.sort(key=lambda post: post.start)
    return [post for number, post in enumerate(found) if _keeps_crew(page, post, found, number)]


def _keeps_crew(page: Page, post: Post, found: list[Post], number: int) -> bool:
    """Take "the staff of the Argentine embassy" as that embassy's; drop staff that belongs to no mission or state."""
    if page.text[post.start : post.end].lower() not in load(LEXICON)["people"]["crew"]:
        return True
    for other in found[number + 1 : number + 2]:
        between = page.text[post.end : other.begin]
        if other.kind in ("mission", "building") and _STAFF_OF.fullmatch(between):
            post.owners, post.seats = post.owners or other.owners, post.seats or other.seats
            post.owner_word = post.owner_word if post.owners else (post.owner_word or other.owner_word)
            return True
    near = any(
        one.kind in ("mission", "building") and post.start - one.start < 250
        for one in found[max(0, number - 3) : number]
    )
    return bool(post.owners or (post.owner_word is not None and near) or near)


def _post(page: Page, names: Names, match: re.Match[str], before: list[Post]) -> Post | None:
    group = match.lastgroup or "level"
    first, head = names.token_at(match.start()), names.token_at(match.end() - 1)
    words = match[0].lower()
    kind: Kind = "mission" if group in ("level", "weak", "pointer") else group  # type: ignore[assignment]
    post = Post(kind, match.start(), match.end(), first, head, begin=match.start(), finish=match.end())
    post.plural = page.parse[head].tag_ in ("NNS", "NNPS") or _PLURAL.search(words) is not None
    post.level = (
        level_of(match[0]) if kind == "mission" and group == "level" else ("mission" if kind == "mission" else None)
    )
    if group == "head":
        post.level = next((level for level, entries in load(LEXICON)["headed"].items() if words in entries), None)
    if group == "level":
        after = _compound(page, head)
        if after is None:
            return None
        if after == "people":
            post.kind = "staff"
        elif after == "building":
            post.kind = "building"
    read_around(page, names, post)
    if not post.owners and ("nunci" in words or words.startswith("apostolic")):
        post.owners = ("VA",)
    if group == "relations":
        return post if _are_relations(page, post) else None
    if group == "pointer":
        post.pointer = True
        post.level = None
        known = any(one.kind == "mission" for one in before[-6:])
        return post if known and (post.seats or post.seat_words or (post.owners and words in ("one", "ones"))) else None
    if group == "weak" and not _is_mission(page, post, before):
        return None
    return post


def _compound(page: Page, head: int) -> str | None:
    """Say what a noun right after "embassy" makes of it: the building, its people, or (None) something else."""
    parse = page.parse
    if head + 1 >= len(parse) or parse[head + 1].pos_ not in ("NOUN", "PROPN"):
        return "mission"
    word, building = parse[head + 1].lower_, load(LEXICON)["building"]
    if word in building["people"]:
        return "people"
    if word in building["words"]:
        return "building"
    if parse[head].dep_ == "compound" and parse[head].head.i > head and parse[head].head.i - head <= 3:
        last = parse[head].head.lower_
        if last in building["people"]:
            return "people"
        return "mission" if last in building["happenings"] else None
    return "mission"


def _are_relations(page: Page, post: Post) -> bool:
    before = page.parse[post.first - 1].lower_ if post.first else ""
    if before in load(LEXICON)["relations"]["spoiled_before"]:
        return False
    other = _WITH.match(page.text, post.end)
    return other is None or bool(post.partners or post.seat_words or post.seats) or bool(_STANDS_IN.match(other[1]))


def _is_mission(page: Page, post: Post, before: list[Post]) -> bool:
    """Whether a word such as "mission", "post" or "office" names a mission here."""
    weak, word = load(LEXICON)["weak"], page.text[post.start : post.end].lower()
    previous = page.parse[post.first - 1].lower_ if post.first else ""
    owned = bool(post.owners) or post.owner_word is not None
    spoiled = previous in weak["spoiled_before"] and not (previous in ("'s", "’s") and post.owners)
    if spoiled or _NOT_AFTER.match(page.text[post.end : post.end + 12].lower()) or (post.towards and not owned):
        return False
    near = any(one.kind == "mission" and post.start - one.start < _NEAR for one in before[-6:])
    if (owned and (post.seats or post.seat_words)) or (post.seats and (near or word in weak["seated"])):
        return True
    if word in weak["doubtful"]:
        return bool(post.owners and near)
    return near and (post.definite or owned)


def _bare_possessives(page: Page, names: Names, found: list[Post]) -> Iterator[Post]:
    """Find a mission left out after its owner: "Egypt's in Tel Aviv began work", "Taiwan's was closed"."""
    missions = [post.start for post in found if post.kind == "mission"]
    for place in page.places:
        mark = _BARE_OWNER.match(page.text, place.end)
        if not mark or place.state is None:
            continue
        before = bisect.bisect_left(missions, place.start)
        if not before or place.start - missions[before - 1] > _LEFT_OUT:
            continue
        token = names.token_at(place.end - 1)
        post = Post("mission", place.start, mark.end(), token, token, level=None, pointer=True, owners=(place.state,))
        post.end = mark.end()
        read_right(page, names, post)
        yield post
