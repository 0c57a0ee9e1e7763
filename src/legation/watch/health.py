"""How each source does: when it answered last, how much news it has, what went wrong, and whether it is silent for too long."""

from collections.abc import Collection
from typing import Final, Literal

import msgspec

from legation.register.beside import iso
from legation.watch.ledger import Ledger

Condition = Literal["well", "failing", "silent", "not asked yet"]
_WEEK: Final = 7 * 86_400


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """One source. ``a_day``: news items a day over the last week; moments are UTC, ISO 8601, to the second.

    ``error`` is what went wrong when the source was asked last, ``item_error`` what went wrong with the latest item of the
    last week that could not be taken in.
    """

    name: str
    url: str
    condition: Condition
    asked: str | None = None
    answered: str | None = None
    news: str | None = None
    next: str | None = None
    a_day: float = 0.0
    items: int = 0
    kept: int = 0
    passed: int = 0
    refused: int = 0
    waiting: int = 0
    failures: int = 0
    error: str | None = None
    item_error: str | None = None


def health(ledger: Ledger, now: float, names: Collection[str] | None = None) -> list[Health]:
    """Tell how the sources do, all or those named, and those that need somebody first. ``now``: seconds since 1970."""
    counts, faults = ledger.counts(now - _WEEK), ledger.faults(now - _WEEK)
    found = []
    for row in ledger.sources():
        if names is not None and row["name"] not in names:
            continue
        of = counts.get(row["name"], {})
        watched = max(1.0, min(_WEEK, now - (row["begun"] or now)) / 86_400)
        quiet = row["begun"] and now - (row["news"] or row["begun"]) > row["silent"]
        condition: Condition = (
            "failing" if row["failures"] else "not asked yet" if not row["answered"] else "silent" if quiet else "well"
        )
        found.append(
            Health(
                name=row["name"], url=row["url"], condition=condition, asked=iso(row["asked"]),
                answered=iso(row["answered"]), news=iso(row["news"]), next=iso(row["next"]),
                a_day=round(sum(lately for _, lately in of.values()) / watched, 1),
                items=sum(every for every, _ in of.values()), kept=_of(of, "kept"), passed=_of(of, "passed"),
                refused=_of(of, "refused") + _of(of, "failed"), waiting=_of(of, "new"), failures=row["failures"],
                error=row["error"], item_error=faults.get(row["name"]),
            )
        )  # fmt: skip
    order = ("failing", "silent", "not asked yet", "well")
    return sorted(found, key=lambda one: (order.index(one.condition), one.name))


def _of(counts: dict[str, tuple[int, int]], state: str) -> int:
    return counts.get(state, (0, 0))[0]
