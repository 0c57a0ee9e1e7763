"""Find what happened between two states: relations established, severed, restored."""

import re
from typing import Any, Final

from legation.reader.events.breaks import Pairs, breaks, codes, likeliest
from legation.reader.events.draft import make
from legation.reader.events.scene import Scene
from legation.reader.grammar.frames import conjoined
from legation.reader.lexicon import load
from legation.reader.mentions.post import Post
from legation.reader.types import Event, Trace

_REACH: Final = 6
_MOST: Final = 60
_BACK: Final = 300  # characters back to the relations that "they" may mean
_FORMAL: Final = re.compile(r"\b(?:diplomatic|formal|full|official|ambassadorial|consular)\W+(?:\w+\W+){0,2}\w+$")
_BORDERS: Final = frozenset({",", ";", ":"})
_POINTERS: Final = frozenset({"they", "it", "them", "these", "both"})
_OBJECTS: Final = frozenset({"them"})


def changes(scene: Scene) -> list[Event]:
    """Find changes of relations that this word tells of."""
    ties = _ties(scene)
    if ties is None:
        pairs, how, score = breaks(scene)
        bare = (Trace("kind", "trigger.bare", scene.trigger.entry), Trace("sending", how, ""))
        return _events(scene, pairs[:_MOST], None, score, bare)
    if not _strong(scene, ties):
        return []
    pairs, how, score = _pairs(scene, ties)
    words = scene.words(ties)
    trace = (
        Trace("kind", f"trigger.{scene.trigger.form}", scene.trigger.entry),
        Trace("sending", how, words),
        Trace("receiving", how, words),
    )
    return _events(scene, [pair for pair in pairs[:_MOST] if pair[0] != pair[1]], ties, score, trace)


def _events(
    scene: Scene, pairs: list[tuple[str, str]], ties: Post | None, score: float, trace: tuple[Trace, ...]
) -> list[Event]:
    marks = (ties.start, ties.end) if ties else ()
    for pair in pairs:
        scene.discourse.remember(scene.token.idx, *pair)
    return [
        make(scene.page, scene.sentence, kind=scene.trigger.kind, pair=pair, span=scene.span, marks=marks, score=score,
             trace=trace)
        for pair in pairs
    ]  # fmt: skip


# which relations


def _ties(scene: Scene) -> Post | None:
    """Find the relations that the trigger speaks of: in its roles, then near it, then behind a pronoun."""
    frame, here = scene.frame, [post for post in scene.posts if post.kind == "relations"]
    roles = [*frame.patients, *(frame.agents if frame.intransitive or scene.trigger.form == "noun" else ())]
    for role in roles:
        below = [role, *(one for prep in role.children if prep.dep_ == "prep" for one in prep.children)]
        for post in here:
            if any(post.first <= token.i <= post.head for token in below):
                return post
    for post in here:
        if 0 < post.first - scene.trigger.last <= 4 and not _parted(scene, post.first):
            return post
        if frame.passive and 0 < scene.token.i - post.head <= _REACH:
            return post
    return _behind_pronoun(scene, roles)


def _behind_pronoun(scene: Scene, roles: list[Any]) -> Post | None:
    """Read "they were restored", "Peru restored them": the relations named just before."""
    if scene.trigger.form != "verb":
        return None
    for role in roles:
        if role.lower_ not in (_POINTERS if scene.frame.passive else _OBJECTS):
            continue
        recent = scene.discourse.posts_in(max(0, scene.sentence.start - _BACK), role.idx)
        if not scene.frame.passive and not _named_last(scene, recent, role.i):
            continue
        old = next((post for post in reversed(recent) if post.kind == "relations"), None)
        if old is not None:
            return Post("relations", role.idx, role.idx + len(role.text), role.i, role.i, owners=old.owners,
                        partners=old.partners, pointer=True)  # fmt: skip
    return None


def _named_last(scene: Scene, recent: list[Post], pronoun: int) -> bool:
    """Whether relations are what "them" goes back to, and the verb restores them; what was severed is seldom so plain."""
    formal = scene.trigger.entry.split()[0] in load("triggers")["formal"]["words"]
    if not formal or scene.trigger.kind != "relations_restored" or not recent or recent[-1].kind != "relations":
        return False
    between = scene.page.parse[recent[-1].head + 1 : pronoun]
    return not any(token.tag_ == "NNS" and token.dep_ in ("nsubj", "nsubjpass", "dobj") for token in between)


def _parted(scene: Scene, last: int) -> bool:
    """Whether another verb or the border of a clause stands between the trigger and these words."""
    between = scene.page.parse[scene.trigger.last + 1 : last]
    return any(token.pos_ == "VERB" or token.text in _BORDERS for token in between)


def _strong(scene: Scene, ties: Post) -> bool:
    """Whether these words speak of formal relations: "end ties" and "mend relations" may be about anything."""
    if ties.pointer or _FORMAL.search(scene.page.text[max(0, ties.start - 40) : ties.end].lower()):
        return True
    return scene.trigger.entry.split()[0] in load("triggers")["formal"]["words"]


# between whom


def _pairs(scene: Scene, ties: Post) -> Pairs:
    partners, between = _partners(scene, ties)
    actors = _actors(scene, ties)
    others = tuple(code for code in partners if code not in actors)
    host = scene.discourse.section(scene.token.idx) or _third(scene, actors)
    if between and len(partners) == 2:
        return [_ordered(partners, actors)], "phrase.partner", 1.0
    if actors and others:
        return [(one, other) for one in actors for other in others], "phrase.partner", 1.0
    if len(actors) > 1 and host and host not in actors:
        return [(one, host) for one in actors], "section", 0.8
    if len(actors) == 2 and not _each(scene, ties):
        return [_ordered(actors, ())], "clause.agents", 1.0
    if len(ties.owners) > 1:
        return [_ordered(ties.owners[:2], actors)], "phrase.owner", 1.0
    return _guessed(scene, actors, partners)


def _third(scene: Scene, actors: tuple[str, ...]) -> str | None:
    """Give the state that several others break with, where the page is about it: "Chile and Peru broke off relations"."""
    if scene.trigger.kind != "relations_severed":
        return None
    topic = next((code for code, _ in scene.discourse.counts.most_common(1)), None)
    return topic if topic not in actors else None


def _other_side(scene: Scene, actors: tuple[str, ...]) -> Pairs:
    if len(actors) == 1 and (beside := _beside(scene, actors[0])):
        return [(actors[0], beside)], "clause.beside", 0.9
    return likeliest(scene, actors)


def _beside(scene: Scene, actor: str) -> str | None:
    """Give the other side that the clause beside names: "Chile cut ties with Peru, and Cuba suspended relations"."""
    head = scene.token.head
    if scene.token.dep_ == "advcl":  # "Chile closed its embassy after the government in Lima broke off relations"
        above = codes(scene, [one for child in head.children if child.dep_ == "nsubj" for one in conjoined(child)])
        if len(above) == 1 and actor not in above:
            return above[0]
    recent = scene.discourse.pairs[-1] if scene.discourse.pairs else None
    if recent is None or not scene.sentence.start <= recent[0] < scene.token.idx or actor in recent[1:]:
        return None
    return recent[2]


def _guessed(scene: Scene, actors: tuple[str, ...], partners: tuple[str, ...]) -> Pairs:
    """Fill in the side, or both sides, that the words leave open."""
    discourse, at, kind = scene.discourse, scene.token.idx, scene.trigger.kind
    if partners:
        one = discourse.guess("sending", "partner", at, kind=kind, other=partners)
        return ([(one.code, other) for other in partners], "discourse.likeliest", one.chance) if one else ([], "", 0.0)
    if actors:
        return _other_side(scene, actors)
    named = discourse.subjects(scene.sentence.index)
    if len(named) == 2:  # "Peru and Zambia agreed that relations could be restored"
        return [_ordered(named, ())], "clause.subjects", 0.8
    one = discourse.guess("sending", "partner", at, kind=kind)
    two = discourse.guess("receiving", "partner", at, kind=kind, other=(one.code,)) if one else None
    if one is None or two is None:
        return [], "", 0.0
    return [_ordered((one.code, two.code), ())], "discourse.topic", one.chance * two.chance


def _partners(scene: Scene, ties: Post) -> tuple[tuple[str, ...], bool]:
    """Give the states named with the relations, and whether these are both sides ("between … and …")."""
    if ties.partners:
        return ties.partners, ties.between and len(ties.partners) > 1
    if ties.seat_words and (seat := scene.discourse.place(ties.seat_words, ties.seat_at, frozenset(ties.owners))):
        return (seat.state,), False
    for key in ("with", "to", "between", "towards"):
        found = codes(scene, scene.inner(key))
        if found:
            return found, key == "between" and len(found) > 1
    return (), False


def _actors(scene: Scene, ties: Post) -> tuple[str, ...]:
    below = [child for child in scene.page.parse[ties.head].children if child.lower_ == "by"]
    behind = [token for prep in below for inner in prep.children for token in conjoined(inner)]
    tokens = [*scene.frame.agents, *behind, *scene.inner("by", "subject")]  # "the severing of relations by Peru"
    found = codes(scene, [token for token in tokens if not ties.first <= token.i <= ties.head])
    if not found and ties.owner_word is not None:
        found = scene.discourse.pronoun(scene.page.parse[ties.owner_word])
    return found or ties.owners


def _each(scene: Scene, ties: Post) -> bool:
    """Whether several states act one by one towards another, not towards each other."""
    return ties.owner_word is not None or any(child.lower_ == "each" for child in scene.token.children)


def _ordered(pair: tuple[str, ...], actors: tuple[str, ...]) -> tuple[str, str]:
    """Put the state that acts first; alphabetical order where both or neither do."""
    one, other = sorted(pair[:2])
    return (other, one) if other in actors and one not in actors else (one, other)
