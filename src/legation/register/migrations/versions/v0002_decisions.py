"""Decisions in the log; beside it the words to search for, and what follows for each pair of states."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from legation.register.derived import fill

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Lay the tables and fill them from what the log holds."""
    op.create_index("claims_id", "claims", ["id"])
    op.drop_index("claims_sending", "claims")
    op.create_index("claims_pair", "claims", ["sending", "receiving"])
    _table(
        "decisions",
        sa.Column("seq", sa.Integer, sa.ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("kind", "target", "others", "corrections", "by", "reason")
        ),
        sa.Column("withdraws", sa.Text),
        rowid=True,
    )
    _table(
        "touches",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("one", "kind", "other")),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    )
    op.create_index("touches_seq", "touches", ["seq"])
    op.create_index("touches_other", "touches", ["other", "kind"])
    _table(
        "results",
        *(sa.Column(name, sa.Text, primary_key=True) for name in ("policy", "one", "kind", "other")),
        sa.Column("since", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("until", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
    )
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
    fill(op.get_bind())
    op.execute("UPDATE about SET value = '2' WHERE key = 'schema_version'")


# SQLite keeps the words alone (no content), under the number of the document's first entry and the claim's id as a
# number; PostgreSQL keeps a vector under the same keys.
_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE document_words USING fts5 (words, content='', detail=full)",
        "CREATE VIRTUAL TABLE quote_words USING fts5 (words, content='', detail=full)",
    ),
    "postgresql": (
        "CREATE TABLE document_words (key BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE TABLE quote_words (key BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX document_words_words ON document_words USING GIN (words)",
        "CREATE INDEX quote_words_words ON quote_words USING GIN (words)",
    ),
}


def _table(name: str, *items: Any, rowid: bool = False) -> sa.Table:
    return op.create_table(name, *items, sqlite_strict=True, sqlite_with_rowid=rowid)
