"""A reviewer's ten rulings in a real browser: by keyboard, and with buttons where scripts are off."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import BROWSED, chromium, serving
from playwright.sync_api import Browser, Page, expect

from legation.model import Claim, Document
from legation.register import Register
from legation.terminal.words import name
from legation.web.people import People

pytestmark = BROWSED
CODES = ("AR", "BO", "CL", "CO", "CR", "CU", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PY")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    with chromium() as found:
        yield found


def closing(code: str) -> tuple[Document, list[Claim], str]:
    """Tell of a closing, by one paper alone."""
    text = f"{name(code)} closed its embassy in Oslo on Monday."
    claim = Claim(
        kind="closed",
        sending=code,
        receiving="NO",
        mission="embassy",
        date="2026-03-02",
        quote=text,
        start=0,
        end=len(text),
    )
    return (
        Document(text=text, title=f"{name(code)} leaves", published="2026-03-03", publisher="The Post"),
        [claim],
        "rules/1",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[str, str, str]]:
    """Serve a register of the test's own; give its place, its address and a reviewer's token."""
    db = str(tmp_path / "r.db")
    with Register.open(db) as register:
        register.add_all([closing(code) for code in CODES])
    _, secret = People(db).new("Ada", ["review"], dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    with serving(db) as base:
        yield db, base, secret


def sign_in(page: Page, base: str, secret: str) -> None:
    """Come to the queue as a reviewer does: by its address, and through the form."""
    page.goto(f"{base}/review")
    page.get_by_label("Token").fill(secret)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()


def rulings(db: str) -> list[str]:
    """List the kinds of ruling by Ada, in order."""
    with Register.open(db, read_only=True) as register:
        return [one.decision.kind for one in register.decisions() if one.decision and one.decision.by == "Ada"]


def test_ten_rulings_by_keyboard(browser: Browser, desk: tuple[str, str, str]) -> None:
    """One letter each: accept, reject, skip and undo; a letter typed as a reason stays a letter."""
    db, base, secret = desk
    page = browser.new_page()
    sign_in(page, base, secret)
    for key in "aarsaruaar":
        page.keyboard.press(key)
        page.wait_for_url("**/review?said=*")
        page.wait_for_load_state()
        assert page.get_by_role("status").is_visible()
        page.goto(f"{base}/review")
    page.keyboard.press("e")
    page.keyboard.type("as a ruling says")
    assert page.get_by_label("Reason").input_value() == "as a ruling says"
    page.keyboard.press("Enter")
    page.wait_for_url("**/review?said=*")
    assert [one[0] for one in rulings(db)] == list("aararwaara")
    page.close()


def test_ten_rulings_with_buttons_alone(browser: Browser, desk: tuple[str, str, str]) -> None:
    """Without JavaScript the same buttons do the same."""
    db, base, secret = desk
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, base, secret)
    for word in ("Accept", "Reject", "Skip", "Accept", "Undo", "Accept", "Accept", "Reject", "Accept", "Accept"):
        with page.expect_navigation():
            page.get_by_role("group", name="Rule on this matter").get_by_role("button", name=word).click()
        expect(page.get_by_role("status")).to_be_visible()
    assert [one[0] for one in rulings(db)] == list("arawaaraa")
    page.context.close()


def test_sign_in_and_review_are_good_for_every_reader(browser: Browser, desk: tuple[str, str, str]) -> None:
    """axe-core finds nothing on either page, and neither is wider than a phone."""
    _, base, secret = desk
    page = browser.new_page()
    page.goto(f"{base}/sign-in")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    sign_in(page, base, secret)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 375, "height": 812})
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.close()
