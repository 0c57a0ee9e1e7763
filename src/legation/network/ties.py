"""Relations without missions: states that have diplomatic relations and keep no embassy with each other.

Whether two states have relations comes from claims that they were established, severed or restored. A pair of which
none of these is told has no relations here: an embassy shows that there are some, so a pair with one counts as tied.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from legation.model import Answer
from legation.network.members import Member, member
from legation.network.quotes import figure_form, in_order, quote_form
from legation.register import Definition, Evidence, State

VERSION: Final = 1  # of the JSON form
_BEGIN: Final = ("relations_established", "relations_restored")
_HELD: Final = ("confirmed", "reported")


@dataclass(frozen=True, slots=True)
class Tie:
    """Relations with one state on a day, and the missions of the state asked about in it."""

    other: str
    tied: Answer
    by: str  # "relations" where somebody says so, "embassy" where an open embassy shows it
    embassy: Answer
    missions: tuple[Member, ...]
    evidence: tuple[Evidence, ...]

    def json_form(self, *, members: bool = False) -> dict[str, Any]:
        """Give the JSON object of one state; ``members`` adds its missions with their quotes."""
        counted = [one for one in self.missions if one.counted is not Answer.NO]
        form = {
            "other": self.other,
            "tied": self.tied.value,
            "by": self.by,
            "embassy": self.embassy.value,
            "missions": [one.id for one in counted],
            "quotes": [quote_form(one) for one in self.evidence],
        }
        return form | {"members": [one.json_form() for one in counted]} if members else form


@dataclass(frozen=True, slots=True)
class Ties:
    """All relations of a state on a day, with the numbers of relations that were published by then."""

    state: str
    on: dt.date
    ties: tuple[Tie, ...]
    published: tuple[Evidence, ...]

    @property
    def without(self) -> list[Tie]:
        """Relations that hold for certain, without an embassy for certain."""
        return [one for one in self.ties if one.tied is Answer.YES and one.embassy is Answer.NO]

    def json_form(self, *, members: bool = False) -> dict[str, Any]:
        """Give the JSON object of ``legation ties --json``."""
        tied = [one for one in self.ties if one.tied is Answer.YES]
        return {
            "version": VERSION,
            "state": self.state,
            "on": self.on.isoformat(),
            "relations": len(tied),
            "embassies": sum(one.embassy is Answer.YES for one in tied),
            "without": [one.other for one in self.without],
            "published": [figure_form(one) for one in self.published],
            "ties": [one.json_form(members=members) for one in self.ties],
        }


def ties(state: State, code: str, on: dt.date, definition: Definition) -> Ties:
    """Say with whom a state has relations on a day, where it has an embassy, and where it has none."""
    own: dict[str, list[Member]] = {}
    for record in state.missions.values():
        if record.mission.sending == code and definition.has_kind(record.kind):
            own.setdefault(record.mission.receiving, []).append(member(record, on, definition))
    said: dict[str, list[tuple[dt.date, str, Answer, tuple[Evidence, ...]]]] = {}
    for one in state.relations:
        pair = one.mission.split("-")[:2]
        if code not in pair or one.standing not in _HELD:
            continue
        other = pair[1] if pair[0] == code else pair[0]
        by = one.when.by(on) if one.when else Answer.UNKNOWN
        latest = one.when.latest if one.when else dt.date.min
        if by is not Answer.NO:
            said.setdefault(other, []).append((latest, one.kind, by, one.evidence))
    found = [_tie(other, own.get(other, []), said.get(other, [])) for other in sorted({*own, *said})]
    published = in_order(
        one
        for one in state.figures
        if one.claim.sending == code and one.claim.measure == "relations" and (one.said is None or one.said <= on)
    )
    return Ties(code, on, tuple(one for one in found if one is not None), tuple(published))


def _tie(
    other: str, missions: list[Member], said: list[tuple[dt.date, str, Answer, tuple[Evidence, ...]]]
) -> Tie | None:
    embassies = [one for one in missions if one.record.mission.class_ == "embassy"]
    open_ = [one.counted for one in embassies]
    embassy = Answer.YES if Answer.YES in open_ else Answer.UNKNOWN if Answer.UNKNOWN in open_ else Answer.NO
    if said:
        _, kind, by, evidence = max(said, key=lambda one: (one[0], one[1]))
        tied = by if kind in _BEGIN else ~by
        return Tie(other, tied, "relations", embassy, tuple(missions), tuple(in_order(evidence)))
    if embassy is Answer.NO:
        return None  # neither words nor an embassy tell of relations
    evidence = tuple(item for one in embassies for item in one.evidence)
    return Tie(other, embassy, "embassy", embassy, tuple(missions), evidence)
