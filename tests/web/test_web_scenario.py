"""What if, over HTTP and as a page: the command line's answer, the choice kept in the form, and errors in the house's form."""

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import here, holds, lines

PAGE = {"accept": "text/html"}
WORDS = {"close": ["KP IT", "KP-IN-embassy"], "open": "UG embassy Kampala,CN consulate Dandong", "suspend": "DE"}
ON = {"on": "2024-01-31"}


def test_the_api_the_page_and_the_command_line_give_one_answer(client: TestClient, db: Path) -> None:
    """The same words give the same object by all three ways, and its own permalink gives it again."""
    asked = {**ON, **WORDS, "title": "A & B"}
    form = client.get("/api/v1/scenario/KP", params=asked).json()
    holds("scenario", form)
    assert (form["scenario"], form["before"]["total"], form["after"]["total"]) == ("A & B", 44, 43)
    assert client.get("/what-if.json", params={**asked, "sending": "KP"}).json() == form
    (told,) = lines(here("scenario", form["permalink"], "--json", db=db))
    assert told == form
    assert client.get(form["permalink"].replace("/what-if?", "/what-if.json?")).json() == form


def test_the_api_names_as_many_next_missions_as_are_asked_for(client: TestClient) -> None:
    """None, or three, nearest first."""
    found = {}
    for many in (0, 3):
        form = client.get("/api/v1/scenario/KP", params={**ON, "close": "KP IT", "nearest": many}).json()
        (left,) = form["left"]
        found[many] = [one["distance_km"] for one in left["near"]]
    assert found[0] == []
    assert len(found[3]) == 3
    assert found[3] == sorted(found[3])


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("KP", 422, "nothing is supposed"),
        ("KP?close=KP+XX", 422, "'XX'"),
        ("KP?open=KP+FR+2024-13", 422, "2024-13"),
        ("KP?close=KP+LU", 422, "holds no mission of KP in Luxembourg"),
        ("KP?open=AO+consulate", 422, "needs its city"),
        ("KP?close=ES+FR", 422, "says nothing of KP"),
        ("KP?close=IT&nearest=21", 422, "nearest"),
        ("KP?close=IT&nearest=many", 422, "nearest"),
        ("KP?close=IT&on=soon", 422, "write it as 2023-10-28"),
        ("KP?close=IT&definition=mine", 422, "mine"),
        (f"KP?close=IT&title={'x' * 201}", 422, "title"),
        ("Nowhere?close=IT", 404, "give its code, such as KP"),
    ],
)
def test_what_cannot_be_supposed_is_a_problem(client: TestClient, asked: str, status: int, says: str) -> None:
    """RFC 9457, with the entry and what to do; the page says the same in words."""
    found = client.get(f"/api/v1/scenario/{asked}")
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    form = found.json()
    assert (form["status"], form["instance"]) == (status, f"/api/v1/scenario/{asked.partition('?')[0]}")
    assert says in form["detail"]


def test_a_page_refuses_what_cannot_be_supposed_in_words(client: TestClient) -> None:
    """A reader who mistypes a state gets a page that names the word."""
    page = client.get("/what-if?sending=KP&open=Frnace", headers=PAGE)
    assert page.status_code == 422
    assert page.headers["content-type"].startswith("text/html")
    assert "Frnace" in page.text
    assert "did you mean France" in html.unescape(page.text)


def test_the_page_keeps_all_that_was_given_in_its_form(client: TestClient) -> None:
    """To ask again with another day loses nothing: ticks, words and the title stand in the form."""
    asked = {**ON, **WORDS, "sending": "KP", "title": "A & B", "close": ["KP IT 2024-01", "KP-IN-embassy"]}
    page = client.get("/what-if", params=asked, headers=PAGE).text
    ticked = re.findall(r'<input type="checkbox" name="close" value="([^"]*)" checked>', page)
    fields = dict(re.findall(r'<input name="(\w+)"[^>]*? value="([^"]*)"', page))
    assert ticked == ["KP-IN-embassy", "KP IT 2024-01"]
    assert html.unescape(fields["title"]) == "A & B"
    assert (fields["open"], fields["suspend"], fields["resume"]) == (
        "UG embassy Kampala, CN consulate Dandong",
        "DE",
        "",
    )
    assert "<h1>A &amp; B: North Korea</h1>" in page


def test_the_page_tells_what_opens_what_goes_and_what_has_no_effect(client: TestClient) -> None:
    """Lost and gained by name; a mission that is only supposed is no link, since there is no page of it."""
    asked = {**ON, "sending": "KP", "close": "KP IT,KP ES", "open": "KP UG,KP CN consulate Dandong"}
    page = client.get("/what-if", params=asked, headers=PAGE).text
    assert '<strong>Lost (1):</strong> <a href="/mission/KP-IT-embassy">Rome, Italy</a>.' in page
    assert '<a href="/mission/KP-UG-embassy">Kampala, Uganda</a>' in page
    assert "Dandong, China (consulate)" in page
    assert "/mission/KP-CN-consular-dandong" not in page
    assert "Close KP ES: no effect, it is closed then without the scenario too." in page
    assert "Spain, said to be covered from Italy; the next is in Algiers, Algeria, 718 km away" in page


def test_hostile_words_are_only_words(client: TestClient) -> None:
    """A title with markup is shown as it was typed."""
    page = client.get("/what-if?sending=KP&on=2024-01-31&close=IT&title=<script>x</script>", headers=PAGE)
    assert page.status_code == 200
    assert "<script>x" not in page.text
    assert "&lt;script&gt;x" in page.text


def test_the_table_of_the_page_lists_the_states_left(client: TestClient) -> None:
    """As CSV: each state left without a mission, with the next and how far it is."""
    table = client.get("/what-if.csv", params={**ON, "sending": "KP", "close": "KP IT,KP IN"}).text.splitlines()
    assert table[0] == "receiving,covered_from,nearest,nearest_city,distance_km"
    assert [row.split(",")[0] for row in table[1:]] == ["IN", "IT"]
