"""Dates as EDTF (ISO 8601-2:2019, levels 0 and 1), and what can and cannot be said of them.

A date of a happening is the stretch of days within which it happened: ``2013`` means some day of that year, not its
first. So a question about it has three answers: yes, no, cannot say. ``edtf`` and ``undate`` parse the whole standard
but take about ten milliseconds a date and compare by float or not at all; the register compares millions. The tests
hold this parser against ``edtf``.

Read: years, months, days, seasons (21 to 24, northern), ``X`` for unknown digits from the right, the qualifiers
``?`` ``~`` ``%``, intervals, open (``..``) and unknown (empty) ends. An approximate date (``~``, ``%``) reaches one
unit of its precision further each way; that width is a convention of this register, not of the standard.
"""

import calendar
import datetime as dt
import enum
import functools
import re
from typing import Final, Self

import msgspec

from legation.errors import DateError

_DATE: Final = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[?~%]?)", re.ASCII
)
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}  # ISO 8601-2, 4.8; winter runs into next year


class Answer(enum.StrEnum):
    """What can be said of a question about uncertain dates: Kleene's three values."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __invert__(self) -> "Answer":
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self, Answer.UNKNOWN)

    def __and__(self, other: "Answer") -> "Answer":
        if Answer.NO in (self, other):
            return Answer.NO
        return Answer.YES if self is other is Answer.YES else Answer.UNKNOWN

    def __or__(self, other: "Answer") -> "Answer":
        return ~(~self & ~other)


class When(msgspec.Struct, frozen=True, order=False):
    """The days within which something happened, first and last included, with the EDTF text it was read from."""

    edtf: str
    earliest: dt.date
    latest: dt.date

    @classmethod
    def between(cls, earliest: dt.date, latest: dt.date) -> Self:
        """Build from two days (``date.min`` and ``date.max`` stand for open ends)."""
        if earliest > latest:
            raise DateError(f"{earliest} to {latest}: the first day lies after the last; give the earlier one first")
        return cls(_shortest(earliest, latest), earliest, latest)

    def by(self, day: dt.date) -> Answer:
        """Had it happened by the end of this day?"""
        if self.latest <= day:
            return Answer.YES
        return Answer.NO if self.earliest > day else Answer.UNKNOWN

    def before(self, other: "When") -> Answer:
        """Did it happen on an earlier day than the other?"""
        if self.latest < other.earliest:
            return Answer.YES
        return Answer.NO if self.earliest >= other.latest else Answer.UNKNOWN

    def same_day(self, other: "When") -> Answer:
        """Did both happen on one and the same day?"""
        if not self.can_agree(other):
            return Answer.NO
        return Answer.YES if self.days == other.days == 1 else Answer.UNKNOWN

    def can_agree(self, other: "When") -> bool:
        """Whether both may speak of the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def meet(self, other: "When") -> "When":
        """Give the days on which both can be true; DateError where there is none."""
        return When.between(max(self.earliest, other.earliest), min(self.latest, other.latest))

    def hull(self, other: "When") -> "When":
        """Give the shortest stretch that holds both."""
        return When.between(min(self.earliest, other.earliest), max(self.latest, other.latest))

    @property
    def days(self) -> int:
        """How many days it may be: 1 for a day."""
        return (self.latest - self.earliest).days + 1


@functools.lru_cache(maxsize=65536)
def parse(edtf: str) -> When:
    """Read an EDTF date or interval.

    Raises:
        DateError: not EDTF, no such day, or an interval that ends before it begins.
    """
    if not isinstance(edtf, str) or not edtf or edtf == "/":
        raise DateError(f"{edtf!r} is no date; write EDTF such as 2023-10-27, 2023-10 or 2023-10-23/2023-10-29")
    begin, slash, end = edtf.partition("/")
    if not slash:
        earliest, latest = _bounds(begin, edtf)
    else:
        earliest = dt.date.min if begin in ("", "..") else _bounds(begin, edtf)[0]
        latest = dt.date.max if end in ("", "..") else _bounds(end, edtf)[1]
    if earliest > latest:
        raise DateError(f"{edtf!r} ends before it begins; give the earlier date first")
    return When(edtf, earliest, latest)


def _bounds(text: str, whole: str) -> tuple[dt.date, dt.date]:
    found = _DATE.fullmatch(text)
    if not found:
        raise DateError(f"{whole!r} is no date; write EDTF such as 2023-10-27, 2023-10 or 2023-10-23/2023-10-29")
    year, month, day = found["year"], found["month"], found["day"]
    try:
        if "X" in year:
            if month not in (None, "XX"):
                raise DateError(f"{whole!r}: a month of an unknown year cannot be placed; give the year alone")
            low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
            earliest, latest, unit = dt.date(max(low, 1), 1, 1), dt.date(high, 12, 31), 366
        elif month in (None, "XX"):
            if day not in (None, "XX"):
                raise DateError(f"{whole!r}: a day of an unknown month cannot be placed; give the year alone")
            earliest, latest, unit = dt.date(int(year), 1, 1), dt.date(int(year), 12, 31), 366
        elif day in (None, "XX"):
            (earliest, latest), unit = _month(int(year), int(month)), 31
        else:
            earliest = latest = dt.date(int(year), int(month), int(day))
            unit = 1
    except ValueError as error:
        raise DateError(f"{whole!r}: there is no such day ({error}); correct it or leave the day out") from error
    if found["mark"] in ("~", "%"):
        earliest, latest = _shift(earliest, -unit), _shift(latest, unit)
    return earliest, latest


def _month(year: int, month: int) -> tuple[dt.date, dt.date]:
    if month in _SEASONS:
        first, last = _SEASONS[month]
        last_year = year + (last < first)
        return dt.date(year, first, 1), dt.date(last_year, last, calendar.monthrange(last_year, last)[1])
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _shift(day: dt.date, days: int) -> dt.date:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.min if days < 0 else dt.date.max


def _shortest(earliest: dt.date, latest: dt.date) -> str:
    """Write the shortest EDTF text that means exactly these days."""
    if earliest == latest:
        return earliest.isoformat()
    if earliest == dt.date.min or latest == dt.date.max:
        begin = ".." if earliest == dt.date.min else earliest.isoformat()
        end = ".." if latest == dt.date.max else latest.isoformat()
        return f"{begin}/{end}"
    if (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31):
        first, last = f"{earliest.year:04}", f"{latest.year:04}"
        return first if first == last else f"{first}/{last}"
    if earliest.day == 1 and latest.day == calendar.monthrange(latest.year, latest.month)[1]:
        first, last = earliest.isoformat()[:7], latest.isoformat()[:7]  # strftime does not pad years
        return first if first == last else f"{first}/{last}"
    return f"{earliest.isoformat()}/{latest.isoformat()}"
