"""The tables of the log, in which nothing is ever changed or deleted, and beside them what is derived from it.

Derived (``touches``, ``marks``, ``copies``, ``results`` and the words to search for) follows from the log alone. Every clock
reading is UTC with microseconds, so that text order is time order. The tables are laid and brought up to date by the
migrations alone; a test holds these definitions against what the migrations make.
"""

from typing import Final

import sqlalchemy as sa

SCHEMA_VERSION: Final = 4  # the number of the newest migration

metadata: Final = sa.MetaData()

# Text order is time order in SQLite; PostgreSQL has to be told to leave the language's order aside.
INSTANT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER: Final[sa.types.TypeEngine[float]] = sa.REAL().with_variant(
    sa.DOUBLE_PRECISION(), "postgresql"
)  # REAL has four bytes there, eight here


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
    sa.Index("documents_fingerprint", "fingerprint"),
    rowid=True,
)

entries: Final = _table(
    "entries",
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", INSTANT, nullable=False, index=True),
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
    sa.Column("value", NUMBER),
    sa.Column("qualifier", sa.Text),
    sa.Column("quote", sa.Text, nullable=False),
    sa.Column("quote_start", sa.Integer, nullable=False),
    sa.Column("quote_end", sa.Integer, nullable=False),
    sa.Index("claims_pair", "sending", "receiving"),
    sa.Index("claims_receiving", "receiving", "kind"),
    sa.Index("claims_id", "id"),
)

decisions: Final = _table(
    "decisions",
    sa.Column("seq", sa.Integer, sa.ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("others", sa.Text, nullable=False),  # JSON: a list of ids
    sa.Column("corrections", sa.Text, nullable=False),  # JSON: when the person ruled, and the corrected fields
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("withdraws", sa.Text),
    rowid=True,
)

# Under which policy the register stands from an entry of its own on; 0 is from its beginning on.
policies: Final = _table(
    "policies",
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("shipped", sa.Integer, nullable=False),  # whether it came with Legation
    sa.Column("text", sa.Text, nullable=False),
    rowid=True,
)

# Which entries bear on which pair of states: the kind and the states of ``fold.Pair``, or "network", a state and "".
touches: Final = _table(
    "touches",
    sa.Column("one", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("other", sa.Text, primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Index("touches_seq", "seq"),
    sa.Index("touches_other", "other", "kind"),
)

# Marks by which texts that are like each other are found, with the first entry that reads the text; 0: a set phrase.
marks: Final = _table(
    "marks",
    sa.Column("mark", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
)

# Of which older document a document has the text, and to which it goes back in the end, from an entry on.
copies: Final = _table(
    "copies",
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True),
    sa.Column("seq", sa.Integer, sa.ForeignKey("entries.seq"), primary_key=True, autoincrement=False),
    sa.Column("earlier", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("original", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("likeness", NUMBER, nullable=False),
    sa.Index("copies_earlier", "earlier"),
    sa.Index("copies_seq", "seq"),
)

# What follows for a pair under a policy, from an entry on until the next one that bears on it (None: until now).
results: Final = _table(
    "results",
    sa.Column("policy", sa.Text, primary_key=True),
    sa.Column("one", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("other", sa.Text, primary_key=True),
    sa.Column("since", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("until", sa.Integer),
    sa.Column("body", sa.Text, nullable=False),
)
