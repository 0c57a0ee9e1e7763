"""The outside data sets that can be taken in by name, and how each is read from the text of an edition."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legation.errors import DataError, ImportRefused
from legation.imports import cow, osm, sparql, us, washington, wikidata
from legation.imports.source import edition_of, read_source, read_text
from legation.imports.table import Imported
from legation.model import Document, dates

Reader = Callable[[str, str | None], Imported]
NAMES: Final = ("cow", "osm", "us", "washington", "wikidata")
_DATED: Final = frozenset({"osm", "washington", "wikidata"})  # they show the state of things on the edition's day


@dataclass(frozen=True, slots=True)
class Edition:
    """A data set as it was found, and how another edition of it is read."""

    found: Imported
    reread: Callable[[Document], Imported]


def read_edition(name: str, path: Path, on: str | None = None, receiving: str | None = None) -> Edition:
    """Read a file of one of ``NAMES``. ``on`` is its day, or year; else the file or its name must tell.

    Raises:
        ImportRefused: no such data set, the file cannot be read or is not of its form, or nobody tells its day.
    """
    if name not in NAMES:
        raise ImportRefused(f"{name!r} is no data set that can be taken in by name; there are {', '.join(NAMES)}")
    text = read_text(path)
    day = on or (osm.day_of(text) if name == "osm" else None) or edition_of(path)
    if name in _DATED and day is None:
        raise ImportRefused(f"{path}: nothing tells of which day it is; give --on DATE or --on YEAR")
    if day is not None:
        try:
            dates.parse(day)
        except DataError as error:
            raise ImportRefused(f"{path}: {error}") from error
    reader = reader_of(name, receiving)
    return Edition(reader(text, day), lambda document: reader(document.text, document.published))


def live_edition(sending: str, text: str, on: str) -> Edition:
    """Read what Wikidata answered of a state on a day."""
    return Edition(
        sparql.read(text, on, sending), lambda document: sparql.read(document.text, document.published, sending)
    )


def reader_of(name: str, receiving: str | None = None) -> Reader:
    """Give the function that reads the text of an edition of a day."""
    if name == "osm":
        return lambda text, on: osm.read(text, on, receiving=receiving)
    return {"cow": cow.read, "us": us.read, "washington": washington.read, "wikidata": wikidata.read}[name]


def listed() -> list[dict[str, str | None]]:
    """Tell of each data set who publishes it, under which licence, and where it can be had."""
    found = []
    for name in NAMES:
        source = read_source(name)
        found.append(
            {
                "name": name,
                "title": source.title,
                "publisher": source.publisher,
                "licence": source.licence,
                "address": source.address,
            }
        )
    return found
