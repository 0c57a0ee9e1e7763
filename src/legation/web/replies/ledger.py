"""Replies and what became of each, in a file of its own beside the register.

A reply is written once; each ruling on it is one more event, and the newest says how it stands. Neither is ever changed
or taken away: the database refuses it. Addresses lie apart, sealed, so that one can be forgotten and all can be sealed
anew. A server that is killed in between has lost nothing: what it told a reader was on the disk.
"""

import contextlib
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from typing import Final, Literal, Self

import msgspec

from legation.errors import Conflict, DataError, Full, StoreUnwritable
from legation.register.beside import beside
from legation.web.replies.given import Given
from legation.web.replies.seal import Seal

State = Literal["waiting", "published", "rejected"]
MOST_WAITING: Final = 2000  # replies; a flood fills no disk and buries no moderator for good
_FOUND: Final = """
SELECT r.*, e.number, e.state,
  (SELECT document FROM events WHERE reply = r.id AND document IS NOT NULL ORDER BY number DESC LIMIT 1) AS document
FROM replies r JOIN events e ON e.number = (SELECT max(number) FROM events WHERE reply = r.id)
"""
_TABLES: Final = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS replies (
  id TEXT PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS events (
  number INTEGER PRIMARY KEY AUTOINCREMENT, reply TEXT NOT NULL REFERENCES replies (id), state TEXT NOT NULL,
  by TEXT NOT NULL, at REAL NOT NULL, reason TEXT NOT NULL, document TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS addresses (reply TEXT PRIMARY KEY REFERENCES replies (id), sealed BLOB NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS replies_page ON replies (page, at);
CREATE INDEX IF NOT EXISTS events_reply ON events (reply, number);
CREATE TRIGGER IF NOT EXISTS replies_stay BEFORE UPDATE ON replies BEGIN SELECT RAISE(ABORT, 'replies are not changed'); END;
CREATE TRIGGER IF NOT EXISTS replies_last BEFORE DELETE ON replies BEGIN SELECT RAISE(ABORT, 'replies are not deleted'); END;
CREATE TRIGGER IF NOT EXISTS events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are not changed'); END;
CREATE TRIGGER IF NOT EXISTS events_last BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are not deleted'); END;
COMMIT;
"""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A reply as it stands: ``number`` is its newest event, ``document`` what it was taken in as. It has no address."""

    id: str
    page: str
    name: str
    text: str
    at: float
    number: int
    state: State
    document: str | None

    @property
    def day(self) -> str:
        """The day on which it was sent, in UTC."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.at))

    def json_form(self) -> dict[str, str | None]:
        """Give what everybody may see of it, once it is published."""
        return {
            "id": self.id, "page": self.page, "name": self.name, "day": self.day, "text": self.text, "document": self.document,
        }  # fmt: skip


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that became of a reply, and through whom."""

    number: int
    reply: str
    state: State
    by: str
    at: float
    reason: str
    document: str | None


class Ledger:
    """The replies of one register; use it as a context manager. One that is only read may be missing: it is empty."""

    def __init__(self, db: str, *, write: bool = False) -> None:
        """Open the ledger beside a register.

        Raises:
            StoreUnwritable: it cannot be opened or is damaged.
        """
        self.path = beside(db, "replies.db")
        self.seal = Seal(beside(db, "replies.key"))
        self._db: sqlite3.Connection | None = None
        if not write and not (self.path.exists() and self.path.stat().st_size):
            return
        try:
            if write and not self.path.exists():
                self.path.parent.mkdir(parents=True, exist_ok=True)
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # its journal gets the same rights
            # not read-only: a reader too must undo what a writer that was killed left half done
            address = f"{self.path.absolute().as_uri()}?mode=rw"
            self._db = sqlite3.connect(address, timeout=10, isolation_level=None, uri=True)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            if write:
                self._db.execute("PRAGMA secure_delete = ON")
                self._db.executescript(_TABLES)
        except (sqlite3.Error, OSError) as error:
            self.__exit__()
            raise StoreUnwritable(f"{self.path}: {error}; replies cannot be kept there") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._db:
            self._db.close()

    def send(self, given: Given, now: float) -> str:
        """Keep a reply for the moderators; the same words by the same name that wait already are one reply. Gives its ID.

        Raises:
            Full: too many wait.
            StoreUnwritable: it cannot be written.
        """
        with self._change() as db:
            waiting = {
                (row["page"], row["name"], row["text"]): row["id"]
                for row in db.execute(f"{_FOUND} WHERE e.state = 'waiting' AND r.page = ?", (given.page,))
            }
            held = waiting.get((given.page, given.name, given.text))
            if held:
                return str(held)
            if self._waiting(db) >= MOST_WAITING:
                raise Full("so many replies wait for a moderator that no more are taken now; try again in a few days")
            key = secrets.token_hex(8)
            sealed = self.seal.close(key, given.address)
            db.execute("INSERT INTO replies VALUES (?, ?, ?, ?, ?)", (key, given.page, given.name, given.text, now))
            db.execute("INSERT INTO addresses VALUES (?, ?)", (key, sealed))
            self._append(db, key, "waiting", "", now)
        return key

    def rule(self, key: str, state: State, by: str, now: float, *, seen: int, reason: str = "") -> Reply:
        """Publish or reject a reply; ``seen`` is the newest event that the moderator saw.

        Raises:
            Conflict: there is a newer one.
            DataError: there is no such reply.
        """
        with self._change() as db:
            self._seen(db, key, seen)
            self._append(db, key, state, by, now, reason)
        return self.reply(key)

    def undo(self, key: str, by: str, now: float, *, seen: int) -> Reply:
        """Take back the newest ruling: the reply stands as it did before it.

        Raises:
            Conflict: there is a newer event than the moderator saw.
            DataError: there is no such reply, or nothing to take back.
        """
        with self._change() as db:
            self._seen(db, key, seen)
            before = [one.state for one in self.history(key) if one.document is None]
            if len(before) < 2:
                raise DataError(f"nothing was ruled on the reply {key}; there is nothing to take back")
            self._append(db, key, before[-2], by, now, "undo")
        return self.reply(key)

    def taken(self, key: str, document: str, by: str, now: float) -> None:
        """Note that a reply went into the register as a document; noted once."""
        with self._change() as db:
            held = self.reply(key)
            if held.document != document:
                self._append(db, key, held.state, by, now, "taken in", document)

    def address(self, key: str) -> str | None:
        """Open the address of a reply, for a moderator's eyes; None where it was forgotten or its key is gone."""
        row = self._db.execute("SELECT sealed FROM addresses WHERE reply = ?", (key,)).fetchone() if self._db else None
        return self.seal.open(key, row["sealed"]) if row else None

    def forget(self, key: str) -> bool:
        """Delete the address of a reply for good; tells whether there was one."""
        self.reply(key)
        with self._change() as db:
            return db.execute("DELETE FROM addresses WHERE reply = ?", (key,)).rowcount > 0

    def rotate(self) -> tuple[int, int]:
        """Seal every address with a new key and drop the old ones; gives how many, and how many cannot be opened any more.

        The new key is on the disk before an address is sealed with it, and the old ones go when all are. An address that
        no key opens stays as it is.
        """
        sealed = lost = 0
        with self._change() as db:
            self.seal.add()
            for row in db.execute("SELECT reply, sealed FROM addresses").fetchall():
                found = self.seal.open(row["reply"], row["sealed"])
                if found is None:
                    lost += 1
                    continue
                sealed += 1
                again = self.seal.close(row["reply"], found)
                db.execute("UPDATE addresses SET sealed = ? WHERE reply = ?", (again, row["reply"]))
        self.seal.drop_old()
        return sealed, lost

    def reply(self, key: str) -> Reply:
        """Give a reply.

        Raises:
            DataError: there is none of this ID.
        """
        for one in self._found("WHERE r.id = ?", key):
            return one
        raise DataError(f"there is no reply {key}")

    def published(self, page: str | None = None) -> list[Reply]:
        """List what readers may see, of a page or of all, the oldest first."""
        if page is None:
            return self._found("WHERE e.state = 'published' ORDER BY r.at, r.id")
        return self._found("WHERE e.state = 'published' AND r.page = ? ORDER BY r.at, r.id", page)

    def waiting(self, most: int = 50) -> list[Reply]:
        """List what waits for a moderator, the oldest first."""
        return self._found("WHERE e.state = 'waiting' ORDER BY r.at, r.id LIMIT ?", most)

    def ruled(self, most: int = 20) -> list[Reply]:
        """List what was ruled on, the newest first."""
        return self._found("WHERE e.state != 'waiting' ORDER BY e.number DESC LIMIT ?", most)

    def count_waiting(self) -> int:
        """Count what waits for a moderator."""
        return self._waiting(self._db) if self._db else 0

    def history(self, key: str) -> list[Event]:
        """List what became of a reply, the oldest first."""
        if self._db is None:
            return []
        rows = self._db.execute("SELECT * FROM events WHERE reply = ? ORDER BY number", (key,))
        return [msgspec.convert(dict(row), Event) for row in rows]

    @contextlib.contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """Change the ledger in one piece, alone."""
        if self._db is None:
            raise DataError(f"{self.path}: there are no replies yet")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StoreUnwritable(f"{self.path}: {error}; replies cannot be kept there") from None

    def _found(self, where: str, *values: object) -> list[Reply]:
        if self._db is None:
            return []
        try:
            return [msgspec.convert(dict(row), Reply) for row in self._db.execute(f"{_FOUND} {where}", values)]
        except sqlite3.Error as error:
            raise StoreUnwritable(f"{self.path}: {error}; replies cannot be read") from None

    def _seen(self, db: sqlite3.Connection, key: str, seen: int) -> None:
        newest = db.execute("SELECT max(number) AS newest FROM events WHERE reply = ?", (key,)).fetchone()["newest"]
        if newest is None:
            raise DataError(f"there is no reply {key}")
        if newest != seen:
            raise Conflict(f"somebody ruled on the reply {key} in the meantime; look at it again")

    @staticmethod
    def _waiting(db: sqlite3.Connection) -> int:
        return int(db.execute(f"SELECT count(*) AS many FROM ({_FOUND} WHERE e.state = 'waiting')").fetchone()["many"])

    @staticmethod
    def _append(  # noqa: PLR0917  # a row's columns in their order
        db: sqlite3.Connection,
        key: str,
        state: State,
        by: str,
        now: float,
        reason: str = "",
        document: str | None = None,
    ) -> None:
        db.execute(
            "INSERT INTO events (reply, state, by, at, reason, document) VALUES (?, ?, ?, ?, ?, ?)",
            (key, state, by, now, reason, document),
        )
