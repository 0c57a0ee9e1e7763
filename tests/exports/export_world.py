"""A register on disk for exports: a data set, a few articles, and one article whose every field is hostile."""

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from legation.exports import FORMATS, Extract, extract
from legation.model import Claim, Document
from legation.register import Register

DAY = dt.date(2024, 1, 31)
HOSTILE = (
    '=HYPERLINK("http://evil.example","x") <script>alert(1)</script> [a](javascript:alert(1)) '
    '![i](http://evil.example/p.png) | cell |\n# heading\n\tQ1\tP31\tQ5 "end" */ || & \\ `code` ***'
)
_TEXTS: tuple[tuple[str, str, str | None, str, list[dict[str, Any]]], ...] = (
    ("List", "2023-10-01", None, "csv/1", [
        {"kind": "opened", "receiving": "ES", "city": "Madrid", "mission": "embassy", "date": "../2023-10-01"},
        {"kind": "opened", "receiving": "UG", "city": "Kampala", "mission": "embassy", "date": "1972"},
        {"kind": "opened", "receiving": "CN", "city": "Hong Kong", "mission": "consulate_general", "date": "1999"},
        {"kind": "opened", "receiving": "IT", "mission": "embassy", "date": "2000"},
        {"kind": "opened", "receiving": "CN", "city": "Nowheretown", "mission": "consulate", "date": "2001"},
    ]),
    ("Kampala Courier", "2023-10-24", "https://courier.example/a", "rules/1", [
        {"kind": "closed", "receiving": "UG", "city": "Kampala", "mission": "embassy", "date": "2023-10-23/2023-10-29",
         "holder": "Ugandan presidency", "organ": "UG", "causes": ("cost", "reorganisation")},
        {"kind": "accredited", "receiving": "UG", "from": "IT", "status": "planned", "holder": "North Korean embassy"},
        {"kind": "counted", "measure": "missions", "value": 53, "qualifier": "exact", "holder": "Seoul"},
        {"kind": "opened", "receiving": "UG", "city": "Kampala", "mission": "embassy", "date": "1972"},
    ]),
    ("Madrid Daily", "2023-11-01", "https://daily.example/b", "rules/1", [
        {"kind": "closed", "receiving": "ES", "mission": "embassy", "status": "planned", "holder": "North Korean embassy",
         "organ": "KP", "date": "2023-11"},
    ]),
    (HOSTILE, "2023-12-01", "javascript:alert(1)", "rules/1", [
        {"kind": "closed", "receiving": "CN", "city": "Hong Kong", "mission": "consulate_general", "holder": HOSTILE,
         "date": "2023-11-30", "quote": HOSTILE},
        {"kind": "opened", "receiving": "FR", "city": HOSTILE, "mission": "consulate", "quote": HOSTILE + " 2"},
    ]),
)  # fmt: skip


def build(path: Path) -> Path:
    """Write the register and give its path."""
    with Register.open(path) as register:
        for publisher, day, url, reader, forms in _TEXTS:
            quotes = [
                one.get("quote") or f"{one['kind']} {one.get('receiving', '')} says {publisher}." for one in forms
            ]
            text, claims = "Dateline. ", []
            for form, quote in zip(forms, quotes, strict=True):
                start = len(text)
                text += quote + "\n"
                fields = {**form, "sending": "KP", "quote": quote, "start": start, "end": start + len(quote)}
                claims.append(msgspec.convert(fields, Claim))
            document = Document(text=text, title=publisher, publisher=publisher, published=day, url=url)
            added = register.add(document, claims, reader, at=dt.date.fromisoformat(day))
            assert not added.refused, added.refused
    return path


def ask(path: Path, **question: Any) -> Extract:
    """Ask the register what an export holds."""
    with Register.open(path, create=False, read_only=True) as register:
        return extract(register, question.pop("on", DAY), **{"sending": "KP", **question})


def formats() -> list[str]:
    """Give the formats whose packages are here; FollowTheMoney's own builds PyICU from source and is not asked for."""
    return [name for name in FORMATS if name != "ftm" or find_spec("followthemoney")]
