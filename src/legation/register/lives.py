"""No mission outlives the state that sends or receives it: East Germany's ended on the day on which East Germany did.

Nobody writes of a hundred embassies that each has closed when a state ends. A state that goes on under another name or code
has not ended, and what is told of a mission after the end is left as it stands: it waits for review as what cannot be so.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from legation import gazetteer
from legation.errors import UnknownState
from legation.register.state import Spell
from legation.register.timing import on


def outlived(told: Sequence[Spell], states: Iterable[str]) -> tuple[Spell, ...]:
    """Let a mission's last spell end, where nobody tells of its end, on the day on which one of its states ended."""
    last = min((day for code in states if (day := ended(code))), default=None)
    if not told or last is None or told[-1].end is not None:
        return tuple(told)
    begin = told[-1].begin
    if begin is not None and begin.latest >= last:
        return tuple(told)
    return (*told[:-1], replace(told[-1], end=on(last)))


@functools.cache
def ended(code: str) -> dt.date | None:
    """Give the day on which a state ended; None where it exists, or where there is none of this code."""
    try:
        return gazetteer.state(code).ended
    except UnknownState:
        return None
