"""What happened at a state's missions in a stretch of days, mission by mission, with who said so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from legation.model import When
from legation.network.quotes import in_order, quote_form, shortest, voice
from legation.register import Evidence, Happening, Record, State

TURNS: Final = ("opened", "closed", "suspended", "resumed", "moved", "level_changed")
# Which statuses of a claim carry a happening of this standing; a dispute is carried by both sides.
_CARRIES: Final = {
    "confirmed": ("done",),
    "reported": ("done",),
    "announced": ("planned",),
    "expected": ("planned", "possible"),
    "denied": ("denied",),
    "disputed": ("done", "denied"),
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One mission with the turns that it took in the stretch, and what else is told of it (farewells, incidents)."""

    record: Record
    turns: tuple[Happening, ...]
    beside: tuple[Happening, ...]

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one mission's changes."""
        return {
            "id": self.record.mission.id,
            "receiving": self.record.mission.receiving,
            "city": self.record.city or self.record.mission.city,
            "mission": self.record.kind,
            "happenings": [happening_form(one) for one in (*self.turns, *self.beside)],
        }


def story(state: State, sending: str, since: dt.date, until: dt.date, *, foreseen: bool = True) -> list[Chapter]:
    """Tell what may have happened after ``since`` and up to ``until``, by the date of the first turn.

    ``foreseen`` says whether to tell what is announced or expected too, by the day on which it was first said.
    """
    chapters = []
    for record in state.missions.values():
        if record.mission.sending != sending:
            continue
        within = [one for one in record.happenings if _within(one, since, until)]
        told = [one for one in within if foreseen or one.standing not in ("announced", "expected")]
        turns = tuple(one for one in told if one.kind in TURNS)
        if turns:
            beside = tuple(one for one in within if one.kind not in TURNS)
            chapters.append(Chapter(record, turns, beside))
    return sorted(chapters, key=lambda one: (min(map(_order, one.turns)), one.record.mission.id))


def carriers(happening: Happening) -> list[Evidence]:
    """Give the claims that carry the happening's standing; all of them where none does."""
    wanted: tuple[str, ...] = _CARRIES[happening.standing]
    if happening.standing == "disputed" and not any(one.claim.status == "done" for one in happening.evidence):
        wanted = ("planned", "denied")
    return in_order(one for one in happening.evidence if one.claim.status in wanted) or in_order(happening.evidence)


def sides(happening: Happening) -> list[Evidence]:
    """Give the shortest quote of each side: one, or in a dispute one for every status that is said."""
    found = carriers(happening)
    if happening.standing != "disputed":
        best = shortest(found)
        return [best] if best else []
    bests = (shortest(one for one in found if one.claim.status == status) for status in ("done", "planned", "denied"))
    return [best for best in bests if best]


def voices(evidence: Iterable[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """Group evidence by who says it, in the order of publication."""
    found: dict[str, list[Evidence]] = {}
    for one in in_order(evidence):
        found.setdefault(voice(one), []).append(one)
    return list(found.items())


def happening_form(happening: Happening) -> dict[str, Any]:
    """Give the JSON object of a happening, with every quote."""
    return {
        "id": happening.id,
        "kind": happening.kind,
        "standing": happening.standing,
        "why": happening.why,
        "date": happening.when.edtf if happening.when else None,
        "quotes": [quote_form(one) for one in in_order(happening.evidence)],
    }


def said_first(happening: Happening) -> dt.date | None:
    """The day on which it was first published."""
    return min((one.said for one in happening.evidence if one.said), default=None)


def _within(happening: Happening, since: dt.date, until: dt.date) -> bool:
    stretch = When.between(since + dt.timedelta(days=1), until) if since < until else None
    if stretch is None:
        return False
    if happening.when:
        return happening.when.can_agree(stretch)
    first = said_first(happening)
    return first is not None and since < first <= until


def _order(happening: Happening) -> tuple[str, str]:
    first = said_first(happening)
    begin = max(happening.when.earliest, dt.date(1, 1, 2)) if happening.when else first
    if happening.when and happening.when.days > 31 and first:
        begin = min(first, happening.when.latest)
    return (begin.isoformat() if begin else "9999", happening.id)


def record_form(record: Record) -> dict[str, Any]:
    """Give the spells and happenings of a mission as ``legation mission --json`` has them."""
    spells = [
        {
            "condition": one.condition,
            "begin": one.begin.edtf if one.begin else None,
            "end": one.end.edtf if one.end else None,
            "begun_by": one.begun_by,
            "ended_by": one.ended_by,
        }
        for one in record.spells
    ]
    return {"spells": spells, "happenings": [happening_form(one) for one in record.happenings]}
