"""State codes of other data sets, both ways and by date, and what a contradictory list is told."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from legation.errors import UnknownState, VocabularyError
from legation.gazetteer import codes, state

COLD_WAR, TODAY = dt.date(1970, 1, 1), dt.date(2020, 1, 1)
GOOD = '[states]\nKP = { qid = [{ id = "Q423" }], cow = [{ number = 731, abbr = "PRK", from = 1948-09-09 }] }\n'
OLD = '[[outside]]\nscheme = "cow"\nname = "Baden"\nnumber = 267\nabbr = "BAD"\nuntil = 1871-01-19\n'


@pytest.mark.parametrize(
    ("scheme", "code", "on", "expected"),
    [
        ("cow", 731, None, "KP"),
        ("cow", "731", TODAY, "KP"),
        ("cow", "PRK", TODAY, "KP"),
        ("cow", 731, dt.date(1948, 9, 8), None),
        ("cow", 2, TODAY, "US"),
        ("cow", 265, COLD_WAR, "DD"),
        ("cow", 265, TODAY, None),
        ("cow", 260, COLD_WAR, "DE"),
        ("cow", 255, TODAY, "DE"),
        ("cow", 255, COLD_WAR, None),
        ("gw", 260, TODAY, "DE"),
        ("gw", 816, TODAY, "VN"),
        ("gw", 817, COLD_WAR, "VN"),
        ("gw", 340, TODAY, "RS"),
        ("gw", 345, COLD_WAR, "RS"),
        ("qid", "Q423", None, "KP"),
        ("qid", "http://www.wikidata.org/entity/Q423", TODAY, "KP"),
        ("qid", "Q15180", COLD_WAR, "RU"),
        ("qid", "Q15180", TODAY, None),
        ("qid", "Q237", None, "VA"),
        ("qid", "Q159583", None, "VA"),
        ("qid", "Q34754", None, None),
        ("qid", "Q22", None, None),
        ("cow", 267, None, None),
        ("cow", 999, None, None),
    ],
)
def test_codes_lead_to_a_state_on_a_day(
    scheme: codes.Scheme, code: str | int, on: dt.date | None, expected: str | None
) -> None:
    """A number, its letters or an item gives the state that bears it on that day, and None where none does."""
    assert codes.state_of(scheme, code, on) == expected


@pytest.mark.parametrize(
    ("scheme", "whose", "on", "expected"),
    [
        ("cow", "KP", TODAY, ("731",)),
        ("cow", "VN", COLD_WAR, ("817", "816")),
        ("cow", "VN", TODAY, ("816",)),
        ("gw", "DE", COLD_WAR, ("260",)),
        ("qid", "RU", COLD_WAR, ("Q159", "Q15180")),
        ("cow", "HK", None, ()),
        ("cow", "KP", dt.date(1900, 1, 1), ()),
    ],
)
def test_states_lead_to_their_codes_on_a_day(
    scheme: codes.Scheme, whose: str, on: dt.date | None, expected: tuple[str, ...]
) -> None:
    """A state gives all codes that it has on a day, several where two numbers lead to it, none where it has none."""
    assert codes.codes_of(scheme, whose, on) == expected


@pytest.mark.parametrize("scheme", ["cow", "gw", "qid"])
def test_every_code_leads_back_to_its_state(scheme: codes.Scheme) -> None:
    """Whatever code a state has on a day leads back to that state on that day."""
    for day in (dt.date(1850, 1, 1), dt.date(1914, 7, 1), COLD_WAR, TODAY):
        for whose in codes._table().states:
            for code in codes.codes_of(scheme, whose, day):
                assert codes.state_of(scheme, code, day) == whose


def test_a_state_of_the_past_keeps_its_name() -> None:
    """A number that no present state alone continues still tells whose it was."""
    assert codes.outside("cow", 267) == "Baden"
    assert codes.outside("gw", "TUS") == "Tuscany"
    assert codes.outside("cow", 731) is None


def test_an_unknown_state_is_no_empty_answer() -> None:
    """Asking for the codes of a code that no state bears is an error, and not a state without codes."""
    with pytest.raises(UnknownState, match="QQ"):
        codes.codes_of("cow", "QQ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("KP =", "QQ ="), "QQ"),
        (GOOD.replace("Q423", "P423"), "P423"),
        (GOOD.replace("from =", "form ="), "form"),
        (GOOD.replace("from = 1948-09-09", "from = 1948-09-09, until = 1948-09-09"), "before it begins"),
        (GOOD + 'KR = { qid = [{ id = "Q423" }] }\n', "Q423 stands for"),
        (GOOD + 'KR = { cow = [{ number = 731, abbr = "ROK" }] }\n', "731 stands for"),
        ("[states", "correct the entry"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(text: str, says: str) -> None:
    """An unknown state, a malformed item, an unknown key, an empty period or one code of two states is told by name."""
    codes.read(GOOD + OLD)
    with pytest.raises(VocabularyError, match=says):
        codes.read(text + OLD)


def test_the_ranges_of_the_outside_list_agree(outside: Path) -> None:
    """Every range of the outside lists of COW and Gleditsch–Ward numbers finds a state, or a former one, on its days."""
    for scheme, file, column in (("cow", "cow", "cow"), ("gw", "gwm", "gw")):
        path = outside / "registers" / f"us-mission-status-range-{file}-v0.1.csv"
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            number, day = row[f"country_code_{column}"], dt.date.fromisoformat(row["date_start"])
            found = codes.state_of(scheme, number, day)  # type: ignore[arg-type]
            if found is None:
                assert codes.outside(scheme, number) == row[f"country_name_{column}"]  # type: ignore[arg-type]
            else:
                assert state(found).name
