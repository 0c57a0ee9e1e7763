"""Replies at a real server: in Chromium with and without JavaScript, and the proof that an address comes out nowhere."""

import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import BROWSED, chromium, started
from playwright.sync_api import Browser, Page, expect
from user import careful_register, here

from legation.web import Settings, create_app
from legation.web.replies import Ledger

ADDRESS = "whistle.blower+tip@hidden-mailbox.example"
SIGNS = ("hidden-mailbox", "whistle.blower", urllib.parse.quote("@hidden"), "QGhpZGRlbi1tYWlsYm94")  # also base64
TEXT = "North Korea has closed its embassy in Uganda, officials in Kampala said."
HOSTILE = [
    f"{mark}{code}" for mark in ("", '">', "'>", "</textarea>", "</title>", "--><!--", "&lt;", "{{7*7}}")
    for code in (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href=javascript:alert(1)>x</a>",
    )
]  # fmt: skip
LOUD = """
import sys, logging, uvicorn
from legation.web import Settings, create_app
logging.basicConfig(level=logging.DEBUG)
uvicorn.run(create_app(Settings(sys.argv[1], replies=500)), port=int(sys.argv[2]), log_level="trace")
"""  # all that uvicorn and the libraries can say


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, Path]]:
    """Serve a register by uvicorn with every log open; gives the address, the register and the log."""
    folder = tmp_path_factory.mktemp("replied")
    db, log = careful_register(folder), folder / "server.log"
    with log.open("wb") as out, started(lambda port: [sys.executable, "-c", LOUD, str(db), str(port)], out) as address:
        yield address, db, log


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as found:
        yield found


def fetch(address: str, data: bytes | None = None, **headers: str) -> str:
    """Ask the server; gives the body with its headers, whatever the status."""
    asked = urllib.request.Request(address, data=data, headers={"Accept": "text/html", **headers})  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return f"{answer.headers}\n{answer.read().decode('utf-8', 'replace')}"
    except urllib.error.HTTPError as error:
        return f"{error.headers}\n{error.read().decode('utf-8', 'replace')}"


def send(base: str, page: str, **more: str) -> str:
    """Send a reply by the form."""
    mark = re.search(r'name="mark" value="(\w+)"', fetch(base + page))
    assert mark
    form = {"page": page, "mark": mark[1], "name": "Ada Bell", "email": ADDRESS, "text": TEXT, "website": "", **more}
    return fetch(f"{base}/reply", urllib.parse.urlencode(form).encode(), Origin=base)


def fill(page: Page, text: str) -> None:
    """Fill the form as a reader does, by its labels."""
    page.get_by_role("textbox", name="Name", exact=True).fill("Ada Bell")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Correction or tip").fill(text)


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
class TestInChromium:
    """A reader and a moderator at their browsers."""

    pytestmark = BROWSED

    def test_a_readers_reply(self, browser: Browser, served: tuple[str, Path, Path], scripts: bool) -> None:  # noqa: FBT001
        """From the mission's page to the moderator's desk and back under the page: with JavaScript and without."""
        base, db, _ = served
        text = f"{TEXT} I saw the flag come down, {'with' if scripts else 'without'} a script."
        view = browser.new_context(java_script_enabled=scripts)
        page = view.new_page()
        page.goto(f"{base}/mission/KP-UG-embassy")
        expect(page.get_by_text("will not be published")).to_be_visible()
        assert page.locator("form.reply [required]").count() == 3
        expect(page.locator(".trap input")).not_to_be_in_viewport()
        fill(page, text)
        page.get_by_role("button", name="Send to the moderators").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
        page.locator("main a").click()
        expect(page.locator(".said", has_text=text)).to_have_count(0)
        token = here("token", "new", "--name", "Mo Derator", "--scope", "moderate", db=db).stdout.strip()
        page.goto(f"{base}/moderate")
        page.get_by_label("Token").fill(token)
        page.get_by_role("button", name="Sign in").click()
        mine = page.locator(".said", has_text=text)
        expect(mine).to_contain_text(ADDRESS)
        mine.get_by_role("button", name="Publish").click()
        expect(page.get_by_role("status")).to_contain_text("Published")
        page.goto(f"{base}/mission/KP-UG-embassy")
        shown = page.locator(".replies .said", has_text=text)
        expect(shown).to_contain_text("Ada Bell")
        expect(shown).not_to_contain_text("@")
        view.close()

    def test_what_is_wrong_is_told_and_kept(
        self,
        browser: Browser,
        served: tuple[str, Path, Path],
        scripts: bool,  # noqa: FBT001
    ) -> None:
        """Where the browser lets it through, the server tells what is wrong beside the field, and keeps the text."""
        view = browser.new_context(java_script_enabled=scripts)
        page = view.new_page()
        page.goto(f"{served[0]}/reply?page=/state/KP")
        fill(page, TEXT)
        page.get_by_label("E-mail address").fill("ada@nowhere")  # good to a browser
        page.get_by_role("button", name="Send to the moderators").click()
        expect(page.locator("#reply-email-error")).to_contain_text("no e-mail address")
        expect(page.get_by_label("Correction or tip")).to_have_value(TEXT)
        expect(page.get_by_label("E-mail address")).to_have_value("")
        view.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
class TestByAxe:
    """What axe-core says of all that belongs to replies."""

    pytestmark = BROWSED

    def test_replies_and_desk_have_no_violation(
        self, browser: Browser, served: tuple[str, Path, Path], scheme: str
    ) -> None:
        """The form, its faults, the thanks, published replies and the desk: in light and dark, and on a phone without sideways scrolling."""
        base, db, _ = served
        _publish(db, send(base, "/state/KP", text=f"{TEXT} {scheme} {'w' * 200}"))
        send(base, "/state/KP", text=f"{TEXT} {scheme} waits")
        token = here("token", "new", "--name", "Mo", "--scope", "moderate,add", db=db).stdout.strip()
        view = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 375, "height": 812})  # type: ignore[arg-type]
        page = view.new_page()
        page.goto(f"{base}/sign-in?next=/moderate")
        page.get_by_label("Token").fill(token)
        page.get_by_role("button", name="Sign in").click()
        for address in ("/moderate", "/state/KP", "/replied?page=/state/KP", "/reply?page=/state/KP", "faults"):
            if address == "faults":
                page.locator("form.reply").evaluate("form => { form.noValidate = true }")
                page.get_by_role("button", name="Send to the moderators").click()
                expect(page.locator(".error")).to_have_count(3)
            else:
                page.goto(base + address)
            found = Axe().run(page).response["violations"]
            assert [(address, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
            assert page.evaluate("document.documentElement.scrollWidth") == 375, address
        view.close()


def _publish(db: Path, _: str = "") -> None:
    with Ledger(str(db), write=True) as ledger:
        for one in ledger.waiting(most=-1):
            ledger.rule(one.id, "published", "Mo Derator", time.time(), seen=one.number)


def test_hostile_names_and_texts_come_out_as_words(served: tuple[str, Path, Path]) -> None:
    """No element or attribute of a reply becomes one of the page's: not in the form, under the page, or at the desk."""
    base, db, _ = served
    for number, hostile in enumerate(HOSTILE):
        again = send(base, "/state/ES", name=f"{number} {hostile}"[:80], text=f"{number} {hostile}", email="")
        assert hostile not in again.replace("&lt;p&gt;", "")
        send(base, "/state/ES", name=f"{number} {hostile}"[:80], text=f"number {number} {hostile}")
    _publish(db)
    page = fetch(f"{base}/state/ES")
    assert page.count('class="said"') == len(HOSTILE) == 32
    for code in ("<script>alert", "<img src=x", "<svg/onload", "<a href=javascript"):
        assert code not in page
    assert page.count("&lt;script&gt;alert(1)") >= 16
    assert "number 28 {{7*7}}&lt;script" in page


def test_an_address_comes_out_nowhere(served: tuple[str, Path, Path], tmp_path: Path) -> None:
    """Pages, forms, feeds, exports, the API, faults, every log, every file, a backup: none holds an address, in any spelling."""
    base, db, log = served
    document = re.search(r"/document/\w+", fetch(f"{base}/mission/KP-UG-embassy"))
    assert document
    places = ("/state/KP", "/mission/KP-UG-embassy", document[0])
    said = [send(base, one, text=f"{TEXT} {one}") for one in places]
    said += [send(base, places[0], name=""), send(base, places[0], text="short"), send(base, places[0], mark="x")]
    said += [send(base, places[0], text=f"Write to {ADDRESS}, please."), send(base, places[0], email=f"{ADDRESS}@")]
    said += [
        fetch(f"{base}/reply", urllib.parse.urlencode({"email": ADDRESS}).encode(), Origin=origin)
        for origin in (base, "null")
    ]
    for body in (
        b'{"email": "%s"}',
        b'{"page": "/state/KP", "name": "", "email": "%s", "text": "x"}',
        b'["%s"',
        b'{"email": ["%s"]}',
    ):
        content = {"Content-Type": "application/json"}
        said.append(fetch(f"{base}/api/v1/replies", body.replace(b"%s", ADDRESS.encode()), **content))
    _publish(db)
    send(base, places[0], text=f"{TEXT} This one waits.")
    for one in places:
        said += [fetch(f"{base}{one}{ending}") for ending in ("", ".json", ".csv", ".geojson")]
    said += [fetch(f"{base}/{one}") for one in (
        "", "world.json", "world.csv", "changes", "changes.json", "changes.csv", "search?q=hidden", "search.json?q=Kampala", "about", "about.json",
        "what-if?sending=KP", "holder/Ada%20Bell", "replied?page=/state/KP", "replies", "replies.json", "replies.csv", "reply?page=/state/KP", "moderate", "sign-in", "nothing",
        "feeds/changes.atom", "feeds/changes.json", "reconcile", "healthz", "readyz", "api/v1/openapi.json",
    )]  # fmt: skip
    values = {"state": "KP", "receiving": "UG", "key": document[0].rpartition("/")[2], "ending": "atom"}
    values |= {"format": "csv", "kind": "network"}
    for path, held in create_app(Settings(str(db))).openapi()["paths"].items():
        if "get" in held:
            said.append(fetch(base + path.format(**values) + "?q=Kampala&since=2023-01-01&page=/state/KP"))
    for form in ("csv", "jsonl", "geojson", "graphml", "turtle", "jsonld", "markdown", "html"):
        assert here("export", form, "KP", "--out", tmp_path / form, db=db).returncode == 0
    said += [here("changes", db=db).stdout, here("replies", "list", "--json", db=db).stdout]
    assert here("backup", tmp_path / "kept", db=db).returncode == 0
    said += [one.read_bytes().decode("latin-1") for one in (*db.parent.iterdir(), *tmp_path.iterdir()) if one.is_file()]
    assert len(said) > 75
    assert all(len(one) > 20 for one in said[:10])
    told = log.read_text("utf-8", "replace")
    assert "POST /reply" in told
    assert not [one[:300] for one in [*said, told] for sign in SIGNS if sign in one]
    with Ledger(str(db)) as ledger:  # and yet a moderator has it
        assert {ledger.address(one.id) for one in ledger.waiting()} == {ADDRESS}
