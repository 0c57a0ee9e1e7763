"""Hostile text in every field that others write, on every page and in every feed: it comes out as words, and nothing of it lives."""

import datetime as dt
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import html5lib
import pytest
from chromium import BROWSED, chromium, serving
from fastapi.testclient import TestClient
from lxml import etree
from user import careful_register

from legation.gazetteer import states
from legation.model import Claim, Document
from legation.register import Register
from legation.register.beside import beside
from legation.watch import LEDGER
from legation.watch.ledger import Ledger as Feeds
from legation.watch.sources import Source
from legation.web import Settings, create_app
from legation.web.people import People
from legation.web.replies import Ledger, checked

HOSTILE = Path(__file__).with_name("hostile.txt").read_text("utf-8").splitlines()
TEMPLATES = Path(__file__).parents[2] / "src" / "legation" / "web" / "templates"
TAGS = {"html", "head", "body"} | {
    tag for one in TEMPLATES.iterdir() for tag in re.findall(r"<([a-z][a-z0-9]*)", one.read_text("utf-8"))
}
LEADING = {"href", "src", "action", "formaction", "data", "poster", "ping", "cite", "background", "manifest"}
LIVING = {"style", "srcdoc", "http-equiv", "formaction", "canary", "srcset", "form", "target"}
HERE = {"Origin": "http://testserver"}
SOME = HOSTILE[::9] + HOSTILE[57:60]  # for pages that each take one of them


def alive(page: str) -> list[str]:
    """List what a page holds that no template writes: elements, attributes and schemes, as a browser's parser sees them."""
    found = []
    for one in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if not isinstance(one.tag, str):
            found.append(f"comment {one.text}")
            continue
        tag = re.sub(r"^\{[^}]*\}", "", one.tag)
        if tag not in TAGS or (tag == "script" and not _ours(one)):
            found.append(f"<{tag}>")
        for name, value in one.attrib.items():
            bare = re.sub(r"^\{[^}]*\}", "", str(name)).lower()
            if bare.startswith("on") or bare in LIVING or (bare in LEADING and not _leads_well(tag, one.attrib, value)):
                found.append(f"<{tag} {bare}={value}>")
    return found


def _ours(script: Any) -> bool:
    return str(script.get("src", "")).startswith("/static/") and not script.text


def _leads_well(tag: str, attributes: dict[str, str], address: str) -> bool:
    """Tell an address of this server, or one of the open web that is marked as such, from all others."""
    if tag == "link" and address == "data:,":
        return True
    if re.match(r"https?://[^/]", address):
        return "noopener" in attributes.get("rel", "")
    return address in ("", "/") or bool(re.match(r"[#?]|/[\w?-]", address))


def text_of(page: str) -> str:
    """Give the words of a page, those in fields too."""
    every = list(html5lib.parse(page, namespaceHTMLElements=False).iter())
    return " ".join([" ".join(filter(None, (one.text, one.tail, *map(str, one.attrib.values())))) for one in every])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a register in which every field that others write is hostile, with replies published and waiting, and rulings."""
    found = careful_register(tmp_path_factory.mktemp("hostile"))
    hosts = [one.code for one in states() if one.code != "KP"]
    with Register.open(found) as register:
        for hostile, host in zip(HOSTILE, hosts, strict=False):
            words = f"closed its consulate in {hostile}, said {hostile}"
            claim = Claim(
                kind="closed", sending="KP", receiving=host, mission="consulate", city=hostile, holder=hostile, quote=words,
                start=0, end=len(words), date="2024-01",
            )  # fmt: skip
            document = Document(
                text=f"{words} and no more.", title=hostile, publisher=hostile, published="2024-02-01", url=hostile,
                language=hostile,
            )  # fmt: skip
            assert register.add(document, [claim], "test/1").stored == 1
        for hostile in HOSTILE[::12]:
            held = register.state(sending="KP")
            mission = next(key for key in held.missions if hostile in str(held.missions[key].city))
            happening = held.missions[mission].happenings[0]
            register.decide(register.draft("accept", [happening.id], by=hostile, reason=hostile))
    with Feeds(beside(str(found), LEDGER)) as feeds:
        every = [Source(name=f"{number} {one}", url=one, every=60, silent=60) for number, one in enumerate(HOSTILE)]
        feeds.follow(every)
        for source in every:
            feeds.failed(source, time.time(), source.url)
    with Ledger(str(found), write=True) as ledger:
        for number, hostile in enumerate(HOSTILE):
            given = checked("/state/KP", f"{number} {hostile}"[:80], "a@b.example", f"Say that {hostile} or {hostile}")
            key = ledger.send(given, time.time())
            if number % 3:
                seen = ledger.reply(key).number
                ledger.rule(
                    key, "published" if number % 3 == 1 else "rejected", hostile, time.time(), seen=seen, reason=hostile
                )
    return found


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[TestClient]:
    """A browser in which somebody with a hostile name is signed in."""
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    _, secret = People(str(db)).new(HOSTILE[15], ("add", "review", "moderate"), ends)
    with TestClient(create_app(Settings(str(db), rate=100_000))) as found:
        assert found.post("/sign-in", data={"token": secret}, headers=HERE, follow_redirects=False).status_code == 303
        yield found


def test_the_list_is_of_different_strings_that_a_page_would_run() -> None:
    """More than sixty; put into a page as they are, most of them live, and the check sees it."""
    assert len(HOSTILE) == len(set(HOSTILE)) > 60
    assert all("canary" in one for one in HOSTILE)
    assert (
        sum(bool(alive(f"<!doctype html><p title='{one}'>{one}</p><textarea>{one}</textarea>")) for one in HOSTILE) > 55
    )
    assert alive("<!doctype html><title>x</title><p><a href='/state/KP'>x</a></p>") == []


@pytest.mark.parametrize(
    "address",
    [
        "/", "/?sending=KP", "/?receiving=AO", "/state/KP", "/changes", "/changes?sending=KP", "/search?q=consulate", "/search?q=canary",
        "/about", "/sources", "/what-if?sending=KP", "/review?sending=KP", "/moderate", "/sign-in", "/reply?page=/state/KP", "/replies",
    ],
)  # fmt: skip
def test_a_page_shows_hostile_texts_as_words(client: TestClient, address: str) -> None:
    """No element, attribute or scheme of what others wrote becomes one of the page's."""
    page = client.get(address)
    assert page.status_code == 200
    assert alive(page.text) == []


def test_the_pages_that_hold_them_show_them(client: TestClient) -> None:
    """The check before is not met by leaving the texts out."""
    for address in (
        "/state/KP",
        "/changes",
        "/search?q=canary",
        "/about",
        "/sources",
        "/review?sending=KP",
        "/moderate",
    ):
        assert "canary" in text_of(client.get(address).text), address


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_documents_holders_and_missions_show_each_as_words(client: TestClient, db: Path, number: int) -> None:
    """Title, publisher, language, address, holder, city and quote; the title stands on the page as it was written."""
    hostile = HOSTILE[number]
    (hit,) = (one for one in client.get("/api/v1/documents?limit=500").json()["items"] if one["title"] == hostile)
    pages = [client.get(f"/document/{hit['document']}?why=1"), client.get(f"/holder/{_part(hostile)}")]
    form = client.get(f"/api/v1/documents/{hit['document']}").json()["claims"][0]
    with Register.open(db, read_only=True) as register:
        missions = register.state(sending="KP", receiving=[form["receiving"]]).missions
    pages += [client.get(f"/mission/{_part(one)}") for one in missions if hostile in str(missions[one].city)]
    assert len(pages) == 3
    for page in pages:
        assert (page.status_code, alive(page.text)) == (200, []), page.url
        assert hostile in text_of(page.text), page.url


def _part(word: str) -> str:
    """Write a word into a path; the test client takes % apart twice, where a server does once."""
    return quote(quote(word, safe=""), safe="")


@pytest.mark.parametrize("hostile", SOME)
def test_what_is_asked_comes_back_as_words(client: TestClient, hostile: str) -> None:
    """Every word of an address that a page repeats: questions, titles, messages, names of what there is not."""
    word = quote(hostile, safe="")
    asked = [
        f"/search?q={word}", f"/?sending={word}", f"/?on={word}", f"/?known={word}", f"/?definition={word}", f"/state/{word}", f"/mission/{word}",
        f"/mission/KP-{word}", f"/document/{word}", f"/holder/{word}", f"/changes?sending={word}", f"/changes?since={word}", f"/changes?beyond={word}",
        f"/what-if?sending=KP&title={word}", f"/what-if?sending={word}", f"/what-if?sending=KP&title={word}&close=KP-ES-embassy",
        f"/what-if?sending=KP&open={word}", f"/what-if?sending=KP&close={word}", f"/review?said={word}", f"/review?sending={word}",
        f"/moderate?said={word}", f"/sign-in?next={word}", f"/reply?page={word}", f"/replied?page={word}", f"/{word}", f"/state/KP?{word}={word}",
        f"/state/KP.{word}", f"/document/x?why={word}&offset={word}", f"/holder/AO?offset={word}", f"/world.{word}",
    ]  # fmt: skip
    for address in asked:
        page = client.get(address)
        assert page.status_code < 500, address
        assert alive(page.text) == [], address
    form = {"page": "/state/KP", "name": hostile, "email": hostile, "text": hostile, "mark": hostile}
    for address, fields in (("/reply", form), ("/sign-in", {"token": hostile, "next": hostile})):
        page = client.post(address, data=fields, headers=HERE)
        assert page.status_code < 500, address
        assert alive(page.text) == [], address


def test_programs_get_hostile_texts_as_data(client: TestClient) -> None:
    """JSON, CSV and GeoJSON say what they are and that a browser must not guess; no cell begins a formula."""
    for address in (
        "/world.json?sending=KP",
        "/world.csv?sending=KP",
        "/search.json?q=canary",
        "/changes.csv",
        "/about.csv",
    ):
        answer = client.get(address)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "html" not in answer.headers["content-type"]
    assert not re.search(r'(?m)(^|,)"?[=+@-][A-Za-z]', client.get("/about.csv").text)


@pytest.mark.parametrize(
    "asked", ["", "sending=KP", f"q={quote('canary')}", *(f"q={quote(one[:200])}" for one in SOME)]
)
def test_feeds_hold_hostile_texts_as_words(client: TestClient, asked: str) -> None:
    """As XML a feed has only its own elements and addresses of this server; taken for HTML, its contents are text alone."""
    atom, form = client.get(f"/feeds/changes.atom?{asked}"), client.get(f"/feeds/changes.json?{asked}").json()
    root = etree.fromstring(atom.content)
    assert {etree.QName(one).localname for one in root.iter(etree.Element)} <= {
        "feed", "id", "title", "updated", "author", "name", "link", "generator", "entry", "content",
    }  # fmt: skip
    assert not [one for one in root.iter() if not isinstance(one.tag, str)]
    for one in root.iter("{*}link"):
        assert one.get("href", "").startswith("http://127.0.0.1:8411/")
    for one in root.iter("{*}content", "{*}title"):
        assert one.get("type", "text") == "text"
    assert not [
        one
        for one in html5lib.parse(atom.text, namespaceHTMLElements=False).iter()
        if one.tag in ("script", "img", "iframe", "svg")
    ]
    assert all("content_html" not in one and one["url"].startswith("http://127.0.0.1") for one in form["items"])
    if not asked:
        assert sum("canary" in one["content_text"] for one in form["items"]) > 50


class TestInChromium:
    """What a real browser does with them."""

    pytestmark = BROWSED

    def test_nothing_runs_in_a_browser(self, db: Path, client: TestClient) -> None:
        """No dialog, no script that is not ours, no request elsewhere; also where the policy against inline script is off."""
        items = client.get("/api/v1/documents?limit=500").json()["items"]
        chosen = {one["title"]: one["document"] for one in items if one["title"] in SOME}
        assert len(chosen) == len(set(SOME))
        ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
        _, secret = People(str(db)).new(HOSTILE[0], ("review", "moderate"), ends)
        pages = [
            "/state/KP",
            "/changes",
            "/?sending=KP",
            "/search?q=canary",
            "/about",
            "/review?sending=KP",
            "/moderate",
        ]
        pages += [f"/document/{key}" for key in chosen.values()] + [f"/search?{urlencode({'q': one})}" for one in SOME]
        pages += [f"/what-if?{urlencode({'sending': 'KP', 'title': one})}" for one in SOME]
        pages += [f"/sign-in?{urlencode({'next': one})}" for one in SOME[:4]]
        with serving(str(db)) as base, chromium() as browser:
            view = browser.new_context(bypass_csp=True)
            view.add_init_script(
                "window.ran = []; for (const one of ['alert', 'confirm', 'prompt']) window[one] = () => ran.push(one)"
            )
            page, asked = view.new_page(), set[str]()
            page.on("request", lambda one: asked.add(one.url))
            page.goto(f"{base}/sign-in")
            page.get_by_label("Token").fill(secret)
            page.get_by_role("button", name="Sign in").click()
            for address in pages:
                page.goto(base + address)
                assert page.evaluate("ran") == [], address
                assert page.locator("[canary]").count() == 0, address
                assert page.locator("script:not([src^='/static/'])").count() == 0, address
            view.close()
        assert [one for one in asked if not one.startswith((base, "data:,"))] == []
