"""The pages as a browser without JavaScript gets them, and the same answers in other forms, from a running application."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.model import Claim, Document
from legation.register import Register
from legation.web import Settings, create_app

PAGE = {"accept": "text/html"}
ON = {"on": "2024-01-31"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve the register that a careful reader makes of the example."""
    folder = tmp_path_factory.mktemp("served")
    with TestClient(create_app(Settings(str(careful_register(folder))))) as found:
        yield found


def test_a_states_page_counts_its_missions(client: TestClient) -> None:
    """44 missions are left of 53, and each row leads to its mission."""
    page = client.get("/state/KP", params=ON, headers=PAGE)
    assert page.status_code == 200
    assert "<strong>44</strong>" in page.text
    assert 'href="/mission/KP-ES-embassy"' in page.text


def test_the_same_address_gives_json_csv_and_geojson(client: TestClient) -> None:
    """The ending decides the form; the content is one."""
    form = client.get("/state/KP.json", params=ON).json()
    table = client.get("/state/KP.csv", params=ON).text.splitlines()
    shapes = json.loads(client.get("/state/KP.geojson", params=ON).text)
    assert form["total"] == 44
    assert len(table) == len(form["missions"]) + 1
    assert {one["geometry"]["type"] for one in shapes["features"]} == {"Point"}


def test_what_the_client_has_is_not_sent_again(client: TestClient) -> None:
    """The hash of the content is the answer's tag."""
    first = client.get("/state/KP.json", params=ON)
    again = client.get("/state/KP.json", params=ON, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/state/Nowhere", 404, "give its code, such as KP"),
        ("/state/KP?on=yesterday", 422, "write it as 2023-10-28"),
        ("/state/KP?definition=mine", 422, "mine"),
        ("/state/KP.xlsx", 404, "xlsx"),
        ("/nothing", 404, "Not Found"),
    ],
)
def test_an_error_says_what_to_do_in_the_form_asked_for(
    client: TestClient, address: str, status: int, says: str
) -> None:
    """People get a page, programs problem details, with the same words."""
    page = client.get(address, headers=PAGE)
    form = client.get(address, headers={"accept": "application/json"})
    assert (page.status_code, form.status_code) == (status, status)
    assert page.headers["content-type"].startswith("text/html")
    assert form.headers["content-type"] == "application/problem+json"
    assert says in page.text
    assert says in form.json()["detail"]


def test_every_answer_carries_the_safe_headers(client: TestClient) -> None:
    """No inline script, no framing, no guessing of types; also on errors."""
    for address in ("/state/KP", "/nothing"):
        headers = client.get(address, headers=PAGE).headers
        assert "'unsafe-inline'" not in headers["content-security-policy"]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "quote",
    ["Peru evacuated its embassy in Khartoum.", "Peru suspended its embassy in Khartoum, which works from Nairobi."],
)
def test_a_mission_whose_work_stopped_is_on_the_map(tmp_path: Path, quote: str) -> None:
    """Evacuated and elsewhere are conditions that the map draws as a stop of work, and the mission's page names."""
    db = tmp_path / "register.db"
    with Register.open(db) as register:
        opened = ("Peru opened its embassy in Khartoum.", "opened", "2020-03-01")
        for words, kind, day in (opened, (quote, "suspended", "2023-04-20")):
            claim = Claim(
                kind="opened" if kind == "opened" else "suspended", sending="PE", receiving="SD", city="Khartoum", mission="embassy", status="done", date=day,
                quote=words, start=0, end=len(words), organ="PE", holder="Peru",
            )  # fmt: skip
            register.add(Document(text=words, published=day, publisher="Paper"), [claim], "test/1")
    with TestClient(create_app(Settings(str(db)))) as client:
        page = client.get("/", params={"sending": "PE", "on": "2023-05-01"}, headers=PAGE)
        mission = client.get("/mission/PE-SD-embassy", params={"on": "2023-05-01"}, headers=PAGE)
    assert page.status_code == 200
    assert "s-suspended" in page.text
    assert "evacuated" in mission.text.lower() or "elsewhere" in mission.text.lower()
