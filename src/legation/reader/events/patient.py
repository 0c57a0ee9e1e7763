"""Find the missions that a trigger speaks of: in its roles first, then near it in the same clause.

What is coordinated with the mission shares its fate: "the embassies in A and B and the consulate in C".
"""

import re
from typing import Any, Final

from legation.reader.events import standin
from legation.reader.events.scene import Scene
from legation.reader.lexicon import load
from legation.reader.mentions.post import Post
from legation.reader.types import Page

_MISSIONS: Final = ("mission", "building")
_LIGHT: Final = frozenset(
    {"door", "doors", "work", "number", "half", "some", "most", "all", "several", "part", "closure", "opening", "list",
     "operations", "plan", "plans"}
)  # fmt: skip
_STOPS: Final = frozenset({";", ".", "but", "that", "who", "which"})
_MOST: Final = 12  # missions coordinated in one clause
_JOIN: Final = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|;|and|or|nor|as well as|along with|together with|plus|besides|,\s*and)\s*"
    r"(?:(?:and|also|then|in|of|to|the|its|their|his|her|a|an|one|two|three|four|both|new|former|general|another)\s+){0,4}(?:[\w-]+\s+)?",
    re.IGNORECASE,
)


def patients(scene: Scene) -> list[Post]:
    """Find the missions that the trigger speaks of, in order of the text; none where it speaks of something else."""
    if scene.trigger.form == "flag":
        return [standin.flag(scene)]
    if scene.trigger.entry == "represent" and scene.frame.passive:
        return [standin.represented(scene)]
    first = _in_roles(scene) or _elsewhere(scene)
    if first is None or first.pairs or scene.trigger.form == "standing":
        return [first] if first else []
    return _coordinated(scene.page, scene.posts, first)[:_MOST]


def _in_roles(scene: Scene) -> Post | None:
    roles = _roles(scene)
    for find in (_named, standin.pronoun, standin.city):
        for role in roles:
            if post := find(scene, role):
                return post
    return None


def _elsewhere(scene: Scene) -> Post | None:
    """Find a mission that the parse does not join to the trigger."""
    form = scene.trigger.form
    if form in ("proposal", "standing"):
        return None
    if form == "door" and not scene.frame.agents:
        before = [post for post in scene.posts if post.kind in _MISSIONS and post.head < scene.token.i]
        return before[-1] if before else None
    if scene.trigger.kind == "level_changed" and (ties := standin.relations(scene)):
        return ties
    if scene.trigger.kind == "moved" and scene.frame.intransitive:
        return standin.mover(scene)
    return _near(scene) or standin.bare_place(scene)


def _roles(scene: Scene) -> list[Any]:
    """Give the words that may name the mission, the likeliest role first."""
    made, kind, entry = scene.frame, scene.trigger.kind, scene.trigger.entry
    both = [*made.patients, *made.agents]
    by_form = {
        "door": [*made.agents, *scene.inner("of", "at", "in"), *_objects_of(made.patients)],
        "proposal": [*made.patients, *scene.inner("of", "for", "in", "about"), *(() if made.patients else made.agents)],
        "standing": both,
        "noun": [*both, *scene.inner("on", "at", "against", "in", "for", "from")],
    }
    if scene.trigger.form in by_form:
        return by_form[scene.trigger.form]
    if " " in entry and (after := made.preps.get(entry.rpartition(" ")[2])):
        return [*made.patients, *after]  # "broke into the embassy", "did away with its consulate"
    if kind == "level_changed":
        return [*made.agents, *made.patients] if entry in ("become", "turn") else both
    return both if made.intransitive else list(made.patients)


def _objects_of(tokens: list[Any]) -> list[Any]:
    preps = [child for token in tokens for child in token.children if child.dep_ == "prep"]
    return [inner for prep in preps for inner in prep.children if inner.dep_ == "pobj"]


def _named(scene: Scene, role: Any) -> Post | None:
    """Give the mission phrase that this word belongs to, or that its "of" leads to."""
    wanted = (*_MISSIONS, "staff") if scene.trigger.kind == "suspended" else _MISSIONS
    here = [post for post in scene.posts if post.kind in wanted]
    building = load("missions")["building"]
    belongs = (*building["words"], *building["happenings"], *building["people"])
    for post in here:
        compound = post.head < role.i <= post.head + 2 and role.lower_ in belongs
        if post.first <= role.i <= post.head or compound:
            return post
    if role.pos_ in ("NOUN", "NUM", "PRON", "DET", "ADJ"):
        for inner in _objects_of([role]):
            for post in here:
                if post.first <= inner.i <= post.head:
                    return post
    return None


def _near(scene: Scene) -> Post | None:
    """Fall back on order: the mission right after an active verb, right before a passive or intransitive one."""
    made, at = scene.frame, scene.token.i
    reach = 4 if scene.trigger.kind == "level_changed" or scene.trigger.form == "noun" else 7
    here = [post for post in scene.posts if post.kind in _MISSIONS]
    roles = made.patients or (made.agents if made.intransitive else [])
    behind = next((post for post in reversed(here) if 0 < at - post.head <= 2 * reach), None)
    if behind and _cut(scene.page, behind.head, at):
        behind = None
    if behind and made.passive and roles and roles[-1].i < behind.first:
        return behind  # the parse took a noun before it for the subject: "the story that the embassies are to be shut"
    if roles and _is_verb(scene) and not any(role.lower_ in _LIGHT or role.tag_ == "PRP" for role in roles):
        return None
    ahead = next((post for post in here if 0 < post.first - scene.trigger.last <= reach), None)
    if ahead:
        return None if _cut(scene.page, scene.trigger.last, ahead.first) else ahead
    return behind if behind and at - behind.head <= reach and (made.passive or made.intransitive) else None


def _is_verb(scene: Scene) -> bool:
    tagged = scene.token.pos_ in ("VERB", "AUX") or scene.token.tag_.startswith("VB")
    return bool(tagged) and scene.trigger.form == "verb"


def _cut(page: Page, first: int, last: int) -> bool:
    return any(token.pos_ == "VERB" or token.lower_ in _STOPS for token in page.parse[first + 1 : last])


def _coordinated(page: Page, here: list[Post], first: Post) -> list[Post]:
    """Give the mission and those joined to it on either side."""
    missions = [post for post in here if post.kind == first.kind and post.kind in _MISSIONS]
    if first not in missions:
        return [first]
    low = high = missions.index(first)
    while high + 1 < len(missions) and _joined(page, missions[high], missions[high + 1]):
        high += 1
    while low and _joined(page, missions[low - 1], missions[low]):
        low -= 1
    return missions[low : high + 1]


def _joined(page: Page, left: Post, right: Post) -> bool:
    between = page.text[left.finish : right.begin]
    if len(between) >= 80 or not _JOIN.fullmatch(between):
        return False
    if _is_of_other_clause(page.parse[left.head], page.parse[right.head]):
        return False
    words = [token for token in page.parse[left.head + 1 : right.first] if token.idx >= left.finish]
    return not any(token.pos_ in ("VERB", "AUX") for token in words)


def _is_of_other_clause(left: Any, right: Any) -> bool:
    """Whether the right noun begins a clause of its own: "it has embassies in Rome and Oslo, and one in Perth is planned"."""
    subject = right.dep_ in ("nsubj", "nsubjpass") and right.head.i > right.i
    return subject and left.dep_ in ("dobj", "obj", "attr", "pobj") and left.head.i < left.i
