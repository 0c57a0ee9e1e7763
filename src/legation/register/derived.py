"""What is laid beside the log as it is written, and can be laid anew from it: which pairs an entry bears on, and words.

All statements run inside the transaction that writes the log, so that the log and what stands beside it never differ.
"""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa

from legation.model.vocabulary import RELATION_KINDS
from legation.register import finding, rows
from legation.register.fold import Pair
from legation.register.organs import words_of
from legation.register.ruling import bearing
from legation.register.tables import claims, decisions, documents, entries, readings, results, touches

LONGEST: Final = 200_000  # signs of one document that can be found; PostgreSQL takes at most a megabyte of words
_BATCH: Final = 1000
_SURVEYED: Final = ("documents", "entries", "readings", "claims", "decisions", "touches")
_WORDS: Final = {
    ("sqlite", "document"): "INSERT INTO document_words (rowid, words) VALUES (:key, :words)",
    ("sqlite", "quote"): "INSERT INTO quote_words (rowid, words) VALUES (:key, :words)",
    ("postgresql", "document"): "INSERT INTO document_words VALUES (:key, to_tsvector('simple', :words))",
    ("postgresql", "quote"): "INSERT INTO quote_words VALUES (:key, to_tsvector('simple', :words))",
}

_FOLLOWING: Final = sa.select(sa.func.min(results.c.policy)).where(results.c.policy > sa.bindparam("last"))


def number(claim: str) -> int:
    """Give a claim's ID as the signed number of 64 bits under which its words are kept; ``search`` turns it back."""
    return int.from_bytes(bytes.fromhex(claim), "big", signed=True)


def pairs_of() -> sa.Select[Any]:
    """Select (one, kind, other, seq): which pairs each entry bears on.

    A reading bears on all pairs of which any reading of its document up to it speaks: it may take back what those said.
    """
    first, later = readings.alias("first"), readings.alias("later")
    sender, receiver = sa.func.coalesce(claims.c.sending, ""), sa.func.coalesce(claims.c.receiving, "")
    mutual = claims.c.kind.in_(sorted(RELATION_KINDS))
    wide = claims.c.kind.in_(("counted", "explained"))
    swapped = sa.and_(mutual, receiver < sender)
    return (
        sa.select(
            sa.case((swapped, receiver), else_=sender).label("one"),
            sa.case((mutual, "relation"), (wide, "network"), else_="mission").label("kind"),
            sa.case((swapped, sender), (wide, ""), else_=receiver).label("other"),
            later.c.seq,
        )
        .distinct()
        .select_from(later)
        .join(first, sa.and_(first.c.document == later.c.document, first.c.seq <= later.c.seq))
        .join(claims, claims.c.seq == first.c.seq)
    )


def touch(connection: sa.Connection, first: int, last: int) -> None:
    """Note which pairs the readings within two numbers bear on, and that what followed for them held until then."""
    connection.execute(_touching(), {"first": first, "last": last})
    _touch_corrected(connection, first, last)
    finding.lay(connection, first, last)
    ends(connection, first, last)


@functools.cache  # to put it together takes longer than the database does
def _touching() -> sa.Insert:
    found = pairs_of()
    within = found.selected_columns.seq.between(sa.bindparam("first"), sa.bindparam("last"))
    return sa.insert(touches).from_select(["one", "kind", "other", "seq"], found.where(within))


def _insert_touches(connection: sa.Connection, found: sa.Select[Any] | sa.CompoundSelect[Any]) -> None:
    connection.execute(sa.insert(touches).from_select(["one", "kind", "other", "seq"], found))


def _touch_corrected(connection: sa.Connection, first: int, last: int) -> None:
    """Note that readings bear on the pairs too to which people moved claims of their documents."""
    if connection.execute(sa.select(decisions.c.seq).where(decisions.c.kind == "correct").limit(1)).first() is None:
        return
    read, later = readings.alias("read"), readings.alias("later")
    columns = (touches.c.one, touches.c.kind, touches.c.other)
    moved = (
        sa.select(*columns, later.c.seq)
        .select_from(decisions)
        .join(touches, touches.c.seq == decisions.c.seq)
        .join(claims, claims.c.id == decisions.c.target)
        .join(read, read.c.seq == claims.c.seq)
        .join(later, sa.and_(later.c.document == read.c.document, later.c.seq > decisions.c.seq))
        .where(decisions.c.kind == "correct", later.c.seq.between(first, last))
    )
    _insert_touches(connection, moved.except_(sa.select(*columns, touches.c.seq)))


def rule(connection: sa.Connection, seq: int, named: Iterable[str], pairs: Iterable[Pair] | None) -> None:
    """Note which pairs a decision bears on: those given, else those of the claims named, else all."""
    if pairs is None:
        of_claims = pairs_of().with_only_columns(*pairs_of().selected_columns[:3]).where(claims.c.id.in_(list(named)))
        pairs = [(row.kind, row.one, row.other) for row in connection.execute(of_claims)]
    lines = [{"one": one, "kind": kind, "other": other, "seq": seq} for kind, one, other in sorted(set(pairs))]
    if lines:
        connection.execute(sa.insert(touches), lines)
    else:
        every = sa.select(touches.c.one, touches.c.kind, touches.c.other, sa.literal(seq)).distinct()
        connection.execute(sa.insert(touches).from_select(["one", "kind", "other", "seq"], every))


def ends(connection: sa.Connection, first: int, last: int) -> None:
    """Let the results of the pairs that entries bear on end at the first that does."""
    policies = _policies(connection)
    if not policies:
        return
    columns = (touches.c.one, touches.c.kind, touches.c.other)
    found = sa.select(*columns, sa.func.min(touches.c.seq).label("until")).where(touches.c.seq.between(first, last))
    for row in connection.execute(found.group_by(*columns)).all():
        same = (results.c.one == row.one, results.c.kind == row.kind, results.c.other == row.other)
        holding = sa.update(results).where(results.c.policy.in_(policies), *same, results.c.until.is_(None))
        connection.execute(holding.values(until=row.until))


def _policies(connection: sa.Connection) -> list[str]:
    """List the keys of results; few, and each is looked up, since going through all rows would grow with the register."""
    found: list[str] = []
    while (key := connection.execute(_FOLLOWING, {"last": found[-1] if found else ""}).scalar()) is not None:
        found.append(str(key))
    return found


def index_documents(connection: sa.Connection, texts: Mapping[int, str]) -> None:
    """Make new documents findable: title and text by the number of their first entry."""
    lines = [{"key": key, "words": words_of(text[:LONGEST])} for key, text in texts.items()]
    _insert(connection, "document", lines)


def index_quotes(connection: sa.Connection, first: int, quotes: Mapping[str, str]) -> None:
    """Make the quotes of claims findable, by the claims' IDs; those that entries before ``first`` had already are."""
    ids = list(quotes)
    for place in range(0, len(ids), _BATCH):
        some = ids[place : place + _BATCH]
        earlier = set(
            connection.execute(sa.select(claims.c.id).where(claims.c.id.in_(some), claims.c.seq < first)).scalars()
        )
        lines = [{"key": number(key), "words": words_of(quotes[key])} for key in some if key not in earlier]
        _insert(connection, "quote", lines)


def _insert(connection: sa.Connection, kind: str, lines: list[dict[str, Any]]) -> None:
    if lines:
        connection.execute(sa.text(_WORDS[connection.dialect.name, kind]), lines)


def survey(connection: sa.Connection) -> None:
    """Let PostgreSQL look at how much stands in the log, as it does by itself only a while after much was written.

    Until then it plans as for almost empty tables. It has not looked inside the transaction that wrote, and SQLite needs
    none of this.
    """
    if connection.dialect.name == "postgresql":  # what another process is looking at is left to it
        connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {', '.join(_SURVEYED)}")


def fill(connection: sa.Connection) -> None:
    """Lay everything from the log, where nothing of it stands yet."""
    survey(connection)
    _insert_touches(connection, pairs_of())
    _fill_rulings(connection)
    first = sa.func.min(readings.c.seq)
    texts = (
        sa.select(first.label("key"), documents.c.title, documents.c.text)
        .join(readings, readings.c.document == documents.c.id)
        .group_by(documents.c.id, documents.c.title, documents.c.text)
    )
    for batch in _batches(connection.execute(texts)):
        lines = [{"key": row.key, "words": words_of(f"{row.title}\n{row.text}"[:LONGEST])} for row in batch]
        _insert(connection, "document", lines)
    quotes = sa.select(claims.c.id, claims.c.quote).distinct()
    for batch in _batches(connection.execute(quotes)):
        _insert(connection, "quote", [{"key": number(row.id), "words": words_of(row.quote)} for row in batch])


def _fill_rulings(connection: sa.Connection) -> None:
    """Note on which pairs the rulings bear, and the readings after them."""
    query = sa.select(entries.c.at, entries.c.replayed, decisions).join(decisions).order_by(decisions.c.seq)
    given: dict[str, Any] = {}
    for row in connection.execute(query).all():
        decision = rows.read_ruling(row).decision
        if decision is None:
            continue
        given[row.id] = decision
        meant = given.get(decision.target, decision) if decision.kind == "withdraw" else decision
        named = sa.select(*rows.CLAIM_COLUMNS).where(claims.c.id.in_(meant.named))
        held = {key: claim for _, key, claim in map(rows.read_claim, connection.execute(named))}
        rule(connection, row.seq, meant.named, bearing(held, list(given.values())) or None)
    if given and (last := connection.execute(sa.select(sa.func.max(entries.c.seq))).scalar()):
        _touch_corrected(connection, 1, last)


def _batches(rows: sa.CursorResult[Any]) -> Iterable[Any]:
    return rows.partitions(_BATCH)
