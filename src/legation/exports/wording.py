"""Dates and names of the stamp in plain English, for dossiers and charts."""

import datetime as dt
from typing import Final

from legation.model import When

LABELS: Final[dict[str, str]] = {
    "sending": "Sending state",
    "receiving": "Receiving state",
    "on": "Answer for the day",
    "known": "As known at entry",
    "known_at": "That entry was made at",
    "definition": "What counts",
    "policy": "Policy",
    "readers": "Readers of the texts",
    "legation": "Version of Legation",
    "licence": "Licence of the rows",
    "content_sha256": "SHA-256 of the content",
}


def day_in_words(day: dt.date) -> str:
    """Write a day: "1 October 2023"."""
    return f"{day.day} {_month(day)}"


def in_words(when: When | None) -> str:
    """Write an uncertain date as exactly as it is known; nothing for none.

    "25 October 2023", "October 2023", "2023", "20 to 21 November 2023", "by 1 October 2023", "1 May 2020 or later".
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
    exact, _, other = When.between(first, last).edtf.partition("/")
    if first == last:
        return day_in_words(first)
    if not other and len(exact) == 7:
        return _month(first)
    if first.day == 1 and (last + dt.timedelta(1)).day == 1:  # whole months, and years where they are whole
        whole = (first.month, last.month) == (1, 12)
        if first.year == last.year and whole:
            return str(first.year)
        return f"{first.year} to {last.year}" if whole else f"{_month(first)} to {_month(last)}"
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same else day_in_words(first)} to {day_in_words(last)}"


def several(count: int, word: str) -> str:
    """Write a number with its noun: "1 mission", "2 missions"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _month(day: dt.date) -> str:
    return f"{day:%B} {day.year}"
