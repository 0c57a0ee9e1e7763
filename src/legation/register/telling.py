"""One pair of states at many points of known time: each claim is weighed once, and only what it changes is folded.

Nearly every entry is a document that was not there before. It adds claims and changes nothing of those that were told,
so what stood before it is used again. Whatever else comes (a ruling, another reading of a document, an older source of
the same words) has all weighed anew. What is said at a point is what ``fold`` says of the log up to it; a test holds
the one to the other at every entry.
"""

from bisect import insort
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from legation.register.decisions import Decision
from legation.register.entries import Entry
from legation.register.fold import Pair, fold_pair, pair_of, weigh
from legation.register.missions import Recall, by_day
from legation.register.origin import evidence, is_waiting
from legation.register.policy import Policy
from legation.register.results import Course, course

if TYPE_CHECKING:
    from legation.register.state import Evidence, Record


class Telling:
    """What is told of a pair as its part of the log grows; ``moved`` names the claims that people gave other states."""

    def __init__(self, pair: Pair, policy: Policy, moved: Collection[str] = ()) -> None:
        self._pair, self._policy, self._moved = pair, policy, moved
        self._log: list[Entry] = []
        self._documents: set[str] = set()
        self._ruled: set[str] = set()
        self._heard: set[str] = set()  # claims, and what is ruled on together with them
        self._told: list[Evidence] = []
        self._weighed = True
        self._recall = Recall()
        self._courses: dict[str, tuple[Record, Course]] = {}

    def take(self, entries: Iterable[Entry]) -> None:
        """Take the next entries that bear on the pair, and those that tell how their documents were read before."""
        for whole in entries:
            claims = {key: one for key, one in whole.claims.items() if key in self._moved or pair_of(one) == self._pair}
            entry = replace(whole, claims=claims)
            self._log.append(entry)
            if entry.decision:
                self._rule(entry.decision)
                self._weighed = self._weighed and not (self._documents & entry.originals.keys())
            elif self._weighed and self._is_new(entry):
                original = entry.originals.get(entry.source.id)
                for key in claims:
                    item = evidence(entry, key, entry, original, self._policy)
                    if pair_of(item.claim) == self._pair:
                        insort(self._told, item, key=by_day)
            else:
                self._weighed = False
            self._documents.add(entry.source.id)
            self._heard.update(claims)

    def _rule(self, decision: Decision) -> None:
        """Note a ruling; it counts if it names what was heard of the pair, or what another that counts names."""
        named = set(decision.named)
        self._ruled |= named
        if decision.kind == "withdraw" or named & self._heard:
            self._weighed = False
            self._heard |= named

    def _is_new(self, entry: Entry) -> bool:
        """Whether it only adds: a document not read before, by one reader, on which nobody ruled."""
        if is_waiting(entry.reader) or entry.source.id in self._documents:
            return False
        return not (self._ruled & entry.claims.keys()) and not (self._documents & entry.originals.keys())

    def _weigh(self) -> None:
        log = sorted(self._log, key=lambda entry: entry.known)
        told = [item for item in weigh(log, self._policy) if not item.waiting and pair_of(item.claim) == self._pair]
        self._told = sorted(told, key=by_day)
        self._recall = Recall()
        self._weighed = True

    def courses(self) -> list[Course]:
        """Say what follows for the missions of the pair from all that was taken."""
        if not self._weighed:
            self._weigh()
        found = []
        for key, record in sorted(fold_pair(self._pair, self._told, self._policy, self._recall).missions.items()):
            held = self._courses.get(key)
            if held is None or held[0] is not record:
                held = self._courses[key] = record, course(record)
            found.append(held[1])
        return found
