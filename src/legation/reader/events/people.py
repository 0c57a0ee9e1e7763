"""Find what happened to people: diplomats recalled by their own state or expelled by the one that received them."""

import re
from dataclasses import dataclass
from typing import Any, Final

from legation.reader.events.draft import make
from legation.reader.events.resolve import stranger
from legation.reader.events.scene import Scene
from legation.reader.lexicon import load
from legation.reader.mentions.post import Post
from legation.reader.types import Event, Trace

_REACH: Final = 9  # tokens between a verb and the people it speaks of, where the parse does not join them
_MOST: Final = 60
_GROUP: Final = 6
_AND: Final = re.compile(
    r"\s*(?:,|and|,\s*and|as well as|along with)\s+(?:(?:the|its|their|two|three|four|five|\d+|several|other)\s+){0,2}(?:\w+\s+)?",
    re.IGNORECASE,
)
_RETURN: Final = re.compile(r"^[^.;:]{0,80}?\bto (?:return|come (?:home|back)|fly home|go home|leave)\b", re.IGNORECASE)
_NOBODY: Final = 0.4
_OWN: Final = frozenset({"its", "his", "her", "their", "own", "theirs", "hers"})


@dataclass(slots=True)
class Move:
    """Recall or expulsion, whose people, from where, and how each was found."""

    kind: str
    senders: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    rule: str = "clause.agent"
    how: str = "clause.agent"
    score: float = 1.0


def moves(scene: Scene) -> list[Event]:
    """Find recalls and expulsions that this word tells of."""
    if not _needs_met(scene):
        return []
    person = _person(scene)
    if person is None or stranger(scene):
        return []
    if scene.page.text[person.end : person.end + 2] in ("'s", "’s"):
        return []  # "recalled the ambassador's role"
    found: list[Event] = []
    shared: tuple[str, ...] = ()
    for one in _coordinated(scene, person):
        if not one.owners and one.owner_word is None:
            one.owners = shared  # "the Peruvian ambassador and two diplomats"
        found += _move(scene, one)
        shared = shared or one.owners
    return found


def _coordinated(scene: Scene, person: Post) -> list[Post]:
    """Give the people and those joined to them on the right: "the Mexican ambassador and two Spanish diplomats"."""
    people = [post for post in scene.posts if post.kind in ("head", "staff")]
    if person not in people:
        return [person]
    group, at = [person], people.index(person)
    for post in people[at + 1 : at + _GROUP]:
        between = scene.page.text[group[-1].finish : post.begin]
        if not _AND.fullmatch(between):
            break
        group.append(post)
    return group


def _move(scene: Scene, person: Post) -> list[Event]:
    move = _decide(scene, person)
    if move is None:
        return []
    if not move.senders and not move.hosts and scene.trigger.entry in load("triggers")["needs"]:
        move.score = _NOBODY  # "staff were told to leave": by whom, and whose, is not said
    _find_hosts(scene, person, move)
    if not move.senders and (one := scene.guess("sending", move.hosts)):
        move.senders, move.rule, move.score = (one.code,), "discourse.likeliest", move.score * one.chance
    if not move.hosts and move.senders and (two := scene.guess("receiving", move.senders)):
        move.hosts, move.how, move.score = (two.code,), "discourse.likeliest", move.score * two.chance
    if move.kind == "recalled" and person.kind == "staff" and _whole(scene, person):
        move.kind = "suspended"
    return _events(scene, person, move)


def _whole(scene: Scene, person: Post) -> bool:
    """Whether all of a mission's people leave, which suspends it; what is called a recall stays one."""
    if scene.trigger.entry == "recall":
        return False
    words = scene.page.text[max(0, person.start - 24) : person.end].lower()
    return any(phrase in words for phrase in load("triggers")["staff"]["whole"])


def _needs_met(scene: Scene) -> bool:
    words = load("triggers")
    if scene.trigger.entry in words["people"]["departs"]:
        return any(child.lower_ == "must" for child in scene.token.children)
    needs = words["needs"].get(scene.trigger.entry)
    if scene.trigger.form != "verb" or needs is None:
        return True
    return _said(scene, needs) or _to_return(scene)


def _said(scene: Scene, words: tuple[str, ...]) -> bool:
    after = scene.after.lower()
    return any(re.search(rf"\b{re.escape(word)}\b", after) for word in words)


# whom


def _person(scene: Scene) -> Post | None:
    people = [post for post in scene.posts if post.kind in ("head", "staff")]
    roles = list(scene.frame.patients)
    if scene.trigger.entry in load("triggers")["people"]["departs"]:
        roles = list(scene.frame.agents)  # "the ambassador must leave"
    if scene.trigger.form == "noun":
        roles += [*scene.frame.agents, *scene.inner("for")]
    return _in_role(scene, people, roles) or _in_order(scene, people, roles)


def _in_role(scene: Scene, people: list[Post], roles: list[Any]) -> Post | None:
    for role in roles:
        for post in people:
            if post.first <= role.i <= post.head or (role.i - 3 <= post.head < role.i and role.dep_ != "pobj"):
                return post
    for role in roles:
        for post in people:
            within = any(up.i == role.i for up in scene.page.parse[post.head].ancestors)
            if post.start > role.idx and within and post.first - role.i < 6:
                return post
        if role.lower_ in _OWN:
            return _own(scene, role)
    return _nationals(scene, roles)


def _nationals(scene: Scene, roles: list[Any]) -> Post | None:
    """Read "told sixty Russians to leave": so many nationals are a state's staff, where its people were spoken of."""
    if scene.trigger.kind != "expelled" or scene.trigger.form != "verb":
        return None
    for role in roles:
        number = scene.place_of(role)
        counted = any(child.dep_ == "nummod" for child in role.children)
        if number is None or not counted or not _spoken_of(scene, role, ("head", "staff", "mission")):
            continue
        place = scene.discourse.names.places[number]
        if place.kind == "demonym" and place.state and place.end == role.idx + len(role.text):
            return Post("staff", place.start, place.end, role.i, role.i, owners=(place.state,), begin=place.start,
                        finish=place.end)  # fmt: skip
    return None


def _in_order(scene: Scene, people: list[Post], roles: list[Any]) -> Post | None:
    if scene.trigger.form == "verb":
        if named := _by_name(scene, roles):
            return named
        if any(role.pos_ in ("NOUN", "PROPN") for role in roles):
            return None
    ahead = [post for post in people if 0 < post.first - scene.trigger.last <= _REACH]
    if ahead:
        return ahead[0]
    behind = [post for post in people if 0 < scene.token.i - post.head <= _REACH]
    return behind[-1] if behind and (scene.frame.passive or scene.trigger.form == "noun") else None


def _by_name(scene: Scene, roles: list[Any]) -> Post | None:
    """Read "Oslo withdrew Kari Nordmann": a name that is no place is a person's, where heads were spoken of."""
    if scene.trigger.entry not in load("triggers")["people"]["by_name"]:
        return None
    for role in roles:
        if role.pos_ == "PROPN" and scene.place_of(role) is None and _spoken_of(scene, role, ("head",)):
            return Post("head", role.idx, role.idx + len(role.text), role.i, role.i, pointer=True)
    return None


def _own(scene: Scene, role: Any) -> Post | None:
    """Read "its own", "theirs" as the people of the one who acts, where people were named before."""
    if not _spoken_of(scene, role, ("head", "staff")):
        return None
    return Post("head", role.idx, role.idx + len(role.text), role.i, role.i, owner_word=role.i, pointer=True)


def _spoken_of(scene: Scene, role: Any, kinds: tuple[str, ...]) -> bool:
    return any(post.kind in kinds for post in scene.discourse.posts_before(role.idx, _MOST))


# whose, and recalled or expelled


def _decide(scene: Scene, person: Post) -> Move | None:
    leaves = scene.trigger.entry in load("triggers")["people"]["departs"]
    agents = () if leaves else scene.actors(person)
    owners, rule = _owners(scene, person, agents)
    move = Move(scene.trigger.kind, owners, (), rule)
    either = scene.trigger.entry in load("triggers")["people"]["either"]
    own, home = bool(set(agents) & set(owners)), _to_return(scene)
    if home and not own and not _said(scene, load("triggers")["needs"][scene.trigger.entry]):
        return None  # "asked the Norwegian ambassador to return the note"
    if agents and owners:
        if move.kind == "recalled" and not own:
            if not either:
                return None
            move.kind = "expelled"
        elif move.kind == "expelled" and own:
            if either or home:
                move.kind = "recalled"
            else:
                _give_to_others(scene, person, agents, move)
    if move.kind == "recalled":
        move.senders = owners or agents
    else:
        move.hosts = tuple(code for code in agents if code not in move.senders)
    return move


def _to_return(scene: Scene) -> bool:
    """Whether those told to go are told to come home: "ordered its ambassador to return"."""
    return scene.trigger.entry in load("triggers")["people"]["told"] and bool(_RETURN.search(scene.after))


def _owners(scene: Scene, person: Post, agents: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    if person.owners:
        return person.owners, "phrase.owner"
    for child in scene.page.parse[person.head].children:
        if child.dep_ in ("poss", "compound", "appos") and (found := scene.discourse.person(child)):
            return found, "phrase.person"
    if person.owner_word is None:
        return (), "clause.agent"
    if agents and scene.trigger.kind == "recalled":
        return agents, "pronoun.agent"
    return scene.discourse.pronoun(scene.page.parse[person.owner_word]), "pronoun.subject"


def _give_to_others(scene: Scene, person: Post, agents: tuple[str, ...], move: Move) -> None:
    """Read "closed the Libyan bureau and gave its staff ten days": nobody expels his own people."""
    if person.owners:
        move.senders = ()
        return
    missions = [post for post in scene.posts if post.kind == "mission" and post.end <= person.start]
    theirs = next(
        (post.owners for post in reversed(missions) if post.owners and not set(post.owners) & set(agents)), ()
    )
    if theirs:
        move.senders, move.rule = theirs, "clause.mission"
        return
    one = scene.guess("sending", agents)
    move.senders, move.rule = ((one.code,), "discourse.likeliest") if one else ((), move.rule)


def _find_hosts(scene: Scene, person: Post, move: Move) -> None:
    """Find the receiving state in the phrase, then in the clause."""
    if not move.hosts:
        move.hosts, move.how = tuple(seat.state for seat in person.seats or person.origin), "phrase.seat"
    if not move.hosts and person.seat_words:
        seat = scene.discourse.place(person.seat_words, person.seat_at, frozenset(move.senders))
        move.hosts, move.how = (seat.state,) if seat else (), "discourse.described"
    if not move.hosts:
        for token in scene.inner("from", "in", "to", "at", "of"):
            if codes := tuple(code for code in scene.discourse.states(token) if code not in move.senders):
                move.hosts, move.how = codes, "clause.place"
                return


def _events(scene: Scene, person: Post, move: Move) -> list[Event]:
    words = scene.words(person)
    trace = (
        Trace("kind", f"trigger.{scene.trigger.form}", scene.trigger.entry),
        Trace("sending", move.rule, words),
        Trace("receiving", move.how, words),
    )
    pairs = [(one, other) for one in move.senders for other in move.hosts if one != other][:_MOST]
    for pair in pairs:
        scene.discourse.remember(scene.token.idx, *pair)
    return [
        make(scene.page, scene.sentence, kind=move.kind, pair=pair, span=scene.span, marks=(person.start, person.end),
             score=move.score, trace=trace)
        for pair in pairs
    ]  # fmt: skip
