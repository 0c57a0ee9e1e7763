"""What Wikidata calls things: classes, properties, states; and dates at its precisions."""

import datetime as dt
from typing import Final

from legation.errors import UnknownState
from legation.gazetteer import codes
from legation.model import When

# Classes of missions and properties, as Wikidata had them in November 2022
CLASSES: Final[dict[str, str]] = {
    "embassy": "Q3917681",
    "high_commission": "Q18414273",
    "consulate": "Q7843791",
    "consulate_general": "Q372690",
    "honorary_consulate": "Q23891529",
}
INSTANCE, OPERATOR, COUNTRY, INCEPTION, ENDED = "P31", "P137", "P17", "P571", "P576"
EARLIEST, LATEST = "P1319", "P1326"
URL, RETRIEVED, QUOTATION = "S854", "S813", "S1683"


def item_of(state: str, on: dt.date | None = None) -> str | None:
    """Give the Wikidata item of a state; None where there is none, or several."""
    try:
        found = codes.codes_of("qid", state, on)
    except UnknownState:
        return None
    return found[0] if len(found) == 1 else None


def prefix(when: When | None) -> str | None:
    """Give the year, month or day that says exactly what is known; None where none does."""
    if when is None or when.earliest == dt.date.min or when.latest == dt.date.max:
        return None
    exact = When.between(when.earliest, when.latest).edtf
    return None if "/" in exact else exact


def timed(when: When | None) -> str | None:
    """Give Wikidata's time value: 11 day, 10 month, 9 year, by the smallest that holds the whole stretch."""
    if when is None or when.earliest == dt.date.min or when.latest == dt.date.max:
        return None
    first, last = when.earliest, when.latest
    if first == last:
        return stamp(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"+{first.year:04}-{first.month:02}-00T00:00:00Z/10"
    if first.year == last.year:
        return f"+{first.year:04}-00-00T00:00:00Z/9"
    return None


def stamp(day: dt.date) -> str:
    """Give a day as Wikidata's time value."""
    return f"+{day.isoformat()}T00:00:00Z/11"


def bounded(when: When) -> bool:
    """Whether the stretch is narrower than the year or month that ``timed`` gives."""
    return prefix(when) is None
