"""States that a sending state has relations with but no resident embassy in, and which mission covers each.

A gap is a receiving state in which the register has held an embassy that does not count for certain on the day, or for
which somebody says that another mission covers it. Where nobody names a covering mission, the answer is "not known";
nearness is no evidence. Sources that name different missions are shown side by side.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from legation import gazetteer
from legation.model import Answer
from legation.network.members import Member, member
from legation.network.quotes import in_order, quote_form
from legation.register import Coverage, Definition, Evidence, State

_LEAVES: Final = frozenset({"closed", "suspended", "moved"})  # an embassy moves only where it then works from elsewhere


@dataclass(frozen=True, slots=True)
class Cover:
    """One answer to who covers a state: the mission, whether it is open itself, and who says so."""

    from_: str | None
    city: str | None
    standing: str
    open: Answer
    distance: float | None
    evidence: tuple[Evidence, ...]
    why: str

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object."""
        return {
            "from": self.from_,
            "city": self.city,
            "standing": self.standing,
            "why": self.why,
            "open": self.open.value,
            "distance_km": round(self.distance) if self.distance is not None else None,
            "quotes": [quote_form(one) for one in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Near:
    """An open embassy near a state of which nobody says who covers it: a guess, and no more."""

    receiving: str
    city: str | None
    distance: float


@dataclass(frozen=True, slots=True)
class Gap:
    """A state without a resident embassy on a day, with everybody's answer to who covers it."""

    receiving: str
    resident: Member | None
    covers: tuple[Cover, ...]
    guesses: tuple["Near", ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether sources name different covering missions."""
        return len(self.covers) > 1

    @property
    def open(self) -> Answer:
        """Whether the resident embassy is open: no, or cannot be said."""
        return self.resident.opinion.answer if self.resident else Answer.NO

    def json_form(self, *, members: bool = False) -> dict[str, Any]:
        """Give the JSON object of one line of ``legation coverage --json``; ``members`` adds the embassy with its quotes."""
        form = {
            "receiving": self.receiving,
            "resident": self.open.value,
            "mission": self.resident.id if self.resident else None,
            "since": _end_of_work(self.resident),
            "disputed": self.disputed,
            "covers": [one.json_form() for one in self.covers],
            "guesses": [
                {"receiving": one.receiving, "city": one.city, "distance_km": round(one.distance)}
                for one in self.guesses
            ],
        }
        return form | {"members": [self.resident.json_form()] if self.resident else []} if members else form


def _end_of_work(resident: Member | None) -> str | None:
    """Give when an embassy was last open, whatever became of it then; None where it still is, or nobody can say."""
    last = (
        next((one for one in reversed(resident.record.spells) if one.condition == "open"), None) if resident else None
    )
    return last.end.edtf if last and last.end else None


def coverage(state: State, sending: str, on: dt.date, definition: Definition, *, nearest: int = 0) -> list[Gap]:
    """List the states without a resident embassy for certain, and who covers each according to whom.

    ``nearest`` names so many of the nearest open embassies where nobody says who covers a state.
    """
    embassies = {
        record.mission.receiving: member(record, on, definition)
        for record in state.missions.values()
        if record.mission.sending == sending and record.mission.class_ == "embassy"
    }
    told = [one for one in state.coverage if one.sending == sending and said_by(one, on)]
    named = {one.receiving for one in told}
    gaps = []
    for receiving in sorted(named | set(embassies)):
        resident = embassies.get(receiving)
        if resident and resident.counted is Answer.YES and not _leaving(resident):
            continue
        covers = tuple(_cover(one, embassies) for one in told if one.receiving == receiving)
        if resident is None and not covers:
            continue
        if resident and not covers and not _left(resident):
            continue  # nothing says that it ever was open, or only its opening is uncertain: that is no gap left behind
        guesses = _near(receiving, embassies)[:nearest] if nearest and not covers else ()
        ordered = tuple(sorted(covers, key=lambda one: (one.from_ or "", one.city or "")))
        gaps.append(Gap(receiving, resident, ordered, tuple(guesses)))
    return gaps


def by_distance(here: Any, among: Iterable[Member]) -> list[tuple[float, Member]]:
    """List the missions that are open for certain and whose place is known, the nearest to a place first."""
    placed = [(one, point(one.receiving, one.city)) for one in among if here and one.counted is Answer.YES]
    far = [(gazetteer.distance_km(here, there), one) for one, there in placed if there]
    return sorted(far, key=lambda each: (each[0], each[1].id))


def _near(receiving: str, embassies: dict[str, Member]) -> list[Near]:
    """List the open embassies by their distance from a state's own seat of embassies."""
    found = by_distance(point(receiving, None), embassies.values())
    return [Near(one.receiving, one.city, far) for far, one in found if one.receiving != receiving]


def _left(resident: Member) -> bool:
    """Whether its end, and not its beginning, is why it does not count for certain."""
    return (resident.holds is not None and resident.holds.kind in _LEAVES) or _leaving(resident)


def _leaving(resident: Member) -> bool:
    """Whether it counts as open although its end is announced or disputed."""
    return bool({"announced", "disputed"} & set(resident.opinion.marks))


def said_by(one: Coverage, on: dt.date) -> bool:
    """Whether somebody says by a day that a mission covers a state."""
    said = [evidence.said for evidence in one.evidence if evidence.said]
    return not said or min(said) <= on


def _cover(one: Coverage, embassies: dict[str, Member]) -> Cover:
    covering = embassies.get(one.from_)
    city = one.city or (covering.city if covering else None)
    covered = embassies.get(one.receiving)
    ends = point(one.from_, city), point(one.receiving, covered.city if covered else None)
    return Cover(
        from_=one.from_ or None,
        city=city,
        standing=one.standing,
        open=covering.opinion.answer if covering else Answer.UNKNOWN,
        distance=gazetteer.distance_km(*ends) if all(ends) else None,
        evidence=tuple(in_order(one.evidence)),
        why=one.why,
    )


def point(code: str, city: str | None) -> Any:
    """Give the city where the gazetteer knows it, else the state, whose seat of embassies stands for it; else None."""
    found = gazetteer.city(city, code) if city else None
    if found:
        return found
    return code if any(one.code == code for one in gazetteer.states(territories=True)) else None
