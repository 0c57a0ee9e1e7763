"""The tables of the log. Nothing in them is ever changed or deleted; all that can be derived is not stored.

Version 1. Every clock reading is UTC with microseconds, so that text order is time order.
"""

from typing import Final

import sqlalchemy as sa

SCHEMA_VERSION: Final = 1

metadata: Final = sa.MetaData()


def _table(name: str, *items: sa.schema.SchemaItem, rowid: bool = False) -> sa.Table:
    return sa.Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=rowid)


about: Final = _table(
    "about",
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

documents: Final = _table(
    "documents",
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("published", sa.Text),
    sa.Column("publisher", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("source", sa.Text),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    rowid=True,
)

entries: Final = _table(
    "entries",
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False, index=True),
    sa.Column("replayed", sa.Integer, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    rowid=True,
)

readings: Final = _table(
    "readings",
    sa.Column("seq", sa.Integer, sa.ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("reader", sa.Text, nullable=False),
    sa.UniqueConstraint("document", "reader"),
    rowid=True,
)

claims: Final = _table(
    "claims",
    sa.Column("seq", sa.Integer, sa.ForeignKey("readings.seq"), primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("sending", sa.Text),
    sa.Column("receiving", sa.Text),
    sa.Column("city", sa.Text),
    sa.Column("mission", sa.Text),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("holder", sa.Text),
    sa.Column("organ", sa.Text),
    sa.Column("date", sa.Text),
    sa.Column("causes", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text),
    sa.Column("measure", sa.Text),
    sa.Column("value", sa.REAL),
    sa.Column("qualifier", sa.Text),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("quote_start", sa.Integer, nullable=False),
    sa.Column("quote_end", sa.Integer, nullable=False),
    sa.Index("claims_sending", "sending"),
    sa.Index("claims_receiving", "receiving", "kind"),
)
