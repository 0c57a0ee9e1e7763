"""Results for points of known time that are over, laid so that a question about what was known then need not fold.

At every entry that bears on a pair of states what follows for it is worked out, and one row stands for as long as it
stays the same. What came later is folded when it is asked for. These rows lie apart from those that hold now, which most questions
are about.
"""

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from legation.register.entries import Entry
from legation.register.policy import Policy
from legation.register.results import Course, past
from legation.register.tables import results, touches
from legation.register.telling import Telling

Point = tuple[int, int, list[Course]]  # from an entry to the next that bears on the pair


@dataclass(frozen=True, slots=True)
class Gap:
    """A pair of states at which something is not laid: all entries that bear on it, and those of which nothing is."""

    sending: str
    receiving: str
    touched: Sequence[int]
    missing: Collection[int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What follows for a pair from an entry on until another."""

    sending: str
    receiving: str
    since: int
    until: int
    courses: list[Course]


class Log:
    """What matters to some pairs of states, so that what bears on one of them can be taken from it, point by point."""

    def __init__(self, log: Iterable[Entry]) -> None:
        self._entries = {entry.known.sequence: entry for entry in sorted(log, key=lambda entry: entry.known)}
        ruled = [entry.decision for entry in self._entries.values() if entry.decision]
        self.moved = frozenset(each.target for each in ruled if each.kind == "correct")
        self._readings: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            self._readings[entry.source.id].append(entry)
        documents = {entry.source.id for entry in self._entries.values() if self.moved & entry.claims.keys()}
        self._always = [
            number for number, each in self._entries.items() if each.decision or each.source.id in documents
        ]

    def steps(self, touched: Iterable[int]) -> Iterator[tuple[int, list[Entry]]]:
        """Give for each entry that bears on a pair what is to be taken with it: the fold up to it heeds no more.

        That is the entry, how its document was read before, and every ruling with the documents of claims moved by one.
        """
        taken: set[int] = set()
        always = iter(self._always)
        coming = next(always, None)
        for seq in touched:
            wanted = [each.known.sequence for each in self._readings[self._entries[seq].source.id]]
            while coming is not None and coming <= seq:
                wanted.append(coming)
                coming = next(always, None)
            fresh = sorted({number for number in wanted if number <= seq} - taken)
            taken.update(fresh)
            yield seq, [self._entries[number] for number in fresh]


def lay(log: Iterable[Entry], gaps: Iterable[Gap], policy: Policy) -> Iterator[Stretch]:
    """Work out what holds where nothing is laid, each until the next entry that bears on its pair.

    Args:
        log: all that matters to the pairs.
        gaps: where something is to be laid.
        policy: the rules.
    """
    part = Log(log)
    for gap in gaps:
        telling = Telling(("mission", gap.sending, gap.receiving), policy, part.moved)
        yield from _merged(gap, _told(telling, part, gap))


def _told(telling: Telling, part: Log, gap: Gap) -> Iterator[Point]:
    until = dict(itertools.pairwise(gap.touched))
    for seq, entries in part.steps(gap.touched):
        telling.take(entries)
        if seq in gap.missing:
            yield seq, until[seq], telling.courses()


def _merged(gap: Gap, points: Iterable[Point]) -> Iterator[Stretch]:
    """Put together what stays the same from one entry to the next."""
    held: Point | None = None
    for since, until, courses in points:
        if held is not None and held[1] == since and held[2] == courses:
            held = held[0], until, courses
            continue
        if held is not None:
            yield Stretch(gap.sending, gap.receiving, *held)
        held = since, until, courses
    if held is not None:
        yield Stretch(gap.sending, gap.receiving, *held)


def gaps(connection: sa.Connection, policy: str, sending: str, upto: int) -> list[Gap]:
    """Tell where nothing is laid of a state's pairs, of the entries before the last that bears on each by an entry."""
    query = sa.select(touches.c.other, touches.c.seq).where(touches.c.one == sending, touches.c.kind == "mission")
    touched: dict[str, list[int]] = defaultdict(list)
    for other, seq in connection.execute(query.where(touches.c.seq <= upto).order_by(touches.c.other, touches.c.seq)):
        touched[other].append(seq)
    held = sa.select(results.c.other, results.c.since, results.c.until)
    held = held.where(
        results.c.policy.in_((policy, past(policy))), results.c.one == sending, results.c.kind == "mission"
    )
    laid: dict[str, set[int]] = defaultdict(set)
    for other, since, until in connection.execute(held.where(results.c.until.is_not(None))):
        seqs = touched.get(other, [])
        laid[other].update(seqs[bisect_left(seqs, since) : bisect_left(seqs, until)])
    found = [Gap(sending, other, seqs, set(seqs[:-1]) - laid[other]) for other, seqs in touched.items()]
    return [gap for gap in found if gap.missing]


def keep(connection: sa.Connection, policy: str, sending: str, found: Iterable[Stretch]) -> None:
    """Store what was laid of a state's pairs, and put to it what was stored for the present and has ended since."""
    mine = (results.c.one == sending, results.c.kind == "mission")
    ended = (results.c.policy == policy, *mine, results.c.until.is_not(None))
    rows = [{**row, "policy": past(policy)} for row in connection.execute(sa.select(results).where(*ended)).mappings()]
    rows += [
        {"policy": past(policy), "one": each.sending, "kind": "mission", "other": each.receiving}
        | {"since": each.since, "until": each.until, "body": msgspec.json.encode(each.courses).decode()}
        for each in found
    ]
    there = sa.select(results.c.other, results.c.since).where(results.c.policy == past(policy), *mine)
    held = {tuple(row) for row in connection.execute(there)}  # another process may have laid the same
    fresh = {key: row for row in rows if (key := (row["other"], row["since"])) not in held}
    connection.execute(sa.delete(results).where(*ended))
    if fresh:
        connection.execute(sa.insert(results), list(fresh.values()))
