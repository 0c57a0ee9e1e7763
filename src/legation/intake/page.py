"""An HTML page → its article: the words between headline and end, and what the page says of itself.

trafilatura finds the main text, after the furniture is gone; where it finds next to nothing, the page's own paragraphs
in their order are taken. Date, publisher and headline are read from the page's declared metadata (JSON-LD, Open Graph,
``time``) before anything is guessed, so that the day stays the one written, in its own offset. A year in a footer is
never taken for a date.
"""

import itertools
import logging
import re
from typing import Any, Final

import lxml.html
import msgspec
from lxml import etree
from lxml.html import HtmlElement

from legation.errors import DocumentRefused
from legation.intake import declarations, furniture

_BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "pre", "dd", "dt")
_XML: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_WRAPS: Final = ("article", "main", "section", "div")
_LEAST: Final = 0.3  # a main text with less of the paragraphs' words than this has missed the article
_MOST: Final = 10_000  # elements; an article's page has some hundreds, and trafilatura's time grows by their square
# what a library of heuristics raises on a page that it did not foresee; the page's own paragraphs are then taken
_FAULTS: Final = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, etree.LxmlError)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a page or a Markdown file holds: its text without the title line, and what it says of itself."""

    body: str
    title: str = ""
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def read(text: str, name: str) -> Found:
    """Read a page.

    Raises:
        DocumentRefused: cut off before its end, or without text.
    """
    if _cut_off(text):
        raise DocumentRefused(f"{name}: the page ends in the middle; get the whole page again")
    tree = _tree(text)
    if tree is None:
        raise DocumentRefused(f"{name}: a page without text; give the article's own page, or its words as a text file")
    said = declarations.read(tree)
    furniture.strip(tree)
    is_declared = said.title and said.published and said.publisher and said.url
    guessed = {} if is_declared or _is_vast(tree) else _metadata(tree)
    _unfold(tree)
    title = said.title or guessed.get("title") or _first(tree, "h1") or ""
    lines = [line for line in _lines(tree) if not furniture.is_furniture(line)]
    if lines and _same(lines[0], title):
        del lines[0]
    if not any(map(str.isalpha, "".join(lines))):
        raise DocumentRefused(f"{name}: a page without text; give the article's own page, or its words as a text file")
    return Found(
        body="\n\n".join(lines),
        title=_plain(title),
        published=said.published or guessed.get("date"),
        publisher=said.publisher or guessed.get("sitename"),
        url=said.url or guessed.get("url"),
        language=said.language,
    )


def _tree(text: str) -> HtmlElement | None:
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(_XML.sub("", text).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return tree if isinstance(tree, HtmlElement) else None


def _unfold(tree: HtmlElement) -> None:
    """Make containers of tables that lay a page out: their cells hold paragraphs and headings, not values."""
    for table in list(tree.iter("table")):
        if table.tag == "table" and any(one is not table for one in table.iter("p", "h1", "h2", "div", "table")):
            for one in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                one.tag = "div"


def _cut_off(text: str) -> bool:
    """Whether a page ends in the middle: within a tag, or with its containers open and neither body nor page ended."""
    lowered = text.lower()
    if "</html" in lowered or "</body" in lowered:
        return False
    begun = lowered.rfind("<")
    if begun > lowered.rfind(">") and re.match(r"</?[a-z!]", lowered[begun:]):
        return True
    opened = sum(len(re.findall(rf"<{tag}[\s>]", lowered)) for tag in _WRAPS)
    return opened > sum(lowered.count(f"</{tag}") for tag in _WRAPS)


def _metadata(tree: HtmlElement) -> dict[str, str]:
    """Ask trafilatura for what the page does not declare in so many words."""
    import trafilatura  # noqa: PLC0415  # a second to import, and texts need none of it

    _quiet()
    try:
        found = trafilatura.extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    except _FAULTS:
        return {}
    return {key: value for key in ("title", "date", "sitename", "url") if (value := getattr(found, key, None))}


def _is_vast(tree: HtmlElement) -> bool:
    return next(itertools.islice(tree.iter(), _MOST, None), None) is not None


def _lines(tree: HtmlElement) -> list[str]:
    """Give the article's paragraphs, each on one line."""
    own = _paragraphs(tree)
    if _is_vast(tree):
        return own
    main = [_plain(line).strip(" |") for line in _main_text(tree).splitlines()]
    main = [line for line in main if line]
    if sum(map(len, main)) >= _LEAST * sum(map(len, own)):
        return main or own
    return own


def _main_text(tree: HtmlElement) -> str:
    import trafilatura  # noqa: PLC0415

    try:
        found: Any = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except _FAULTS:
        return ""
    return (found.text or "") if found is not None else ""


def _paragraphs(tree: HtmlElement) -> list[str]:
    blocks = [one for one in tree.iter(*_BLOCKS) if not any(True for _ in one.iterdescendants(*_BLOCKS))]
    lines = [line for one in blocks if (line := _plain(" ".join(one.itertext())))]
    if not lines:
        body = tree.find("body")
        lines = [line for part in (tree if body is None else body).itertext() if (line := _plain(part))]
    return lines


def _first(tree: HtmlElement, tag: str) -> str | None:
    found = next(tree.iter(tag), None)
    return _plain(" ".join(found.itertext())) if found is not None else None


def _plain(text: str) -> str:
    return " ".join(text.split())


def _same(one: str, other: str) -> bool:
    return _plain(one).casefold() == _plain(other).casefold()


def _quiet() -> None:
    """Keep trafilatura's log from a user's terminal unless the program that runs us asks for it."""
    for library in ("trafilatura", "htmldate", "courlan"):
        logger = logging.getLogger(library)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
