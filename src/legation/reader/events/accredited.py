"""Find missions, or their heads, that are responsible for another state too.

This is told in few, set forms of words ("also covers", "accredited to", "covered from …"), so that the order of the
words on the surface is read, not the parse.
"""

import functools
import re
from dataclasses import dataclass
from typing import Final

from legation.reader.events.draft import make
from legation.reader.events.scene import Spot
from legation.reader.lexicon import load
from legation.reader.mentions.names import Seat
from legation.reader.mentions.post import Post
from legation.reader.types import Event, Trace

_MOST: Final = 40
_TURNED: Final = re.compile(
    r"\s+(from|by|to)\s+(?:the\s+)?(?:(?:embassy|mission|high commission|ambassador)\s+(?:in|at)\s+)?", re.IGNORECASE
)


# "did not say who would look after Fiji" names no mission
_OPEN: Final = re.compile(
    r"\b(?:(?:sa(?:y|id)|kn[eo]wn?|clear|told|tell|asked|decided?|announced?|named?|disclosed?) (?:yet )?(?:who|which)"
    r"|nobody|no one|no (?:mission|embassy))(?: \w+){0,6} $",
    re.IGNORECASE,
)
_ITS_WORK: Final = re.compile(
    r"\s+(?:its|their|the (?:embassy|mission)['’]s) (?:work|duties|tasks|functions|responsibilities|business)\b(?! in\b)",
    re.IGNORECASE,
)
_THE_COUNTRY: Final = re.compile(
    r"\s+((?:the|this|that) (?:country|kingdom|island|republic|state|territory))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cover:
    """Which states are covered, by which mission, from where, and the words that say so."""

    match: re.Match[str]
    covered: tuple[str, ...]
    post: Post | None
    seat: Seat | None
    end: int


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    words = sorted(load("triggers")["accredited"][name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def coverage(spot: Spot) -> list[Event]:
    """Find states that a mission elsewhere is made responsible for."""
    found: list[Event] = []
    for read, name in ((_active, "active"), (_passive, "passive")):
        for match in _pattern(name).finditer(spot.page.text, spot.sentence.start, spot.sentence.end):
            asked = _OPEN.search(spot.page.text, max(spot.sentence.start, match.start() - 60), match.start())
            cover = None if asked else read(spot, match)
            found += _events(spot, cover) if cover else []
    if found:
        found += _gapped(spot, found[-1])
    return found[:_MOST]


def _active(spot: Spot, match: re.Match[str]) -> Cover | None:
    """Read "the embassy in Canberra also covers Fiji and Tonga"."""
    names, number = spot.discourse.names, spot.first_place(match.end(), 60)
    before = [
        post for post in spot.posts if post.kind in ("mission", "head", "building") and post.start < match.start()
    ]
    post = before[-1] if before else None
    described = _THE_COUNTRY.match(spot.page.text, match.end(), spot.sentence.end)
    if described is not None and post and post.seats:
        own = frozenset((post.seats[0].state, *post.owners))
        host = spot.discourse.place(described[1], match.end(), own, "accredited")
        return Cover(match, (host.state,), post, post.seats[0], described.end()) if host else None
    if (work := _ITS_WORK.match(spot.page.text, match.end(), spot.sentence.end)) and post and post.seats:
        closing = _before(spot, match.start(), (post.seats[0].state,))
        return Cover(match, (closing.state,), post, post.seats[0], work.end()) if closing else None
    if number is None:
        return None
    chain = names.chain(number)
    covered = spot.codes(chain)
    seat = post.seats[0] if post and post.seats else _based(spot) or _before(spot, match.start(), covered)
    return Cover(match, covered, post, seat, names.places[chain[-1]].end)


def _passive(spot: Spot, match: re.Match[str]) -> Cover | None:
    """Read "Fiji will be covered by the embassy in Canberra" and "from Canberra"."""
    names, after = spot.discourse.names, spot.first_place(match.end(), 70)
    group = spot.group_before(match.start(), 120)
    if not group or after is None:
        return None
    posts = [
        post for post in spot.discourse.posts_in(match.end(), match.end() + 50) if post.kind in ("mission", "head")
    ]
    post = posts[0] if posts and posts[0].start < spot.sentence.end else None
    seat = post.seats[0] if post and post.seats else names.seat(names.places[after])
    return Cover(match, spot.codes(names.chain(group[0])), post, seat, names.places[after].end)


def _based(spot: Spot) -> Seat | None:
    for match in _pattern("based").finditer(spot.page.text, spot.sentence.start, spot.sentence.end):
        number = spot.first_place(match.end(), 20)
        if number is not None:
            return spot.discourse.names.seat(spot.discourse.names.places[number])
    return None


def _before(spot: Spot, offset: int, covered: tuple[str, ...]) -> Seat | None:
    """Give the seat of the mission spoken of just before: "it was also responsible for Armenia"."""
    for post in reversed(spot.discourse.missions_before(offset, sentences=3)):
        for seat in post.seats or post.known_seats:
            if seat.state not in covered:
                return seat
    return None


def _senders(spot: Spot, cover: Cover) -> tuple[tuple[str, ...], str, float]:
    """Give whose mission it is, how that was found, and how sure it is."""
    post = cover.post
    if post and post.owners:
        return post.owners, "phrase.owner", 1.0
    if post and post.owner_word is not None:
        found = spot.discourse.pronoun(spot.page.parse[post.owner_word])[:1]
        if found:
            return found, "pronoun.subject", 1.0
    hosts = (*((cover.seat.state,) if cover.seat else ()), *cover.covered)
    one = spot.discourse.guess("sending", "implicit", cover.match.start(), kind="accredited", other=hosts)
    return ((one.code,), "discourse.likeliest", one.chance) if one else ((), "", 0.0)


def _events(spot: Spot, cover: Cover) -> list[Event]:
    senders, rule, score = _senders(spot, cover)
    post, seat = cover.post, cover.seat
    level = post.level if post and post.level not in (None, "mission") else "embassy"
    trace = (
        Trace("kind", "accredited.words", cover.match[0]),
        Trace("sending", rule, spot.words(post)),
        Trace("from", "phrase.seat", (seat.city or seat.state) if seat else ""),
    )
    base = seat.state if seat else None
    return [
        make(spot.page, spot.sentence, kind="accredited", pair=(sending, code), span=cover.match.span(), marks=(cover.end,),
             seat=seat, mission=level, from_=base, score=score - (0.2 if seat is None else 0), trace=trace)
        for sending in senders[:3]
        for code in cover.covered
        if code not in (sending, base)
    ]  # fmt: skip


def _gapped(spot: Spot, model: Event) -> list[Event]:
    """Read "…, East Timor to Jakarta and Nepal from New Delhi" after one such pair: the verb goes without saying."""
    names, text, found = spot.discourse.names, spot.page.text, []
    start = model.quote[1] if model.quote[1] < spot.sentence.end else model.trigger[1]
    for number in names.within(start, spot.sentence.end):
        joint = _TURNED.match(text, names.places[number].end, spot.sentence.end)
        after = names.starting(joint.end()) if joint else None
        if joint is None or after is None:
            continue
        group = spot.group_before(names.places[number].end, 120)
        begin = names.places[group[0]].start
        # "that in Pretoria to Lesotho": the seat stands first
        over = joint[1].lower() == "to" and text[begin - 3 : begin].lower() == "in "
        covered, at = (names.chain(after), number) if over else (group, after)
        seat = names.seat(names.places[at])
        for one in covered if seat else ():
            place = names.places[one]
            if seat and place.state and place.state not in (seat.state, model.sending, model.from_):
                trace = (
                    Trace("kind", "accredited.gap", joint[0].strip()),
                    Trace("from", "clause.place", names.places[at].text),
                )
                found.append(
                    make(spot.page, spot.sentence, kind="accredited", pair=(model.sending or "", place.state),
                         span=(place.start, place.end), marks=(names.places[at].end,), seat=seat, mission=model.mission,
                         from_=seat.state, score=model.score * 0.9, trace=trace)
                )  # fmt: skip
    return found
