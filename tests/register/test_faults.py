"""A few of the faults that `benchmarks/faults.py` tries by the hundred: nothing is lost, nothing double, and all is told."""

import contextlib
import random
from collections.abc import Iterator

import pytest
from places import ask

from faults import WORK, bench, fill, full_disk, outage
from legation.register import Register
from server import Server, running
from wholeness import faults_of


@pytest.fixture(scope="module")
def fallible() -> Iterator[Server]:
    """Give a server for faults, which syncs what it commits."""
    with running() as server:
        yield server


def test_killed_processes_leave_whole_documents_only(place: str) -> None:
    """After SIGKILL at random moments of every kind of work, what was confirmed is there, once, and results fit the log."""

    @contextlib.contextmanager
    def new() -> Iterator[str]:
        yield place

    struck, wrong = bench(new, len(WORK), seed=5)
    assert wrong == []
    assert sum(struck.values()) == len(WORK)


def test_a_server_that_is_stopped_amid_writing_loses_nothing_it_confirmed(fallible: Server) -> None:
    """Stopped at once while a process writes, it holds every document told of, and the process says what happened."""
    assert outage(fallible, fallible.address, 1, random.Random(1)) == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_full_disk_keeps_whole_documents(kind: str, fallible: Server) -> None:
    """The message says so, what was added before is all there, and with more space later documents can go in again."""
    wrong = full_disk(fallible if kind == "postgresql" else None)
    if wrong is None:
        pytest.skip("this user or machine may not mount a small file system")
    assert wrong == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM claims WHERE seq = 2", "1 readings without a claim"),
        ("DELETE FROM touches WHERE seq = 2", "1 readings that touch nothing"),
        ("UPDATE results SET body = '[]'", "stored results differ from the log"),
        ("INSERT INTO entries SELECT max(seq) + 1, max(at), 0, 'document' FROM entries", "1 entries without a reading"),
    ],
)
def test_what_is_not_whole_is_found(place: str, damage: str, found: str) -> None:
    """The check behind these tests sees a register of which something is missing."""
    told = fill(place)
    ask(place, damage)
    assert found in faults_of(place, told)
    assert "1 documents lost" in faults_of(place, told | {"no such document"})


def test_an_old_form_that_is_looked_through_is_whole(place: str) -> None:
    """What the check looks at holds for a register that was begun and read in one go."""
    told = fill(place)
    with Register.open(place) as register:
        assert {source.id for source in register.documents()} == told
    assert faults_of(place, told) == []
