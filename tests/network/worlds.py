"""Small registers for questions: documents of one line each, folded without a database."""

import datetime as dt
from typing import Any

import msgspec

from legation.model import Claim, digest
from legation.register import Entry, Known, Source, State, fold

Told = tuple[str, str, list[dict[str, Any]]]  # publisher, day, claims without places


def claim(kind: str, receiving: str | None = None, **fields: Any) -> dict[str, Any]:
    """Give the fields of a claim on North Korea; the quote tells them apart unless one is given."""
    words = " ".join(str(one) for one in (kind, receiving, *fields.values()) if one)
    return {"kind": kind, "sending": "KP", "receiving": receiving, "quote": words, **fields}


def embassy(kind: str, receiving: str, **fields: Any) -> dict[str, Any]:
    """Give a claim on an embassy."""
    return claim(kind, receiving, mission="embassy", **fields)


def counted(measure: str, value: float, qualifier: str = "exact", **fields: Any) -> dict[str, Any]:
    """Give a published number."""
    return claim("counted", None, measure=measure, value=value, qualifier=qualifier, **fields)


def listed(*codes: str, day: str = "2023-10-01") -> Told:
    """Give a data set in which embassies stand open on a day."""
    return ("List", day, [embassy("opened", code, date=f"../{day}", holder="List") for code in codes])


def build(*told: Told) -> State:
    """Fold documents into a register, each learned on its day."""
    entries = []
    for sequence, (publisher, day, claims) in enumerate(told, 1):
        document = digest(publisher, day, sequence)
        source = Source(document, f"{publisher} of {day}", publisher, day, None)
        made: dict[str, Claim] = {}
        start = 0
        for form in claims:
            end = start + len(form["quote"])
            one = msgspec.convert({**form, "start": start, "end": end}, Claim)
            made[one.id_in(document)] = one
            start = end + 1
        at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time.max, dt.UTC)
        entries.append(Entry(Known(sequence, at), "document", source, "test/1", made))
    return fold(entries)
