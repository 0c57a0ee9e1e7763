"""Diplomatic exchange: which of its levels and years are claims, and which say nothing."""

import datetime as dt
from pathlib import Path

import pytest

from legation.imports import cow
from legation.imports.source import read_text
from legation.imports.table import Imported
from legation.register import Register, open_on

HEADER = '"ccode1","ccode2","year","DR_at_1","DR_at_2","DE","version"\n'


def read(*lines: str) -> Imported:
    """Read rows, each written "ccode1,ccode2,year,at_1,at_2"."""
    return cow.read(HEADER + "".join(f"{line},1,2006.0999755859375\n" for line in lines), None)


def said(found: Imported, sending: str) -> list[tuple[object, ...]]:
    """Give the claims of one sending state in short."""
    return [(c.kind, c.receiving, c.mission, c.date) for c in found.claims if c.sending == sending]


def test_a_rank_is_a_mission_that_stood_in_that_year() -> None:
    """The rank at side 1 is that of side 2's envoy there; it says that a mission stood, opened at some time before."""
    found = read("2,54,2000,3,0")
    assert said(found, "DM") == [("opened", "US", "embassy", "../2000")]
    assert said(found, "US") == []


@pytest.mark.parametrize(("rank", "mission"), [("1", "mission"), ("2", "embassy"), ("3", "embassy")])
def test_ranks_become_kinds(rank: str, mission: str) -> None:
    """A minister or ambassador heads an embassy; of what a chargé heads nothing is said but that it is a mission."""
    assert said(read(f"2,20,1935,{rank},0"), "CA") == [("opened", "US", mission, "../1935")]


def test_steps_between_years_happened_between_them() -> None:
    """None and then one is an opening between the years, one and then none a closing; what stays is said of each year."""
    found = read("2,20,1975,0,0", "2,20,1980,0,3", "2,20,1985,0,3", "2,20,1990,0,0")
    assert said(found, "US") == [
        ("opened", "CA", "embassy", "1975/1980"),
        ("opened", "CA", "embassy", "../1980"),
        ("opened", "CA", "embassy", "../1985"),
        ("closed", "CA", "embassy", "1985/1990"),
    ]


def test_unknown_ranks_say_nothing_and_steps_reach_across_them() -> None:
    """A 9 is told and gives no claim; a step across it is dated by the known years on its two sides."""
    found = read("2,40,1940,0,3", "2,40,1950,9,9", "2,40,1965,0,0")
    assert said(found, "US") == [("opened", "CU", "embassy", "../1940"), ("closed", "CU", "embassy", "1940/1965")]
    assert [one.line for one in found.noted] == [3, 3]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2,267,1850,2,2", "COW 267 (Baden) has no state code"),
        ("2,999,1850,2,2", "COW 999 is no state in 1850"),
        ("2,265,2000,3,3", "COW 265 is no state in 2000"),
        ("2,20,1935,5,2", "rank '5' is none of"),
        ("2,20,,3,3", "is no date"),
    ],
)
def test_rows_that_cannot_be_placed_are_left_out_with_the_reason(line: str, why: str) -> None:
    """A number that no state bears in that year, an unknown rank or no year is told with its line."""
    found = read(line, "2,54,2000,3,0")
    assert [one.line for one in found.skipped] == [2]
    assert why in found.skipped[0].why
    assert len(found.claims) == 1


def test_the_outside_sample_is_answered_for(outside: Path, tmp_path: Path) -> None:
    """All 73 rows are read; in the register Canada's embassy stands in 1980, and the one in Dominica is gone by 1990."""
    found = cow.read(read_text(outside / "registers" / "cow-diplomatic-exchange-2006v1-sample.csv"), None)
    assert (found.rows, found.skipped, len(found.noted)) == (73, (), 40)
    with Register.open(tmp_path / "cow.db") as register:
        assert register.add(found.document, found.claims, found.reader).refused == ()
        missions = register.state().missions

    assert open_on(missions["US-CA-embassy"], dt.date(1980, 1, 1)).answer == "yes"
    assert open_on(missions["US-DM-embassy"], dt.date(1990, 1, 1)).answer == "no"
    assert open_on(missions["US-CU-embassy"], dt.date(1990, 1, 1)).answer == "no"
