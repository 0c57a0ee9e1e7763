"""Backup and restore: one state of the log, between both kinds of database, and nothing from a file that is not whole."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ask
from register_claims import dossier
from test_store import WRITER, small

from legation.errors import DataError, NewerSchema, StoreUnwritable
from legation.model import Document
from legation.register import Register
from legation.register.tables import SCHEMA_VERSION


def test_a_backup_restores_the_register_in_the_other_kind_of_database(tmp_path: Path, postgres: str) -> None:
    """From a file to PostgreSQL and back: every answer, the sum and the points of known time are the same."""
    there, back = tmp_path / "there.gz", tmp_path / "back.gz"
    with Register.open(tmp_path / "first.db") as first, Register.open(postgres) as second:
        for document, claims in dossier():
            first.add(document, claims, "test/1")
        first.add(dossier()[3][0], [], "test/2")
        assert first.backup(there) == second.restore(there) == 25
        assert second.rebuild() == first.rebuild()
        assert second.state(7) == first.state(7)
        assert second.search("kampala", quotes=True) == first.search("kampala", quotes=True)
        second.backup(back)
        with Register.open(tmp_path / "third.db") as third:
            third.restore(back)
            assert third.state() == first.state()
    assert there.read_bytes() == back.read_bytes()


def test_a_backup_is_one_state_while_others_write(place: str, tmp_path: Path) -> None:
    """Taken amid another process's writing, a backup holds whole documents up to some entry."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with (
        Register.open(place) as register,
        subprocess.Popen(
            [sys.executable, "-c", WRITER, place],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        ) as writer,
    ):
        assert writer.stdout is not None
        writer.stdout.readline()
        sizes = [register.backup(tmp_path / f"{number}.gz") for number in range(4)]
        writer.kill()
    assert sizes == sorted(sizes)
    for number, size in enumerate(sizes):
        with Register.open(tmp_path / f"{number}.db") as restored:
            assert restored.restore(tmp_path / f"{number}.gz") == size
            assert len(list(restored.documents())) == size
        assert ask(tmp_path / f"{number}.db", "SELECT count(*) FROM claims") == [(20 * size,)]


@pytest.fixture
def whole(tmp_path: Path) -> bytes:
    """Give a whole archive, unpacked."""
    with Register.open(tmp_path / "whole.db") as register:
        register.add(*small(0), "test/1")
        register.backup(tmp_path / "whole.gz")
    return gzip.decompress((tmp_path / "whole.gz").read_bytes())


@pytest.mark.parametrize("damage", ["cut", "short", "changed", "other", "text", "missing"])
def test_what_is_not_whole_is_refused_and_nothing_is_written(
    place: str, tmp_path: Path, whole: bytes, damage: str
) -> None:
    """A cut, changed or foreign file is told as such; the register stays empty and can be restored from another."""
    lines = whole.splitlines(keepends=True)
    content = {
        "cut": gzip.compress(whole)[:-30],
        "short": gzip.compress(b"".join(lines[:-1])),
        "changed": gzip.compress(whole.replace(b"Kampala", b"Entebbe")),
        "other": gzip.compress(b'{"form": "birds"}\n'),
        "text": b"no archive at all",
        "missing": None,
    }[damage]
    file = tmp_path / "damaged.gz"
    if content is not None:
        file.write_bytes(content)
    with Register.open(place) as register:
        with pytest.raises(DataError, match=rf"{file.name}: (no|its end)"):
            register.restore(file)
        assert list(register.documents()) == []
        assert register.restore(tmp_path / "whole.gz") == 1


def test_an_archive_of_a_newer_legation_is_refused(place: str, tmp_path: Path, whole: bytes) -> None:
    """The message says what to do."""
    file = tmp_path / "newer.gz"
    file.write_bytes(gzip.compress(whole.replace(f'"schema": {SCHEMA_VERSION}'.encode(), b'"schema": 99')))
    with Register.open(place) as register, pytest.raises(NewerSchema, match=r"schema 99.*up to date"):
        register.restore(file)


def test_nothing_is_overwritten(place: str, tmp_path: Path, whole: bytes) -> None:
    """A backup takes no file's place, and a restore no register's."""
    with Register.open(place) as register:
        register.add(*small(1), "test/1")
        with pytest.raises(StoreUnwritable, match="holds entries already"):
            register.restore(tmp_path / "whole.gz")
        with pytest.raises(StoreUnwritable, match="stands there already"):
            register.backup(tmp_path / "whole.gz")
        with pytest.raises(StoreUnwritable, match="cannot be written"):
            register.backup(tmp_path / "nowhere" / "new.gz")
    assert gzip.decompress((tmp_path / "whole.gz").read_bytes()) == whole


def test_text_that_only_one_kind_of_database_could_keep_is_refused(place: str) -> None:
    """A NUL sign or half a surrogate pair is told with its place, and nothing is written."""
    with Register.open(place) as register:
        for text in ("ab\0c", "ab\ud800c"):
            with pytest.raises(DataError, match="text holds no text at sign 2"):
                register.add(Document(text=text), [], "test/1")
        assert list(register.documents()) == []
