"""Dates and numbers in plain English, for dossiers and charts."""

import datetime as dt

from legation.model import When


def day_in_words(day: dt.date) -> str:
    """Write a day: "1 October 2023"."""
    return f"{day.day} {_month(day)}"


def in_words(when: When | None) -> str:
    """Write an uncertain date as exactly as it is known; nothing for none.

    "25 October 2023", "October 2023", "2023", "20 or 21 November 2023", "between 9 and 30 November 2023", "by 1 October 2023", "1 May 2020 or later".
    """
    if when is None or (when.earliest == dt.date.min and when.latest == dt.date.max):
        return ""
    if when.earliest == dt.date.min:
        return f"by {day_in_words(when.latest)}"
    if when.latest == dt.date.max:
        return f"{day_in_words(when.earliest)} or later"
    return _stretch(when)


def _stretch(when: When) -> str:
    first, last = when.earliest, when.latest
    if first == last:
        return day_in_words(first)
    months = first.day == 1 and (last + dt.timedelta(1)).day == 1
    years = months and (first.month, last.month) == (1, 12)
    same = first.year == last.year
    if years:
        return str(first.year) if same else f"between {first.year} and {last.year}"
    if months:
        if same and first.month == last.month:
            return _month(first)
        return f"between {f'{first:%B}' if same else _month(first)} and {_month(last)}"
    begin = f"{first.day}" if same and first.month == last.month else f"{first.day} {first:%B}"
    begin += "" if same else f" {first.year}"
    if (last - first).days == 1:
        return f"{begin} or {day_in_words(last)}"
    return f"between {begin} and {day_in_words(last)}"


def several(count: int, word: str) -> str:
    """Write a number with its noun: "1 mission", "2 missions"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _month(day: dt.date) -> str:
    return f"{day:%B} {day.year}"
