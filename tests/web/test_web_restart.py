"""What a reader had open while the server ended goes through at the next one: in a real browser, with and without scripts."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import BROWSED, chromium, free_port, serving
from playwright.sync_api import Browser, expect
from user import careful_register

from legation.register import Register
from legation.web.people import People
from legation.web.replies import Ledger

pytestmark = [*BROWSED, pytest.mark.parametrize("scripts", [True, False], ids=["with", "without"])]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    with chromium() as found:
        yield found


def test_a_reply_written_while_the_server_starts_anew_goes_through(
    browser: Browser, tmp_path: Path, scripts: bool  # noqa: FBT001
) -> None:  # fmt: skip
    """The form is filled under one server and sent to the next."""
    db, port = str(careful_register(tmp_path)), free_port()
    page = browser.new_context(java_script_enabled=scripts).new_page()
    with serving(db, port=port) as base:
        page.goto(f"{base}/mission/KP-UG-embassy")
        page.get_by_role("textbox", name="Name", exact=True).fill("Ada Bell")
        page.get_by_label("E-mail address").fill("ada@hidden.example")
        page.get_by_label("Correction or tip").fill("The flag came down a day later than is said here.")
    with serving(db, port=port):
        page.get_by_role("button", name="Send to the moderators").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.context.close()
    with Ledger(db) as ledger:
        assert [(one.page, one.name) for one in ledger.waiting()] == [("/mission/KP-UG-embassy", "Ada Bell")]


def test_a_ruling_made_while_the_server_starts_anew_goes_through(
    browser: Browser, tmp_path: Path, scripts: bool  # noqa: FBT001
) -> None:  # fmt: skip
    """The matter is read under one server and ruled on at the next."""
    db, port = str(careful_register(tmp_path)), free_port()
    _, secret = People(db).new("Ada", ["review"], dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
    page = browser.new_context(java_script_enabled=scripts).new_page()
    with serving(db, port=port) as base:
        page.goto(f"{base}/review")
        page.get_by_label("Token").fill(secret)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()
    with serving(db, port=port):
        page.get_by_role("group", name="Rule on this matter").get_by_role("button", name="Accept").click()
        expect(page.get_by_role("status")).to_contain_text("noted as entry")
    page.context.close()
    with Register.open(db, read_only=True) as register:
        assert [one.decision.by for one in register.decisions() if one.decision] == ["Ada"]
