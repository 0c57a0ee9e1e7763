"""What cannot have been as a claim says it: on days before a state existed or after it ended, or closed before it was opened.

Such a claim goes in like any other, since the source says it, but whoever takes it in is told, and it waits for review.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from legation import gazetteer
from legation.errors import DateError, UnknownState
from legation.model import Claim, When
from legation.model.vocabulary import CLASS_OF
from legation.register.organs import plain
from legation.register.timing import open_begin

_AGAIN: Final = re.compile(
    r"\bre-?(?:open|establish|sum|stor|activat|turn)|\bagain\b|\banew\b|\bonce more\b", re.IGNORECASE
)


def flaws(claims: Mapping[str, Claim]) -> Iterator[tuple[str, str]]:
    """Give the IDs of the claims of one document that cannot be so as dated, each with what is wrong with it."""
    dated = [(key, claim, when) for key, claim in claims.items() if (when := _when(claim))]
    for key, claim, when in dated:
        for code in dict.fromkeys(code for code in (claim.sending, claim.receiving, claim.from_) if code):
            if found := _outside(code, when):
                yield key, f"{claim.kind} {claim.sending}>{claim.receiving} on {claim.date}: {found}"
    yield from _reversed(dated)


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


def _reversed(dated: Iterable[tuple[str, Claim, When]]) -> Iterator[tuple[str, str]]:
    """Find closings that the same words put before the only opening, unless they tell of another opening ("reopened")."""
    held: dict[tuple[object, ...], list[tuple[str, Claim, When]]] = {}
    for key, claim, when in dated:
        if claim.status == "done" and claim.kind in ("opened", "closed") and not open_begin(when):
            post = CLASS_OF[claim.mission] if claim.mission else None
            about = (claim.sending, claim.receiving, post, plain(claim.city or ""), claim.quote)
            held.setdefault(about, []).append((key, claim, when))
    for told in held.values():
        openings = [when for _, claim, when in told if claim.kind == "opened"]
        closings = [each for each in told if each[1].kind == "closed"]
        if not openings or any(_AGAIN.search(claim.quote) for _, claim, _ in told):
            continue
        first = min(when.earliest for when in openings)
        if all(when.latest < first for _, _, when in closings):
            for key, claim, _ in closings:
                yield (
                    key,
                    f"closed {claim.sending}>{claim.receiving} on {claim.date}: before it was opened, {_said(told)}",
                )


def _said(told: Iterable[tuple[str, Claim, When]]) -> str:
    return ", ".join(sorted(str(claim.date) for _, claim, _ in told if claim.kind == "opened"))
