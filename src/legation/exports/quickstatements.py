"""Wikidata QuickStatements V1: tab-separated, each statement with its references (URL, day retrieved, quotation).

Only what is confirmed or reported and has an address to cite goes out. A mission whose item is not known is made anew
(``CREATE``), which would double an item that exists: give ``items``, or look each up first (docs/exports.md). A date is
written at the smallest of Wikidata's precisions that holds it, with earliest and latest day (P1319, P1326) where it is
known more narrowly. The line's comment carries the stamp's hash and both dates.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from legation.errors import DataError
from legation.exports import wikidata
from legation.exports.extract import Extract
from legation.exports.rows import name_of
from legation.model import When
from legation.network import Member
from legation.network.quotes import in_order
from legation.register import Evidence, Happening

_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f]+")
_MOST: Final = 1000  # Wikidata takes 1,500 characters in a text
_STANDS: Final = ("confirmed", "reported")
_SOURCES: Final = 3  # references a statement; all of them stand in the other formats
_ITEM: Final = re.compile(r"Q[1-9]\d*")


def quickstatements_bytes(extract: Extract, items: Mapping[str, str] | None = None) -> bytes:
    """Write commands for every mission that can be cited; ``items`` gives Wikidata's item by the mission's id."""
    known = {key: item for key, item in (items or {}).items() if _ITEM.fullmatch(item)}
    lines = [line for one in extract.members for line in _mission(one, known.get(one.id))]
    on, entry = extract.stamp["on"], extract.stamp["known"]
    comment = f"/* legation on {on} known {entry} {extract.definition} {extract.state.policy} {extract.content[:16]} */"
    comment += f"\t/* {extract.stamp['readers']} {extract.licence} */".replace("\t", " ")
    text = "".join(line + (f" {comment}" if line != "CREATE" else "") + "\n" for line in lines)
    return text.encode("utf-8", "replace")


def read_items(path: Path) -> dict[str, str]:
    """Read a CSV of two columns: a mission's id, and its Wikidata item.

    Raises:
        DataError: the file cannot be read, or a line has something else than an item; the message names the line.
    """
    found = {}
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.reader(lines), 1):
                if len(row) != 2 or not _ITEM.fullmatch(row[1].strip()):
                    raise DataError(
                        f"{path}: line {number}: write a mission's id and an item, such as KP-ES-embassy,Q42"
                    )
                found[row[0].strip()] = row[1].strip()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: cannot be read ({error})") from error
    return found


def _mission(one: Member, item: str | None) -> Iterator[str]:
    mission = one.record.mission
    kind, sender, host = (
        wikidata.CLASSES.get(one.kind),
        wikidata.item_of(mission.sending),
        wikidata.item_of(mission.receiving),
    )
    by_id = {each.id: each for each in one.record.happenings}
    proof = _references(each for each in by_id.values() if each.standing in _STANDS)
    if not (kind and sender and host and proof):
        return
    subject = item or "LAST"
    if item is None:
        yield "CREATE"
        where = one.city or name_of(mission.receiving)
        label = f"{one.kind.replace('_', ' ').capitalize()} of {name_of(mission.sending)}, {where}"
        yield f"LAST\tLen\t{quoted(label)}"
    for prop, value in ((wikidata.INSTANCE, kind), (wikidata.OPERATOR, sender), (wikidata.COUNTRY, host)):
        yield f"{subject}\t{prop}\t{value}{proof}"
    spell = one.record.spells[-1] if one.record.spells else None
    if spell:
        yield from _date(subject, wikidata.INCEPTION, spell.begin, by_id.get(spell.begun_by or ""))
        yield from _date(subject, wikidata.ENDED, spell.end, by_id.get(spell.ended_by or ""))


def _date(subject: str, prop: str, when: When | None, held: Happening | None) -> Iterator[str]:
    value = wikidata.timed(when)
    proof = _references([held]) if held and held.standing in _STANDS else ""
    if not (when and value and proof):
        return
    bounds = ""
    if wikidata.bounded(when):
        bounds = (
            f"\t{wikidata.EARLIEST}\t{wikidata.stamp(when.earliest)}\t{wikidata.LATEST}\t{wikidata.stamp(when.latest)}"
        )
    yield f"{subject}\t{prop}\t{value}{bounds}{proof}"


def _references(happenings: Iterable[Happening]) -> str:
    """Give up to three sources, one a document; ``!S`` begins each after the first."""
    found: dict[str, Evidence] = {}
    for happening in happenings:
        for one in in_order(happening.evidence):
            if _citable(one) and one.claim.status == "done":
                found.setdefault(one.source.id, one)
    text = ""
    for number, one in enumerate(in_order(found.values())[:_SOURCES]):
        mark = "!" if number else ""
        text += f"\t{mark}{wikidata.URL}\t{quoted(one.source.url or '')}"
        text += f"\t{wikidata.RETRIEVED}\t{wikidata.stamp(one.known.at.date())}"
        if len(one.claim.quote) <= _MOST:
            text += f"\t{wikidata.QUOTATION}\ten:{quoted(one.claim.quote)}"
    return text


def _citable(one: Evidence) -> bool:
    url = one.source.url or ""
    return url.startswith(("http://", "https://")) and not re.search(r"[\s\"|]", url)


def quoted(text: str) -> str:
    """Write a string so that it can neither end its cell nor its line: no tab, no break, no quotation mark, no bar."""
    flat = (
        _SPACE.sub(" ", text).strip().replace('"', "”").replace("||", "| |").replace("/*", "/ *").replace("*/", "* /")
    )
    return f'"{flat}"'
