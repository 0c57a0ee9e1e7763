"""How codes, dates and words of the vocabulary are written for people."""

import datetime as dt
import re
from typing import Final

from legation.gazetteer import name_of
from legation.model import When

KIND: Final = {"consulate_general": "consulate general", "honorary_consulate": "honorary consulate"}
TURN: Final = {
    "level_changed": "changed level",
    "farewell": "farewell call",
    "relations_established": "relations established",
    "relations_severed": "relations severed",
    "relations_restored": "relations restored",
}
# What a turn is called while it is still to come.
TO_COME: Final = {
    "opened": "to open",
    "closed": "to close",
    "suspended": "to suspend work",
    "resumed": "to resume work",
    "moved": "to move",
    "level_changed": "to change level",
}
MANY: Final = {
    "embassy": "embassies",
    "high_commission": "high commissions",
    "consulate_general": "consulates general",
    "nunciature": "nunciatures",
    "representative_office": "representative offices",
    "liaison_office": "liaison offices",
    "trade_office": "trade offices",
}


SEASONS: Final = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_SEASON: Final = re.compile(r"(\d{4})-(2[1-4])")

MATTER: Final = {  # what is to be ruled on, and why
    "contradiction": "rulings differ",
    "stale": "read no longer",
    "readers": "readers differ",
    "disputed": "sources differ",
    "unresolved": "which mission?",
    "impossible": "cannot be so",
    "single_source": "one source",
    "vanished": "no longer listed",
    "overdue": "due, no word",
    "unmoved": "still to come",
}


def name(code: str | None) -> str:
    """Give a state's usual English name; the code itself where no state bears it."""
    return "an unnamed state" if code is None else name_of(code)


def place(city: str | None, code: str) -> str:
    """Write where a mission is: "Luanda, Angola"; a city-state once."""
    country = name(code)
    return country if city is None or city == country else f"{city}, {country}"


def kind(word: str | None) -> str:
    """Write a mission kind: "consulate general"."""
    return (word or "mission").replace("_", " ")


def kinds(word: str) -> str:
    """Write a mission kind for several: "consulates general"."""
    return MANY.get(word, kind(word) + "s")


def turn(word: str, standing: str | None = None) -> str:
    """Write what happened, or what is to happen."""
    if standing in ("announced", "expected"):
        return TO_COME.get(word, word.replace("_", " "))
    return TURN.get(word, word.replace("_", " "))


def day(one: dt.date, *, year: bool = True) -> str:
    """Write a day: "25 Oct 2023"."""
    text = f"{one.day} {one:%b}"
    return f"{text} {one.year}" if year else text


def when(one: When | None) -> str:
    """Write an uncertain date as short as it is exact: a day, a month, a year, "20 to 21 Nov 2023", "by 1 Oct 2023"."""
    if one is None or (one.earliest == dt.date.min and one.latest == dt.date.max):
        return "no date said"
    if one.earliest == dt.date.min:
        return f"by {day(one.latest)}"
    if one.latest == dt.date.max:
        return f"{day(one.earliest)} or later"
    if found := _SEASON.fullmatch(one.edtf):
        return f"{SEASONS[found[2]]} {found[1]}"
    return " to ".join(_ends(one))


def _ends(one: When) -> list[str]:
    """Write the one or two ends of a stretch, leaving out what both share."""
    first, last = one.earliest, one.latest
    if one.days == 1:
        return [day(first)]
    begin, _, end = When.between(first, last).edtf.partition("/")
    if len(begin) == 4:
        return [begin, end] if end else [begin]
    if len(begin) == 7:
        last_month = f"{last:%b %Y}"
        return [f"{first:%b}" if first.year == last.year else f"{first:%b %Y}", last_month] if end else [last_month]
    if (first.year, first.month) == (last.year, last.month):
        return [str(first.day), day(last)]
    return [day(first, year=first.year != last.year), day(last)]


def published(text: str | None) -> str:
    """Write a day of publication."""
    return day(dt.date.fromisoformat(text)) if text else "undated"


def several(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listing(items: list[str]) -> str:
    """Join with commas and a last "and"."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def by_name(mission: str) -> tuple[str, str, str]:
    """Give what orders missions, given by their IDs, as people look for them: by the names of both states."""
    sending, receiving = mission.split("-", 2)[:2]
    return name(sending), name(receiving), mission


def subject(label: str, *, whose: bool = False) -> str:
    """Write what a change is about from its label: a mission's ID, a pair of states, or a pair with where it is covered from.

    ``whose`` puts the sending state first, for lists that hold more than one: "Israel in Zambia".
    """
    first, second, *rest = label.split("-")
    if not rest:
        return f"{name(first)} and {name(second)}"
    if rest[0] == "from":
        seat = f"{name(second)} from {name(rest[1]) if rest[1] else 'a mission that is not named'}"
        return f"{name(first)} for {seat}" if whose else seat
    return f"{name(first)} in {_seat(second, rest)}" if whose else _seat(second, rest)


def _seat(second: str, rest: list[str]) -> str:
    where = " ".join(word.capitalize() for word in rest[1:])
    return (
        name(second)
        if rest[0] == "embassy"
        else f"{where}, {name(second)}"
        if where and where != name(second)
        else f"{name(second)} ({rest[0]})"
    )
