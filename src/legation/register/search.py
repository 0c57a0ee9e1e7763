"""Full-text search over the documents and quotes of the log, with the same answer from either kind of database.

Both index the words without case, accents and punctuation, so that neither's own rules of language play a part. All
words must stand in the text; words in quotation marks must stand there side by side. The newest documents come first.
"""

import heapq
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from legation.errors import DataError
from legation.model import Claim
from legation.register import rows
from legation.register.derived import LONGEST
from legation.register.organs import words_of
from legation.register.state import Source
from legation.register.tables import claims, documents, readings

_PIECE: Final = re.compile(r'"([^"]*)"|(\S+)')
_AROUND: Final = 80  # signs of text on either side of the first word that was found


@dataclass(frozen=True, slots=True)
class Hit:
    """A document in which the words stand; ``since`` is its first entry, ``claims`` those with the words in their quotes."""

    source: Source
    since: int
    claims: tuple[Claim, ...]
    passage: str


def pieces(words: str) -> list[str]:
    """Part what a user typed into words and phrases, as they are indexed.

    Raises:
        DataError: there is no word in it.
    """
    found = [words_of(phrase or word) for phrase, word in _PIECE.findall(words)]
    if not any(found):
        raise DataError(
            f"{words!r} holds no word to search for; give one or more words, or a phrase in quotation marks"
        )
    return [piece for piece in found if piece]


def search(
    connection: sa.Connection, words: str, *, quotes: bool, upto: int | None, limit: int, most: int | None = None
) -> list[Hit]:
    """Find documents by the words in their titles and texts or, with ``quotes``, in the quotes of their claims.

    ``most`` is how many claims of one document are given.
    """
    wanted = pieces(words)
    query = _of_claims(connection, wanted) if quotes else _of_documents(connection, wanted)
    if upto is not None:
        query = query.where(query.selected_columns.since <= upto)
    newest = (documents.c.published.is_(None), documents.c.published.desc(), documents.c.id)
    found = connection.execute(query.order_by(*newest).limit(limit)).all()
    quoted = _quoted(connection, [row.id for row in found], wanted, upto, most)
    return [
        Hit(rows.read_source(row), row.since, tuple(quoted[row.id]), passage(f"{row.title}\n{row.text}", wanted))
        for row in found
    ]


def _of_documents(connection: sa.Connection, wanted: Sequence[str]) -> sa.Select[Any]:
    """Select the documents in which the words stand; those are kept by the number of the document's first entry."""
    matching = _matching(connection, "document_words", wanted).subquery()
    query = sa.select(documents, readings.c.seq.label("since")).join(readings, readings.c.document == documents.c.id)
    return query.where(readings.c.seq.in_(sa.select(matching.c.key)))


def _of_claims(connection: sa.Connection, wanted: Sequence[str]) -> sa.Select[Any]:
    """Select the documents with the words in the quotes of their claims; each looks for its own first entry."""
    first = sa.select(sa.func.min(readings.c.seq)).where(readings.c.document == documents.c.id).scalar_subquery()
    told = sa.select(readings.c.document).join(claims, claims.c.seq == readings.c.seq)
    told = told.where(claims.c.id.in_(_claims(connection, wanted)))
    return sa.select(documents, first.label("since")).where(documents.c.id.in_(told))


def _claims(connection: sa.Connection, wanted: Sequence[str]) -> sa.Select[tuple[str]]:
    """Select the IDs of the claims in whose quotes the words stand; the reverse of ``derived.number``."""
    matching = _matching(connection, "quote_words", wanted).subquery()
    if connection.dialect.name == "sqlite":
        return sa.select(sa.func.printf("%016x", matching.c.key))
    return sa.select(sa.func.lpad(sa.func.to_hex(matching.c.key), 16, "0"))


def _matching(connection: sa.Connection, table: str, wanted: Sequence[str]) -> sa.TextualSelect:
    if connection.dialect.name == "sqlite":
        match = " ".join(f'"{piece}"' for piece in wanted)
        query = sa.text(f"SELECT rowid AS key FROM {table} WHERE {table} MATCH :match").bindparams(match=match)
    else:
        names = [f"piece{place}" for place in range(len(wanted))]
        match = " && ".join(f"phraseto_tsquery('simple', :{name})" for name in names)
        query = sa.text(f"SELECT key FROM {table} WHERE words @@ ({match})")
        query = query.bindparams(**dict(zip(names, wanted, strict=True)))
    return query.columns(sa.column("key", sa.BigInteger))


def _quoted(
    connection: sa.Connection, found: Sequence[str], wanted: Sequence[str], upto: int | None, most: int | None
) -> dict[str, list[Claim]]:
    """Give the claims of documents in whose quotes the words stand, each once."""
    if most == 0:
        return defaultdict(list)
    place = (claims.c.quote_start, claims.c.id, claims.c.seq)
    within: list[sa.ColumnElement[bool]] = [
        readings.c.document.in_(found),
        claims.c.id.in_(_claims(connection, wanted)),
    ]
    if upto is not None:
        within.append(claims.c.seq <= upto)
    if most is not None:
        kept = _first(connection, sa.select(readings.c.document, *place).where(*within), most)
        within = [claims.c.seq.in_({seq for seq, _ in kept}), claims.c.id.in_({key for _, key in kept})]
    query = sa.select(readings.c.document, *rows.CLAIM_COLUMNS).join(readings, readings.c.seq == claims.c.seq)
    quoted: dict[str, dict[str, Claim]] = defaultdict(dict)
    for document, *row in connection.execute(query.where(*within).order_by(*place)):
        seq, key, claim = rows.read_claim(tuple(row))
        if most is None or (seq, key) in kept:
            quoted[document].setdefault(key, claim)
    return defaultdict(list, {document: list(held.values()) for document, held in quoted.items()})


def _first(connection: sa.Connection, query: sa.Select[tuple[str, int, str, int]], most: int) -> set[tuple[int, str]]:
    """Give the keys of the first claims of each document; a database that numbers them takes three times as long."""
    places: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for row in connection.execute(query.join(readings, readings.c.seq == claims.c.seq)):
        places[row.document].append((row.quote_start, row.id, row.seq))
    return {(seq, key) for each in places.values() for _, key, seq in heapq.nsmallest(most, each)}


def passage(text: str, wanted: Sequence[str]) -> str:
    """Cut out the words around the first of those searched for; nothing where its spelling there is another."""
    word = wanted[0].split()[0]
    at = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text[:LONGEST], re.IGNORECASE)
    if at is None:
        return ""
    first, last = max(0, at.start() - _AROUND), min(len(text), at.end() + _AROUND)
    cut = " ".join(text[first:last].split())
    return f"{'… ' if first else ''}{cut}{' …' if last < len(text) else ''}"
