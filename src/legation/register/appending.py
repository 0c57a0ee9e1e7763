"""Into the log: documents with their claims, several in one transaction, all of them or none; and rulings."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from legation.errors import DataError
from legation.model import Claim, Document
from legation.register import derived, finding, rows
from legation.register.entries import EntryCause, Outcome
from legation.register.fold import Pair
from legation.register.origin import fingerprint
from legation.register.state import BEGIN, Known
from legation.register.tables import claims, decisions, documents, entries, readings

Reading = tuple[Document, Mapping[str, Claim], str]  # a document, the claims found in it by their IDs, and the reader


def append(
    connection: sa.Connection, given: Sequence[Reading], at: dt.datetime | None, *, backlog: bool = False
) -> list[tuple[Outcome, Known]]:
    """Write readings in the order given, and tell of each what became of it and when the register learned it.

    ``backlog``: the documents were there before their source was followed, so what they bring is no news of today.

    Raises:
        DataError: ``at`` lies before the last entry, or in the future.
    """
    held, learned = _held(connection, {document.id for document, _, _ in given})
    told: list[tuple[Outcome, Known]] = []
    fresh: list[tuple[Known, Outcome, Reading]] = []
    known: Known | None = None
    for document, found, reader in given:
        if (document.id, reader) in learned:
            told.append(("known", learned[document.id, reader]))
            continue
        known = following(connection, at) if known is None else Known(known.sequence + 1, known.at)
        outcome: Outcome = "reread" if document.id in held else "new"
        held.add(document.id)
        learned[document.id, reader] = known
        told.append((outcome, known))
        fresh.append((known, outcome, (document, found, reader)))
    if fresh:
        _write(connection, fresh, replayed=at is not None, new_because="backlog" if backlog else "document")
    return told


def _held(connection: sa.Connection, ids: set[str]) -> tuple[set[str], dict[tuple[str, str], Known]]:
    """Tell which documents are in the log, and when it learned what which reader found in them."""
    query = sa.select(documents.c.id, readings.c.reader, entries.c.seq, entries.c.at)
    query = query.select_from(documents.join(readings).join(entries)).where(documents.c.id.in_(ids))
    held = connection.execute(query).all()
    learned = {(row.id, row.reader): Known(row.seq, dt.datetime.fromisoformat(row.at)) for row in held}
    return {row.id for row in held}, learned


def _write(
    connection: sa.Connection,
    fresh: Sequence[tuple[Known, Outcome, Reading]],
    *,
    replayed: bool,
    new_because: EntryCause,
) -> None:
    new = [(known, document) for known, outcome, (document, _, _) in fresh if outcome == "new"]
    if new:
        lines = [rows.document(document, fingerprint(document.text)) for _, document in new]
        connection.execute(sa.insert(documents), lines)
    causes = {"new": new_because, "reread": "reader"}
    lines = [rows.entry(known, causes[outcome], replayed=replayed) for known, outcome, _ in fresh]
    connection.execute(sa.insert(entries), lines)
    lines = [
        {"seq": known.sequence, "document": document.id, "reader": reader} for known, _, (document, _, reader) in fresh
    ]
    connection.execute(sa.insert(readings), lines)
    lines = [
        rows.claim(known.sequence, key, claim) for known, _, (_, found, _) in fresh for key, claim in found.items()
    ]
    if lines:
        connection.execute(sa.insert(claims), lines)
    first, last = fresh[0][0].sequence, fresh[-1][0].sequence
    derived.index_documents(connection, {known.sequence: f"{one.title}\n{one.text}" for known, one in new})
    derived.index_quotes(connection, first, {str(line["id"]): str(line["quote"]) for line in lines})
    derived.touch(connection, first, last)


def rule(
    connection: sa.Connection,
    row: Mapping[str, Any],
    at: dt.datetime | None,
    named: Sequence[str],
    pairs: Iterable[Pair] | None,
) -> tuple[Outcome, Known]:
    """Write a ruling (a row of ``decisions``) that names some claims as an entry of its own; ``pairs`` as in ``derived.rule``.

    Raises:
        DataError: ``at`` lies before the last entry, or in the future.
    """
    query = sa.select(entries.c.seq, entries.c.at).join(decisions).where(decisions.c.id == row["id"])
    if held := connection.execute(query).first():
        return "known", Known(held.seq, dt.datetime.fromisoformat(held.at))
    known = following(connection, at)
    connection.execute(sa.insert(entries), rows.entry(known, "decision", replayed=at is not None))
    connection.execute(sa.insert(decisions), {"seq": known.sequence, **row})
    derived.rule(connection, known.sequence, named, pairs)
    finding.lay(connection, known.sequence, known.sequence)
    derived.ends(connection, known.sequence, known.sequence)
    return "new", known


def following(connection: sa.Connection, at: dt.datetime | None) -> Known:
    """Give the next place in the log. The clock beside it never runs backwards, whatever the machine's does.

    Raises:
        DataError: ``at`` lies before the last entry, or in the future.
    """
    row = connection.execute(sa.select(entries.c.seq, entries.c.at).order_by(entries.c.seq.desc()).limit(1)).first()
    last = dt.datetime.fromisoformat(row.at) if row else BEGIN.at
    now = dt.datetime.now(dt.UTC)
    if at is not None and at.date() > now.date():
        raise DataError(f"known since {at:%Y-%m-%d}: that day has not come; give a day that has, or none")
    if at is not None and at < last:
        raise DataError(
            f"known since {at:%Y-%m-%d}: the register has already learned things on {last:%Y-%m-%d}, and its past is not "
            "rewritten; replay documents in the order of their days, into a register of its own"
        )
    return Known(row.seq + 1 if row else 1, max(min(at or now, now), last))


def check(document: Document, where: str) -> None:
    """Refuse text that cannot be kept letter for letter in both databases; ``where`` names the register.

    Raises:
        DataError: a NUL sign, or half of a surrogate pair.
    """
    for name in ("text", "title", "published", "publisher", "url", "language", "source"):
        value = getattr(document, name) or ""
        try:
            value.encode()
            position = value.find("\0")
        except UnicodeEncodeError as error:
            position = error.start
        if position >= 0:
            raise DataError(f"register {where}: the document's {name} holds no text at sign {position}; take it out")
