"""The log on disk: one SQLite file, append-only, one transaction for a document with all its claims.

A process that dies in the middle leaves whole documents only. Several processes may read while one writes; a second
writer waits for a short time (``busy``) and is then told. A file is known as a register by its table ``about``; what is
no register, or was written by a newer version, is left alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from legation.errors import DataError, NewerSchema, StoreUnwritable
from legation.model import Claim, Document
from legation.model.vocabulary import RELATION_KINDS
from legation.register import rows
from legation.register.connection import WRITE, engine, look
from legation.register.entries import Entry, KnownAs, Outcome, end_of
from legation.register.faults import told
from legation.register.origin import fingerprint
from legation.register.state import Known, Source
from legation.register.tables import SCHEMA_VERSION, about, claims, documents, entries, metadata, readings


class Store:
    """An open log. Use ``Store.open``; close it, or use it as a context manager."""

    def __init__(self, opened: sa.Engine, where: str) -> None:
        self._engine = opened
        self.where = where

    @classmethod
    def open(cls, path: Path, *, create: bool = True, read_only: bool = False, busy: float = 5.0) -> Self:
        """Open the log at a path, or begin one there. ``busy`` is how many seconds to wait for another writer.

        Raises:
            NewerSchema: written by a newer version of Legation.
            StoreLocked: another process holds it.
            StoreUnwritable: no register, no rights, no space, or nothing there where nothing may be made.
        """
        create = create and not read_only
        look(path, create=create)
        store = cls(engine(path, read_only=read_only, busy=busy), str(path))
        try:
            with told(store.where):
                store._begin(create=create)
        except BaseException:
            store._engine.dispose()
            raise
        return store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def _begin(self, *, create: bool) -> None:
        """Check what lies there, and lay the tables where nothing does."""
        with self._engine.connect() as connection:
            names = set(sa.inspect(connection).get_table_names())
        if not names and create:
            with self._writing() as connection, connection.begin():
                metadata.create_all(connection)
                laid = connection.execute(sa.select(about.c.value).where(about.c.key == "schema_version")).scalar()
                if laid is None:  # another process may have been first
                    connection.execute(sa.insert(about), {"key": "schema_version", "value": str(SCHEMA_VERSION)})
        elif not {"about", "entries", "claims"} <= names:
            raise StoreUnwritable(f"{self.where}: no register; name a register, or a path where nothing stands yet")
        with self._engine.connect() as connection:
            version = connection.execute(sa.select(about.c.value).where(about.c.key == "schema_version")).scalar()
        if version is None or not version.isdigit():
            raise StoreUnwritable(f"{self.where}: a register that does not tell its version; restore it from a backup")
        if int(version) > SCHEMA_VERSION:
            raise NewerSchema(
                f"{self.where}: written by a newer Legation (schema {version}, this one knows {SCHEMA_VERSION}); "
                "bring Legation up to date, or name another register"
            )

    def _writing(self) -> sa.Connection:
        return self._engine.connect().execution_options(**{WRITE: True})

    def append(
        self, document: Document, found: Mapping[str, Claim], reader: str, at: dt.datetime | None
    ) -> tuple[Outcome, Known]:
        """Write one document and what a reader found in it, all or nothing.

        Returns:
            The outcome ("new", "reread", or "known" where nothing was written) and when the register learned it.

        Raises:
            DataError: ``at`` lies before the last entry, or in the future.
        """
        with told(self.where), self._writing() as connection, connection.begin():
            if learned := _learned(connection, document.id, reader):
                return "known", learned
            held = connection.execute(sa.select(documents.c.id).where(documents.c.id == document.id)).scalar()
            known = _next(connection, at)
            if held is None:
                connection.execute(sa.insert(documents), rows.document(document, fingerprint(document.text)))
            cause = "document" if held is None else "reader"
            entry = {
                "seq": known.sequence,
                "at": rows.instant(known.at),
                "replayed": int(at is not None),
                "cause": cause,
            }
            connection.execute(sa.insert(entries), entry)
            connection.execute(sa.insert(readings), {"seq": known.sequence, "document": document.id, "reader": reader})
            if found:
                lines = [rows.claim(known.sequence, key, claim) for key, claim in found.items()]
                connection.execute(sa.insert(claims), lines)
        return ("new" if held is None else "reread"), known

    def learned(self, document: str, reader: str) -> Known | None:
        """Tell when the register learned what this reader found in this document; None where it has not."""
        with told(self.where), self._engine.connect() as connection:
            return _learned(connection, document, reader)

    def known(self, when: KnownAs = None) -> Known | None:
        """Give the last entry known at a point of known time; None stands for now, and is given where none was."""
        query = sa.select(entries.c.seq, entries.c.at).order_by(entries.c.seq.desc()).limit(1)
        if isinstance(when, int):
            query = query.where(entries.c.seq <= when)
        elif when is not None:
            query = query.where(entries.c.at <= rows.instant(end_of(when)))
        with told(self.where), self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Known(row.seq, dt.datetime.fromisoformat(row.at)) if row else None

    def entries(self, *, upto: int | None = None, sending: str | None = None) -> list[Entry]:
        """Read the log in order: up to a sequence number, and only what matters to one sending state.

        With ``sending``, all readings of every document that speaks of the state are given, with only those claims that
        do: a later reading that finds nothing must still take the place of an earlier one.
        """
        ours = sa.true() if sending is None else _speaks_of(sending)
        within = sa.true() if upto is None else readings.c.seq <= upto
        query = (
            sa.select(readings.c.seq, readings.c.reader, entries.c.at, entries.c.cause, entries.c.replayed)
            .add_columns(
                *(documents.c[name] for name in ("id", "title", "published", "publisher", "url", "fingerprint"))
            )
            .select_from(readings.join(entries).join(documents))
            .where(within)
            .order_by(readings.c.seq)
        )
        if sending is not None:
            speaking = sa.select(readings.c.document).join(claims, claims.c.seq == readings.c.seq).where(ours, within)
            query = query.where(readings.c.document.in_(speaking))
        told_of = sa.select(*rows.CLAIM_COLUMNS).where(ours, sa.true() if upto is None else claims.c.seq <= upto)
        with told(self.where), self._engine.connect() as connection, connection.begin():
            found: dict[int, dict[str, Claim]] = defaultdict(dict)
            for row in connection.execute(told_of):
                seq, key, claim = rows.read_claim(row)
                found[seq][key] = claim
            return [rows.read_entry(row, found.get(row.seq, {})) for row in connection.execute(query)]

    def sources(self) -> Iterator[Source]:
        """List the documents, by the order in which they came."""
        first = sa.select(sa.func.min(readings.c.seq)).where(readings.c.document == documents.c.id).scalar_subquery()
        columns = [documents.c[name] for name in ("id", "title", "published", "publisher", "url")]
        with told(self.where), self._engine.connect() as connection:
            for row in connection.execute(sa.select(*columns).order_by(first)):
                yield rows.read_source(row)

    def document(self, key: str) -> Document:
        """Give a document with its text.

        Raises:
            DataError: there is none of this ID.
        """
        with told(self.where), self._engine.connect() as connection:
            row = connection.execute(sa.select(documents).where(documents.c.id == key)).first()
        if row is None:
            raise DataError(f"register {self.where}: no document {key}; `legation changes` shows the ids that it holds")
        return rows.read_document(row)

    def senders(self) -> Iterable[str]:
        """List the states of whose missions or relations anything is said, in order."""
        sides = sa.union(
            sa.select(claims.c.sending.label("state")),
            sa.select(claims.c.receiving.label("state")).where(claims.c.kind.in_(RELATION_KINDS)),
        ).subquery()
        query = sa.select(sides.c.state).where(sides.c.state.is_not(None)).order_by(sides.c.state)
        with told(self.where), self._engine.connect() as connection:
            return [str(state) for state in connection.execute(query).scalars()]


def _speaks_of(state: str) -> sa.ColumnElement[bool]:
    return sa.or_(claims.c.sending == state, sa.and_(claims.c.receiving == state, claims.c.kind.in_(RELATION_KINDS)))


def _learned(connection: sa.Connection, document: str, reader: str) -> Known | None:
    query = (
        sa.select(entries.c.seq, entries.c.at)
        .join(readings, readings.c.seq == entries.c.seq)
        .where(readings.c.document == document, readings.c.reader == reader)
    )
    row = connection.execute(query).first()
    return Known(row.seq, dt.datetime.fromisoformat(row.at)) if row else None


def _next(connection: sa.Connection, at: dt.datetime | None) -> Known:
    """Give the next place in the log. The clock beside it never runs backwards, whatever the machine's does."""
    row = connection.execute(sa.select(entries.c.seq, entries.c.at).order_by(entries.c.seq.desc()).limit(1)).first()
    last = dt.datetime.fromisoformat(row.at) if row else dt.datetime.min.replace(tzinfo=dt.UTC)
    now = dt.datetime.now(dt.UTC)
    if at is not None and at.date() > now.date():
        raise DataError(f"known since {at:%Y-%m-%d}: that day has not come; give a day that has, or none")
    if at is not None and at < last:
        raise DataError(
            f"known since {at:%Y-%m-%d}: the register has already learned things on {last:%Y-%m-%d}, and its past is not "
            "rewritten; replay documents in the order of their days, into a register of its own"
        )
    return Known(row.seq + 1 if row else 1, max(min(at or now, now), last))
