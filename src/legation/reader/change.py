"""Decide what happened to a mission, where the word alone does not: temporary or for good, a move, a level."""

import re
from typing import Any, Final

from legation.reader.discourse import Discourse
from legation.reader.frames import Frame
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.names import Seat
from legation.reader.triggers import Trigger
from legation.reader.types import Event, Page, Sentence, Trace




def kind_of(page: Page, sentence: Sentence, trigger: Trigger, made: Frame, post: Post) -> str | None:
    kind, lemma = trigger.kind, trigger.entry.split()[0]
    text = page.text[sentence.start : sentence.end].lower()
    token = trigger.token
    if kind == "closed":
        if lemma in ("lose", "withdraw", "remove", "clear", "pull", "terminate", "surrender", "eliminate") and post.kind != "mission":
            return None
        if lemma == "close" and token.dep_ in ("amod", "advmod", "acomp") and token.text == "close":
            return None
        if any(phrase in text for phrase in load("triggers")["temporary"]["phrases"]):
            return "suspended"
    if kind == "opened":
        if any(child.lower_ in ("again", "back") for child in token.children):
            return "resumed"
        if lemma == "open" and token.tag_ in ("JJ",) :
            return None
        if lemma == "add" and post.level is None:
            return None
        if post.kind == "building" and trigger.form == "verb":
            return None
        if re.search(r"\bremain|\bstay|\bkept? ", page.text[max(0, token.idx - 10) : token.idx].lower()):
            return None
    if kind == "suspended" and post.kind == "staff" and lemma != "evacuate":
        return None
    if kind == "incident":
        if trigger.form == "noun" and post.start > token.idx and not re.fullmatch(
            r"(?:s|es)?\s+(?:on|at|of|against|in|outside|near|inside|targeting|hitting|damaging)\s.{0,60}", page.text[token.idx + len(token.text) - 0 : post.start], re.DOTALL
        ):
            return None
        if lemma in ("hit", "target", "damage", "seize", "occupy", "fire", "attempt", "wreck") and trigger.form == "verb" and post.first <= token.i:
            if not made.passive:
                return None
        if made.intransitive and trigger.form == "verb":
            return None
    if kind == "moved" and not _is_move(page, sentence, trigger):
        return None
    return kind


def _is_move(page: Page, sentence: Sentence, trigger: Trigger) -> bool:
    after = page.text[trigger.token.idx : sentence.end]
    return bool(re.search(r"\b(?:to|into|from|out of)\b", after)) and not re.search(r"\b(?:new|larger|bigger|smaller) (?:building|premises|site|compound|home)", after)


_TO_LEVEL: Final = re.compile(r"\b(?:to|into|as|become|becomes|became|becoming|of)\b[^.;]{0,60}?\b(charg[eé]|ambassador)", re.IGNORECASE)


def new_level(discourse: Discourse, sentence: Sentence, trigger: Trigger, post: Post) -> str | None:
    """Give the level after the change; None where the words are no change of level."""
    page, lemma = discourse.page, trigger.entry.split()[0]
    after = page.text[trigger.token.idx : sentence.end]
    later = [one for one in discourse.posts_in(trigger.token.idx, sentence.end) if one.kind == "mission" and one is not post and one.level]
    for one in later:
        between = page.text[trigger.token.idx : one.start]
        if re.search(r"\b(?:to|into|becom\w+|became|as|be)\b", between) or lemma == "become":
            return one.level
    if _TO_LEVEL.search(after):
        return "embassy"
    if lemma in ("upgrade", "downgrade", "elevate", "demote"):
        return post.level or "embassy"
    return None


