"""Who may write: tokens from the command line, their scopes and ends, and what they let in."""

import datetime as dt
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register, here, lines

from legation.web import Settings, create_app
from legation.web.people import People

TEXT = {"text": "North Korea has closed its embassy in Uganda, officials in Kampala said.", "published": "2023-10-30"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Keep a register of the test's own."""
    return careful_register(tmp_path)


@pytest.fixture
def client(db: Path) -> Iterator[TestClient]:
    """Serve it."""
    with TestClient(create_app(Settings(str(db)))) as found:
        yield found


def bearer(db: Path, scope: str, name: str = "Ada Bell") -> dict[str, str]:
    """Make a token on the command line and give the header that shows it."""
    made = here("token", "new", "--name", name, "--scope", scope, db=db)
    assert made.returncode == 0, made.stderr
    return {"authorization": f"Bearer {made.stdout.strip()}"}


def test_a_token_is_kept_as_a_hash_in_a_file_of_its_owner(db: Path) -> None:
    """The secret stands nowhere, and nobody else may read the file."""
    token = bearer(db, "add")["authorization"].rpartition(".")[2]
    held = People(str(db)).path
    assert token not in held.read_text("utf-8")
    assert "$argon2id$" in held.read_text("utf-8")
    assert stat.S_IMODE(held.stat().st_mode) == 0o600


def test_a_revoked_token_ends_at_once(db: Path, client: TestClient) -> None:
    """What was let in before is refused after, without a new start."""
    header = bearer(db, "add")
    assert client.post("/api/v1/documents", json=TEXT, headers=header).status_code == 201
    (told,) = lines(here("token", "list", "--json", db=db))
    assert (told["name"], told["scopes"]) == ("Ada Bell", ["add"])
    assert here("token", "revoke", told["id"], db=db).returncode == 0
    assert client.post("/api/v1/documents", json=TEXT, headers=header).status_code == 401


def test_a_token_ends_on_its_day(db: Path) -> None:
    """After its end it is nobody's."""
    people = People(str(db))
    _, token = people.new("Ada Bell", ["add"], dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))
    assert people.holder(token) is None


@pytest.mark.parametrize("address", ["documents", "decisions"])
@pytest.mark.parametrize(("scope", "status"), [(None, 401), ("read", 403), ("moderate", 403)])
def test_writing_needs_the_scope(db: Path, client: TestClient, address: str, scope: str | None, status: int) -> None:
    """No token, or one for something else, writes nothing."""
    before = client.get("/readyz").json()
    body = TEXT if address == "documents" else {"kind": "accept", "names": ["x"], "reason": "so it is"}
    found = client.post(f"/api/v1/{address}", json=body, headers=bearer(db, scope) if scope else {})
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert client.get("/readyz").json() == before


def test_a_document_goes_in_once(db: Path, client: TestClient) -> None:
    """The second time it is known, and can be asked for by its address."""
    header = bearer(db, "add")
    first, second = (client.post("/api/v1/documents", json=TEXT, headers=header) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["claims"] == 1
    assert client.get(first.headers["location"]).json()["text"] == TEXT["text"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x", "http://[::1]/x", "http://169.254.169.254/x", "file:///x"])
def test_no_private_address_is_fetched(db: Path, client: TestClient, address: str) -> None:
    """An address of this machine or its network is refused, not tried."""
    found = client.post("/api/v1/documents", json={"fetch": address}, headers=bearer(db, "add"))
    assert found.status_code == 422
    assert found.json()["detail"]


def test_a_ruling_is_signed_with_the_tokens_name(db: Path, client: TestClient) -> None:
    """Who rules is no field that a client could fill."""
    key = client.get("/api/v1/search?q=Madrid").json()["items"][0]["document"]
    claim = client.get(f"/api/v1/documents/{key}").json()["claims"][0]["claim"]
    given = {"kind": "accept", "names": [claim], "reason": "I was there"}
    header = bearer(db, "review")
    found = client.post("/api/v1/decisions", json=given, headers=header)
    assert (found.status_code, found.json()["by"]) == (201, "Ada Bell")
    assert client.post("/api/v1/decisions", json={**given, "by": "Eve"}, headers=header).status_code == 422


def test_tokens_made_at_once_are_all_kept(db: Path) -> None:
    """Writers of the file wait for each other: none undoes what another has just written."""
    until = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: People(str(db)).new(f"Ada {number}", ["add"], until)[0].id, range(16)))
    assert sorted(one.id for one in People(str(db)).all()) == sorted(made)
