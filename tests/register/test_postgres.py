"""A register in PostgreSQL: a clear word for every way in which the server cannot be used, and the same sum as in a file."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import ask
from register_claims import dossier
from test_store import small

from legation.errors import StoreError, StoreLocked, StoreUnwritable
from legation.register import Register
from legation.register.connection import LOCK, address_of, engine, shown
from server import Server, database, drop, running

READER = "test/1"


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server of the test's own, which it may stop and start."""
    with running() as mine:
        yield mine


def test_a_server_that_went_away_and_came_back_is_found_again(server: Server) -> None:
    """While it is away every question is answered with what to do; afterwards all is there, through the same register."""
    place = server.address
    with Register.open(place) as register:
        register.add(*small(0), READER)
        server.stop()
        with pytest.raises(StoreUnwritable, match=r"the server (does not answer|went away)"):
            register.state()
        with pytest.raises(StoreUnwritable, match=r"the server (does not answer|went away)"):
            register.add(*small(1), READER)
        with pytest.raises(StoreUnwritable, match="the server does not answer; check that it runs"):
            Register.open(place)
        server.start()
        assert register.add(*small(1), READER).outcome == "new"
        assert len(list(register.documents())) == 2


def test_a_writer_that_waits_too_long_is_told(postgres: str) -> None:
    """Another process that holds the lock keeps a second writer out for a short time, and nobody from reading."""
    with Register.open(postgres, busy=0.1) as register:
        register.add(*small(0), READER)
        holder = engine(address_of(postgres), read_only=False, busy=5)
        with holder.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            assert len(register.state().missions) == 1
            with pytest.raises(StoreLocked, match="another process is writing; wait"):
                register.add(*small(1), READER)
        holder.dispose()
        assert register.add(*small(1), READER).outcome == "new"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda place: place.rsplit("/", 1)[0] + "/nowhere", "no such database; make it with createdb"),
        (lambda place: place.replace("legation@", "nobody@"), "does not let this user in|no such database"),
        (lambda _: "postgresql://legation@127.0.0.1:1/postgres", "does not answer"),
        (lambda _: "mysql://host/base", "no kind of register; name a file, or postgresql://"),
        (lambda _: "postgresql://host:port:port/x", "cannot be read"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(postgres: str, change: Callable[[str], str], message: str) -> None:
    """Each fault of an address has its own word."""
    with pytest.raises(StoreError, match=message):
        Register.open(change(postgres))


def test_a_password_is_not_shown() -> None:
    """Messages name the register without it."""
    assert shown(address_of("postgresql://me:secret@host/base")) == "postgresql://me:***@host/base"


def test_other_tables_are_no_register(postgres: str) -> None:
    """A database with tables of something else is left alone, and nothing is made where nothing may be."""
    with pytest.raises(StoreUnwritable, match="no register there"):
        Register.open(postgres, create=False)
    ask(postgres, "CREATE TABLE birds (name TEXT)")
    with pytest.raises(StoreUnwritable, match="no register; name"):
        Register.open(postgres)
    assert ask(postgres, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("birds",)]


def test_a_rebuild_gives_one_sum_on_both_kinds_of_database(postgres: str, tmp_path: Path) -> None:
    """The dossier in three orders, one of them in PostgreSQL and one taken in at once, has one sum."""
    chance, sums = random.Random(7), set()
    for place in (postgres, tmp_path / "one.db", tmp_path / "two.db"):
        reports = [(document, claims, READER) for document, claims in dossier()]
        chance.shuffle(reports)
        with Register.open(place) as register:
            if place == tmp_path / "two.db":
                register.add_all(reports)
            else:
                for each in reports:
                    register.add(*each)
            sums |= {register.rebuild(), register.rebuild()}
    assert len(sums) == 1


def test_after_a_rebuild_or_a_restore_the_server_knows_how_much_stands_in_the_log(
    postgres: str, postgres_server: Server, tmp_path: Path
) -> None:
    """It plans from then on for as many claims as there are, and does not wait until it looks by itself."""
    known = "SELECT reltuples::int FROM pg_class WHERE relname = 'claims'"
    other = database(postgres_server)
    try:
        with Register.open(postgres) as register, Register.open(other) as second:
            register.add_all([(document, claims, READER) for document, claims in dossier()])
            register.rebuild()
            register.backup(tmp_path / "log.gz")
            second.restore(tmp_path / "log.gz")
        count = ask(postgres, "SELECT count(*) FROM claims")
        assert ask(postgres, known) == ask(other, known) == count
    finally:
        drop(postgres_server, other)
