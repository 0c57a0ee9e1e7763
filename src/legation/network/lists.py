"""Whose 46? The members behind totals: which missions a document names as closed, against the register and each other."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from legation.model import Answer
from legation.model.vocabulary import CLASS_OF
from legation.network.figures import LOOK_BACK
from legation.network.quotes import in_order, voice
from legation.register import Evidence, Happening, Record, State


@dataclass(frozen=True, slots=True)
class Listed:
    """The missions that one voice names as closed in one document, by mission ID."""

    voice: str
    document: str
    said: dt.date | None
    closed: dict[str, Evidence]


@dataclass(frozen=True, slots=True)
class Closings:
    """The register's own closings up to a day: certain, and such of which it cannot be said whether they were by then."""

    certain: frozenset[str]
    unsure: frozenset[str]


def listed(state: State, sending: str, document: str) -> Listed | None:
    """Gather what a document says is closed; None where it names nothing."""
    closed: dict[str, Evidence] = {}
    for record, _, one in told_closed(state, sending):
        if one.source.id == document and one.claim.status == "done":
            closed[record.mission.id] = one
    if not closed:
        return None
    first = next(iter(in_order(closed.values())))
    return Listed(voice(first), document, first.said, dict(sorted(closed.items())))


def told_closed(state: State, sending: str) -> Iterable[tuple[Record, Happening, Evidence]]:
    """Give every claim of a closing with its mission and happening."""
    for record in state.missions.values():
        if record.mission.sending == sending:
            for happening in record.happenings:
                if happening.kind == "closed":
                    for one in happening.evidence:
                        yield record, happening, one


def closings(state: State, sending: str, on: dt.date) -> Closings:
    """Gather the closings that stand in the register for the year up to a day."""
    certain: set[str] = set()
    unsure: set[str] = set()
    for record in state.missions.values():
        if record.mission.sending != sending or CLASS_OF.get(record.kind or "mission") == "unspecified":
            continue
        for one in record.happenings:
            if one.kind != "closed" or one.standing not in ("confirmed", "reported", "disputed"):
                continue
            if one.when and one.when.latest < on - LOOK_BACK:
                continue
            by = one.when.by(on) if one.when else Answer.UNKNOWN
            if by is Answer.NO:
                continue
            (certain if by is Answer.YES and one.standing != "disputed" else unsure).add(record.mission.id)
    return Closings(frozenset(certain), frozenset(unsure - certain))
