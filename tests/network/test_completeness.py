"""A state whose list falls short of what is published says so wherever it is counted."""

import datetime as dt
import io
from typing import Any

import pytest
from rich.console import Console
from worlds import Told, build, counted, listed

from legation.network import compare, network
from legation.register import Policy
from legation.terminal import Footnotes
from legation.terminal.networks import difference_page

POLICY, DAY = Policy.default(), dt.date(2024, 1, 31)


def figure(*said: dict[str, Any]) -> Told:
    """Publish numbers on the first of the days asked about."""
    return "Paper", "2023-10-01", list(said)


@pytest.mark.parametrize(
    ("value", "qualifier", "short"),
    [(5, "exact", 3), (2, "exact", 0), (3, "about", 0), (4, "more_than", 2), (5, "at_most", 0), (1, "exact", 0)],
)
def test_a_list_falls_short_of_a_published_total_by_what_it_lacks(value: int, qualifier: str, short: int) -> None:
    """Two missions are held; what the words of the total allow is no shortfall."""
    state = build(listed("AO", "ES"), figure(counted("missions", value, qualifier)))
    found = network(state, "KP", DAY, "all", POLICY.definition("all"))
    assert found.falls_short == found.json_form()["falls_short"] == short


def test_a_total_of_missions_is_not_held_against_a_count_of_embassies() -> None:
    """Under the definition that counts embassies, only published totals of embassies stand beside it."""
    state = build(listed("AO", "ES"), figure(counted("missions", 9), counted("embassies", 4)))
    every, embassies = (network(state, "KP", DAY, name, POLICY.definition(name)) for name in ("all", "embassies"))
    assert (every.falls_short, embassies.falls_short) == (7, 2)


def test_a_comparison_says_on_which_side_the_list_falls_short() -> None:
    """The shortfall stands below the counts, and in the JSON of that side."""
    state = build(listed("AO", "ES"), figure(counted("missions", 9)))
    old, new = (network(state, "KP", day, "all", POLICY.definition("all")) for day in (dt.date(2023, 10, 1), DAY))
    found = compare(old, new)
    assert found.json_form()["after"]["falls_short"] == 7
    console = Console(file=io.StringIO(), width=200)
    difference_page(console, found, Footnotes())
    assert "the register falls short of it by 7" in console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO
