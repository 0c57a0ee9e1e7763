"""The moderators' desk: who may see it, what they do there, and how a reply becomes a document with claims."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from user import careful_register, here

from legation.register import Register
from legation.web import Settings, create_app
from legation.web.replies import Ledger, checked
from legation.web.replies.taking import document_of

ADDRESS = "whistle.blower+tip@hidden-mailbox.example"
TEXT = "North Korea has closed its embassy in Uganda, officials in Kampala said."
HERE = {"origin": "http://testserver"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Keep a register of the test's own, with one reply that waits."""
    found = careful_register(tmp_path)
    with Ledger(str(found), write=True) as ledger:
        ledger.send(checked("/mission/KP-UG-embassy", "Ada Bell", ADDRESS, TEXT), 1_700_000_000.0)
    return found


@pytest.fixture
def client(db: Path) -> Iterator[TestClient]:
    """Serve it."""
    with TestClient(create_app(Settings(str(db)))) as found:
        yield found


def sign_in(client: TestClient, db: Path, scope: str, name: str = "Mo Derator") -> None:
    """Make a token on the command line and sign in with it."""
    made = here("token", "new", "--name", name, "--scope", scope, db=db)
    found = client.post("/sign-in", data={"token": made.stdout.strip()}, headers=HERE, follow_redirects=False)
    assert found.status_code == 303


def rule(client: TestClient, action: str, **more: str) -> Any:
    """Press a button under the first reply of the desk."""
    page = client.get("/moderate").text
    found = re.search(
        r'action="/moderate/(\w+)".*?name="mark" value="([^"]+)".*?name="seen" value="(\d+)"', page, re.DOTALL
    )
    assert found
    form = {"mark": found[2], "seen": found[3], "action": action, **more}
    return client.post(f"/moderate/{found[1]}", data=form, headers=HERE, follow_redirects=False)


def test_only_moderators_see_the_desk(db: Path, client: TestClient) -> None:
    """Who is not signed in is sent to do so; another scope does not open it; no cache keeps it."""
    found = client.get("/moderate", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (303, "/sign-in?next=/moderate")
    sign_in(client, db, "add,review", "Eve")
    refused = client.get("/moderate")
    assert (refused.status_code, ADDRESS in refused.text) == (403, False)
    assert client.post("/moderate/x", data={"action": "publish"}, headers=HERE).status_code == 403
    sign_in(client, db, "moderate")
    page = client.get("/moderate")
    assert (page.status_code, ADDRESS in page.text, page.headers["cache-control"]) == (200, True, "no-store")


def test_a_moderator_publishes_rejects_and_takes_back(db: Path, client: TestClient) -> None:
    """Each with its reason, on record under the name that the token bears."""
    sign_in(client, db, "moderate")
    seen = []
    for action, shown in (("publish", True), ("undo", False), ("reject", False), ("undo", False), ("publish", True)):
        answer = rule(client, action, reason=f"because of {action}")
        assert answer.status_code == 303, answer.text
        assert (TEXT in client.get("/mission/KP-UG-embassy").text) is shown
        seen.append(action)
    with Ledger(str(db)) as ledger:
        (one,) = ledger.published()
        told = [(each.state, each.by, each.reason) for each in ledger.history(one.id)[1:3]]
    assert told == [("published", "Mo Derator", "because of publish"), ("waiting", "Mo Derator", "undo")]


def test_a_ruling_needs_the_moderators_own_form(db: Path, client: TestClient) -> None:
    """From elsewhere, without the session's mark, of another kind, or upon what was not seen: nothing is ruled."""
    sign_in(client, db, "moderate")
    assert rule(client, "publish", mark="x").status_code == 403
    assert rule(client, "explode").status_code == 422
    assert rule(client, "publish", seen="x").status_code == 422
    assert rule(client, "publish", seen="7").status_code == 409
    assert rule(client, "undo").status_code == 422
    assert rule(client, "take-in").status_code == 403
    assert (
        client.post("/moderate/x", data={"action": "publish"}, headers={"origin": "https://x.example"}).status_code
        == 403
    )
    with Ledger(str(db)) as ledger:
        assert len(ledger.waiting()) == 1


def test_a_reply_becomes_a_document_with_claims(db: Path, client: TestClient) -> None:
    """Taken in by a moderator who may add: read, dated on the day it was sent, its writer its publisher; once."""
    sign_in(client, db, "moderate,add")
    assert rule(client, "take-in").status_code == 422
    assert rule(client, "publish").status_code == 303
    assert rule(client, "take-in").status_code == 303
    desk = client.get("/moderate").text
    assert "with 1 claim:" in desk
    assert "closed (done): North Korea in Uganda" in desk
    with Ledger(str(db)) as ledger:
        (one,) = ledger.published()
    page = client.get(f"/document/{one.document}.json").json()
    assert (page["publisher"], page["published"], page["text"]) == ("reply by Ada Bell on Legation", "2023-11-14", TEXT)
    assert page["url"] == f"http://127.0.0.1:8411/mission/KP-UG-embassy#reply-{one.id}"
    (claim,) = page["claims"]
    assert (claim["kind"], claim["sending"], claim["receiving"]) == ("closed", "KP", "UG")
    before = client.get("/readyz").json()
    assert rule(client, "take-in").status_code == 303
    assert client.get("/readyz").json() == before
    assert f'<a href="/document/{one.document}">taken in as a document</a>' in client.get("/mission/KP-UG-embassy").text


def test_a_reply_half_taken_in_is_taken_in_by_the_next_try(db: Path, client: TestClient) -> None:
    """A server killed after the register has learned a document and before the ledger notes it leaves nothing to mend."""
    sign_in(client, db, "moderate,add")
    rule(client, "publish")
    with Ledger(str(db)) as ledger:
        (one,) = ledger.published()
    document = document_of(one, Settings(str(db)).base)
    reading = client.app.state.readers.read(document)  # type: ignore[attr-defined]  # the application itself
    with Register.open(db) as register:
        assert register.add(document, reading.claims, reading.reader).outcome == "new"
    before = client.get("/readyz").json()
    assert rule(client, "take-in").status_code == 303
    with Ledger(str(db)) as ledger:
        assert ledger.reply(one.id).document == document.id
    assert client.get("/readyz").json() == before
