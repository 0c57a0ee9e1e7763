"""Several processes behind one port: what a reader begins at one goes on at another."""

import re
from pathlib import Path

import httpx
from chromium import serving

from legation.model import Document
from legation.register import Register
from legation.web import Settings


def _register(folder: Path) -> str:
    db = folder / "register.db"
    text = "Spain opened its embassy in Chad."
    with Register.open(db) as register:
        register.add(Document(text=text, published="2024-01-01", publisher="Paper"), [], "test/1")
    return str(db)


def test_a_form_of_one_process_can_be_sent_to_another(tmp_path: Path) -> None:
    """All processes give one mark and one tag for a page, so that none refuses another's form or says a page anew."""
    with serving(_register(tmp_path), "--workers", "2") as base:
        pages = [httpx.get(f"{base}/state/ES", headers={"accept": "text/html"}, timeout=120) for _ in range(12)]
        limits = {httpx.get(f"{base}/api/v1/changes").headers["ratelimit-limit"] for _ in range(6)}
    assert {page.status_code for page in pages} == {200}
    assert len({re.search(r'name="mark" value="(\w+)"', page.text)[1] for page in pages}) == 1  # type: ignore[index]
    assert len({page.headers["etag"] for page in pages}) == 1
    assert limits == {"300"}


def test_processes_share_a_limit() -> None:
    """All of them together never grant more than one would, and each grants something."""
    alone, four = Settings("register.db"), Settings("register.db", workers=4)
    assert [alone.share(10), four.share(10), four.share(2)] == [10, 2, 1]
