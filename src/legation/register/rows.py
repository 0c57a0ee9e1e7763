"""Rows of the log's tables to records, and back."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa

from legation.model import Claim, Document
from legation.register.decisions import Decision
from legation.register.entries import Entry, Original
from legation.register.state import Known, Source
from legation.register.tables import claims, documents

# Columns that bear another name than the field of the claim; the rest are called alike.
_RENAMED: Final = {"from_": "from_state", "start": "quote_start", "end": "quote_end"}
_FIELDS: Final = tuple(field for field in Claim.__struct_fields__ if field != "causes")
CLAIM_COLUMNS: Final = (
    claims.c.seq,
    claims.c.id,
    claims.c.causes,
    *(claims.c[_RENAMED.get(name, name)] for name in _FIELDS),
)


def instant(moment: dt.datetime) -> str:
    """Write a clock reading so that text order is time order."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def entry(known: Known, cause: str, *, replayed: bool) -> dict[str, Any]:
    """Give the row of an entry."""
    return {"seq": known.sequence, "at": instant(known.at), "replayed": int(replayed), "cause": cause}


def document(record: Document, fingerprint: str) -> dict[str, Any]:
    """Give the row of a document."""
    return {
        "id": record.id,
        "title": record.title,
        "published": record.published,
        "publisher": record.publisher,
        "url": record.url,
        "language": record.language,
        "source": record.source,
        "fingerprint": fingerprint,
        "text": record.text,
    }


def claim(seq: int, key: str, record: Claim) -> dict[str, Any]:
    """Give the row of a claim."""
    row = {_RENAMED.get(name, name): getattr(record, name) for name in _FIELDS}
    return {"seq": seq, "id": key, "causes": " ".join(record.causes), **row}


def read_claim(row: sa.Row[Any] | tuple[Any, ...]) -> tuple[int, str, Claim]:
    """Read a row of ``CLAIM_COLUMNS``: its sequence number, the claim's ID and the claim."""
    seq, key, causes, *values = tuple(row)
    return seq, key, Claim(causes=tuple(causes.split()), **dict(zip(_FIELDS, values, strict=True)))


SOURCE_COLUMNS: Final = tuple(documents.c[name] for name in ("id", "title", "published", "publisher", "url"))


def read_source(row: Any) -> Source:
    """Read what the register says of a document when it quotes it."""
    return Source(id=row.id, title=row.title, publisher=row.publisher, published=row.published, url=row.url)


def read_document(row: Any) -> Document:
    """Read a row of documents."""
    return Document(
        text=row.text,
        title=row.title,
        published=row.published,
        publisher=row.publisher,
        url=row.url,
        language=row.language,
        source=row.source,
    )


def read_entry(row: Any, found: dict[str, Claim], originals: Mapping[str, Original]) -> Entry:
    """Read a row of readings with its entry and document, and put to it the claims and what it settles of originals."""
    return Entry(
        known=Known(row.seq, dt.datetime.fromisoformat(row.at)),
        cause=row.cause,
        source=read_source(row),
        reader=row.reader,
        claims=found,
        replayed=bool(row.replayed),
        originals=originals,
    )


def ruling(decision: Decision) -> dict[str, Any]:
    """Give what ``Store.add_decision`` takes; when the person ruled stands beside what is corrected."""
    return {
        "id": decision.id,
        "kind": decision.kind,
        "target": decision.target,
        "others": decision.others,
        "corrections": {"at": decision.at, "fields": decision.corrections},
        "by": decision.by,
        "reason": decision.reason,
        "withdraws": decision.target if decision.kind == "withdraw" else None,
    }


def read_ruling(row: Any, originals: Mapping[str, Original] | None = None) -> Entry:
    """Read a row of decisions with its entry. One written without the moment was ruled when it was learned."""
    held = json.loads(row.corrections)
    decision = Decision(
        kind=row.kind,
        target=row.target,
        others=tuple(json.loads(row.others)),
        corrections=held.get("fields", {}),
        by=row.by,
        reason=row.reason,
        at=held.get("at", row.at),
    )
    return Entry(
        known=Known(row.seq, dt.datetime.fromisoformat(row.at)),
        cause="decision",
        source=Source(id=row.id, title=row.reason, publisher=row.by, published=None, url=None),
        reader="",
        claims={},
        replayed=bool(row.replayed),
        decision=decision,
        originals=originals or {},
    )
