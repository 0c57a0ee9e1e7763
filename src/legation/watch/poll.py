"""One ask of one source, and one fetch of one item: what threads do, and give back for the ledger."""

import datetime as dt
from collections import deque
from typing import Final

import msgspec

from legation.errors import DataError, DocumentRefused, FetchRefused, Unwelcome
from legation.intake.build import Given, document
from legation.intake.feeds import Item, Listing, listing
from legation.intake.network import retry_after
from legation.intake.sizes import PAGE_LIMIT
from legation.model import Document
from legation.reader.screen import relevant
from legation.watch.ledger import Asked, Waiting
from legation.watch.manners import Manners
from legation.watch.sources import Source

_MOST_SITEMAPS: Final = 50  # of one index, at one ask; loops end here too


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking a source; an index of which one sitemap cannot be read has both items and an error.

    ``error`` is None where all of it answered; ``wait``: seconds that it wants to be left alone.
    """

    items: tuple[Item, ...] = ()
    etag: str | None = None
    modified: str | None = None
    passed: tuple[str, ...] = ()
    error: str | None = None
    wait: float = 0.0


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What came of fetching an item: a document, or nothing of interest, or why not. ``again``: it may come yet."""

    document: Document | None = None
    error: str | None = None
    again: bool = False


def poll(source: Source, asked: Asked, manners: Manners) -> Answer:
    """Ask a source for what it lists, saying what we have already."""
    head = {"Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml, */*;q=0.5"}
    head |= {"If-None-Match": asked.etag} if asked.etag else {}
    head |= {"If-Modified-Since": asked.modified} if asked.modified else {}
    try:
        got = manners.ask(source.url, head=head)
        if got.status == 304:
            return Answer(etag=asked.etag, modified=asked.modified)
        if got.status != 200:
            wait = retry_after(got.head.get("retry-after"))
            return Answer(error=f"{source.url}: the server answers {got.status}", wait=wait)
        found = listing(got.data, got.url, dt.datetime.now(dt.UTC), got.head.get("content-type", ""))
        items, passed, failed = _gather(found, got.url, manners)
    except (FetchRefused, DataError) as error:
        said = str(error)
        return Answer(error=said if source.url in said else f"{source.url}: {said}")
    # an index is asked for whole: what changed may be in any of its parts, each of which has marks of its own
    marks = (None, None) if found.further else (got.head.get("etag"), got.head.get("last-modified"))
    fault = f"sitemaps of it that could not be read: {len(failed)}; {failed[0]}" if failed else None
    return Answer(items=tuple(items), etag=marks[0], modified=marks[1], passed=tuple(passed), error=fault)


def _gather(first: Listing, own: str, manners: Manners) -> tuple[list[Item], list[str], list[str]]:
    """Go through the sitemaps that an answer names, and those that they name in turn, each once.

    Gives what all of them list, what was passed over, and which could not be read.
    """
    items, passed, failed = list(first.items), list(first.passed), list[str]()
    waiting, seen = deque(first.further), {own}
    while waiting:
        url = waiting.popleft()
        if url in seen:
            continue
        if len(seen) > _MOST_SITEMAPS:
            passed.append(f"more than {_MOST_SITEMAPS} sitemaps; the rest is left out")
            break
        seen.add(url)
        try:
            got = manners.ask(url)
            if got.status != 200:
                failed.append(f"{url}: the server answers {got.status}")
                continue
            found = listing(got.data, got.url, dt.datetime.now(dt.UTC), got.head.get("content-type", ""))
        except (FetchRefused, DataError) as error:
            said = str(error)
            failed.append(said if url in said else f"{url}: {said}")
            continue
        items += found.items
        passed += found.passed
        waiting.extend(found.further)
    return items, passed, failed


def fetch(item: Waiting, source: Source, manners: Manners) -> Page:
    """Fetch an item's page, and make a document of it if it may hold a claim; what has none is not even parsed."""
    try:
        got = manners.ask(item.url, pages=True)
        if got.form and not relevant(got.data):  # a PDF is packed: its words are seen only afterwards
            return Page()
        given = Given(publisher=source.publisher, url=got.url, language=source.language)
        made = document(got.data, item.url, given, form=got.form, charset=got.charset, limit=PAGE_LIMIT)
    except Unwelcome as error:
        return Page(error=str(error), again=error.for_now)
    except FetchRefused as error:
        return Page(error=str(error), again=True)
    except DocumentRefused as error:
        return Page(error=str(error))
    if made.published is None and item.published:
        made = msgspec.structs.replace(made, published=item.published)
    return Page(document=made) if relevant(made.text) else Page()
