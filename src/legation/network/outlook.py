"""What is announced or expected and has not happened, by whom, and whether its day has passed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from legation.model import Answer
from legation.network.quotes import in_order
from legation.network.story import TURNS, happening_form
from legation.register import Definition, Evidence, Happening, Record, State

_TO_COME: Final = ("announced", "expected", "disputed")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A happening that is still to come, or of which it is disputed whether it came. ``overdue``: its day has passed."""

    record: Record
    happening: Happening
    overdue: Answer

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one line of ``legation outlook --json``."""
        return {
            "mission": self.record.mission.id,
            "receiving": self.record.mission.receiving,
            "city": self.record.city or self.record.mission.city,
            "overdue": self.overdue.value,
            **happening_form(self.happening),
        }


def outlook(state: State, sending: str, on: dt.date, definition: Definition | None = None) -> list[Foreseen]:
    """List what had been said to come by a day and is not known to have come; disputes stand last.

    With a definition, only missions of kinds that it counts.
    """
    found = []
    for record in state.missions.values():
        if record.mission.sending != sending or (definition and not definition.has_kind(record.kind)):
            continue
        for one in record.happenings:
            said = [evidence.said for evidence in one.evidence if evidence.said]
            if one.kind in TURNS and one.standing in _TO_COME and (not said or min(said) <= on):
                found.append(Foreseen(record, one, one.when.by(on) if one.when else Answer.UNKNOWN))
    return sorted(
        found, key=lambda one: (_TO_COME.index(one.happening.standing), one.record.mission.id, one.happening.id)
    )


def figures_foreseen(state: State, sending: str, on: dt.date) -> list[Evidence]:
    """List numbers that were foreseen by a day ("about a dozen will close"), in the order of publication."""
    return in_order(
        one
        for one in state.figures
        if one.claim.sending == sending
        and one.claim.status in ("planned", "possible")
        and (one.said is None or one.said <= on)
    )
