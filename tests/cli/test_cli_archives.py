"""Searching, backing up and restoring from the command line."""

import json
from pathlib import Path

import jsonschema
from user import FORMS, careful_register, here, holds


def test_a_search_tells_documents_and_quotes(tmp_path: Path) -> None:
    """People get a page, programs the documented form; what is not found is said."""
    db = careful_register(tmp_path)
    lines = here("search", "Kampala", "--json", "--limit", "3", db=db).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert len(found) == 3
    for form in found:
        jsonschema.validate(form, {**FORMS, "$ref": "#/$defs/search"})
    assert found[0]["published"] >= found[1]["published"] >= found[2]["published"]
    page = here("search", "Kampala", "--in-quotes", db=db).stdout
    assert "documents with Kampala" in page
    assert "closed KP-UG" in page
    assert "0 documents with zeppelin" in here("search", "zeppelin", db=db).stdout
    nothing = here("search", "…", db=db)
    assert (nothing.returncode, "holds no word" in nothing.stderr) == (1, True)


def test_a_register_is_backed_up_and_restored(tmp_path: Path, postgres: str) -> None:
    """From a file into PostgreSQL, named by its address: the same sum; a second restore is refused."""
    db, file = careful_register(tmp_path), tmp_path / "backup.gz"
    assert here("backup", file, db=db).returncode == 0
    place = postgres
    assert "entries restored" in here("restore", file, "--db", place).stderr
    assert here("rebuild", "--db", place).stdout == here("rebuild", db=db).stdout
    again = here("restore", file, "--db", place)
    assert (again.returncode, "holds entries already" in again.stderr) == (3, True)
    assert here("backup", file, db=db).returncode == 3


def test_a_backup_is_taken_into_another_register(tmp_path: Path) -> None:
    """Into an empty register goes the whole, and the sum is the same; again it changes nothing."""
    first, second = careful_register(tmp_path), tmp_path / "second.db"
    assert here("backup", str(tmp_path / "log.gz"), db=first).returncode == 0
    run = here("import", str(tmp_path / "log.gz"), db=second)
    again = here("import", str(tmp_path / "log.gz"), "--json", db=second)
    assert (run.returncode, again.returncode) == (0, 0)
    holds("import_register", json.loads(again.stdout))
    assert json.loads(again.stdout)["readings"] == 0
    sums = [here("rebuild", db=one).stdout.splitlines()[-1] for one in (first, second)]
    assert sums[0] == sums[1]
