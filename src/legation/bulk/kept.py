"""Parts → documents with their claims, ready for a register. Each claim is held against its document again there."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from legation.bulk.places import Place, rows_of
from legation.bulk.run import manifests
from legation.errors import DataError
from legation.model import Claim, Document


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a part kept, with what the reader found in it."""

    document: Document
    claims: tuple[Claim, ...]
    reader: str


def kept(out: str) -> Iterator[Kept]:
    """Give what a run kept, archive by archive in their order; a document in several archives comes once for each.

    Raises:
        DataError: no parts are there, or one that does not hold what its manifest says.
    """
    place = Place(out)
    found = manifests(place)
    if not found:
        raise DataError(f"{out}: no parts of a `bulk` there; name what you gave it as --out")
    for part in found:
        claims: dict[str, list[Claim]] = defaultdict(list)
        try:
            said = rows_of(place.read(f"{part.key}.claims.parquet"))
            texts = rows_of(place.read(f"{part.key}.documents.parquet"))
            for row in said:
                claims[row.pop("document")].append(msgspec.convert(row, Claim))
        except (msgspec.ValidationError, KeyError, ValueError, OSError) as error:
            raise DataError(
                f"{out}/{part.key}: damaged ({error}); take its three files away and run `bulk` again"
            ) from error
        if (len(texts), len(said)) != (part.documents, part.claims):
            raise DataError(
                f"{out}/{part.key}: not what its manifest says; take its three files away and run `bulk` again"
            )
        yield from (_one(row, claims, part.reader) for row in texts)


def _one(row: dict[str, Any], claims: dict[str, list[Claim]], reader: str) -> Kept:
    fields = {name: row[name] for name in Document.__struct_fields__}
    return Kept(document=Document(**fields), claims=tuple(claims[row["id"]]), reader=reader)
