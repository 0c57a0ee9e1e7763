"""Compare and scenario over HTTP: the command line's answers for every kind of side, and nothing of the server's files."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import here, holds, lines

DAY = "2024-01-31"
MINISTRY, REVIEW = "holder:South Korean Foreign Ministry", "holder:Embassy Row Review"
TOML = 'title = "Rome"\nclose = ["KP IT", "KP ES"]\n\n[[claim]]\nkind = "opened"\nsending = "KP"\nreceiving = "UG"\ndate = "2024-01"\n'
LINK = "/what-if?sending=KP&on=2024-01-31&known=20&definition=embassies&title=A&close=KP+IT"


@pytest.mark.parametrize(
    ("first", "second", "asked"),
    [
        ("2023-10-01", DAY, {}),
        ("2023-11-30@2023-11-30", "2023-11-30", {}),
        (f"{DAY}/all", f"{DAY}/seoul", {}),
        (f"{DAY}@20/embassies", f"scenario:{LINK}", {}),
        (f"scenario:{LINK}", DAY, {"definition": "seoul", "known": "25"}),
        (MINISTRY, REVIEW, {"on": DAY}),
        ("source:Legation example data", MINISTRY, {"on": DAY, "known": "2024-02-01", "definition": "embassies"}),
    ],
)
def test_two_sides_are_compared_as_on_the_command_line(
    client: TestClient, db: Path, first: str, second: str, asked: dict[str, str]
) -> None:
    """Days, known times, definitions, scenarios by their address, holders and data sets: one answer by both ways."""
    options = [word for key, value in asked.items() for word in (f"--{key}", value)]
    (told,) = lines(here("compare", "KP", first, second, *options, "--json", db=db))
    found = client.get("/api/v1/compare/KP", params={"first": first, "second": second, **asked})
    assert found.json() == told
    holds("compare", told)


def test_members_of_both_sides_are_given_where_asked_for(client: TestClient, db: Path) -> None:
    """As with ``--members``."""
    (told,) = lines(here("compare", "KP", "2023-10-01", DAY, "--members", "--json", db=db))
    found = client.get("/api/v1/compare/KP", params={"first": "2023-10-01", "second": DAY, "members": True}).json()
    assert found == told
    assert len(found["both"]) == found["same"] + len(found["changed"]) > 40


def test_a_scenario_is_sent_as_its_toml(client: TestClient, db: Path, tmp_path: Path) -> None:
    """Its text, as a side and as a question, gives what the command line gives of the file."""
    file = tmp_path / "rome.toml"
    file.write_text(TOML, "utf-8")
    (told,) = lines(here("scenario", file, "--sending", "KP", "--on", DAY, "--json", db=db))
    assert client.get("/api/v1/scenario/KP", params={"on": DAY, "scenario": TOML}).json() == told
    (told,) = lines(here("compare", "KP", DAY, f"scenario:{file}", "--json", db=db))
    assert client.get("/api/v1/compare/KP", params={"first": DAY, "second": f"scenario:{TOML}"}).json() == told
    assert told["after"]["scenario"] == "Rome"


def test_a_scenario_of_several_states_is_answered_for_each(client: TestClient, db: Path, tmp_path: Path) -> None:
    """As the command line does where no state is named, in stretches; an address that names one is of that one alone."""
    toml = 'close = ["KP IT"]\nopen = ["GB KP", "UG KP"]\n'
    (tmp_path / "several.toml").write_text(f'title = "what if"\n{toml}', "utf-8")
    wanted = lines(here("scenario", tmp_path / "several.toml", "--on", DAY, "--nearest", "2", "--json", db=db))
    asked = {"on": DAY, "nearest": "2"}
    by_words = {**asked, "close": "KP IT", "open": ["GB KP", "UG KP"]}
    for given in (by_words, {**asked, "scenario": toml}):
        first = client.get("/api/v1/scenario", params={**given, "limit": 2}).json()
        second = client.get(first["next"]).json()
        assert first["items"] + second["items"] == wanted
        assert (first["total"], len(first["items"]), second["next"]) == (3, 2, None)
    (told,) = lines(here("scenario", LINK, "--json", db=db))
    assert client.get("/api/v1/scenario", params={"scenario": LINK}).json()["items"] == [told]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({}, "nothing is supposed"),
        ({"close": "IT"}, "write SENDING RECEIVING"),
        ({"close": "KP IT", "scenario": TOML}, "not both"),
        ({"scenario": LINK, "definition": "mine"}, "mine"),
        ({"scenario": "/what-if?sending=Nowhere&close=IT"}, "no state"),
        ({"close": "KP IT", "limit": "11"}, "limit"),
    ],
)
def test_a_scenario_that_cannot_be_answered_is_a_problem(client: TestClient, asked: dict[str, str], says: str) -> None:
    """RFC 9457, also where no state is named."""
    found = client.get("/api/v1/scenario", params=asked)
    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
    assert says in found.json()["detail"]


def test_an_address_of_a_scenario_brings_its_own_question(client: TestClient, db: Path) -> None:
    """Day, known time and definition are the address's, unless the question says others."""
    for more, options in ({}, []), ({"on": "2023-12-01"}, ["--on", "2023-12-01"]):
        (told,) = lines(here("scenario", LINK, *options, "--json", db=db))
        assert client.get("/api/v1/scenario/KP", params={"scenario": LINK, **more}).json() == told
        assert (told["before"]["known"], told["before"]["definition"]) == (20, "embassies")


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ("last week", "write it as 2023-10-28"),
        ("2023-10-01@soon", "no point of known time"),
        (f"2023-10-01@{'9' * 20}", "no log has so many entries"),
        ("2023-10-01@0001-01-01T00:00:00+14:00", "outside the calendar"),
        ("scenario:http://[what-if?", "no address"),
        ("2023-10-01/mine", "mine"),
        (REVIEW, "compared with another"),
        ("holder: ", "names nobody"),
        ("scenario:", "names no scenario"),
        ("scenario:/what-if?close=ES+IT", "says nothing of KP"),
        ("scenario:/what-if?close=KP+IT&file=/etc/passwd", "file"),
        ('scenario:clsoe = ["KP IT"]', "clsoe"),
        ("scenario:a = " + "[" * 2400, "no TOML"),
        ("scenario:" + "x" * 2_500, "2500"),
    ],
)
def test_a_side_that_cannot_be_understood_is_a_problem(client: TestClient, second: str, says: str) -> None:
    """RFC 9457, with what to write in its place."""
    found = client.get("/api/v1/compare/KP", params={"first": DAY, "second": second})
    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
    assert says in found.json()["detail"]


@pytest.mark.parametrize("form", ["{}", "./{}", "file://{}", "what-if?{}", "{}#what-if?"])
def test_a_path_opens_nothing(client: TestClient, tmp_path: Path, form: str) -> None:
    """A file that is there is not read, whatever is written around its path: it may hold what nobody is to see."""
    file = tmp_path / "secret.toml"
    file.write_text('title = "hidden words"\nclose = ["KP IT"]\n', "utf-8")
    path = form.format(file)
    for found in (
        client.get("/api/v1/compare/KP", params={"first": DAY, "second": f"scenario:{path}"}),
        client.get("/api/v1/scenario/KP", params={"scenario": path}),
    ):
        assert found.status_code == 422
        assert "hidden words" not in found.text


@pytest.mark.parametrize("more", [{"close": "IT"}, {"title": "Two"}])
def test_a_scenario_and_its_entries_are_not_both_taken(client: TestClient, more: dict[str, str]) -> None:
    """One of them would be left out in silence."""
    found = client.get("/api/v1/scenario/KP", params={"on": DAY, "scenario": TOML, **more})
    assert (found.status_code, found.json()["status"]) == (422, 422)
