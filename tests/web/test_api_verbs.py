"""Policies, sources, readers' records and reasons over HTTP: the command line's answers to the letter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register, here, holds, lines

from legation.register import Policy, Register
from legation.register.beside import beside
from legation.watch import LEDGER, Ledger, sources
from legation.web import Settings, create_app

TEXT = "North Korea has closed its embassy in Uganda, the Ugandan foreign ministry said on Monday."
LIST = '[[source]]\nname = "World"\nurl = "https://feeds.example/world.xml"\n\n[[source]]\nname = "Asia"\nurl = "https://feeds.example/asia.xml"\n'


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Keep the careful reader's register."""
    return careful_register(tmp_path)


@pytest.fixture
def client(db: Path) -> Iterator[TestClient]:
    """Serve it."""
    with TestClient(create_app(Settings(str(db)))) as found:
        yield found


def test_policies_are_told_with_the_one_that_counts(client: TestClient, db: Path, tmp_path: Path) -> None:
    """Each with its entry, before and after another is adopted; its TOML is what ``--show`` prints."""
    for adopted in (None, tmp_path / "mine.toml"):
        if adopted:
            adopted.write_text(Policy.default().text.replace('name = "default"', 'name = "mine"'), "utf-8")
            assert here("policy", adopted, db=db).returncode == 0
        with TestClient(create_app(Settings(str(db)))) as served:
            form = served.get("/api/v1/policy").json()
        assert form["items"] == lines(here("policy", "--json", db=db))
        assert form["toml"] == here("policy", "--show", db=db).stdout
        assert form["total"] == (2 if adopted else 1)
        for one in form["items"]:
            holds("policy", one)


def test_what_was_ruled_of_readers_claims_is_told(client: TestClient, db: Path) -> None:
    """As with ``--readers``: nothing at first, then what was accepted."""
    assert client.get("/api/v1/rulings", params={"readers": True}).json()["items"] == []
    with Register.open(db) as register:
        claim = next(one.id for each in register.state().missions["KP-ES-embassy"].happenings for one in each.evidence)
        register.decide(register.draft("accept", [claim], by="Ada", reason="seen"))
    items = client.get("/api/v1/rulings", params={"readers": True}).json()["items"]
    assert items == lines(here("rulings", "--readers", "--json", db=db))
    assert [one["accepted"] for one in items] == [1]
    holds("rulings", items[0])


def test_sources_are_told_as_the_watch_tells_them(client: TestClient, db: Path, tmp_path: Path) -> None:
    """None where nothing was followed; then each, in stretches."""
    assert client.get("/api/v1/sources").json()["items"] == []
    (tmp_path / "sources.toml").write_text(LIST, "utf-8")
    with Ledger(beside(str(db), LEDGER)) as ledger:
        ledger.follow(sources(tmp_path / "sources.toml").sources)
    wanted = lines(here("watch", tmp_path / "sources.toml", "--health", "--json", db=db))
    first = client.get("/api/v1/sources", params={"limit": 1}).json()
    second = client.get(first["next"]).json()
    assert first["items"] + second["items"] == wanted
    assert len(wanted) == 2
    holds("watch_health", wanted[0])


def test_a_search_is_followed_to_its_end(client: TestClient, db: Path) -> None:
    """In stretches, none twice and none left out; how many there are is said where the end is in sight."""
    wanted = lines(here("search", "embassy", "--limit", "100", "--json", db=db))
    assert len(wanted) > 10
    found, following = [], "/api/v1/search?q=embassy&limit=4"
    while following:
        form = client.get(following).json()
        found += form["items"]
        following = form["next"]
        assert form["total"] == (None if following else len(wanted))
    assert found == wanted
    assert client.get("/api/v1/search?q=embassy&offset=1001").status_code == 422


def test_a_reading_gives_its_reasons(client: TestClient, tmp_path: Path) -> None:
    """As ``legation read --why`` gives them; without them the claims are the same."""
    file = tmp_path / "story.txt"
    file.write_text(TEXT, "utf-8")
    (told,) = lines(here("read", file, "--published", "2023-10-30", "--why"))
    sent = {"text": TEXT, "published": "2023-10-30"}
    form = client.post("/api/v1/read", params={"why": True}, json=sent).json()
    assert form["claims"] == told["claims"]
    assert form["claims"][0]["why"]
    bare = client.post("/api/v1/read", json=sent).json()
    assert [{key: value for key, value in one.items() if key != "why"} for one in form["claims"]] == bare["claims"]
    assert form["reader"] == bare["reader"]
