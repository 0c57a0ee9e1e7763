"""Addresses are sealed with a key that lies in a file of the owner's own, apart from what it seals.

Fernet (AES-128-CBC with HMAC-SHA256) under one or more keys, one a line, the newest first: the first seals, all open. The
text is padded, so that its length tells nothing, and bears the reply's ID, so that no address can be moved to another reply.
Who seals holds the ledger's lock for writing, so keys are made and changed by one process at a time.
"""

from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from legation.errors import DataError
from legation.register.beside import put

_WIDTH: Final = (
    384  # bytes: an ID and the longest address (254 characters, RFC 5321) with room for letters of two bytes
)


class Seal:
    """The keys in a file; read anew each time, so that a server follows a change of keys without a new start."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def close(self, reply: str, address: str) -> bytes:
        """Seal an address for a reply; the first time, a key is made.

        Raises:
            StoreUnwritable: the key cannot be kept.
            DataError: the file of keys is damaged.
        """
        if not self.path.exists():
            self.add()
        return self._keys().encrypt(f"{reply}\n{address}".encode().ljust(_WIDTH, b"\0"))

    def open(self, reply: str, sealed: bytes) -> str | None:
        """Give the address; None where the key is gone, or the seal is not this reply's."""
        if not self.path.exists():
            return None
        try:
            found, _, address = self._keys().decrypt(sealed).rstrip(b"\0").decode().partition("\n")
        except InvalidToken:
            return None
        return address if found == reply else None

    def add(self) -> None:
        """Put a new key before the others."""
        held = self._lines() if self.path.exists() else []
        self._write([Fernet.generate_key().decode(), *held])

    def drop_old(self) -> None:
        """Keep the newest key only."""
        self._write(self._lines()[:1])

    def _keys(self) -> MultiFernet:
        try:
            return MultiFernet([Fernet(one) for one in self._lines()])
        except ValueError:
            raise DataError(f"{self.path}: damaged; put the file of keys back from a copy") from None

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text("ascii").split()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{self.path}: {error}; the keys of addresses cannot be read") from None

    def _write(self, lines: list[str]) -> None:
        put(self.path, ("\n".join(lines) + "\n").encode("ascii"), "the key of addresses cannot be kept there")
