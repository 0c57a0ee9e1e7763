"""Files that belong to a register and are not of it: tokens, sessions, replies, and what is known of feeds and letters.

They lie beside a register in a file. One in PostgreSQL has no place beside it: there they lie in the user's data folder,
named for the address. Times in them are seconds since 1970, UTC.
"""

import contextlib
import datetime as dt
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import filelock
import platformdirs

from legation.errors import StoreError, StoreUnwritable


def beside(db: str, name: str) -> Path:
    """Give the path of a file (``name``: "people.json") that belongs to the register at a path or address."""
    if "://" not in db:
        return Path(f"{db}.{name}")
    mark = hashlib.sha256(db.rpartition("@")[2].encode()).hexdigest()[:16]
    stem, dot, ending = name.partition(".")
    return platformdirs.user_data_path("legation", appauthor=False) / f"{stem}-{mark}{dot}{ending}"


def put(path: Path, data: bytes, loss: str) -> None:
    """Write a file whole or not at all, with rights for its owner alone from the start.

    Raises:
        StoreUnwritable: it cannot be written; the message ends with ``loss``, what cannot be kept therefore.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError, UnboundLocalError):
            Path(name).unlink()
        raise StoreUnwritable(f"{path}: {error.strerror}; {loss}") from error


@contextlib.contextmanager
def alone(path: Path, patience: float, busy: StoreError, loss: str) -> Iterator[None]:
    """Keep other processes out that would use a file in the same way.

    Raises:
        StoreError: ``busy``, where another keeps it for longer than ``patience`` seconds.
        StoreUnwritable: no lock can be laid beside it; the message ends with ``loss``.
    """
    lock = filelock.FileLock(f"{path}.lock", timeout=patience, mode=0o600)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise busy from None
    except OSError as error:
        raise StoreUnwritable(f"{path}: {error.strerror}; {loss}") from error
    try:
        yield
    finally:
        lock.release()


def opened(path: Path, tables: str, loss: str) -> sqlite3.Connection:
    """Open a small database beside a register, or begin one; rows by name, every transaction begun by hand, one writer.

    Raises:
        StoreUnwritable: it cannot be opened or is damaged; the message ends with ``loss``.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        found = sqlite3.connect(path, timeout=10, isolation_level=None)
        found.row_factory = sqlite3.Row
        found.execute("PRAGMA journal_mode = WAL")
        found.executescript(tables)
    except (sqlite3.Error, OSError) as error:
        raise StoreUnwritable(f"{path}: {error}; {loss}") from None
    return found


def iso(moment: float | None) -> str | None:
    """Write a time that such a file keeps as ISO 8601, to the second; nothing for none."""
    return dt.datetime.fromtimestamp(moment, dt.UTC).isoformat(timespec="seconds") if moment else None
