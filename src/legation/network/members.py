"""A mission as a member of a network on a day: whether it is open, since when, and on which claims that hangs."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from legation.model import Answer, When
from legation.model.vocabulary import Standing
from legation.network.quotes import in_order, quote_form
from legation.register import Definition, Evidence, Happening, Opinion, Record, Spell, State, open_on
from legation.register.seats import record_city_on


@dataclass(frozen=True, slots=True)
class Member:
    """One mission on one day. ``holds`` is the happening that holds up the answer: its opening, or its closing."""

    record: Record
    opinion: Opinion
    counted: Answer
    holds: Happening | None
    since: When | None
    evidence: tuple[Evidence, ...]
    seat: str | None = None  # the city on that day: capitals move, and embassies with them

    @property
    def id(self) -> str:
        """The mission's ID."""
        return self.record.mission.id

    @property
    def standing(self) -> Standing | None:
        """How well the answer stands."""
        return self.holds.standing if self.holds else None

    @property
    def receiving(self) -> str:
        """The state or place it is in."""
        return self.record.mission.receiving

    @property
    def city(self) -> str | None:
        """Its seat."""
        return self.seat or self.record.city or self.record.mission.city

    @property
    def kind(self) -> str:
        """Its level as last said; a plain mission where nobody said which."""
        return self.record.kind or "mission"

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object, as ``legation network --json`` lists it."""
        return {
            "id": self.id,
            "receiving": self.receiving,
            "city": self.city,
            "mission": self.kind,
            "open": self.opinion.answer.value,
            "condition": self.opinion.condition,
            "counted": self.counted.value,
            "standing": self.standing,
            "since": self.since.edtf if self.since else None,
            "marks": list(self.opinion.marks),
            "quotes": [quote_form(one) for one in self.evidence],
        }


def member(record: Record, on: dt.date, definition: Definition) -> Member:
    """Look at one mission on one day."""
    opinion = open_on(record, on)
    spell = spell_on(record, on)
    holds = _happening(record, spell.begun_by) if spell else None
    if opinion.answer is not Answer.YES and spell and spell.ended_by and not (spell.end and spell.end.earliest > on):
        holds = _happening(record, spell.ended_by) or holds
    hangs = set(opinion.hangs_on)
    evidence = in_order(one for happening in record.happenings for one in happening.evidence if one.id in hangs)
    return Member(
        record=record,
        opinion=opinion,
        counted=_counted(record, opinion, definition),
        holds=holds,
        since=spell.begin if spell else None,
        evidence=tuple(evidence),
        seat=record_city_on(record, on),
    )


def members(state: State, sending: str, on: dt.date, definition: Definition) -> list[Member]:
    """Look at every mission of a sending state that the definition knows a kind for, in the order of their IDs."""
    found = (record for record in state.missions.values() if record.mission.sending == sending)
    wanted = (record for record in found if definition.has_kind(record.kind))
    return sorted((member(record, on, definition) for record in wanted), key=lambda one: one.id)


def spell_on(record: Record, on: dt.date) -> Spell | None:
    """Give the last spell of being open or suspended that may have begun by this day."""
    begun = [
        spell
        for spell in record.spells
        if spell.condition != "closed" and (spell.begin is None or spell.begin.earliest <= on)
    ]
    return begun[-1] if begun else None


def _counted(record: Record, opinion: Opinion, definition: Definition) -> Answer:
    return definition.answer(record.kind, opinion.answer, opinion.condition)


def _happening(record: Record, happening_id: str | None) -> Happening | None:
    return next((one for one in record.happenings if one.id == happening_id), None)
