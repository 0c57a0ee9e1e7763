"""Another register's log taken into one's own: from the file that ``backup`` writes.

An empty register becomes the other, with all that it learned and when. A register that holds something learns the other's
documents, readings and rulings now, in the order in which the other learned them; what both hold stays as it is, so that
taking the same file in twice changes nothing.
"""

import gzip
import itertools
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from legation.errors import DecisionRefused
from legation.register.archive import FORM
from legation.register.entries import Entry
from legation.register.register import Register
from legation.register.store import Store

_BATCH: Final = 500  # readings in one transaction


@dataclass(slots=True)
class Joined:
    """What became of another register's log: readings and rulings that are new, and those that were there."""

    readings: int = 0
    rulings: int = 0
    known: int = 0
    whole: bool = False  # the register was empty and is now the other
    refused: list[str] = field(default_factory=list)


def is_backup(path: Path) -> bool:
    """Whether a file is one that ``backup`` wrote, by its first line."""
    try:
        with gzip.open(path, "rb") as file:
            return f'"{FORM}"'.encode() in file.readline(200)
    except (OSError, EOFError):
        return False


def join(register: Register, path: Path) -> Joined:
    """Take in the log of a backup.

    Raises:
        DataError: no whole archive, or a text that does not hold; what went in before stays.
        NewerSchema: written by a newer version of Legation.
        StoreLocked, StoreUnwritable: the register cannot be written.
    """
    if register.known() is None:
        return Joined(readings=register.restore(path), whole=True)
    found = Joined()
    folder = tempfile.TemporaryDirectory(prefix="legation-join-")
    with folder as name, Store.open(Path(name) / "other.db") as other:
        other.restore(path)
        log = other.entries()
        readings = (one for one in log if one.decision is None)
        while batch := list(itertools.islice(readings, _BATCH)):
            _read(register, other, batch, found)
        _rule(register, log, found)
    return found


def _read(register: Register, other: Store, batch: list[Entry], found: Joined) -> None:
    given = [(other.document(one.source.id), list(one.claims.values()), one.reader) for one in batch]
    for added in register.add_all(given):
        found.known += added.outcome == "known"
        found.readings += added.outcome != "known"
        found.refused += added.refused


def _rule(register: Register, log: list[Entry], found: Joined) -> None:
    for entry in log:
        if entry.decision is None:
            continue
        try:
            outcome, _ = register.decide(entry.decision)
        except DecisionRefused as error:
            found.refused.append(str(error))
            continue
        found.known += outcome == "known"
        found.rulings += outcome != "known"
