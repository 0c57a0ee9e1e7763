"""Factories that make an expectation of the register's tests one line: claims, documents that carry them, a log of both."""

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from likes import originals as originals_of

from legation.model import Claim, Document, When
from legation.register import Entry, Known, Source
from legation.register.entries import Original

ROOT = Path(__file__).parents[2]
LIST_DAY = "2023-10-01"
LIST_NAME = "North Korean missions, October 2023"

# What a reader gets from the articles around the quote: State House is Uganda's, the office is Nepal's prime minister's.
ORGANS = {"State House": "UG", "official at the prime minister's office": "NP"}


def edtf(when: When | None) -> str | None:
    """Give the text of a date that may be missing."""
    return when.edtf if when else None


def say(kind: str, receiving: str | None = "UG", **fields: Any) -> dict[str, Any]:
    """Give the fields of a claim; the rest is filled in by the document that carries it."""
    given = {"kind": kind, "sending": "KP", "receiving": receiving, "status": "done", "mission": "embassy", **fields}
    if kind in ("counted", "explained", "recalled", "expelled") or kind.startswith("relations"):
        given["mission"] = None
    return given


def report(
    published: str | None, publisher: str | None, *said: dict[str, Any], title: str = ""
) -> tuple[Document, list[Claim]]:
    """Write a document that says these things, and the claims that a perfect reader finds in it."""
    quotes = [fields.get("quote") or " ".join(str(value) for value in fields.values() if value) for fields in said]
    text = "\n".join([title, *quotes])
    claims = []
    for fields, quote in zip(said, quotes, strict=True):
        start = text.index(quote)
        claims.append(msgspec.convert({**fields, "quote": quote, "start": start, "end": start + len(quote)}, Claim))
    return Document(text=text, title=title, published=published, publisher=publisher), claims


def source(document: Document) -> Source:
    """Give what the register says of a document."""
    return Source(document.id, document.title, document.publisher, document.published, document.url)


def entry(
    sequence: int, document: Document, claims: Iterable[Claim], reader: str = "test/1", *, at: str | None = None,
    originals: Mapping[str, Original] | None = None,
) -> Entry:  # fmt: skip
    """Put a document with its claims at a place in the log; it was known at the end of the day of publication."""
    day = dt.date.fromisoformat(at or document.published or "2026-01-01")
    return Entry(
        known=Known(sequence, dt.datetime.combine(day, dt.time.max, dt.UTC)),
        cause="document",
        source=source(document),
        reader=reader,
        claims={claim.id_in(document.id): claim for claim in claims},
        originals=originals or {},
    )


def log(*reports: tuple[Document, Sequence[Claim]], reader: str = "test/1") -> list[Entry]:
    """Put documents into a log, one after another, each with what it settles of copies."""
    found: list[Entry] = []
    held: dict[str, Original] = {}
    for number, (document, claims) in enumerate(reports, 1):
        given = originals_of([one for one, _ in reports[:number]])
        now = {key: Original(source(root), said) for key, (root, said) in given.items()}
        found.append(entry(number, document, claims, reader, originals=dict(now.items() - held.items())))
        held = now
    return found


def missions() -> tuple[Document, list[Claim]]:
    """Read the 53 North Korean missions as a data set says them: open on a day, opened on some day before."""
    with (ROOT / "examples" / "dprk-missions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    said = [
        say(
            "opened",
            row["state"],
            city=row["city"],
            mission=row["mission"],
            date=f"../{LIST_DAY}",
            holder=LIST_NAME,
        )
        for row in rows
    ]
    return report(LIST_DAY, LIST_NAME, *said)


def dossier() -> list[tuple[Document, list[Claim]]]:
    """Read the example dossier as a careful reader reads it, the list of missions first, then by day."""
    found = [missions()]
    lines = (ROOT / "examples" / "dprk" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    for line in sorted(map(json.loads, lines), key=lambda gold: (gold["published"], gold["doc"])):
        said = [{**fields, "organ": ORGANS.get(fields["holder"])} for fields in line["claims"]]
        found.append(report(line["published"], line["publisher"], *said, title=line["doc"]))
    return found
