"""`--members` and `--quotes`: every count opens to its missions, and every mission to its words, on the screen and in JSON."""

from typing import Any

import pytest
from test_questions_docs import dossier
from user import here, holds, lines

DAY = ("--on", "2024-01-31")
QUESTIONS = {
    "network": ("network", "KP", *DAY),
    "host": ("host", "CN", *DAY),
    "compare": ("compare", "KP", "2023-10-01", "2024-01-31"),
    "coverage": ("coverage", "KP", *DAY),
    "check": ("check", "KP"),
    "ties": ("ties", "KP", *DAY),
    "reciprocity": ("reciprocity", "KP", *DAY),
    "series": ("series", "KP", "--since", "2023-09-30", "--by", "month", *DAY),
    "ranking": ("ranking", "--since", "2023-10-01", *DAY),
}


def told(form: Any) -> list[dict[str, Any]]:
    """Give every object within a form that has quotes."""
    if isinstance(form, list):
        return [one for each in form for one in told(each)]
    if not isinstance(form, dict):
        return []
    own = [form] if isinstance(form.get("quotes"), list) else []
    return own + [one for key, each in form.items() if key != "quotes" for one in told(each)]


@pytest.mark.parametrize("form", QUESTIONS)
def test_members_and_their_quotes_keep_to_the_form(form: str) -> None:
    """Each quote carries its document, its publisher's day and who says it, and what carries it is of the documented form."""
    found = lines(here(*QUESTIONS[form], "--members", "--quotes", "--json", db=dossier()))
    assert found
    for one in found:
        holds(form, one)
    if form != "ranking":  # whose quotes stand by mission
        quotes = [quote for each in told(found) for quote in each["quotes"]]
        assert quotes
        assert all({"document", "holder", "published", "quote"} <= set(quote) for quote in quotes)


@pytest.mark.parametrize("form", QUESTIONS)
def test_opened_counts_fit_eighty_columns_and_end_in_quotes(form: str) -> None:
    """The page with everything opened is no wider than a plain terminal, and its marks lead to a list of quotes."""
    run = here(*QUESTIONS[form], "--members", "--quotes", db=dossier())
    assert (run.returncode, run.stderr) == (0, "")
    assert max(map(len, run.stdout.splitlines())) <= 80
    assert "[1]" in run.stdout


@pytest.mark.parametrize("form", QUESTIONS)
def test_a_count_that_is_not_opened_is_the_shorter_page(form: str) -> None:
    """``--no-members`` prints less than ``--members``, so that the missions stand only where they are asked for."""
    closed, opened = (here(*QUESTIONS[form], one, db=dossier()).stdout for one in ("--no-members", "--members"))
    assert len(closed) < len(opened)


def test_a_figure_opens_to_the_missions_it_is_held_against() -> None:
    """As many missions stand behind each of the register's counts as it says, each with words behind it."""
    counts = [
        count for one in lines(here("check", "KP", "--quotes", "--json", db=dossier())) for count in one["register"]
    ]
    assert counts
    for one in counts:
        assert (len(one["missions"]), len(one["members"])) == (one["least"], one["most"])
        assert all(each["quotes"] for each in one["members"])


def test_a_comparison_opens_what_is_the_same() -> None:
    """``both`` holds what counts on either side, so that a total is its members and those that went."""
    (form,) = lines(here(*QUESTIONS["compare"], "--members", "--json", db=dossier()))
    assert len(form["both"]) == form["same"] + len(form["changed"])
    assert form["before"]["total"] == len(form["both"]) + len(form["gone"])


def test_a_series_opens_each_of_its_points() -> None:
    """Each point names what it counts and of what it cannot be said."""
    for one in lines(here(*QUESTIONS["series"], "--members", "--json", db=dossier())):
        said = [each["counted"] for each in one["members"]]
        assert (said.count("yes"), said.count("unknown")) == (one["total"], one["cannot_say"])
