"""Bytes of any form → one document. Files, folders and addresses all come through here.

What the caller says of a document outweighs what a page says of itself. The language is what the words show where
that is sure, else what the page declares: templates often carry the tag of the house, not of the article. A document
in another language than English is taken; ``Document.language`` says so, and what reads it decides.
"""

import datetime as dt
from typing import Final

import msgspec

from legation.errors import DocumentRefused
from legation.intake import about, markdown, page, pdf, sniff
from legation.intake.decode import declared, decode
from legation.intake.sizes import PAGE_LIMIT, TEXT_LIMIT, too_large
from legation.model import Document

_FIRST_BYTES: Final = 4096


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller knows about a document; None where it knows nothing."""

    published: str | dt.date | None = None
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None


def most(form: sniff.Form | None, limit: int | None) -> int:
    """Give the most bytes that a document of this form may have."""
    if limit is not None:
        return limit
    return TEXT_LIMIT if form in ("text", "markdown") else PAGE_LIMIT


def document(
    data: bytes,
    name: str,
    given: Given,
    *,
    form: sniff.Form | None = None,
    charset: str | None = None,
    limit: int | None = None,
) -> Document:
    """Make a document of bytes. ``name`` stands in messages and becomes ``source``; ``form`` is what its name promises.

    Raises:
        DocumentRefused: no document can be made of it; the message says why and what to do.
    """
    sniff.refuse_known(data, name)
    published = about.published(given.published, name)
    if len(data) > most(form, limit):
        raise too_large(name, most(form, limit), len(data))
    if sniff.is_pdf(data):
        found = pdf.read(data, name)
        return _made(name, given, published or _sensible(found.published), found)
    text = decode(data, name, charset or declared(data[:_FIRST_BYTES]))
    if form == "html" or sniff.is_page(text):
        return _page(text, name, given, published)
    if len(data) > most("text", limit):
        raise too_large(name, most("text", limit), len(data))
    if form == "markdown":
        return _markdown(text, name, given, published)
    title = next(line.strip() for line in text.splitlines() if line.strip())
    return _made(name, given, published, page.Found(body=text, title=title))


def _page(text: str, name: str, given: Given, published: str | None) -> Document:
    found = page.read(text, name)
    published = published or about.published(found.published, f"{name} (the page's own date)")
    title, body = given.title or found.title, found.body
    whole = f"{title}\n\n{body}" if title else body
    return _made(name, given, published, msgspec.structs.replace(found, body=whole, title=title))


def _markdown(text: str, name: str, given: Given, published: str | None) -> Document:
    found = markdown.read(text)
    if not found.body.strip():
        raise DocumentRefused(f"{name}: Markdown without text; give a file with text")
    published = published or about.published(found.published, f"{name} (its front matter)")
    title = found.title or next(line.strip() for line in found.body.splitlines() if line.strip())
    return _made(name, given, published, msgspec.structs.replace(found, title=title))


def _sensible(day: str | None) -> str | None:
    """Give the day on which a PDF was made; None where its maker's clock was ahead, which says nothing of the words."""
    try:
        return about.published(day, "")
    except DocumentRefused:
        return None


def _made(name: str, given: Given, published: str | None, found: page.Found) -> Document:
    return Document(
        text=found.body,
        title=given.title or found.title,
        published=published,
        publisher=given.publisher or found.publisher,
        url=given.url or found.url,
        language=about.tag(given.language) or about.language(found.body) or about.tag(found.language),
        source=name,
    )
