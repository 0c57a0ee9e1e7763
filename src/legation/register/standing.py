"""How well a happening stands, by the policy: confirmed, reported, announced, expected, denied or disputed.

Each origin is heard by its latest word: who denied on Monday and announces on Friday has changed its mind, who reported
and then denies has taken it back. Between words of one day, or without a day, both are heard. A denial from before the
first day on which the thing can have happened does not contradict it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from legation.model.vocabulary import Standing
from legation.register.policy import Policy
from legation.register.state import Evidence
from legation.register.timing import combine, window


def judge(told: Sequence[Evidence], policy: Policy) -> tuple[Standing, str]:
    """Give the standing of a happening and the rule that gave it, in words."""
    when = combine(each for item in told if item.claim.status == "done" and item.claim.date and (each := window(item)))
    first = when.earliest if when else dt.date.min
    last = _last_words(told)
    heard = [item for item in told if not (_outlived(item, last) or _before(item, first))]
    done = [item for item in heard if item.claim.status == "done"]
    foreseen = [item for item in heard if item.claim.status in ("planned", "possible")]
    denied = [item for item in heard if item.claim.status == "denied"]
    return _ruled(told) or _denied(done, foreseen, denied, policy) or _done(done, policy) or _foreseen(foreseen)


def _ruled(told: Iterable[Evidence]) -> tuple[Standing, str] | None:
    """Heed what people accepted: before what the sources weigh, and without a winner where rulings differ."""
    accepted = {item.claim.status: item.ruling.accepted for item in told if item.ruling and item.ruling.accepted}
    if not accepted:
        return None
    if "denied" in accepted and len(accepted) > 1:
        return "disputed", f"rulings differ: accepted by {', '.join(sorted({str(one) for one in accepted.values()}))}"
    for status, standing in _ACCEPTED.items():
        if status in accepted:
            return standing, f"accepted by {accepted[status]}"
    return None


_ACCEPTED: Final[dict[str, Standing]] = {
    "done": "confirmed",
    "denied": "denied",
    "planned": "announced",
    "possible": "expected",
}


def _denied(
    done: list[Evidence], foreseen: list[Evidence], denied: list[Evidence], policy: Policy
) -> tuple[Standing, str] | None:
    official = [item for item in denied if item.official]
    organs = [item for item in denied if item.organ] if policy.standing.third_state_denial_disputes else official
    announced = [item for item in foreseen if item.official and item.claim.status == "planned"]
    if organs and done:
        return "disputed", f"said done by {names(done)}, denied by {names(organs)}"
    if official and announced:
        return "disputed", f"officials differ: announced by {names(announced)}, denied by {names(official)}"
    if official:
        return "denied", f"denied by {names(official)}, said done by nobody"
    if denied and not done and not foreseen:
        return "denied", f"denied by {names(denied)}, said by nobody"
    return None


def _done(done: list[Evidence], policy: Policy) -> tuple[Standing, str] | None:
    official = [item for item in done if item.official]
    origins = {item.origin for item in done}
    if official:
        return "confirmed", f"said done by an organ of the sending or receiving state: {names(official)}"
    if len(origins) >= policy.standing.independent_origins:
        return "confirmed", f"said done by {len(origins)} independent origins: {names(done)}"
    if done:
        return "reported", f"said done by one origin: {names(done)}"
    return None


def _foreseen(foreseen: list[Evidence]) -> tuple[Standing, str]:
    official = [item for item in foreseen if item.official and item.claim.status == "planned"]
    if official:
        return "announced", f"said planned by an organ of the sending or receiving state: {names(official)}"
    return "expected", f"said planned or possible by {names(foreseen)}"


def _last_words(told: Iterable[Evidence]) -> dict[tuple[str, str], dt.date]:
    """Tell for each origin and status the last day on which the origin said so."""
    last: dict[tuple[str, str], dt.date] = {}
    for item in told:
        key = item.origin, item.claim.status
        if item.said and item.said > last.get(key, dt.date.min):
            last[key] = item.said
    return last


def _outlived(item: Evidence, last: Mapping[tuple[str, str], dt.date]) -> bool:
    """Whether the same origin took this word back on a later day."""
    said = item.said
    if said is None:
        return False
    against = ("done", "planned") if item.claim.status == "denied" else ("denied",)
    return any(last.get((item.origin, status), said) > said for status in against)


def _before(item: Evidence, first: dt.date) -> bool:
    return item.claim.status == "denied" and item.said is not None and item.said < first


def names(told: Iterable[Evidence]) -> str:
    """Name who says it, each origin once, by the shortest of its names."""
    by_origin: dict[str, str] = {}
    for item in told:
        name = item.claim.holder or item.source.publisher or "an unnamed publisher"
        held = by_origin.get(item.origin)
        if held is None or (len(name), name) < (len(held), held):
            by_origin[item.origin] = name
    return ", ".join(sorted(by_origin.values()))
