"""Wikidata QuickStatements V1: tab-separated, each statement with its references (URL, day retrieved, quotation).

Only what is confirmed or reported and has an address to cite goes out, and each statement cites only claims that say it:
that a mission is, and whose and where, stands on openings, resumptions, changes of level and words of what it covers; a
date stands on claims of that event that give a date. A farewell, or the end of an earlier mission, holds up neither. A
mission whose item is not known is made anew (``CREATE``), which would double an item that exists: give ``items``, or look
each up first (docs/exports.md). A date is written at the smallest of Wikidata's precisions that holds it, with earliest
and latest day (P1319, P1326) where it is known more narrowly. A line has one comment, which carries the stamp in short.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from legation.errors import DataError
from legation.exports import wikidata
from legation.exports.extract import Extract
from legation.gazetteer import name_of
from legation.model import When
from legation.network import Member
from legation.network.quotes import in_order
from legation.register import Coverage, Evidence, Happening

Covers = dict[tuple[str, str], list[Coverage]]  # by sending state and the state from which others are covered

_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f]+")
_MOST: Final = 1000  # Wikidata takes 1,500 characters in a text
_STANDS: Final = ("confirmed", "reported")
_SOURCES: Final = 3  # references a statement; all of them stand in the other formats
_BEING: Final = ("opened", "resumed", "level_changed")  # events after which the mission is there
_COVERS: Final = ("confirmed", "reported", "announced", "expected")  # whom it is to cover it need not cover yet
_OWN: Final = re.compile(r"https?://([^/]*\.)?(wikidata|wikipedia)\.org(?=[:/?#]|$)", re.IGNORECASE)
_ITEM: Final = re.compile(r"Q[1-9]\d*")


def quickstatements_bytes(extract: Extract, items: Mapping[str, str] | None = None) -> bytes:
    """Write commands for every mission that can be cited; ``items`` gives Wikidata's item by the mission's id."""
    known = {key: item for key, item in (items or {}).items() if _ITEM.fullmatch(item)}
    covers: Covers = defaultdict(list)
    for cover in extract.state.coverage:
        covers[cover.sending, cover.from_].append(cover)
    lines = [line for one in extract.members for line in _mission(one, covers, known.get(one.id))]
    stamp = extract.stamp
    comment = (
        f"legation {stamp['legation']} on {stamp['on']} known {stamp['known']} {extract.definition} "
        f"{extract.state.policy} {stamp['readers']} {extract.licence} {extract.content[:16]}"
    )
    comment = _SPACE.sub(" ", comment).replace("*/", "* /")
    text = "".join(line + (f" /* {comment} */" if line != "CREATE" else "") + "\n" for line in lines)
    return text.encode("utf-8", "replace")


def read_items(path: Path) -> dict[str, str]:
    """Read a CSV of two columns: a mission's id, and its Wikidata item.

    Raises:
        DataError: the file cannot be read, or a line has something else than an item; the message names the line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return items_of(lines, str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error})") from error


def items_of(lines: Iterable[str], where: str) -> dict[str, str]:
    """Read lines of CSV: a mission's id, and its Wikidata item.

    Raises:
        DataError: a line has something else than an item; the message names ``where`` and the line.
    """
    found = {}
    try:
        for number, row in enumerate(csv.reader(lines), 1):
            if len(row) != 2 or not _ITEM.fullmatch(row[1].strip()):
                raise DataError(f"{where}: line {number}: write a mission's id and an item, such as KP-ES-embassy,Q42")
            found[row[0].strip()] = row[1].strip()
    except csv.Error as error:
        raise DataError(f"{where}: cannot be read ({error})") from error
    return found


def _mission(one: Member, covers: Covers, item: str | None) -> Iterator[str]:
    mission = one.record.mission
    kind, sender, host = (
        wikidata.CLASSES.get(one.kind),
        wikidata.item_of(mission.sending),
        wikidata.item_of(mission.receiving),
    )
    being = list(_being(one, covers))
    there = _references(being)
    so_called = _references(each for each in being if each.claim.mission == one.kind)
    if not (kind and sender and host and (so_called or item)):
        return
    subject = item or "LAST"
    if item is None:
        yield "CREATE"
        where = one.city or name_of(mission.receiving)
        label = f"{one.kind.replace('_', ' ').capitalize()} of {name_of(mission.sending)}, {where}"
        yield f"LAST\tLen\t{quoted(label)}"
    for prop, value, proof in (
        (wikidata.INSTANCE, kind, so_called),
        (wikidata.OPERATOR, sender, there),
        (wikidata.COUNTRY, host, there),
    ):
        if proof:
            yield f"{subject}\t{prop}\t{value}{proof}"
    begun, ended = _ends(one)
    yield from _date(subject, wikidata.INCEPTION, *begun)
    yield from _date(subject, wikidata.ENDED, *ended)


def _being(one: Member, covers: Covers) -> Iterator[Evidence]:
    """Give the claims from which it follows that there is, or was, such a mission in that place."""
    for happening in one.record.happenings:
        if happening.kind in _BEING and happening.standing in _STANDS:
            yield from (each for each in happening.evidence if each.claim.status == "done")
    mission = one.record.mission
    if mission.class_ != "embassy":
        return
    for cover in covers.get((mission.sending, mission.receiving), ()):
        if cover.standing in _COVERS:
            yield from (each for each in cover.evidence if each.claim.status in ("done", "planned"))


def _ends(one: Member) -> tuple[tuple[When | None, Happening | None], tuple[When | None, Happening | None]]:
    """Give the last opening and, where nothing came after it, the closing: each with its day and what holds it up."""
    by_id = {each.id: each for each in one.record.happenings}
    begun: tuple[When | None, Happening | None] = (None, None)
    ended: tuple[When | None, Happening | None] = (None, None)
    for spell in one.record.spells:
        first, last = by_id.get(spell.begun_by or ""), by_id.get(spell.ended_by or "")
        if first and first.kind == "opened":
            begun = (spell.begin, first)
        ended = (spell.end, last) if last and last.kind == "closed" else (None, None)
    return begun, ended


def _date(subject: str, prop: str, when: When | None, held: Happening | None) -> Iterator[str]:
    value = wikidata.timed(when)
    if not (when and value and held and held.standing in _STANDS):
        return
    dated = [each for each in held.evidence if each.claim.status == "done" and _tells(each, when)]
    # words that say it as exactly as it is written here go before words that merely allow it
    exact = [each for each in dated if wikidata.timed(each.claim.when) == value]
    proof = _references(exact or dated)
    if not proof:
        return
    bounds = ""
    if wikidata.bounded(when):
        bounds = (
            f"\t{wikidata.EARLIEST}\t{wikidata.stamp(when.earliest)}\t{wikidata.LATEST}\t{wikidata.stamp(when.latest)}"
        )
    yield f"{subject}\t{prop}\t{value}{bounds}{proof}"


def _tells(one: Evidence, when: When) -> bool:
    """Whether a claim says when, and nothing that speaks against it."""
    told = one.claim.when
    return told is not None and told.can_agree(when) and wikidata.timed(told) is not None


def _references(evidence: Iterable[Evidence]) -> str:
    """Give up to three sources, one a document; ``!S`` begins each after the first."""
    found: dict[str, Evidence] = {}
    for one in in_order(evidence):
        if _citable(one):
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
    """Whether a source has an address that fits the form; Wikidata and Wikipedia are no sources for Wikidata."""
    url = one.source.url or ""
    return bool(re.match(r"https?://", url)) and not re.search(r"[\s\"|]", url) and not _OWN.match(url)


def quoted(text: str) -> str:
    """Write a string so that it can neither end its cell nor its line: no tab, no break, no quotation mark, no bar."""
    flat = (
        _SPACE.sub(" ", text).strip().replace('"', "”").replace("||", "| |").replace("/*", "/ *").replace("*/", "* /")
    )
    return f'"{flat}"'
