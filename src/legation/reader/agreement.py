"""Two readers of one document: what they agree on, what they differ on, and a reader made of both.

Readers of different kinds fail in different places, so what both find is right far more often than what one finds.
They agree on a claim if kind, states and number are the same and neither contradicts the other in status, city, date,
level or holder; a field that only one of them gives contradicts nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import tee
from typing import Any, Final

import msgspec

from legation.gazetteer.letters import fold
from legation.model import Claim, Document, Reading
from legation.model.vocabulary import CLASS_OF, RELATION_KINDS
from legation.reader.rules import Reader
from legation.reader.types import Trace
from legation.reader.unread import Unread

_MARGIN: Final = 0.011  # "nearly a quarter" may be read as .25 or .24
FIELDS: Final = ("status", "city", "date", "mission", "holder")  # in this order differences are named
_TITLES: Final = frozenset(
    {"the", "of", "and", "a", "an", "for", "s", "official", "officials", "spokesman", "ministry"}
)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A claim on which two readers differ: in some fields, or in that only one of them has it (``fields`` is empty)."""

    first: Claim | None
    second: Claim | None
    fields: tuple[str, ...] = ()


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Two readings compared; ``agreed`` holds pairs, the first reader's claim first."""

    agreed: tuple[tuple[Claim, Claim], ...]
    differing: tuple[Difference, ...]


def compare(first: Sequence[Claim], second: Sequence[Claim]) -> Agreement:
    """Pair the claims of two readers, those with the fewest differences first, and part agreement from difference."""
    options = sorted(
        (len(differences(one, other)), abs(one.start - other.start), i, j)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
        if _same(one, other)
    )
    agreed: list[tuple[Claim, Claim]] = []
    differing: list[Difference] = []
    left, right = dict(enumerate(first)), dict(enumerate(second))
    for _, _, i, j in options:
        if i in left and j in right:
            one, other = left.pop(i), right.pop(j)
            if fields := differences(one, other):
                differing.append(Difference(first=one, second=other, fields=fields))
            else:
                agreed.append((one, other))
    differing += [Difference(first=one, second=None) for one in left.values()]
    differing += [Difference(first=None, second=other) for other in right.values()]
    agreed.sort(key=lambda pair: (pair[0].start, pair[0].kind, str(pair[0].receiving)))
    return Agreement(agreed=tuple(agreed), differing=tuple(differing))


def differences(one: Claim, other: Claim) -> tuple[str, ...]:
    """Name the fields in which two claims of the same thing contradict each other."""
    found = {
        "status": one.status != other.status,
        "city": bool(one.city and other.city and fold(one.city) != fold(other.city)),
        "date": bool(one.when and other.when and not one.when.can_agree(other.when)),
        "mission": _classes(one) != _classes(other) and None not in (_classes(one), _classes(other)),
        "holder": bool(one.holder and other.holder and not _words(one.holder) & _words(other.holder)),
    }
    return tuple(field for field in FIELDS if found[field])


class Agreed(Reading, frozen=True, kw_only=True):
    """What two readers agree on; ``waiting`` is for people to decide before it goes anywhere."""

    waiting: tuple[Difference, ...] = ()


class PairReader:
    """Two readers as one: it claims what both find, in the first one's words, and hands on what they differ on."""

    def __init__(self, first: Reader, second: Reader) -> None:
        self.first, self.second = first, second

    @property
    def name(self) -> str:
        """Both names and versions in one word."""
        return f"both/{self.first.name.replace('/', '-')}+{self.second.name.replace('/', '-')}"

    def read(self, document: Document) -> Reading:
        """Read one document with both."""
        return self._joined(document.id, self.first.read(document), self.second.read(document))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents with both, in order."""
        one, other = tee(documents)
        for first, second in zip(self.first.read_many(one), self.second.read_many(other), strict=True):
            yield self._joined(first.document, first, second)

    def explain(self, document: Document) -> list[tuple[Claim, tuple[Trace, ...]]]:
        """Read one document and tell the first reader's reasons for what both find."""
        reader: Any = self.first
        kept = set(self.read(document).claims)
        return [(claim, traces) for claim, traces in reader.explain(document) if claim in kept]

    def _joined(self, document: str, first: Reading, second: Reading) -> Reading:
        for one in (first, second):
            if isinstance(one, Unread):  # half of a comparison is none
                return Unread(document=document, reader=self.name, claims=(), fault=one.fault, detail=one.detail)
        found = compare(first.claims, second.claims)
        claims = tuple(claim for claim, _ in found.agreed)
        return Agreed(document=document, reader=self.name, claims=claims, waiting=found.differing)


def _same(one: Claim, other: Claim) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "counted":
        value = abs((one.value or 0) - (other.value or 0)) < _MARGIN
        return (one.sending, one.measure) == (other.sending, other.measure) and value
    if one.kind == "explained":
        return one.sending == other.sending and bool(set(one.causes) & set(other.causes))
    pairs = [(one.sending, one.receiving), (other.sending, other.receiving)]
    if one.kind in RELATION_KINDS:
        return sorted(map(str, pairs[0])) == sorted(map(str, pairs[1]))
    return pairs[0] == pairs[1]


def _classes(claim: Claim) -> str | None:
    found = CLASS_OF[claim.mission] if claim.mission else None
    return None if found == "unspecified" else found


def _words(name: str) -> frozenset[str]:
    every = frozenset(re.findall(r"\w+", fold(re.sub(r"['’]s\b", "", name))))
    return every - _TITLES or every
