"""Find heads of mission who take their leave of the state that received them."""

import functools
import re
from typing import Final

from legation.reader.events.draft import make
from legation.reader.events.scene import Spot
from legation.reader.lexicon import load
from legation.reader.mentions.post import Post
from legation.reader.types import Event, Trace

_BACK: Final = 400  # characters back in which the head of mission may have been named
_MOST: Final = 4
_NAMED: Final = re.compile(r" [^\W\d_a-z]")  # the title of a named person


@functools.cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{one})\b" for one in load("triggers")["farewell"]["patterns"]), re.IGNORECASE)


def farewells(spot: Spot) -> list[Event]:
    """Find farewell calls in this sentence: at most one for each head of mission named in it."""
    match = _pattern().search(spot.page.text, spot.sentence.start, spot.sentence.end)
    if match is None:
        return []
    heads, score = [post for post in spot.posts if post.kind == "head" and post.owners], 1.0
    if not heads:
        before = spot.discourse.posts_in(max(0, spot.sentence.start - _BACK), spot.sentence.end)
        heads, score = [post for post in before if post.kind == "head" and post.owners][-1:], 0.8
    found = [
        _event(spot, match, post, sending, score, host)
        for post in heads
        for sending in post.owners[:_MOST]
        for host in (_hosts(post, sending) if post in spot.posts else [None])
    ]
    return [event for event in (found if heads else _unowned(spot, match)) if event]


def _hosts(post: Post, sending: str) -> list[str | None]:
    """List the states that several heads of mission leave: "the ambassadors to Angola and Uganda"."""
    seats = [seat.state for seat in post.seats if seat.state != sending]
    return list(seats[:_MOST]) if post.plural and post.towards and len(seats) > 1 else [None]


def _unowned(spot: Spot, match: re.Match[str]) -> list[Event | None]:
    """Read "Ambassador Kim paid a farewell call" and "the ambassador to Mali" on a page about one state's missions."""
    head = next((post for post in spot.posts if post.kind == "head" and not post.owners), None)
    if head is None or (head.plural and not head.seats):
        return []
    if not head.seats and not _NAMED.match(spot.page.text, head.end):
        return []
    hosts = _hosts(head, "") if head.seats else [_host(spot, match, head, "")[0]]
    others = tuple(seat.state for seat in head.seats) or tuple(host for host in hosts if host)
    one = spot.discourse.guess("sending", "implicit", match.start(), kind="farewell", other=others)
    return [_event(spot, match, head, one.code, 0.8 * one.chance, host) for host in hosts] if one else []


def _event(  # noqa: PLR0917  # what is known of one call
    spot: Spot, match: re.Match[str], post: Post, sending: str, score: float, host: str | None
) -> Event | None:
    host, rule, chance = (host, "phrase.seat", 1.0) if host else _host(spot, match, post, sending)
    if host is None:
        return None
    spot.discourse.remember(match.start(), sending, host)
    trace = (
        Trace("kind", "farewell.words", match[0]),
        Trace("sending", "phrase.owner", spot.words(post)),
        Trace("receiving", rule, host),
    )
    seat = next((one for one in post.seats if one.state == host), None)
    return make(
        spot.page, spot.sentence, kind="farewell", pair=(sending, host), span=match.span(), marks=(post.start,), seat=seat,
        mission=post.level or "embassy", score=score * chance, trace=trace,
    )  # fmt: skip


def _host(spot: Spot, match: re.Match[str], post: Post, sending: str) -> tuple[str | None, str, float]:
    """Give the state that received the head of mission, how that was found, and how sure it is."""
    for seat in post.seats:
        if seat.state != sending:
            return seat.state, "phrase.seat", 1.0
    names = spot.discourse.names
    for code in spot.codes(list(names.within(spot.sentence.start, spot.sentence.end))):
        if code != sending:
            return code, "clause.place", 1.0
    found = spot.discourse.guess("receiving", "implicit", match.start(), kind="farewell", other=(sending,))
    return (found.code, "discourse.likeliest", found.chance) if found else (None, "", 0.0)
