"""What cannot have been as a claim says it: on days before a state existed or after it ended, or closed before it was opened.

Such a claim goes in like any other, since the source says it, but whoever takes it in is told, and it waits for review.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from legation import gazetteer
from legation.errors import DateError, UnknownState
from legation.model import Claim, When
from legation.register.identity import key_of
from legation.register.timing import open_begin

_AGAIN: Final = re.compile(
    r"\bre-?(?:open|establish|sum|stor|activat|turn)|\bagain\b|\banew\b|\bonce more\b", re.IGNORECASE
)


Dated = tuple[str, Claim, When]
Post = tuple[str | None, str | None, str, str]  # sending and receiving state, class of mission, its city
_TOLD: Final = frozenset({"opened", "closed", "resumed"})
_UNSURE: Final = re.compile(r"[?~%X]|\.\.")


def flaws(
    claims: Mapping[str, Claim],
    held: Mapping[str, Claim] | None = None,
    *,
    title: str = "",
    said: dt.date | None = None,
) -> Iterator[tuple[str, str]]:
    """Give the IDs of the claims of one document that cannot be so as dated, each once, with what is wrong with it.

    Args:
        claims: the claims of the document, by ID.
        held: what is held of openings between the states to which its closings belong.
        title: the document's; a holder of that name is a data set, of which each row stands for itself.
        said: when the document was published.
    """
    dated = [(key, claim, when) for key, claim in claims.items() if (when := _when(claim))]
    found: dict[str, str] = {}
    for key, claim, when in dated:
        for code in dict.fromkeys(code for code in (claim.sending, claim.receiving, claim.from_) if code):
            if why := _outside(code, when):
                found.setdefault(key, f"{claim.kind} {claim.sending}>{claim.receiving} on {claim.date}: {why}")
    for key, why in [*_reversed(dated, title), *_before_opening_held(claims, held or {}, title, said)]:
        found.setdefault(key, why)
    yield from found.items()


def _when(claim: Claim) -> When | None:
    try:
        return claim.when
    except DateError:  # a claim that is refused
        return None


def _outside(code: str, when: When) -> str | None:
    """Say why a state cannot have kept or received a mission in all of a time; None where it can."""
    try:
        state = gazetteer.state(code)
    except UnknownState:
        return f"no state has the code {code}"
    known = [(state.began, state.ended), *((old.began, old.ended) for old in state.formerly)]
    lives = [(began or dt.date.min, ended or dt.date.max) for began, ended in known]
    if any(began <= when.latest and when.earliest < ended for began, ended in lives):
        return None
    before = [ended for _, ended in lives if ended <= when.earliest]
    after = [began for began, _ in lives if began > when.latest]
    if not before:
        return f"{state.name} has existed since {min(after)} only"
    return f"{state.name} ended on {max(before)}" + (f" and began again on {min(after)}" if after else "")


def _reversed(dated: Iterable[Dated], title: str) -> Iterator[tuple[str, str]]:
    """Find closings that one document puts before the only opening, unless it tells of another ("reopened").

    A text that comes to the opening after the closing, as its dates do, tells the course of two missions in one place.
    The rows of a data set are history of which each tells a part: there only one and the same row is held to itself.
    """
    held: dict[tuple[object, ...], list[Dated]] = {}
    for key, claim, when in dated:
        if claim.kind in _TOLD:
            row = claim.quote if _is_row(claim, title) else None
            held.setdefault((*post_of(claim), row), []).append((key, claim, when))
    for told in held.values():
        closings = [each for each in told if _is_certain(each, "closed")]
        found = dict(_before_opening(closings, told))
        first = min((claim.start for _, claim, _ in told if claim.kind == "opened"), default=0)
        if len(found) == len(closings) and all(first <= claim.start for _, claim, _ in closings):
            yield from found.items()


def _before_opening_held(
    new: Mapping[str, Claim], held: Mapping[str, Claim], title: str, said: dt.date | None
) -> Iterator[tuple[str, str]]:
    """Give the closings of a document dated before the first opening that is held of the mission, though told after it.

    Where anything that is held tells that the mission was there before, or came back, the closing is history. A word on a
    closing from before the opening was news in its day. A document that tells of an opening itself is held to that alone.
    """
    posts: dict[Post, list[Dated]] = {}
    for key, claim in held.items():
        if claim.kind in _TOLD and (when := _when(claim)):
            posts.setdefault(post_of(claim), []).append((key, claim, when))
    own = {post_of(claim) for claim in new.values() if claim.kind in ("opened", "resumed")}
    for key, claim in new.items():
        when = _when(claim)
        if when and _dated_closing(claim, title) and post_of(claim) not in own:
            told = posts.get(post_of(claim), [])
            first = min((each[2].earliest for each in told if _is_certain(each, "opened")), default=dt.date.max)
            if said is None or said >= first:
                yield from _before_opening([(key, claim, when)], told)


def _before_opening(closings: Iterable[Dated], told: Sequence[Dated]) -> Iterator[tuple[str, str]]:
    openings = [each for each in told if _is_certain(each, "opened")]
    if not openings or any(claim.kind == "resumed" or _AGAIN.search(claim.quote) for _, claim, _ in told):
        return
    first = min(when.earliest for _, _, when in openings)
    for key, claim, when in closings:
        there = any(each.earliest <= when.latest for _, other, each in told if other.kind == "opened")
        if when.latest < first and not there and not _AGAIN.search(claim.quote):
            by = "; ".join(sorted(f"{other.date} (claim {each})" for each, other, _ in openings))
            yield key, f"closed {claim.sending}>{claim.receiving} on {claim.date}: before it was opened, {by}"


def post_of(claim: Claim) -> Post:
    """Give about which mission a claim is, by its own words: an embassy's city plays no part."""
    return claim.sending, claim.receiving, *key_of(claim)


def closing_pairs(claims: Iterable[Claim], title: str) -> set[tuple[str | None, str | None]]:
    """Give the pairs of states of whose openings ``flaws`` needs to know what is held."""
    return {(one.sending, one.receiving) for one in claims if _dated_closing(one, title)}


def _dated_closing(claim: Claim, title: str) -> bool:
    """Whether a claim tells, with a date that is certain, of a closing; the rows of a data set are left out."""
    when = _when(claim)
    return when is not None and not _is_row(claim, title) and _is_certain(("", claim, when), "closed")


def _is_row(claim: Claim, title: str) -> bool:
    return bool(claim.holder) and title.startswith(claim.holder or " ")


def _is_certain(told: Dated, kind: str) -> bool:
    _, claim, when = told
    return claim.kind == kind and claim.status == "done" and not open_begin(when) and not _UNSURE.search(when.edtf)
