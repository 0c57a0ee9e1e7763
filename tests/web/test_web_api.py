"""The API: the command line's answers over HTTP, with tags, stretches, limits and one form of error."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register, here, holds, lines

from legation.register import Register
from legation.web import Settings, create_app
from legation.web.limits import Buckets

DAY = "2024-01-31"
LISTS = {
    "check/KP": "check", "coverage/KP": "coverage", "outlook/KP": "outlook", "changes?sending=KP": "changes",
    "search?q=Madrid": "search", "series/KP?since=2023-09-30&by=month": "series",
    "ranking?since=2023-10-01": "ranking", "graph": "graph", "review?sending=KP": "review",
    "outlook/KP?by=2024-06-30": "outlook",
}  # fmt: skip
ONES = {
    "network/KP": "network", "mission/KP/ES": "mission", "host/ES": "host", "reciprocity/KP": "reciprocity",
    "ties/KP": "ties", "compare/KP?first=2023-10-01&second=2024-01-31": "compare",
}  # fmt: skip


@pytest.mark.parametrize("asked", sorted(ONES))
def test_a_single_answer_has_the_form_of_the_command_line(client: TestClient, asked: str) -> None:
    """What is one object on the command line is the same object here."""
    found = client.get(f"/api/v1/{asked}", params={"on": DAY} if "?" not in asked else None)
    assert found.status_code == 200, found.text
    holds(ONES[asked], found.json())


@pytest.mark.parametrize("asked", sorted(LISTS))
def test_a_list_has_the_command_lines_form_in_its_items(client: TestClient, asked: str) -> None:
    """What is JSON Lines on the command line are items here, each of the same form."""
    found = client.get(f"/api/v1/{asked}{'&' if '?' in asked else '?'}on={DAY}")
    assert found.status_code == 200, found.text
    assert found.json()["items"]
    for one in found.json()["items"]:
        holds(LISTS[asked], one)


def test_the_network_is_the_command_lines_to_the_letter(client: TestClient, db: Path) -> None:
    """Both ways of asking give one answer."""
    (told,) = lines(here("network", "KP", "--on", DAY, "--json", db=db))
    assert client.get("/api/v1/network/KP", params={"on": DAY}).json() == told


def test_following_next_gives_every_item_once(client: TestClient) -> None:
    """A list in stretches of seven, by the field and by the Link header, is the whole list."""
    whole = client.get("/api/v1/documents", params={"limit": 500}).json()["items"]
    found, address = [], "/api/v1/documents?limit=7"
    while address:
        part = client.get(address)
        found += part.json()["items"]
        address = part.json()["next"]
        assert part.links.get("next", {}).get("url") == address
    assert found == whole
    assert len(whole) > 7


def test_a_document_comes_with_its_text_and_claims(client: TestClient) -> None:
    """Each quote stands in the text at its offsets."""
    key = client.get("/api/v1/search", params={"q": "Madrid"}).json()["items"][0]["document"]
    form = client.get(f"/api/v1/documents/{key}").json()
    assert form["claims"]
    for one in form["claims"]:
        assert form["text"][one["start"] : one["end"]] == one["quote"]


def test_what_the_client_has_is_not_sent_again_and_what_is_sent_is_packed(client: TestClient) -> None:
    """The tag holds also for the packed answer."""
    first = client.get("/api/v1/network/KP", params={"on": DAY}, headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    again = client.get("/api/v1/network/KP", params={"on": DAY}, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("network/Nowhere", 404), ("documents/none", 404), ("nothing", 404), ("network/KP?on=now", 422),
        ("documents?limit=0", 422), ("search?q=%22", 422), ("series/KP?since=2025-01-01&on=2024-01-01", 422),
        ("changes?since=soon", 422), ("compare/KP?first=2023-10-01", 422),
        (f"network/KP?known={'9' * 19}", 422), (f"network/KP?known={'9' * 5000}", 422), (f"changes?since={'9' * 19}", 422),
    ],
)  # fmt: skip
def test_every_error_is_a_problem(client: TestClient, address: str, status: int) -> None:
    """RFC 9457 in all cases, whatever the client would like to get."""
    found = client.get(f"/api/v1/{address}", headers={"accept": "text/html"})
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert found.json()["detail"]


def test_a_text_is_read_and_nothing_is_stored(client: TestClient) -> None:
    """The claims come back; the register knows no more than before."""
    before = client.get("/readyz").json()
    text = "North Korea has closed its embassy in Uganda, the Ugandan foreign ministry said on Monday."
    form = client.post("/api/v1/read", json={"text": text, "published": "2023-10-30"}).json()
    assert [(one["kind"], one["sending"], one["receiving"]) for one in form["claims"]] == [("closed", "KP", "UG")]
    assert client.get("/readyz").json() == before
    assert client.post("/api/v1/read", json={"text": ""}).status_code == 422


def test_pages_of_others_may_read_and_not_write(client: TestClient) -> None:
    """The header that lets other origins read stands on answers to questions, and on no other."""
    headers = {"origin": "https://example.org"}
    assert client.get("/api/v1/documents", headers=headers).headers["access-control-allow-origin"] == "*"
    assert "POST" not in client.options("/api/v1/read", headers=headers).headers["access-control-allow-methods"]
    assert "access-control-allow-origin" not in client.post("/api/v1/read", json={}, headers=headers).headers


def test_who_asks_too_much_is_told_when_to_ask_again(db: Path) -> None:
    """The third request of a bucket of two is refused, as a problem; the pages go on."""
    with TestClient(create_app(Settings(str(db), rate=2))) as client:
        left = [client.get("/api/v1/documents").headers["ratelimit-remaining"] for _ in range(2)]
        refused = client.get("/api/v1/documents")
        assert left == ["1", "0"]
        assert (refused.status_code, refused.json()["status"]) == (429, 429)
        assert 0 < int(refused.headers["retry-after"]) <= 30
        assert client.get("/healthz").status_code == 200


def test_a_bucket_fills_with_time_and_one_for_each_client() -> None:
    """Sixty a minute are one a second, and nobody else's."""
    buckets = Buckets(60)
    assert all(buckets.take("a", 0.0)[0] for _ in range(60))
    assert not buckets.take("a", 0.5)[0]
    assert buckets.take("b", 0.5)[0]
    assert buckets.take("a", 1.6)[0]


def test_a_body_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    """Two million bytes are the most."""
    assert client.post("/api/v1/read", content=b"x" * 2_000_001).status_code == 413


def test_the_api_describes_itself(client: TestClient) -> None:
    """OpenAPI 3.1 with every question."""
    form = client.get("/api/v1/openapi.json").json()
    assert form["openapi"].startswith("3.1")
    assert {"/api/v1/network/{state}", "/api/v1/read", "/api/v1/changes", "/readyz"} <= set(form["paths"])


def test_the_graph_comes_as_graphml(client: TestClient, db: Path, tmp_path: Path) -> None:
    """With its measures, as ``legation graph --graphml`` writes it; what the client has is not sent again."""
    asked, file = {"on": DAY, "definition": "embassies"}, tmp_path / "graph.graphml"
    assert here("graph", "--on", DAY, "--definition", "embassies", "--graphml", file, db=db).returncode == 0
    found = client.get("/api/v1/graph.graphml", params=asked)
    assert (found.status_code, found.headers["content-type"]) == (200, "application/graphml+xml")
    assert found.content == file.read_bytes()
    assert b"pagerank" in found.content
    again = client.get("/api/v1/graph.graphml", params=asked, headers={"if-none-match": found.headers["etag"]})
    assert again.status_code == 304


def test_rulings_are_listed_with_how_each_stands(tmp_path: Path) -> None:
    """A ruling that was withdrawn says so."""
    own = careful_register(tmp_path)
    with Register.open(own) as register:
        (target, *_) = (one.id for one in register.state().missions["KP-ES-embassy"].happenings)
        ruling = register.draft("accept", [target], by="Ada", reason="seen")
        register.decide(ruling)
        register.decide(register.draft("withdraw", [ruling.id], by="Ada", reason="seen wrongly"))
    with TestClient(create_app(Settings(str(own)))) as served:
        items = served.get("/api/v1/rulings").json()["items"]
    assert [one["status"] for one in items] == ["withdrawn", "withdrawal"]
    for one in items:
        holds("rulings", one)
