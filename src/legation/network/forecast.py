"""How many missions there will be by a day, as far as words on what is to come tell, and from how many cases that follows.

A word that has been waited for so many days is held against past words that were waited for as long, and of which it is
known what the days up to the target brought: how many of those came true within them? Words of the same kind and status
are asked first; where there are fewer than ``FEWEST`` of them, those of either status together, which is said; where
those are too few too, no interval is given. What nobody announces is in no interval. Words of one day or one document
are counted as so many cases, though they may share their fate: the interval is then too narrow.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from legation.model import Answer
from legation.network.chances import central, difference, number_come
from legation.network.lifetimes import FEWEST, KINDS, LEVEL, Case, Per, cases, first_words
from legation.network.members import members
from legation.network.outlook import Foreseen
from legation.register import Definition, State

BOTH: Final = "announced and expected"
_PER: Final[tuple[Per, ...]] = ("status", "word")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A word that is waited for: what it would change, since when, and the cases that tell of its chance."""

    mission: str
    kind: str
    status: str
    said: dt.date
    came: int = 0
    cases: int = 0
    pool: str = ""  # whose cases these are: the status, or both together

    @property
    def told(self) -> bool:
        """Whether there are cases enough."""
        return self.cases >= FEWEST

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of a word within a forecast."""
        return {
            "mission": self.mission,
            "kind": self.kind,
            "status": self.status,
            "said": self.said.isoformat(),
            "came": self.came,
            "cases": self.cases,
            "pool": self.pool,
        }


@dataclass(frozen=True, slots=True)
class Forecast:
    """A count now, what is announced for it, and the interval for a day; ``interval`` is None where cases are too few."""

    on: dt.date
    by: dt.date
    now: int
    unsure: int
    words: tuple[Waiting, ...]
    interval: tuple[int, int] | None

    @property
    def announced(self) -> int:
        """The count if every word came true."""
        return self.now + sum(1 if one.kind == "opened" else -1 for one in self.words)

    @property
    def bounds(self) -> tuple[int, int]:
        """The fewest and the most there can be by the words alone, whatever their chances."""
        going = sum(one.kind == "closed" for one in self.words)
        return self.now - going, self.now + len(self.words) - going

    @property
    def too_few(self) -> tuple[Waiting, ...]:
        """The words with too few cases."""
        return tuple(one for one in self.words if not one.told)

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of ``legation outlook --by --json``."""
        return {
            "on": self.on.isoformat(),
            "by": self.by.isoformat(),
            "now": self.now,
            "cannot_say": self.unsure,
            "announced": self.announced,
            "low": self.interval[0] if self.interval else None,
            "high": self.interval[1] if self.interval else None,
            "level": LEVEL,
            "fewest": FEWEST,
            "words": [one.json_form() for one in self.words],
        }


def forecast(
    state: State,
    sending: str,
    foreseen: Iterable[Foreseen],
    days: tuple[dt.date, dt.date],
    definition: Definition,
    *,
    pool: State | None = None,
) -> Forecast:
    """Say how many missions there will be by a day.

    Args:
        state: what is known of the state's missions.
        sending: whose missions.
        foreseen: what is to come, as ``outlook`` lists it for the first day.
        days: the day asked on and the day asked about.
        definition: what counts.
        pool: the state whose past words tell the chances; ``state`` itself by default.
    """
    on, by = days
    return forecasts(state, sending, foreseen, (on, [by]), definition, pool=pool)[0]


def forecasts(
    state: State,
    sending: str,
    foreseen: Iterable[Foreseen],
    days: tuple[dt.date, Iterable[dt.date]],
    definition: Definition,
    *,
    pool: State | None = None,
) -> list[Forecast]:
    """Say the same for several days asked about, which stand second in ``days``."""
    on, targets = days
    counted = {one.id: one.counted for one in members(state, sending, on, definition)}
    past = {per: cases(pool or state, on, per, None if pool else sending) for per in _PER}
    waited = waiting(foreseen, counted, on)
    now, unsure = (sum(one is each for one in counted.values()) for each in (Answer.YES, Answer.UNKNOWN))
    found = []
    for by in targets:
        words = tuple(held_against(one, past["status"], past["word"], on, by) for one in waited)
        found.append(Forecast(on, by, now, unsure, words, interval(words, now)))
    return found


def waiting(foreseen: Iterable[Foreseen], counted: dict[str, Answer], on: dt.date) -> list[Waiting]:
    """Pick the words that would change the count: one a mission and kind, an announcement before what is expected."""
    found: dict[tuple[str, str], Waiting] = {}
    for one in foreseen:
        happening, mission = one.happening, one.record.mission.id
        if happening.kind not in KINDS or happening.standing not in ("announced", "expected"):
            continue
        if counted.get(mission, Answer.NO) is not (Answer.YES if happening.kind == "closed" else Answer.NO):
            continue
        said = first_words(happening, on, "status")
        status = "announced" if "announced" in said else "expected"
        if status in said and _alive(one, said[status], on):
            held = found.get((mission, happening.kind))
            if held is None or (status, said[status]) < (held.status, held.said):
                found[mission, happening.kind] = Waiting(mission, happening.kind, status, said[status])
    return [found[key] for key in sorted(found)]


def _alive(one: Foreseen, said: dt.date, on: dt.date) -> bool:
    due = one.happening.when.latest if one.happening.when else said
    return (on - max(said, due)) < one.record.marks_last


def held_against(
    word: Waiting, by_status: Sequence[Case], together: Sequence[Case], on: dt.date, by: dt.date
) -> Waiting:
    """Give a word the cases that tell of its chance: of its own status, of both where those are too few."""
    own = [one for one in by_status if one.who == word.status]
    found = word
    for pool, known in ((word.status, own), (BOTH, together)):
        came, of = like(word, known, on, by)
        found = replace(word, came=came, cases=of, pool=pool)
        if found.told:
            break
    return found


def like(word: Waiting, past: Iterable[Case], on: dt.date, by: dt.date) -> tuple[int, int]:
    """Count past words of its kind that were waited for as long, whose days up to the target are past; and how many came.

    Whether such a case counts hangs on the day it was said, never on how it ended: else those that came soon would
    count, and those that are still waited for would not.
    """
    age, target = (on - word.said).days, (by - word.said).days
    waited = [
        one
        for one in past
        if one.kind == word.kind
        and (on - one.said).days >= target
        and (one.days > age or (one.days == age and one.fate == "open"))
    ]
    return sum(one.fate == "came" and one.days <= target for one in waited), len(waited)


def interval(words: Sequence[Waiting], now: int) -> tuple[int, int] | None:
    """Give the interval of the count; None where a word has too few cases."""
    if not words:
        return now, now
    if not all(one.told for one in words):
        return None
    pools: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for one in words:
        pools.setdefault((one.kind, one.pool), []).append((one.came, one.cases))
    come = number_come([each for (kind, _), each in pools.items() if kind == "opened"])
    gone = number_come([each for (kind, _), each in pools.items() if kind == "closed"])
    low, high = central(difference(come, gone), LEVEL)
    lowest = now - (len(gone) - 1)
    return lowest + low, lowest + high
