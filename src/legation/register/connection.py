"""How a register's file is looked at before it is opened, and opened: SQLite with a write-ahead log."""

import os
import sqlite3
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from legation.errors import StoreUnwritable

WRITE: Final = "legation_write"  # a connection with this option takes the lock when its transaction begins
_HEAD: Final = b"SQLite format 3\x00"  # https://www.sqlite.org/fileformat.html, section 1.3


def look(path: Path, *, create: bool) -> None:
    """Check that a register is or can be at a path, without opening it as a database.

    Raises:
        StoreUnwritable: a folder, a file of another kind, no rights, or nothing where nothing may be made.
    """
    try:
        if path.is_dir():
            raise StoreUnwritable(f"{path}: a folder; name a file in it")
        if not path.exists():
            if not create:
                raise StoreUnwritable(f"{path}: no register there; `legation add` begins one")
            path.parent.mkdir(parents=True, exist_ok=True)
            return
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
    except OSError as error:
        raise StoreUnwritable(
            f"{path}: cannot be used ({error.strerror}); check the rights of the file and its folder"
        ) from error
    if head not in (_HEAD, b"") or (not head and not create):
        raise StoreUnwritable(
            f"{path}: no register (not an SQLite database); name a register, or a path where nothing stands yet"
        )


def engine(path: Path, *, read_only: bool, busy: float) -> sa.Engine:
    """Open a file as an engine whose transactions begin as told: deferred to read, immediate to write."""
    mode = "ro" if read_only else "rwc"
    writable = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    if read_only and not writable and not path.with_name(path.name + "-wal").exists():
        mode = "ro&immutable=1"  # a write-ahead log cannot be laid beside a file in a folder that may not be written
    address = f"{path.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=busy, isolation_level=None, check_same_thread=False)

    made = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool)

    @sa.event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")

    @sa.event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return made
