"""An annotated corpus on disk: ``docs/NAME.txt`` with ``documents.jsonl`` and ``gold.jsonl``, and readings of it."""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.errors import DocumentRefused


@dataclass(frozen=True)
class Corpus:
    """A folder with texts and what careful people read in them."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's name: train, plain, dev."""
        return self.path.name

    @functools.cached_property
    def gold(self) -> Mapping[str, Mapping[str, Any]]:
        """The annotated documents by name, in the order of the file."""
        return read_readings(self.path / "gold.jsonl")

    def text(self, name: str) -> str | None:
        """Give a document's text as it stands; None where the file is missing."""
        file = self.path / "docs" / f"{name}.txt"
        return file.read_text("utf-8") if file.exists() else None

    @functools.cached_property
    def digest(self) -> str:
        """Hash texts and annotations, so that a figure can say on what it was measured."""
        whole = hashlib.sha256()
        files = [*self.path.glob("docs/*.txt"), self.path / "gold.jsonl", self.path / "documents.jsonl"]
        for file in sorted(file for file in files if file.exists()):  # a corpus of one's own may have gold alone
            whole.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return whole.hexdigest()


def read_readings(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """Read JSON Lines in GUIDE.md's form, by document name.

    Raises:
        DocumentRefused: the file is missing, or a line is no JSON object with ``doc`` and ``claims``.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise DocumentRefused(f"{path}: cannot be read ({error.strerror}); give a file of readings") from error
    found: dict[str, Mapping[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            reading = json.loads(line)
            found[reading["doc"]] = {"claims": [], **reading}
        except (ValueError, KeyError, TypeError) as error:
            raise DocumentRefused(f"{path}, line {number}: not a reading with a field `doc` ({error})") from error
    return found
