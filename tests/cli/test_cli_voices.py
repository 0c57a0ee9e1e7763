"""`legation compare` between holders and data sets: each is heard alone, and silence is no answer."""

from pathlib import Path

import pytest
from test_questions_docs import dossier
from user import here, lines

MINISTRY, REVIEW = "holder:South Korean Foreign Ministry", "holder:Embassy Row Review"


def said(first: str, second: str) -> dict[str, str]:
    """Give each mission's verdict on the last day of January 2024."""
    (form,) = lines(here("compare", "KP", first, second, "--on", "2024-01-31", "--json", db=dossier()))
    return {one["id"]: one["verdict"] for one in form["said"]}


def test_holders_are_put_side_by_side_mission_by_mission() -> None:
    """Where both tell of a closing they agree; where one alone tells of it, the other is silent and not against it."""
    verdicts = said(MINISTRY, REVIEW)
    assert (verdicts["KP-UG-embassy"], verdicts["KP-GN-embassy"]) == ("agree", "first_only")
    assert said(REVIEW, MINISTRY)["KP-GN-embassy"] == "second_only"


def test_a_data_set_is_heard_without_what_came_after_it() -> None:
    """The list of October knows of no closing, so that it differs from the ministry on every mission closed since."""
    verdicts = said("source:Legation example data", MINISTRY)
    assert verdicts["KP-UG-embassy"] == "differ"
    assert verdicts["KP-CN-embassy"] == "first_only"


@pytest.mark.parametrize(
    ("sides", "code", "told"),
    [
        ((MINISTRY, "holder:Nobody"), 1, "those who speak here"),
        ((MINISTRY, "2024-01-31"), 2, "compared with another"),
        ((MINISTRY, "source: "), 2, "names nobody"),
    ],
)
def test_a_voice_that_is_not_there_is_refused(sides: tuple[str, str], code: int, told: str) -> None:
    """An unknown holder, one voice against a day and an empty name end with one line that says what to give."""
    run = here("compare", "KP", *sides, db=dossier())
    assert (run.returncode, run.stdout) == (code, "")
    assert told in run.stderr


def test_days_take_no_options_of_voices(tmp_path: Path) -> None:
    """Between days ``--on`` would be read by nobody: a usage error rather than silence."""
    run = here("compare", "KP", "2023-10-01", "2024-01-31", "--on", "2024-01-31", db=tmp_path / "none.db")
    assert run.returncode == 2
