"""What a database says when it cannot be used, told as one of our errors with what to do."""

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from legation.errors import StoreError, StoreLocked, StoreUnwritable

# SQLite's primary result codes (https://www.sqlite.org/rescode.html), by the first byte of the extended code.
_LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_FULL: Final = "the disk is full; free some space and run the command again"
_ADVICE: Final = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_IOERR: "the disk does not take or give the data; check its space and health and run the command again",
    sqlite3.SQLITE_READONLY: "it may not be written; check the rights of the file and its folder",
    sqlite3.SQLITE_PERM: "it may not be used; check the rights of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that the folder exists and may be written",
    sqlite3.SQLITE_NOTADB: "it is no SQLite database; name a register or a path where none stands yet",
    sqlite3.SQLITE_CORRUPT: "the file is damaged; restore it from a backup",
}
# PostgreSQL's codes (https://www.postgresql.org/docs/current/errcodes-appendix.html), by the longest beginning that fits.
_WAITING: Final = frozenset({"55P03", "40P01", "40001"})
_SERVER: Final = {
    "53100": _FULL,
    "53": "the server lacks memory or connections; try again later",
    "25006": "it is open for reading only, or the server is; name one that may be written",
    "42501": "this user may not use it; ask for the rights on the database's tables",
    "28": "the server does not let this user in; check name and password",
    "3D000": "the server has no such database; make it with createdb",
    "57": "the server went away; run the command again when it is back",
    "58": "the server's disk does not take or give the data; look into its log",
    "08": "the server does not answer; check that it runs, and run the command again",
    "XX": "the database is damaged; restore it from a backup",
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
    if primary in _LOCKED or getattr(error, "sqlstate", None) in _WAITING:
        return StoreLocked(
            f"register {where}: another process is writing; wait until it ends and run the command again"
        )
    if primary in _ADVICE:
        return StoreUnwritable(f"register {where}: {_ADVICE[primary]}")
    if advice := _of_server(error):
        return StoreUnwritable(f"register {where}: {advice}")
    return StoreError(f"register {where}: the database reports: {error}")


def _of_server(error: BaseException | None) -> str | None:
    """Give PostgreSQL's fault in our words; a connection that breaks or is refused has no code."""
    if error is None or not hasattr(error, "sqlstate"):
        return None
    state = error.sqlstate
    if state is None:
        text = str(error)
        for sign, code in (("password", "28"), ("does not exist", "3D000"), ("too many clients", "53")):
            if sign in text:
                return _SERVER[code]
        return _SERVER["08"] if type(error).__name__ == "OperationalError" else None
    return next((_SERVER[state[:size]] for size in (5, 2) if state[:size] in _SERVER), None)
