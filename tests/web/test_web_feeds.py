"""The feeds of changes: in form, filtered, and harmless whatever a document says."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from lxml import etree
from user import careful_register

from legation.gazetteer import states
from legation.model import Claim, Document
from legation.register import Register
from legation.web import Settings, create_app

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = [
    f"{mark}{code}" for mark in ("", '">', "'>", "]]>", "</title>", "--><!--", "&lt;", "%00", "\x0b", "{{7*7}}")
    for code in (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<a href=javascript:alert(1)>x</a>",
    )
]  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Keep a register of the test's own."""
    return careful_register(tmp_path)


def test_a_feed_is_atom_with_what_the_format_demands(db: Path) -> None:
    """Feed and entries have an ID of their own, a title and a moment; the filter holds."""
    with TestClient(create_app(Settings(str(db)))) as client:
        found = client.get("/feeds/changes.atom?sending=KP&receiving=ES")
        form = client.get("/feeds/changes.json?sending=KP&receiving=ES").json()
        assert client.get("/feeds/changes.rss").status_code == 404
    root = etree.fromstring(found.content)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for one in (root, *entries):
        assert all(one.findtext(f"{ATOM}{field}") for field in ("id", "title", "updated"))
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == len(entries)
    assert all("Spain" in (one.findtext(f"{ATOM}title") or "") for one in entries)
    assert [one["id"] for one in form["items"]] == [one.findtext(f"{ATOM}id") for one in entries]


def test_forty_hostile_texts_come_out_as_words_in_the_feeds(db: Path) -> None:
    """No element, attribute or scheme of a document's text becomes one of the feed's."""
    hosts = [one.code for one in states() if one.code != "KP"][: len(HOSTILE)]
    with Register.open(db) as register:
        for hostile, host in zip(HOSTILE, hosts, strict=True):
            words = f"established relations {hostile}"
            claim = Claim(
                kind="relations_established", sending="KP", receiving=host, quote=words, start=0, end=len(words)
            )
            document = Document(text=words, title=hostile, publisher=hostile, published="2024-02-01")
            assert register.add(document, [claim], "test/1").stored == 1
    with TestClient(create_app(Settings(str(db)))) as client:
        found = client.get("/feeds/changes.atom?q=established+relations")
        form = client.get("/feeds/changes.json?q=established+relations")
    assert form.headers["content-type"] == "application/feed+json"
    assert sum("established relations" in one["content_text"] for one in form.json()["items"]) == len(HOSTILE) == 40
    root = etree.fromstring(found.content)
    assert {str(one.tag).removeprefix(ATOM) for one in root.iter()} <= {
        "feed", "id", "title", "updated", "author", "name", "link", "generator", "entry", "content",
    }  # fmt: skip
    assert all(link.get("href", "").startswith("http://127.0.0.1") for link in root.iter(f"{ATOM}link"))
    assert "<script" not in found.text


def test_what_was_there_before_a_source_was_followed_is_no_news(tmp_path: Path) -> None:
    """The feed leaves it out, and gives it to who asks."""
    text = "Chile closed its embassy in Norway."
    claim = Claim(kind="closed", sending="CL", receiving="NO", mission="embassy", quote=text, start=0, end=len(text))
    with Register.open(tmp_path / "r.db") as register:
        register.add_all([(Document(text=text, published="2026-03-02"), [claim], "rules/1")], backlog=True)
    with TestClient(create_app(Settings(str(tmp_path / "r.db")))) as client:
        assert client.get("/feeds/changes.json").json()["items"] == []
        assert len(client.get("/feeds/changes.json?backlog=true").json()["items"]) == 1
