"""Questions to a stretch of the log: on which pairs of states its entries bear, what they changed there, what one voice says.

A reader looks at a page at a time, the newest first. None of these reads the whole log, so that a page costs the same
whatever the register holds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import sqlalchemy as sa

from legation.model import Claim
from legation.model.vocabulary import RELATION_KINDS
from legation.register import rows
from legation.register.changes import Change, changes
from legation.register.entries import Entry
from legation.register.policy import Policy
from legation.register.state import Source
from legation.register.tables import claims, documents, readings, touches


class Touch(NamedTuple):
    """An entry, and a pair of states on which it bears: kind "mission" or "relation"."""

    seq: int
    kind: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of one voice with its document, and the last entry that brought it."""

    id: str
    claim: Claim
    source: Source
    since: int


def touched(
    connection: sa.Connection, *, after: int, upto: int, sending: str | None, receiving: str | None, beyond: Touch | None, limit: int | None
) -> list[Touch]:  # fmt: skip
    """List on which pairs the entries after one bear, the newest first; ``beyond`` goes on behind the last of a page."""
    columns = (touches.c.kind, touches.c.one, touches.c.other)
    query = sa.select(touches.c.seq, *columns).where(
        touches.c.seq > after, touches.c.seq <= upto, touches.c.kind != "network"
    )
    related = touches.c.kind == "relation"
    if sending is not None:
        query = query.where(sa.or_(touches.c.one == sending, sa.and_(related, touches.c.other == sending)))
    if receiving is not None:
        query = query.where(sa.or_(touches.c.other == receiving, sa.and_(related, touches.c.one == receiving)))
    if beyond is not None:
        rest = sa.tuple_(*columns) > sa.tuple_(*(sa.literal(one) for one in beyond[1:]))
        query = query.where(sa.or_(touches.c.seq < beyond.seq, sa.and_(touches.c.seq == beyond.seq, rest)))
    query = query.order_by(touches.c.seq.desc(), *columns).limit(limit)
    return [Touch(*row) for row in connection.execute(query)]


def last_on(connection: sa.Connection, state: str, upto: int) -> int:
    """Give the last entry that bears on what is held of a state, as sender or as host; 0 where none does."""
    newest = sa.select(sa.func.max(touches.c.seq)).where(touches.c.seq <= upto)
    sides = (newest.where(touches.c.one == state), newest.where(touches.c.other == state))
    return max(connection.execute(side).scalar() or 0 for side in sides)


def changed(read: Callable[[int, str, Sequence[str] | None], list[Entry]], given: Sequence[Touch], policy: Policy) -> Iterator[Change]:  # fmt: skip
    """Tell what entries changed at the pairs on which they bear, in the order given.

    ``read`` gives the log up to an entry of one state, or of its missions in some others.
    """
    for (seq, kind, one), group in groupby(given, key=lambda touch: touch[:3]):
        others = [touch.other for touch in group]
        log = read(seq, one, others if kind == "mission" else None)
        place = {Touch(seq, kind, one, each): number for number, each in enumerate(others)}
        found = [change for change in changes(log, seq - 1, policy) if touch_of(change) in place]
        yield from sorted(found, key=lambda change: place[touch_of(change)])


def touch_of(change: Change) -> Touch:
    """Give the entry and the pair of states of a change."""
    one, _, rest = change.mission.partition("-")
    kind = "relation" if change.kind in RELATION_KINDS else "mission"
    return Touch(change.known.sequence, kind, one, rest.partition("-")[0])


def said(connection: sa.Connection, voice: str, *, upto: int, limit: int, offset: int) -> tuple[int, list[Said]]:
    """Give how many claims a voice makes, and a page of them, the newest first.

    A voice is a holder, or a publisher whose text speaks for itself; of a publisher who only quotes, what it quotes.
    """
    own = sa.or_(claims.c.holder == voice, sa.and_(claims.c.holder.is_(None), documents.c.publisher == voice))
    for whose in (own, documents.c.publisher == voice):
        count, found = _page(connection, whose, upto, limit, offset)
        if count:
            return count, found
    return 0, []


def _page(
    connection: sa.Connection, whose: sa.ColumnElement[bool], upto: int, limit: int, offset: int
) -> tuple[int, list[Said]]:
    again = claims.alias()
    newest = sa.select(sa.func.max(again.c.seq)).where(again.c.id == claims.c.id, again.c.seq <= upto)
    joined = claims.join(readings, readings.c.seq == claims.c.seq)
    joined = joined.join(documents, documents.c.id == readings.c.document)
    within = (whose, claims.c.seq <= upto)
    number = sa.select(sa.func.count(claims.c.id.distinct())).select_from(joined).where(*within)
    count = connection.execute(number).scalar_one()
    source = [documents.c[name] for name in ("id", "title", "publisher", "published", "url")]
    newest_first = (documents.c.published.is_(None), documents.c.published.desc(), documents.c.id)
    query = sa.select(*source, *rows.CLAIM_COLUMNS).select_from(joined)
    query = query.where(*within, claims.c.seq == newest.scalar_subquery())
    query = query.order_by(*newest_first, claims.c.quote_start, claims.c.id).limit(limit).offset(offset)
    found = []
    for row in connection.execute(query):
        seq, key, claim = rows.read_claim(tuple(row)[len(source) :])
        found.append(Said(key, claim, Source(*tuple(row)[: len(source)]), seq))
    return count, found
