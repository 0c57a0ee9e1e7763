"""What servers do wrong, over real HTTP: each source's fault is told of it alone, and the rest is taken in."""

import contextlib
import gzip
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_watch import CLOSED, Desk, source
from watch_server import Site, now, rss, site

from legation.intake.sizes import PAGE_LIMIT
from legation.register import Register

FEED = "application/rss+xml"


@pytest.fixture
def news() -> Iterator[Site]:
    """A news site."""
    with site() as held:
        yield held


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk."""
    return Desk(tmp_path)


def good(news: Site, number: int = 1) -> str:
    """Put a sound feed with one article there, and give its address."""
    page = news.article(f"/a/{number}", f"Chile closes embassy {number}", CLOSED.replace("Monday", f"{number} March"))
    return news.page(f"/feed/{number}", rss((page, "Chile", now())), FEED)


def test_a_feed_that_drips_is_given_up(news: Site, desk: Desk) -> None:
    """A byte now and then never ends by itself, and every read of it succeeds: the whole ask has an end."""
    slow = news.page("/drip", rss() + " " * 100_000, FEED)
    news.slow["/drip"] = 0.5
    found = desk.once(source(slow, "Slow"), source(good(news), "Good"))
    assert (found.failed, found.kept) == (1, 1)
    assert [line.partition(":")[0] for line in desk.told] == ["Slow"]


def test_a_page_that_drips_is_tried_again_later(news: Site, desk: Desk) -> None:
    """The other article of the feed comes in meanwhile, and the slow one when its server has recovered."""
    slow = news.article("/slow", "Peru closes embassy", CLOSED.replace("Chile", "Peru"), "More. " * 20_000)
    news.slow["/slow"] = 0.5
    feed = source(news.page("/feed", rss((slow, "Peru", now())), FEED), "Slow")
    assert desk.once(feed, source(good(news), "Good")).kept == 1
    with desk.ledger() as ledger:
        (waiting,) = ledger.waiting(float("inf"), 10)
        assert waiting.url == slow


@pytest.mark.parametrize("what", ["feed", "page"])
def test_a_packed_bomb_is_not_unpacked(news: Site, desk: Desk, what: str) -> None:
    """Half a megabyte that would be half a gigabyte ends where the bound is."""
    bomb = gzip.compress(b" " * 512 * 1024 * 1024, 1)
    media = FEED if what == "feed" else "text/html"
    news.pages["/bomb"] = (200, {"Content-Type": media, "Content-Encoding": "gzip"}, bomb)
    address = news.address + "/bomb"
    if what == "page":
        address = news.page("/feed", rss((address, "Bomb", now())), FEED)
    found = desk.once(source(address, "Bomb"), source(good(news), "Good"))
    assert found.kept == 1
    assert len(bomb) < PAGE_LIMIT
    if what == "feed":
        assert desk.health([source(address, "Bomb")])["Bomb"] == "failing"
    assert desk.titles() == ["Chile closes embassy 1"]


def test_redirects_without_end_are_left(news: Site, desk: Desk) -> None:
    """One to itself and a ring of two."""
    rings = {"/self": "/self", "/one": "/two", "/two": "/one"}
    for path, to in rings.items():
        news.page(path, "", status=302, head={"Location": to})
    bad = [source(news.address + path, path) for path in ("/self", "/one")]
    found = desk.once(*bad, source(good(news), "Good"))
    assert (found.failed, found.kept) == (2, 1)
    assert all("redirect" in line for line in desk.told)
    assert max(news.paths().count(path) for path in rings) < 25


def test_a_feed_in_another_charset_than_it_says_is_read(news: Site, desk: Desk) -> None:
    """The addresses are what is needed of it; the page's own charset is found by its bytes."""
    page = "<html><head><meta charset='utf-8'><title>Málaga</title></head><body><article><h1>Málaga</h1><p>{}</p></article>"
    body = page.format("Chile closed its consulate in Málaga on Monday, the Foreign Ministry of Chile said.")
    news.pages["/a/1"] = (200, {"Content-Type": "text/html; charset=utf-8"}, f"{body}</body></html>".encode("cp1252"))
    feed = rss((news.address + "/a/1", "Málaga", now())).replace('"1.0"?', '"1.0" encoding="utf-8"?')
    news.pages["/feed"] = (200, {"Content-Type": FEED}, feed.encode("cp1252"))
    assert desk.once(source(news.address + "/feed")).kept == 1
    assert desk.titles() == ["Málaga"]


def test_tags_in_a_title_and_days_to_come_do_no_harm(news: Site, desk: Desk) -> None:
    """A title is text, a script in it is none that runs; a day that has not come is nobody's day of publication."""
    page = news.page("/a/1", f"<html><body><article><p>{CLOSED}</p></article></body></html>")
    title = "&lt;b&gt;Chile&lt;/b&gt; closes &lt;script&gt;alert(1)&lt;/script&gt;"
    news.page("/feed", rss((page, title, "Fri, 01 Jan 2100 00:00:00 GMT")), FEED)
    assert desk.once(source(news.address + "/feed")).kept == 1
    with Register.open(desk.folder / "r.db") as register:
        (held,) = register.documents()
    assert held.published is None
    with contextlib.closing(sqlite3.connect(desk.folder / "r.db.watch.db")) as ledger:
        ((named,),) = ledger.execute("SELECT title FROM items")
    assert "<" not in named


@pytest.mark.parametrize("status", [400, 500, 503])
def test_servers_that_fail_are_told_and_waited_for(news: Site, desk: Desk, status: int) -> None:
    """Their words are no feed, whatever they look like."""
    feed = source(news.page("/feed", rss(), FEED, status=status), "Broken")
    assert desk.once(feed, source(good(news), "Good")).kept == 1
    assert f"the server answers {status}" in desk.told[0]
    assert desk.health([feed])["Broken"] == "failing"
