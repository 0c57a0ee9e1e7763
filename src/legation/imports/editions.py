"""What a new edition of a data set says that the one before did not, and what is no longer in it.

An edition is known as one of a data set by title and publisher. The comparison is of what the two say of each mission,
not of lines, so a new order or new columns are no change. A mission that has vanished from a list has not therefore
closed: it is told, and no claim is made of it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from legation.errors import DataError
from legation.imports.table import Imported
from legation.model import Claim, Document, dates
from legation.register import Register

Key = tuple[str, str, str, str]  # sending, receiving, kind of mission, city ("" where none is said)
Told = tuple[str, str, str]  # kind of claim, date, covered from


@dataclass(frozen=True, slots=True)
class Difference:
    """How one edition differs from an earlier one, mission by mission, in order."""

    before: str  # the day of the earlier edition, or its ID where it has none
    appeared: tuple[Key, ...]
    vanished: tuple[Key, ...]
    changed: tuple[tuple[Key, tuple[Told, ...], tuple[Told, ...]], ...]  # with what was said before and is said now

    @property
    def lines(self) -> Iterator[str]:
        """Say each in a line."""
        for key in self.appeared:
            yield f"new in this edition: {_named(key)}"
        for key in self.vanished:
            yield f"no longer in this edition: {_named(key)}; that says nothing of a closing"
        for key, before, now in self.changed:
            yield f"changed: {_named(key)}: {_said(before)} → {_said(now)}"


def previous(register: Register, document: Document) -> Document | None:
    """Give the latest other edition of the same data set that the register holds."""
    same = [
        source
        for source in register.documents()
        if source.id != document.id
        and (source.title, source.publisher) == (document.title, document.publisher)
        and (source.published or "") <= (document.published or "9999")
    ]
    return register.document(same[-1].id) if same else None


def compare(register: Register, found: Imported, reread: Callable[[Document], Imported]) -> Difference | None:
    """Compare an edition with the one before it in the register; None where there is none that can still be read."""
    before = previous(register, found.document)
    if before is None:
        return None
    try:
        earlier = reread(before)
    except DataError:
        return None
    return difference(earlier, found)


def difference(earlier: Imported, later: Imported) -> Difference:
    """Compare two editions."""
    before, now = _missions(earlier.claims), _missions(later.claims)
    changed = [(key, before[key], now[key]) for key in before.keys() & now.keys() if before[key] != now[key]]
    return Difference(
        before=earlier.document.published or earlier.document.id,
        appeared=tuple(sorted(now.keys() - before.keys())),
        vanished=tuple(sorted(before.keys() - now.keys())),
        changed=tuple(
            (key, tuple(sorted(old - new)), tuple(sorted(new - old))) for key, old, new in sorted(changed, key=_first)
        ),
    )


def _missions(claims: Iterable[Claim]) -> dict[Key, frozenset[Told]]:
    """Gather what is said of each mission; that it stood on the day of its own edition is no news."""
    found: dict[Key, set[Told]] = defaultdict(set)
    for claim in claims:
        key = (claim.sending or "", claim.receiving or "", claim.mission or claim.kind, claim.city or "")
        standing = claim.date and dates.parse(claim.date).earliest == dt.date.min
        found[key].add((claim.kind, "" if standing else claim.date or "", claim.from_ or ""))
    return {key: frozenset(told) for key, told in found.items()}


def _first(one: tuple[Key, object, object]) -> Key:
    return one[0]


def _named(key: Key) -> str:
    sending, receiving, kind, city = key
    return f"{sending} in {receiving}, {kind.replace('_', ' ')}{f', {city}' if city else ''}"


def _said(told: tuple[Told, ...]) -> str:
    return "; ".join(" ".join(part for part in one if part) for one in told) or "nothing"
