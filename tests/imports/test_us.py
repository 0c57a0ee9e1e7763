"""Levels of U.S. representation: steps between levels, honest dates, and agreement with the outside ranges day by day."""

import csv
import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path

import msgspec
import pytest
from us_levels import Change, Range, classify, compare

from legation.gazetteer import code_of
from legation.imports import us
from legation.imports.mapping import Rows
from legation.imports.source import read_source, read_text
from legation.imports.table import Imported
from legation.register import Register, State
from legation.register.lives import ended

# days on which the ranges say another level than the changes of the same name, by state
CONTRADICTED = {
    "RS": 12_321, "LU": 7_317, "RO": 6_382, "LA": 6_093, "BG": 5_659, "EG": 2_597, "YE": 2_361, "FJ": 2_353, "PE": 1_768,
    "TH": 1_489, "BO": 859, "VC": 773, "DO": 678, "CF": 672, "GR": 544, "KN": 338, "FM": 333, "PT": 302, "VE": 268,
    "HU": 262, "HT": 246, "GT": 237, "AT": 229, "FI": 228, "BN": 148, "TJ": 137, "BE": 109, "LC": 109, "SV": 94, "ME": 51,
    "FR": 39, "IQ": 28, "DE": 9, "NG": 3, "PA": 1,
}  # fmt: skip
# days of names without a code of their own; no name at all is that of states to which the table of changes never comes
LEFT_OUT = {
    "": 242_503, "Korea": 34_567, "Bavaria": 20_106, "Zanzibar": 130, "Baden": 20_106, "Mecklenburg-Schwerin": 20_106,
    "Papal States": 19_989, "Central American Federation": 6_028, "Hesse": 20_106, "Two Sicilies": 16_512,
    "Württemberg": 20_106, "Orange Free State": 20_517, "South Yemen": 8_209,
}  # fmt: skip
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
    """Give the outside ranges under Gleditsch–Ward numbers, by the name that they give, letter for letter."""
    found = defaultdict(list)
    text = (outside / "registers" / "us-mission-status-range-gwm-v0.1.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        first, last = (dt.date.fromisoformat(row[name]) for name in ("date_start", "date_end"))
        found[row["country_name_usdos"]].append(Range(first, last, row["us_mission_status"]))
    return found


def changes(outside: Path) -> dict[str, list[Change]]:
    """Give the changes by the name that they give, each with the days that its empty cells leave open."""
    found = defaultdict(list)
    text = (outside / "registers" / "us-transitions-2024-01-16.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        year, month, day = int(row["year"]), row["month"], row["day"]
        first = dt.date(year, int(month or 1), int(day or 1))
        after = dt.date(year + (int(month or 12) == 12), int(month or 12) % 12 + 1, 1)
        last = first if day and month else after - dt.timedelta(1)
        found[row["state_dept_name"]].append(Change(first, last, row["status_change"]))
    return found


def literal(told: list[Change], code: str) -> list[Range]:
    """Give changes as ranges up to the end of 2020, an unknown month or day padded with 1 as the outside ranges do.

    Where a state ended before, its ranges end with it: the changes do not say so, and the register does.
    """
    steps = sorted(told, key=lambda one: one.first)
    ends = [*(one.first for one in steps[1:]), ended(code) or dt.date(2021, 1, 1)]
    return [
        Range(one.first, end - dt.timedelta(1), one.status)
        for one, end in zip(steps, ends, strict=True)
        if one.first < end
    ]


def meant(name: str) -> str | None:
    """Give the code under which the import files a name; None where it leaves the name out."""
    return code_of(read_source("us").meant("state", name)) if name else None


@pytest.fixture(scope="module")
def state(edition: Imported, tmp_path_factory: pytest.TempPathFactory) -> State:
    """Put the edition in a register and give what follows from it."""
    with Register.open(tmp_path_factory.mktemp("us") / "us.db") as register:
        added = register.add(edition.document, edition.claims, edition.reader)
        assert (added.stored, added.refused) == (523, ())
        return register.state(sending="US")


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


def test_every_day_of_the_ranges_is_accounted_for(state: State, outside: Path) -> None:
    """Of 6,686,052 days 6,629,675 agree, 1,340 are left open by the rows, and on 55,037 the two outside tables contradict.

    The contradictions are read off the raw rows of one and the same name, without the import's mapping of names.
    """
    told, found, where = changes(outside), Counter[str](), Counter[str]()
    for name, rows in ranges(outside).items():
        if code := meant(name):
            days = classify(state, code, rows, told.get(name, []))
            found += days
            where[code] += days["tables contradict"]
    assert state.unresolved == ()
    assert found.total() == 6_686_052
    assert found == {"agrees": 6_629_675, "cannot say, padded": 1_340, "tables contradict": 55_037}
    assert +where == CONTRADICTED


def test_days_of_names_that_are_left_out_are_counted(outside: Path) -> None:
    """The names without a code of their own, and the days of which the comparison therefore says nothing, are these."""
    left = {name: rows for name, rows in ranges(outside).items() if meant(name) is None}
    assert {name: sum((one.last - one.first).days + 1 for one in rows) for name, rows in left.items()} == LEFT_OUT
    shared = defaultdict(set)
    for name in (*ranges(outside), *changes(outside)):
        shared[meant(name)].add(name)
    assert sorted(sorted(names) for code, names in shared.items() if code and len(names) > 1) == [
        ["Austria", "Austrian Empire"],
        ["Czechia", "Czechoslovakia"],
        ["Kingdom of Serbia/Yugoslavia", "Serbia"],
    ]


def test_a_wrong_name_is_no_contradiction(state: State, outside: Path) -> None:
    """Were South Yemen filed under Yemen, the days on which both tables have an embassy in Aden would be told as ours."""
    told = classify(state, "YE", ranges(outside)["South Yemen"], changes(outside)["South Yemen"])
    assert told["ours"] == 689  # 1967-12-07 to 1969-10-25; after that the two tables part over South Yemen too
    north = classify(state, "YE", ranges(outside)["North Yemen"], changes(outside)["North Yemen"])
    assert (north["ours"], north["tables contradict"]) == (0, 2_361)  # a liaison in 1946; nonresident since 2015-02-11


def test_the_register_never_leaves_the_changes(state: State, outside: Path) -> None:
    """Against the changes themselves, made into ranges, no day differs."""
    own: Counter[str] = Counter()
    by_code: dict[str, list[Change]] = defaultdict(list)
    for name, told in changes(outside).items():
        if code := meant(name):
            by_code[code] += told
    for code, told in by_code.items():
        own += compare(state, code, literal(told, code))
    assert own["agrees"] > 5_000_000
    assert own["differs"] == 0
