"""The review page: a queue of matters, ruled on by buttons, each ruling logged with who ruled."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.register import Register
from legation.web import Settings, create_app
from legation.web.people import People

HERE = {"Origin": "http://testserver"}


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Keep a register of the test's own."""
    return str(careful_register(tmp_path))


def browser(db: str, *scopes: str) -> TestClient:
    """Give a browser in which somebody is signed in."""
    client = TestClient(create_app(Settings(db)))
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    _, secret = People(db).new("Ada <script>", scopes, ends)
    client.post("/sign-in", data={"token": secret}, headers=HERE)
    return client


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    """A reviewer's browser."""
    with browser(db, "review") as held:
        yield held


def field(page: str, name: str) -> str:
    """Give what a hidden field of the page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def act(client: TestClient, what: str, **more: str) -> str:
    """Press a button of the page as it is now; give the page that follows."""
    page = client.get("/review").text
    sent = {"mark": field(page, "mark"), "act": what} | (
        {"target": field(page, "target")} if 'name="target"' in page else {}
    )
    answer = client.post("/review", data=sent | more, headers=HERE)
    assert answer.status_code == 200, answer.text
    return answer.text


def rulings(db: str) -> list[tuple[str, str, str]]:
    """List the rulings in the log."""
    with Register.open(db, read_only=True) as register:
        return [
            (one.decision.kind, one.decision.by, one.decision.reason) for one in register.decisions() if one.decision
        ]


def test_a_review_form_opened_before_a_new_start_rules_after_it(db: str, client: TestClient) -> None:
    """The session and its mark are kept, so that the ruling is logged by the next server."""
    page = client.get("/review").text
    sent = {"act": "accept", "target": field(page, "target"), "mark": field(page, "mark"), "reason": "seen at the gate"}
    with TestClient(create_app(Settings(db)), cookies=dict(client.cookies)) as after:
        assert "noted as entry" in after.post("/review", data=sent, headers=HERE).text
    assert rulings(db) == [("accept", "Ada <script>", "seen at the gate")]


def test_the_first_matter_is_the_registers_own_with_its_words_in_the_text(db: str, client: TestClient) -> None:
    """What is most worth a minute is shown, why, and the quote where it stands."""
    page = client.get("/review").text
    with Register.open(db, read_only=True) as register:
        from legation.register.review import review  # noqa: PLC0415

        (first, *_) = review(register.state(), [], dt.datetime.now(dt.UTC).date())
        text = register.document(first.evidence[0].source.id).text
    assert field(page, "target") == first.target
    quote = first.evidence[0].claim
    assert text[quote.start : quote.end][:20].replace("'", "&#39;") in page


def test_accepting_is_logged_with_name_and_reason_and_settles_the_matter(db: str, client: TestClient) -> None:
    """The matter leaves the queue; undoing brings it back, and both stay in the log."""
    before = rulings(db)
    target = field(client.get("/review").text, "target")
    after = act(client, "accept", reason="the ministry's page says so")
    assert f'value="{target}"' not in after
    assert rulings(db)[len(before) :] == [("accept", "Ada <script>", "the ministry's page says so")]
    assert f'value="{target}"' in act(client, "undo")
    assert [kind for kind, _, _ in rulings(db)[len(before) :]] == ["accept", "withdraw"]


def test_what_is_passed_over_stays_away_until_the_session_ends(db: str, client: TestClient) -> None:
    """Another session sees it again."""
    target = field(client.get("/review").text, "target")
    assert f'value="{target}"' not in act(client, "skip")
    with browser(db, "review") as other:
        assert field(other.get("/review").text, "target") == target


def test_a_correction_changes_the_field_of_one_claim(db: str, client: TestClient) -> None:
    """The field is the claim's, the value as typed."""
    page = client.get("/review").text
    claim = re.search(r'<select id="claim".*?<option value="([^"]+)"', page)
    assert claim
    act(client, "correct", claim=claim[1], field="city", value="Linden", reason="the text says Linden")
    with Register.open(db, read_only=True) as register:
        last = register.decisions()[-1].decision
    assert last
    assert (last.target, last.corrections) == (claim[1], {"city": "Linden"})


def test_a_ruling_that_cannot_stand_is_told_and_not_logged(db: str, client: TestClient) -> None:
    """The page says why."""
    before = rulings(db)
    page = client.get("/review").text
    claim = re.search(r'<select id="claim".*?<option value="([^"]+)"', page)
    assert claim
    assert "Not ruled" in act(client, "correct", claim=claim[1], field="date", value="some day")
    assert "Not ruled" in act(client, "accept", target="no-such-thing")
    assert rulings(db) == before


def test_a_form_without_the_sessions_mark_or_from_elsewhere_rules_nothing(db: str, client: TestClient) -> None:
    """Both are needed."""
    before = rulings(db)
    page = client.get("/review").text
    sent = {"act": "accept", "target": field(page, "target"), "mark": field(page, "mark")}
    assert client.post("/review", data=sent | {"mark": "guessed"}, headers=HERE).status_code == 403
    assert client.post("/review", data=sent, headers={"Origin": "https://evil.example"}).status_code == 403
    assert rulings(db) == before


def test_who_may_not_review_is_told_and_who_is_not_signed_in_is_sent_to(db: str) -> None:
    """A token without the scope is refused; nobody sees a matter without one."""
    with browser(db, "add") as held:
        assert held.get("/review").status_code == 403
    with TestClient(create_app(Settings(db)), follow_redirects=False) as nobody:
        answer = nobody.get("/review?sending=KP")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/review%3Fsending%3DKP")
        assert nobody.post("/review", data={"act": "accept"}, headers=HERE).status_code == 401


def test_names_and_messages_come_out_as_words(client: TestClient) -> None:
    """What a person is called, and what an address says, runs nothing."""
    page = client.get("/review?said=<img src=x onerror=alert(1)>").text
    assert "<script>Ada" not in page
    assert "Ada &lt;script&gt;" in page
    assert "<img" not in page


def test_the_queue_can_be_of_one_state(client: TestClient) -> None:
    """Every matter shown is that state's."""
    assert "matters left of North Korea" in client.get("/review?sending=KP").text
    assert client.get("/review?sending=Atlantis").status_code in (404, 422)
