"""JSON Schemas (draft 2020-12) of the records, made from the types themselves so that they cannot drift."""

from typing import Any

import msgspec

from legation.model.records import Claim, Document, Mission, Reading

RECORDS = {"document": Document, "claim": Claim, "reading": Reading, "mission": Mission}


def json_schema(record: str) -> dict[str, Any]:
    """Give the JSON Schema of a record by its lower-case name; KeyError lists nothing, RECORDS has the names."""
    schema = msgspec.json.schema(RECORDS[record])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
