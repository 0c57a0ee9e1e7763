"""Pages, API, review and replies on PostgreSQL: the server by the command line, ended and started again in the middle."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from chromium import serving
from user import careful_register, here

from legation.register import Register

PAGES = (
    "/", "/?sending=KP&on=2024-01-31", "/world?receiving=AO", "/state/KP?on=2024-01-31", "/mission/KP-AO-embassy", "/changes?sending=KP",
    "/search?q=Madrid", f"/holder/{quote('South Korean Foreign Ministry')}", "/about", "/sources", "/sign-in", "/reply?page=/state/KP",
    "/what-if?sending=KP&on=2023-10-01&title=Two&close=KP-ES-embassy", "/replied?page=/state/KP", "/readyz", "/healthz",
)  # fmt: skip
FORMS = (
    "/world.json", "/world.csv?sending=KP", "/world.geojson?sending=KP", "/state/KP.json", "/changes.csv", "/search.json?q=Madrid", "/about.json",
    "/feeds/changes.atom", "/feeds/changes.json?sending=KP", "/reconcile", "/api/v1/network/KP", "/api/v1/mission/KP/ES", "/api/v1/check/KP",
    "/api/v1/coverage/KP", "/api/v1/outlook/KP", "/api/v1/compare/KP?first=2023-10-01&second=2024-01-31", "/api/v1/scenario/KP?close=KP-ES-embassy&on=2023-10-01",
    "/api/v1/host/ES", "/api/v1/reciprocity/KP", "/api/v1/ties/KP", "/api/v1/series/KP?since=2023-01-01", "/api/v1/ranking", "/api/v1/graph",
    "/api/v1/graph.graphml", "/api/v1/changes", "/api/v1/search?q=Madrid", "/api/v1/search?q=embassy&limit=2&offset=4", "/api/v1/documents", "/api/v1/replies",
    "/api/v1/series/KP?since=2023-09-30&by=month&on=2024-01-31&quotes=true", "/api/v1/ranking?since=2023-09-30&on=2024-01-31&quotes=true",
    "/api/v1/compare/KP?first=holder:Embassy%20Row%20Review&second=holder:South%20Korean%20Foreign%20Ministry&on=2024-01-31",
    "/api/v1/outlook/KP/back-test?on=2024-01-31", "/api/v1/check/KP?members=true", "/api/v1/host/Shenyang?quotes=true",
    "/api/v1/scenario?close=KP+IT&open=GB+KP&on=2024-01-31", "/api/v1/policy", "/api/v1/sources", "/api/v1/review", "/api/v1/rulings?readers=true", "/api/v1/copies",
    "/api/v1/export/csv?on=2024-01-31", "/api/v1/export/turtle?sending=KP&on=2024-01-31", "/api/v1/chart/network/KP?on=2024-01-31",
)  # fmt: skip
TEXT = "North Korea has closed its embassy in Uganda, the Ugandan foreign ministry said on Monday."
REPLY = "The flag came down on Tuesday, neighbours say; the gate has been locked since."


@pytest.fixture
def db(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep the careful reader's register in PostgreSQL, and what belongs to it in a data folder of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with Register.open(careful_register(tmp_path)) as first:
        first.backup(tmp_path / "kept")
    with Register.open(postgres) as second:
        assert second.restore(tmp_path / "kept") > 0
    return postgres


@contextlib.contextmanager
def asking(db: str, cookies: Any = None) -> Iterator[httpx.Client]:
    """Serve by the command line; gives a browser at the server."""
    with serving(db) as base:
        headers = {"Origin": base, "Accept": "text/html"}
        with httpx.Client(base_url=base, headers=headers, cookies=cookies, timeout=60, follow_redirects=True) as client:
            yield client


def token(db: str, scopes: str, folder: Path) -> str:
    """Make a token on the command line."""
    made = here("token", "new", "--name", "Ada Bell", "--scope", scopes, "--db", db, XDG_DATA_HOME=str(folder))
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def field(page: str, name: str) -> str:
    """Give what a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_every_page_and_answer_is_there(db: str) -> None:
    """Each in its form, and the tag holds for the second time of asking."""
    with asking(db) as client:
        document = client.get("/api/v1/documents").json()["items"][0]["document"]
        for address in (*PAGES, *FORMS, f"/document/{document}", f"/api/v1/documents/{document}"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            if tag := answer.headers.get("etag"):
                assert client.get(address, headers={"If-None-Match": tag}).status_code == 304, address
        assert client.get("/state/Nowhere").status_code == 404


def test_the_answers_are_those_of_sqlite(db: str, tmp_path: Path) -> None:
    """Word for word: the same register gives the same content whatever keeps it."""
    asked = [one for one in FORMS if one.startswith(("/api/", "/world", "/state"))]
    with asking(db) as client, asking(str(careful_register(tmp_path))) as other:
        for address in asked:
            assert client.get(address).content == other.get(address).content, address


def test_what_is_written_outlives_a_new_start_in_the_middle(db: str, tmp_path: Path) -> None:
    """A document by the API, a ruling by the review page, a reply and a moderator's ruling, by three servers one after the other."""
    secret = token(db, "add,review,moderate", tmp_path / "data")
    with asking(db) as client:
        bearer = {"Authorization": f"Bearer {secret}"}
        added = client.post("/api/v1/documents", json={"text": TEXT, "published": "2023-10-30"}, headers=bearer)
        assert (added.status_code, added.json()["claims"]) == (201, 1)
        assert client.post("/sign-in", data={"token": secret, "next": "/review"}).status_code == 200
        cookies = client.cookies
    document = added.json()["document"]
    with asking(db, cookies) as client:
        assert TEXT[:30] in client.get(f"/document/{document}").text
        page = client.get("/review").text
        target = field(page, "target")
        sent = {"act": "accept", "target": target, "mark": field(page, "mark"), "reason": "seen by the gate"}
        assert client.post("/review", data=sent).status_code == 200
        page = client.get("/mission/KP-UG-embassy").text
        given = {"page": "/mission/KP-UG-embassy", "mark": field(page, "mark"), "website": ""}
        told = client.post("/reply", data=given | {"name": "Mo", "email": "mo@hidden.example", "text": REPLY})
        assert told.status_code == 200, told.text
    with asking(db, cookies) as client:
        assert f'value="{target}"' not in client.get("/review").text
        assert REPLY not in client.get("/mission/KP-UG-embassy").text
        desk = client.get("/moderate").text
        assert "mo@hidden.example" in desk
        found = re.search(r'action="(/moderate/\w+)"', desk)
        assert found
        ruling = {"action": "publish", "mark": field(desk, "mark"), "seen": field(desk, "seen")}
        assert client.post(found[1], data=ruling).status_code == 200
        page = client.get("/mission/KP-UG-embassy").text
        assert REPLY in page
        assert "hidden.example" not in page
    with Register.open(db, read_only=True) as register:
        last = register.decisions()[-1].decision
    assert last
    assert (last.kind, last.by, last.reason) == ("accept", "Ada Bell", "seen by the gate")
