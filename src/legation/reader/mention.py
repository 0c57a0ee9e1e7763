"""Find what is named: missions, the people in them, and relations, each with its owner and its seat.

A noun phrase about a mission is read from its surface rather than from the parse: "the now-shuttered Russian
consulate general in Gdansk", "Ghana's Washington embassy", "embassies in Peru, Kenya and Jordan". A statistical parser
attaches "in" and "of" now here, now there, while the order of these words hardly varies in English.
"""

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from legation.gazetteer import Place
from legation.reader.lexicon import load
from legation.reader.names import Names, Seat
from legation.reader.types import Page

LEXICON: Final = "missions"
_REACH: Final = 7  # tokens looked at to the left of a noun for its owner

Kind = Literal["mission", "building", "head", "staff", "relations"]

_PREPOSITION: Final = re.compile(
    r"(?:,? (?:based|located|situated|resident|headquartered))?\s*(in|at|to|of|for|from|near|inside|outside)\s+"
    r"(?:both\s+|the city of\s+|the port of\s+|the capital,?\s+|neighbouring\s+|nearby\s+|downtown\s+|central\s+|places such as\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"\s*(?:,? based)?\s*(?:(there|here)\b|(?:in|to|at|of)\s+((?:the|this|that|its|his|their|each other's|either|both)\s+(?:\w+\s+){0,2}?"
    r"(?:country|nation|kingdom|island|islands|republic|sultanate|emirate|principality|capital|capitals|city|state|states|countries|territory|north|south|"
    r"side|host|neighbour|archipelago|federation|latter|former|union)(?:'s capital)?)\b)",
    re.IGNORECASE,
)
_OWN: Final = frozenset({"its", "their", "his", "her", "our", "my", "whose"})


@dataclass(slots=True)
class Post:
    """A mission, its people, or relations, as one noun phrase names them.

    ``owners`` and ``seats`` hold what the phrase itself says; ``owner_word`` and ``seat_words`` the pronoun or
    description ("its", "there", "the kingdom") that stands in for it and is resolved by discourse.
    """

    kind: Kind
    start: int
    end: int
    first: int
    head: int
    level: str | None = None
    plural: bool = False
    definite: bool = False
    pointer: bool = False
    owners: tuple[str, ...] = ()
    owner_word: int | None = None
    seats: tuple[Seat, ...] = ()
    seat_words: str | None = None
    seat_at: int = 0
    towards: bool = False  # the seat stands after "to": "a mission to Accra" may be a delegation
    origin: tuple[
        Seat, ...
    ] = ()  # "from Kabul", which names the seat of those who leave and the owner of those who come
    partners: tuple[str, ...] = ()  # relations: the states named after "with", "to" or "between"
    between: bool = False
    begin: int = 0  # where the phrase begins, with its owners, and where it finishes, with its seats
    finish: int = 0
    known_owners: tuple[str, ...] = field(default=())  # as found when an event was read from it
    known_seats: tuple[Seat, ...] = field(default=())
    pairs: tuple[tuple[str, Seat], ...] = field(default=())


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
        if other.kind in ("mission", "building") and re.fullmatch(
            r"\s+(?:of|at|from|in)\s+(?:the |its |their )?(?:[\w-]+\s+)?", between
        ):
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
    post.plural = page.parse[head].tag_ in ("NNS", "NNPS") or words in ("those", "ones", "others") or "ies" in words
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
    _look_left(page, names, post)
    _look_right(page, names, post, match.end())
    if not post.owners and ("nunci" in words or words.startswith("apostolic")):
        post.owners = ("VA",)
    if group == "relations":
        _look_for_partners(page, names, post)
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
        return (
            "mission"
            if last
            in (
                "closure",
                "closures",
                "opening",
                "reopening",
                "move",
                "relocation",
                "attack",
                "bombing",
                "closings",
                "openings",
                "evacuation",
                "shutdown",
                "siege",
                "raid",
            )
            else None
        )
    return "mission"


def _look_left(page: Page, names: Names, post: Post) -> None:
    parse, owners, index, possessive = page.parse, [], post.first - 1, False
    while index >= 0 and post.first - index <= _REACH and parse[index].sent == parse[post.first].sent:
        token = parse[index]
        number = names.at_token.get(index)
        if number is not None:
            place = names.places[number]
            first = names.token_at(place.start)
            if _owns(
                place,
                possessive=possessive,
                close=post.first - names.token_at(place.end - 1) == 1 or post.kind != "relations",
            ):
                owners.append(number)
            elif seat := names.seat(place):
                post.seats = (seat,)
            index, possessive = first - 1, False
            if owners and not _joins(page, index):
                break
            continue
        if token.lower_ in _OWN:
            post.owner_word = index
            break
        if token.lower_ in ("'s", "’s", "'", "’") and token.tag_ == "POS":
            possessive = True
        elif owners and not _joins(page, index):
            break
        elif token.lower_ in ("the", "this", "that"):
            post.definite = post.definite or not owners
            if token.lower_ != "the":
                break
        elif token.tag_ in ("IN", "TO", "VBD", "VBZ", "VBP", "MD", "WDT", "PRP") or token.lower_ in (
            ".",
            ";",
            ":",
            "(",
            ")",
        ) or (token.tag_ == "VBG" and token.dep_ not in ("amod", "compound")):
            break
        index -= 1
    if owners:
        post.begin = names.places[owners[-1]].start
    elif post.owner_word is not None:
        post.begin = parse[post.owner_word].idx
    codes = [names.places[number].state for number in reversed(owners)]
    post.owners = tuple(dict.fromkeys(code for code in codes if code))


def _owns(place: Place, *, possessive: bool, close: bool) -> bool:
    return possessive or place.kind == "demonym" or (place.city is None and close)


def _joins(page: Page, index: int) -> bool:
    return index >= 0 and page.parse[index].lower_ in (
        ",",
        "and",
        "or",
        "/",
        "-",
        "&",
        "nor",
        "both",
        "'s",
        "’s",
        "the",
    )


def _look_right(page: Page, names: Names, post: Post, offset: int) -> None:
    text = page.text
    for _ in range(3):
        # "embassies (Kampala and Luanda)"
        bracket = re.compile(r"\s*\(").match(text, offset)
        number = names.starting(bracket.end()) if bracket else None
        if number is not None and not post.seats:
            post.seats = names.seats(number)
            post.finish = names.places[names.chain(number)[-1]].end
            return
        reference = _REFERENCE.match(text, offset, offset + 80)
        found = _PREPOSITION.match(text, offset, offset + 60)
        number = names.starting(found.end()) if found else None
        if found is None or number is None:
            if reference and not post.seats and (inner := names.within(reference.start(), reference.end())):
                code = names.places[inner[0]].state
                post.seats = (Seat(code, None),) if code else ()
            elif reference and not post.seats:
                post.seat_words, post.seat_at = (
                    (reference[1] or reference[2]).lower(),
                    reference.start(1 if reference[1] else 2),
                )
            return
        word, chain = found[1].lower(), names.chain(number)
        if word in ("of", "for") and not post.owners and not (post.kind == "head" and word == "for"):
            if names.places[number].city is None or names.places[number].kind != "city":
                post.owners = names.owners(number)
        elif word == "from" and post.kind in ("head", "staff"):
            post.origin = names.seats(number)
            return
        elif not post.seats and (seats := names.seats(number)):
            post.seats, post.towards = seats, word == "to"
        offset = post.finish = names.places[chain[-1]].end


_PARTNER: Final = re.compile(
    r"\s*(?:\w+\s+)?(with|between|to|towards)\s+(?:both\s+)?(?:the\s+)?(?:\w+\s+){0,3}?", re.IGNORECASE
)
_AND: Final = re.compile(r"(?:['’]s \w+)?(?:,)?\s+and\s+(?:the\s+)?", re.IGNORECASE)


def _look_for_partners(page: Page, names: Names, post: Post) -> None:
    """Find the states after "relations with" and "relations between"."""
    for number in names.within(post.end, post.end + 60)[:1]:
        found = _PARTNER.fullmatch(page.text, post.end, names.places[number].start)
        if found is None:
            continue
        post.partners, post.between = names.owners(number), found[1].lower() == "between"


_WITH: Final = re.compile(r"\s+(?:with|between)\s+(\S[^.;\n]{2,30})", re.IGNORECASE)
_STANDS_IN: Final = re.compile(
    r"(?:it|them|him|each|one|both|either|all|its|their|his|that|this|any|no|some|several|\w+ (?:states|countries|nations|governments|capitals|others)|"
    r"the (?:\w+ ){0,2}(?:country|state|states|countries|kingdom|island|north|south|west|republic|regime|government|junta|two|latter|former|sultanate|emirate|vatican|holy|nation|union|communist))\b",
    re.IGNORECASE,
)


def _are_relations(page: Page, post: Post) -> bool:
    before = page.parse[post.first - 1].lower_ if post.first else ""
    if before in load(LEXICON)["relations"]["spoiled_before"]:
        return False
    other = _WITH.match(page.text, post.end)
    return other is None or bool(post.partners or post.seat_words or post.seats) or bool(_STANDS_IN.match(other[1]))


def _is_mission(page: Page, post: Post, before: list[Post]) -> bool:
    weak = load(LEXICON)["weak"]
    previous = page.parse[post.first - 1].lower_ if post.first else ""
    if previous in weak["spoiled_before"] and not (previous in ("'s", "’s") and post.owners):
        return False
    following = page.text[post.end : post.end + 12].lower()
    if re.match(r"\s*(?:of|to) (?:peace|the un|prime|pres|fore|amb|the p)", following):
        return False
    near = any(one.kind == "mission" and post.start - one.start < 600 for one in before[-6:])
    if post.towards and not post.owners and post.owner_word is None:
        return False
    if (post.seats or post.seat_words) and (post.owners or post.owner_word is not None or (post.seats and near)):
        return True
    if page.text[post.start : post.end].lower() in weak["doubtful"]:
        return bool(post.owners and near)
    return bool(near and (post.definite or post.owners or post.owner_word is not None))


def _bare_possessives(page: Page, names: Names, found: list[Post]) -> Iterator[Post]:
    """Find a mission left out after its owner: "Egypt's in Tel Aviv began work", "Taiwan's was closed"."""
    missions = [post.start for post in found if post.kind == "mission"]
    for place in page.places:
        mark = re.compile(
            r"['’]s?(?= (?:in|at|was|were|is|will|has|had|came|went|would|followed|closed|opened|reopened|soon|own\b(?! \w+ (?:embass|consul|mission))))"
        ).match(page.text, place.end)
        if not mark or place.state is None:
            continue
        before = bisect.bisect_left(missions, place.start)
        if not before or place.start - missions[before - 1] > 900:
            continue
        token = names.token_at(place.end - 1)
        post = Post("mission", place.start, mark.end(), token, token, level=None, pointer=True, owners=(place.state,))
        _look_right(page, names, post, mark.end())
        yield post
