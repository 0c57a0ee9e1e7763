"""Processes killed with SIGKILL at random moments while they write a register, and what is left of it, told by count.

    python benchmarks/faults.py [--faults 200] [--on sqlite postgresql]

The work is taking documents in one by one (add), many at once (import), a rebuild that stores results, the migration of
a register of the oldest form, and two processes that take in the same documents at the same time. A process that ended
before it was struck does not count. Beside these, PostgreSQL is stopped amid writing and started again, and a disk runs
full. After each fault the register must hold every document that was reported as taken in, no part of one, nothing
twice, and say from stored results what a fold of the log says. Ends with an error where it does not.
"""

import argparse
import collections
import contextlib
import itertools
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import sqlalchemy as sa

from legation.errors import StoreError, StoreUnwritable
from legation.register import Register
from server import Server, database, drop, enlarge, little_disk, running
from synthetic import documents
from wholeness import age, faults_of

WORK = ("add", "import", "rebuild", "migrate", "two writers")
LONGEST = {
    "add": 0.3,
    "import": 0.3,
    "two writers": 0.4,
}  # seconds within which the kill falls; else as long as it takes
BEGINNING = 120  # claims that the register holds at first
TOGETHER = 10  # faults at one register: it grows with each, and is looked through after each
OUTAGES = 10  # stops of the server amid writing

_context = multiprocessing.get_context("forkserver")  # processes that begin in no time, and share nothing
_context.set_forkserver_preload(["faults", "legation.register", "legation.gazetteer"])


def work(kind: str, place: str, seed: int, told: Connection) -> None:
    """Write until killed, and tell of every document that was committed; "end" where there is no more to do."""
    told.send("begun")
    try:
        with Register.open(place, busy=30) as register:
            source = documents(20_000, seed)
            while batch := list(itertools.islice(source, 20 if kind == "import" else 1)):
                if kind in ("rebuild", "migrate"):
                    register.rebuild() if kind == "rebuild" else None
                    break
                register.add_all(batch)
                told.send([document.id for document, _, _ in batch])
    except StoreError as error:
        told.send(error)
    told.send("end")


class Writer:
    """A process at work on a register."""

    def __init__(self, kind: str, place: str, seed: int) -> None:
        self._told, theirs = _context.Pipe(duplex=False)
        self._process = _context.Process(target=work, args=(kind, place, seed, theirs))
        self._process.start()
        theirs.close()
        self._told.recv()

    def kill(self) -> bool:
        """Kill it; tell whether it was still at work."""
        self._process.kill()
        self._process.join()
        return self._process.exitcode == -signal.SIGKILL

    def rest(self) -> tuple[set[str], StoreError | None]:
        """Give the documents that it told of until its end, and the error with which it ended."""
        found, error = set[str](), None
        with contextlib.suppress(EOFError, OSError):  # a message of which only a part was sent
            while (said := self._told.recv()) != "end":
                if isinstance(said, StoreError):
                    error = said
                else:
                    found.update(said)
        self._process.join()
        return found, error


def lasting(kind: str, place: str) -> float:
    """Tell how long work takes that ends by itself, from when its process has begun."""
    begin = time.perf_counter()
    Writer(kind, place, 0).rest()
    return time.perf_counter() - begin


def strike(kind: str, place: str, seed: int, within: float, chance: random.Random) -> tuple[set[str], bool]:
    """Let processes work and kill them at random moments; give the documents that they told of, and whether it struck."""
    writers = [Writer(kind, place, seed) for _ in range(2 if kind == "two writers" else 1)]
    struck = False
    for writer in writers:
        time.sleep(chance.random() * within / len(writers))
        struck |= writer.kill()
    return {each for writer in writers for each in writer.rest()[0]}, struck


def bench(
    new: Callable[[], contextlib.AbstractContextManager[str]], faults: int, seed: int
) -> tuple[dict[str, int], list[str]]:
    """Strike registers so often; give how often in which work, and what was wrong after it."""
    chance, wrong, struck = random.Random(seed), list[str](), collections.Counter[str]()  # noqa: S311  # repeatable
    longest = dict(LONGEST)
    while struck.total() < faults:
        with new() as place:
            told = fill(place)
            for number in range(min(TOGETHER, faults - struck.total())):
                what = WORK[number % len(WORK)]
                if what not in longest:
                    longest[what] = _first(what, place)
                if what == "migrate":
                    age(place)
                fresh, hit = strike(what, place, 1000 * number + struck.total(), longest[what], chance)
                told |= fresh
                struck[what] += hit
                wrong += [f"{what}, fault {struck.total()}: {fault}" for fault in faults_of(place, told)]
    return dict(struck), wrong


def _first(what: str, place: str) -> float:
    if what == "migrate":
        age(place)
    return lasting(what, place)


def fill(place: str) -> set[str]:
    """Begin a register, with stored results; tell which documents it holds."""
    with Register.open(place) as register:
        held = {each.document for each in register.add_all(documents(BEGINNING, 1))}
        register.rebuild()
    return held


def outage(server: Server, place: str, seed: int, chance: random.Random) -> list[str]:
    """Stop the server at once while a process writes, and start it again; list what is wrong then."""
    told = fill(place)
    writer = Writer("add", place, seed)
    time.sleep(chance.random() * LONGEST["add"])
    server.stop()
    fresh, error = writer.rest()
    server.start()
    wrong = faults_of(place, told | fresh)
    return wrong if error is not None and "server" in str(error) else [*wrong, f"outage told as {error!r}"]


def fill_up(place: str, more: Callable[[], None]) -> list[str]:
    """Add until the disk is full, look, give it space, and add again; list what is wrong."""
    told, error = fill(place), None
    with Register.open(place) as register:
        for each in documents(50_000, 3):
            try:
                told.add(register.add(*each).document)
            except StoreUnwritable as found:
                error = found
                break
        wrong = [] if error and "disk" in str(error) else [f"a full disk is told as {error!r}"]
        held = {source.id for source in register.documents()}
        wrong += [] if held == told else [f"{len(held ^ told)} documents differ while the disk is full"]
        more()
        told.add(register.add(*each).document)
    return wrong + faults_of(place, told)


def full_disk(server: Server | None) -> list[str] | None:
    """Fill a little disk with a register; None where none can be had."""
    with little_disk(24 if server else 4, server.user if server else None) as folder:
        if folder is None:
            return None
        if server is None:
            return fill_up(str(folder / "register.db"), lambda: enlarge(folder, 64))
        with sa.create_engine(
            server.address.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        ).connect() as one:
            one.execute(sa.text(f"CREATE TABLESPACE little LOCATION '{folder}'"))
            place = database(server, "little")
            wrong = fill_up(place, lambda: enlarge(folder, 96))
            drop(server, place)
            one.execute(sa.text("DROP TABLESPACE little"))
        return wrong


def all_of(kind: str, faults: int) -> list[str]:
    """Try every fault on one kind of database, and tell of them; give what was wrong."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(running()) if kind == "postgresql" else None

        @contextlib.contextmanager
        def new() -> Iterator[str]:
            if server:
                place = database(server)
                yield place
                drop(server, place)
            else:
                with tempfile.TemporaryDirectory(prefix="legation-bench-") as folder:
                    yield str(Path(folder) / "register.db")

        struck, wrong = bench(new, faults, faults)
        parts = ", ".join(f"{count} in {what}" for what, count in struck.items())
        print(f"{kind}: killed amid work {sum(struck.values())} times ({parts}); {len(wrong)} faults found", flush=True)
        if server:
            chance = random.Random(faults)  # noqa: S311
            for number in range(OUTAGES):
                with new() as place:
                    wrong += outage(server, place, number, chance)
            print(f"{kind}: stopped amid writing and started again {OUTAGES} times", flush=True)
        filled = full_disk(server)
        wrong += filled or []
        print(
            f"{kind}: disk full {'not tried: no small file system can be mounted here' if filled is None else 'once'}"
        )
    for each in wrong:
        print(f"  WRONG {kind}, {each}")
    return wrong


def main() -> int:
    """Try the faults on each kind of database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=200, help="kills for each database")
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    chosen = parser.parse_args()
    begin = time.perf_counter()
    wrong = [each for kind in chosen.on for each in all_of(kind, chosen.faults)]
    print(f"{len(wrong)} faults found in {time.perf_counter() - begin:.0f} s")
    return min(1, len(wrong))


if __name__ == "__main__":
    sys.exit(main())
