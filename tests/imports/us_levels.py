"""Compares a register's spells with ranges of levels, day by day but in stretches in which nothing changes."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from legation.model import Answer
from legation.register import Record, State, open_on

LEVEL = {
    "Embassy": "embassy",
    "Legation": "embassy",
    "Liaison": "liaison_office",
    "Interests": "interests_section",
    "Consulate": "consulate",
}
ONE = dt.timedelta(days=1)


@dataclass(frozen=True)
class Range:
    """From when to when a list says which level held."""

    first: dt.date
    last: dt.date
    status: str


def compare(state: State, receiving: str, ranges: list[Range]) -> Counter[str]:
    """Count the days on which the register agrees with the ranges, differs, or cannot say."""
    records = [record for record in state.missions.values() if record.mission.receiving == receiving]
    cuts = sorted(set(_cuts(records)) | {one.first for one in ranges} | {one.last + ONE for one in ranges})
    days: Counter[str] = Counter()
    for one in ranges:
        inside = [cut for cut in cuts if one.first <= cut <= one.last]
        for begin, end in zip(inside, [*inside[1:], one.last + ONE], strict=True):
            days[_verdict(records, begin, LEVEL.get(one.status))] += (end - begin).days
    return days


def _verdict(records: list[Record], day: dt.date, wanted: str | None) -> str:
    said = defaultdict(set)
    for record in records:
        said[open_on(record, day).answer].add(_level(record, day))
    if said[Answer.UNKNOWN]:
        return "cannot say"
    return "agrees" if said[Answer.YES] == ({wanted} if wanted else set()) else "differs"


def _level(record: Record, day: dt.date) -> str:
    """The level that the last dated happening up to a day gives."""
    level = ""
    for happening in record.happenings:
        if happening.kind in ("opened", "level_changed") and happening.when and happening.when.earliest <= day:
            level = str(happening.evidence[-1].claim.mission)
    return level


def _cuts(records: list[Record]) -> Iterator[dt.date]:
    for record in records:
        ends = [end for spell in record.spells for end in (spell.begin, spell.end) if end]
        for when in (*ends, *(each.when for each in record.happenings if each.when)):
            yield when.earliest
            yield when.latest
            yield min(when.latest, dt.date.max - ONE) + ONE
