"""One text for one register: what follows from the log, without what depends on when and in which order it was learned."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from legation.model import When
from legation.register.state import Coverage, Evidence, Happening, Record, Spell, State


def form(state: State) -> dict[str, Any]:
    """Give the JSON form of a state: sorted, and free of sequence numbers and clock readings."""
    return {
        "policy": state.policy,
        "missions": {key: _record(record) for key, record in sorted(state.missions.items())},
        "coverage": sorted((_coverage(row) for row in state.coverage), key=_text),
        "relations": sorted((_happening(each) for each in state.relations), key=_text),
        "movements": sorted((_happening(each) for each in state.movements), key=_text),
        "figures": _evidence(state.figures),
        "reasons": _evidence(state.reasons),
        "unresolved": _evidence(state.unresolved),
        **({"waiting": _evidence(state.waiting)} if state.waiting else {}),
    }


def holds(state: State) -> bool:
    """Whether anything at all is held: a state of which nothing is left is the same as one never spoken of."""
    network = (
        state.coverage,
        state.relations,
        state.movements,
        state.figures,
        state.reasons,
        state.unresolved,
        state.waiting,
    )
    return bool(state.missions) or any(network)


def fingerprint(states: Iterable[State]) -> str:
    """Hash states, in the order given, to the hexadecimal SHA-256 that stands for the register."""
    digest = hashlib.sha256()
    for state in states:
        digest.update(_text(form(state)).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _record(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind,
        "city": record.city,
        "happenings": sorted((_happening(each) for each in record.happenings), key=_text),
        "spells": [_spell(spell) for spell in record.spells],
    }


def _happening(happening: Happening) -> dict[str, Any]:
    return {
        "id": happening.id,
        "mission": happening.mission,
        "kind": happening.kind,
        "standing": happening.standing,
        "when": _when(happening.when),
        "why": happening.why,
        "evidence": _evidence(happening.evidence),
    }


def _spell(spell: Spell) -> list[str | None]:
    return [spell.condition, _when(spell.begin), _when(spell.end), spell.begun_by, spell.ended_by]


def _coverage(row: Coverage) -> dict[str, Any]:
    return {
        "sending": row.sending,
        "receiving": row.receiving,
        "from": row.from_,
        "city": row.city,
        "standing": row.standing,
        "when": _when(row.when),
        "evidence": _evidence(row.evidence),
    }


def _evidence(told: Iterable[Evidence]) -> list[list[object]]:
    return sorted([item.id, item.source.id, item.origin, item.official, item.reader] for item in told)


def _when(when: When | None) -> str | None:
    return f"{when.earliest}/{when.latest}" if when else None
