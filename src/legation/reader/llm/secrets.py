"""Keys: where they may come from, and how they are kept out of everything that is written.

A key comes from the environment or from a file that only its owner can read; never from the command line, where every
user of the machine and the shell's history would see it. It is handed to the client library and to nothing else.
"""

import json
import os
import stat
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NoReturn

from legation.errors import ReaderUnusable

KEY: Final = "LEGATION_LLM_KEY"
KEY_FILE: Final = "LEGATION_LLM_KEY_FILE"
STARS: Final = "***"
_SHORTEST: Final = 8  # shorter values are placeholders such as "none"; hiding them would garble what is read
_LARGEST: Final = 8192


class Secret:
    """A value that shows itself only when asked by name; it can be neither printed nor pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"Secret({STARS})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")

    def reveal(self) -> str:
        """Give the value, to be handed to the client library."""
        return self._value

    def redact(self, text: str) -> str:
        """Put stars where the value stands in a text, plain or as JSON or an address would write it."""
        if len(self._value) < _SHORTEST:
            return text
        forms = {self._value, json.dumps(self._value)[1:-1], urllib.parse.quote(self._value, safe="")}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, STARS)
        return text


def find_key(environment: Mapping[str, str]) -> Secret | None:
    """Give the key that the environment holds or points to; None where it does neither.

    Raises:
        ReaderUnusable: both are given, or the file cannot be read, is open to others, or holds no key.
    """
    plain, file = environment.get(KEY, "").strip(), environment.get(KEY_FILE, "").strip()
    if plain and file:
        raise ReaderUnusable(f"{KEY} and {KEY_FILE} are both set; keep one")
    value = plain or (_read(Path(file)) if file else "")
    if not value:
        return None
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ReaderUnusable(f"{KEY if plain else file}: holds signs that no key has; check what was pasted")
    return Secret(value)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise ReaderUnusable(f"{KEY_FILE} {path}: no ordinary file; name one that holds the key alone")
            if os.name == "posix" and (about.st_mode & 0o077 or about.st_uid not in (0, os.geteuid())):
                raise ReaderUnusable(f"{KEY_FILE} {path}: others can read it; run chmod 600 on it, as its owner")
            value = file.read(_LARGEST).decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise ReaderUnusable(f"{KEY_FILE} {path}: cannot be read ({why})") from None
    if not value:
        raise ReaderUnusable(f"{KEY_FILE} {path}: is empty; put the key into it")
    return value
