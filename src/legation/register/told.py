"""What was read in one document: its claims, by whichever reader, each once."""

import sqlalchemy as sa

from legation.model import Claim
from legation.register import rows
from legation.register.tables import claims, readings

Told = dict[str, tuple[Claim, str]]


def told(connection: sa.Connection, document: str, upto: int | None) -> Told:
    """Give the claims found in a document by an entry, by their IDs, each with the reader that found it last."""
    query = sa.select(readings.c.reader, *rows.CLAIM_COLUMNS).join(readings, readings.c.seq == claims.c.seq)
    query = query.where(readings.c.document == document).order_by(claims.c.seq, claims.c.quote_start)
    if upto is not None:
        query = query.where(readings.c.seq <= upto)
    found: Told = {}
    for reader, *row in connection.execute(query):
        _, key, claim = rows.read_claim(tuple(row))
        found[key] = claim, str(reader)
    return found


def page(connection: sa.Connection, document: str, *, upto: int, limit: int, offset: int) -> tuple[int, Told]:
    """Count the claims found in a document by an entry, and give some of them, as ``told`` does, as their quotes stand in the text.

    An outside table can hold tens of thousands, of which a reader looks at a few; the others' rows are not read.
    """
    each = (
        sa.select(claims.c.id, sa.func.max(claims.c.seq).label("last"), sa.func.min(claims.c.seq).label("first"))
        .join(readings, readings.c.seq == claims.c.seq)
        .where(readings.c.document == document, readings.c.seq <= upto)
        .group_by(claims.c.id)
        .subquery()
    )
    count = connection.execute(sa.select(sa.func.count()).select_from(each)).scalar_one()
    newest = sa.and_(claims.c.id == each.c.id, claims.c.seq == each.c.last)
    place = (claims.c.quote_start, claims.c.quote_end, each.c.first, claims.c.id)
    keys = sa.select(claims.c.id, claims.c.seq).select_from(claims.join(each, newest)).order_by(*place)
    some = connection.execute(keys.limit(limit).offset(offset)).all()
    query = sa.select(readings.c.reader, *rows.CLAIM_COLUMNS).join(readings, readings.c.seq == claims.c.seq)
    query = query.where(claims.c.id.in_([key for key, _ in some]), claims.c.seq.in_({seq for _, seq in some}))
    held: dict[tuple[int, str], tuple[Claim, str]] = {}
    for reader, *row in connection.execute(query):
        seq, key, claim = rows.read_claim(tuple(row))
        held[seq, key] = claim, str(reader)
    return count, {key: held[seq, key] for key, seq in some}
