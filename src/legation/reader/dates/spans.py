"""Stretches of days: years, months, weeks, seasons, and how to write them as EDTF with no more precision than they have."""

import calendar
import datetime as dt
from typing import Final

Span = tuple[dt.date, dt.date]

WEEK: Final = dt.timedelta(days=7)
DAY: Final = dt.timedelta(days=1)


def year(number: int, years: int = 1) -> Span:
    """Give a year, or several from it on."""
    return dt.date(number, 1, 1), dt.date(number + years - 1, 12, 31)


def month(number: int, of: int, months: int = 1) -> Span:
    """Give a month of a year, or several from it on; months beyond December run into the next year."""
    last = of * 12 + number - 1 + months - 1
    of, number = of + (number - 1) // 12, (number - 1) % 12 + 1
    return dt.date(of, number, 1), dt.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])


def week(day: dt.date, shift: int = 0) -> Span:
    """Give the week that holds a day, Monday to Sunday, or one some weeks away."""
    monday = day - dt.timedelta(days=day.weekday()) + shift * WEEK
    return monday, monday + 6 * DAY


def shifted(span: Span, count: float, unit: str) -> Span:
    """Move a span by days, weeks, months or years; a span keeps the coarser of its own and the unit's precision."""
    first, last = span
    if unit == "day":
        return first + count * DAY, last + count * DAY
    if unit == "week":
        if (last - first).days < 7:
            return first + count * WEEK, last + count * WEEK
        return span
    if unit == "month":
        if (last - first).days > 31:
            return span
        return _months(first, int(count))
    if unit == "decade":
        count *= 10
    if unit == "century":
        count *= 100
    return year(first.year + int(count))


def _months(day: dt.date, count: int) -> Span:
    index = day.year * 12 + day.month - 1 + count
    return month(index % 12 + 1, index // 12)


def edtf(span: Span) -> str:
    """Write a span in the shortest EDTF that means exactly its days."""
    first, last = span
    if first == last:
        return first.isoformat()
    whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole_months and first.month == 1 and last.month == 12:
        if first.year % 10 == 0 and last.year == first.year + 9:
            return f"{first.year // 10:03}X"
        low, high = f"{first.year:04}", f"{last.year:04}"
    elif whole_months:
        low, high = first.isoformat()[:7], last.isoformat()[:7]
    else:
        low, high = first.isoformat(), last.isoformat()
    return low if low == high else f"{low}/{high}"
