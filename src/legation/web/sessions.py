"""Who is signed in, in a browser: sessions in a file beside the register, so that a new start of the server signs nobody out.

What the browser holds is a secret of 32 random bytes, of which the file has only the hash. A session ends after twelve
hours, at sign-out, with its token's last day, and at once when the token is revoked, since the token is looked up anew at
each request. Every form of a signed-in person bears a mark that only their session's pages have, and must come from here.
"""

import datetime as dt
import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import quote

import msgspec
from fastapi import Depends, Request

from legation.errors import DataError, StoreError, StoreUnwritable
from legation.register.beside import beside
from legation.web.origin import from_here
from legation.web.people import People, Person, Scope
from legation.web.problems import Problem

COOKIE: Final = "legation_session"
LASTS: Final = 12 * 3600  # seconds
DESKS: Final[dict[Scope, tuple[str, str]]] = {"review": ("/review", "Review"), "moderate": ("/moderate", "Moderate")}
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS sessions (hash TEXT PRIMARY KEY, person TEXT NOT NULL, mark TEXT NOT NULL, until REAL NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS passed (hash TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (hash, target)) STRICT;
CREATE TABLE IF NOT EXISTS ruled (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, ruling TEXT NOT NULL) STRICT;
"""
_ENDED: Final = "DELETE FROM {} WHERE hash NOT IN (SELECT hash FROM sessions)"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in person; ``mark`` is what their forms bear."""

    person: Person
    mark: str

    def may(self, scope: Scope) -> bool:
        """Whether the person's token has a scope."""
        return scope in self.person.scopes


class Sessions:
    """The sessions of one register's server; any number of processes may share them."""

    def __init__(self, db: str) -> None:
        self._path, self._people = beside(db, "sessions.db"), People(db)

    def begin(self, person: Person) -> str:
        """Begin a session, and give the secret for the browser.

        Raises:
            StoreUnwritable: it cannot be kept.
        """
        secret, now = secrets.token_urlsafe(32), time.time()
        until = min(now + LASTS, person.expires.timestamp())
        with self._open() as file:
            file.execute("DELETE FROM sessions WHERE until < ?", (now,))
            file.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(secret), person.id, secrets.token_urlsafe(24), until)
            )
            for table in ("passed", "ruled"):
                file.execute(_ENDED.format(table))
        return secret

    def find(self, secret: str | None) -> Session | None:
        """Give the session of a browser; None where there is none, it has ended, or its token has."""
        if not secret or not self._path.exists():
            return None
        with self._open() as file:
            row = file.execute("SELECT person, mark, until FROM sessions WHERE hash = ?", (_hash(secret),)).fetchone()
        if row is None or row[2] < time.time():
            return None
        person = next((one for one in self._people.all() if one.id == row[0]), None)
        return Session(person=person, mark=row[1]) if person and person.valid(dt.datetime.now(dt.UTC)) else None

    def end(self, secret: str | None) -> None:
        """End a session."""
        if secret and self._path.exists():
            with self._open() as file:
                file.execute("DELETE FROM sessions WHERE hash = ?", (_hash(secret),))

    def pass_over(self, secret: str | None, target: str) -> None:
        """Keep that this session wants to see a matter no more."""
        with self._open() as file:
            file.execute("INSERT OR IGNORE INTO passed VALUES (?, ?)", (_hash(secret or ""), target))

    def passed(self, secret: str | None) -> set[str]:
        """Give the matters that this session passed over."""
        with self._open() as file:
            rows = file.execute("SELECT target FROM passed WHERE hash = ?", (_hash(secret or ""),)).fetchall()
        return {row[0] for row in rows}

    def rule(self, secret: str | None, ruling: str) -> None:
        """Keep a ruling of this session, so that it can be undone."""
        with self._open() as file:
            file.execute("INSERT INTO ruled (hash, ruling) VALUES (?, ?)", (_hash(secret or ""), ruling))

    def ruled(self, secret: str | None) -> str | None:
        """Give the last ruling of this session that was not undone."""
        query = "SELECT ruling FROM ruled WHERE hash = ? ORDER BY number DESC LIMIT 1"
        with self._open() as file:
            row = file.execute(query, (_hash(secret or ""),)).fetchone()
        return str(row[0]) if row else None

    def undone(self, secret: str | None, ruling: str) -> None:
        """Forget a ruling that was undone."""
        with self._open() as file:
            file.execute("DELETE FROM ruled WHERE hash = ? AND ruling = ?", (_hash(secret or ""), ruling))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            file = sqlite3.connect(self._path, timeout=10)
        except (OSError, sqlite3.Error) as error:
            raise StoreUnwritable(f"{self._path}: {error}; nobody can sign in") from None
        try:
            with file:
                file.executescript(_TABLES)
                yield file
        except sqlite3.Error as error:
            raise StoreUnwritable(f"{self._path}: {error}; nobody can sign in") from None
        finally:
            file.close()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def session(request: Request) -> Session | None:
    """Give who is signed in, if anybody is; looked up once a request."""
    if not hasattr(request.state, "session"):
        request.state.session = Sessions(request.app.state.settings.db).find(request.cookies.get(COOKIE))
    found: Session | None = request.state.session
    return found


def desks(request: Request) -> dict[str, Any]:
    """Give what every page's frame shows of who is signed in: the name, and the desks that the token opens."""
    held = None
    with suppress(StoreError, DataError):  # a page for readers does without
        held = session(request)
    return {
        "signed_in": held.person.name if held else None,
        "desks": [desk for scope, desk in DESKS.items() if held and held.may(scope)],
    }


def signed_in(scope: Scope) -> Callable[[Request], Session]:
    """Make a check that somebody with a scope is signed in; a reader of a page is sent to sign in first."""

    def check(request: Request) -> Session:
        found = session(request)
        if found is None:
            if request.method == "GET":
                here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                raise Problem(HTTPStatus.SEE_OTHER, "sign in first", {"Location": f"/sign-in?next={quote(here)}"})
            raise Problem(HTTPStatus.UNAUTHORIZED, "the session has ended; sign in again, and send it once more")
        if not found.may(scope):
            raise Problem(HTTPStatus.FORBIDDEN, f"your token has not the scope {scope}; `legation token new` makes one")
        return found

    return check


def checked(request: Request, held: Session, mark: str) -> None:
    """Hold a form to have been sent from a page of this server by the person who is signed in.

    Raises:
        Problem: it was not.
    """
    if not from_here(request) or not hmac.compare_digest(held.mark.encode(), mark.encode("utf-8", "replace")):
        raise Problem(
            HTTPStatus.FORBIDDEN, "the form came from elsewhere, or from before you signed in; open the page again"
        )


Reviewer = Annotated[Session, Depends(signed_in("review"))]
Moderator = Annotated[Session, Depends(signed_in("moderate"))]
