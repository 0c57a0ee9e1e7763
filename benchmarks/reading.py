"""How fast the reader is, against a plain pass of the same spaCy pipeline over the same text, in one run.

    python benchmarks/reading.py [--articles 5000] [--rounds 3]

Prints the ratio on a stream with 2 % relevant articles, the ratio on relevant articles alone, the screen's rate, memory,
and the time over texts that double in length. Each ratio stands in wall time and in processor time: the reader's network
works on a second core beside the parser, which the plain pass leaves idle, so that the two differ. On a busy machine only
processor time holds. Reader and plain pass take turns, and the best round of each counts: the first fills caches that both use.
Nothing here is asserted: a timing belongs to the machine that ran it.
"""

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import NamedTuple

from legation.model import Document
from legation.reader import reader
from legation.reader.parse import pipeline
from legation.reader.screen import relevant
from stream import stream, with_claims

SCREEN_BYTES = 200_000_000
PLAIN_BATCH = 16  # articles; as fast as larger ones, and kinder to memory


class Seconds(NamedTuple):
    """What some work took."""

    wall: float
    processor: float


def timed(work: Callable[[], object]) -> Seconds:
    """Give the seconds that the work takes: on the clock, and of processor time over all threads."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Seconds(time.perf_counter() - wall, time.process_time() - processor)


def plain_pass(documents: Iterable[Document]) -> int:
    """Parse every text with the pipeline that the reader uses, and do nothing else."""
    return sum(
        len(parse) for parse in pipeline().pipe((document.text for document in documents), batch_size=PLAIN_BATCH)
    )


def compare(name: str, documents: list[Document], chosen: str, rounds: int) -> None:
    """Print rates of the reader and of the plain pass over the same documents, each in its best round."""
    ours: list[Seconds] = []
    theirs: list[Seconds] = []
    for _ in range(rounds):
        ours.append(timed(lambda: sum(len(reading.claims) for reading in reader(chosen).read_many(documents))))
        theirs.append(timed(lambda: plain_pass(documents)))
    for clock in Seconds._fields:
        own, plain = (min(getattr(seconds, clock) for seconds in part) for part in (ours, theirs))
        print(
            f"{name:32} {clock:9} {len(documents) / own:9.1f} docs/s {own / len(documents) * 1000:7.2f} ms"
            f"   plain spaCy {len(documents) / plain:7.1f} docs/s   ratio {plain / own:6.2f}"
        )


def screen(documents: list[Document]) -> None:
    """Print the rate of the screen over the stream's bytes."""
    pages = [document.text.encode() for document in documents]
    rounds = max(1, SCREEN_BYTES // sum(map(len, pages)))
    passed = [relevant(page) for page in pages]
    seconds = timed(lambda: [relevant(page) for _ in range(rounds) for page in pages])
    rate = rounds * sum(map(len, pages)) / seconds.processor / 1e6
    lost = sum(not relevant(document.text) for document in with_claims())
    print(
        f"screen alone: {rate:.0f} MB/s; passes {sum(passed) / len(passed):.1%} of the stream; annotated articles lost: {lost}"
    )


def curve(chosen: str) -> None:
    """Print the time over one text of growing length: linear work keeps the last column level."""
    article = next(iter(with_claims())).text
    print("length of one text (characters), processor seconds, microseconds a character")
    for doubling in range(6):
        text = "\n\n".join([article] * 2**doubling)
        seconds = timed(lambda text=text: reader(chosen).read(Document(text=text, published="2024-05-15"))).processor  # type: ignore[misc]
        print(f"  {len(text):9,} {seconds:8.2f} {seconds / len(text) * 1e6:8.1f}")


def main() -> None:
    """Run all measurements."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--articles", type=int, default=5000)
    arguments.add_argument("--reader", default="default", help="default, or rules for the rules alone")
    arguments.add_argument("--rounds", type=int, default=3, help="of the relevant articles; the stream is read once")
    asked = arguments.parse_args()
    print(
        f"{platform.machine()}, Python {platform.python_version()}, spaCy {version('spacy')}, reader {asked.reader}, {os.cpu_count()} cores"
    )
    mixed, annotated = list(stream(asked.articles, 0.02)), list(with_claims())
    for warm in (reader(asked.reader).read(annotated[0]), plain_pass(annotated[:1])):
        del warm
    screen(mixed)
    compare("relevant articles alone", annotated, asked.reader, asked.rounds)
    compare(f"stream of {len(mixed):,}, 2 % relevant", mixed, asked.reader, 1)
    curve(asked.reader)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
