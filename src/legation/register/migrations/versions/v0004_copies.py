"""Which documents have the text of an older one, and the marks by which they are found; laid from the log."""

import sqlalchemy as sa
from alembic import op

from legation.register.finding import lay

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Lay the tables and fill them from what the log holds."""
    connection = op.get_bind()
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_index("documents_fingerprint", "documents", ["fingerprint"])
    op.create_table(
        "marks",
        sa.Column("mark", number, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copies",
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True),
        sa.Column("seq", sa.Integer, sa.ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, sa.ForeignKey("documents.id"), nullable=False) for name in ("earlier", "original")),
        sa.Column("likeness", sa.REAL().with_variant(sa.DOUBLE_PRECISION(), "postgresql"), nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("copies_earlier", "copies", ["earlier"])
    op.create_index("copies_seq", "copies", ["seq"])
    lay(connection, 1, connection.execute(sa.text("SELECT max(seq) FROM entries")).scalar() or 0)
    op.execute("UPDATE about SET value = '4' WHERE key = 'schema_version'")
