"""The documents seen so far, by their marks: each new one is told which earlier ones it is a copy or a later version of."""

from collections import Counter, defaultdict
from typing import Literal

import msgspec

from legation.copies.likeness import ENOUGH, SHARED, Shingles, likeness, marks, shingles
from legation.model import Document, digest

Relation = Literal["copy", "version"]
_COMMON = 500  # documents that share one mark, beyond which it is a set phrase and finds nothing


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """That a document has the text of an earlier one: a ``version`` where the same publisher or address gave both.

    ``likeness`` is the share of the shorter text's runs of words that stand in the other.
    """

    document: str
    earlier: str
    relation: Relation
    likeness: float


class _Held(msgspec.Struct, frozen=True):
    id: str
    publisher: str | None
    url: str | None
    runs: Shingles


class Index:
    """Grows by one document at a time; what a document is a copy of never depends on those that come after it."""

    def __init__(self) -> None:
        self._held: list[_Held] = []
        self._by_mark: defaultdict[int, list[int]] = defaultdict(list)
        self._short: dict[str, int] = {}

    def add(self, document: Document) -> list[Link]:
        """Take in a document, and give its links to earlier ones, the likest first.

        A text too short to tell a copy from a set phrase is a copy of one with exactly its words.
        """
        runs = shingles(document.text)
        one = _Held(document.id, document.publisher, document.url, runs)
        number = len(self._held)
        self._held.append(one)
        if not runs:
            key = digest("words", document.text.casefold().split())
            earlier = self._short.setdefault(key, number)
            return [self._link(one, self._held[earlier], 1.0)] if earlier != number else []
        found = Counter[int]()
        for mark in marks(runs):
            holders = self._by_mark[mark]
            if len(holders) <= _COMMON:
                found.update(holders)
                holders.append(number)
        links = []
        for each, shared in found.items():
            if shared >= SHARED and (share := likeness(runs, self._held[each].runs)) >= ENOUGH:
                links.append(self._link(one, self._held[each], share))
        return sorted(links, key=lambda link: (-link.likeness, link.earlier))

    @staticmethod
    def _link(one: _Held, earlier: _Held, share: float) -> Link:
        same = (one.url and one.url == earlier.url) or (one.publisher and one.publisher == earlier.publisher)
        relation: Relation = "version" if same else "copy"
        return Link(document=one.id, earlier=earlier.id, relation=relation, likeness=round(share, 3))
