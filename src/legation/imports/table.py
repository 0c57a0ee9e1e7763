"""A CSV table under a mapping → one document (the table's text) with a claim or two for each row.

A row with an opening date says `opened` then. A row also says that the mission stood on the mapping's `open_on`, which
is an opening on some day up to it (``../2023-10-01``), unless its own dates put it before or after that day. A closing
date says `closed`. A row that cannot be understood is left out and reported with its line; a table with too few or too
many rows is refused whole.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legation.errors import DataError, ImportRefused, UnknownState
from legation.gazetteer import code_of
from legation.imports.mapping import Mapping
from legation.model import Claim, Document, dates
from legation.model.vocabulary import MISSION_KINDS

VERSION: Final = "csv/1"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (the first is 1), where it stands in the text, and its cells by column name."""

    line: int
    start: int
    end: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was left out, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table holds: its text as a document, the claims of its rows, and the rows left out.

    ``noted`` tells of rows that were taken in, but not with all that they say.
    """

    document: Document
    reader: str
    claims: tuple[Claim, ...]
    skipped: tuple[Skipped, ...]
    rows: int
    noted: tuple[Skipped, ...] = ()


def read_table(path: Path, mapping: Mapping) -> Imported:
    """Read a table.

    Raises:
        ImportRefused: the file cannot be read, is not UTF-8 or no CSV, lacks a column, or has too few or too many rows.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused(f"{path}: cannot be read ({error.strerror}); give a CSV file") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path}: not UTF-8 at byte {error.start}; save the table as UTF-8") from error
    document = Document(
        text=text, title=mapping.title, published=mapping.published, publisher=mapping.publisher, url=mapping.address
    )
    claims: list[Claim] = []
    skipped: list[Skipped] = []
    count = 0
    for row in rows(text, mapping, path):
        count += 1
        if isinstance(row, Skipped):
            skipped.append(row)
            continue
        try:
            claims += _claims(row, mapping, text)
        except DataError as error:
            skipped.append(Skipped(row.line, str(error)))
    if not mapping.rows.least <= count <= mapping.rows.most:
        wanted = f"{mapping.rows.least} to {mapping.rows.most}"
        raise ImportRefused(f"{path}: {count} rows, expected {wanted}; check the table, or `rows` in its mapping")
    return Imported(document, f"{VERSION}.{mapping.version}", tuple(claims), tuple(skipped), count)


def rows(text: str, mapping: Mapping, path: Path) -> Iterator[Row | Skipped]:
    """Go through the rows with their places in the text; a row with a wrong number of cells is given as skipped."""
    lines = io.StringIO(text, newline="").readlines()
    starts = [0]
    for text_line in lines:
        starts.append(starts[-1] + len(text_line))
    reader = csv.reader(iter(lines), strict=True, delimiter=mapping.delimiter)
    try:
        header = next(reader, [])
        if header and not header[-1]:
            header.pop()  # a line that ends in a delimiter has one name too many
        missing = [column for column in mapping.columns.values() if column not in header]
        if missing:
            raise ImportRefused(f"{path}: no column {missing[0]!r}; it has {', '.join(header) or 'none'}")
        first = reader.line_num
        for cells in reader:
            start, end = starts[first], starts[reader.line_num]
            line, first = first + 1, reader.line_num
            if not cells:
                continue
            if len(cells) == len(header) + 1 and not cells[-1]:
                cells.pop()
            if len(cells) != len(header):
                yield Skipped(line, f"{len(cells)} cells where the header has {len(header)}")
                continue
            while end > start and text[end - 1] in "\r\n":
                end -= 1
            named = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            yield Row(line, start, end, named)
    except csv.Error as error:
        raise ImportRefused(f"{path}, line {reader.line_num}: not CSV ({error}); check its quotation marks") from error


def _claims(row: Row, mapping: Mapping, text: str) -> Iterator[Claim]:
    """Make the claims of one row; DataError says what is wrong with it."""

    def cell(field: str) -> str | None:
        column = mapping.columns.get(field)
        return mapping.meant(field, row.cells[column]) or None if column else None

    mission, opened, closed = cell("mission"), _date(cell("opened")), _date(cell("closed"))
    if mission not in MISSION_KINDS:
        raise ImportRefused(f"mission is {mission!r}; it must be one of {', '.join(MISSION_KINDS)}")
    receiving = cell("receiving")
    if receiving is None:
        raise ImportRefused("receiving is empty")
    if opened and closed and dates.parse(closed).before(dates.parse(opened)) == "yes":
        raise ImportRefused(f"closed {closed} before it opened {opened}")

    def claim(kind: str, date: str | None) -> Claim:
        return Claim(
            kind=kind,  # type: ignore[arg-type]  # a word of the guide
            sending=_code("sending", cell("sending") or mapping.sending or ""),
            receiving=_code("receiving", receiving),
            city=cell("city"),
            mission=mission,  # type: ignore[arg-type]  # checked above
            holder=cell("holder") or mapping.holder or mapping.title,
            date=date,
            quote=text[row.start : row.end],
            start=row.start,
            end=row.end,
        )

    stood = _stood(opened, closed, mapping.open_on)
    if opened or (stood is None and closed is None):
        yield claim("opened", opened)
    if stood:
        yield claim("opened", stood)
    if closed:
        yield claim("closed", closed)


def _stood(opened: str | None, closed: str | None, day: str | None) -> str | None:
    """Say that a mission stood on the day of the list, unless its own dates put it before or after that day."""
    if day is None:
        return None
    on = dates.parse(day).earliest
    if (opened and dates.parse(opened).latest > on) or (closed and dates.parse(closed).earliest <= on):
        return None
    return f"../{day}"


def _code(field: str, value: str) -> str:
    """Give the code of a code or name."""
    found = code_of(value)
    if found is None:
        raise UnknownState(f"{field} is {value!r}, which no state alone bears; give its ISO 3166-1 alpha-2 code")
    return found


def _date(value: str | None) -> str | None:
    return dates.parse(value).edtf if value else None
