"""The verbs about many states and stretches of time: their forms, their counts and the members behind them."""

import functools
import tempfile
from pathlib import Path

import networkx as nx
import pytest
from user import Run, careful_register, here, holds, lines

DAY = ("--on", "2024-01-31")
QUESTIONS = {
    "host": ("host", "CN", *DAY),
    "reciprocity": ("reciprocity", "KP", *DAY),
    "ties": ("ties", "KP", *DAY),
    "series": ("series", "KP", "--since", "2023-09-30", "--by", "month", *DAY),
    "ranking": ("ranking", "--since", "2023-10-01", *DAY),
    "graph": ("graph", *DAY),
}


@functools.cache
def register() -> Path:
    """Give one register for all questions; they change nothing."""
    return careful_register(Path(tempfile.mkdtemp(prefix="legation-world-")))


@functools.cache
def ask(*arguments: str) -> Run:
    """Ask once."""
    return here(*arguments, db=register())


@pytest.mark.parametrize("form", QUESTIONS)
def test_json_keeps_to_its_form(form: str) -> None:
    """Every line is an object of the documented form, and nothing is said on standard error."""
    run = ask(*QUESTIONS[form], "--json")
    assert (run.returncode, run.stderr) == (0, "")
    assert lines(run)
    for one in lines(run):
        holds(form, one)


@pytest.mark.parametrize("form", QUESTIONS)
def test_members_fit_eighty_columns(form: str) -> None:
    """A page with its members is no wider than a plain terminal."""
    run = ask(*QUESTIONS[form], "--members")
    assert run.returncode == 0
    assert max(map(len, run.stdout.splitlines())) <= 80


@pytest.mark.parametrize("form", ["host", "reciprocity", "series", "ranking"])
def test_every_member_leads_to_its_words(form: str) -> None:
    """With ``--quotes`` each mission that is counted or moved has at least one quote."""
    for one in lines(ask(*QUESTIONS[form], "--json", "--quotes")):
        holds(form, one)
        if "missions" in one:
            assert all(member["quotes"] for member in one["missions"])
        else:
            assert set(one["quotes"]) == {*one["come"], *one["gone"]}
            assert all(one["quotes"].values())


def test_the_retreat_of_the_dossier_is_ranked_with_its_members() -> None:
    """Nine certain closings take 53 to 44; the disputed one is among neither."""
    (one,) = lines(ask(*QUESTIONS["ranking"], "--json"))
    assert (one["rank"], one["before"], one["after"], one["net"], len(one["gone"])) == (1, 53, 44, -9, 9)
    assert len(one["stayed"]) == 44
    assert "KP-CD-embassy" not in one["gone"]


def test_what_stayed_opens_to_its_words_too() -> None:
    """With ``--members`` both counts of a rank open, not only their difference."""
    (one,) = lines(ask(*QUESTIONS["ranking"], "--json", "--members", "--quotes"))
    assert set(one["quotes"]) == {*one["gone"], *one["stayed"]}
    assert all(one["quotes"].values())
    assert "there on both days" in ask(*QUESTIONS["ranking"], "--members").stdout


def test_known_time_and_definition_change_the_answer() -> None:
    """What was known on the first day has no retreat; consulates are no embassies."""
    assert lines(ask(*QUESTIONS["ranking"], "--known", "2023-10-01", "--json")) == []
    (found,) = lines(ask(*QUESTIONS["host"], "--definition", "embassies", "--json"))
    assert found["counts"] == {"embassy": 1}


def test_a_city_is_a_place_to_ask_about() -> None:
    """A city's name gives the missions in it alone."""
    (found,) = lines(ask("host", "Shenyang", *DAY, "--json"))
    assert [one["id"] for one in found["missions"]] == ["KP-CN-consular-shenyang"]


def test_graphml_holds_what_the_table_holds(tmp_path: Path) -> None:
    """The file's nodes carry the same measures as the JSON lines."""
    assert ask("graph", *DAY, "--graphml", str(tmp_path / "g.graphml")).returncode == 0
    nodes = dict(nx.read_graphml(tmp_path / "g.graphml").nodes(data=True))
    rows = {one.pop("state"): one for one in lines(ask(*QUESTIONS["graph"], "--json"))}
    assert nodes == {code: {name: row[name] for name in row if name != "version"} for code, row in rows.items()}


def test_a_window_that_runs_backwards_is_a_usage_error() -> None:
    """The last day must come after the first."""
    assert ask("series", "KP", "--since", "2024-02-01", "--on", "2024-01-31").returncode == 2
