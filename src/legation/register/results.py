"""What follows for each pair of states, stored beside the log, so that a question need not fold it all again.

A result holds, for every mission of the pair, what ``glance`` says of it on every day, as a list of the days on which
that changes. It is valid from the last entry that bears on the pair until the next one. Results may be thrown away at
will: they are keyed by the policy and by the code that made them, and whatever is not there is folded again. ``whole``
says at which entry every pair has one, so that only what came later has to be looked for; ``laid`` says up to which entry
every pair has one at every point. Those that have ended are laid apart, under the key of ``past``.
"""

import datetime as dt
import functools
import hashlib
import importlib.resources
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec
import sqlalchemy as sa

from legation.model import Answer
from legation.model.vocabulary import Condition, Standing
from legation.register.derived import survey
from legation.register.opinion import glance, turns
from legation.register.organs import plain
from legation.register.policy import Policy
from legation.register.seats import before_moves
from legation.register.state import Record, State
from legation.register.tables import about, entries, results, touches

WHOLE: Final = "whole:"
LAID: Final = "laid:"
ROUND: Final = "round"  # how often all results were thrown away
_SHORT: Final = 2000  # entries
Segment = tuple[int, Answer, Condition | None, tuple[Standing, ...]]  # from this day (ordinal) on
Course = tuple[str, str | None, str | None, list[Segment]]  # mission, kind, city


class Stored(NamedTuple):
    """What is stored at one moment: the results that hold, the pairs by sending state of which none is, and the round."""

    held: list["Result"]
    missing: dict[str, list[str]]
    round: int


class Result(msgspec.Struct, frozen=True):
    """What is stored for one pair; ``since`` and ``until`` are None while it is not yet stored."""

    sending: str
    receiving: str
    courses: list[Course]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the register says of one mission on one day, without the claims behind it."""

    mission: str
    kind: str | None
    city: str | None
    answer: Answer
    condition: Condition | None
    marks: tuple[Standing, ...]


@functools.cache
def _code() -> str:
    """Give a sum over the code that results follow from, so that none outlives a change of it."""
    digest = hashlib.sha256()
    for room in ("register", "model", "gazetteer"):
        for file in sorted(importlib.resources.files(f"legation.{room}").iterdir(), key=lambda each: each.name):
            if file.name.endswith((".py", ".toml")):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def key_of(policy: Policy) -> str:
    """Name what results follow from besides the log."""
    return hashlib.sha256(_code().encode() + msgspec.json.encode(policy)).hexdigest()[:16]


def course(record: Record) -> Course:
    """Work out what is said of a mission on every day."""
    segments: list[Segment] = []
    for day in turns(record):
        now = glance(record, day)
        if not segments or segments[-1][1:] != now:
            segments.append((day.toordinal(), *now))
    return record.mission.id, record.kind, record.city, segments


def from_state(state: State, pairs: Iterable[tuple[str, str]]) -> list[Result]:
    """Give the results of some pairs of a state that was folded from (at least) their part of the log."""
    found: dict[tuple[str, str], list[Course]] = {pair: [] for pair in pairs}
    for record in state.missions.values():
        pair = record.mission.sending, record.mission.receiving
        if pair in found:
            found[pair].append(course(record))
    return [Result(*pair, courses) for pair, courses in found.items()]


def seen_on(found: Iterable[Result], day: dt.date) -> Iterator[Seen]:
    """Read off what is said of every mission on one day; an embassy in today's seat was in that of the day."""
    ordinal, moved = day.toordinal(), before_moves(day)
    for result in found:
        seat = moved.get(result.receiving)
        for mission, kind, last, segments in result.courses:
            city = seat[1] if seat and last and mission.endswith("-embassy") and plain(last) == seat[0] else last
            place = bisect_right(segments, ordinal, key=lambda segment: segment[0]) - 1
            yield Seen(mission, kind, city, *segments[place][1:])


def past(policy: str) -> str:
    """Give the key under which results lie that hold no longer."""
    return f"{policy}:past"


def held(connection: sa.Connection, policy: str, sending: str | None, receiving: str | None, upto: int) -> list[Result]:
    """Give the results that hold at an entry: of one state's missions, of those in one state, or of all."""
    query = (
        sa.select(results.c.one, results.c.other, results.c.body)
        .where(_of(connection, policy, upto), results.c.kind == "mission", _holds(upto))
        .order_by(results.c.one, results.c.other)
    )
    if sending is not None:
        query = query.where(results.c.one == sending)
    if receiving is not None:
        query = query.where(results.c.other == receiving)
    return [Result(one, other, _DECODER.decode(body)) for one, other, body in connection.execute(query).all()]


_DECODER: Final = msgspec.json.Decoder(list[Course])


def stored(connection: sa.Connection, policy: str, sending: str | None, receiving: str | None, upto: int) -> Stored:
    """Give what is stored as known at an entry, in one transaction: another process may lay results or throw them away."""
    asked = (policy, sending, receiving, upto)
    return Stored(held(connection, *asked), missing(connection, *asked), round_of(connection))


def _of(connection: sa.Connection, policy: str, upto: int) -> sa.ColumnElement[bool]:
    """Choose among which results one that holds at an entry is to be sought: at the last one, the past plays no part."""
    last = connection.execute(sa.select(sa.func.max(entries.c.seq))).scalar() or 0
    return results.c.policy == policy if upto >= last else results.c.policy.in_((policy, past(policy)))


def _holds(upto: int) -> sa.ColumnElement[bool]:
    return sa.and_(results.c.since <= upto, sa.or_(results.c.until.is_(None), results.c.until > upto))


def missing(
    connection: sa.Connection, policy: str, sending: str | None, receiving: str | None, upto: int
) -> dict[str, list[str]]:
    """Tell of which pairs no result holds at an entry, by sending state."""
    at, laid = noted(connection, WHOLE, policy), noted(connection, LAID, policy)
    if upto <= laid:
        return {}
    whole = at if at <= upto else laid
    bearing = sa.select(touches.c.one, touches.c.other).where(touches.c.kind == "mission", touches.c.seq <= upto)
    bearing = bearing.where(touches.c.seq > whole) if whole else bearing
    if sending is not None:
        # of a short stretch of the log all is looked through: SQLite would go through all that was ever said of the state
        one = touches.c.one.concat("") if whole and upto - whole < _SHORT else touches.c.one
        bearing = bearing.where(one == sending)
    if receiving is not None:
        other = touches.c.other.concat("") if whole and upto - whole < _SHORT else touches.c.other
        bearing = bearing.where(other == receiving)
    pairs = bearing.distinct().subquery()
    # each pair is looked up: to go through all that is stored would cost more with every pair in the register
    there = sa.and_(results.c.one == pairs.c.one, results.c.kind == "mission", results.c.other == pairs.c.other)
    stored = sa.exists().where(_of(connection, policy, upto), there, _holds(upto))
    query = sa.select(pairs.c.one, pairs.c.other).where(~stored)
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in connection.execute(query):
        found[one].append(other)
    return found


def keep(connection: sa.Connection, policy: str, found: Sequence[Result], upto: int) -> None:
    """Store results as known at an entry, each from the last entry that bears on its pair until the next."""
    for result in found:
        same = [results.c.policy == policy, results.c.one == result.sending]
        same += [results.c.kind == "mission", results.c.other == result.receiving]
        bearing = [touches.c.one == result.sending, touches.c.kind == "mission", touches.c.other == result.receiving]
        last = sa.select(sa.func.max(touches.c.seq)).where(*bearing, touches.c.seq <= upto)
        since = connection.execute(last).scalar()
        until = connection.execute(sa.select(sa.func.min(touches.c.seq)).where(*bearing, touches.c.seq > upto)).scalar()
        if since is None:
            continue
        connection.execute(sa.delete(results).where(*same, results.c.since == since))
        row = {"policy": policy, "one": result.sending, "kind": "mission", "other": result.receiving}
        body = msgspec.json.encode(result.courses).decode()
        connection.execute(sa.insert(results), {**row, "since": since, "until": until, "body": body})


def note(connection: sa.Connection, mark: str, policy: str, seq: int, begun: int) -> None:
    """Note an entry beside the results, under a mark, unless a new round began since the one in which it was begun."""
    if begun == round_of(connection):
        _write(connection, mark + policy, seq)


def noted(connection: sa.Connection, mark: str, policy: str = "") -> int:
    """Give the entry that is noted under a mark; 0 where there is none."""
    return int(connection.execute(sa.select(about.c.value).where(about.c.key == mark + policy)).scalar() or 0)


def round_of(connection: sa.Connection) -> int:
    """Give the number of the round: what was laid in an earlier one may be gone."""
    return noted(connection, ROUND)


def forget(connection: sa.Connection) -> int:
    """Throw all results away, so that they are laid anew from the log; give the number of the round that begins."""
    survey(connection)
    connection.execute(sa.delete(results))
    for mark in (WHOLE, LAID):
        connection.execute(sa.delete(about).where(about.c.key.startswith(mark)))
    begun = round_of(connection) + 1
    _write(connection, ROUND, begun)
    return begun


def _write(connection: sa.Connection, key: str, value: int) -> None:
    connection.execute(sa.delete(about).where(about.c.key == key))
    connection.execute(sa.insert(about), {"key": key, "value": str(value)})
