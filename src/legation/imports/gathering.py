"""Tables of which several rows together tell one course: read row by row, then told by pair or state."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from legation.errors import DataError
from legation.imports.mapping import Mapping
from legation.imports.source import Source, Writer
from legation.imports.table import Imported, Row, Skipped, rows

Key = TypeVar("Key")
Told = TypeVar("Told")


def gathered(
    writer: Writer,
    text: str,
    columns: Iterable[str],
    parts: Callable[[Row], Iterable[tuple[Key, Told]]],
    course: Callable[[Key, list[Told]], None],
    *,
    version: str,
) -> Imported:
    """Give what a table says, where ``parts`` reads a row and ``course`` tells all that belongs to one key.

    A row that ``parts`` refuses with a DataError is left out with its reason. Each row counts once, however often
    ``course`` comes back to it.
    """
    kept: dict[Key, list[Told]] = defaultdict(list)
    for row in rows(text, _form(writer.source, columns), Path(writer.source.name)):
        writer.at(row.line, *((0, 0) if isinstance(row, Skipped) else (row.start, row.end)))
        if isinstance(row, Skipped):
            writer.skip(row.why)
            continue
        try:
            for key, told in parts(row):
                kept[key].append(told)
        except DataError as error:
            writer.skip(str(error))
    count = writer.rows
    for key, all_told in kept.items():
        course(key, all_told)
    writer.rows = count
    return writer.done(version)


def _form(source: Source, columns: Iterable[str]) -> Mapping:
    """Give the mapping of a table whose columns go by their own names."""
    return Mapping(
        name=source.name, version=source.version, title=source.title, publisher=source.publisher, licence=source.licence,
        columns={name: name for name in columns},
    )  # fmt: skip
