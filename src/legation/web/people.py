"""Who may write: tokens made on the command line, kept as Argon2 hashes in a file of the owner's own beside the register."""

import datetime as dt
import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Final, Literal, get_args

import argon2
import msgspec

from legation.errors import DataError, StoreUnwritable
from legation.register.beside import alone, beside, put

Scope = Literal["read", "add", "review", "moderate"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
_HASHER: Final = argon2.PasswordHasher()
_NOBODY: Final = _HASHER.hash(secrets.token_hex(16))  # so that an unknown token takes as long as a wrong one
_LOSS: Final = "tokens cannot be kept there"
_PATIENCE: Final = 30.0  # seconds that a writer waits for another


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A token's holder: what they may do until when. The token itself is kept nowhere."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    expires: dt.datetime
    hash: str

    def valid(self, now: dt.datetime | None = None) -> bool:
        """Whether the token still holds."""
        return (now or dt.datetime.now(dt.UTC)) < self.expires


class People:
    """The file of those who may write; read anew at each question, so that a revoked token ends at once."""

    def __init__(self, db: str) -> None:
        self.path = beside(db, "people.json")

    def all(self) -> list[Person]:
        """List the tokens, the oldest first.

        Raises:
            DataError: the file is damaged.
        """
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=list[Person])
        except FileNotFoundError:
            return []
        except msgspec.DecodeError as error:
            raise DataError(f"{self.path}: damaged ({error}); remove it and make new tokens") from None

    def new(self, name: str, scopes: Iterable[str], expires: dt.datetime) -> tuple[Person, str]:
        """Make a token. It is given this once.

        Raises:
            DataError: no name, or a scope that there is not.
        """
        given = tuple(one for one in SCOPES if one in set(scopes))
        unknown = sorted(set(scopes) - set(SCOPES))
        if unknown or not given:
            raise DataError(f"--scope {', '.join(unknown) or 'is empty'}: give some of {', '.join(SCOPES)}")
        if not name.strip():
            raise DataError("--name is empty; say who holds the token: rulings are signed with it")
        key, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        person = Person(id=key, name=name.strip(), scopes=given, expires=expires, hash=_HASHER.hash(secret))
        with self._alone():
            self._write([*self.all(), person])
        return person, f"legation.{key}.{secret}"

    def revoke(self, key: str) -> Person:
        """End a token.

        Raises:
            DataError: there is none of this ID.
        """
        with self._alone():
            every = self.all()
            found = next((one for one in every if one.id == key), None)
            if found is None:
                raise DataError(f"there is no token {key}; `legation token list` shows them")
            self._write([one for one in every if one.id != key])
        return found

    def holder(self, token: str) -> Person | None:
        """Give who holds a token; None where nobody does, or no longer."""
        _, _, rest = token.partition("legation.")
        key, _, secret = rest.partition(".")
        found = next((one for one in self.all() if one.id == key), None)
        try:
            _HASHER.verify(found.hash if found else _NOBODY, secret)
        except argon2.exceptions.VerificationError:
            return None
        return found if found and found.valid() else None

    def _alone(self) -> AbstractContextManager[None]:
        """Keep other writers out from the reading of the file to its writing, or one would undo what another did."""
        busy = StoreUnwritable(f"{self.path}: another process keeps it; try again")
        return alone(self.path, _PATIENCE, busy, _LOSS)

    def _write(self, every: list[Person]) -> None:
        put(self.path, msgspec.json.format(msgspec.json.encode(every)), _LOSS)
