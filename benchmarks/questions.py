"""How long each question over the world takes, as a process and within one, beside a fold of everything in the same run.

python benchmarks/questions.py [--csv FILE]

Imports Wikidata's missions (from LEGATION_OUTSIDE, or a folder ``shared`` beside the checkout), lays the stored answers
once (`legation rebuild`), and prints for each question the median seconds of a whole process by the clock and of processor, those that the same command
takes once everything is imported, and the ratio of the latter to a full fold. Processes find their modules compiled, as an
installed program does, also where PYTHONDONTWRITEBYTECODE is set.
"""

import argparse
import contextlib
import functools
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from legation.cli import main
from legation.register import Register

ROOT: Final = Path(__file__).parents[1]
CSV: Final = "registers/wikidata-missions-2022-11-16.csv"
DAY: Final = "2022-11-16"
QUESTIONS: Final = (
    ("network", "FR", "--on", DAY),
    ("host", "FR", "--on", DAY),
    ("host", "Geneva", "--on", DAY),
    ("outlook", "FR", "--on", DAY),
    ("coverage", "FR", "--on", DAY),
    ("outlook", "FR", "--on", DAY, "--by", "2023-06-30"),
    ("compare", "FR", f"{DAY}/all", f"{DAY}/embassies"),
    ("scenario", "--close", "FR DE embassy, FR IT embassy", "--on", DAY),
    ("reciprocity", "FR", "--on", DAY),
    ("ties", "FR", "--on", DAY),
    ("series", "FR", "--since", "1990-12-31", "--on", DAY),
    ("ranking", "--since", "1990-12-31", "--on", DAY, "--years", "1"),
    ("graph", "--on", DAY),
)


def took(work: Callable[[], object]) -> float:
    """Give the seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def within(*arguments: str) -> None:
    """Run one command in this process, and drop what it prints."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if main(list(arguments)):
            raise SystemExit(f"legation {' '.join(arguments)} failed")


def processor(*arguments: str) -> float:
    """Give the seconds of processor of one command as a process of its own, which other work on the machine hardly moves."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def process(*arguments: str) -> None:
    """Run one command as a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "legation.cli", *arguments], check=True, capture_output=True, env=_environment()
    )


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(Path(os.environ["LEGATION_DB"]).parent / "compiled")}


def median(work: Callable[[], object]) -> float:
    """Give the median seconds of five calls, after one that is not counted."""
    work()
    return statistics.median(took(work) for _ in range(5))


def report(csv: Path) -> None:
    """Import, fold, ask, print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LEGATION_DB"] = str(Path(folder) / "world.db")
        print(f"import              {took(lambda: within('import', 'wikidata', str(csv))):6.2f} s")
        print(f"rebuild             {took(lambda: within('rebuild')):6.2f} s")
        with Register.open(os.environ["LEGATION_DB"], create=False, read_only=True) as register:
            fold = took(register.state)
        print(f"full fold           {fold:6.2f} s")
        print(f"start of a process  {median(lambda: process('--version')):6.2f} s")
        print(f"{'question':<42}{'process':>9}{'processor':>11}{'within':>9}{'of a fold':>11}")
        for one in QUESTIONS:
            inner = median(functools.partial(within, *one))
            outer = median(functools.partial(process, *one))
            spent = statistics.median(processor(*one) for _ in range(3))
            print(f"{' '.join(one)[:40]:<42}{outer:8.2f}s{spent:10.2f}s{inner:8.2f}s{inner / fold:11.3f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    outside = Path(os.environ.get("LEGATION_OUTSIDE", ROOT.parent / "shared"))
    parser.add_argument("--csv", type=Path, default=outside / CSV)
    report(parser.parse_args().csv)
