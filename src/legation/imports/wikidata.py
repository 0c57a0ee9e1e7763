"""Wikidata's missions as a table: `;` between cells, `|` between values in one, every state with its item.

States are known by their items alone: Somaliland, Scotland and Quebec have items but no code, and their names would lead
to another state. ``creation`` is written to the day but known to the year mostly: 1 January means the year, the first
of a month that month. Inception is the item's, often a building's: a year in which one of the states did not exist is
no opening. Jurisdictions of an embassy beyond the country it is in are states that it covers (``accredited``).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from legation.errors import DataError, ImportRefused
from legation.gazetteer import codes, exists
from legation.imports import places
from legation.imports.mapping import Mapping
from legation.imports.source import Source, Writer, read_source
from legation.imports.table import Imported, Row, Skipped, rows
from legation.model import dates
from legation.model.vocabulary import CLASS_OF

VERSION: Final = "wikidata/1"
_COLUMNS: Final = (
    "operator", "operatorQID", "jurisdictions", "jurisdictionQIDs", "country", "countryQID",
    "city", "cityQID", "latitude", "longitude", "type", "typeQID", "creation", "QID",
)  # fmt: skip
_STAMP: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)T.*")


def read(text: str, on: str | None, source: Source | None = None) -> Imported:
    """Read an edition that shows the state of things of a day.

    Raises:
        ImportRefused: no such table, a column is missing, or it has too few or too many rows.
    """
    source = source or read_source("wikidata")
    writer = Writer(source, text, on)
    form = Mapping(
        name=source.name, version=source.version, title=source.title, publisher=source.publisher, licence=source.licence,
        columns={name: name for name in _COLUMNS}, delimiter=";",
    )  # fmt: skip
    seen: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in rows(text, form, Path(source.name)):
        if isinstance(row, Skipped):
            writer.at(row.line, 0, 0)
            writer.skip(row.why)
            continue
        writer.at(row.line, row.start, row.end)
        try:
            _claims(row, writer)
        except DataError as error:
            writer.skip(str(error))
        else:
            _alike(row, writer, seen)
    return writer.done(VERSION)


def item(address: str) -> str:
    """Give the item of an address: Q423 of http://www.wikidata.org/entity/Q423."""
    return address.rsplit("/", 1)[-1]


def state_of(source: Source, field: str, name: str, address: str) -> str:
    """Give the code of a state by its item, after the source's corrections; ImportRefused where it bears none."""
    qid = item(address)
    code = source.corrections.get(field, {}).get(qid) or codes.state_of("qid", qid)
    if code is None:
        raise ImportRefused(f"{field} is {name!r} ({qid}), which has no state code")
    return code


def of_their_own(source: Source) -> dict[str, str]:
    """Give the places with a code of their own by item: Hong Kong is HK, though its items name China as their country."""
    return source.corrections.get("city", {})


def opened_on(writer: Writer, stamp: str, states: tuple[str, str]) -> str | None:
    """Give the opening that an inception tells, to the precision that it can be trusted with; note what is none."""
    found = _STAMP.fullmatch(stamp)
    if not found:
        if stamp:
            writer.note(f"inception {stamp!r} is no date; left out")
        return None
    year, month, day = found.groups()
    date = year if (month, day) == ("01", "01") else f"{year}-{month}" if day == "01" else f"{year}-{month}-{day}"
    if int(year) < writer.source.earliest:
        writer.note(f"inception {date} is earlier than any resident mission; left out")
        return None
    young = [code for code in states if not exists(code, dates.parse(date).latest)]
    if young:
        writer.note(f"inception {date} is before {young[0]} existed, so of something else; left out")
        return None
    return date


def _claims(row: Row, writer: Writer) -> None:
    cell, source = row.cells, writer.source
    sending = state_of(source, "operator", cell["operator"], cell["operatorQID"])
    country = state_of(source, "country", cell["country"], cell["countryQID"])
    receiving = of_their_own(source).get(item(cell["cityQID"]), country)
    mission = source.missions.get(item(cell["typeQID"]))
    if mission is None:
        raise ImportRefused(f"type is {cell['type']!r} ({item(cell['typeQID'])}), which the source file does not know")
    if sending == receiving:
        raise ImportRefused(f"operator and country are both {cell['operator']}")
    where = places.point(cell["latitude"], cell["longitude"])
    city = places.city_of(cell["city"], receiving, mission, where)
    opened = opened_on(writer, cell["creation"], (sending, receiving))
    writer.stood(opened, sending=sending, receiving=receiving, city=city, mission=mission)
    if CLASS_OF[mission] == "embassy":
        named = zip(cell["jurisdictions"].split("|"), cell["jurisdictionQIDs"].split("|"), strict=False)
        cover(writer, named, sending, receiving, city)
    elif city is None and CLASS_OF[mission] != "unspecified":
        writer.note("no city, by which posts of this kind are told apart; it stays unresolved")


def cover(writer: Writer, named: Iterable[tuple[str, str]], sending: str, receiving: str, city: str | None) -> None:
    """Say which further states an embassy covers; ``named`` gives names and items of its jurisdictions."""
    for name, address in named:
        if not address:
            continue
        try:
            covered = state_of(writer.source, "jurisdiction", name, address)
        except ImportRefused as error:
            writer.note(f"{error}; left out")
            continue
        if covered == sending:
            writer.note(f"jurisdiction is {name!r}, the sending state itself; left out")
        elif covered != receiving:
            since = f"../{writer.on}" if writer.on else None
            writer.say("accredited", sending=sending, receiving=covered, from_=receiving, city=city, date=since)


def _alike(row: Row, writer: Writer, seen: dict[tuple[str, ...], tuple[int, str]]) -> None:
    """Note a row that speaks of the same mission or has the same item as an earlier one; both stand."""
    cell = row.cells
    same = tuple(cell[name] for name in ("operatorQID", "countryQID", "city", "typeQID"))
    for key, what in ((same, "same operator, country, city and type as"), ((cell["QID"],), "same item as")):
        if key in seen:
            writer.note(f"{what} line {seen[key][0]}")
        else:
            seen[key] = (row.line, cell["QID"])
