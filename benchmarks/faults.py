"""Processes killed with SIGKILL at random moments while they write a register, and what is left of it, told by count.

    python benchmarks/faults.py [--faults 200] [--on sqlite postgresql]

The work is taking documents in one by one (add) and many at once (import), a rebuild that stores results, and the
migration of a register of the oldest form. After each kill the register must hold every document that was reported as
taken in, no part of one, nothing twice, and say from stored results what a fold of the log says. Ends with an error where
it does not.
"""

import argparse
import collections
import datetime as dt
import itertools
import random
import subprocess
import sys
import time

import sqlalchemy as sa

from legation.register import Register, schema
from legation.register.connection import address_of, engine
from legation.register.opinion import glance
from legation.register.tables import SCHEMA_VERSION
from register import place_for
from synthetic import documents

WORK = ("add", "import", "rebuild", "migrate")
LONGEST = {"add": 0.4, "import": 0.2, "rebuild": 0.5, "migrate": 0.2}  # seconds within which the kill falls
BEGINNING = 120  # claims that the register holds at first
TOGETHER = 8  # strikes at one register: it grows with each, and is looked through after each
DAY = dt.date(2015, 6, 1)
DERIVED = ("decisions", "touches", "results", "document_words", "quote_words", "alembic_version")


def work(kind: str, place: str, seed: int) -> None:
    """Write until killed, and tell of every document that was committed."""
    print("begun", flush=True)
    with Register.open(place, busy=30) as register:
        print("open", flush=True)
        source = documents(20_000, seed)
        while batch := list(itertools.islice(source, 1 if kind == "add" else 40)):
            if kind == "rebuild":
                register.rebuild()
            elif kind == "migrate":
                return
            else:
                register.add_all(batch)
                print(*(document.id for document, _, _ in batch), flush=True)


def age(place: str) -> None:
    """Give a register the oldest form again: take away all that the later steps laid."""
    opened = engine(address_of(place), read_only=False, busy=30)
    with opened.begin() as connection:
        for name in DERIVED:
            connection.execute(sa.text(f"DROP TABLE IF EXISTS {name}"))
        for name in ("claims_id", "claims_pair"):
            connection.execute(sa.text(f"DROP INDEX IF EXISTS {name}"))
        connection.execute(sa.text("CREATE INDEX claims_sending ON claims (sending)"))
        connection.execute(sa.text("UPDATE about SET value = '1' WHERE key = 'schema_version'"))
        connection.execute(sa.text("DELETE FROM about WHERE key <> 'schema_version'"))
    opened.dispose()


def strike(kind: str, place: str, seed: int, chance: random.Random) -> set[str]:
    """Let a process work and kill it; give the documents that it told of."""
    command = [sys.executable, __file__, "--work", kind, "--place", place, "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as worker:
        assert worker.stdout is not None  # noqa: S101  # it was asked for above
        worker.stdout.readline()
        time.sleep(chance.random() * LONGEST[kind])
        worker.kill()
        lines = worker.stdout.read().split("\n")[:-1]
    return {word for line in lines if line != "open" for word in line.split()}


def faults_of(place: str, told: set[str]) -> list[str]:
    """List what is wrong with a register after a kill."""
    found = []
    with Register.open(place, busy=30) as register:  # as a user would: this brings an old form up to date
        held = [source.id for source in register.documents()]
        state, seen = register.state(), register.seen_on(DAY)
        found += [f"{len(told - set(held))} documents lost"] if told - set(held) else []
        found += ["a document is held twice"] if len(held) != len(set(held)) else []
        said = {one.mission: (one.answer, one.condition, one.marks) for one in seen}
        folded = {key: glance(record, DAY) for key, record in state.missions.items()}
        found += ["stored results differ from the log"] if said != folded else []
        with register._store._engine.connect() as connection:  # noqa: SLF001  # looked at from inside
            if schema.version(connection, place) != SCHEMA_VERSION:
                found.append("the form is not the present one")
            for query in (
                "SELECT count(*) FROM entries LEFT JOIN readings USING (seq) WHERE readings.seq IS NULL",
                "SELECT count(*) FROM readings WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.seq = readings.seq)",
                "SELECT count(*) FROM readings WHERE NOT EXISTS (SELECT 1 FROM touches t WHERE t.seq = readings.seq)",
                "SELECT max(seq) - count(*) FROM entries",
                "SELECT (SELECT count(*) FROM documents) - (SELECT count(*) FROM document_words)",
            ):
                if connection.execute(sa.text(query)).scalar():
                    found.append(f"a part is missing: {query}")
    return found


def bench(kind: str, faults: int) -> int:
    """Strike a register so often, and tell what came of it."""
    chance, wrong, struck = random.Random(faults), 0, collections.Counter[str]()  # noqa: S311
    for number in range(faults):
        if number % TOGETHER == 0:
            context = place_for(kind)
            place, told = context.__enter__(), set[str]()  # one register for several strikes
            with Register.open(place) as register:
                register.add_all(list(documents(BEGINNING, 1)))
        what = WORK[number % len(WORK)]
        if what == "migrate":
            age(place)
        told |= strike(what, place, number + 10, chance)
        for fault in faults_of(place, told):
            wrong += 1
            print(f"  {kind}, {what}, strike {number}: {fault}")
        struck[what] += 1
        if number % TOGETHER == TOGETHER - 1 or number == faults - 1:
            context.__exit__(None, None, None)
    parts = ", ".join(f"{count} in {what}" for what, count in struck.items())
    print(f"{kind}: {sum(struck.values())} processes killed ({parts}); {wrong} faults found", flush=True)
    return wrong


def main() -> int:
    """Strike each kind of database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=200, help="kills for each database")
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql"])
    for hidden in ("--work", "--place", "--seed"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        work(chosen.work, chosen.place, int(chosen.seed))
        return 0
    return min(1, sum([bench(kind, chosen.faults) for kind in chosen.on]))


if __name__ == "__main__":
    sys.exit(main())
