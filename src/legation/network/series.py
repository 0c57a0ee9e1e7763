"""Networks over time: how many missions count at the end of each year or month, and which changes were the largest.

A change over a window is ranked by what is certain: missions that counted for certain at one end and for certain do not
at the other. Missions of which either cannot be said stand beside it, and are in no rank.
"""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from legation.model import Answer
from legation.network.presence import counts
from legation.register import Definition, results
from legation.register.results import Result

Step = Literal["year", "month"]
VERSION: Final = 1  # of the JSON forms


@dataclass(frozen=True, slots=True)
class Point:
    """A state's network on one day: what counts for certain, and of what it cannot be said."""

    on: dt.date
    certain: frozenset[str]
    unsure: frozenset[str]
    come: tuple[str, ...] = ()  # count now and for certain did not at the point before
    gone: tuple[str, ...] = ()

    def json_form(self, *, members: bool = False) -> dict[str, Any]:
        """Give the JSON object of one line of ``legation series --json``; ``members`` adds what is counted."""
        form = {
            "version": VERSION,
            "on": self.on.isoformat(),
            "total": len(self.certain),
            "cannot_say": len(self.unsure),
            "come": list(self.come),
            "gone": list(self.gone),
        }
        counted = dict.fromkeys(self.certain, "yes") | dict.fromkeys(self.unsure, "unknown")
        own = [{"id": key, "counted": said} for key, said in sorted(counted.items())]
        return form | {"members": own} if members else form


def days(since: dt.date, until: dt.date, step: Step) -> Iterator[dt.date]:
    """Give the last day of each year or month from that of ``since``, and ``until`` itself as the last."""
    year, month = since.year, since.month if step == "month" else 12
    while True:
        day = dt.date(year, month, calendar.monthrange(year, month)[1])
        if day >= until:
            break
        yield day
        if year == dt.MAXYEAR and month == 12:
            return
        year, month = (year + month // 12, month % 12 + 1) if step == "month" else (year + 1, 12)
    yield until


def point(found: Iterable[Result], on: dt.date, definition: Definition) -> Point:
    """Read off one day."""
    certain, unsure = set(), set()
    for one in results.seen_on(found, on):
        counted = counts(one, definition)
        if counted is Answer.YES:
            certain.add(one.mission)
        elif counted is Answer.UNKNOWN:
            unsure.add(one.mission)
    return Point(on, frozenset(certain), frozenset(unsure))


def series(
    found: Sequence[Result], since: dt.date, until: dt.date, definition: Definition, step: Step = "year"
) -> list[Point]:
    """Count at the end of every year or month of a stretch; ``found`` comes from ``Register.courses``."""
    told: list[Point] = []
    for day in days(since, until, step):
        now = point(found, day, definition)
        if told:
            come, gone = _moved(told[-1], now)
            now = Point(day, now.certain, now.unsure, come, gone)
        told.append(now)
    return told


@dataclass(frozen=True, slots=True)
class Shift:
    """How much one state's network grew or shrank over a window; ``rank`` is shared by equals.

    ``stayed`` counts for certain on both days, ``unsure`` on one of them at most.
    """

    rank: int
    sending: str
    since: dt.date
    until: dt.date
    before: int
    after: int
    come: tuple[str, ...]
    gone: tuple[str, ...]
    stayed: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def net(self) -> int:
        """What came less what went, both for certain."""
        return len(self.come) - len(self.gone)

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one line of ``legation ranking --json``."""
        return {
            "version": VERSION,
            "rank": self.rank,
            "sending": self.sending,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "before": self.before,
            "after": self.after,
            "net": self.net,
            "come": list(self.come),
            "gone": list(self.gone),
            "stayed": list(self.stayed),
            "cannot_say": list(self.unsure),
        }


def ranking(
    found: Sequence[Result],
    windows: Iterable[tuple[dt.date, dt.date]],
    definition: Definition,
    *,
    grown: bool = False,
) -> list[Shift]:
    """Rank the retreats of every state in every window, the largest first; with ``grown``, the expansions.

    A state's change in a window is ranked by its net, what came less what went for certain. One without change that is
    certain has no rank. Equals share a rank, and stand by state and window.
    """
    by_sender: dict[str, list[Result]] = {}
    for one in found:
        by_sender.setdefault(one.sending, []).append(one)
    shifts = []
    windows = list(windows)
    for sending, own in by_sender.items():
        points = {day: point(own, day, definition) for day in {day for window in windows for day in window}}
        for since, until in windows:
            old, new = points[since], points[until]
            come, gone = _moved(old, new)
            stayed, unsure = tuple(sorted(old.certain & new.certain)), tuple(sorted(old.unsure | new.unsure))
            shift = Shift(0, sending, since, until, len(old.certain), len(new.certain), come, gone, stayed, unsure)
            if (shift.net > 0) if grown else (shift.net < 0):
                shifts.append(shift)
    shifts.sort(key=lambda one: (-abs(one.net), one.sending, one.since))
    sizes = [abs(one.net) for one in shifts]
    return [replace(one, rank=sizes.index(abs(one.net)) + 1) for one in shifts]


def sliding(since: dt.date, until: dt.date, years: int) -> list[tuple[dt.date, dt.date]]:
    """Give every window of so many years that ends with a year, within a stretch; the stretch itself for ``years`` 0."""
    if not years:
        return [(since, until)]
    ends = list(days(since, until, "year"))
    return [(ends[place], ends[place + years]) for place in range(len(ends) - years)] or [(since, until)]


def _moved(old: Point, new: Point) -> tuple[tuple[str, ...], tuple[str, ...]]:
    come = tuple(sorted(new.certain - old.certain - old.unsure))
    gone = tuple(sorted(old.certain - new.certain - new.unsure))
    return come, gone
