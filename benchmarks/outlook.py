"""How often the outlook's intervals hold on lifetimes of real missions: U.S. missions since 1816, each five years ahead.

python benchmarks/outlook.py [--csv FILE]

The U.S. table (from LEGATION_OUTSIDE, or a folder ``shared`` beside the checkout) tells when missions opened and closed,
and nothing of what was announced. So an opening stands for the word and the closing for its coming true: on a day every
open mission is a word that is waited for, and missions that had been open for as long by then are the cases. Nothing
after the day enters. Missions with too few cases are left out on both sides. Wars close many missions at once, which
breaks what the intervals assume (that fates are apart): the share that held says how much that costs. The control says
that as many will close as in the five years before, and nothing else.
"""

import argparse
import csv
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from legation.imports.us import NONRESIDENT
from legation.network.forecast import Waiting, held_against, interval
from legation.network.lifetimes import LEVEL, Case

CSV: Final = "registers/us-transitions-2024-01-16.csv"
AHEAD: Final = 5  # years
YEARS: Final = range(1850, 2019, AHEAD)
Stay = tuple[str, dt.date, dt.date | None]  # state, opened, closed


def stays(path: Path) -> Iterator[Stay]:
    """Give each stretch of residence in a state; a date without month or day is taken for the middle of its year or month."""
    begun: dict[str, dt.date] = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"]]
    for row in sorted(rows, key=lambda one: (one["state_dept_name"], day_of(one))):
        state, day = row["state_dept_name"], day_of(row)
        if row["status_change"] not in NONRESIDENT:
            begun.setdefault(state, day)
        elif state in begun:
            yield state, begun.pop(state), day
    for state, day in begun.items():
        yield state, day, None


def day_of(row: dict[str, str]) -> dt.date:
    """Give the day of a change."""
    return dt.date(int(row["year"]), int(row["month"] or 7), int(row["day"] or 15))


def case(stay: Stay, on: dt.date) -> Case:
    """Give a stay as it was known on a day."""
    state, opened, closed = stay
    over = closed is not None and closed <= on
    return Case(state, "closed", "announced", opened, closed if over and closed else on, "came" if over else "open")


def report(path: Path) -> None:
    """Say for each day what would have been said, and what came; then how many held."""
    every, held, controlled, given = list(stays(path)), 0, 0, 0
    print(f"{len(every)} stays; intervals at {LEVEL:.0%}, {AHEAD} years ahead")
    print(f"{'on':<12}{'open':>5}{'told':>6}{'left':>6}  interval  held")
    for year in YEARS:
        on, by = dt.date(year, 1, 1), dt.date(year + AHEAD, 1, 1)
        known = [case(one, on) for one in every if one[1] < on]
        still = [one for one in every if one[1] < on and (one[2] is None or one[2] > on)]
        words = [(held_against(Waiting(state, "closed", "announced", opened), known, known, on, by), closed)
                 for state, opened, closed in still]  # fmt: skip
        told = [(word, closed) for word, closed in words if word.told]
        found = interval([word for word, _ in told], len(told))
        if not told or found is None:
            continue
        left = sum(closed is None or closed > by for _, closed in told)
        gone = sum(one.fate == "came" and one.until > on.replace(year=year - AHEAD) for one in known)
        given, held, controlled = (
            given + 1,
            held + (found[0] <= left <= found[1]),
            controlled + (len(told) - gone == left),
        )
        print(f"{on}  {len(still):>5}{len(told):>6}{left:>6}  {found[0]:>3} to {found[1]:<3} {'yes' if found[0] <= left <= found[1] else 'no'}")  # fmt: skip
    print(f"held {held} of {given}; the control's number was right {controlled} times")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    outside = Path(os.environ.get("LEGATION_OUTSIDE", Path(__file__).parents[2] / "shared"))
    parser.add_argument("--csv", type=Path, default=outside / CSV)
    report(parser.parse_args().csv)
