"""Which claims of one kind at one mission tell of one and the same event.

Dated claims come first, the most exact before the vaguer ones; what has no date joins the happening that it can best be
about, judged by when it was published; plans join what became of them. Moves to two cities are two. Nothing joins
across an event that undoes the kind: between two closings that speak of one, the mission cannot have been opened. The
claims are taken in an order that follows from their content, so the order of the log plays no part.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from legation.model import When
from legation.register.identity import place
from legation.register.policy import Grouping
from legation.register.state import Evidence
from legation.register.timing import combine, gap, on, open_begin, window

OPENERS = frozenset({"opened", "resumed"})
CLOSERS = frozenset({"closed", "suspended"})


@dataclass(slots=True)
class Group:
    """Claims of one happening while it is put together; ``at`` is about when it was, for comparing only."""

    at: When
    told: list[Evidence] = field(default_factory=list)
    done: bool = True
    dates: set[When] = field(default_factory=set)

    def take(self, item: Evidence, at: When) -> None:
        """Add a claim; a dated one sharpens the place of the group in time."""
        self.told.append(item)
        if not self.done:
            self.at = self.at.hull(at)
            return
        when = window(item) if item.claim.status == "done" and item.claim.date else None
        if when is not None and when not in self.dates and not open_begin(when):  # many tell of one day
            self.dates.add(when)
            self.at = combine(self.dates) or self.at


def group(kind: str, told: Iterable[Evidence], undone: Sequence[When], rules: Grouping) -> list[list[Evidence]]:
    """Sort the claims of one kind at one mission into happenings.

    Args:
        kind: the kind that all claims have.
        told: the claims, in any order.
        undone: when the mission was in the opposite condition by any dated claim, for kinds that begin or end a spell.
        rules: the policy's numbers.
    """
    groups: list[Group] = []
    standing, dated, undated, foreseen = _sort(kind, told)
    _join_dated(dated, groups, undone, rules.agree_within(kind))
    for item, when in standing:
        day = on(when.latest)
        fresh = [end for end in undone if gap(end, day) > rules.stale_list_days]
        _join(item, day, groups, [(_before(held, day, fresh, None), held) for held in groups])
    limit = None if kind in OPENERS else rules.retold_within_days
    for item, day in undated:
        _join(item, day, groups, [(_before(held, day, undone, limit), held) for held in groups])
    for item, when in foreseen:
        outcomes = [(_outcome(item, when, held, undone, rules), held) for held in groups if held.done]
        if not _join(item, when, groups, outcomes, begin=False):
            pending = [(_waiting(when, held, undone, rules), held) for held in groups if not held.done]
            _join(item, when, groups, pending, done=False)
    return _as_ruled([held.told for held in groups])


def _as_ruled(groups: Iterable[list[Evidence]]) -> list[list[Evidence]]:
    """Take apart what people ruled to be apart, then put together what they ruled to be one."""
    parts: dict[tuple[int, str | None], list[Evidence]] = {}
    for number, told in enumerate(groups):
        for item in told:
            away = item.ruling.split if item.ruling else None
            parts.setdefault((-1 if away else number, away), []).append(item)
    found: list[list[Evidence]] = []
    for told in parts.values():
        labels = _labels(told)
        near = [held for held in found if labels & _labels(held)]
        found = [held for held in found if not any(held is one for one in near)]
        found.append([*(item for held in near for item in held), *told])
    return found


def _labels(told: Iterable[Evidence]) -> set[str]:
    return {item.ruling.merged for item in told if item.ruling and item.ruling.merged}


Placed = list[tuple[Evidence, When]]  # a claim, and where it stands in time for comparing


def _sort(kind: str, told: Iterable[Evidence]) -> tuple[Placed, Placed, Placed, Placed]:
    """Part the claims into: stands on a day; done on a date; done, undated; foreseen or denied."""
    standing: Placed = []
    dated: Placed = []
    undated: Placed = []
    foreseen: Placed = []
    for item in told:
        when = window(item)
        if item.claim.status != "done":
            said = _said(item)
            if when is None or open_begin(when):
                foreseen.append((item, said))
            else:
                foreseen.append((item, said.hull(when) if item.said else when))
        elif item.claim.date is None or when is None:
            undated.append((item, _said(item)))
        elif open_begin(when) and kind in OPENERS:
            standing.append((item, when))
        elif open_begin(when):
            undated.append((item, on(when.latest)))
        else:
            dated.append((item, when))
    dated.sort(key=lambda pair: (pair[1].days, pair[1].earliest, pair[0].id))
    for some in (standing, undated, foreseen):
        some.sort(key=lambda pair: (pair[1].latest, pair[1].earliest, pair[0].id))
    return standing, dated, undated, foreseen


def _said(item: Evidence) -> When:
    """Give the day of publication; a document without one is taken for the latest."""
    return on(item.said or dt.date.max)


def _join_dated(dated: Placed, groups: list[Group], undone: Sequence[When], within: int) -> None:
    """Put claims of a date into groups. Many tell of one date: once that has moved no group, the rest go the same way."""
    settled: When | None = None
    chosen: Group | None = None
    for item, when in dated:
        if chosen is not None and when == settled and _one_goal(item, chosen):
            chosen.take(item, when)
            continue
        places = [held.at for held in groups]
        _join(item, when, groups, [(_agree(held, when, undone, within), held) for held in groups])
        settled = when if places == [held.at for held in groups] else None
        chosen = next(held for held in groups if held.told[-1] is item)


def _join(
    item: Evidence,
    at: When,
    groups: list[Group],
    distances: Iterable[tuple[int | None, Group]],
    *,
    begin: bool = True,
    done: bool = True,
) -> bool:
    """Put a claim into the nearest group that can be about it, the later one of two; else let it begin its own."""
    near = [(apart, held) for apart, held in distances if apart is not None and _one_goal(item, held)]
    if near:
        min(near, key=lambda pair: (pair[0], -pair[1].at.latest.toordinal(), pair[1].told[0].id))[1].take(item, at)
    elif begin:
        groups.append(Group(at, done=done))
        groups[-1].take(item, at)
    return bool(near) or begin


def _one_goal(item: Evidence, held: Group) -> bool:
    """Whether a claim can tell of the same move as others: a mission that goes to two cities moves twice."""
    claim = item.claim
    if claim.kind != "moved" or claim.city is None:
        return True
    goals = {place(each.claim.city, claim.receiving) for each in held.told if each.claim.city}
    return not goals or place(claim.city, claim.receiving) in goals


def _agree(held: Group, when: When, undone: Sequence[When], within: int) -> int | None:
    apart = gap(held.at, when)
    return apart if apart <= within and not _between(held.at, when, undone) else None


def _before(held: Group, day: When, undone: Sequence[When], limit: int | None) -> int | None:
    """Tell how long before a day the group was, if it was, and nothing undid it since."""
    if held.at.earliest > day.latest or _between(held.at, day, undone):
        return None
    apart = gap(held.at, day)
    return apart if limit is None or apart <= limit else None


def _outcome(item: Evidence, when: When, held: Group, undone: Sequence[When], rules: Grouping) -> int | None:
    """Tell how far what was done lies from what is foreseen or denied, if it can be its outcome, or is told again."""
    if _between(held.at, when, undone):
        return None
    apart = gap(held.at, when)
    if held.at.latest >= when.earliest:
        return apart if apart <= rules.plan_lasts_days else None
    elsewhen = item.claim.when is not None and gap(item.claim.when, held.at) > rules.agree_within(item.claim.kind)
    return None if elsewhen or apart > rules.retold_within_days else apart


def _waiting(when: When, held: Group, undone: Sequence[When], rules: Grouping) -> int | None:
    apart = gap(held.at, when)
    return apart if apart <= rules.plan_lasts_days and not _between(held.at, when, undone) else None


def _between(one: When, other: When, undone: Sequence[When]) -> bool:
    """Whether an event that undoes the kind certainly lies between."""
    first, last = (one, other) if one.latest <= other.latest else (other, one)
    return any(first.latest < when.earliest and when.latest < last.earliest for when in undone)
