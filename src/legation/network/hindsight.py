"""Forecasts held against what came: for each month's end, what would have been said then, knowing only what was known.

The register is asked as of each day (``known``), so nothing that came later enters a forecast. What came is read from the
state as it is known now: how many of the words that were waited for came true by the target (that is what an interval
is about), and how many missions there were (which an unannounced closing moves as well).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legation.model import Answer
from legation.network.forecast import Forecast, Waiting, forecasts
from legation.network.lifetimes import cases
from legation.network.members import members
from legation.network.outlook import outlook
from legation.network.series import days
from legation.register import Definition, State

HORIZONS: Final = (30, 90, 180)  # days


@dataclass(frozen=True, slots=True)
class Checked:
    """One forecast with what came of it: the count by its words alone, and the fewest and most missions there were."""

    said: Forecast
    by_words: int
    counted: tuple[int, int]

    @property
    def words_held(self) -> bool | None:
        """Whether the interval holds what came of its words; None where none was given."""
        return None if self.said.interval is None else self.said.interval[0] <= self.by_words <= self.said.interval[1]

    @property
    def count_held(self) -> bool | None:
        """Whether the interval holds a count that can be true; None where none was given."""
        if self.said.interval is None:
            return None
        return self.said.interval[0] <= self.counted[1] and self.counted[0] <= self.said.interval[1]

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one forecast of ``legation outlook --back-test --json``."""
        return {
            **self.said.json_form(),
            "by_words": self.by_words,
            "counted": list(self.counted),
            "words_held": self.words_held,
            "count_held": self.count_held,
        }


def back_test(
    as_known: Callable[[dt.date | None], State],
    sending: str,
    until: dt.date,
    definition: Definition,
    horizons: Iterable[int] = HORIZONS,
) -> list[Checked]:
    """Say at each month's end what would have been said, and what came of it; days without a word are left out.

    Args:
        as_known: gives the state as it was known on a day, or with None as it is known now.
        sending: whose missions.
        until: the last day of which what came is known.
        definition: what counts.
        horizons: so many days ahead.
    """
    now = as_known(None)
    first = min((one.said for one in cases(now, until, "word", sending)), default=until)
    found = []
    for day in days(first, until, "month") if first < until else ():
        targets = [by for ahead in horizons if (by := day + dt.timedelta(days=ahead)) <= until]
        if not targets:
            break
        then = as_known(day)
        said = forecasts(then, sending, outlook(then, sending, day, definition), (day, targets), definition)
        found += [_checked(now, sending, one, definition) for one in said if one.words]
    return found


def _checked(now: State, sending: str, said: Forecast, definition: Definition) -> Checked:
    seen = [one.counted for one in members(now, sending, said.by, definition)]
    sure = sum(one is Answer.YES for one in seen)
    moved = sum(1 if one.kind == "opened" else -1 for one in _came(now, said.words, said.by))
    return Checked(said, said.now + moved, (sure, sure + sum(one is Answer.UNKNOWN for one in seen)))


def _came(now: State, words: Sequence[Waiting], by: dt.date) -> Iterator[Waiting]:
    told = {(one.mission, one.kind, one.said) for one in cases(now, by, "status") if one.fate == "came"}
    return (one for one in words if (one.mission, one.kind, one.said) in told)
