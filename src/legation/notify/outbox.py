"""What is to be told to whom, in a file beside the register: up to which entry each was served, what waits, what went out.

What a subscription wants is written here in the same transaction that moves its position on, and is marked when it has
been taken. So nothing is lost and nothing is written twice; a process killed between the sending and the mark sends
again, with the same key. One thread writes. Times are seconds since 1970, UTC.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Self

from legation.notify.letters import Letter
from legation.register.beside import opened

OUTBOX: Final = "notify.db"  # beside the register
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS subscribers (
  name TEXT PRIMARY KEY, position INTEGER NOT NULL, begun REAL NOT NULL, sent INTEGER NOT NULL DEFAULT 0,
  given_up INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, last REAL, error TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS letters (
  subscriber TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
  body TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next REAL NOT NULL DEFAULT 0,
  done REAL, error TEXT, PRIMARY KEY (subscriber, key)
) STRICT;
CREATE INDEX IF NOT EXISTS letters_state ON letters (state, subscriber, next);
"""
_LONGEST: Final = 86_400  # seconds between two tries at most
_KEPT: Final = 30 * 86_400  # seconds that what went out or was given up is kept


class Waiting(Letter, frozen=True, kw_only=True):
    """A letter to be sent, with how often it was tried."""

    tries: int


class Outbox:
    """An open outbox; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the outbox at a path, or begin one.

        Raises:
            StoreUnwritable: it cannot be opened or is damaged.
        """
        self._db = opened(path, _TABLES, "what is to be told cannot be kept there")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def position(self, name: str, now: float, last: int) -> int:
        """Give the entry up to which a subscription was served; a new one begins with the ``last`` and hears nothing old.

        A position beyond the last entry belongs to a register that stood here before: it is moved back.
        """
        with self._db:
            self._db.execute(
                "INSERT INTO subscribers (name, position, begun) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE"
                " SET position = min(position, excluded.position)",
                (name, last, now),
            )
        row = self._db.execute("SELECT position FROM subscribers WHERE name = ?", (name,)).fetchone()
        return int(row["position"])

    def put(self, name: str, letters: Iterable[Letter], upto: int) -> int:
        """Put letters for a subscription in, and its position at ``upto``, both or neither; tell how many are new."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            before = self._db.total_changes
            self._db.executemany(
                "INSERT INTO letters (subscriber, key, sequence, title, text, body, state)"
                " VALUES (?, ?, ?, ?, ?, ?, 'new') ON CONFLICT DO NOTHING",
                [(name, one.key, one.sequence, one.title, one.text, one.body) for one in letters],
            )
            new = self._db.total_changes - before
            self._db.execute("UPDATE subscribers SET position = ? WHERE name = ?", (upto, name))
        return new

    def due(self, name: str, now: float, most: int) -> list[Waiting]:
        """Give what is to be sent to a subscription now, in the order of the log."""
        rows = self._db.execute(
            "SELECT key, sequence, title, text, body, tries FROM letters WHERE state = 'new' AND subscriber = ?"
            " AND next <= ? ORDER BY sequence, rowid LIMIT ?", (name, now, most),
        )  # fmt: skip
        return [Waiting(**dict(row)) for row in rows]

    def sent(self, name: str, keys: Sequence[str], now: float) -> None:
        """Mark letters that were taken."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "UPDATE letters SET state = 'sent', done = ?, tries = tries + 1, error = NULL"
                " WHERE subscriber = ? AND key = ?",
                [(now, name, key) for key in keys],
            )
            self._db.execute(
                "UPDATE subscribers SET sent = sent + ?, failures = 0, error = NULL, last = ? WHERE name = ?",
                (len(keys), now, name),
            )

    def failed(
        self,
        name: str,
        found: Sequence[Waiting],
        now: float,
        error: str,
        *,
        wait: float,
        tries: int,
        least: float = 0.0,
    ) -> int:
        """Mark letters that were not taken: each waits twice as long as before; tell how many are given up.

        ``wait``: seconds after the first of at most ``tries``; ``least``: seconds that the subscriber asked for.
        """
        lost = [one for one in found if one.tries + 1 >= tries]
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for one in found:
                pause = min(_LONGEST, max(least, wait * 2 ** min(one.tries, 20)))
                self._db.execute(
                    "UPDATE letters SET tries = tries + 1, next = ?, error = ?, state = ?, done = ?"
                    " WHERE subscriber = ? AND key = ?",
                    (now + pause, error[:500], "given up" if one in lost else "new", now, name, one.key),
                )
            self._db.execute(
                "UPDATE subscribers SET failures = failures + 1, error = ?, given_up = given_up + ? WHERE name = ?",
                (error[:500], len(lost), name),
            )
        return len(lost)

    def forget(self, now: float) -> None:
        """Let go of what went out or was given up long ago."""
        with self._db:
            self._db.execute("DELETE FROM letters WHERE state != 'new' AND done < ?", (now - _KEPT,))

    def subscribers(self) -> dict[str, sqlite3.Row]:
        """Give the rows of the subscriptions, with how many letters of each wait and when the next is tried."""
        rows = self._db.execute(
            "SELECT s.*, count(l.key) AS waiting, min(l.next) AS next FROM subscribers s LEFT JOIN letters l"
            " ON l.subscriber = s.name AND l.state = 'new' GROUP BY s.name"
        )
        return {row["name"]: row for row in rows}
