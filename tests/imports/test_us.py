"""Levels of U.S. representation: steps between levels, honest dates, and agreement with the outside ranges day by day."""

import csv
import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import msgspec
import pytest
from us_levels import Range, compare

from legation.gazetteer import code_of
from legation.imports import us
from legation.imports.mapping import Rows
from legation.imports.source import read_source, read_text
from legation.imports.table import Imported
from legation.register import Register

HEADER = "state_dept_name,status_change,year,month,day,last_verified,notes\n"


def read(*lines: str) -> Imported:
    """Read a table of changes, each written "state,level,year,month,day"."""
    source = msgspec.structs.replace(read_source("us"), rows=Rows(least=0))
    return us.read(HEADER + "".join(f"{line},2024-01-16,\n" for line in lines), "2024-01-16", source)


def said(found: Imported) -> list[tuple[object, ...]]:
    """Give the claims in short."""
    return [(c.kind, c.receiving, c.mission, c.city, c.date) for c in found.claims]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Uganda,Embassy,1962,10,9"], [("opened", "UG", "embassy", None, "1962-10-09")]),
        (
            ["Uganda,Embassy,1962,10,9", "Uganda,None,1973,11,"],
            [("opened", "UG", "embassy", None, "1962-10-09"), ("closed", "UG", "embassy", None, "1973-11")],
        ),
        (
            ["Peru,Legation,1826,,", "Peru,Embassy,1920,4,26"],
            [("opened", "PE", "embassy", None, "1826"), ("level_changed", "PE", "embassy", None, "1920-04-26")],
        ),
        (
            ["Eritrea,Consulate,1991,6,", "Eritrea,Embassy,1993,8,9"],
            [
                ("opened", "ER", "consulate", "Asmara", "1991-06"),
                ("closed", "ER", "consulate", "Asmara", "1993-08-09"),
                ("opened", "ER", "embassy", None, "1993-08-09"),
            ],
        ),
        (
            ["Cuba,Embassy,1923,5,23", "Cuba,Interests,1977,9,1"],
            [("opened", "CU", "embassy", None, "1923-05-23"), ("level_changed", "CU", "interests_section", None, "1977-09-01")],
        ),
        (
            ["Fiji,Embassy,1971,11,1", "Fiji,Ambassador Nonresident,1981,1,"],
            [("opened", "FJ", "embassy", None, "1971-11-01"), ("closed", "FJ", "embassy", None, "1981-01")],
        ),
        (["Malta,Ambassador Nonresident,1964,9,21"], []),
        (["Chad,Embassy,1961,1,9", "Chad,Embassy,1962,1,9"], [("opened", "TD", "embassy", None, "1961-01-09")]),
        (["Czechoslovakia,Embassy,1945,5,29", "Czechia,Embassy,1993,1,1"], [("opened", "CZ", "embassy", None, "1945-05-29")]),
    ],
)  # fmt: skip
def test_steps_between_levels_are_events(lines: list[str], expected: list[tuple[object, ...]]) -> None:
    """From nothing to a post is an opening, back a closing, within an embassy's levels a change of level; the rest is noted."""
    found = read(*lines)
    assert said(found) == expected
    assert len({claim.start for claim in found.claims}) + len(found.noted) == len(lines)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Baden,Legation,1840,,", "state is 'Baden', which no state alone bears"),
        ("Korea,Legation,1883,5,", "state is 'Korea', which no state alone bears"),
        ("Zanzibar,Embassy,1963,12,10", "no code beside that of the state that continues it"),
        ("Uganda,Igloo,1963,12,10", "status_change is 'Igloo'"),
        ("Uganda,Embassy,,12,10", "is no date"),
        ("Uganda,Embassy,1963,13,1", "there is no such day"),
    ],
)
def test_rows_that_cannot_be_placed_are_left_out_with_the_reason(line: str, why: str) -> None:
    """A state without a code, an unknown level or an impossible date is told with its line, and the next row stands."""
    found = read(line, "Ghana,Embassy,1957,3,6")
    assert [one.line for one in found.skipped] == [2]
    assert why in found.skipped[0].why
    assert [claim.receiving for claim in found.claims] == ["GH"]


def test_changes_are_read_in_the_order_of_time() -> None:
    """The order of the rows in the file plays no part."""
    lines = ["Uganda,Embassy,1962,10,9", "Uganda,None,1973,11,9", "Uganda,Embassy,1979,6,1"]
    assert said(read(*lines)) == said(read(*reversed(lines)))


@pytest.fixture(scope="module")
def edition(outside: Path) -> Imported:
    """Read the outside edition of 16 January 2024."""
    return us.read(read_text(outside / "registers" / "us-transitions-2024-01-16.csv"), "2024-01-16")


def ranges(outside: Path) -> dict[str, list[Range]]:
    """Give the outside ranges under Gleditsch–Ward numbers, of the states that the import tells apart."""
    found = defaultdict(list)
    source = read_source("us")
    text = (outside / "registers" / "us-mission-status-range-gwm-v0.1.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        code = code_of(source.meant("state", row["country_name_usdos"]))
        if code:
            first, last = (dt.date.fromisoformat(row[name]) for name in ("date_start", "date_end"))
            found[code].append(Range(first, last, row["us_mission_status"]))
    return found


def literal(outside: Path) -> dict[str, list[Range]]:
    """Give the changes themselves as ranges up to the end of 2020, an unknown month or day padded with 1 as the ranges do."""
    source, held = read_source("us"), defaultdict(list)
    text = (outside / "registers" / "us-transitions-2024-01-16.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        code = code_of(source.meant("state", row["state_dept_name"]))
        if code:
            day = dt.date(int(row["year"]), int(row["month"] or 1), int(row["day"] or 1))
            held[code].append((day, row["status_change"]))
    end = dt.date(2021, 1, 1)
    found = {}
    for code, changes in held.items():
        changes.sort(key=lambda one: one[0])
        steps = zip(changes, [*(day for day, _ in changes[1:]), end], strict=True)
        found[code] = [Range(day, after - dt.timedelta(1), status) for (day, status), after in steps if day < after]
    return found


def test_every_change_of_the_outside_edition_is_in_or_explained(edition: Imported) -> None:
    """All 590 changes are quoted by a claim, left out with a reason, or noted as saying nothing of a resident post."""
    lines = {edition.document.text.count("\n", 0, claim.start) + 1 for claim in edition.claims}
    told = {one.line for one in (*edition.skipped, *edition.noted)}
    assert edition.rows == 590
    assert lines | told == set(range(2, 592))
    assert (len(edition.claims), len(edition.skipped), len(edition.noted)) == (523, 39, 56)


def test_unknown_months_and_days_stay_unknown(edition: Imported) -> None:
    """Each date has the year, month and day that its row has and no more."""
    lengths: Counter[int] = Counter()
    for claim in edition.claims:
        known = [part.zfill(2) for part in next(csv.reader([claim.quote]))[2:5] if part]
        assert claim.date == "-".join(known)
        lengths[len(known)] += 1
    assert set(lengths) == {1, 2, 3}


def test_the_register_agrees_with_the_ranges_day_by_day(edition: Imported, outside: Path, tmp_path: Path) -> None:
    """Spells agree with the changes on every day but 1,340 with padded dates, and with the ranges wherever those follow the changes.

    The ranges were made from more than the changes, by rulings of a person, so they differ from the changes themselves on
    55,037 of 6,686,052 days; there the register is with the changes.
    """
    with Register.open(tmp_path / "us.db") as register:
        added = register.add(edition.document, edition.claims, edition.reader)
        assert (added.stored, added.refused) == (523, ())
        state = register.state(sending="US")
    assert state.unresolved == ()
    days, own = Counter[str](), Counter[str]()
    for code, told in ranges(outside).items():
        days += compare(state, code, told)
    for code, told in literal(outside).items():
        own += compare(state, code, told)
    assert days == {"agrees": 6_629_675, "differs": 55_037, "cannot say": 1_340}
    assert own["differs"] == 0
