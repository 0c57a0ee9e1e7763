"""The newest changes of the register, a page at a time: only the entries of the page are looked at, each once."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from legation.register import Change, Register
from legation.register.results import key_of
from legation.register.stretches import Touch, touch_of
from legation.web.recall import Recall

_STRIDE: Final = 120  # pairs of states that are looked at together


def newest(
    register: Register, recall: Recall, *, upto: int, after: int = 0, sending: str | None = None,
    receiving: str | None = None, beyond: Touch | None = None,
) -> Iterator[tuple[Touch, list[Change]]]:  # fmt: skip
    """Give, for each entry and pair of states on which it bears, what it changed there, the newest first.

    What an entry changed never changes again, so it is kept whatever comes after it.
    """
    while True:
        page = register.touched(after, upto, sending=sending, receiving=receiving, beyond=beyond, limit=_STRIDE)
        for _, group in groupby(page, key=lambda touch: touch[:3]):
            yield from _at(register, recall, list(group))
        if len(page) < _STRIDE:
            return
        beyond = page[-1]


def _at(register: Register, recall: Recall, touches: Sequence[Touch]) -> Iterator[tuple[Touch, list[Change]]]:
    found = recall.get(("changed", key_of(register.policy), *touches), lambda: register.changed(touches))
    for touch in touches:
        yield touch, [one for one in found if touch_of(one) == touch]
