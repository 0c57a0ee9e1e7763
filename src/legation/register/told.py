"""What was read in one document: its claims, by whichever reader, each once."""

import sqlalchemy as sa

from legation.model import Claim
from legation.register import rows
from legation.register.tables import claims, readings


def told(connection: sa.Connection, document: str, upto: int | None) -> dict[str, tuple[Claim, str]]:
    """Give the claims found in a document by an entry, by their IDs, each with the reader that found it last."""
    query = sa.select(readings.c.reader, *rows.CLAIM_COLUMNS).join(readings, readings.c.seq == claims.c.seq)
    query = query.where(readings.c.document == document).order_by(claims.c.seq, claims.c.quote_start)
    if upto is not None:
        query = query.where(readings.c.seq <= upto)
    found = {}
    for reader, *row in connection.execute(query):
        _, key, claim = rows.read_claim(tuple(row))
        found[key] = claim, str(reader)
    return found
