"""Missions that were evacuated, suspended or work from elsewhere, on the command line: what is shown of them and counted."""

import datetime as dt
import functools
import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from user import here, lines

from legation.model import Claim, Document
from legation.register import Register

DAY = "2023-06-01"
QUOTES = {
    "SD": ("suspended", "2023-04-23", None, "Its diplomats were evacuated from Khartoum."),
    "UA": ("moved", "2023-05-01", "Rzeszów", "The embassy in Kyiv moved to Rzeszów."),
    "ER": ("suspended", "2023-05-02", None, "The embassy in Asmara suspended its work."),
    "AO": ("closed", "2023-05-03", None, "The embassy in Luanda closed."),
}
CONDITIONS = {"SD": "evacuated", "UA": "elsewhere", "ER": "suspended", "AO": "closed", "CN": "open", "ES": "open"}


def add(register: Register, day: str, text: str, *said: dict[str, Any]) -> None:
    """Take in a document of one sentence that says these things, learned on its day."""
    document = Document(text=text, title=text, published=day, publisher="Paper")
    fields = {"sending": "KP", "mission": "embassy", "quote": text, "start": 0, "end": len(text)}
    claims = [msgspec.convert({**fields, **one}, Claim) for one in said]
    assert register.add(document, claims, "test/1", at=dt.date.fromisoformat(day)).flagged == ()


@functools.cache
def register() -> Path:
    """Give a register of six embassies of which two are open and one is in each other condition."""
    path = Path(tempfile.mkdtemp(prefix="legation-conditions-")) / "register.db"
    with Register.open(path) as held:
        listed = [{"kind": "opened", "receiving": code, "date": "../2020-01-01"} for code in CONDITIONS]
        add(held, "2020-01-01", "Six embassies stand.", *listed)
        for code, (kind, date, city, quote) in QUOTES.items():
            told = {"kind": kind, "receiving": code, "date": date, "city": city}
            add(held, str(dt.date.fromisoformat(date) + dt.timedelta(days=1)), quote, told)
    return path


def ask(*arguments: str) -> str:
    """Ask for a page."""
    run = here(*arguments, db=register())
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize(
    ("definition", "counted"),
    [("all", {"CN", "ES"}), ("embassies", {"CN", "ES"}), ("seoul", {"CN", "ES", "SD", "UA", "ER"})],
)
def test_a_network_counts_what_the_definition_lists_and_tells_the_condition_of_each(
    definition: str, counted: set[str]
) -> None:
    """Stopped missions count as Seoul counts alone; every member says its condition, counted or not."""
    (line, *_) = lines(here("network", "KP", "--on", DAY, "--definition", definition, "--all", "--json", db=register()))
    members = {one["receiving"]: one for one in line["missions"]}
    assert {code for code, one in members.items() if one["counted"] == "yes"} == counted
    assert {code: one["condition"] for code, one in members.items()} == CONDITIONS
    assert f"North Korea: {len(counted)} missions" in ask("network", "KP", "--on", DAY, "--definition", definition)


def test_a_page_names_the_condition_of_what_counts_and_is_not_open() -> None:
    """Beside the open ones Seoul's page says what is suspended, evacuated or elsewhere; none of these is said to be open."""
    page = ask("network", "KP", "--on", DAY, "--definition", "seoul")
    rows = {line.split(",")[0]: line.split()[-1] for line in page.splitlines() if "embassy  " in line}
    assert rows == {
        "Beijing": "2020",
        "Madrid": "2020",
        "Khartoum": "evacuated",
        "Asmara": "suspended",
        "Kyiv": "elsewhere",
    }
    assert "Open since" not in page
    assert "Open since" in ask("network", "KP", "--on", DAY)


@pytest.mark.parametrize(("code", "condition"), [("SD", "evacuated"), ("UA", "elsewhere"), ("ER", "suspended")])
def test_a_host_counts_a_stopped_mission_under_the_definitions_that_do(code: str, condition: str) -> None:
    """Nobody is present in the host by the default; as Seoul counts one mission is, and the JSON names its condition."""
    assert "0 missions of 0 states." in ask("host", code, "--on", DAY)
    assert "1 mission of 1 state: 1 embassy." in ask("host", code, "--on", DAY, "--definition", "seoul")
    assert f'"condition":"{condition}"' in ask("host", code, "--on", DAY, "--definition", "seoul", "--json").replace(
        " ", ""
    )


@pytest.mark.parametrize(
    ("code", "place", "begin"),
    [("SD", "Khartoum, Sudan", "23 Apr 2023"), ("UA", "Kyiv, Ukraine", "1 May 2023"), ("ER", "Asmara, Eritrea", "2 May 2023")],
)  # fmt: skip
def test_a_mission_page_tells_both_spells_and_the_seat_that_was_left(code: str, place: str, begin: str) -> None:
    """The page says the condition and since when; a mission that works from abroad keeps its seat in the host state."""
    page = ask("mission", "KP", code, "--on", DAY)
    assert f"embassy in {place}\n" in page
    assert f"KP-{code}-embassy: {CONDITIONS[code]}\n" in page
    assert f"(since when is not said) until {begin}\n" in page
    assert f"  {CONDITIONS[code]} from {begin}, not ended\n" in page


def test_changes_tell_each_stop_with_its_own_kind() -> None:
    """Each stop of work is one change of the kind that the paper tells; no other mission changes."""
    found = [json.loads(line) for line in ask("changes", "--since", "2022-01-01", "--json").splitlines()]
    assert [(one["mission"], one["kind"], one["standing"]) for one in found] == [
        (f"KP-{code}-embassy", kind, "reported") for code, (kind, *_) in QUOTES.items()
    ]


def test_compare_tells_definitions_and_days_apart() -> None:
    """Between two days four embassies went by the default and one as Seoul counts; between definitions three stand apart."""
    days = ask("compare", "KP", "2020-01-01", DAY)
    assert "Only in the first (4):" in days
    seoul = ask("compare", "KP", "2020-01-01/seoul", f"{DAY}/seoul")
    assert "Only in the first (1): Luanda, Angola" in seoul
    both = ask("compare", "KP", f"{DAY}/all", f"{DAY}/seoul")
    assert "Only in the second (3):" in both
    assert "Kyiv, Ukraine" in both


def test_coverage_lists_the_states_whose_embassy_stopped_work() -> None:
    """A state whose embassy was brought away or works from elsewhere has no resident one, since it was last open."""
    found = {
        one["receiving"]: one["since"] for one in lines(here("coverage", "KP", "--on", DAY, "--json", db=register()))
    }
    assert found == {code: QUOTES[code][1] for code in QUOTES}
