"""What servers do wrong, over real HTTP: each source's fault is told of it alone, the rest is taken in, and nothing is lost."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_watch import CLOSED, Desk, source
from watch_server import Answer, Site, bomb, now, rss, site

from legation.intake.sizes import PAGE_LIMIT
from legation.register import Register

FEED = "application/rss+xml"
XML = "application/xml"


@pytest.fixture
def news() -> Iterator[Site]:
    """A news site."""
    with site() as held:
        yield held


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk."""
    return Desk(tmp_path)


def article(news: Site, state: str) -> str:
    """Put an article of a state's own there, and give its address."""
    return news.article(f"/a/{state}", f"{state} closes embassy", CLOSED.replace("Chile", state))


def good(news: Site) -> str:
    """Put a sound feed with one article there, and give its address."""
    return news.page("/good", rss((article(news, "Chile"), "Chile", now())), FEED)


def naming(*addresses: str) -> str:
    """Write an index of sitemaps."""
    parts = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</sitemapindex>'


def sitemap(*addresses: str) -> str:
    """Write a sitemap of pages."""
    pages = "".join(f"<url><loc>{one}</loc></url>" for one in addresses)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'


def due_again(desk: Desk) -> None:
    """Let what waits for another try have it at the next ask."""
    with contextlib.closing(sqlite3.connect(desk.folder / "r.db.watch.db")) as ledger, ledger:
        ledger.execute("UPDATE items SET next = 0")


Fault = str
FAULTS: dict[Fault, str] = {  # what a server does, and what is told of it
    "drip": "not done within 3 seconds",
    "bomb": f"more than {PAGE_LIMIT // 1_000_000} MB",
    "circle": "redirects in a circle",
    "far": "redirects more than 5 times",
    "cut": "cut off or garbled on the way",
    "500": "the server answers 500",
    "503": "the server answers 503",
}


def break_(news: Site, path: str, fault: Fault) -> None:
    """Let a page that is there do wrong."""
    status, head, body = whole(news, path)
    if fault == "drip":  # a byte now and then never ends by itself, and every read of it succeeds
        news.slow[path] = 0.5
        news.pages[path] = status, head, body + b" " * 100_000
    elif fault == "bomb":
        news.pages[path] = status, {**head, "Content-Encoding": "gzip"}, bomb(2_000)
    elif fault == "circle":
        news.pages[path] = 302, {"Location": f"{path}/on"}, b""
        news.pages[f"{path}/on"] = 302, {"Location": path}, b""
    elif fault == "far":
        news.pages[path] = 302, {"Location": f"{path}/1"}, b""
        for number in range(1, 100):
            news.pages[f"{path}/{number}"] = 302, {"Location": f"{path}/{number + 1}"}, b""
    elif fault == "cut":
        news.pages[path] = status, {**head, "Content-Length": str(len(body) + 1_000)}, body
    else:
        news.pages[path] = int(fault), head, body  # its words are nothing, whatever they look like


def whole(news: Site, path: str) -> Answer:
    """Give what stands at a path."""
    found = news.pages[path]
    assert not callable(found)
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_a_feed_that_fails_is_told_and_loses_nothing(news: Site, desk: Desk, fault: Fault) -> None:
    """Its fault stands beside its name, the other source comes in, and so does what it has once it is well again."""
    bad = source(news.page("/bad", rss((article(news, "Peru"), "Peru", now())), FEED), "Bad")
    sound, before = source(good(news), "Good"), whole(news, "/bad")
    break_(news, "/bad", fault)
    found = desk.once(bad, sound)
    assert (found.failed, found.kept) == (1, 1)
    assert [line.partition(":")[0] for line in desk.told] == ["Bad"]
    assert FAULTS[fault] in (desk.state("Bad").error or "")
    assert desk.health([bad, sound]) == {"Bad": "failing", "Good": "well"}
    assert len(news.asked) < 15
    news.pages["/bad"] = before
    news.slow.clear()
    assert desk.once(bad, sound).kept == 1
    assert desk.health([bad, sound]) == {"Bad": "well", "Good": "well"}
    assert desk.titles() == ["Chile closes embassy", "Peru closes embassy"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_fails_is_told_and_comes_in_later(news: Site, desk: Desk, fault: Fault) -> None:
    """The source is well, its other page comes in, and the health tells which page waits, and why."""
    pages = [(article(news, state), state, now()) for state in ("Peru", "Chile")]
    feed, before = source(news.page("/feed", rss(*pages), FEED), "News"), whole(news, "/a/Peru")
    break_(news, "/a/Peru", fault)
    assert desk.once(feed).kept == 1
    state = desk.state("News")
    assert (state.condition, state.kept, state.waiting, state.error) == ("well", 1, 1, None)
    assert "/a/Peru" in (state.item_error or "")
    assert FAULTS[fault] in (state.item_error or "")
    news.pages["/a/Peru"] = before
    news.slow.clear()
    due_again(desk)
    assert desk.once(feed).kept == 1
    state = desk.state("News")
    assert (state.kept, state.waiting, state.item_error) == (2, 0, None)
    assert desk.titles() == ["Chile closes embassy", "Peru closes embassy"]


def test_a_page_in_place_of_a_feed_is_a_fault(news: Site, desk: Desk) -> None:
    """A site that is being mended answers 200 with words for people."""
    bad = source(news.page("/bad", "<html><body><p>We will be back soon.</p></body></html>"), "Bad")
    assert desk.once(bad, source(good(news), "Good")).kept == 1
    assert "neither feed nor sitemap" in (desk.state("Bad").error or "")


@pytest.mark.parametrize("said", ["utf-8", "utf-32", "ascii", "no-such-charset"])
def test_a_wrong_charset_loses_no_item(news: Site, desk: Desk, said: str) -> None:
    """The addresses are what is needed of a feed, and a page's own charset is found by its bytes."""
    text = "Chile closed its consulate in Málaga on Monday, the Foreign Ministry of Chile said. José Muñoz, cónsul en España: «Así será.»"
    body = (
        f"<html><head><title>Málaga</title></head><body><article><h1>Málaga</h1><p>{text}</p></article></body></html>"
    )
    news.pages["/a/1"] = (200, {"Content-Type": f"text/html; charset={said}"}, body.encode("cp1252"))
    feed = rss((news.address + "/a/1", "Málaga", now())).replace('"1.0"?', f'"1.0" encoding="{said}"?')
    news.pages["/feed"] = (200, {"Content-Type": f"{FEED}; charset={said}"}, feed.encode("cp1252"))
    assert desk.once(source(news.address + "/feed")).kept == 1
    assert desk.titles() == ["Málaga"]


def test_tags_in_a_title_and_days_to_come_do_no_harm(news: Site, desk: Desk) -> None:
    """A title is text, a script in it is none that runs; a day that has not come is nobody's day of publication."""
    page = news.page("/a/1", f"<html><body><article><p>{CLOSED}</p></article></body></html>")
    title = "&lt;b&gt;Chile&lt;/b&gt; closes &lt;script&gt;alert(1)&lt;/script&gt;"
    news.page("/feed", rss((page, title, "Fri, 01 Jan 2100 00:00:00 GMT")), FEED)
    assert desk.once(source(news.address + "/feed", "News")).kept == 1
    assert desk.told == [f"News: {page}: dated 2100-01-01, in the future; its day is left out"]
    with Register.open(desk.folder / "r.db") as register:
        (held,) = register.documents()
    assert held.published is None
    with contextlib.closing(sqlite3.connect(desk.folder / "r.db.watch.db")) as ledger:
        ((named,),) = ledger.execute("SELECT title FROM items")
    assert "<" not in named


def test_an_index_that_names_itself_is_read_once(news: Site, desk: Desk) -> None:
    """Under its own address, or under another that leads back to it."""
    news.page("/back", "", status=302, head={"Location": "/index"})
    part = news.page("/part", sitemap(article(news, "Chile")), XML)
    index = news.address + "/index"
    news.page("/index", naming(index, news.address + "/back", part, index), XML)
    assert desk.once(source(index, "Index")).kept == 1
    assert desk.state("Index").condition == "well"
    assert (news.paths().count("/part"), news.paths().count("/back")) == (1, 1)


def test_an_index_without_end_is_left_and_what_was_found_is_kept(news: Site, desk: Desk) -> None:
    """Each sitemap names the next: fifty are asked for."""
    for number in range(200):
        news.page(f"/s/{number}", naming(f"{news.address}/part", f"{news.address}/s/{number + 1}"), XML)
    news.page("/part", sitemap(article(news, "Chile")), XML)
    assert desk.once(source(f"{news.address}/s/0", "Endless"), source(good(news), "Good")).kept == 1
    assert desk.titles() == ["Chile closes embassy"]
    assert sum(path.startswith("/s/") for path in news.paths()) == 50
    assert "Endless: more than 50 sitemaps; the rest is left out" in desk.told


def test_a_sitemap_of_an_index_that_fails_is_told_and_loses_nothing(news: Site, desk: Desk) -> None:
    """The others' pages come in, the source needs somebody, and the pages of the one come in when it is well again."""
    parts = [news.page(f"/s/{state}", sitemap(article(news, state)), XML) for state in ("Peru", "Chile")]
    index, before = source(news.page("/index", naming(*parts), XML), "Index"), whole(news, "/s/Peru")
    break_(news, "/s/Peru", "500")
    found = desk.once(index)
    assert (found.failed, found.kept) == (1, 1)
    state = desk.state("Index")
    assert (state.condition, state.kept) == ("failing", 1)
    assert state.error == f"sitemaps of it that could not be read: 1; {parts[0]}: the server answers 500"
    news.pages["/s/Peru"] = before
    assert desk.once(index).kept == 1
    assert desk.state("Index").condition == "well"
    assert desk.titles() == ["Chile closes embassy", "Peru closes embassy"]


def test_an_index_of_which_nothing_can_be_read_is_failing(news: Site, desk: Desk) -> None:
    """It answers itself, and that is not enough."""
    index = source(news.page("/index", naming(*(f"{news.address}/none/{one}" for one in range(3))), XML), "Index")
    assert desk.once(index).failed == 1
    assert desk.state("Index").condition == "failing"
    assert "could not be read: 3; " in (desk.state("Index").error or "")


def test_a_watch_that_is_told_to_end_asks_nobody_more_and_blames_nobody(news: Site, desk: Desk) -> None:
    """In the middle of an index: the sitemaps that were left are no fault of it, and are read the next time."""
    one, other = (sitemap(article(news, state)) for state in ("Chile", "Peru"))
    parts = [news.page("/s/1", one, XML), news.page("/s/2", other, XML)]
    before = whole(news, "/s/1")

    def ending(_: dict[str, str]) -> Answer:
        desk.manners.stop.set()
        return before

    news.pages["/s/1"] = ending
    index = source(news.page("/index", naming(*parts), XML), "Index")
    assert desk.once(index).failed == 0
    assert "/s/2" not in news.paths()
    assert desk.state("Index").condition == "not asked yet"
    news.pages["/s/1"] = before
    assert desk.once(index).kept == 2
