"""Read what stands for a mission without naming it: a pronoun, a city, a flag, a state that moves.

"Quito and Bogotá were added", "both were closed", "it lowered its flag over Banjul", "Denmark has already moved". Each
reading needs that missions are spoken of at all.
"""

import re
from typing import Any, Final

from legation.reader.events.scene import Scene
from legation.reader.lexicon import load
from legation.reader.mentions.names import Seat
from legation.reader.mentions.post import Post

_SINGLE: Final = frozenset({"it", "which", "latter", "former", "this", "that", "one"})
_SEVERAL: Final = frozenset(
    {"they", "both", "all", "them", "these", "those", "ones", "two", "three", "four", "five", "each"}
)
_CITY_KINDS: Final = frozenset({"closed", "opened", "resumed", "suspended", "incident", "level_changed"})
_WITHIN: Final = 8  # tokens from the verb to the relations that it raises or lowers
_RANK: Final = re.compile(
    r"^[^.;:]{0,90}?\bto (?:the |a )?(?:[\w-]+ ){0,3}?(?:ambassador\w*|embass\w+|charg[eé]s?|(?:level|rank) of (?:an? )?(?:ambassador|charg|embass))",
    re.IGNORECASE,
)
_BARE_KINDS: Final = frozenset({"opened", "closed", "resumed"})


def pronoun(scene: Scene, role: Any) -> Post | None:
    """Read "it", "one", "both", "all three" as the missions named before."""
    word = role.lower_
    if word not in _SINGLE | _SEVERAL or scene.trigger.kind == "incident":
        return None
    if word == "it" and role.dep_ == "nsubj" and any(child.dep_ == "dobj" for child in scene.token.children):
        return None
    before = scene.discourse.missions_before(role.idx)
    if not before or _relations_between(scene, before[-1], role):
        return None
    other = before[-1]
    post = _at(role, level=other.level)
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


def _relations_between(scene: Scene, post: Post, role: Any) -> bool:
    """Whether relations were named after the mission, so that "they were resumed" speaks of these."""
    return any(one.kind == "relations" for one in scene.discourse.posts_in(post.end, role.idx))


def city(scene: Scene, role: Any) -> Post | None:
    """Take a city for the mission in it: "Malabo and Moroni are to close"."""
    number, names = scene.place_of(role), scene.discourse.names
    if number is None or scene.trigger.kind not in _CITY_KINDS or scene.trigger.form != "verb":
        return None
    place = names.places[number]
    acts = role.dep_ == "nsubj" and any(child.dep_ in ("dobj", "ccomp", "xcomp") for child in scene.token.children)
    # "Lusaka gave them a day to leave": a capital that acts on one who leaves is its state
    leaves = scene.trigger.entry in load("triggers")["conditions"]["place_alone"] and role in scene.frame.agents
    if place.city is None or place.kind == "demonym" or acts or leaves or not scene.discourse.has_missions:
        return None
    if scene.trigger.kind == "incident" and not scene.frame.passive:
        return None
    while number and number in names.chain(number - 1) and names.places[number - 1].city:
        number -= 1
    post = _at(role)
    post.seats = names.seats(number)
    post.begin, post.finish = names.places[number].start, names.places[names.chain(number)[-1]].end
    return post


def bare_place(scene: Scene) -> Post | None:
    """Read "we opened in Port Moresby" and "Norway left Suva": the verb speaks of a city and of no mission."""
    frame, trigger = scene.frame, scene.trigger
    if trigger.kind not in _BARE_KINDS or trigger.form != "verb" or frame.passive or not scene.discourse.has_missions:
        return None
    leaving = trigger.entry in load("triggers")["conditions"]["place_alone"]
    if leaving:
        if not any(_is_state(scene, agent) for agent in frame.agents):
            return None
    elif not (frame.intransitive and any(scene.discourse.states(agent) for agent in frame.agents)):
        return None
    if any(scene.place_of(token) is None for token in frame.patients):
        return None  # "withdrew its diplomats from Suva"
    for token in [*(frame.patients if leaving else ()), *scene.inner("in", "to", "from", "of")]:
        number = scene.place_of(token)
        if number is not None and scene.discourse.names.places[number].city:
            post = _at(token)
            post.seats = scene.discourse.names.seats(number)
            return post
    return None


def _is_state(scene: Scene, token: Any) -> bool:
    """Whether the word itself names a state or a capital for it, not a person or body of one."""
    number = scene.place_of(token)
    return number is not None and scene.discourse.names.places[number].kind != "demonym"


def mover(scene: Scene) -> Post | None:
    """Read "Denmark and Tunisia have already moved" as their missions."""
    codes = tuple(code for one in scene.frame.agents for code in scene.discourse.named(one))
    if not codes or not scene.discourse.missions_before(scene.token.idx, sentences=4):
        return None
    post = _at(scene.frame.agents[0])
    post.owners = codes
    return post


def flag(scene: Scene) -> Post:
    """Read "lowered its flag over Banjul": the mission goes without saying."""
    post = _at(scene.token, level="mission")
    post.definite, post.pointer = True, False
    for token in scene.inner("over", "in", "at", "on", "outside"):
        post.seats = post.seats or scene.seats_of(token)
    return post


def represented(scene: Scene) -> Post:
    """Read "Norway is represented in Lusaka by a chargé d'affaires": the embassy goes without saying."""
    post = _at(scene.token, level="embassy")
    post.pointer = False
    post.owners = tuple(code for token in scene.frame.patients for code in scene.discourse.states(token))
    for token in scene.inner("in", "at", "to"):
        post.seats = post.seats or scene.seats_of(token)
    return post


def relations(scene: Scene) -> Post | None:
    """Read "lowered relations with Zambia to the level of chargé d'affaires" as said of the embassies."""
    here = [one for one in scene.posts if one.kind == "relations" and abs(one.head - scene.token.i) <= _WITHIN]
    if not here or not _RANK.search(scene.after):
        return None
    ties, post = here[0], _at(scene.token, level="embassy")
    acting = tuple(code for token in scene.frame.agents for code in scene.discourse.states(token))
    both = tuple(dict.fromkeys((*ties.partners, *ties.owners) if ties.between or not acting else acting))
    partners = tuple(code for code in ties.partners if code not in acting)
    if len(both) == 2 and not (len(acting) == 1 and partners):
        post.pairs, post.plural = ((both[0], Seat(both[1], None)), (both[1], Seat(both[0], None))), True
        return post
    post.owners, post.seats, post.pointer = acting, tuple(Seat(code, None) for code in partners), False
    return post if acting and partners else None


def _at(token: Any, level: str | None = None) -> Post:
    return Post("mission", token.idx, token.idx + len(token.text), token.i, token.i, level=level, pointer=True)
