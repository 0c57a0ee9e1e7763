"""Find missions, or their heads, that are responsible for another state too.

This is told in few, set forms of words ("also covers", "accredited to", "covered from …"), so that the order of the
words on the surface is read, not the parse.
"""

import functools
import re
from dataclasses import dataclass, replace
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
    r"\s+((?:the|this|that|these) (?:\w+ )?(?:country|kingdom|islands?|republic|state|territory|emirate|sultanate|principality"
    r"|archipelago|nation)|there|here|it(?= from\b))\b",
    re.IGNORECASE,
)
_RIGHT_BEFORE: Final = re.compile(r",?\s(?:who |which )?(?:\w+ ){0,4}", re.IGNORECASE)
_RIGHT_AFTER: Final = re.compile(r"\s(?:both )?(?:the )?", re.IGNORECASE)
_TO_MISSION: Final = re.compile(
    r"\s(?:(?:the|its|our|their) )?(?:(?:[\w-]+ ){0,2}(?:embassy|mission|high commission|high commissioner|ambassador|envoy|nuncio) (?:in|at|to) (?:the )?)?",
    re.IGNORECASE,
)
_FORMER: Final = re.compile(r"\b(?:former|ex|retired|then)\b", re.IGNORECASE)
_FROM: Final = re.compile(
    r"(?:,? (?:too|also|as well|already|now),?)? (?:from|through|via) (?:(?:its|the|an|their) (?:embassy|mission|high commission) in )?(?:the )?"
)
_ACTS: Final = re.compile(
    r"\s(?:(?:will|would|may|might|could|is|are|was|now|also|in|future|then|to|be|has|had) ){0,4}"
)


@dataclass(frozen=True, slots=True)
class Cover:
    """Which states are covered, by which mission, from where, and the words that say so."""

    match: re.Match[str]
    covered: tuple[str, ...]
    post: Post | None
    seat: Seat | None
    end: int
    owners: tuple[str, ...] = ()  # whose mission it is, where a state acts itself: "Malta covers Fiji from Canberra"


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    words = sorted(load("triggers")["accredited"][name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def coverage(spot: Spot) -> list[Event]:
    """Find states that a mission elsewhere is made responsible for."""
    found: list[Event] = []
    for read, name in _READERS:
        for match in _pattern(name).finditer(spot.page.text, spot.sentence.start, spot.sentence.end):
            asked = _OPEN.search(spot.page.text, max(spot.sentence.start, match.start() - 60), match.start())
            cover = None if asked else read(spot, match)
            found += _events(spot, cover) if cover else []
    if found:
        found += _gapped(spot, found[-1])
    return found[:_MOST]


def _seat_of(spot: Spot, post: Post) -> Seat | None:
    """Give where the mission sits: the phrase says it, or "from Canberra" after it."""
    return post.seats[0] if post.seats else _based(spot)


def _post_before(spot: Spot, offset: int) -> Post | None:
    before = [post for post in spot.posts if post.kind in ("mission", "head", "building") and post.start < offset]
    return before[-1] if before else None


def _active(spot: Spot, match: re.Match[str]) -> Cover | None:
    """Read "the embassy in Canberra also covers Fiji and Tonga"."""
    names, number = spot.discourse.names, spot.first_place(match.end(), 60)
    post = _post_before(spot, match.start())
    if subject := _subject(spot, match, post):
        return _by_subject(spot, match, subject)
    described = _THE_COUNTRY.match(spot.page.text, match.end(), spot.sentence.end)
    if described is not None and post and (seat := _seat_of(spot, post)):
        own = frozenset((seat.state, *post.owners))
        host = spot.discourse.place(described[1], match.end(), own, "accredited")
        return Cover(match, (host.state,), post, seat, described.end()) if host and host.state not in own else None
    if (work := _ITS_WORK.match(spot.page.text, match.end(), spot.sentence.end)) and post and post.seats:
        closing = _before(spot, match.start(), (post.seats[0].state,))
        return Cover(match, (closing.state,), post, post.seats[0], work.end()) if closing else None
    if number is None:
        return None
    chain = names.chain(number)
    covered = spot.codes(chain)
    seat = post.seats[0] if post and post.seats else _based(spot) or _before(spot, match.start(), covered)
    return Cover(match, covered, post, seat, names.places[chain[-1]].end)


def _subject(spot: Spot, match: re.Match[str], post: Post | None) -> list[int]:
    """Give the states or cities that stand right before the words as their subject, not as the seat of a mission."""
    names, group = spot.discourse.names, spot.group_before(match.start(), 120)
    if not group or (post and post.finish > names.places[group[0]].start):
        return []
    last = names.places[group[-1]]
    acts = last.kind != "demonym" and _ACTS.fullmatch(spot.page.text, last.end, match.start())
    return group if acts and spot.discourse.has_missions else []


def _by_subject(spot: Spot, match: re.Match[str], subject: list[int]) -> Cover | None:
    """Read "Malta covers Fiji from Canberra", and "Canberra covers Fiji" for the mission there."""
    names, text = spot.discourse.names, spot.page.text
    number = names.behind(_RIGHT_AFTER.match(text, match.end(), spot.sentence.end))
    described = _THE_COUNTRY.match(text, match.end(), spot.sentence.end)
    if number is None and described is None:
        return None
    own = spot.codes(subject)
    covered = spot.codes(names.chain(number)) if number is not None else ()
    end = names.places[names.chain(number)[-1]].end if number is not None else match.end()
    if described and (host := spot.discourse.place(described[1], match.end(), frozenset(own), "accredited")):
        covered, end = (host.state,), described.end()
    at = names.behind(_FROM.match(text, end, spot.sentence.end))
    if at is not None:
        return Cover(match, covered, None, names.seat(names.places[at]), end, own)
    seat = names.seat(names.places[subject[-1]])
    return Cover(match, covered, None, seat, end) if seat and seat.city and len(own) == 1 else None


def _active_beside(spot: Spot, match: re.Match[str]) -> Cover | None:
    """Read "the ambassador in Canberra has dealt with Fiji": mission and state stand right beside the words."""
    text, end = spot.page.text, spot.sentence.end
    post = _post_before(spot, match.start())
    beside = post is not None and _RIGHT_BEFORE.fullmatch(text, post.finish, match.start())
    if not beside and not _subject(spot, match, post):
        return None
    number = spot.discourse.names.behind(_RIGHT_AFTER.match(text, match.end(), end))
    if number is None and not _THE_COUNTRY.match(text, match.end(), end):
        return None
    cover = _active(spot, match)
    return cover if cover and cover.seat else None


def _passive_beside(spot: Spot, match: re.Match[str]) -> Cover | None:
    """Read "Fiji comes under Canberra" and "Fiji is dealt with by the embassy in Canberra"."""
    names, text = spot.discourse.names, spot.page.text
    group = spot.group_before(match.start(), 120)
    after = _TO_MISSION.match(text, match.end(), spot.sentence.end)
    number = names.behind(after)
    if not group or number is None or not _ACTS.fullmatch(text, names.places[group[-1]].end, match.start()):
        return None
    seat = names.seat(names.places[number])
    cover = _passive(spot, match) if seat and (seat.city or (after and len(after[0]) > 5)) else None
    return replace(cover, seat=seat) if cover else None


def _resident(spot: Spot, match: re.Match[str]) -> Cover | None:
    """Read "the ambassador to Fiji, who lives in Canberra": a head who serves in one state and lives in another."""
    names, text, post = spot.discourse.names, spot.page.text, _post_before(spot, match.start())
    number = names.starting(match.end() + 1)
    if post is None or post.kind != "head" or number is None:
        return None
    seat = names.seat(names.places[number])
    if seat is None or seat.city is None:
        return None
    if _FORMER.search(text, max(0, post.begin - 12), post.start):
        return None
    if not _RIGHT_BEFORE.fullmatch(text, post.finish, match.start()):
        return None
    covered = tuple(one.state for one in post.seats if one.state != seat.state)
    return Cover(match, covered, post, seat, names.places[number].end) if covered else None


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


_READERS: Final = (
    (_active, "active"),
    (_passive, "passive"),
    (_active_beside, "active_beside"),
    (_passive_beside, "passive_beside"),
    (_resident, "resident"),
)


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
    if cover.owners:
        return cover.owners, "clause.agent", 1.0
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
        after = names.behind(joint)
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
