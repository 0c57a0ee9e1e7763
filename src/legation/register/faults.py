"""What a database says when it cannot be used, told as one of our errors with what to do."""

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from legation.errors import StoreError, StoreLocked, StoreUnwritable

# SQLite's primary result codes (https://www.sqlite.org/rescode.html), by the first byte of the extended code.
_LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_ADVICE: Final = {
    sqlite3.SQLITE_FULL: "the disk is full; free some space and run the command again",
    sqlite3.SQLITE_IOERR: "the disk does not take or give the data; check its space and health and run the command again",
    sqlite3.SQLITE_READONLY: "it may not be written; check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "it may not be used; check the rights of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "it is no SQLite database; name a register or a path where none stands yet",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore it from a backup",
}


@contextlib.contextmanager
def told(where: str) -> Iterator[None]:
    """Turn the database's errors inside the block into ours; nothing of an unfinished transaction stays.

    Raises:
        StoreLocked: another process holds the lock.
        StoreUnwritable: no space, no rights, no database.
        StoreError: anything else that the database reports.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise _ours(where, error.orig) from error
    except sqlite3.Error as error:
        raise _ours(where, error) from error


def _ours(where: str, error: BaseException | None) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in _LOCKED:
        return StoreLocked(
            f"register {where}: another process is writing; wait until it ends and run the command again"
        )
    if primary in _ADVICE:
        return StoreUnwritable(f"register {where}: {_ADVICE[primary]}")
    return StoreError(f"register {where}: the database reports: {error}")
