"""Rows of the tables in ``tables.toml``, from records: the only place where a record becomes cells."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping

from legation import gazetteer
from legation.errors import UnknownState
from legation.exports.schema import Row, tables
from legation.model import Document, When, digest
from legation.network import Member
from legation.network.members import spell_on
from legation.register import Coverage, Evidence, Happening, Spell


def make(
    members: Iterable[Member],
    events: Iterable[Happening],
    coverage: Iterable[Coverage],
    claims: Iterable[Evidence],
    documents: Mapping[str, Document],
    *,
    on: dt.date,
) -> dict[str, tuple[Row, ...]]:
    """Give the rows of every table, each sorted by its key."""
    members, events, coverage, claims = tuple(members), tuple(events), tuple(coverage), tuple(claims)
    supports = [(one.id, claim.id) for one in events for claim in one.evidence]
    supports += [(coverage_id(one), claim.id) for one in coverage for claim in one.evidence]
    made: dict[str, list[Row]] = {
        "missions": [_mission(one, on) for one in members],
        "spells": [
            (one.id, number, spell.condition, *ends(spell), spell.begun_by, spell.ended_by)
            for one in members
            for number, spell in enumerate(one.record.spells, 1)
        ],
        "happenings": [(one.id, one.mission, one.kind, one.standing, *dates(one.when), one.why) for one in events],
        "coverage": [_coverage(one) for one in coverage],
        "claims": [_claim(one) for one in claims],
        "causes": [(one.id, cause) for one in claims for cause in sorted(set(one.claim.causes))],
        "supports": list(dict.fromkeys(supports)),
        "documents": [_document(key, one) for key, one in documents.items()],
    }
    return {name: _sorted(name, made[name]) for name in made}


def _sorted(name: str, found: list[Row]) -> tuple[Row, ...]:
    table = tables()[name]
    places = [table.names.index(key) for key in table.key]
    return tuple(sorted(found, key=lambda row: tuple((type(row[at]).__name__, row[at]) for at in places)))


def dates(when: When | None) -> tuple[str | None, str | None, str | None]:
    """Give the EDTF text with its first and last day; an open end has none."""
    if when is None:
        return None, None, None
    first = None if when.earliest == dt.date.min else when.earliest.isoformat()
    last = None if when.latest == dt.date.max else when.latest.isoformat()
    return when.edtf, first, last


def place(receiving: str, city: str | None, class_: str) -> tuple[float, float, str] | None:
    """Give latitude, longitude and by what they are known: a named seat, or for an embassy where embassies are."""
    if city:
        found = gazetteer.city(city, receiving)
        return (found.latitude, found.longitude, "city") if found else None
    if class_ != "embassy":
        return None
    try:
        seat = gazetteer.state(receiving)
    except UnknownState:
        return None
    return seat.latitude, seat.longitude, "capital"


def coverage_id(one: Coverage) -> str:
    """Derive an ID from what makes the answer."""
    return digest("coverage", one.sending, one.receiving, one.from_, one.city, sorted(each.id for each in one.evidence))


def _mission(one: Member, on: dt.date) -> Row:
    mission = one.record.mission
    where = place(mission.receiving, one.city, mission.class_) or (None, None, None)
    return (
        one.id,
        mission.sending,
        gazetteer.name_of(mission.sending),
        mission.receiving,
        gazetteer.name_of(mission.receiving),
        mission.class_,
        one.kind,
        one.city,
        *where,
        one.opinion.answer.value,
        one.opinion.condition,
        one.counted.value,
        one.standing,
        " ".join(one.opinion.marks) or None,
        *ends(spell_on(one.record, on)),
    )


def ends(spell: Spell | None) -> tuple[str | None, ...]:
    """Give from and to in EDTF, then the first and last day of each."""
    begin, begin_first, begin_last = dates(spell.begin if spell else None)
    end, end_first, end_last = dates(spell.end if spell else None)
    return begin, end, begin_first, begin_last, end_first, end_last


def _coverage(one: Coverage) -> Row:
    return (
        coverage_id(one),
        one.sending,
        one.receiving,
        one.from_,
        one.city,
        one.standing,
        *dates(one.when),
        one.why,
    )


def _claim(one: Evidence) -> Row:
    claim = one.claim
    return (
        one.id,
        one.source.id,
        claim.kind,
        claim.sending,
        claim.receiving,
        claim.city,
        claim.mission,
        claim.status,
        claim.holder,
        one.organ or claim.organ,
        *dates(claim.when),
        claim.from_,
        claim.measure,
        claim.value,
        claim.qualifier,
        claim.quote,
        claim.start,
        claim.end,
        one.origin,
        one.official,
        one.reader,
        one.known.sequence,
        one.known.at.isoformat(),
    )


def _document(key: str, one: Document) -> Row:
    text = hashlib.sha256(one.text.encode("utf-8", "surrogatepass")).hexdigest()
    return key, one.title, one.publisher, one.published, one.url, text
