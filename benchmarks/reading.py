"""How fast the reader is, against a plain pass of the same spaCy pipeline over the same text, in one run.

    python benchmarks/reading.py [--articles 5000]

Prints the ratio on a stream with 2 % relevant articles, the ratio on relevant articles alone, the screen's rate, memory,
and the time over texts that double in length. Nothing here is asserted: a timing belongs to the machine that ran it.
"""

import argparse
import platform
import resource
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version

from stream import stream, with_claims

from legation.model import Document
from legation.reader import reader
from legation.reader.parse import BATCH, pipeline
from legation.reader.screen import relevant

SCREEN_BYTES = 200_000_000


def timed(work: Callable[[], object]) -> float:
    """Give the seconds of wall time that the work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def plain_pass(documents: Iterable[Document]) -> int:
    """Parse every text with the pipeline that the reader uses, and do nothing else."""
    return sum(len(parse) for parse in pipeline().pipe((document.text for document in documents), batch_size=BATCH))


def compare(name: str, documents: list[Document], chosen: str) -> None:
    """Print rates of the reader and of the plain pass over the same documents."""
    ours = timed(lambda: sum(len(reading.claims) for reading in reader(chosen).read_many(documents)))
    theirs = timed(lambda: plain_pass(documents))
    count = len(documents)
    print(f"{name:34} {count / ours:9.1f} docs/s  plain spaCy {count / theirs:8.1f} docs/s  ratio {theirs / ours:6.2f}")


def screen(documents: list[Document]) -> None:
    """Print the rate of the screen over the stream's bytes."""
    pages = [document.text.encode() for document in documents]
    rounds = max(1, SCREEN_BYTES // sum(map(len, pages)))
    passed = [relevant(page) for page in pages]
    seconds = timed(lambda: [relevant(page) for _ in range(rounds) for page in pages])
    rate = rounds * sum(map(len, pages)) / seconds / 1e6
    lost = sum(not relevant(document.text) for document in with_claims())
    print(
        f"screen alone: {rate:.0f} MB/s; passes {sum(passed) / len(passed):.1%} of the stream; annotated articles lost: {lost}"
    )


def curve(chosen: str) -> None:
    """Print the time over one text of growing length: linear work keeps the last column level."""
    article = next(iter(with_claims())).text
    print("length of one text (characters), seconds, microseconds a character")
    for doubling in range(6):
        text = "\n\n".join([article] * 2**doubling)
        seconds = timed(lambda text=text: reader(chosen).read(Document(text=text, published="2024-05-15")))  # type: ignore[misc]
        print(f"  {len(text):9,} {seconds:8.2f} {seconds / len(text) * 1e6:8.1f}")


def main() -> None:
    """Run all measurements."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--articles", type=int, default=5000)
    arguments.add_argument("--reader", default="default", help="default, or rules for the rules alone")
    asked = arguments.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, spaCy {version('spacy')}, reader {asked.reader}")
    mixed, annotated = list(stream(asked.articles, 0.02)), list(with_claims())
    for warm in (reader(asked.reader).read(annotated[0]), plain_pass(annotated[:1])):
        del warm
    screen(mixed)
    compare("relevant articles alone", annotated, asked.reader)
    compare(f"stream of {len(mixed):,}, 2 % relevant", mixed, asked.reader)
    curve(asked.reader)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
