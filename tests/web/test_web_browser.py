"""The pages in a real browser: the map, an analyst's morning with and without JavaScript, and what axe-core says of each."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import BROWSED, chromium, serving
from playwright.sync_api import Browser, Page, expect
from user import careful_register

pytestmark = BROWSED
PAGES = (
    "/?on=2024-01-31", "/?sending=KP&on=2023-11-01", "/?receiving=CN&on=2023-10-01", "/?receiving=PE&on=1990-01-01", "/state/KP?on=2024-01-31", "/mission/KP-AO-embassy?on=2024-01-31",
    "/changes", "/replies", "/search", "/search?q=Madrid", "/about", "/sources", "/sign-in", "/state/Nowhere", "/what-if?sending=KP&on=2023-10-01",
    "/what-if?sending=KP&on=2023-10-01&title=Two&close=KP-ES-embassy&open=CN+consulate+Dandong&suspend=DE",
    "/holder/South%20Korean%20Foreign%20Ministry",
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the careful reader's register by the command line."""
    with serving(str(careful_register(tmp_path_factory.mktemp("browsed")))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page that fails the test where a script fails or asks another host."""
    view = browser.new_context()
    found = view.new_page()
    troubles: list[str] = []
    found.on("pageerror", lambda error: troubles.append(str(error)))
    found.on(
        "request",
        lambda one: None if "127.0.0.1" in one.url or one.url.startswith("data:") else troubles.append(one.url),
    )
    yield found
    view.close()
    assert troubles == []


def test_the_map_moves_through_time_without_a_new_page(page: Page, base: str) -> None:
    """A slider asks for another day, and map, table and address follow while the page stays."""
    page.goto(f"{base}/?sending=KP&on=2023-10-01")
    expect(page.locator("svg.world[data-ready=yes]")).to_be_visible()
    page.evaluate("window.stays = true")
    page.locator("input[data-for=on]").fill(str(dt.date(2024, 1, 31).toordinal() - dt.date(1970, 1, 1).toordinal()))
    expect(page).to_have_url(re.compile("on=2024-01-31"))
    expect(page.locator("#answer .lead")).to_contain_text("On 31 Jan 2024")
    assert page.evaluate("window.stays") is True
    assert page.locator("path.s-closed").count() > 1


def test_the_map_comes_closer_and_goes_back(page: Page, base: str) -> None:
    """The buttons change the view, and the last of them gives the whole world again."""
    page.goto(f"{base}/?sending=KP&on=2023-10-01")
    page.get_by_role("button", name="Closer").click()
    assert page.locator("svg.world").get_attribute("viewBox") != "0 0 960 460"
    page.get_by_role("button", name="Whole world").click()
    assert page.locator("svg.world").get_attribute("viewBox") == "0.0 0.0 960.0 460.0"


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
def test_a_phone_shows_the_map_first_and_the_question_on_demand(browser: Browser, base: str, scripts: bool) -> None:  # noqa: FBT001
    """The question is folded on a phone and asks as ever when it is opened; on a desktop it stands open, without a handle."""
    view = browser.new_context(java_script_enabled=scripts, viewport={"width": 375, "height": 812})
    page = view.new_page()
    page.goto(f"{base}/?on=2024-01-31")
    expect(page.locator("svg.world")).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Sent by")).to_be_hidden()
    page.get_by_text("Another day, state or count").click()
    page.get_by_label("Sent by").fill("North Korea")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Missions of North Korea")
    expect(page.locator("svg.world")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_label("Sent by")).to_be_visible()
    expect(page.get_by_text("Another day, state or count")).to_be_hidden()
    view.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
def test_the_map_comes_close_to_a_host(browser: Browser, base: str, scripts: bool) -> None:  # noqa: FBT001
    """The host fills the map, with its marks in sight and no larger than on the whole map by as much as the land is."""
    view = browser.new_context(java_script_enabled=scripts)
    page = view.new_page()

    def across() -> float:
        return float(page.locator("svg.world a > .s-open").first.evaluate("one => one.getBoundingClientRect().width"))

    page.goto(f"{base}/?on=2023-10-01")
    far = across()
    page.goto(f"{base}/?receiving=CN&on=2023-10-01")
    expect(page.locator("svg.world")).not_to_have_attribute("viewBox", "0 0 960 460")
    marks = page.locator("svg.world a > .s-open")
    assert marks.count() > 1
    for number in range(marks.count()):
        expect(marks.nth(number)).to_be_in_viewport()
    assert far < across() < far * 3
    if scripts:
        page.get_by_role("button", name="Whole world").click()
        assert page.locator("svg.world").get_attribute("viewBox") == "0.0 0.0 960.0 460.0"
        assert abs(across() - far) < 1
    view.close()


def test_the_map_is_moved_by_a_finger_once_it_came_closer(browser: Browser, base: str) -> None:
    """Before, a finger scrolls the page; a slider keeps the reader's view, another host has its own."""
    view = browser.new_context(has_touch=True, viewport={"width": 375, "height": 812})
    page = view.new_page()
    page.goto(f"{base}/?sending=KP&on=2023-10-01")
    world = page.locator("svg.world")
    drag = """one => { const box = one.getBoundingClientRect();
      const at = (kind, x) => one.dispatchEvent(new PointerEvent(kind, {bubbles: true, pointerType: "touch", clientX: x, clientY: box.top + 60}));
      at("pointerdown", 200); at("pointermove", 150); at("pointermove", 100); at("pointerup", 100); }"""
    world.evaluate(drag)
    assert world.get_attribute("viewBox") == "0 0 960 460"
    page.get_by_role("button", name="Closer").click()
    closer = world.get_attribute("viewBox")
    world.evaluate(drag)
    moved = world.get_attribute("viewBox")
    assert moved != closer
    page.get_by_text("Another day, state or count").click()
    page.locator("input[data-for=on]").fill(str(dt.date(2024, 1, 31).toordinal() - dt.date(1970, 1, 1).toordinal()))
    expect(page.locator("#answer .lead")).to_contain_text("On 31 Jan 2024")
    expect(world).to_have_attribute("viewBox", str(moved))
    view.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])
def test_an_analysts_morning(browser: Browser, base: str, scripts: bool) -> None:  # noqa: FBT001
    """From the world to a state, a mission, its document and a scenario: with JavaScript and without."""
    view = browser.new_context(java_script_enabled=scripts)
    page = view.new_page()
    page.goto(f"{base}/")
    page.get_by_label("Sent by").fill("North Korea")
    page.get_by_label("On", exact=True).fill("2024-01-31")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Missions of North Korea")
    page.locator("caption a").click()
    expect(page.locator(".figure strong").first).to_have_text("44")
    page.locator("#missions ~ .scroll").get_by_role("link", name="Spain").click()
    expect(page.locator(".figure strong")).to_have_text("closed")
    page.locator("blockquote footer a[href^='/document/']").first.click()
    assert page.locator(".text mark").count() > 0
    page.goto(f"{base}/what-if?sending=KP&on=2023-10-01")
    page.locator("input[value=KP-IT-embassy]").check()
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".figure strong").nth(1)).to_have_text("52")
    assert "close=KP-IT-embassy" in page.url
    expect(page.get_by_label("Italy: Rome")).to_be_checked()
    page.get_by_label("Missions that open").fill("CN consulate Dandong, LU")
    page.get_by_label("Called").fill("One less, two more")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One less, two more: North Korea")
    expect(page.locator(".figure strong").nth(1)).to_have_text("54")
    expect(page.locator("#answer")).to_contain_text("Lost (1): Rome, Italy")
    expect(page.locator("#answer")).to_contain_text("Gained (2): Dandong, China (consulate); Luxembourg")
    view.close()


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1280, "dark")], ids=["phone", "desktop"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_wrong(browser: Browser, base: str, address: str, width: int, scheme: str) -> None:
    """No page has a violation that axe-core knows of, with all of it unfolded: light on a phone, dark on a desktop."""
    size = {"width": width, "height": 900}
    view = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport=size)  # type: ignore[arg-type]
    page = view.new_page()
    page.goto(base + address)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page).response["violations"]
    view.close()
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, base: str, address: str) -> None:
    """At 375 px only tables and drawings scroll, in boxes of their own."""
    view = browser.new_context(viewport={"width": 375, "height": 812})
    page = view.new_page()
    page.goto(base + address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    view.close()
    assert wide == 375


@pytest.mark.parametrize(
    "address", ["/state/KP?on=2024-01-31", "/?sending=KP&on=2024-01-31", "/?on=2023-12-31", "/holder/South%20Korean%20Foreign%20Ministry"]
)  # fmt: skip
def test_a_phone_shows_each_table_whole(browser: Browser, base: str, address: str) -> None:
    """No cell of a long table lies outside of the screen: its rows come as lists."""
    view = browser.new_context(viewport={"width": 375, "height": 812})
    page = view.new_page()
    page.goto(base + address)
    out = page.locator("table:is(.cards, .counts)").first.evaluate(
        "one => [...one.querySelectorAll('tbody :is(th, td)')].filter(cell => cell.getBoundingClientRect().right > 375).length"
    )
    assert page.locator("table:is(.cards, .counts) tbody th").count() > 0
    view.close()
    assert out == 0


def test_the_front_end_is_small() -> None:
    """The scripts are under 200 kB as they stand, so also compressed."""
    script = Path(__file__).parents[2] / "src/legation/web/static/legation.js"
    assert script.stat().st_size < 200_000
