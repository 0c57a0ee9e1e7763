"""Which documents have the text of an older one, as kept beside the log for every point of known time (``finding`` lays it).

What a document goes back to is settled by entries: by its own, by that of an older document that comes later, and told
again by each that reads it anew or moves a claim of it, so that the part of the log that matters to a pair of states
always holds it.
"""

from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from legation.register import rows
from legation.register.entries import Original
from legation.register.tables import copies, documents


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """That a document has the text of an earlier one: a ``version`` where the same publisher or address gave both.

    ``original`` is the document to which it goes back in the end; ``likeness`` is the share of the shorter text's runs of
    words that stand in the other.
    """

    document: str
    earlier: str
    original: str
    relation: Literal["copy", "version"]
    likeness: float


def held(connection: sa.Connection, upto: int, document: str | None) -> list[Copy]:
    """List the copies as known at an entry, in the order in which they came; of one document, what it is of, and its own."""
    newest = sa.select(
        copies.c.document, sa.func.max(copies.c.seq).label("seq"), sa.func.min(copies.c.seq).label("came")
    )
    if document is not None:
        near = sa.select(copies.c.document).where(sa.or_(copies.c.document == document, copies.c.earlier == document))
        newest = newest.where(copies.c.document.in_(near))
    last = newest.where(copies.c.seq <= upto).group_by(copies.c.document).subquery()
    one, other = documents.alias("one"), documents.alias("other")
    relation = sa.case((_is_version(one, other), "version"), else_="copy")
    query = (
        sa.select(copies.c.document, copies.c.earlier, copies.c.original, relation, copies.c.likeness)
        .join(last, sa.and_(copies.c.document == last.c.document, copies.c.seq == last.c.seq))
        .join(one, one.c.id == copies.c.document)
        .join(other, other.c.id == copies.c.earlier)
        .order_by(last.c.came, copies.c.document)
    )
    if document is not None:
        query = query.where(sa.or_(copies.c.document == document, copies.c.earlier == document))
    fields = Copy.__struct_fields__
    return [Copy(**dict(zip(fields, row, strict=True))) for row in connection.execute(query)]


def originals(connection: sa.Connection, upto: int | None, of_documents: Any = None) -> dict[int, dict[str, Original]]:
    """Tell what entries settle of originals: by number, then by document; ``of_documents`` chooses the documents.

    A copy says nothing later than its original did, but for a version with new words: a correction is a later word.
    """
    copy = documents.alias("copy")
    said = sa.case(
        (_is_version(copy, documents) & (copies.c.likeness < 1), copy.c.published), else_=documents.c.published
    )
    query = sa.select(copies.c.seq, copies.c.document.label("copy"), said.label("said"), *rows.SOURCE_COLUMNS)
    joined = copies.join(documents, documents.c.id == copies.c.original).join(copy, copy.c.id == copies.c.document)
    query = query.select_from(joined)
    if upto is not None:
        query = query.where(copies.c.seq <= upto)
    if of_documents is not None:
        query = query.where(copies.c.document.in_(of_documents))
    found: dict[int, dict[str, Original]] = {}
    for row in connection.execute(query):
        found.setdefault(row.seq, {})[row.copy] = Original(rows.read_source(row), row.said)
    return found


def _is_version(one: sa.FromClause, other: sa.FromClause) -> sa.ColumnElement[bool]:
    return sa.func.coalesce(sa.or_(one.c.url == other.c.url, one.c.publisher == other.c.publisher), sa.false())
