"""The log on disk: whole documents or nothing, and a clear word for every way in which a database cannot be used."""

import itertools
import os
import pwd
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ask
from register_claims import report, say

from legation.errors import NewerSchema, StoreLocked, StoreUnwritable
from legation.model import Claim, Document
from legation.register import Register
from legation.register.tables import SCHEMA_VERSION

READER = "test/1"
ROOT = os.geteuid() == 0


def small(number: int) -> tuple[Document, list[Claim]]:
    """Write a small document with two claims."""
    said = say("opened", "UG", date="1972"), say("closed", "UG", city="Kampala", date="2023-10-25")
    return report("2023-10-27", "A", *said, title=f"No. {number}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a path with a register of one document."""
    place = tmp_path / "register.db"
    with Register.open(place) as register:
        register.add(*small(0), READER)
    return place


@pytest.fixture
def filled(place: str) -> str:
    """Give the place of a register of one document, in each kind of database."""
    with Register.open(place) as register:
        register.add(*small(0), READER)
    return place


def test_a_register_is_begun_where_nothing_stands(tmp_path: Path) -> None:
    """Folders on the way are made; an empty file counts as nothing."""
    for place in (tmp_path / "new" / "folder" / "register.db", tmp_path / "empty.db"):
        if place.name == "empty.db":
            place.touch()
        with Register.open(place) as register:
            assert list(register.documents()) == []


def test_the_tables_are_strict(path: Path) -> None:
    """A value of another type than its column's is refused by the database itself."""
    raw = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT"):
        raw.execute("INSERT INTO entries (seq, at, replayed, cause) VALUES (9, 'x', 'no', 'document')")
    raw.close()


def test_a_register_survives_closing_and_opening(filled: str) -> None:
    """What was added is there again, to the last field."""
    document, claims = small(0)
    with Register.open(filled) as register:
        assert register.document(document.id) == document
        state = register.state()
    kept = {item.claim for record in state.missions.values() for each in record.happenings for item in each.evidence}
    assert kept == set(claims)


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to look at", b"\x00" * 4096, b"SQLite format 3\x00" + b"x" * 4096]
)
def test_a_file_of_another_kind_is_no_register(tmp_path: Path, content: bytes) -> None:
    """Text, zeros and a damaged database are left alone, with a word on what to do."""
    place = tmp_path / "other.db"
    place.write_bytes(content)
    with pytest.raises(StoreUnwritable, match=r"other\.db.*; (name|restore)"):
        Register.open(place)
    assert place.read_bytes() == content


def test_a_truncated_register_is_told_and_left_alone(path: Path) -> None:
    """A file that lost its end is damaged; the message says what to do."""
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(StoreUnwritable, match="damaged; restore it from a backup"):
        Register.open(path)
    assert len(path.read_bytes()) == 6000


def test_another_database_is_no_register(tmp_path: Path) -> None:
    """An SQLite file with other tables is left alone."""
    place = tmp_path / "other.db"
    with sqlite3.connect(place) as raw:
        raw.execute("CREATE TABLE birds (name TEXT)")
    raw.close()
    with pytest.raises(StoreUnwritable, match="no register"):
        Register.open(place)


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    """The message asks for a file in it."""
    with pytest.raises(StoreUnwritable, match="a folder; name a file in it"):
        Register.open(tmp_path)


def test_nothing_is_made_where_a_register_is_only_to_be_read(tmp_path: Path) -> None:
    """Without leave to create, a missing register is an error, and nothing appears on disk."""
    with pytest.raises(StoreUnwritable, match="no register there"):
        Register.open(tmp_path / "register.db", create=False)
    with pytest.raises(StoreUnwritable, match="no register there"):
        Register.open(tmp_path / "register.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_schema_is_told_and_left_alone(filled: str) -> None:
    """The message names both versions."""
    ask(filled, "UPDATE about SET value = '99' WHERE key = 'schema_version'")
    with pytest.raises(NewerSchema, match=rf"schema 99, this one knows {SCHEMA_VERSION}\b.*up to date"):
        Register.open(filled)


def test_a_register_opened_to_be_read_cannot_be_written(filled: str) -> None:
    """Questions are answered, an addition is refused."""
    with Register.open(filled, read_only=True) as register:
        assert len(register.state().missions) == 1
        with pytest.raises(StoreUnwritable, match=r"(may not be written|open for reading only)"):
            register.add(*small(1), READER)


@pytest.fixture
def ordinary_user(path: Path) -> Iterator[None]:
    """Act as an ordinary user, who can see the folder of the register but not write in it."""
    for folder in path.parents:
        if not folder.stat().st_mode & 0o005:  # pytest's own folders are closed to others
            folder.chmod(0o755)
    if ROOT:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    yield
    if ROOT:
        os.seteuid(0)


def test_a_folder_without_rights_is_told(tmp_path: Path, ordinary_user: None) -> None:
    """A place in which a user may not write is named, with what to check."""
    if not ROOT:
        tmp_path.chmod(0o555)
    with pytest.raises(StoreUnwritable, match=r"check (the rights|that the folder exists and may be written)"):
        Register.open(tmp_path / "another.db")


def test_a_register_in_a_folder_without_rights_can_be_read(path: Path, ordinary_user: None) -> None:
    """A register that lies where nothing may be written answers questions, and takes in nothing."""
    if not ROOT:
        path.chmod(0o444)
        path.parent.chmod(0o555)
    with Register.open(path, read_only=True) as register:
        assert list(register.state().missions) == ["KP-UG-embassy"]
        with pytest.raises(StoreUnwritable, match="may not be written"):
            register.add(*small(1), READER)
    with pytest.raises(StoreUnwritable, match=r"rights|folder"):
        Register.open(path).add(*small(1), READER)


def test_a_path_through_a_file_is_told(path: Path) -> None:
    """A register cannot lie in a file."""
    with pytest.raises(StoreUnwritable, match="check the rights of the file and its folder"):
        Register.open(path / "register.db")


def test_a_locked_register_can_be_read_but_not_written(path: Path) -> None:
    """Another process that writes keeps the second writer out for a short time, and nobody from reading."""
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    with Register.open(path, busy=0.05) as register:
        assert len(register.state().missions) == 1
        with pytest.raises(StoreLocked, match="another process is writing; wait"):
            register.add(*small(1), READER)
        raw.execute("COMMIT")
        assert register.add(*small(1), READER).outcome == "new"
    raw.close()


def test_a_full_database_keeps_whole_documents(path: Path) -> None:
    """When no page more can be had, the document at hand is not in, those before are, and later ones can go in again."""
    with Register.open(path) as register:
        _limit(register, 40)
        added = 1 + _fill(register, 1, "the disk is full; free some space")
        assert len(list(register.documents())) == added
        _limit(register, 1_000_000)
        assert register.add(*small(added), READER).outcome == "new"
    _whole(path)


def _fill(register: Register, first: int, message: str) -> int:
    """Add documents until there is no space, and tell how many went in."""
    for number in itertools.count(first):
        try:
            register.add(*small(number), READER)
        except StoreUnwritable as error:
            assert message in str(error)  # noqa: PT017  # the loop is there to find the moment
            return number - first
    raise AssertionError


def _limit(register: Register, pages: int) -> None:
    with register._store._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


WRITER = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run in the background
from legation.model import Claim, Document
from legation.register import Register
from register_claims import report, say
with Register.open(sys.argv[1]) as register:
    for number in range(10_000):
        said = [say("closed", "UG", city="Kampala", date="2023-10-25", quote=f"{number} {part} " + "x" * 400) for part in range(20)]
        register.add(*report("2023-10-27", "A", *said, title=str(number)), "test/1")
        print(number, flush=True)
"""


@pytest.mark.parametrize(("end", "moment"), [(signal.SIGKILL, each) for each in range(5)] + [(signal.SIGINT, 5)])
def test_a_process_that_is_ended_leaves_whole_documents_only(filled: str, end: signal.Signals, moment: int) -> None:
    """SIGKILL or Ctrl-C amid adding loses nothing that was reported as added, and leaves no half of anything."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, filled],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as writer:
        assert writer.stdout is not None
        for _ in range(3 + moment):
            first = writer.stdout.readline()
        time.sleep(0.0013 * moment)
        writer.send_signal(end)
        told = [first, *writer.stdout.read().split("\n")[:-1]]
    numbers = [int(line) for line in told]
    _whole(filled)
    with Register.open(filled) as register:
        titles = {source.title for source in register.documents()}
        assert {str(number) for number in numbers} <= titles
        assert register.add(*small(1), READER).outcome == "new"


def _whole(place: str | Path) -> None:
    """Check that every document has its entry, its reading and all its claims."""
    if "://" not in str(place):
        assert ask(place, "PRAGMA integrity_check") == [("ok",)]
        assert ask(place, "PRAGMA foreign_key_check") == []
    sizes = ask(
        place, "SELECT r.seq, (SELECT count(*) FROM claims c WHERE c.seq = r.seq) FROM readings r ORDER BY r.seq"
    )
    ((documents,),) = ask(place, "SELECT count(*) FROM documents")
    ((last,),) = ask(place, "SELECT max(seq) FROM entries")
    ((touched,),) = ask(place, "SELECT count(DISTINCT seq) FROM touches")
    ((findable,),) = ask(place, "SELECT count(*) FROM document_words")
    assert {size for _, size in sizes} <= {2, 20}
    assert [seq for seq, _ in sizes] == list(range(1, last + 1))
    assert documents == len(sizes) == touched == findable


def test_two_processes_write_at_once(filled: str) -> None:
    """Two writers wait for each other; nothing is lost and nothing is double."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    program = WRITER.replace("10_000", "25").replace('"A"', "sys.argv[2]")
    writers = [
        subprocess.Popen([sys.executable, "-c", program, filled, name], stdout=subprocess.DEVNULL, env=environment)
        for name in ("B", "C")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    _whole(filled)
    with Register.open(filled) as register:
        assert len(list(register.documents())) == 51


def test_opening_a_register_twice_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    """Another process that writes and ends takes no log away under a reader, though this process opened the file again."""
    place = tmp_path / "register.db"
    Register.open(place).close()
    text = "Peru opened its embassy in Quito."
    with Register.open(place, read_only=True) as reader:
        assert reader.known() is None
        Register.open(place, read_only=True).close()
        write = (
            "import sys; from legation.model import Document; from legation.register import Register\n"
            f"with Register.open(sys.argv[1]) as one: one.add(Document(text={text!r}), [], 'test/1')"
        )
        subprocess.run([sys.executable, "-c", write, str(place)], check=True)
        assert place.with_name("register.db-wal").exists()
        known = reader.known()
        assert known is not None
        assert known.sequence == 1
