"""Whether a register is whole: every document with all its parts, once, and stored results that say what the log does."""

import datetime as dt

import sqlalchemy as sa

from legation.register import Register, schema
from legation.register.connection import address_of, engine
from legation.register.opinion import glance
from legation.register.tables import SCHEMA_VERSION

DAY = dt.date(2015, 6, 1)
LATER = (
    "copies",
    "marks",
    "policies",
    "decisions",
    "touches",
    "results",
    "document_words",
    "quote_words",
    "alembic_version",
)  # laid after the first form
WHOLE = {
    "entries without a reading": "SELECT count(*) FROM entries LEFT JOIN readings USING (seq) WHERE readings.seq IS NULL",
    "readings without a claim": "SELECT count(*) FROM readings r WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.seq = r.seq)",
    "readings that touch nothing": "SELECT count(*) FROM readings r WHERE NOT EXISTS (SELECT 1 FROM touches t WHERE t.seq = r.seq)",
    "entries missing or too many": "SELECT max(seq) - count(*) FROM entries",
    "readings beyond one a document": "SELECT count(*) - count(DISTINCT document) FROM readings",
    "documents that cannot be found": "SELECT (SELECT count(*) FROM documents) - (SELECT count(*) FROM document_words)",
    "texts without their marks": "SELECT count(*) FROM documents WHERE fingerprint NOT IN"
    " (SELECT d.fingerprint FROM marks JOIN readings r ON r.seq = marks.seq JOIN documents d ON d.id = r.document)",
    "quotes that cannot be found": "SELECT (SELECT count(DISTINCT id) FROM claims) - (SELECT count(*) FROM quote_words)",
}


def age(place: str) -> None:
    """Give a register the oldest form again: take away all that the later steps laid."""
    opened = engine(address_of(place), read_only=False, busy=30)
    with opened.begin() as connection:
        for name in LATER:
            connection.execute(sa.text(f"DROP TABLE IF EXISTS {name}"))
        for name in ("claims_id", "claims_pair", "documents_fingerprint"):
            connection.execute(sa.text(f"DROP INDEX IF EXISTS {name}"))
        connection.execute(sa.text("CREATE INDEX IF NOT EXISTS claims_sending ON claims (sending)"))
        connection.execute(sa.text("UPDATE about SET value = '1' WHERE key = 'schema_version'"))
        connection.execute(sa.text("DELETE FROM about WHERE key <> 'schema_version'"))
    opened.dispose()


def faults_of(place: str, told: set[str]) -> list[str]:
    """List what is wrong with a register that holds at least the documents that were told of, each read once."""
    found = []
    with Register.open(place, busy=30) as register:  # as a user would: this brings an old form up to date
        held = [source.id for source in register.documents()]
        found += [f"{len(told - set(held))} documents lost"] if told - set(held) else []
        found += ["a document is held twice"] if len(held) != len(set(held)) else []
        said = {one.mission: (one.answer, one.condition, one.marks) for one in register.seen_on(DAY)}
        folded = {key: glance(record, DAY) for key, record in register.state().missions.items()}
        found += ["stored results differ from the log"] if said != folded else []
        with register._store._engine.connect() as connection:  # noqa: SLF001  # looked at from inside
            if schema.version(connection, place) != SCHEMA_VERSION:
                found.append("the form is not the present one")
            if (
                connection.dialect.name == "sqlite"
                and connection.execute(sa.text("PRAGMA integrity_check")).scalar() != "ok"
            ):
                found.append("SQLite finds the file damaged")
            for name, query in WHOLE.items():
                if count := connection.execute(sa.text(query)).scalar():
                    found.append(f"{count} {name}")
    return found
