"""The log read back: up to an entry, and no more of it than matters to one state, or to its missions in some others."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from legation.model.vocabulary import RELATION_KINDS
from legation.register import rows
from legation.register.copies import originals
from legation.register.entries import Entry, KnownAs, end_of
from legation.register.state import Known
from legation.register.tables import claims, decisions, documents, entries, readings, touches

if TYPE_CHECKING:
    from legation.model import Claim


def read(
    connection: sa.Connection,
    *,
    upto: int | None = None,
    sending: str | None = None,
    receiving: Sequence[str] | None = None,
) -> list[Entry]:
    """Read the log in order: up to a sequence number, and only what matters to one sending state.

    With ``sending``, all readings of every document that speaks of the state are given, with only those claims that
    do: a later reading that finds nothing must still take the place of an earlier one. ``receiving`` narrows that
    to the state's missions in some states. Rulings are few, and all of them are given; so is every claim that one of
    them moves to other states, with its document, whatever it is asked for.
    """
    narrow = None if sending is None else _Part(sending, receiving)
    within = sa.true() if upto is None else readings.c.seq <= upto
    query = (
        sa.select(readings.c.seq, readings.c.reader, entries.c.at, entries.c.cause, entries.c.replayed)
        .add_columns(*rows.SOURCE_COLUMNS)
        .select_from(readings.join(entries).join(documents))
        .where(within)
        .order_by(readings.c.seq)
    )
    told_of = sa.select(*rows.CLAIM_COLUMNS).where(sa.true() if upto is None else claims.c.seq <= upto)
    about = None
    if narrow is not None:
        moved = _moved(connection)
        about = narrow.documents(upto, moved)
        query = query.where(readings.c.document.in_(about))
        told_of = told_of.where(sa.or_(narrow.claims(), claims.c.id.in_(moved)) if moved else narrow.claims())
    found: dict[int, dict[str, Claim]] = defaultdict(dict)
    for seq, key, claim in map(rows.read_claim, connection.execute(told_of).all()):
        found[seq][key] = claim
    settled = originals(connection, upto, about)
    told_all = [
        rows.read_entry(row, found.get(row.seq, {}), settled.get(row.seq, {}))
        for row in connection.execute(query).all()
    ]
    ruled = [rows.read_ruling(row, settled.get(row.seq)) for row in connection.execute(rulings(upto))]
    return sorted([*told_all, *ruled], key=lambda each: each.known) if ruled else told_all


def rulings(upto: int | None) -> sa.Select[Any]:
    """Select the rulings in the order of the log, with ``seq``, ``at`` and ``replayed`` beside their own columns."""
    query = sa.select(entries.c.at, entries.c.replayed, decisions).join(decisions).order_by(decisions.c.seq)
    return query if upto is None else query.where(decisions.c.seq <= upto)


def senders(connection: sa.Connection) -> list[str]:
    """List the states of whose missions or relations anything is said, in order."""
    sides = sa.union(
        sa.select(claims.c.sending.label("state")),
        sa.select(claims.c.receiving.label("state")).where(claims.c.kind.in_(RELATION_KINDS)),
        sa.select(touches.c.one).join(decisions, decisions.c.seq == touches.c.seq),
        sa.select(touches.c.other)
        .join(decisions, decisions.c.seq == touches.c.seq)
        .where(touches.c.kind == "relation"),
    ).subquery()
    query = sa.select(sides.c.state).where(sides.c.state.is_not(None)).order_by(sides.c.state)
    return [str(state) for state in connection.execute(query).scalars()]


def last(connection: sa.Connection, when: KnownAs = None) -> Known | None:
    """Give the last entry known at a point of known time; None stands for now, and is given where none was."""
    query = sa.select(entries.c.seq, entries.c.at).order_by(entries.c.seq.desc()).limit(1)
    if isinstance(when, int):
        query = query.where(entries.c.seq <= when)
    elif when is not None:
        query = query.where(entries.c.at <= rows.instant(end_of(when)))
    row = connection.execute(query).first()
    return Known(row.seq, dt.datetime.fromisoformat(row.at)) if row else None


def learned(connection: sa.Connection, document: str, reader: str) -> Known | None:
    """Tell when the register learned what this reader found in this document; None where it has not."""
    query = (
        sa.select(entries.c.seq, entries.c.at)
        .join(readings, readings.c.seq == entries.c.seq)
        .where(readings.c.document == document, readings.c.reader == reader)
    )
    row = connection.execute(query).first()
    return Known(row.seq, dt.datetime.fromisoformat(row.at)) if row else None


class _Part:
    """The part of the log that matters to one state, or to its missions in some others."""

    def __init__(self, state: str, receiving: Sequence[str] | None) -> None:
        self._state, self._receiving = state, receiving

    def touches(self) -> sa.Select[Any]:
        """Select the entries that bear on it."""
        query = sa.select(touches.c.seq)
        if self._receiving is not None:
            return query.where(
                touches.c.one == self._state, touches.c.kind == "mission", touches.c.other.in_(self._receiving)
            )
        return query.where(
            sa.or_(touches.c.one == self._state, sa.and_(touches.c.other == self._state, touches.c.kind == "relation"))
        )

    def documents(self, upto: int | None, moved: Sequence[str]) -> sa.Select[Any]:
        """Select the documents that speak of it by an entry, and those of claims that people moved."""
        touching = self.touches() if upto is None else self.touches().where(touches.c.seq <= upto)
        bearing = touching.union(sa.select(claims.c.seq).where(claims.c.id.in_(moved))) if moved else touching
        return sa.select(readings.c.document).where(readings.c.seq.in_(bearing))

    def claims(self) -> sa.ColumnElement[bool]:
        """Tell its claims from the others."""
        if self._receiving is None:
            mutual = sa.and_(claims.c.receiving == self._state, claims.c.kind.in_(RELATION_KINDS))
            return sa.or_(claims.c.sending == self._state, mutual)
        where: sa.ColumnElement[bool] = claims.c.receiving.in_(self._receiving)
        if "" in self._receiving:
            where = sa.or_(where, claims.c.receiving.is_(None))
        wide = [*sorted(RELATION_KINDS), "counted", "explained"]
        return sa.and_(claims.c.sending == self._state, where, claims.c.kind.not_in(wide))


def _moved(connection: sa.Connection) -> list[str]:
    """List the claims that people corrected; few, so that most registers need not look for them."""
    return list(connection.execute(sa.select(decisions.c.target).where(decisions.c.kind == "correct")).scalars())
