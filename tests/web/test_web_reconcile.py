"""OpenRefine's reconciliation API over states and missions."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.web import Settings, create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve the careful reader's register."""
    with TestClient(create_app(Settings(str(careful_register(tmp_path_factory.mktemp("reconciled")))))) as found:
        yield found


@pytest.mark.parametrize(
    ("asked", "first", "sure"),
    [
        ("North Korea", "state/KP", True),
        ("es", "state/ES", True),
        ("North Korea in Spain", "mission/KP-ES-embassy", True),
        ("Zeala", "state/NZ", False),
    ],
)
def test_a_name_is_matched_to_a_page(client: TestClient, asked: str, first: str, sure: bool) -> None:  # noqa: FBT001
    """The best candidate comes first, marked as a match where it is sure, and its page is there."""
    found = client.post("/reconcile", data={"queries": json.dumps({"q0": {"query": asked}})}).json()["q0"]["result"]
    assert (found[0]["id"], found[0]["match"]) == (first, sure)
    assert client.get(f"/{first}", headers={"accept": "text/html"}).status_code == 200


def test_the_service_says_what_it_is(client: TestClient) -> None:
    """The manifest names version, spaces and types."""
    form = client.get("/reconcile").json()
    assert {"versions", "name", "identifierSpace", "schemaSpace", "view"} <= set(form)


@pytest.mark.parametrize("queries", ["no", "[]", '{"q": {}}', json.dumps({str(n): {"query": "x"} for n in range(51)})])
def test_what_is_no_batch_is_refused(client: TestClient, queries: str) -> None:
    """A problem, not a fault."""
    assert client.post("/reconcile", data={"queries": queries}).status_code == 422
