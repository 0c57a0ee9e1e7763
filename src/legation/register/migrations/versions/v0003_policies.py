"""Under which policy the register stands, and since when.

Which policies an older log stood under was never written down; the first that is noted counts from the beginning.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Lay the table; the log is left as it is."""
    op.create_table(
        "policies",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("label", "sha256")),
        sa.Column("shipped", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=True,
    )
    op.execute("UPDATE about SET value = '3' WHERE key = 'schema_version'")
