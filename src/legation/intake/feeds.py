"""The bytes of an RSS, Atom or JSON feed or of a sitemap → the addresses in it, with what it says of each.

Sitemaps follow sitemaps.org 0.9 with the news extension; JSON feeds follow jsonfeed.org 1.1. What a feed says is never
trusted: titles lose their markup, a day in the future is left out, and an address that is no http address is passed over.
"""

import calendar
import datetime as dt
import html
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]  # it says nothing of its types
import lxml.html
import msgspec
from lxml import etree

from legation.errors import DataError

MOST: Final = 2_000  # items taken from one answer; feeds have some dozens, news sitemaps at most a thousand
_FIRST: Final = 4_096
_AHEAD: Final = dt.timedelta(days=1)  # clocks and time zones differ by less
_LONG: Final = 2_000  # signs of an address or a title


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """An address in a feed. ``key`` is what the feed tells it apart by; ``published`` an ISO day, where it is said."""

    key: str
    url: str
    title: str = ""
    published: str | None = None


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer lists: items, or the addresses of further sitemaps. ``passed`` says what was passed over, and why."""

    items: tuple[Item, ...] = ()
    further: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()


def listing(data: bytes, base: str, now: dt.datetime, media: str = "") -> Listing:
    """Read what a feed or sitemap at ``base`` lists, whatever its form. ``media`` is its content type, where it was said.

    Raises:
        DataError: neither feed nor sitemap, cut off, or one that declares entities.
    """
    first = data[:_FIRST].lstrip(b"\xef\xbb\xbf \t\r\n")
    if first[:1] in (b"{", b"["):
        return _kept(_json(data), base, now)
    if b"<!entity" in data[: 16 * _FIRST].lower():
        raise DataError("declares entities of its own, as no feed needs; it is not read")
    lowered = first.lower()
    if b"<urlset" in lowered or b"<sitemapindex" in lowered:
        return _sitemap(data, base, now)
    return _kept(_feed(data, base, media), base, now)


def _feed(data: bytes, base: str, media: str) -> Iterator[dict[str, Any]]:
    found = feedparser.parse(
        data, response_headers={"content-location": base, **({"content-type": media} if media else {})},
        sanitize_html=False, resolve_relative_uris=False,
    )  # fmt: skip
    if not found.get("version") and not found.entries:
        raise DataError(f"neither feed nor sitemap ({_fault(found)}); give the address of the feed itself")
    for one in found.entries:
        moment = dict.get(one, "published_parsed") or dict.get(
            one, "updated_parsed"
        )  # its own get has a fallback that warns
        link = one.get("link") or (one.get("id", "") if one.get("guidislink", True) else "")
        yield {"key": one.get("id"), "url": link, "title": one.get("title"), "moment": _moment(moment)}


def _fault(found: Any) -> str:
    return str(found.get("bozo_exception") or "no item in it")[:120]


def _moment(parsed: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _json(data: bytes) -> Iterator[dict[str, Any]]:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataError(f"damaged JSON ({error}); look at the address in a browser") from None
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list):
        raise DataError("JSON without a list of items; give the address of a JSON Feed")
    for one in items:
        if isinstance(one, dict):
            said = one.get("date_published") or one.get("date_modified")
            url = one.get("url") or one.get("external_url")
            yield {"key": one.get("id"), "url": url, "title": one.get("title"), "moment": _iso(said)}


def _iso(said: object) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(str(said).strip()) if said else None
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or dt.UTC) if moment else None


def _sitemap(data: bytes, base: str, now: dt.datetime) -> Listing:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DataError(f"damaged sitemap ({error}); it is asked for again") from None
    if etree.QName(root).localname == "sitemapindex":
        places = (urljoin(base, (one.text or "").strip()) for one in root.iter("{*}loc"))
        return Listing(further=tuple(dict.fromkeys(one for one in places if is_web_address(one))))
    return _kept(map(_entry, root.iterchildren("{*}url")), base, now)


def _entry(one: Any) -> dict[str, Any]:
    said = {etree.QName(part).localname: part.text for part in one.iter("{*}*")}
    moment = _iso(said.get("publication_date") or said.get("lastmod"))
    return {"key": said.get("loc"), "url": said.get("loc"), "title": said.get("title"), "moment": moment}


def _kept(found: Iterable[dict[str, Any]], base: str, now: dt.datetime) -> Listing:
    """Keep what can be fetched, each key once."""
    items: dict[str, Item] = {}
    passed: list[str] = []
    for one in found:
        url = urljoin(base, str(one["url"] or "").strip())
        title = _plain(one["title"])
        if not one["url"] or not is_web_address(url):
            passed.append(f"{title or 'an item'}: no address of a page")
            continue
        if len(items) >= MOST:
            passed.append(f"more than {MOST} items; the rest is left out")
            break
        moment = one["moment"]
        if moment and moment > now + _AHEAD:
            passed.append(f"{url}: dated {moment.date()}, in the future; its day is left out")
            moment = None
        key = str(one["key"] or url)[:_LONG]
        items.setdefault(
            key, Item(key=key, url=url, title=title, published=moment.date().isoformat() if moment else None)
        )
    return Listing(items=tuple(items.values()), passed=tuple(passed))


def is_web_address(url: str) -> bool:
    """Whether it is an http or https address with a host, of a length that is kept."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= _LONG
    except ValueError:
        return False


def _plain(title: object) -> str:
    """Give a title's words without markup."""
    text = html.unescape(str(title or ""))[:_LONG]
    if "<" in text:
        try:
            text = str(lxml.html.fromstring(f"<div>{text}</div>").text_content())
        except (etree.LxmlError, ValueError):
            text = text.replace("<", " ")
    return " ".join(text.split())
