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
    if register.adopted_since(after):  # an entry of a policy bears on everything, and is told by the whole log alone
        for touch, found in _whole(register, recall, upto, after):
            sides = {touch.one, touch.other} if touch.kind == "relation" else None
            wanted = sending in {None, *(sides or {touch.one})} and receiving in {None, *(sides or {touch.other})}
            if wanted and (beyond is None or _order(touch) > _order(beyond)):
                yield touch, found
        return
    while True:
        page = register.touched(after, upto, sending=sending, receiving=receiving, beyond=beyond, limit=_STRIDE)
        for _, group in groupby(page, key=lambda touch: touch[:3]):
            yield from _at(register, recall, list(group))
        if len(page) < _STRIDE:
            return
        beyond = page[-1]


def _at(register: Register, recall: Recall, touches: Sequence[Touch]) -> Iterator[tuple[Touch, list[Change]]]:
    found = recall.small.get(("changed", key_of(register.policy), *touches), lambda: register.changed(touches))
    for touch in touches:
        yield touch, [one for one in found if touch_of(one) == touch]


def _whole(register: Register, recall: Recall, upto: int, after: int) -> Iterator[tuple[Touch, list[Change]]]:
    key = ("all that changed", key_of(register.policy), upto, after)
    every = recall.get(key, lambda: [one for one in register.changes(after) if one.known.sequence <= upto])
    for touch, group in groupby(sorted(every, key=lambda one: _order(touch_of(one))), key=touch_of):
        yield touch, list(group)


def _order(touch: Touch) -> tuple[int, str, str, str]:
    return -touch.seq, *touch[1:]
