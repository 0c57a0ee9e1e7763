"""The words of DESIGN as typed, frozen records; EDTF dates; the JSON form. No input or output."""

from legation.model.dates import Answer, When, parse
from legation.model.records import Claim, Document, Mission, Reading, check, digest
from legation.model.schema import json_schema

__all__ = [
    "Answer",
    "Claim",
    "Document",
    "Mission",
    "Reading",
    "When",
    "check",
    "digest",
    "json_schema",
    "parse",
]
