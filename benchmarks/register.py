"""How the register holds up as it grows, on SQLite and PostgreSQL, against the same questions in SPARQL, in one run.

    python benchmarks/register.py [--sizes 10000 100000 1000000] [--on sqlite postgresql rdf]

Each size and each database runs in a process of its own, whose peak memory is printed. RDF has a node for each statement
with its mission, kind, day, status and the entry at which it became known, as Wikidata has them, in pyoxigraph; its
questions know neither standing nor uncertain dates, so they do less than ours. Nothing is asserted here.
"""

import argparse
import contextlib
import datetime as dt
import itertools
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import sqlalchemy as sa

from legation.model import Claim, Document
from legation.register import Register
from legation.register.connection import address_of
from server import database, running
from synthetic import READER, documents

BATCH = 1000  # documents in one transaction while loading
LIKE = 20, 40  # claims that are told of a pair of states
DRAWN = 200  # claims that are told anew
Pair = tuple[str | None, str | None]
PREFIX = "https://example.org/"
# The last event of each mission up to the day; a nested "no later closing" takes minutes for a state at 10,000 claims.
NETWORK = """
PREFIX : <https://example.org/>
SELECT ?m (MAX(CONCAT(?d, ?k)) AS ?last) WHERE {
  %s ?s :mission ?m ; :kind ?k ; :day ?d ; :known ?n ; :status "done" .
  FILTER (?d <= "%s" && ?n <= %d)
} GROUP BY ?m HAVING (STRENDS(?last, "opened") || STRENDS(?last, "resumed"))
"""


def timed(work: Callable[[], object]) -> float:
    """Give the seconds of wall time that the work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def spread(times: list[float]) -> str:
    """Give the median and the 95th percentile in milliseconds."""
    held = sorted(times)
    return f"p50 {held[len(held) // 2] * 1e3:8.1f} ms  p95 {held[int(len(held) * 0.95)] * 1e3:8.1f} ms  (n={len(held)})"


def say(name: str, figure: str) -> None:
    """Print one figure as soon as it is known."""
    print(f"  {name:58} {figure}", flush=True)


@contextlib.contextmanager
def place_for(kind: str) -> Iterator[str]:
    """Give a place for a register."""
    if kind == "postgresql":
        with running() as server:
            address = database(server)
            yield address
    else:
        with tempfile.TemporaryDirectory(prefix="legation-bench-") as folder:
            yield str(Path(folder) / "register.db")


def size_of(place: str) -> float:
    """Tell how many megabytes a register takes on disk."""
    address = address_of(place)
    if isinstance(address, Path):
        return sum(file.stat().st_size for file in address.parent.iterdir()) / 1e6
    with sa.create_engine(address).connect() as connection:
        return float(connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one()) / 1e6


def load(register: Register, claims: int) -> dict[Pair, int]:
    """Fill a register, and count what is told of each pair of states."""
    source, told = documents(claims), Counter[Pair]()
    while batch := list(itertools.islice(source, BATCH)):
        register.add_all(batch)
        told.update((claim.sending, claim.receiving) for _, found, _ in batch for claim in found)
    return told


def ours(kind: str, claims: int) -> None:
    """Measure one register."""
    chance = random.Random(1)  # noqa: S311  # the same questions in every run
    with place_for(kind) as place, Register.open(place) as register:
        begin = time.perf_counter()
        told = load(register, claims)
        seconds = time.perf_counter() - begin
        say("load", f"{claims / seconds:10.0f} claims/s  ({seconds:.0f} s, {BATCH} documents a transaction)")
        say("rebuild, with stored results", f"{timed(register.rebuild):10.1f} s")
        say("size on disk", f"{size_of(place):10.0f} MB  ({size_of(place) / claims * 1e6:.0f} bytes a claim)")
        last = register.known() or sys.exit("nothing was loaded")
        senders = sorted(seen.mission[:2] for seen in register.seen_on(dt.date(2020, 1, 1)))
        ask(register, chance, sorted(set(senders)), last.sequence)
        grow(register, chance, claims, told)
        lay(register, chance, place, sorted(set(senders)), last.sequence)
        say("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:10.0f} MB")


def ask(register: Register, chance: random.Random, senders: list[str], last: int) -> None:
    """Ask what the targets name."""

    def day() -> dt.date:
        return dt.date(1960, 1, 1) + dt.timedelta(days=chance.randrange(23_000))

    def network(sending: str, known: int | None) -> float:
        asked = day()
        return timed(lambda: register.seen_on(asked, known, sending=sending))

    say("network of a state on a date", spread([network(chance.choice(senders), None) for _ in range(500)]))
    past = [(chance.choice(senders), chance.randrange(last // 2, last)) for _ in range(40)]
    say("  as known in the past, never asked before", spread([network(*each) for each in past]))
    say("  as known in the past, asked before", spread([network(*each) for each in past * 5]))
    say("the world on a date", spread([timed(lambda: register.seen_on(day())) for _ in range(20)]))
    say(
        "one state with every claim (fold)",
        spread([timed(lambda: register.state(sending=chance.choice(senders))) for _ in range(20)]),
    )
    say(
        "search for two words",
        spread([timed(lambda each=each: register.search(f"closed {each}")) for each in range(2000, 2020)]),
    )


def lay(register: Register, chance: random.Random, place: str, senders: list[str], last: int) -> None:
    """Lay what held at every past entry, and ask about points of known time that nobody asked about before."""
    count = 0

    def work() -> None:
        nonlocal count
        count = register.lay_past()

    seconds = timed(work)
    say(
        "lay the past of every entry", f"{seconds:10.1f} s  ({count} results, {size_of(place):.0f} MB on disk after it)"
    )
    day = dt.date(2020, 1, 1)
    times = [
        timed(lambda: register.seen_on(day, chance.randrange(1, last), sending=chance.choice(senders)))
        for _ in range(500)
    ]
    say("  a state as known in the past, never asked before", spread(times))
    say(
        "  a state as known now",
        spread([timed(lambda: register.seen_on(day, sending=chance.choice(senders))) for _ in range(500)]),
    )
    say(
        "  the world as known in the past",
        spread([timed(lambda: register.seen_on(day, chance.randrange(1, last))) for _ in range(10)]),
    )
    say("  the world as known now", spread([timed(lambda: register.seen_on(day)) for _ in range(20)]))


def grow(register: Register, chance: random.Random, claims: int, told: dict[Pair, int]) -> None:
    """Add single claims to missions that are there, and ask for the network that they change.

    Claims are drawn as they come, so that most are of missions of which much is told; then from pairs of states of which
    as much is told at every size, so that it is seen whether the register's own size plays a part.
    """
    few = {pair for pair, count in told.items() if LIKE[0] <= count <= LIKE[1]}
    every = ((document, claim) for document, found, _ in documents(claims) for claim in found)
    alike: dict[Pair, tuple[Document, Claim]] = {}
    random_ones = []
    for document, claim in every:
        pair = claim.sending, claim.receiving
        if len(random_ones) < DRAWN:
            random_ones.append((document, claim))
        if pair in few:
            alike.setdefault(pair, (document, claim))
        if len(random_ones) == DRAWN and len(alike) == min(DRAWN, len(few)):
            break
    for name, drawn in (
        ("add one claim", random_ones),
        (f"add one where {LIKE[0]} to {LIKE[1]} are told of the pair", list(alike.values())),
    ):
        adding: list[float] = []
        seeing: tuple[list[float], list[float]] = [], []
        asked = dt.date(2020, 1, 1)
        for number, (document, claim) in enumerate(drawn):
            fresh, again = _told_anew(document, claim, chance.randrange(10**9))
            host = again.receiving if number % 2 else None
            adding.append(timed(lambda: register.add(fresh, [again], READER)))  # noqa: B023  # called at once
            seen = timed(lambda: register.seen_on(asked, sending=again.sending, receiving=host))  # noqa: B023
            seeing[number % 2].append(adding[-1] + seen)
        say(name, spread(adding))
        say("  and see its effect on its state's network", spread(seeing[0]))
        say("  and see its effect on its pair of states", spread(seeing[1]))


def _told_anew(document: Document, claim: Claim, number: int) -> tuple[Document, Claim]:
    fields = {name: getattr(claim, name) for name in Claim.__struct_fields__}
    text = f"{claim.quote}. Told anew under number {number}."
    fresh = Document(text=text, title="Told anew", published="2025-06-01", publisher=document.publisher)
    return fresh, Claim(**{**fields, "start": 0, "end": len(claim.quote)})


def quads(claims: int) -> Iterator[ox.Quad]:
    """Write every claim as a statement node."""
    name = {word: ox.NamedNode(PREFIX + word) for word in ("mission", "sending", "kind", "day", "known", "status")}
    seen: set[str] = set()
    for number, (document, found, _) in enumerate(documents(claims), 1):
        for each in found:
            key = f"{each.sending}-{each.receiving}-{each.city}".replace(" ", "_")
            mission, node = ox.NamedNode(f"{PREFIX}m/{key}"), ox.NamedNode(f"{PREFIX}s/{each.id_in(document.id)}")
            if key not in seen:
                seen.add(key)
                yield ox.Quad(mission, name["sending"], ox.NamedNode(f"{PREFIX}state/{each.sending}"))
            yield ox.Quad(node, name["mission"], mission)
            yield ox.Quad(node, name["kind"], ox.Literal(each.kind))
            yield ox.Quad(node, name["day"], ox.Literal(each.date or ""))
            yield ox.Quad(node, name["status"], ox.Literal(each.status))
            yield ox.Quad(node, name["known"], ox.Literal(number))


def rdf(claims: int) -> None:
    """Measure the same questions in SPARQL."""
    chance = random.Random(1)  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="legation-bench-") as folder:
        store = ox.Store(folder)
        seconds = timed(lambda: store.bulk_extend(quads(claims)))
        say("load", f"{claims / seconds:10.0f} claims/s  ({seconds:.0f} s)")
        senders = sorted(
            {
                claim.sending
                for _, found, _ in itertools.islice(documents(claims), 5000)
                for claim in found
                if claim.sending
            }
        )
        times, asked = [], 200 if claims < 500_000 else 60
        for _ in range(asked):
            day = str(dt.date(1960, 1, 1) + dt.timedelta(days=chance.randrange(23_000)))
            whose = f"?m :sending <{PREFIX}state/{chance.choice(senders)}> ."
            query = NETWORK % (whose, day, 10**9)
            times.append(timed(lambda: list(store.query(query))))  # noqa: B023
        say("network of a state on a date", spread(times))
        world = NETWORK % ("", "2020-01-01", 10**9)
        say("the world on a date", spread([timed(lambda: list(store.query(world))) for _ in range(2)]))
        say("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:10.0f} MB")


def main() -> None:
    """Run each size on each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--on", nargs="+", default=["sqlite", "postgresql", "rdf"])
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        (kind,), (claims,) = chosen.on, chosen.sizes
        if kind == "rdf":
            rdf(claims)
        else:
            ours(kind, claims)
        return
    print(f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}")
    for size, kind in itertools.product(chosen.sizes, chosen.on):
        print(f"{size:,} claims, {kind}", flush=True)
        subprocess.run([sys.executable, __file__, "--one", "--sizes", str(size), "--on", kind], check=True)


if __name__ == "__main__":
    main()
