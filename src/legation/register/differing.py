"""What two readers differ on: claims that only one of them found, or found otherwise, and which wait for a ruling.

They lie in the log as readings of their own (``waiting:NAME/VERSION``, the version being that of both), and count for
nothing until a person accepts or corrects them by name.
"""

from collections.abc import Iterator

from legation.register.origin import WAITING
from legation.register.state import Evidence, State

_FIELDS = ("status", "city", "mission", "holder", "organ", "date", "causes", "from_", "measure", "value", "qualifier")


def differing(state: State) -> Iterator[tuple[Evidence, Evidence | None, str]]:
    """Give each claim on which readers differ, what the other reader has in its place, and the difference in words.

    Where one of two was let in, the other is settled with it.
    """
    taken: set[str] = set()
    settled = {_about(item) for item in _let_in(state)}
    for item in state.waiting:
        if item.id in taken or _about(item) in settled:
            continue
        other = next((one for one in state.waiting if one.id not in taken and _rivals(item, one)), None)
        taken |= {item.id} | ({other.id} if other else set())
        yield item, other, _words(item, other)


def _let_in(state: State) -> Iterator[Evidence]:
    happenings = [each for record in state.missions.values() for each in record.happenings]
    told = [item for each in [*happenings, *state.relations, *state.movements] for item in each.evidence]
    told += [item for row in state.coverage for item in row.evidence]
    for item in [*told, *state.figures, *state.reasons, *state.unresolved]:
        if item.reader.startswith(WAITING):
            yield item


def _about(item: Evidence) -> tuple[object, ...]:
    claim = item.claim
    return item.source.id, claim.kind, claim.sending, claim.receiving, claim.measure


def _rivals(one: Evidence, other: Evidence) -> bool:
    return _about(one) == _about(other) and _name(one) != _name(other)


def _name(item: Evidence) -> str:
    return item.reader.removeprefix(WAITING).partition("/")[0]


def _words(item: Evidence, other: Evidence | None) -> str:
    if other is None:
        return f"found by reader {_name(item)} alone: accept, correct or reject it"
    fields = [
        f"{field.rstrip('_')} {_value(item, field)} or {_value(other, field)}"
        for field in _FIELDS
        if getattr(item.claim, field) != getattr(other.claim, field)
    ]
    said = "; ".join(fields) or "in their quotes"
    return f"readers {_name(item)} and {_name(other)} differ: {said}: accept this one, or {other.id}"


def _value(item: Evidence, field: str) -> str:
    value = getattr(item.claim, field)
    return " ".join(value) if isinstance(value, tuple) and value else str(value or "none")
