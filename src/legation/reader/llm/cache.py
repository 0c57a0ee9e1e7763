"""Replies kept by what was asked: instruction, form, model and text. The same question is paid for once.

One small file a reply, written whole or not at all, readable by its owner alone. A file that cannot be read or is not
what it should be counts as none, and a cache that cannot be written costs money and not the reading.
"""

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from legation.model import digest
from legation.reader.llm.reply import Raw

VERSION = 1


class Kept(msgspec.Struct, frozen=True):
    """A reply that was good, and what it cost."""

    version: int
    claims: tuple[Raw, ...]
    input_tokens: int
    output_tokens: int


class Cache:
    """A folder of replies; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> Kept | None:
        """Give the reply to a question; None where there is none."""
        if self._folder is None:
            return None
        try:
            kept = msgspec.json.decode(self._path(key).read_bytes(), type=Kept)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        return kept if kept.version == VERSION else None

    def put(self, key: str, kept: Kept) -> None:
        """Keep a reply."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".reply-")
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(kept))
            Path(name).replace(path)

    def _path(self, key: str) -> Path:
        assert self._folder is not None  # noqa: S101  # only called where there is one
        return self._folder / key[:2] / f"{key}.json"


def key(*asked: object) -> str:
    """Name a question by its content."""
    return digest("reply", VERSION, *asked)
