"""FollowTheMoney statements (CSV): missions as PublicBody, documents as Article, the words as notes.

FollowTheMoney has no schema for missions and no intervals as dates. A date goes out only where one prefix (a year, a
month or a day) says exactly what is known; the EDTF text stands in ``notes`` beside it. ``first_seen`` is the moment at
which the register learned the claim. ``origin`` names the claim, so each value leads back to its words.
"""

import csv
import io
from collections.abc import Iterator
from typing import Final

from legation.exports.extract import Extract
from legation.exports.extras import need
from legation.exports.wikidata import prefix
from legation.gazetteer import name_of
from legation.network import Member

_DATASET: Final = "legation"
_WORDS: Final = {"yes": "open", "no": "not open", "unknown": "cannot be said"}


def ftm_bytes(extract: Extract) -> bytes:
    """Write statements in FollowTheMoney's own columns, sorted; a Note entity carries the stamp."""
    statement, serialize = need("followthemoney.statement", "ftm"), need("followthemoney.statement.serialize", "ftm")
    at = extract.state.known.at.isoformat(timespec="seconds") if extract.state.known else None
    made = []
    for entity, schema, prop, value, origin in _facts(extract):
        made.append(
            statement.Statement(
                entity_id=entity, schema=schema, prop=prop, value=_clean(value), dataset=_DATASET,
                origin=origin, first_seen=at, last_seen=at,
            )
        )  # fmt: skip
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, serialize.CSV_COLUMNS, dialect=csv.unix_dialect, extrasaction="ignore")
    writer.writeheader()
    rows = {str(one.id): one.to_csv_row() for one in made}
    writer.writerows(sorted(rows.values(), key=lambda row: (row["entity_id"], row["prop"], row["value"], row["id"])))
    return out.getvalue().encode("utf-8", "replace")


Fact = tuple[str, str, str, str, str | None]


def _facts(extract: Extract) -> Iterator[Fact]:
    for one in extract.members:
        for prop, value in _mission(one):
            if value:
                yield f"legation-{one.id.lower()}", "PublicBody", prop, value, None
        for happening in one.record.happenings:
            for evidence in happening.evidence:
                words = f"{happening.kind} ({happening.standing}): “{evidence.claim.quote}”"
                yield f"legation-{one.id.lower()}", "PublicBody", "notes", words, evidence.id
                if evidence.source.url and evidence.source.url.startswith(("http://", "https://")):
                    url = evidence.source.url
                    yield f"legation-{one.id.lower()}", "PublicBody", "sourceUrl", url, evidence.id
    for key, document in extract.documents.items():
        fields = {
            "title": document.title,
            "publisher": document.publisher,
            "publishedAt": document.published,
            "sourceUrl": document.url if (document.url or "").startswith(("http://", "https://")) else None,
        }
        for prop, text in fields.items():
            if text:
                yield f"legation-doc-{key}", "Article", prop, text, None
    yield "legation-extract", "Note", "name", "What was asked of the register, and by what it was answered", None
    yield "legation-extract", "Note", "description", extract.stamp_text, None


def _mission(one: Member) -> Iterator[tuple[str, str | None]]:
    mission = one.record.mission
    title = one.kind.replace("_", " ")
    where = one.city or name_of(mission.receiving)
    spell = one.record.spells[-1] if one.record.spells else None
    yield "name", f"{title.capitalize()} of {name_of(mission.sending)} in {where}"
    yield "country", mission.receiving.lower()
    yield "jurisdiction", mission.sending.lower()
    yield "classification", one.kind
    yield "status", _WORDS[one.opinion.answer.value]
    yield "address", ", ".join(part for part in (one.city, name_of(mission.receiving)) if part)
    if spell:
        yield "incorporationDate", prefix(spell.begin)
        yield "dissolutionDate", prefix(spell.end)
        yield (
            "notes",
            f"from {spell.begin.edtf if spell.begin else '?'} to {spell.end.edtf if spell.end else '..'} (EDTF)",
        )


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())
