"""The log: documents, entries, readings and claims, as the first release laid them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER: sa.types.TypeEngine[float] = sa.REAL().with_variant(sa.DOUBLE_PRECISION(), "postgresql")


def upgrade() -> None:
    """Lay the tables."""
    about = _table(
        "about", sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False), rowid=False
    )
    _documents()
    _table(
        "entries",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("replayed", sa.Integer, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
    )
    op.create_index("ix_entries_at", "entries", ["at"])
    _table(
        "readings",
        sa.Column("seq", sa.Integer, sa.ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.UniqueConstraint("document", "reader"),
    )
    _claims()
    op.bulk_insert(about, [{"key": "schema_version", "value": "1"}])


def _table(name: str, *items: Any, rowid: bool = True) -> sa.Table:
    return op.create_table(name, *items, sqlite_strict=True, sqlite_with_rowid=rowid)


def _documents() -> None:
    _table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("published", "publisher", "url", "language", "source")),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )


def _claims() -> None:
    _table(
        "claims",
        sa.Column("seq", sa.Integer, sa.ForeignKey("readings.seq"), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("sending", "receiving", "city", "mission")),
        sa.Column("status", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("holder", "organ", "date")),
        sa.Column("causes", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("from_state", "measure")),
        sa.Column("value", NUMBER),
        sa.Column("qualifier", sa.Text),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("quote_start", sa.Integer, nullable=False),
        sa.Column("quote_end", sa.Integer, nullable=False),
        rowid=False,
    )
    op.create_index("claims_sending", "claims", ["sending"])
    op.create_index("claims_receiving", "claims", ["receiving", "kind"])
