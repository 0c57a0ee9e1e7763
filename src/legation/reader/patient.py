"""Find the missions that a trigger speaks of: in its roles first, then near it in the same clause.

A role may hold a mission phrase, a pronoun or "one" that goes back to a mission, or a city that stands for the mission
in it ("Quito and Bogotá were added"). What is coordinated with the mission shares its fate.
"""

import re
from typing import Any, Final

from legation.reader.discourse import Discourse
from legation.reader.frames import Frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.triggers import Trigger
from legation.reader.types import Page, Sentence

_MISSIONS: Final = ("mission", "building")
_SINGLE: Final = frozenset({"it", "which", "latter", "former", "this", "that", "one"})
_SEVERAL: Final = frozenset({"they", "both", "all", "them", "these", "those", "ones", "two", "three", "four", "five", "each"})
_CITY_KINDS: Final = frozenset({"closed", "opened", "resumed", "suspended", "incident", "level_changed"})
_LIGHT: Final = frozenset(
    {"door", "doors", "work", "number", "half", "some", "most", "all", "several", "part", "closure", "opening", "list", "operations", "plan", "plans"}
)  # fmt: skip
_MOST: Final = 12  # missions coordinated in one clause


def patients(page: Page, discourse: Discourse, sentence: Sentence, trigger: Trigger, made: Frame) -> list[Post]:
    """Find the missions that the trigger speaks of, in order of the text; none where it speaks of something else."""
    here = discourse.posts_in(sentence.start, sentence.end)
    if trigger.form == "flag":
        return [_flag(discourse, trigger, made)]
    first = _first(page, discourse, sentence, trigger, made, here)
    if first is None or first.pairs:
        return [first] if first else []
    return _coordinated(page, here, first)[:_MOST]


def _first(
    page: Page, discourse: Discourse, sentence: Sentence, trigger: Trigger, made: Frame, here: list[Post]
) -> Post | None:
    roles = _roles(trigger, made)
    for role in roles:
        if post := _post_of(role, here, trigger.kind):
            return post
    for role in roles:
        if post := _pronoun(role, discourse, trigger):
            return post
    for role in roles:
        if post := _city(role, discourse, trigger, made):
            return post
    if trigger.form in ("proposal", "standing"):
        return None
    if trigger.form == "door" and not made.agents:
        before = [post for post in here if post.kind in _MISSIONS and post.head < trigger.token.i]
        return before[-1] if before else None
    if trigger.kind == "moved" and made.intransitive:
        return _mover(discourse, made)
    return _near(page, trigger, made, here) or _bare_place(discourse, trigger, made)


def _roles(trigger: Trigger, made: Frame) -> list[Any]:
    if trigger.form == "door":
        inner = [one for key in ("of", "at", "in") for one in made.preps.get(key, ())]
        return [*made.agents, *inner, *_objects_of(made.patients)]
    if trigger.form == "proposal":
        inner = [one for key in ("of", "for", "in", "about") for one in made.preps.get(key, ())]
        return [*made.patients, *inner, *(() if made.patients else made.agents)]
    if trigger.form == "standing":
        return [*made.patients, *made.agents]
    if trigger.form == "noun":
        around = [one for key in ("on", "at", "against", "in", "for", "from") for one in made.preps.get(key, ())]
        return [*made.patients, *made.agents, *around]
    if trigger.kind == "level_changed" and trigger.entry in ("become", "turn"):
        return [*made.agents, *made.patients]
    particle = trigger.entry.rpartition(" ")[2]
    if trigger.kind == "incident" and particle in made.preps:
        return list(made.preps[particle])  # "broke into the embassy"
    if made.intransitive or trigger.kind == "level_changed":
        return [*made.patients, *made.agents]
    return list(made.patients)


def _objects_of(tokens: list[Any]) -> list[Any]:
    return [
        inner for token in tokens for prep in token.children if prep.dep_ == "prep" for inner in prep.children if inner.dep_ == "pobj"
    ]


def _post_of(role: Any, here: list[Post], kind: str) -> Post | None:
    wanted = (*_MISSIONS, "staff") if kind == "suspended" else _MISSIONS
    for post in here:
        if post.kind in wanted and (post.first <= role.i <= post.head or _heads_compound(role, post)):
            return post
    if role.pos_ in ("NOUN", "NUM", "PRON", "DET", "ADJ"):
        for inner in _objects_of([role]):
            for post in here:
                if post.kind in wanted and post.first <= inner.i <= post.head:
                    return post
    return None


def _heads_compound(role: Any, post: Post) -> bool:
    return post.head < role.i <= post.head + 2 and role.pos_ in ("NOUN", "PROPN")


def _pronoun(role: Any, discourse: Discourse, trigger: Trigger) -> Post | None:
    """Read "it", "one", "both", "all three" as the missions named before."""
    word = role.lower_
    if word not in _SINGLE | _SEVERAL or trigger.kind == "incident":
        return None
    if word == "it" and role.dep_ == "nsubj" and any(child.dep_ == "dobj" for child in trigger.token.children):
        return None
    before = discourse.missions_before(role.idx)
    if not before:
        return None
    other = before[-1]
    post = Post("mission", role.idx, role.idx + len(role.text), role.i, role.i, level=other.level, pointer=True)
    if word in ("one", "ones"):
        return post
    if word in _SEVERAL:
        post.plural = True
        post.pairs = tuple(dict.fromkeys(pair for one in before for pair in one.pairs))
        return post if post.pairs else None
    post.known_owners = other.known_owners or other.owners
    post.known_seats = other.known_seats or other.seats
    post.owners = () if post.known_owners else other.owners
    return post


def _city(role: Any, discourse: Discourse, trigger: Trigger, made: Frame) -> Post | None:
    """Take a city for the mission in it: "Malabo and Moroni are to close"."""
    if trigger.kind not in _CITY_KINDS or trigger.form != "verb":
        return None
    number = discourse.names.at_token.get(role.i)
    if number is None:
        return None
    place = discourse.names.places[number]
    acts = role.dep_ == "nsubj" and any(child.dep_ in ("dobj", "ccomp", "xcomp") for child in trigger.token.children)
    if place.city is None or place.kind == "demonym" or acts or not discourse.has_missions:
        return None
    if trigger.kind == "incident" and not made.passive:
        return None
    while number and number in discourse.names.chain(number - 1) and discourse.names.places[number - 1].city:
        number -= 1
    start, end = discourse.names.places[number].start, discourse.names.places[discourse.names.chain(number)[-1]].end
    seats = discourse.names.seats(number)
    return Post("mission", place.start, place.end, role.i, role.i, pointer=True, seats=seats, begin=start, finish=end)


def _bare_place(discourse: Discourse, trigger: Trigger, made: Frame) -> Post | None:
    """Read "we opened in Port Moresby" where missions are spoken of: the verb has no object but a city."""
    if trigger.kind not in ("opened", "closed", "resumed") or trigger.form != "verb" or made.passive or not discourse.has_missions:
        return None
    leaving = trigger.entry in load("triggers")["conditions"]["place_alone"]
    acts = any(_is_state(discourse, agent) for agent in made.agents)
    if not (acts if leaving else made.intransitive and any(discourse.states(agent) for agent in made.agents)):
        return None
    places = [one for key in ("in", "to", "from", "of") for one in made.preps.get(key, ())] if leaving or made.intransitive else []
    for token in [*(made.patients if leaving else ()), *places]:
        number = discourse.names.at_token.get(token.i)
        if number is not None and discourse.names.places[number].city:
            place = discourse.names.places[number]
            return Post("mission", place.start, place.end, token.i, token.i, pointer=True, seats=discourse.names.seats(number))
    return None


def _is_state(discourse: Discourse, token: Any) -> bool:
    """Whether the word itself names a state or a capital for it, not a person or body of one."""
    number = discourse.names.at_token.get(token.i)
    return number is not None and discourse.names.places[number].kind != "demonym"


def _mover(discourse: Discourse, made: Frame) -> Post | None:
    """Read "Denmark and Tunisia have already moved" as their missions, where missions are spoken of."""
    for token in made.agents:
        codes = tuple(code for one in made.agents for code in discourse.named(one))
        if codes and discourse.missions_before(token.idx, sentences=4):
            return Post("mission", token.idx, token.idx + len(token.text), token.i, token.i, pointer=True, owners=codes)
    return None


def _flag(discourse: Discourse, trigger: Trigger, made: Frame) -> Post:
    """Read "lowered its flag over Banjul": the mission goes without saying."""
    token = trigger.token
    post = Post("mission", token.idx, token.idx + len(token.text), token.i, token.i, level="mission", definite=True)
    for key in ("over", "in", "at", "on", "outside"):
        for inner in made.preps.get(key, ()):
            number = discourse.names.at_token.get(inner.i)
            if number is not None and not post.seats:
                post.seats = discourse.names.seats(number)
    return post


def _near(page: Page, trigger: Trigger, made: Frame, here: list[Post]) -> Post | None:
    """Fall back on order: the mission right after an active verb, right before a passive or intransitive one."""
    reach = 4 if trigger.kind == "level_changed" or trigger.form == "noun" else 7
    roles = made.patients or (made.agents if made.intransitive else [])
    behind = [post for post in here if post.kind in _MISSIONS and 0 < trigger.token.i - post.head <= 2 * reach]
    if behind and made.passive and roles and roles[-1].i < behind[-1].first and not _cut(page, behind[-1].head, trigger.token.i):
        return behind[-1]  # the parse took a noun before it for the subject: "the story that the embassies are to be closed"
    tagged = trigger.token.pos_ in ("VERB", "AUX") or trigger.token.tag_.startswith("VB")
    if roles and tagged and trigger.form == "verb" and not any(role.lower_ in _LIGHT or role.tag_ == "PRP" for role in roles):
        return None
    for post in here:
        if post.kind in _MISSIONS and 0 < post.first - trigger.last <= reach:
            return post if not _cut(page, trigger.last, post.first) else None
    behind = [post for post in here if post.kind in _MISSIONS and 0 < trigger.token.i - post.head <= reach]
    if behind and (made.passive or made.intransitive) and not _cut(page, behind[-1].head, trigger.token.i):
        return behind[-1]
    return None


def _cut(page: Page, first: int, last: int) -> bool:
    return any(token.pos_ == "VERB" or token.lower_ in (";", ".", "but", "that", "who", "which") for token in page.parse[first + 1 : last])


_JOIN: Final = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|and|or|nor|as well as|along with|together with|plus|besides|,\s*and)\s*"
    r"(?:(?:and|also|then|in|of|to|the|its|their|his|her|a|an|one|two|three|four|both|new|former|general|another)\s+){0,4}(?:[\w-]+\s+)?",
    re.IGNORECASE,
)


def _coordinated(page: Page, here: list[Post], first: Post) -> list[Post]:
    """Give the mission and those joined to it on either side: "the embassies in A and B and the consulate in C"."""
    missions = [post for post in here if post.kind == first.kind and post.kind in _MISSIONS]
    if first not in missions:
        return [first]
    at = missions.index(first)
    low = high = at
    while high + 1 < len(missions) and _joined(page, missions[high], missions[high + 1]):
        high += 1
    while low and _joined(page, missions[low - 1], missions[low]):
        low -= 1
    return missions[low : high + 1]


def _joined(page: Page, left: Post, right: Post) -> bool:
    between = page.text[left.finish : right.begin]
    if len(between) >= 80 or not _JOIN.fullmatch(between):
        return False
    return not any(token.pos_ in ("VERB", "AUX") for token in page.parse[left.head + 1 : right.first] if token.idx >= left.finish)
