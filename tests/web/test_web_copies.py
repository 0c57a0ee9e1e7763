"""Which documents have the text of another: on a document's page, over HTTP and on the command line, as known at any moment."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import holds, legation, lines

from legation.model import Document
from legation.register import Register
from legation.web.pages.document import NAMED

STORY = (
    "Removal vans stood in the lane behind the compound while staff carried out boxes of papers. Neighbours had heard of "
    "the plan a week before, from a gardener who had worked there for eleven years and was told to look for another place."
)
PAGE = {"accept": "text/html"}
FIRST = Document(text=STORY, title="Vans in the lane", published="2023-10-25", publisher="Wire")
COPIES = [
    Document(text=f"As heard\n{STORY[:150]}", title=f"<b>As heard {n}</b>", published=f"2023-11-{n:02}", publisher=f"Post {n}")
    for n in range(1, NAMED + 3)
]  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep an article, a correction, and twelve papers that printed the beginning of it."""
    path = tmp_path_factory.mktemp("copies") / "register.db"
    with Register.open(path) as register:
        version = Document(text=STORY.replace("eleven", "twelve"), published="2023-10-26", publisher="Wire")
        register.add_all((one, [], "none/1") for one in (FIRST, version, *COPIES))
    return path


def test_a_copys_page_leads_to_the_original(client: TestClient) -> None:
    """Before all else it says whose text this is."""
    page = client.get(f"/document/{COPIES[0].id}", headers=PAGE).text
    assert f'A copy of <a href="/document/{FIRST.id}">Vans in the lane</a>, Wire, 25 Oct 2023' in page


def test_an_originals_page_names_its_copies(client: TestClient) -> None:
    """The first of them, with how many there are; JSON gives all. What was not known then is not named."""
    page = client.get(f"/document/{FIRST.id}", headers=PAGE).text
    assert f"{len(COPIES) + 1} other documents have this text" in page
    assert "(version, 9" in page
    assert "&lt;b&gt;As heard 1&lt;/b&gt;" in page
    assert "And 3 more, in" in page
    assert len(client.get(f"/document/{FIRST.id}.json").json()["copies"]) == len(COPIES) + 1
    then = client.get(f"/document/{FIRST.id}", params={"known": "2"}, headers=PAGE).text
    assert "1 other document has this text" in then
    assert client.get(f"/document/{FIRST.id}.json", params={"known": "1"}).json()["copies"] == []


@pytest.mark.parametrize("known", ["1", "2", "5"])
def test_the_api_says_what_the_command_line_does(db: Path, client: TestClient, known: str) -> None:
    """One line a document, as known then, in the documented form."""
    told = lines(legation("copies", "--json", "--known", known, "--db", str(db)))
    for one in told:
        holds("copies", one)
    answer = client.get("/api/v1/copies", params={"known": known}).json()
    assert answer["items"] == told
    assert len(told) == int(known) - 1
