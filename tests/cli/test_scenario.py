"""`legation scenario`: a file, words or a link, one answer; what is wrong is told by file and entry."""

from pathlib import Path

import pytest
from test_questions_docs import dossier
from user import here, holds, lines

DAY = ("--on", "2024-01-31")


def test_a_file_words_and_the_printed_link_give_one_answer(tmp_path: Path) -> None:
    """Rome and New Delhi close, Kampala opens: 43, and Spain, Bangladesh and Nepal are covered no more."""
    file = tmp_path / "what if.toml"
    file.write_text(
        'close = ["KP IT", "KP IN"]\n[[claim]]\nkind = "opened"\nsending = "KP"\nreceiving = "UG"\n', "utf-8"
    )
    (form,) = lines(here("scenario", file, *DAY, "--json", db=dossier()))
    holds("scenario", form)
    assert (form["before"]["total"], form["after"]["total"]) == (44, 43)
    assert [one["receiving"] for one in form["left"]] == ["IN", "IT"]
    assert [one["receiving"] for one in form["uncovered"]] == ["BD", "ES", "NP"]
    (again,) = lines(here("scenario", form["permalink"], "--json", db=dossier()))
    assert again == form


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('clsoe = ["KP ES"]', "unknown key 'clsoe'; did you mean close?"),
        ('close = ["KP ES", "KP XX"]', "close 2: 'XX' is no state"),
        ('close = ["KP ES 2024-13"]', "close 1: "),
        ('close = ["KP CN consulate Shanghai"]', "holds no such mission; in China it has KP-CN-consular-shenyang"),
        ("close = []", "nothing is supposed"),
        ("close = [", "no TOML"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_entry(tmp_path: Path, text: str, told: str) -> None:
    """One line on standard error names the file and what to do; nothing is answered."""
    file = tmp_path / "bad.toml"
    file.write_text(text, "utf-8")
    run = here("scenario", file, *DAY, db=dossier())
    assert (run.returncode, run.stdout) == (1, "")
    assert "bad.toml" in run.stderr
    assert told in run.stderr


def test_a_scenario_is_compared_with_a_day_and_takes_from_it_what_it_leaves_open(tmp_path: Path) -> None:
    """Rome closes by a file that names no day: the other side gives day, known time and definition; Madrid is told as idle."""
    file = tmp_path / "one.toml"
    file.write_text('title = "Rome"\nclose = ["KP IT", "KP ES"]\n', "utf-8")
    (form,) = lines(here("compare", "KP", "2024-01-31@20/embassies", f"scenario:{file}", "--json", db=dossier()))
    holds("compare", form)
    assert [one["id"] for one in form["gone"]] == ["KP-IT-embassy"]
    assert {key: form["after"][key] for key in ("on", "known", "definition", "scenario")} == {
        "on": "2024-01-31", "known": 20, "definition": "embassies", "scenario": "Rome",
    }  # fmt: skip
    assert [one["outcome"] for one in form["after"]["steps"]] == ["holds", "idle"]
    assert "scenario" not in form["before"]


def test_two_scenarios_are_compared_member_by_member() -> None:
    """What both close is in neither list; the first's own day and the option's agree, and the screen names both."""
    sides = [
        f"scenario:/what-if?sending=KP&title={title}&close=KP+IT,{more}"
        for title, more in (("A", "KP+IN"), ("B", "KP+PL"))
    ]
    run = here("compare", "KP", *sides, *DAY, db=dossier())
    told = " ".join(run.stdout.split())
    assert "31 Jan 2024 in the scenario A and 31 Jan 2024 in the scenario B" in told
    assert "Only in the first (1): Warsaw, Poland [1]." in told
    assert "Only in the second (1): New Delhi, India [2]." in told


@pytest.mark.parametrize(
    ("sides", "code", "told"),
    [
        (("2024-01-31", "scenario:"), 2, "names no scenario"),
        (("holder:Embassy Row Review", "scenario:/what-if?close=KP+IT"), 2, "give two of holder:NAME, source:NAME"),
        (("2024-01-31", "scenario:/what-if?close=ES+IT"), 1, "says nothing of KP; it is about ES"),
        (("2024-01-31", "scenario:/what-if?sending=KP&close=XX"), 1, "'XX' is no state"),
        (("2024-01-31", "scenario:nowhere.toml"), 1, "nowhere.toml: no such file"),
    ],
)
def test_a_side_that_cannot_be_supposed_is_told(sides: tuple[str, str], code: int, told: str) -> None:
    """A usage error for what is not understood, an error of data for a scenario that cannot be; no answer."""
    run = here("compare", "KP", *sides, db=dossier())
    assert (run.returncode, run.stdout) == (code, "")
    assert told in " ".join(run.stderr.split())
