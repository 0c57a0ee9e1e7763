"""Every older form of the database, with data in it, is brought to the present one without losing or inventing anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from places import ask
from register_claims import dossier, report, say

from legation.register import Policy, Register, schema
from legation.register.connection import address_of, engine
from legation.register.derived import fill
from legation.register.tables import SCHEMA_VERSION, claims, decisions, documents, entries, metadata, readings

OLDER = range(1, SCHEMA_VERSION)


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Give a register of the present form with the dossier in it, one document read twice."""
    register = Register.open(tmp_path_factory.mktemp("present") / "register.db")
    for document, found in dossier():
        register.add(document, found, "test/1")
    register.add(dossier()[5][0], dossier()[5][1][:1], "test/2")
    return register


def lay(place: str, version: int, like: Register, *, marked: bool = True) -> None:
    """Lay a database of an older form with the log of another; the first release put no mark of Alembic's there."""
    opened = engine(address_of(place), read_only=False, busy=5)
    schema.bring(opened, place, version)
    with like._store._engine.connect() as source, opened.begin() as target:
        for table in (documents, entries, readings, claims, decisions):
            rows = [dict(row._mapping) for row in source.execute(sa.select(table))]
            if rows:
                target.execute(sa.insert(table), rows)
        if version > 1:  # the first form had nothing beside its log
            fill(target)
        if not marked:
            target.execute(sa.text("DROP TABLE alembic_version"))
    opened.dispose()


@pytest.mark.parametrize(("version", "mark"), [(1, "unmarked"), *((each, "marked") for each in OLDER)])
def test_an_older_form_is_brought_up_to_date(place: str, version: int, mark: str, present: Register) -> None:
    """State, sum, search and stored results are those of a register that was begun in the present form."""
    lay(place, version, present, marked=mark == "marked")
    with Register.open(place) as register:
        assert register.state() == present.state()
        assert register.state(7) == present.state(7)
        assert register.rebuild() == present.rebuild()
        assert register.search("kampala", quotes=True) == present.search("kampala", quotes=True)
        assert register.search("embassy") == present.search("embassy")
        assert register.add(dossier()[6][0], [], "test/3").outcome == "reread"
    touched = "SELECT one, kind, other, seq FROM touches WHERE seq <= 25 ORDER BY 1, 2, 3, 4"
    where = present._store.where
    assert ask(place, touched) == ask(where, touched)
    assert ask(place, "SELECT version_num FROM alembic_version") == [(f"{SCHEMA_VERSION:04}",)]


def test_rulings_of_the_second_form_still_hold_and_the_first_policy_is_noted(place: str, tmp_path: Path) -> None:
    """A ruling counts as before, changes are told as before, and the next writing notes the policy from the beginning."""
    with Register.open(tmp_path / "like.db") as like:
        paper = report("2023-10-27", "A", say("closed", date="2023-10-25"))
        like.add(*paper, "test/1")
        like.decide(like.draft("reject", [paper[1][0].id_in(paper[0].id)], by="Ada", reason="no"))
        lay(place, 2, like)
        with Register.open(place) as register:
            assert register.adopted() == []
            assert (register.state(), list(register.changes())) == (like.state(), list(like.changes()))
            assert register.rebuild() == like.rebuild()
            register.add(*report("2023-10-28", "B", say("opened", "AO", date="2023")), "test/1")
            assert [(each.known.sequence, each.label) for each in register.adopted()] == [(0, "default/2")]
            assert register.adopted()[0].policy() == Policy.default()


def test_an_older_form_is_brought_up_to_date_by_a_question(place: str, present: Register) -> None:
    """A register opened to be read only is brought up to date all the same."""
    lay(place, 1, present)
    with Register.open(place, read_only=True) as register:
        assert register.state() == present.state()


def test_the_migrations_make_the_tables_that_the_code_speaks_of(place: str) -> None:
    """Columns, keys and indexes as migrated are those that are defined; only the words to search for stand beside them."""
    Register.open(place).close()
    opened = engine(address_of(place), read_only=True, busy=5)
    with opened.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, metadata) == []
    opened.dispose()


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not (name or "").startswith(("document_words", "quote_words", "alembic_version"))


def test_two_processes_bring_one_register_up_to_date(place: str, present: Register) -> None:
    """Both wait for each other; the second finds nothing left to do."""
    lay(place, 1, present)
    program = "import sys; from legation.register import Register; Register.open(sys.argv[1], busy=30).close()"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    both = [subprocess.Popen([sys.executable, "-c", program, place], env=environment) for _ in range(2)]
    assert [each.wait() for each in both] == [0, 0]
    with Register.open(place) as register:
        assert register.state() == present.state()
