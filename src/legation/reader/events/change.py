"""Decide what happened to a mission, where the word alone does not: temporary or for good, a move, a level.

A word such as "open", "cut" or "have" speaks of a mission's beginning or end only under conditions. Each kind has one
function that names its conditions; what meets none is no event.
"""

import functools
import re
from collections.abc import Callable
from typing import Final

from legation.reader.events.scene import Scene
from legation.reader.lexicon import load
from legation.reader.mentions.post import Post

_MONTHS: Final = "january|february|march|april|may|june|july|august|september|october|november|december"
_STAYS: Final = re.compile(r"\b(?:remain\w*|stay\w*|kept?|keeps|still|already)\s+$", re.IGNORECASE)
_ATTACKED: Final = re.compile(
    r"(?:s|es|ed|ing)?\s+(?:on|at|of|against|in|outside|near|inside|targeting|hitting|damaging)\s.{0,60}", re.DOTALL
)
_TOWARDS: Final = re.compile(r"\b(?:to|into|from|out of)\b")
_PREMISES: Final = re.compile(
    r"\b(?:new|larger|bigger|smaller) (?:building|premises|site|compound|home|property|house|villa|quarters|address|offices)"
)
_SINCE: Final = re.compile(
    r"\b(?:since|from|until|till|in|on)\s+(?:\w+\s+){0,4}?(?:1[89]\d\d|20\d\d|independence|last|this|next|"
    + _MONTHS
    + r")\b",
    re.IGNORECASE,
)
_SINCE_ONLY: Final = re.compile(
    r"\b(?:since|from|dates?)\s+(?:\w+\s+){0,4}?(?:1[89]\d\d|20\d\d|independence|last)\b", re.IGNORECASE
)
_FOR_DAYS: Final = re.compile(
    r"\bfor (?:\w+|\w+ or \w+|at least \w+|a few|the next \w+) (?:days?|weeks?|months?|fortnight)\b"
)
_GONE: Final = re.compile(
    r"\s*(?:[,.;:]|between|in (?:\d|" + _MONTHS + r")|by|next|this|last|at the end|too|as well|first|altogether|after)",
    re.IGNORECASE,
)
_POSSESSED: Final = re.compile(r"\b(?:the|its|their|his|her|our|this|that|all)\s+(?:\w+\s+)?$")
_ONCE_MORE: Final = re.compile(r"\b(?:once more|once again|for the first time since)\b")
_AT_EIGHT: Final = re.compile(r"\w+\s+at\s+(?:\d|noon|dawn|six|seven|eight|nine|ten|eleven|midday)\b")
_KEPT_SHUT: Final = re.compile(
    r"\b(?:is|are) (?:also )?closed on \w+ \d|"
    r"\bclosed (?:from|between) (?:\d{1,2} \w+|\w+ \d{1,2}) (?:to|and|until|through) (?:\d|\w+ \d)"
)
_COMES_TO: Final = re.compile(r"\w+\s+(?:\w+ly\s+)?(?:under|up|out|down|in for|close|to|with|amid|as|after|from)\b")
_CLAUSE: Final = re.compile(r"[;:(]")
_AGAIN: Final = frozenset({"again", "back", "anew"})
_TO_HEAD: Final = re.compile(
    r"\b(?:to|into|as|becom\w+|became|under|of|by)\b[^.;]{0,60}?\b(?:charg[eé]|ambassador|ambassadorial|second secretary|first secretary)",
    re.IGNORECASE,
)
_TO: Final = re.compile(r"\b(?:to|into|becom\w+|became|as|be|status of|rank of|level of)\b", re.IGNORECASE)
_UNDER_CHARGE: Final = re.compile(
    r"^[^.;:]{0,60}?\b(?:by|under|with|in the (?:hands|charge) of|to) (?:[\w-]+ ){0,3}charg[eé]s?\b", re.IGNORECASE
)
_NOW: Final = re.compile(r"(?:is|are) now (?:an? |the )?(?:[\w-]+ ){0,2}")
_BEEN: Final = re.compile(r"been (?:an? )?(?:[\w-]+ ){0,2}")
_MADE: Final = re.compile(r"made (?:into )?(?:an? )?(?:[\w-]+ ){0,2}")
_REPLACED: Final = re.compile(r"replac\w+ [^.;,]{0,60}?\b(?:by|with) (?:an? |the )?(?:[\w-]+ ){0,2}")
_PEOPLE: Final = re.compile(
    r"\b(?:staff|personnel|diplomats?|employees|officials|families|people|ambassadors?|envoys?|consuls?)\s+(?:of|at|from|in)\s"
    r"(?:(?!\b(?:and|closed?|shut)\b)[^.;:,])*$",
    re.IGNORECASE,
)


def kind_of(scene: Scene, post: Post) -> str | None:
    """Give the kind of event that the trigger tells of this mission, or None."""
    text = scene.page.text[scene.sentence.start : scene.sentence.end].lower()
    if any(word in text for word in load("triggers")["holidays"]["hours"]):
        return None
    if scene.trigger.form in _BY_FORM:
        return _BY_FORM[scene.trigger.form](scene, post)
    decide = _BY_KIND.get(scene.trigger.kind)
    return decide(scene, post) if decide else scene.trigger.kind


def _proposed(scene: Scene, post: Post) -> str | None:
    """Only a mission that was not there can be proposed: no article, or "a", and a seat."""
    if post.definite or post.owner_word is not None or post.kind != "mission" or not post.seats:
        return None
    before = scene.page.text[max(0, post.begin - 16) : post.begin].lower()
    return None if _POSSESSED.search(before) else scene.trigger.kind


def _standing(scene: Scene, post: Post) -> str | None:
    """A mission that is, has been or works began only where the words say since when."""
    if post.kind != "mission" or not (post.seats or post.owners or post.pointer):
        return None
    kind, entry = scene.trigger.kind, scene.trigger.entry
    if _UNDER_CHARGE.search(scene.after):
        return None
    if scene.token.dep_ == "xcomp" and scene.token.head.lemma_.lower() in ("begin", "start", "resume"):
        return "resumed" if any(child.lower_ in _AGAIN for child in scene.token.children) else kind
    if entry in load("triggers")["conditions"]["appears"]:
        if entry == "come" and _COMES_TO.match(scene.after):
            return None  # "came under fire", "came up for sale"
        return kind if post.start > scene.token.idx or post.seats else None
    start = max(post.finish, post.end, scene.span[1])
    after = _CLAUSE.split(scene.page.text[start : min(start + 60, scene.sentence.end)], maxsplit=1)[0]
    dated = _SINCE_ONLY.search(after) or (entry == "date" and _SINCE.search(scene.after))
    return kind if dated else None


def _closed(scene: Scene, post: Post) -> str | None:
    text, entry = scene.page.text[scene.sentence.start : scene.sentence.end].lower(), scene.trigger.entry
    words = load("triggers")["conditions"]
    if scene.token.lower_ == "close" and scene.token.dep_ in ("amod", "advmod", "acomp"):
        return None
    if scene.trigger.form == "verb":
        if entry in words["city_alone"] and not (post.pointer and post.level is None):
            return None
        people = _PEOPLE.search(scene.page.text[scene.token.idx : post.start])  # "withdrew some staff of its embassy"
        if entry in words["mission_only"] and (post.kind != "mission" or people):
            return None
        if entry in words["needs_end"] and not _GONE.match(scene.page.text, scene.span[1], scene.sentence.end):
            return None
    if _KEPT_SHUT.search(text) or any(word in text for word in load("triggers")["holidays"]["words"]):
        return None
    for_a_time = _FOR_DAYS.search(text) or _temporary().search(text)
    return "suspended" if for_a_time else scene.trigger.kind


@functools.cache
def _temporary() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, load('triggers')['temporary']['phrases']))})\b")


def _suspended(scene: Scene, post: Post) -> str | None:
    """Staff that is evacuated suspends the mission, part of it is only recalled."""
    if post.kind != "staff":
        return scene.trigger.kind
    if scene.trigger.entry not in ("evacuate", "evacuation"):
        return None
    words = scene.page.text[max(0, min(post.start, scene.token.idx) - 40) : post.end + 10].lower()
    return "recalled" if any(part in words for part in load("triggers")["staff"]["part"]) else scene.trigger.kind


def _opened(scene: Scene, post: Post) -> str | None:
    token = scene.token
    if any(child.lower_ in _AGAIN for child in token.children) or _ONCE_MORE.search(scene.after):
        return "resumed"
    if _AT_EIGHT.match(scene.after) or (
        scene.trigger.form == "verb" and (token.tag_ == "JJ" or post.kind == "building")
    ):
        return None
    if scene.trigger.entry == "add" and post.level is None and not post.seats:
        return None
    return None if _STAYS.search(scene.page.text[max(0, token.idx - 12) : token.idx]) else scene.trigger.kind


def _incident(scene: Scene, post: Post) -> str | None:
    token, frame, entry = scene.token, scene.frame, scene.trigger.entry
    if scene.trigger.form == "noun":
        upon = post.start < token.idx or _ATTACKED.fullmatch(scene.page.text[scene.span[1] : post.start])
    elif " " in entry and post.first > token.i:
        upon = True
    elif entry in load("triggers")["conditions"]["befalls"]:
        upon = post.first < token.i
    else:
        weak = entry.split()[0] in load("triggers")["conditions"]["weak_attack"]
        upon = not frame.intransitive and (frame.passive or not weak or post.first > token.i)
    return scene.trigger.kind if upon else None


def _moved(scene: Scene, post: Post) -> str | None:
    alone = post.pointer and bool(post.owners)
    elsewhere = _TOWARDS.search(scene.after) and not _PREMISES.search(scene.after)
    if not alone and not elsewhere:
        return None
    return "resumed" if any(child.lower_ == "back" for child in scene.token.children) else scene.trigger.kind


_BY_FORM: Final[dict[str, Callable[[Scene, Post], str | None]]] = {"proposal": _proposed, "standing": _standing}
_BY_KIND: Final[dict[str, Callable[[Scene, Post], str | None]]] = {
    "closed": _closed,
    "opened": _opened,
    "suspended": _suspended,
    "incident": _incident,
    "moved": _moved,
}


def new_level(scene: Scene, post: Post) -> str | None:
    """Give the level after the change; None where the words are no change of level."""
    entry, words = scene.trigger.entry, load("triggers")["conditions"]
    if entry in words["charge_only"]:
        return "embassy" if _UNDER_CHARGE.search(scene.after) else None
    for one in scene.discourse.posts_in(scene.token.idx, scene.sentence.end):
        if one.kind != "mission" or one is post or not one.level:
            continue
        if entry in words["other_level"]:
            return one.level if one.level != post.level and _becomes(scene, post, one) else None
        if entry == "become" or _TO.search(scene.page.text[scene.token.idx : one.start]):
            return one.level
    if entry in words["other_level"]:
        return None
    if _TO_HEAD.search(scene.after) and entry != "become":
        return "embassy"
    return (post.level or "embassy") if entry in words["levels_alone"] else None


def _becomes(scene: Scene, post: Post, other: Post) -> bool:
    """Whether "make", "replace" or "be" says of the one mission that it has become the other."""
    between = scene.page.text[scene.token.idx : other.start]
    if scene.trigger.entry == "be":
        after = scene.page.text[other.finish : other.finish + 30]
        known = post.level is not None and post.start < scene.token.idx
        return known and bool(
            _NOW.fullmatch(between) or (_BEEN.fullmatch(between) and _SINCE_ONLY.match(after.strip()))
        )
    pattern = _MADE if scene.trigger.entry == "make" else _REPLACED
    return post.start < other.start and bool(pattern.fullmatch(between))
