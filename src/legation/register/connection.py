"""How a register's database is named and opened: an SQLite file with a write-ahead log, or PostgreSQL by its address.

In both, transactions that read see one state of the log, and transactions that write come one after another: SQLite by
``BEGIN IMMEDIATE``, PostgreSQL by an advisory lock that is held until the commit. So an entry with a higher number never
becomes visible before one with a lower number.
"""

import contextlib
import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from legation.errors import StoreUnwritable

WRITE: Final = "legation_write"  # a connection with this option takes the lock when its transaction begins
LOCK: Final = 0x6C65676174696F6E  # the number of the advisory lock: "legation" in ASCII
_HEAD: Final = b"SQLite format 3\x00"  # https://www.sqlite.org/fileformat.html, section 1.3
_OPENED: Final[set[tuple[int, int]]] = set()  # files that this process has opened as databases, by device and number
_SCHEMES: Final = ("postgresql://", "postgres://", "postgresql+psycopg://")


def address_of(place: str | Path) -> sa.URL | Path:
    """Tell an address of PostgreSQL from the path of a file.

    Raises:
        StoreUnwritable: an address of another kind, or one that cannot be read.
    """
    if isinstance(place, Path) or "://" not in place:
        return Path(place)
    if not place.startswith(_SCHEMES):
        raise StoreUnwritable(
            f"{place.split('://')[0]}://…: no kind of register; name a file, or postgresql://USER@HOST/DATABASE"
        )
    try:
        return sa.make_url("postgresql+psycopg://" + place.split("://", 1)[1])
    except (sa.exc.ArgumentError, ValueError) as error:
        raise StoreUnwritable(
            f"an address that cannot be read ({error}); write postgresql://USER@HOST/DATABASE"
        ) from error


def shown(address: sa.URL | Path) -> str:
    """Name a register in messages, without a password."""
    if isinstance(address, Path):
        return str(address)
    return address.set(drivername="postgresql").render_as_string(hide_password=True)


def look(path: Path, *, create: bool) -> None:
    """Check that a register is or can be at a path, without opening it as a database.

    A file that this process has open as a database is left alone: closing it here would let go of the locks that SQLite
    holds on it (https://www.sqlite.org/howtocorrupt.html, section 2.2), and another process could take its log away.

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
        if _file(path) in _OPENED:
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


def _file(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def engine(address: sa.URL | Path, *, read_only: bool, busy: float) -> sa.Engine:
    """Open an address as an engine; ``busy`` is how many seconds a writer waits for another."""
    if isinstance(address, Path):
        return _sqlite(address, read_only=read_only, busy=busy)
    return _postgres(address, read_only=read_only, busy=busy)


def writing(opened: sa.Engine) -> sa.Connection:
    """Connect for a transaction that writes: it begins by waiting for the lock."""
    connection = opened.connect()
    if opened.dialect.name == "postgresql":  # what was committed while it waited must be seen
        connection = connection.execution_options(isolation_level="READ COMMITTED")
    return connection.execution_options(**{WRITE: True})


def _sqlite(path: Path, *, read_only: bool, busy: float) -> sa.Engine:
    mode = "ro" if read_only else "rwc"
    writable = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    if read_only and not writable and not path.with_name(path.name + "-wal").exists():
        mode = "ro&immutable=1"  # a write-ahead log cannot be laid beside a file in a folder that may not be written
    address = f"{path.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(address, uri=True, timeout=busy, isolation_level=None, check_same_thread=False)
        with contextlib.suppress(OSError):
            _OPENED.add(_file(path))
        return made

    made = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool)

    @sa.event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA mmap_size = 268435456")
        connection.execute("PRAGMA cache_size = -32768")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")

    @sa.event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        immediate = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return made


def _postgres(address: sa.URL, *, read_only: bool, busy: float) -> sa.Engine:
    if find_spec("psycopg") is None:
        raise StoreUnwritable(
            f"{shown(address)}: PostgreSQL needs a package that is not installed; run pip install 'legation[postgres]'"
        )
    only = "on" if read_only else "off"
    made = sa.create_engine(
        address,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,  # a server that was away and came back is found again
        connect_args={
            "connect_timeout": max(2, round(busy)),
            "options": f"-c default_transaction_read_only={only} -c timezone=UTC -c lock_timeout={round(busy * 1000)}",
            "application_name": "legation",
        },
    )

    @sa.event.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get(WRITE):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))

    return made
