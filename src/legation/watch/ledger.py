"""What is known of the sources that are followed, in a file of its own: when each was asked, what it listed, what came of it.

An item stands here before it is fetched and is marked when it is in the register, so a watch that is killed goes on where it
was; an item fetched twice is one document to the register. One thread writes. Times are seconds since 1970, UTC.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Literal, Self

import msgspec

from legation.intake.feeds import Item
from legation.register.beside import opened
from legation.watch.sources import Source

LEDGER: Final = "watch.db"  # beside the register
State = Literal["new", "kept", "passed", "refused", "failed"]
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS sources (
  name TEXT PRIMARY KEY, url TEXT NOT NULL, etag TEXT, modified TEXT, next REAL NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0, asked REAL, answered REAL, news REAL, error TEXT, begun REAL,
  silent REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS items (
  source TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, published TEXT, first INTEGER NOT NULL,
  state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next REAL NOT NULL DEFAULT 0, seen REAL NOT NULL, done REAL,
  document TEXT, error TEXT, PRIMARY KEY (source, key)
) STRICT;
CREATE INDEX IF NOT EXISTS items_turn ON items (state, first, seen, source, key);
CREATE INDEX IF NOT EXISTS items_url ON items (url);
"""
_LONGEST: Final = 86_400  # seconds that a source that fails is left alone at most
_TRIES: Final = 11  # of an item, before it is given up: a day and ten hours after the first


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What to tell a server of what we have of a source already."""

    name: str
    etag: str | None
    modified: str | None


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An item to be fetched. ``first``: it was there when its source was first asked, so it is not news of today."""

    source: str
    key: str
    url: str
    published: str | None
    first: bool


class Ledger:
    """An open ledger; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the ledger at a path, or begin one.

        Raises:
            StoreUnwritable: it cannot be opened or is damaged.
        """
        self._db = opened(path, _TABLES, "what is known of the sources cannot be kept there")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def follow(self, sources: Iterable[Source]) -> None:
        """Take in the list of what is followed; a source whose address changed is asked anew, with nothing known."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for one in sources:
                self._db.execute(
                    "INSERT INTO sources (name, url, silent) VALUES (?, ?, ?)"
                    " ON CONFLICT (name) DO UPDATE SET silent = excluded.silent",
                    (one.name, one.url, one.silent),
                )
                self._db.execute(
                    "UPDATE sources SET url = ?, etag = NULL, modified = NULL, next = 0, failures = 0"
                    " WHERE name = ? AND url != ?",
                    (one.url, one.name, one.url),
                )

    def due(self, now: float, names: Sequence[str]) -> list[Asked]:
        """Give the sources, of those named, that are to be asked now, the longest due first."""
        rows = self._db.execute(
            "SELECT name, etag, modified FROM sources WHERE next <= ? ORDER BY next, name", (now,)
        ).fetchall()
        wanted = set(names)
        return [Asked(**dict(row)) for row in rows if row["name"] in wanted]

    def answered(
        self, source: Source, now: float, items: Iterable[Item], etag: str | None = None, modified: str | None = None
    ) -> int:
        """Keep what a source listed, with when it is asked next; tell how many items are new."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            begun = self._db.execute("SELECT begun FROM sources WHERE name = ?", (source.name,)).fetchone()["begun"]
            before = self._db.total_changes
            self._db.executemany(
                "INSERT INTO items (source, key, url, title, published, first, state, seen)"
                " VALUES (?, ?, ?, ?, ?, ?, 'new', ?) ON CONFLICT DO NOTHING",
                [(source.name, one.key, one.url, one.title, one.published, begun is None, now) for one in items],
            )
            new = self._db.total_changes - before
            self._db.execute(
                "UPDATE sources SET asked = ?, answered = ?, next = ?, failures = 0, error = NULL, begun = coalesce(begun, ?),"
                " etag = ?, modified = ?, news = CASE WHEN ? > 0 THEN ? ELSE news END WHERE name = ?",
                (now, now, now + source.every, now, etag, modified, new, now, source.name),
            )
        return new

    def failed(self, source: Source, now: float, error: str, wait: float = 0.0) -> None:
        """Keep that a source did not answer; it is left alone twice as long each time, and at least ``wait`` seconds."""
        with self._db:
            row = self._db.execute("SELECT failures FROM sources WHERE name = ?", (source.name,)).fetchone()
            pause = min(_LONGEST, source.every * 2 ** min(int(row["failures"]) + 1, 12))
            self._db.execute(
                "UPDATE sources SET asked = ?, failures = failures + 1, error = ?, next = ? WHERE name = ?",
                (now, error[:500], now + max(pause, min(wait, _LONGEST)), source.name),
            )

    def waiting(self, now: float, most: int) -> list[Waiting]:
        """Give items to be fetched now, the newest of those that are news before what was there at the first ask."""
        rows = self._db.execute(
            "SELECT source, key, url, published, first FROM items WHERE state = 'new' AND next <= ?"
            " ORDER BY first, seen, source, key LIMIT ?", (now, most),
        ).fetchall()  # fmt: skip
        return [Waiting(**(dict(row) | {"first": bool(row["first"])})) for row in rows]

    def had(self, url: str) -> str | None:
        """Give the document that an address was made, where an item of any source was kept."""
        row = self._db.execute("SELECT document FROM items WHERE url = ? AND state = 'kept' LIMIT 1", (url,)).fetchone()
        return row["document"] if row else None

    def done(
        self, item: Waiting, state: State, now: float, *, document: str | None = None, error: str | None = None
    ) -> None:
        """Mark an item with what came of it."""
        with self._db:
            self._db.execute(
                "UPDATE items SET state = ?, done = ?, document = ?, error = ?, tries = tries + 1"
                " WHERE source = ? AND key = ?",
                (state, now, document, error and error[:500], item.source, item.key),
            )

    def again(self, item: Waiting, now: float, error: str) -> None:
        """Mark an item that could not be fetched: it is tried again later, twice as late each time, and then given up."""
        row = self._db.execute(
            "SELECT tries FROM items WHERE source = ? AND key = ?", (item.source, item.key)
        ).fetchone()
        tries = int(row["tries"]) + 1
        if tries >= _TRIES:
            self.done(item, "failed", now, error=error)
            return
        with self._db:
            self._db.execute(
                "UPDATE items SET tries = ?, next = ?, error = ? WHERE source = ? AND key = ?",
                (tries, now + 60.0 * 2**tries, error[:500], item.source, item.key),
            )

    def sources(self) -> list[sqlite3.Row]:
        """Give the rows of the sources, by name."""
        return self._db.execute("SELECT * FROM sources ORDER BY name").fetchall()

    def faults(self, since: float) -> dict[str, str]:
        """Tell for each source what went wrong with its latest item, seen since a moment, that could not be taken in."""
        rows = self._db.execute(
            "SELECT source, error FROM items WHERE error IS NOT NULL AND seen >= ? ORDER BY seen, key", (since,)
        )
        return {row["source"]: row["error"] for row in rows}

    def counts(self, since: float) -> dict[str, dict[str, tuple[int, int]]]:
        """Count the items of each source by state: all, and those that are news and were seen since a moment."""
        rows = self._db.execute(
            "SELECT source, state, count(*) AS every, sum(seen >= ? AND NOT first) AS lately FROM items GROUP BY source, state",
            (since,),
        )
        found: dict[str, dict[str, tuple[int, int]]] = {}
        for row in rows:
            found.setdefault(row["source"], {})[row["state"]] = row["every"], row["lately"]
        return found
