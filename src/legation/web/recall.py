"""Answers that cost much are kept for the next reader, each for as long as all that it follows from stays the same.

A key names what an answer follows from: the policy, and the last entry that bears on it. A new document thus leaves the
answers about other states as they are, and no answer outlives what it says.
"""

import dataclasses
import functools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from legation.model import Document
from legation.register import KnownAs, Register, State
from legation.register.results import Result, key_of

T = TypeVar("T")
Pair = tuple[str, str]
_MOST: Final = 160  # answers, up to a few megabytes each
_SMALL: Final = 4000  # parts of answers, a few kilobytes each
UNTITLED: Final = "A document without a title"
_FEW: Final = 400  # pairs that are looked up one by one; of more, all are read again


class Recall:
    """A small store of answers by what they follow from; the one asked for longest ago goes first."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is kept under a key; make it where there is none, once, however many ask for it meanwhile."""
        found = self._find(key)
        if found is not None:
            return found[0]  # type: ignore[no-any-return]  # what was kept under this key is what its maker made
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            found = self._find(key)
            if found is not None:
                return found[0]  # type: ignore[no-any-return]
            try:
                made = make()
                self.keep(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made

    def keep(self, key: Hashable, made: object) -> None:
        """Keep something under a key, in place of what is there."""
        with self._lock:
            self._held[key] = made
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

    def latest(self, key: Hashable) -> Any:
        """Give what is kept under a key, None where nothing is."""
        found = self._find(key)
        return found[0] if found else None

    @functools.cached_property
    def small(self) -> "Recall":
        """Give a store beside this one for small parts of answers, so that they push no answer out."""
        return Recall(_SMALL)

    def _find(self, key: Hashable) -> tuple[Any] | None:
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return (self._held[key],)


def folded(register: Register, recall: Recall, code: str, known: KnownAs) -> State:
    """Give what is held of one state as known then, kept until an entry bears on it."""
    last = register.known(known)
    upto = last.sequence if last else 0
    key = ("state", key_of(register.policy), code, register.last_on(code, upto))
    return dataclasses.replace(recall.get(key, lambda: register.state(upto, sending=code)), known=last)


def document(register: Register, recall: Recall, key: str) -> tuple[Document, int]:
    """Give a document and the minutes that it takes to read: of a table of megabytes both take long, and neither ever changes.

    Raises:
        DataError: there is none of this ID.
    """

    def read() -> tuple[Document, int]:
        found = register.document(key)
        return found, found.reading_minutes

    return recall.get(("document", key), read)


@dataclasses.dataclass(frozen=True, slots=True)
class Courses:
    """What is held of all missions on every day: by pair of states, up to an entry, the last that bore on any."""

    upto: int
    since: int
    pairs: dict[Pair, Result]


def courses(register: Register, recall: Recall, known: KnownAs) -> Courses:
    """Give what is held of all missions as known then: what was held a moment ago, with the pairs borne on since."""
    last = register.known(known)
    upto, policy = last.sequence if last else 0, key_of(register.policy)
    held: Courses | None = recall.latest(("courses", policy))
    if held is not None and held.upto == upto:
        return held
    if held is None or held.upto > upto:
        made = recall.get(("courses", policy, upto), lambda: _all(register, upto))
    else:
        before = held
        made = recall.get(("courses", policy, upto), lambda: _since(register, before, upto))
    if held is None or held.upto < upto:
        recall.keep(("courses", policy), made)
    return made


def _all(register: Register, upto: int) -> Courses:
    last = register.touched(0, upto, limit=1)
    found = register.courses(upto)
    return Courses(upto, last[0].seq if last else 0, {(one.sending, one.receiving): one for one in found})


def _since(register: Register, held: Courses, upto: int) -> Courses:
    borne = register.touched(held.upto, upto, limit=_FEW)
    if len(borne) == _FEW:
        return _all(register, upto)
    pairs = dict(held.pairs)
    for sending, receiving in {(one.one, one.other) for one in borne if one.kind == "mission"}:
        for fresh in register.courses(upto, sending=sending, receiving=receiving):
            pairs[sending, receiving] = fresh
    return Courses(upto, borne[0].seq if borne else held.since, pairs)
