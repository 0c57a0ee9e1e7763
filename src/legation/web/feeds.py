"""Feeds of what changed: Atom and JSON Feed, by sending state, host, mission, standing and search."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]  # it says nothing of its types

from legation.network import phrase
from legation.network.changes import speaks
from legation.register import Change
from legation.register.entries import DOCUMENTED
from legation.terminal.words import name
from legation.web.api.forms import send
from legation.web.newest import newest
from legation.web.problems import not_found
from legation.web.question import state_code

router = APIRouter(prefix="/feeds", tags=["feeds"])
MOST: Final = 100  # changes in a feed
_RECENT: Final = 1000  # entries of the log, and pairs of states in them, that are looked through
_UNFIT: Final = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # https://www.w3.org/TR/xml/#charsets
Word = Annotated[str | None, Query(max_length=200)]


@router.get("/changes.{ending}")
def feed(
    request: Request, *, ending: str, sending: Word = None, receiving: Word = None, mission: Word = None,
    standing: Word = None, q: Word = None, backlog: bool = False,
) -> Response:  # fmt: skip
    """Give the newest changes as ``atom`` or ``json``; all that is named must hold.

    What was there before a source was followed is left out unless ``backlog`` is asked for: it is no news.
    """
    if ending not in ("atom", "json"):
        raise not_found(f"there is no feed .{ending}; there are .atom and .json")
    whose, host = (state_code(one) if one else None for one in (sending, receiving))
    register = request.app.state.registers.reading()
    last = register.known()
    upto = last.sequence if last else 0
    lately = newest(
        register, request.app.state.recall, upto=upto, after=max(0, upto - _RECENT), sending=whose, receiving=host
    )
    every = itertools.chain.from_iterable(found for _, found in itertools.islice(lately, _RECENT))
    words = (q or "").casefold().split()
    chosen = (
        one for one in every
        if (backlog or one.cause != "backlog") and mission in (None, one.mission) and standing in (None, one.standing) and (not words or speaks(one, words))
    )  # fmt: skip
    found = list(itertools.islice(chosen, MOST))
    base = request.app.state.settings.base
    title = ", ".join(["Legation: what changed", *(one for one in (sending, receiving, mission, standing, q) if one)])
    here = f"{base}{request.url.path}" + (f"?{request.url.query}" if request.url.query else "")
    items = _items(found, base)
    if ending == "json":
        form = {"version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": f"{base}/changes"}
        return send(request, {**form, "feed_url": here, "items": items}, {"Content-Type": "application/feed+json"})
    return Response(_atom(items, _clean(title), here, base), media_type="application/atom+xml")


def _items(found: Iterable[Change], base: str) -> list[dict[str, Any]]:
    items = []
    for number, one in enumerate(found):
        sending, receiving, *_ = one.mission.split("-")
        what = (
            f"{name(sending)} in {name(receiving) if receiving else '?'}: {one.kind.replace('_', ' ')}, {phrase(one)}"
        )
        quotes = "\n".join(
            f"“{each.claim.quote}” ({one.source.publisher or 'unnamed source'})" for each in one.evidence
        )
        items.append({
            "id": f"{base}/changes#{one.known.sequence}-{quote(one.mission)}-{one.kind}-{one.happening or number}",
            "url": f"{base}/document/{one.source.id}" if one.cause in DOCUMENTED else f"{base}/changes",
            "title": _clean(what), "content_text": _clean(quotes or what),
            "date_published": one.known.at.astimezone(dt.UTC).isoformat(),
        })  # fmt: skip
    return items


def _atom(items: Iterable[dict[str, Any]], title: str, here: str, base: str) -> bytes:
    made = FeedGenerator()
    made.id(here)
    made.title(title)
    made.author({"name": "Legation"})
    made.link(href=here, rel="self")
    made.link(href=f"{base}/changes", rel="alternate")
    made.updated(max((one["date_published"] for one in items), default="1970-01-01T00:00:00+00:00"))
    for one in items:
        entry = made.add_entry(order="append")
        entry.id(one["id"])
        entry.title(one["title"])
        entry.link(href=one["url"])
        entry.content(one["content_text"], type="text")
        entry.updated(one["date_published"])
    whole: bytes = made.atom_str()
    return whole


def _clean(text: str) -> str:
    """Leave out the signs that no XML may hold."""
    return _UNFIT.sub("\ufffd", text)
