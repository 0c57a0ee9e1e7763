"""One reopening that one document calls an opening and another a resumption is one happening, and a resumption.

Who writes that a mission "resumed work" says that it had been there before; who writes of the same day that it "opened"
says no other thing, but less. The first opening of a mission stays one: it was before the first end that is told.
"""

from collections.abc import Sequence
from typing import Final

from legation.register.happenings import CLOSERS
from legation.register.state import Evidence
from legation.register.timing import open_begin, window

_EXACT: Final = 31  # days: where no end is told, only a date this exact can be that of a resumption


def kind_of(item: Evidence, told: Sequence[Evidence]) -> str:
    """Give the kind under which a claim is put together with others: its own, or that of the resumption it tells of.

    Args:
        item: the claim.
        told: all claims of its mission, in any order.
    """
    when = window(item)
    if item.claim.kind != "opened" or item.claim.date is None or when is None or open_begin(when):
        return item.claim.kind
    if not any(_resumes(other) and (at := window(other)) and at.can_agree(when) for other in told):
        return "opened"
    ends = [at for other in told if _ends(other) and (at := window(other))]
    was_there = any(end.earliest <= when.earliest for end in ends) if ends else when.days <= _EXACT
    return "resumed" if was_there else "opened"


def _resumes(item: Evidence) -> bool:
    return item.claim.kind == "resumed" and item.claim.date is not None and item.claim.status != "denied"


def _ends(item: Evidence) -> bool:
    return item.claim.kind in CLOSERS and item.claim.status == "done"
