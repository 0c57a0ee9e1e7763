"""What became of words on what is to come: the record of announced and expected openings and closings.

A case is the first word of one status (or of one holder) on one happening, and its fate by a day. It came true when a
happening of that kind, confirmed or reported, was over by that day and lay after the word; it lapsed when it was denied
and said by nobody any more, or when its day is longer past than the policy gives a word worth; else it is open. An open
case tells how long a word was waited for in vain, which is why it is counted and not dropped. A word said once the thing
had come, or on the day itself, foresees nothing, and is no case.

Nothing enters but what the state holds (which is what was known), and of that nothing said or done after the day.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from legation.network.chances import median_days, share_interval
from legation.network.quotes import voice
from legation.register import Evidence, Happening, Record, State

Fate = Literal["came", "lapsed", "open"]
Per = Literal["word", "status", "holder"]
KINDS: Final = ("closed", "opened")  # what takes from a count and adds to it; moves and suspensions are not forecast
FEWEST: Final = 5  # cases, below which no chance is told
LEVEL: Final = 0.8  # of every interval
WITHIN: Final = 90  # days: "how many came true within a quarter of a year"
_FATES: Final[tuple[Fate, ...]] = ("came", "lapsed", "open")
_DONE: Final = ("confirmed", "reported")


@dataclass(frozen=True, slots=True)
class Case:
    """One word and its fate. ``until`` is the day on which it came or lapsed, or the day up to which it was waited for."""

    mission: str
    kind: str
    who: str  # the status, the holder, or "" where all words on a happening are one case
    said: dt.date
    until: dt.date
    fate: Fate

    @property
    def days(self) -> int:
        """How long it was waited for."""
        return (self.until - self.said).days


def cases(state: State, on: dt.date, per: Per = "status", sending: str | None = None) -> list[Case]:
    """List the words said by a day with their fates on it, by mission, kind and day.

    Args:
        state: what is known; of one state or of all.
        on: the day up to which words are heard and fates are told.
        per: what makes a case of a happening: each status, each holder, or all words together.
        sending: only words on this state's missions.
    """
    found = [
        case
        for record in state.missions.values()
        if sending in (None, record.mission.sending)
        for happening in record.happenings
        if happening.kind in KINDS
        for case in _of_happening(record, happening, on, per)
    ]
    return sorted(found, key=lambda one: (one.mission, one.kind, one.said, one.who, one.until))


def status_of(item: Evidence) -> str | None:
    """Say whether a claim announces or expects; None where it does neither."""
    if item.claim.status not in ("planned", "possible"):
        return None
    return "announced" if item.official and item.claim.status == "planned" else "expected"


def first_words(happening: Happening, on: dt.date, per: Per) -> dict[str, dt.date]:
    """Give for each status, or holder, the day on which it first foresaw the happening, by a day."""
    found: dict[str, dt.date] = {}
    for item in happening.evidence:
        status = status_of(item)
        if status is None or item.said is None or item.said > on:
            continue
        who = {"word": "", "status": status, "holder": voice(item)}[per]
        found[who] = min(item.said, found.get(who, item.said))
    return found


def _of_happening(record: Record, happening: Happening, on: dt.date, per: Per) -> Iterable[Case]:
    for who, said in first_words(happening, on, per).items():
        told = _fate(record, happening, said, on)
        if told is not None:
            yield Case(record.mission.id, happening.kind, who, said, *told)


def _fate(record: Record, happening: Happening, said: dt.date, on: dt.date) -> tuple[dt.date, Fate] | None:
    """Give the day and fate of a word; None where what it tells of was past when it was said."""
    if happening.standing in _DONE and happening.when and happening.when.latest <= said:
        return None
    come = min(
        (
            one.when.latest
            for one in record.happenings
            if one.kind == happening.kind and one.standing in _DONE and one.when and said < one.when.latest <= on
        ),
        default=None,
    )
    if come is not None:
        return come, "came"
    ended = min((day for day in (_denied(happening, said), _expired(record, happening, said)) if day), default=None)
    return (ended, "lapsed") if ended is not None and ended <= on else (on, "open")


def _denied(happening: Happening, said: dt.date) -> dt.date | None:
    """Give the day on which a word was denied for good."""
    if happening.standing != "denied":
        return None
    denials = [one.said for one in happening.evidence if one.claim.status == "denied" and one.said]
    return min((day for day in denials if day >= said), default=None)


def _expired(record: Record, happening: Happening, said: dt.date) -> dt.date | None:
    """Give the day on which a word is too old to be waited for; None where the policy lets none grow old."""
    due = happening.when.latest if happening.when and happening.standing not in _DONE else said
    try:
        return max(said, due) + record.marks_last
    except OverflowError:
        return None


@dataclass(frozen=True, slots=True)
class Tally:
    """The record of one status or holder with one kind: the fates, and how soon."""

    kind: str
    who: str
    cases: tuple[Case, ...]

    def count(self, fate: Fate) -> int:
        """How many cases have a fate."""
        return sum(one.fate == fate for one in self.cases)

    def within(self, days: int, on: dt.date) -> tuple[int, int]:
        """Of the cases that were said so many days ago or longer, whatever their fate: how many came within them."""
        old = [one for one in self.cases if (on - one.said).days >= days]
        return sum(one.fate == "came" and one.days <= days for one in old), len(old)

    def waited(self, on: dt.date) -> list[tuple[int, bool]]:
        """Give for each case how long it was waited for and whether it came: a lapsed one never will, and waits on."""
        return [(one.days, True) if one.fate == "came" else ((on - one.said).days, False) for one in self.cases]

    def json_form(self, on: dt.date) -> dict[str, Any]:
        """Give the fates as numbers, with how soon and how often."""
        came, of = self.within(WITHIN, on)
        return {
            "kind": self.kind,
            "who": self.who,
            "cases": len(self.cases),
            **{fate: self.count(fate) for fate in _FATES},
            "median_days": median_days(self.waited(on)),
            "within_days": WITHIN,
            "came_within": came,
            "of": of,
            "interval": [round(one, 3) for one in share_interval(came, of, LEVEL)] if of >= FEWEST else None,
        }


def tallies(found: Iterable[Case]) -> list[Tally]:
    """Sort cases by kind and by who says it, those with the most cases first."""
    grouped: dict[tuple[str, str], list[Case]] = {}
    for one in found:
        grouped.setdefault((one.kind, one.who), []).append(one)
    told = [Tally(kind, who, tuple(each)) for (kind, who), each in grouped.items()]
    return sorted(told, key=lambda one: (one.kind, -len(one.cases), one.who))
