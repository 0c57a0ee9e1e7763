"""One reopening that one document calls an opening and another a resumption is one happening, and a resumption.

Who writes that a mission "resumed work" says that it had been there before; who writes of the same day that it "opened"
says no other thing, but less. The first opening of a mission stays one: it was before the first end that is told.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from legation.model import When
from legation.register.happenings import CLOSERS
from legation.register.state import Evidence
from legation.register.timing import open_begin, window

_EXACT: Final = 31  # days: where no end is told, only a date this exact can be that of a resumption


def kinds(told: Sequence[Evidence]) -> list[str]:
    """Give for each claim the kind under which it is put together with others: its own, or the resumption it tells of.

    Args:
        told: all claims of one mission, in any order.
    """
    resumed = {at for item in told if _resumes(item) and (at := window(item))}
    if not resumed:
        return [item.claim.kind for item in told]
    ends = [at.earliest for item in told if _ends(item) and (at := window(item))]
    return [_kind(item, resumed, min(ends, default=None)) for item in told]


def _kind(item: Evidence, resumed: Iterable[When], first_end: dt.date | None) -> str:
    if item.claim.kind != "opened" or item.claim.date is None:
        return item.claim.kind
    when = window(item)
    if when is None or open_begin(when) or not any(at.can_agree(when) for at in resumed):
        return "opened"
    was_there = when.days <= _EXACT if first_end is None else first_end <= when.earliest
    return "resumed" if was_there else "opened"


def _resumes(item: Evidence) -> bool:
    return item.claim.kind == "resumed" and item.claim.date is not None and item.claim.status != "denied"


def _ends(item: Evidence) -> bool:
    return item.claim.kind in CLOSERS and item.claim.status == "done"
