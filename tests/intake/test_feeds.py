"""Feeds and sitemaps of every form, honest and hostile."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import DataError
from legation.intake.feeds import MOST, Listing, listing

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
BASE = "https://news.example/feeds/world"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>World</title><item><title>{title}</title>
<link>{link}</link><guid isPermaLink="false">17</guid><pubDate>{day}</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>World</title><entry><id>tag:news.example,2026:17</id>
<title type="html">Embassy &lt;b&gt;closes&lt;/b&gt;</title><link href="/a/17"/><updated>2026-03-01T22:15:00+02:00</updated></entry></feed>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "World", "items": [{"id": 17, "url": "/a/17",
"title": "Embassy closes", "date_published": "2026-03-01T10:00:00Z"}]}"""
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://news.example/a/17</loc><news:news>
<news:publication><news:name>World</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-01</news:publication_date><news:title>Embassy closes</news:title></news:news></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/s/1.xml</loc></sitemap>
<sitemap><loc>ftp://news.example/2.xml</loc></sitemap><sitemap><loc>/s/1.xml</loc></sitemap></sitemapindex>"""


def rss(title: str = "Embassy closes", link: str = "/a/17", day: str = "Sun, 01 Mar 2026 10:00:00 GMT") -> bytes:
    """Write a feed of one item."""
    return RSS.format(title=title, link=link, day=day).encode()


def read(data: bytes | str) -> Listing:
    """Read a listing as of the tests' moment."""
    return listing(data.encode() if isinstance(data, str) else data, BASE, NOW)


@pytest.mark.parametrize("data", [rss(), ATOM, JSON, NEWS], ids=["rss", "atom", "json", "news sitemap"])
def test_every_form_gives_the_same_item(data: bytes | str) -> None:
    """Address, title without markup and day come out alike, whatever the form."""
    (item,) = read(data).items
    assert (item.url, item.title, item.published) == ("https://news.example/a/17", "Embassy closes", "2026-03-01")


def test_an_index_gives_the_sitemaps_that_it_names_each_once() -> None:
    """Addresses are made whole, and what is no http address is left out."""
    found = read(INDEX)
    assert (found.items, found.further) == ((), ("https://news.example/s/1.xml",))


def test_a_title_loses_its_markup() -> None:
    """HTML in titles, escaped once or twice, comes out as words."""
    (item,) = read(
        rss(title="&lt;script&gt;alert(1)&lt;/script&gt; Chile &amp;amp; Peru &lt;i&gt;agree&lt;/i&gt;")
    ).items
    assert "<" not in item.title
    assert item.title.endswith("Chile & Peru agree")


def test_a_day_in_the_future_is_left_out_and_told() -> None:
    """The item stays, without its day."""
    found = read(rss(day="Mon, 01 Mar 2027 10:00:00 GMT"))
    assert found.items[0].published is None
    assert "in the future" in found.passed[0]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", ""])
def test_what_is_no_address_of_a_page_is_passed_over_and_told(link: str) -> None:
    """Only http and https lead to articles."""
    found = read(rss(link=link))
    assert not found.items
    assert "no address of a page" in found.passed[0]


def test_a_feed_in_another_charset_than_it_says_is_still_read() -> None:
    """Latin-1 that calls itself UTF-8 keeps its items."""
    data = rss(title="Curaçao").decode().replace("?>", ' encoding="utf-8"?>', 1).encode("latin-1")
    assert [one.url for one in read(data).items] == ["https://news.example/a/17"]


def test_entities_of_its_own_make_a_feed_refused() -> None:
    """A billion laughs are not even begun."""
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + rss().decode()
    with pytest.raises(DataError, match="entities"):
        read(bomb)


@pytest.mark.parametrize(
    "data", ["<html><body>Not found</body></html>", '{"items": 3}', '{"items": [', "<urlset><url>"]
)
def test_what_is_no_listing_is_refused_with_a_reason(data: str) -> None:
    """A page, damaged JSON and a sitemap that is cut off each say what they are."""
    with pytest.raises(DataError, match=r"feed|JSON|sitemap"):
        read(data)


def test_a_feed_cannot_have_more_items_than_the_most() -> None:
    """A vast feed is cut and says so."""
    items = ",".join(f'{{"id": {number}, "url": "/a/{number}"}}' for number in range(MOST + 5))
    found = read(f'{{"items": [{items}]}}')
    assert len(found.items) == MOST
    assert "left out" in found.passed[-1]


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: RSS.replace("{title}", text).encode()))
def test_any_bytes_are_a_listing_or_refused(data: bytes) -> None:
    """Nothing that a server sends raises anything else."""
    try:
        found = read(data)
    except DataError:
        return
    assert all(one.url.startswith(("http://", "https://")) for one in found.items)
