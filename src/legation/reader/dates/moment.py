"""Expressions of time in a text, each read as EDTF from the day of publication and from what was said before.

News counts from the day it appears ("on Friday", "last week", "by year-end") and from itself ("that spring", "a week
later", "on the 8th"), so that a document is read once from front to end with the last named time at hand. Each
expression is kept in two readings, looking back and looking ahead, because "on 3 March" is the past of what was done
and the future of what is planned. No reading is more precise than the words; weeks run Monday to Sunday.

A chronicle gives the day once, at the head of an entry ("27 May.", "OSLO, 10 Feb.", "2006, 27 September."), and what
follows counts from there; such a time is marked as a head.
"""

import bisect
import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from legation.reader.dates import time_rules
from legation.reader.dates.spans import Span, edtf
from legation.reader.dates.time_words import Context
from legation.reader.grammar.clause import folded

MOST: Final = 4000  # expressions read in one document; a page with more is a table of dates, not news
ENTRIES: Final = 3  # heads that make a text a chronicle; one or two are datelines
_TOP: Final = 400  # characters in which a dateline stands
_PRINTED: Final = dt.timedelta(days=3)  # between a dateline and the day of publication
_NEAR: Final = 100  # expressions of one sentence that are looked at
_UNTIL: Final = re.compile(r"\b(?:until|till|up to|by|before|no later than|not later than)\s+(?:the\s+)?$")
_UNTIL_WITHIN: Final = re.compile(r"(?:until|till|by|before)\b")
_SENTENCE_END: Final = re.compile(r"[.!?][\"')]*\s+[\"'(]*[^\W\d_a-z]|\n")
_ASIDE: Final = re.compile(r"[,(]\s*(?:[\w-]+\s+){0,4}$")
# what may stand between the beginning of a line and its head: a bullet, a place or country with its comma or colon
_BEFORE: Final = re.compile(
    r"[*•▪·\s\-–—(\[]*(?:[^\W\d_a-z][\w.'’&-]*(?:[ /-](?:[^\W\d_a-z][\w.'’&-]*|and|of|the|de|du|da|al|e))*[,:]\s+(?:-\s+)?)?(?:[Oo]n )?(?:the )?"
)
_AFTER: Final = re.compile(r"[\s)\]]*(?:[.:–—-]|\n|\Z|\([^()\n]{1,30}\)\s*[–—-])|,\s[^\W\d_a-z]{3,}\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """An expression of time: its characters, and its EDTF looking back (``past``) and ahead (``ahead``)."""

    start: int
    end: int
    rule: str
    past: str
    ahead: str
    until: bool = False  # "by", "before", "until": an end, not a beginning
    head: bool = False  # it heads a line and dates what follows

    def edtf(self, *, planned: bool) -> str:
        """Give the reading that fits what was done, or what is planned."""
        return self.ahead if planned else self.past


@functools.lru_cache(maxsize=16)
def timeline(text: str, day: dt.date) -> tuple[Moment, ...]:
    """Read every expression of time in the text, in order, from the day of publication."""
    plain = folded(text)
    matches = list(_matches(plain, text))
    heads = {match.start() for match, _ in matches if _is_head(text, match)}
    chronicle = len(heads) >= ENTRIES
    context = Context(day, news=time_rules.is_news(plain) or chronicle)
    found: list[Moment] = []
    read_to = 0
    for match, rule in matches:
        _turn_page(context, text, read_to, match.start())
        read_to = match.end()
        head = match.start() in heads
        if head:
            context.base, context.year = day, context.section
        reading = time_rules.read(rule, plain, match.start(), context)
        if reading is None:
            continue
        past, ahead = reading
        if rule != "aside":  # the time of what an event is compared with is not the time of what is told
            context.remember(past, rule, aside=context.news and _is_aside(text, match))
        if head and chronicle:
            context.section = context.year
            if past[0] == past[1] and past[0] <= day:
                context.base = past[0]
        elif head and _is_dateline(past, day, match.start()):
            context.base = past[0]
        until = bool(
            _UNTIL.search(plain[max(0, match.start() - 24) : match.start()]) or _UNTIL_WITHIN.match(match.group())
        )
        found.append(
            Moment(
                match.start(), match.end(), rule, edtf(past), edtf(past if head and chronicle else ahead), until, head
            )
        )
        if len(found) >= MOST:
            break
    return tuple(found)


def _is_dateline(past: Span, day: dt.date, start: int) -> bool:
    """Whether a head dates the report itself: at the top, a day or a few before it was printed, so that "today" is then."""
    return start < _TOP and past[0] == past[1] and dt.timedelta(0) < day - past[0] <= _PRINTED


def _turn_page(context: Context, text: str, start: int, end: int) -> None:
    if text.find("\n", start, end) >= 0:
        context.new_paragraph()
    if _SENTENCE_END.search(text, start, end):
        context.fresh = False


def _is_aside(text: str, match: re.Match[str]) -> bool:
    """Whether a time stands in a few words between commas ("the consulate, opened in 1996, …"), which set no time for the rest."""
    return text[match.end() : match.end() + 1] in (",", ")", ";") and bool(
        _ASIDE.search(text, max(0, match.start() - 40), match.start())
    )


def _is_head(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    line = text.rfind("\n", max(0, start - 60), start) + 1
    if not line and start > 60:
        return False
    before = _BEFORE.fullmatch(text, line, start)
    return bool(before and (text[end - 1] == "." or _AFTER.match(text, end)))


def _matches(plain: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    for count, match in enumerate(time_rules.EXPRESSION.finditer(plain)):
        if count >= 2 * MOST:
            return
        rule = match.lastgroup or ""
        if rule == "month" and not time_rules.is_month(text[match.start() : match.end()]):
            continue
        yield match, rule


def between(moments: tuple[Moment, ...], low: int, high: int) -> tuple[Moment, ...]:
    """Give the moments that stand between two offsets, up to a limit."""
    first = bisect.bisect_left(moments, low, key=lambda moment: moment.start)
    return tuple(itertools.takewhile(lambda moment: moment.end <= high, moments[first : first + _NEAR]))
