"""Find missions, or their heads, that are responsible for another state too, and heads that take their leave.

Both are told in few, set forms of words ("also covers", "accredited to", "non-resident ambassador to … based in …"),
so that the order of the words on the surface is read, not the parse.
"""

import functools
import re
from typing import Final

from legation.reader.discourse import Discourse
from legation.reader.draft import make
from legation.reader.lexicon import load
from legation.reader.mention import Post
from legation.reader.names import Seat
from legation.reader.types import Event, Page, Sentence, Trace

_GAP: Final = r"[^.;:()]{0,40}?"
_MOST: Final = 40


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = load("triggers")["accredited"]
    return {
        name: re.compile(rf"\b(?:{'|'.join(re.escape(one) for one in sorted(words[name], key=len, reverse=True))})\b", re.I)
        for name in ("active", "passive", "based")
    }


def coverage(page: Page, discourse: Discourse, sentence: Sentence) -> list[Event]:
    """Find states that a mission elsewhere is made responsible for."""
    patterns = _patterns()
    found: list[Event] = []
    for match in patterns["active"].finditer(page.text, sentence.start, sentence.end):
        found += _active(page, discourse, sentence, match)
    for match in patterns["passive"].finditer(page.text, sentence.start, sentence.end):
        found += _passive(page, discourse, sentence, match)
    if found:
        found += _gapped(page, discourse, sentence, found[-1])
    return found[:_MOST]


_TURNED: Final = re.compile(r"\s+(from|by|to)\s+(?:the\s+)?(?:(?:embassy|mission|high commission|ambassador)\s+(?:in|at)\s+)?", re.IGNORECASE)


def _gapped(page: Page, discourse: Discourse, sentence: Sentence, model: Event) -> list[Event]:
    """Read "…, East Timor to Jakarta and Nepal from New Delhi" after one such pair: the verb goes without saying."""
    names, found = discourse.names, []
    numbers = list(names.within(model.quote[1] if model.quote[1] < sentence.end else model.trigger[1], sentence.end))
    for number in numbers:
        joint = _TURNED.match(page.text, names.places[number].end, sentence.end)
        after = names.starting(joint.end()) if joint else None
        if joint is None or after is None:
            continue
        first = number
        while first - 1 in numbers and first in names.chain(first - 1):
            first -= 1
        left, right = range(first, number + 1), names.chain(after)
        over = joint[1].lower() == "to" and page.text[names.places[first].start - 3 : names.places[first].start].lower() == "in "
        covered, at = (right, number) if over else (list(left), after)
        seat = names.seat(names.places[at])
        for one in covered:
            code = names.places[one].state
            if seat is None or code is None or code in (seat.state, model.sending):
                continue
            trace = (Trace("kind", "accredited.gap", joint[0].strip()), Trace("from", "clause.place", names.places[at].text))
            found.append(
                make(
                    page, sentence, "accredited", (model.sending or "", code), (names.places[one].start, names.places[one].end),
                    (names.places[at].end,), seat=seat, mission=model.mission, from_=seat.state, score=model.score * 0.9, trace=trace,
                )
            )  # fmt: skip
    return found


def _numbers_after(discourse: Discourse, offset: int, end: int, gap: int = 60) -> int | None:
    """Give the first place after this character, within a few words."""
    for number in discourse.names.within(offset, min(end, offset + gap)):
        return number
    return None


def _active(page: Page, discourse: Discourse, sentence: Sentence, match: re.Match[str]) -> list[Event]:
    number = _numbers_after(discourse, match.end(), sentence.end)
    if number is None:
        return []
    covered = _chain_states(discourse, number)
    end = discourse.names.places[discourse.names.chain(number)[-1]].end
    posts = [
        post
        for post in discourse.posts_in(sentence.start, sentence.end)
        if post.kind in ("mission", "head", "building") and (post.start < match.start() or not post.owners)
    ]
    before = [post for post in posts if post.start < match.start()]
    post = before[-1] if before else None
    seat = _seat(discourse, post) or _based(page, discourse, sentence, match.start())
    return _make(page, discourse, sentence, match, post, covered, seat, end)


def _passive(page: Page, discourse: Discourse, sentence: Sentence, match: re.Match[str]) -> list[Event]:
    before = [n for n in discourse.names.within(max(sentence.start, match.start() - 120), match.start())]
    after = _numbers_after(discourse, match.end(), sentence.end, 70)
    if not before or after is None:
        return []
    first = before[-1]
    while first - 1 in before and first in discourse.names.chain(first - 1):
        first -= 1
    posts = [post for post in discourse.posts_in(match.end(), sentence.end) if post.kind in ("mission", "head")]
    post = posts[0] if posts and posts[0].start - match.end() < 50 else None
    seat = _seat(discourse, post) or discourse.names.seat(discourse.names.places[after])
    covered = _chain_states(discourse, first)
    return _make(page, discourse, sentence, match, post, covered, seat, discourse.names.places[after].end)


def _chain_states(discourse: Discourse, number: int) -> tuple[str, ...]:
    chain = discourse.names.chain(number)
    codes = [discourse.names.places[one].state for one in chain]
    return tuple(dict.fromkeys(code for code in codes if code))


def _seat(discourse: Discourse, post: Post | None) -> Seat | None:
    if post is None:
        return None
    if post.seats:
        return post.seats[0]
    return None


def _based(page: Page, discourse: Discourse, sentence: Sentence, offset: int) -> Seat | None:
    for match in _patterns()["based"].finditer(page.text, sentence.start, sentence.end):
        number = _numbers_after(discourse, match.end(), sentence.end, 20)
        if number is not None:
            return discourse.names.seat(discourse.names.places[number])
    return None


def _make(
    page: Page,
    discourse: Discourse,
    sentence: Sentence,
    match: re.Match[str],
    post: Post | None,
    covered: tuple[str, ...],
    seat: Seat | None,
    end: int,
) -> list[Event]:
    score = 1.0
    senders = post.owners if post else ()
    rule = "phrase.owner"
    if not senders and post and post.owner_word is not None:
        senders, rule = discourse.pronoun(page.parse[post.owner_word])[:1], "pronoun.subject"
    if not senders:
        hosts = (*((seat.state,) if seat else ()), *covered)
        one = discourse.guess("sending", "implicit", match.start(), kind="accredited", other=hosts)
        senders, rule, score = ((one.code,), "discourse.likeliest", one.chance) if one else ((), "", 0.0)
    if seat is None:
        score -= 0.2
    trace = (
        Trace("kind", "accredited.words", match[0]),
        Trace("sending", rule, page.text[post.start : post.end] if post else ""),
        Trace("from", "phrase.seat", seat.city or seat.state if seat else ""),
    )
    found = []
    for sending in senders[:3]:
        for code in covered:
            if code in (sending, seat.state if seat else None):
                continue
            found.append(
                make(
                    page, sentence, "accredited", (sending, code), match.span(), (end,), seat=seat,
                    mission=post.level if post and post.level not in (None, "mission") else "embassy",
                    from_=seat.state if seat else None, score=score, trace=trace,
                )
            )  # fmt: skip
    return found
