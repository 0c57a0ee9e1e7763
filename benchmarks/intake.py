"""What a web crawl costs: generated pages in WARC files, read by `legation bulk`, against the full pipeline on every page.

    python benchmarks/intake.py [--pages 50000] [--rival 400]

The rival, in the same run: fastwarc, trafilatura and the whole spaCy pipeline on every page, without a screen; its rate is
taken on the first pages, since all of them would take hours. Then one archive of sixteen goes through extraction and our
reader without any screen: the claims must be those of the bulk. Nothing is asserted here.
"""

import argparse
import itertools
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import spacy
import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawl import write
from legation.bulk import kept
from legation.intake import Refusal
from legation.intake.archives import archive, raws
from legation.intake.build import Given, document
from legation.model import Document
from legation.reader.parse import MODEL
from legation.reader.registry import reader as reader_of
from legation.reader.screen import relevant

SHARE: Final = 0.02  # of the pages have an annotated article
MONTH: Final = 15_000_000  # pages of a month of a public news crawl
FILES: Final = 16


def say(name: str, figure: str) -> None:
    """Print one figure as soon as it is known."""
    print(f"  {name:52} {figure}", flush=True)


def used() -> float:
    """Give the seconds of processor time that this process and its children have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def bulk(paths: list[Path], out: Path, workers: int) -> tuple[float, str]:
    """Read the archives in a process of its own; give the seconds and the sum of the result."""
    begin = time.perf_counter()
    with _begun(paths, out, workers) as process:
        said = _ended(process)
    return time.perf_counter() - begin, said


def halves(paths: list[Path], out: Path) -> float:
    """Read half of the archives in each of two processes that know nothing of each other: what two cores can give."""
    begin = time.perf_counter()
    with _begun(paths[::2], out, 1) as one, _begun(paths[1::2], out, 1) as other:
        _ended(one)
        _ended(other)
    return time.perf_counter() - begin


def _begun(paths: list[Path], out: Path, workers: int) -> subprocess.Popen[str]:
    code = f"import sys; from legation.bulk import run; print(run(sys.argv[2:], sys.argv[1], workers={workers}).sha256)"
    command = [sys.executable, "-c", code, str(out), *map(str, paths)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def _ended(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"a bulk ended with {process.returncode}: its time says nothing")
    return said.strip()


def stages(paths: list[Path]) -> Iterator[tuple[str, float, int]]:
    """Give, for one archive after another in this process, the time that each further stage takes, and for how many pages."""
    begin, count = time.perf_counter(), 0
    for path in paths:
        for _ in raws(str(path)):
            count += 1
    parsed = time.perf_counter() - begin
    yield "unpack and parse the archive", parsed, count
    begin = time.perf_counter()
    found = [one for path in paths for one in archive(str(path), relevant) if not isinstance(one, Refusal)]
    extracted = time.perf_counter() - begin - parsed
    begin = time.perf_counter()
    hits = sum(relevant(bytes(one.data)) for one in raws(str(paths[0])) if not isinstance(one, Refusal))
    screened = (time.perf_counter() - begin - parsed / len(paths)) * len(paths)
    yield "screen the raw bytes", screened, count
    yield f"extract the text ({hits * len(paths)} pages or so)", max(0.0, extracted - screened), len(found)
    begin = time.perf_counter()
    for _ in reader_of("default").read_many(iter(found)):
        pass
    yield "read the claims", time.perf_counter() - begin, len(found)


def rival(paths: list[Path], pages: int) -> tuple[float, float]:
    """Give the seconds that the full pipeline takes for so many pages, by the clock and of the processor, its loading aside."""
    nlp = spacy.load(MODEL)
    nlp("Warm.")
    begin, before = time.perf_counter(), used()
    for record in itertools.islice(_records(paths), pages):
        text = trafilatura.extract(record.reader.read())
        if text:
            nlp(text)
    return time.perf_counter() - begin, used() - before


def _records(paths: list[Path]) -> Iterator[Any]:
    for path in paths:
        with path.open("rb") as stream:
            yield from ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)


def unscreened(paths: list[Path]) -> dict[str, bytes]:
    """Read every page without a screen; give the claims of the documents that have some: one text on two pages is one."""

    def documents() -> Iterator[Document]:
        for path in paths:
            for one in raws(str(path)):
                if not isinstance(one, Refusal):
                    made = document(bytes(one.data), one.given.url or "", Given(url=one.given.url), form="html")
                    ids.append(made.id)
                    yield made

    ids: list[str] = []
    readings = enumerate(reader_of("default").read_many(documents()))
    return {ids[at]: _claims(reading.claims) for at, reading in readings if reading.claims}


def _claims(claims: Any) -> bytes:
    return msgspec.json.encode(sorted(msgspec.json.encode(one) for one in claims))


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=50_000)
    options.add_argument("--rival", type=int, default=400, metavar="PAGES")
    args = options.parse_args()
    print(
        f"{platform.python_version()}, {os.cpu_count()} cores, {args.pages} pages, {SHARE:.0%} of them annotated articles"
    )
    with tempfile.TemporaryDirectory(prefix="legation-crawl-") as name:
        folder = Path(name)
        paths, size = write(folder, args.pages, SHARE, FILES)
        say(
            "HTML",
            f"{size / 1e9:.2f} GB, {size / args.pages / 1e3:.0f} kB a page; {sum(p.stat().st_size for p in paths) / 1e9:.2f} GB packed",
        )
        begin = used()
        one, sum_ = bulk(paths, folder / "one", 1)
        cores = used() - begin
        rate = args.pages / one
        say("bulk, one process", f"{one:.0f} s, {rate:.0f} pages/s, {size / one / 1e6:.0f} MB/s")
        say("  in processor time, start included", f"{cores:.0f} s, {args.pages / cores:.0f} pages a second and core")
        say("  peak memory", f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3:.0f} MB")
        two, again = bulk(paths, folder / "two", 2)
        say("bulk, two workers on Ray", f"{two:.0f} s, {one / two:.2f} times as fast; the same result: {again == sum_}")
        apart = halves(paths, folder / "halves")
        say("  two processes of their own, half each", f"{apart:.0f} s, {one / apart:.2f} times as fast")
        full, worked = (seconds / args.rival for seconds in rival(paths, args.rival))
        say("trafilatura and spaCy on every page", f"{1 / full:.1f} pages/s (of {args.rival} pages)")
        say("  in processor time", f"{1 / worked:.1f} pages a second and core")
        say("as fast as that, times: wall, processor", f"{full * rate:.1f}, {worked * args.pages / cores:.1f}")
        say(
            "a month of a news crawl, core-hours",
            f"{MONTH / (args.pages / cores) / 3600:.1f}, against {MONTH * worked / 3600:.0f}",
        )
        same(paths[0], folder / "one")
        for stage, seconds, count in stages(paths[:2]):
            say(
                f"of two archives: {stage}",
                f"{seconds:7.1f} s  {seconds / max(1, count) * 1e3:7.2f} ms each of {count}",
            )


def same(path: Path, out: Path) -> None:
    """Print whether one archive gives the same claims without any screen, document by document."""
    own = {one.given.url for one in raws(str(path)) if not isinstance(one, Refusal)}
    held = {one.document.id: _claims(one.claims) for one in kept(str(out)) if one.document.url in own}
    read = unscreened([path])
    say("documents with claims in one archive", f"{len(held)}, unscreened {len(read)}; the same claims: {held == read}")


if __name__ == "__main__":
    main()
