"""What a page declares of itself: JSON-LD (schema.org), Open Graph, ``meta``, ``time``, ``link``, ``lang``."""

import json
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from lxml.html import HtmlElement

from legation.intake.about import day

_DATES: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "pubdate",
    "publish-date",
    "date",
)
_ARTICLES: Final = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "WebPage",
    "Report",
)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A page's own declarations; None where it makes none."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def read(tree: HtmlElement) -> Said:
    """Read a page's declarations; what is malformed is passed over as if it were not there."""
    meta = _meta(tree)
    article = next(_articles(tree), {})
    dates = [article.get("datePublished"), *(meta.get(name) for name in _DATES), *_times(tree)]
    links = [one.get("href") for one in tree.iter("link") if (one.get("rel") or "").lower() == "canonical"]
    languages = [tree.get("lang"), article.get("inLanguage"), meta.get("og:locale"), meta.get("content-language")]
    return Said(
        title=_text(article.get("headline")) or meta.get("og:title"),
        published=next((one for one in dates if _is_day(one)), None),
        publisher=meta.get("og:site_name") or _named(article.get("publisher")) or meta.get("dc.publisher"),
        url=next((one for one in [*links, meta.get("og:url"), _text(article.get("url"))] if _is_address(one)), None),
        language=next(filter(None, map(_text, languages)), None),
    )


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in tree.iter("meta"):
        key = one.get("property") or one.get("name") or one.get("itemprop") or one.get("http-equiv")
        value = (one.get("content") or "").strip()
        if key and value:
            found.setdefault(key.lower(), value)
    return found


def _times(tree: HtmlElement) -> Iterator[str]:
    """Give the moments of ``time`` elements in the article's head; those of comments and lists come after and elsewhere."""
    scope = next(tree.iter("article"), None)
    for one in () if scope is None else scope.iter("time"):
        if one.get("datetime"):
            yield one.get("datetime", "")
    for one in tree.iter("time"):
        if one.get("itemprop") == "datePublished" or one.get("pubdate") is not None:
            yield one.get("datetime", "")


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Give the schema.org objects that describe an article, the one with a date first."""
    found = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                found += list(_objects(json.loads(script.text or "")))
            except (ValueError, RecursionError):
                continue
    found = [one for one in found if _is_article(one)]
    yield from sorted(found, key=lambda one: "datePublished" not in one)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"))


def _is_article(one: dict[str, Any]) -> bool:
    kinds = one.get("@type")
    return any(kind in _ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _named(value: Any) -> str | None:
    if isinstance(value, list):
        return next(filter(None, map(_named, value)), None)
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _is_day(value: Any) -> bool:
    try:
        return bool(day(value))
    except (ValueError, AttributeError, TypeError):
        return False


def _is_address(value: str | None) -> bool:
    try:
        parts = urlsplit(value or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
