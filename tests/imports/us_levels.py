"""Compares a register's spells with ranges of levels, day by day but in stretches in which nothing changes.

A day on which they differ is laid to the raw rows: whether the two outside tables contradict each other is decided under
one name, letter for letter as both write it, so that a name that the import maps wrongly cannot pass for a contradiction.
"""

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


@dataclass(frozen=True)
class Change:
    """A row of the table of changes: the days on which it may have been (its padded stretch), and the level after it."""

    first: dt.date
    last: dt.date
    status: str


def classify(state: State, receiving: str, ranges: list[Range], changes: list[Change]) -> Counter[str]:
    """Count the days by what the register and the raw rows of one name say of them.

    ``agrees``; ``cannot say, padded`` and ``cannot say`` for days inside and outside a stretch that the row leaves open;
    ``tables contradict``: the changes themselves give another level than the ranges; ``padded``: the changes agree with
    the ranges, and the register differs inside such a stretch; ``ours``: it differs though the changes agree.
    """
    records = [record for record in state.missions.values() if record.mission.receiving == receiving]
    cuts = set(_cuts(records)) | {one.first for one in ranges} | {one.last + ONE for one in ranges}
    cuts |= {one.first for one in changes} | {one.last + ONE for one in changes}
    days: Counter[str] = Counter()
    for one in ranges:
        inside = sorted(cut for cut in cuts if one.first <= cut <= one.last)
        for begin, end in zip(inside, [*inside[1:], one.last + ONE], strict=True):
            days[_class(records, begin, LEVEL.get(one.status), changes)] += (end - begin).days
    return days


def _class(records: list[Record], day: dt.date, told: str | None, changes: list[Change]) -> str:
    verdict = _verdict(records, day, told)
    open_ = any(one.first <= day <= one.last and one.first != one.last for one in changes)
    if verdict == "cannot say":
        return "cannot say, padded" if open_ else "cannot say"
    if verdict == "agrees":
        return verdict
    if changes and _raw(changes, day) != told:
        return "tables contradict"
    return "padded" if open_ else "ours"


def _raw(changes: list[Change], day: dt.date) -> str | None:
    """The level by the changes alone, an unknown month or day padded with 1 as the ranges do."""
    past = [one for one in changes if one.first <= day]
    return LEVEL.get(max(past, key=lambda one: one.first).status) if past else None


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
