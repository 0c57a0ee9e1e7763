"""The pages as a browser without JavaScript gets them, and the same answers in other forms, from a running application."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.model import Claim, Document
from legation.register import Register
from legation.web import Settings, create_app

ROOT = Path(__file__).parents[2]
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


def test_why_is_open_on_demand_without_a_script(client: TestClient) -> None:
    """A document's page opens the reasons of every claim, of one, or of none."""
    found = client.get("/search.json", params={"q": "Madrid"}).json()
    address = f"/document/{found['quotes'][0]['document']}"
    claims = client.get(f"{address}.json").json()["claims"]
    opened = [
        client.get(address, params=asked, headers=PAGE).text.count("<details open>")
        for asked in ({}, {"why": "1"}, {"why": claims[0]["claim"]})
    ]
    assert opened == [0, len(claims), 1]


def test_changes_are_told_a_page_at_a_time_the_newest_first(client: TestClient) -> None:
    """Following next gives every change once, in order, and a place that no page gave is refused."""
    with_all: list[int] = []
    address: str | None = "/changes.json"
    pages = 0
    while address:
        form = client.get(address).json()
        with_all += [one["sequence"] for one in form["changes"]]
        address = f"/changes.json?beyond={form['next']}" if form["next"] else None
        pages += 1
    assert with_all == sorted(with_all, reverse=True)
    assert pages > 1
    assert len(with_all) == client.get("/api/v1/changes", params={"limit": 1}).json()["total"]
    assert client.get("/changes.json?beyond=soon").status_code == 422


def test_a_holder_of_any_name_has_a_page(tmp_path: Path) -> None:
    """Names outside of ASCII stand in the address and in the headers, and a publisher who only quotes has a page too."""
    words = "Peru opened its embassy in Quito."
    claim = Claim(
        kind="opened", sending="PE", receiving="EC", city="Quito", mission="embassy", status="done", quote=words, start=0,
        end=len(words), holder="외무성 대변인",
    )  # fmt: skip
    with Register.open(tmp_path / "register.db") as register:
        register.add(Document(text=words, published="2023-10-01", publisher="El País"), [claim], "test/1")
    with TestClient(create_app(Settings(str(tmp_path / "register.db")))) as client:
        for label in ("외무성 대변인", "El País"):
            page = client.get(f"/holder/{label}", headers=PAGE)
            assert (page.status_code, page.links["bookmark"]["url"].isascii()) == (200, True)
            assert 'href="/mission/PE-EC-embassy"' in page.text
        assert client.get("/holder/Nobody").status_code == 404


def test_another_states_document_leaves_an_answer_as_it_is_but_for_its_number(tmp_path: Path) -> None:
    """What is recalled is told under the newest entry, and is never old: a document about the state itself changes it."""

    def told(register: Register, sending: str, city: str) -> None:
        words = f"{sending} opened its embassy in {city}."
        claim = Claim(
            kind="opened", sending=sending, receiving="EC", city=city, mission="embassy", status="done", date="2020",
            quote=words, start=0, end=len(words),
        )  # fmt: skip
        register.add(Document(text=words, publisher="Paper"), [claim], "test/1")

    with Register.open(tmp_path / "register.db") as register:
        told(register, "PE", "Quito")
        with TestClient(create_app(Settings(str(tmp_path / "register.db")))) as client:
            forms = [client.get("/state/PE.json", params=ON).json()]
            worlds = [client.get("/world.json", params=ON).json()["looks"]["open"]]
            for sending in ("BR", "PE"):
                told(register, sending, "Quito" if sending == "BR" else "Guayaquil")
                forms.append(client.get("/state/PE.json", params=ON).json())
                worlds.append(client.get("/world.json", params=ON).json()["looks"]["open"])
    assert [form.pop("known") for form in forms] == [1, 2, 3]
    assert forms[0] == forms[1]
    assert forms[2] != forms[1]
    assert worlds[:2] == [1, 2]


def test_the_legend_explains_the_sizes_of_the_marks(tmp_path: Path) -> None:
    """Sizes are told up to the largest on the map; where all marks are of one size there is nothing to tell."""
    with Register.open(tmp_path / "register.db") as register:
        for code in ("AR", "BO", "CL"):
            words = f"{code} opened its embassy in Quito."
            claim = Claim(
                kind="opened", sending=code, receiving="EC", city="Quito", mission="embassy", status="done", date="2020",
                quote=words, start=0, end=len(words),
            )  # fmt: skip
            register.add(Document(text=words, publisher="Paper"), [claim], "test/1")
    with TestClient(create_app(Settings(str(tmp_path / "register.db")))) as client:
        many, one = (client.get("/", params=ON | {"sending": code}, headers=PAGE).text for code in ("", "AR"))
    assert "Missions in one city:" in many
    assert ("2 to 19" in many, "20 to 79" in many) == (True, False)
    assert "Missions in one city:" not in one
    assert "expected to change" not in many


def test_each_page_has_the_forms_that_the_docs_name_and_no_others(client: TestClient) -> None:
    """docs/pages.md lists the addresses and endings; an ending that a page has not is not found."""
    rows = re.findall(
        r"^\| [^|]+ \| (`[^|]+) \| ([a-z, ]*) \|", (ROOT / "docs" / "pages.md").read_text("utf-8"), re.MULTILINE
    )
    document = client.get("/search.json", params={"q": "Madrid"}).json()["quotes"][0]["document"]
    asked = 0
    for cell, endings in rows:
        for address in re.findall(r"`(/[^`]*)`", cell):
            if not endings or address.endswith(".json"):
                continue
            named = (
                address.replace("ID", document).replace("NAME", "South Korean Foreign Ministry").replace("=US", "=KP")
            )
            path, _, query = named.partition("?")
            for ending in ("json", "csv", "geojson"):
                found = client.get(f"{path if path != '/' else '/world'}.{ending}?{query}", headers=PAGE)
                assert found.status_code == (200 if ending in endings.split(", ") else 404), (address, ending)
                asked += 1
    assert asked > 35


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("/mission/KP-ES-embassy.geojson", 1),
        ("/what-if.geojson?sending=KP&on=2023-10-01&close=KP-ES-embassy&open=LU", 54),
    ],
)
def test_a_mission_and_a_scenario_are_given_as_places(client: TestClient, address: str, what: int) -> None:
    """Each mission is a point at its city, with what the page says of it."""
    shapes = client.get(address).json()["features"]
    assert len(shapes) == what
    (spain,) = (one for one in shapes if one["id"] == "KP-ES-embassy")
    longitude, latitude = spain["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (-4, 40)
    if what > 1:
        looks = [one["properties"]["look"] for one in shapes]
        assert (looks.count("closed"), looks.count("announced")) == (1, 1)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/state/PE", "which is no sign that there are none"), ("/?sending=PE", "which is no sign that there were none"),
        ("/search?q=zzz", "Nothing in the register holds this word"), ("/changes?sending=PE", "Nothing changed"),
        ("/replies", "No reply is published yet"), ("/sources", "No feed is followed"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_a_page_says_so(client: TestClient, address: str, says: str) -> None:
    """An empty list is never left to be taken for a count of none."""
    assert says in " ".join(client.get(address, headers=PAGE).text.split())


def test_addresses_in_quotes_are_shortened_to_their_hosts(client: TestClient) -> None:
    """A row of a data set is read by people; its document and the JSON have the row whole."""
    page = client.get("/mission/KP-AO-embassy", params=ON, headers=PAGE).text
    form = client.get("/mission/KP-AO-embassy.json", params=ON).text
    assert "angop.ao/…" in page
    assert "https://angop.ao" not in page
    assert "https://angop.ao" in form
