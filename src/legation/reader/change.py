"""Decide what happened to a mission, where the word alone does not: temporary or for good, a move, a level.

A word such as "open", "cut" or "have" speaks of a mission's beginning or end only under conditions. Each kind has one
function that names its conditions; what meets none is no event.
"""

import re
from typing import Final

from legation.reader.discourse import Discourse
from legation.reader.frames import Frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.triggers import Trigger
from legation.reader.types import Page, Sentence

_STAYS: Final = re.compile(r"\b(?:remain\w*|stay\w*|kept?|keeps|still|already)\s+$", re.IGNORECASE)
_ATTACKED: Final = re.compile(
    r"(?:s|es|ed|ing)?\s+(?:on|at|of|against|in|outside|near|inside|targeting|hitting|damaging)\s.{0,60}", re.DOTALL
)
_TOWARDS: Final = re.compile(r"\b(?:to|into|from|out of)\b")
_PREMISES: Final = re.compile(r"\b(?:new|larger|bigger|smaller) (?:building|premises|site|compound|home)")
_SINCE: Final = re.compile(
    r"\b(?:since|from|until|till|in|dates? (?:from|back)|on)\s+(?:\w+\s+){0,4}?(?:1[89]\d\d|20\d\d|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|independence|last|this|next)\b",
    re.IGNORECASE,
)
_SINCE_ONLY: Final = re.compile(r"\b(?:since|from|dates?)\s+(?:\w+\s+){0,4}?(?:1[89]\d\d|20\d\d|independence|last)\b", re.IGNORECASE)
_FOR_DAYS: Final = re.compile(r"\bfor (?:a|an|the|\w+|\d+|\w+ or \w+|at least \w+|a few|the next \w+) (?:days?|weeks?|months?|fortnight)\b")
_AGAIN: Final = frozenset({"again", "back", "anew"})


def kind_of(page: Page, sentence: Sentence, trigger: Trigger, made: Frame, post: Post) -> str | None:
    """Give the kind of event that the trigger tells of this mission, or None."""
    if any(word in page.text[sentence.start : sentence.end].lower() for word in load("triggers")["holidays"]["hours"]):
        return None
    if trigger.form == "proposal":
        return trigger.kind if _is_new(page, post) else None
    if trigger.form == "standing":
        return _standing(page, sentence, trigger, post)
    if trigger.kind == "closed":
        return _closed(page, sentence, trigger, post)
    if trigger.kind == "opened":
        return _opened(page, trigger, post)
    if trigger.kind == "suspended":
        return _suspended(page, trigger, post)
    if trigger.kind == "incident":
        return trigger.kind if _is_incident(page, trigger, made, post) else None
    if trigger.kind == "moved":
        return trigger.kind if _is_move(page, sentence, trigger, post) else None
    return trigger.kind


def _is_new(page: Page, post: Post) -> bool:
    """Whether the words bring in a mission that was not there: no article, or "a", and a seat."""
    if post.definite or post.owner_word is not None or post.kind != "mission" or not post.seats:
        return False
    before = page.text[max(0, post.begin - 16) : post.begin].lower()
    return not re.search(r"\b(?:the|its|their|his|her|our|this|that|all)\s+(?:\w+\s+)?$", before)


def _standing(page: Page, sentence: Sentence, trigger: Trigger, post: Post) -> str | None:
    words = page.text[trigger.token.idx : sentence.end]
    if post.kind != "mission" or not (post.seats or post.owners or post.pointer):
        return None
    after = page.text[max(post.end, trigger.token.idx) : sentence.end][:90]
    if trigger.token.lemma_.lower() in ("follow", "come", "materialise", "appear"):
        return trigger.kind if post.start > trigger.token.idx or post.seats else None
    if _SINCE_ONLY.search(after) or (trigger.entry == "date" and _SINCE.search(words)):
        return trigger.kind
    return None


def _closed(page: Page, sentence: Sentence, trigger: Trigger, post: Post) -> str | None:
    text, token = page.text[sentence.start : sentence.end].lower(), trigger.token
    words = load("triggers")["conditions"]
    if trigger.entry in words["place_alone"] and not (post.pointer and post.level is None) and trigger.entry in ("leave", "return"):
        return None
    if trigger.form == "verb" and trigger.entry in words["mission_only"] and post.kind != "mission":
        return None
    if trigger.form == "verb" and trigger.entry in words["needs_go"] and not _goes(page, trigger):
        return None
    if token.lower_ == "close" and token.dep_ in ("amod", "advmod", "acomp"):
        return None
    if any(word in text for word in load("triggers")["holidays"]["words"]):
        return None
    if _FOR_DAYS.search(text) or any(phrase in text for phrase in load("triggers")["temporary"]["phrases"]):
        return "suspended"
    return trigger.kind


def _goes(page: Page, trigger: Trigger) -> bool:
    """Whether "go" means an end: "are to go", "will go", "must go", "went", "has gone", nothing after it but a time."""
    after = page.text[trigger.token.idx + len(trigger.token.text) :][:40].lower()
    return bool(re.match(r"\s*(?:[,.;:]|between|in \d|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|by|next|this|last|at the end|too|as well|first|altogether|after)", after))


def _suspended(page: Page, trigger: Trigger, post: Post) -> str | None:
    if post.kind != "staff":
        return trigger.kind
    if trigger.entry not in ("evacuate", "evacuation"):
        return None
    words = page.text[max(0, min(post.start, trigger.token.idx) - 40) : post.end + 10].lower()
    return "recalled" if any(part in words for part in load("triggers")["staff"]["part"]) else trigger.kind


def _opened(page: Page, trigger: Trigger, post: Post) -> str | None:
    token = trigger.token
    if any(child.lower_ in _AGAIN for child in token.children):
        return "resumed"
    if trigger.form == "verb" and (token.tag_ == "JJ" or post.kind == "building"):
        return None
    if trigger.entry == "add" and post.level is None and not post.seats:
        return None
    return None if _STAYS.search(page.text[max(0, token.idx - 12) : token.idx]) else trigger.kind


def _is_incident(page: Page, trigger: Trigger, made: Frame, post: Post) -> bool:
    token = trigger.token
    if trigger.form == "noun":
        between = page.text[token.idx + len(token.text) : post.start]
        return post.start < token.idx or bool(_ATTACKED.fullmatch(between))
    weak = trigger.entry.split()[0] in load("triggers")["conditions"]["weak_attack"]
    if " " in trigger.entry and post.first > token.i:
        return True
    return not made.intransitive and (made.passive or not weak or post.first > token.i)


def _is_move(page: Page, sentence: Sentence, trigger: Trigger, post: Post) -> bool:
    after = page.text[trigger.token.idx : sentence.end]
    return (post.pointer and bool(post.owners)) or bool(_TOWARDS.search(after)) and not _PREMISES.search(after)


_TO_HEAD: Final = re.compile(
    r"\b(?:to|into|as|becom\w+|became|under|of|by)\b[^.;]{0,60}?\b(?:charg[eé]|ambassador|ambassadorial|second secretary|first secretary)", re.IGNORECASE
)
_TO: Final = re.compile(r"\b(?:to|into|becom\w+|became|as|be|status of|rank of|level of)\b", re.IGNORECASE)


def new_level(discourse: Discourse, sentence: Sentence, trigger: Trigger, post: Post) -> str | None:
    """Give the level after the change; None where the words are no change of level."""
    page = discourse.page
    after = page.text[trigger.token.idx : sentence.end]
    for one in discourse.posts_in(trigger.token.idx, sentence.end):
        if one.kind != "mission" or one is post or not one.level:
            continue
        if trigger.entry == "become" or _TO.search(page.text[trigger.token.idx : one.start]):
            return one.level
    if _TO_HEAD.search(after) and trigger.entry != "become":
        return "embassy"
    return (post.level or "embassy") if trigger.entry in load("triggers")["conditions"]["levels_alone"] else None
