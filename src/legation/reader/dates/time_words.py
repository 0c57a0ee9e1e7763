"""What the rules of time share: the words as patterns, what a text has named so far, and how a date without a year gets one."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from legation.reader.dates import spans
from legation.reader.dates.spans import Span
from legation.reader.lexicon import load

Reading = tuple[Span, Span]
Groups = Mapping[str, str | None]

_WORDS: Final = load("when")
MONTHS: Final[Mapping[str, int]] = _WORDS["months"]
DAYS: Final[Mapping[str, int]] = _WORDS["weekdays"]
SEASONS: Final[Mapping[str, int]] = _WORDS["seasons"]
NUMBERS: Final[Mapping[str, int]] = _WORDS["numbers"]
FEASTS: Final[Mapping[str, int]] = _WORDS["feasts"]
DECADES: Final[Mapping[str, int]] = _WORDS["decades"]
_NAMED: Final = 4  # moments looked back for one as precise as "that day" asks
_WIDEST: Final[Mapping[str, int]] = {"hour": 0, "day": 0, "week": 7, "month": 31}
_YEARLY: Final = frozenset({"dmy", "ymd", "mdy", "iso", "month_year", "year", "season_year", "years"})


def any_of(words: Mapping[str, int]) -> str:
    """Make a pattern of words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


M: Final = any_of(MONTHS) + r"\b\.?"
W: Final = any_of(dict.fromkeys((word for word in DAYS if word not in ("sat", "sun")), 0))
S: Final = any_of(SEASONS)
Y: Final = r"(?:18|19|20)\d\d"
D: Final = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
N: Final = r"(?:\d{1,3}|" + any_of(NUMBERS)[3:]
U: Final = r"(?:day|week|month|year|decade|hour|minute)s?"


@dataclass(slots=True)
class Context:
    """What the text has named so far.

    ``base`` is the day from which "Friday" and "last week" count: that of publication, or of the entry of a chronicle.
    ``year`` is the year last written out, ``section`` that of the heading, ``last`` the moment named last, ``named`` the
    last ones, newest first, among which "that day" finds a day and "two months later" a month.
    """

    base: dt.date
    news: bool = False
    year: int | None = None
    section: int | None = None
    last: Span | None = None
    fresh: bool = False  # the year was written in this very sentence
    named: list[Span] = field(default_factory=list)

    def new_paragraph(self) -> None:
        """Forget the written year in news, which returns to the present; a history stays in its time, unless it is recent."""
        if self.news or (self.year is not None and self.year >= self.base.year - 1):
            self.year = self.section

    def remember(self, span: Span, rule: str, *, aside: bool = False) -> None:
        """Keep a moment for what counts from it; one in an aside does not set the year."""
        self.last = span
        self.named = [span, *self.named[: _NAMED - 1]]
        if rule in _YEARLY and not aside:
            self.year = span[0].year if span[0].year == span[1].year else self.year
            self.fresh = True

    def precise(self, unit: str) -> Span | None:
        """Give the moment named last that is as precise as a unit; the very last where none of the recent ones is."""
        widest = _WIDEST.get(unit)
        if widest is None:
            return self.last
        return next((span for span in self.named if (span[1] - span[0]).days <= widest), self.last)


def year_for(context: Context, month: int, day: int = 1) -> tuple[int, int]:
    """Give the year of a date without one, looking back and ahead; a year written before it in the passage wins."""
    base = context.base
    past = base.year if (month, day) <= (base.month, base.day) else base.year - 1
    ahead = base.year if (month, day) >= (base.month, base.day) else base.year + 1
    recent = context.news and not context.fresh and context.year is not None and context.year >= base.year - 1
    if context.year is not None and context.year < past and not recent:
        past = context.year
    if context.year is not None and (context.year > ahead or (context.fresh and not context.news)):
        ahead = context.year
    return past, ahead


def integer(text: str | None) -> int:
    """Read the digits of "23rd"."""
    return int(re.sub(r"\D", "", text or ""))


def month_number(text: str | None) -> int:
    """Give the number of a month's name or abbreviation."""
    return MONTHS[(text or "").rstrip(".")]


def number(text: str | None) -> int:
    """Read a number in digits or words."""
    text = (text or "").strip()
    return int(text) if text.isdigit() else NUMBERS[text]


def both(span: Span) -> Reading:
    """Read the same looking back and ahead."""
    return span, span


def one_day(year: int, month: int, day: int) -> Span:
    """Give a day as a span; ValueError where the calendar has none."""
    return dt.date(year, month, day), dt.date(year, month, day)


def bare_month(month: int, context: Context, before: str = "") -> Reading:
    """Read a month alone, by the word before it where there is one: "last October", "next March", "in August"."""
    base = context.base
    relative = before.startswith(("last", "this", "next")) or (before == "since" and not context.fresh)
    past, ahead = year_for(Context(base) if relative else context, month)
    if month == base.month:
        past = base.year - 1 if before.startswith("last") else past
        ahead = base.year + 1 if before.startswith("next") else base.year
    if before.startswith("last"):
        ahead = past
    elif before.startswith("next"):
        past = ahead
    elif before.startswith(("that", "the following")) and context.last is not None:
        first, last = context.last
        past = ahead = first.year + (month < first.month if (last - first).days < 32 else "following" in before)
    elif before.startswith("this"):
        past = ahead = base.year
    return spans.month(month, past), spans.month(month, ahead)
