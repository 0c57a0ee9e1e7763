"""Signing in with a token, and what a session is good for."""

import datetime as dt
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from user import careful_register

from legation.register.beside import beside
from legation.web import Settings, create_app
from legation.web.people import People
from legation.web.sessions import COOKIE

HERE = {"Origin": "http://testserver"}


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Keep a register of the test's own."""
    return str(careful_register(tmp_path))


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    """A browser that keeps cookies and follows no redirects."""
    with TestClient(create_app(Settings(db)), follow_redirects=False) as browser:
        yield browser


def token(db: str, *scopes: str, days: int = 30) -> str:
    """Make a token."""
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=days)
    _, secret = People(db).new("Ada", scopes or ("review",), ends)
    return secret


def enter(client: TestClient, secret: str, **more: str) -> Response:
    """Send the form."""
    return client.post("/sign-in", data={"token": secret, **more}, headers=HERE)


def test_a_token_signs_in_and_the_session_outlives_a_new_start(db: str, client: TestClient) -> None:
    """The page names who is signed in, also when another process serves it."""
    assert enter(client, token(db)).status_code == 303
    with TestClient(create_app(Settings(db)), cookies=dict(client.cookies)) as again:
        assert "signed in as <strong>Ada" in again.get("/sign-in").text


def test_the_cookie_is_kept_from_scripts_and_other_sites(db: str, client: TestClient) -> None:
    """HttpOnly, SameSite=Strict, limited in time; and Secure where the server is reached by https."""
    said = enter(client, token(db)).headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "max-age=43200", "path=/"} <= set(said.split("; "))
    with TestClient(create_app(Settings(db, base="https://desk.example")), follow_redirects=False) as secure:
        answer = secure.post("/sign-in", data={"token": token(db)}, headers={"Origin": "https://desk.example"})
        assert "secure" in answer.headers["set-cookie"].lower()


def test_what_is_kept_of_a_session_is_a_hash_in_a_file_of_its_owner(db: str, client: TestClient) -> None:
    """Who reads the file cannot sign in with it."""
    enter(client, token(db))
    path = beside(db, "sessions.db")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert client.cookies[COOKIE].encode() not in path.read_bytes()


@pytest.mark.parametrize("secret", ["", "legation.none.none", "\x00", "x" * 400])
def test_a_wrong_token_signs_nobody_in(client: TestClient, secret: str) -> None:
    """The form comes back with what to do, and no cookie."""
    answer = enter(client, secret)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert 'role="alert"' in answer.text


def test_a_revoked_token_ends_its_sessions_at_once(db: str, client: TestClient) -> None:
    """The next page asks to sign in."""
    enter(client, token(db))
    People(db).revoke(People(db).all()[0].id)
    assert "You are signed in" not in client.get("/sign-in").text


def test_a_token_that_ends_takes_its_session_along(db: str, client: TestClient) -> None:
    """A token of the past signs nobody in."""
    assert enter(client, token(db, days=-1)).status_code == 403


def test_signing_out_ends_the_session_on_the_server(db: str, client: TestClient) -> None:
    """The old cookie is good for nothing."""
    enter(client, token(db))
    old = client.cookies[COOKIE]
    mark = re.search(r'name="mark" value="([^"]+)"', client.get("/sign-in").text)
    assert mark
    assert client.post("/sign-out", data={"mark": mark[1]}, headers=HERE).status_code == 303
    client.cookies.set(COOKIE, old)
    assert "You are signed in" not in client.get("/sign-in").text


def test_nobody_is_signed_in_or_out_from_another_site(db: str, client: TestClient) -> None:
    """A form of another origin is refused, and so is one without the session's mark."""
    elsewhere = {"Origin": "https://evil.example"}
    assert client.post("/sign-in", data={"token": token(db)}, headers=elsewhere).status_code == 403
    enter(client, token(db))
    assert client.post("/sign-out", data={"mark": "guessed"}, headers=HERE).status_code == 403
    assert "You are signed in" in client.get("/sign-in").text


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"]
)
def test_who_signs_in_is_never_sent_elsewhere(db: str, client: TestClient, there: str) -> None:
    """Only addresses of this server are followed."""
    assert enter(client, token(db), next=there).headers["location"] == "/review"


def test_guessing_is_slowed_down(client: TestClient) -> None:
    """After ten quick tries a client waits, and is told how long."""
    for _ in range(60):  # one more is allowed every six seconds, and hashing takes its time
        answer = enter(client, "legation.a.b")
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("scopes", "desks"),
    [
        (("review",), ["/review"]), (("moderate",), ["/moderate"]), (("add", "review", "moderate"), ["/review", "/moderate"]),
        (("add",), []),
    ],
)  # fmt: skip
def test_every_page_leads_to_the_desks_that_the_scopes_open(
    db: str, client: TestClient, scopes: tuple[str, ...], desks: list[str]
) -> None:
    """In the navigation, to who is signed in and nobody else; what a browser kept from before is not shown again."""

    def led() -> list[str]:
        return re.findall(r'<a href="(/review|/moderate)"', client.get("/about").text)

    before = client.get("/about")
    assert led() == []
    enter(client, token(db, *scopes))
    after = client.get("/about", headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, "Cookie" in after.headers["vary"]) == (200, True)
    assert led() == desks
    assert ">Ada</a>" in client.get("/nothing", headers={"accept": "text/html"}).text
    People(db).revoke(People(db).all()[0].id)
    assert led() == []
