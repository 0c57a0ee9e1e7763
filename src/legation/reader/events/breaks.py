"""Read a rupture that is told without the word relations: "broke with Banjul", "Bonn broke off", "a complete break"."""

from typing import Any, Final

from legation.reader.events.scene import Scene
from legation.reader.lexicon import load

Pairs = tuple[list[tuple[str, str]], str, float]  # who with whom, the rule that gave it, how sure
_NONE: Final[Pairs] = ([], "", 0.0)
_SURE: Final = 0.8
_FEW: Final = 3  # subjects of a sentence of which one is the state that breaks


def codes(scene: Scene, tokens: list[Any]) -> tuple[str, ...]:
    """Give the states that these words stand for, each once."""
    return tuple(dict.fromkeys(code for token in tokens for code in scene.discourse.states(token)))


def breaks(scene: Scene) -> Pairs:
    """Find who broke with whom."""
    trigger, formal = scene.trigger, load("triggers")["formal"]
    if trigger.form == "noun" and trigger.entry in formal["ruptures"]:
        return _noun(scene)
    if trigger.form != "verb" or trigger.entry not in formal["bare"] or scene.frame.passive:
        return _NONE
    if any(role.pos_ in ("NOUN", "PROPN") for role in scene.frame.patients):
        return _NONE
    return _with(scene) if scene.inner("with") else _alone(scene)


def _with(scene: Scene) -> Pairs:
    """Read "Taipei broke with Banjul", "broke with it", "broke with Allende": a state, or who stands for one."""
    others = [token for token in scene.inner("with") if _is_party(scene, token)]
    if not others:
        return _NONE
    frame, partners, score = scene.frame, codes(scene, others), _SURE
    actors = codes(scene, frame.agents)
    if not actors and frame.agents:
        actors, score = _actor(scene, partners, "")
    if not partners:
        return _towards(scene, actors)
    return [(one, other) for one in actors for other in partners if one != other], "clause.agent", score


def _is_party(scene: Scene, token: Any) -> bool:
    """Whether one may break relations with what this word names."""
    discourse = scene.discourse
    if scene.place_of(token) is not None or discourse.described(token) or discourse.person(token):
        return True
    return token.tag_ == "PRP" and token.lower_ in ("it", "them")


def _alone(scene: Scene) -> Pairs:
    """Read "Bonn broke off in 1965", "Peru did not break": states act, and the page speaks of relations."""
    agents, formal = scene.frame.agents, load("triggers")["formal"]
    if not agents or any(scene.place_of(token) is None for token in agents):
        return _NONE
    if not any(post.kind == "relations" for post in scene.discourse.posts):
        return _NONE
    beside = scene.page.parse[scene.token.i + 1 : scene.token.i + 2]
    if any(token.lower_ in formal["elsewhere"] for token in beside):
        return _NONE
    for child in scene.token.children:
        if child.dep_ in ("prt", "dobj", "acomp", "oprd", "attr") and child.lower_ != "off":
            return _NONE
        if child.dep_ in ("prep", "advmod", "npadvmod") and child.lower_ in formal["elsewhere"]:
            return _NONE
    return _towards(scene, codes(scene, agents))


def likeliest(scene: Scene, actors: tuple[str, ...]) -> Pairs:
    """Give the state with which these act that the page makes likeliest, where the words leave it open."""
    other = scene.discourse.guess("receiving", "partner", scene.token.idx, kind=scene.trigger.kind, other=actors)
    return ([(one, other.code) for one in actors], "discourse.likeliest", other.chance) if other else _NONE


def _towards(scene: Scene, actors: tuple[str, ...]) -> Pairs:
    """Find the state that these break with, which the words leave open."""
    pairs, how, chance = likeliest(scene, actors) if actors else _NONE
    return pairs, how, _SURE * chance


def _actor(scene: Scene, partners: tuple[str, ...], kind: str) -> tuple[tuple[str, ...], float]:
    """Find the state that breaks with these, which the words leave open, and how sure that is."""
    one = scene.discourse.guess("sending", "partner", scene.token.idx, kind=kind, other=partners)
    return ((one.code,), _SURE * one.chance) if one else ((), 0.0)


def _noun(scene: Scene) -> Pairs:
    """Read "a break with Banjul", "a complete rupture": with a state, or called one of whole relations."""
    partners = codes(scene, [token for token in scene.inner("with") if scene.place_of(token) is not None])
    whole = any(child.lower_ in load("triggers")["formal"]["whole"] for child in scene.token.children)
    if not partners and (not whole or scene.inner("with", "in", "between") or scene.frame.patients[1:]):
        return _NONE
    actors, score = codes(scene, [*scene.frame.agents, *scene.inner("by", "subject")]), _SURE
    if not actors:
        named = scene.discourse.subjects(scene.sentence.index)  # "Peru spoke of a break with Zambia"
        actors = tuple(code for code in named if code not in partners) if len(named) < _FEW else ()
    if not actors:
        actors, score = _actor(scene, partners, scene.trigger.kind)
    if not partners:
        pairs, how, chance = _towards(scene, actors)
        return pairs, how, chance * score
    return [(one, other) for one in actors for other in partners if one != other], "phrase.partner", score
