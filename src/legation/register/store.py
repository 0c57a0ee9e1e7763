"""The log in its database: append-only, one transaction for a document with all its claims, or for a decision.

A process that dies in the middle leaves whole documents only. Several processes may read while others write; writers
come one after another, wait for a short time (``busy``) and are then told. A database is known as a register by its
table ``about``; what is no register, or was written by a newer version, is left alone.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa

from legation.errors import DataError, StoreUnwritable
from legation.model import Claim, Document
from legation.register import archive, copies, past, results, rows, schema
from legation.register.adopted import Adopted, adopt, adopted
from legation.register.appending import Reading, append, check, rule
from legation.register.connection import address_of, engine, look, shown, writing
from legation.register.copies import Copy
from legation.register.entries import Entry, KnownAs, Outcome
from legation.register.faults import told
from legation.register.fold import Pair
from legation.register.policy import Policy
from legation.register.reading import last, learned, read, rulings, senders
from legation.register.results import Result, Stored
from legation.register.search import Hit, search
from legation.register.state import Known, Source
from legation.register.stretches import Said, Touch, last_on, said, touched
from legation.register.tables import SCHEMA_VERSION, claims, documents, readings
from legation.register.told import page as some_in_document
from legation.register.told import told as in_document


class Store:
    """An open log. Use ``Store.open``; close it, or use it as a context manager."""

    def __init__(self, opened: sa.Engine, where: str, *, read_only: bool = False) -> None:
        self._engine = opened
        self.where = where
        self.read_only = read_only

    @classmethod
    def open(cls, place: str | Path, *, create: bool = True, read_only: bool = False, busy: float = 5.0) -> Self:
        """Open the log at a path or address, or begin one there. ``busy``: how many seconds to wait for another writer.

        A log of an older form is brought up to date, also where it is only to be read.

        Raises:
            NewerSchema: written by a newer version of Legation.
            StoreLocked: another process holds it.
            StoreUnwritable: no register, no rights, no space, or nothing there where nothing may be made.
        """
        create = create and not read_only
        address = address_of(place)
        if isinstance(address, Path):
            look(address, create=create)
        store = cls(engine(address, read_only=read_only, busy=busy), shown(address), read_only=read_only)
        try:
            with told(store.where):
                with store._engine.connect() as connection:
                    held = schema.version(connection, store.where)
                if held == 0 and not create:
                    raise StoreUnwritable(f"{store.where}: no register there; `legation add` begins one")  # noqa: TRY301
                if held < SCHEMA_VERSION:
                    writable = engine(address, read_only=False, busy=busy)
                    try:
                        schema.bring(writable, store.where)
                    finally:
                        writable.dispose()
        except BaseException:
            store.close()
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

    def _writing(self) -> sa.Connection:
        return writing(self._engine)

    def check(self, document: Document) -> None:
        """Refuse text that cannot be kept letter for letter in both databases, so that a register can move between them.

        Raises:
            DataError: a NUL sign, or half of a surrogate pair.
        """
        check(document, self.where)

    def append(
        self, given: Sequence[Reading], at: dt.datetime | None, *, backlog: bool = False
    ) -> list[tuple[Outcome, Known]]:
        """Write documents and what a reader found in each, all or nothing; ``backlog`` as in ``appending.append``.

        Returns:
            For each the outcome ("new", "reread", or "known" where nothing was written) and when the register learned it.

        Raises:
            DataError: ``at`` lies before the last entry, or in the future.
        """
        with told(self.where), self._writing() as connection, connection.begin():
            return append(connection, given, at, backlog=backlog)

    def add_decision(
        self,
        *,
        id: str,  # noqa: A002  # the field's own name
        kind: str,
        target: str,
        others: Sequence[str] = (),
        corrections: Mapping[str, Any] | None = None,
        by: str,
        reason: str,
        withdraws: str | None = None,
        at: dt.datetime | None = None,
        pairs: Iterable[Pair] | None = None,
    ) -> tuple[Outcome, Known]:
        """Write a person's ruling as an entry of its own, all or nothing; the same ruling again changes nothing.

        ``pairs`` names the pairs of states whose missions it bears on; without it they are those of the claims that it
        names or, where it names none, all.

        Raises:
            DataError: ``at`` lies before the last entry, or in the future.
        """
        row = {"id": id, "kind": kind, "target": target, "by": by, "reason": reason, "withdraws": withdraws}
        row |= {"others": json.dumps(list(others)), "corrections": json.dumps(corrections or {}, sort_keys=True)}
        with told(self.where), self._writing() as connection, connection.begin():
            return rule(connection, row, at, [target, *others], pairs)

    def decisions(self, upto: int | None = None) -> Sequence[sa.Row[Any]]:
        """Give the rulings in the order of the log, with ``seq``, ``at`` and ``replayed`` beside their own columns."""
        with told(self.where), self._engine.connect() as connection:
            return connection.execute(rulings(upto)).all()

    def claims_named(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Give, of the claims with these IDs, those that are in the log."""
        return self._claims(claims.c.id.in_(list(ids)))

    def openings(self, pairs: Iterable[tuple[str | None, str | None]]) -> dict[str, Claim]:
        """Give all claims of openings and resumptions between some pairs of states, whatever became of them."""
        between = sa.tuple_(claims.c.sending, claims.c.receiving).in_(sorted(pairs, key=str))
        return self._claims(claims.c.kind.in_(("opened", "resumed")) & between)

    def _claims(self, which: sa.ColumnElement[bool]) -> dict[str, Claim]:
        query = sa.select(*rows.CLAIM_COLUMNS).where(which)
        with told(self.where), self._engine.connect() as connection:
            return {key: claim for _, key, claim in map(rows.read_claim, connection.execute(query))}

    def found_by(self, ids: Iterable[str]) -> list[tuple[str, str, str]]:
        """Give, of the claims with these IDs, the ID, kind and reader of every reading that holds them."""
        query = sa.select(claims.c.id, claims.c.kind, readings.c.reader).join(readings, readings.c.seq == claims.c.seq)
        with told(self.where), self._engine.connect() as connection:
            found = connection.execute(query.where(claims.c.id.in_(list(ids)))).all()
        return [(row.id, row.kind, row.reader) for row in found]

    def learned(self, document: str, reader: str) -> Known | None:
        """Tell when the register learned what this reader found in this document; None where it has not."""
        with told(self.where), self._engine.connect() as connection:
            return learned(connection, document, reader)

    def known(self, when: KnownAs = None) -> Known | None:
        """Give the last entry known at a point of known time; None stands for now, and is given where none was."""
        with told(self.where), self._engine.connect() as connection:
            return last(connection, when)

    def entries(
        self, *, upto: int | None = None, sending: str | None = None, receiving: Sequence[str] | None = None
    ) -> list[Entry]:
        """Read the log in order: up to a sequence number, and only what matters to one sending state; see ``reading.read``."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return read(connection, upto=upto, sending=sending, receiving=receiving)

    def copies(self, upto: int, document: str | None) -> list[Copy]:
        """List the copies as known at an entry; see ``copies.held``."""
        with told(self.where), self._engine.connect() as connection:
            return copies.held(connection, upto, document)

    def sources(self) -> Iterator[Source]:
        """List the documents, by the order in which they came."""
        first = sa.select(sa.func.min(readings.c.seq)).where(readings.c.document == documents.c.id).scalar_subquery()
        with told(self.where), self._engine.connect() as connection:
            for row in connection.execute(sa.select(*rows.SOURCE_COLUMNS).order_by(first)):
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

    def told(self, document: str, upto: int | None) -> dict[str, tuple[Claim, str]]:
        """Give the claims found in a document by an entry, with their readers; see ``told.told``."""
        with told(self.where), self._engine.connect() as connection:
            return in_document(connection, document, upto)

    def told_some(
        self, document: str, *, upto: int, limit: int, offset: int
    ) -> tuple[int, dict[str, tuple[Claim, str]]]:
        """Count the claims found in a document, and give some of them; see ``told.page``."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return some_in_document(connection, document, upto=upto, limit=limit, offset=offset)

    def stored(self, policy: str, *, upto: int, sending: str | None, receiving: str | None = None) -> Stored:
        """Give what is stored of each pair's missions as known at an entry, and what is not; see ``results.stored``."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return results.stored(connection, policy, sending, receiving, upto)

    def keep(self, policy: str, found: Sequence[Result], *, upto: int) -> None:
        """Store results as known at an entry, unless the log is open for reading only; see ``results.keep``."""
        if not self.read_only:
            with told(self.where), self._writing() as connection, connection.begin():
                results.keep(connection, policy, found, upto)

    def round(self) -> int:
        """Give the number of the round of results; see ``results.round_of``."""
        with told(self.where), self._engine.connect() as connection:
            return results.round_of(connection)

    def note(self, mark: str, policy: str, *, upto: int, begun: int) -> None:
        """Note up to which entry results are there, unless the log is open for reading only; see ``results.note``."""
        if not self.read_only:
            with told(self.where), self._writing() as connection, connection.begin():
                results.note(connection, mark, policy, upto, begun)

    def gaps(self, policy: str, sending: str, upto: int) -> list[past.Gap]:
        """Tell at which past entries nothing is stored of a state's pairs; see ``past.gaps``."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return past.gaps(connection, policy, sending, upto)

    def lay(self, policy: str, sending: str, found: Iterable[past.Stretch]) -> None:
        """Store what held of a state's pairs at past entries; see ``past.keep``."""
        with told(self.where), self._writing() as connection, connection.begin():
            past.keep(connection, policy, sending, found)

    def forget(self) -> int:
        """Throw all stored results away; see ``results.forget``."""
        with told(self.where), self._writing() as connection, connection.begin():
            return results.forget(connection)

    def adopted(self) -> list[Adopted]:
        """List the policies under which the register stood; see ``adopted.adopted``."""
        with told(self.where), self._engine.connect() as connection:
            return adopted(connection)

    def adopt(self, policy: Policy, at: dt.datetime | None = None, instead_of: str | None = None) -> Known | None:
        """Note that the register stands under a policy from now on; see ``adopted.adopt``."""
        with told(self.where), self._writing() as connection, connection.begin():
            return adopt(connection, policy, at, instead_of)

    def touched(
        self, *, after: int, upto: int, sending: str | None = None, receiving: str | None = None,
        beyond: Touch | None = None, limit: int | None = None,
    ) -> list[Touch]:  # fmt: skip
        """List on which pairs of states the entries after one bear; see ``stretches.touched``."""
        with told(self.where), self._engine.connect() as connection:
            return touched(
                connection, after=after, upto=upto, sending=sending, receiving=receiving, beyond=beyond, limit=limit
            )

    def last_on(self, state: str, upto: int) -> int:
        """Give the last entry up to one that bears on a state; see ``stretches.last_on``."""
        with told(self.where), self._engine.connect() as connection:
            return last_on(connection, state, upto)

    def said(self, voice: str, *, upto: int, limit: int, offset: int) -> tuple[int, list[Said]]:
        """Count what a voice says, and give a page of it; see ``stretches.said``."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return said(connection, voice, upto=upto, limit=limit, offset=offset)

    def search(self, words: str, *, quotes: bool, upto: int | None, limit: int, most: int | None = None) -> list[Hit]:
        """Find documents by words; see ``search.search``."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return search(connection, words, quotes=quotes, upto=upto, limit=limit, most=most)

    def backup(self, path: Path) -> int:
        """Write one state of the log to a file, while others may write on; tell how many entries it holds."""
        with told(self.where), self._engine.connect() as connection, connection.begin():
            return archive.write(connection, path)

    def restore(self, path: Path) -> int:
        """Put what ``backup`` wrote into this log, which must be empty, all or nothing; tell how many entries there are."""
        with told(self.where), self._writing() as connection, connection.begin():
            return archive.read(connection, path, self.where)

    def senders(self) -> Iterable[str]:
        """List the states of whose missions or relations anything is said, in order."""
        with told(self.where), self._engine.connect() as connection:
            return senders(connection)
