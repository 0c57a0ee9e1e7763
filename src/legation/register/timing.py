"""When a happening was, from all that is said of it: as narrow as the claims allow, never narrower.

What is done had happened by the day on which it was published. What an origin still foresees had not happened, as far
as it knew, when it first said so. A mission known to be open on a day closed after it. Where dates agree they narrow
each other; where they differ the answer is the stretch from the first to the last, with all claims kept. So a vague
date before a day on which it was still foreseen, by a voice heard before anybody told it as done, is one of two that
differ; an exact day is not doubted for a voice that did not know of it.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence

from legation.model import When, parse
from legation.register.state import Evidence

_DAY = dt.timedelta(days=1)


def open_begin(when: When | None) -> bool:
    """Whether a date says "by this day, nobody tells since when": how a data set says that a mission stands."""
    return when is not None and when.earliest == dt.date.min


@functools.lru_cache(maxsize=65536)
def on(day: dt.date) -> When:
    """Give the stretch that is one day."""
    return When.between(day, day)


def gap(one: When, other: When) -> int:
    """Days between two stretches: 0 where they touch or share a day."""
    return max(0, (max(one.earliest, other.earliest) - min(one.latest, other.latest)).days)


def combine(windows: Iterable[When]) -> When | None:
    """Give the days on which all can be true; where they differ, the hull of the most exact ones."""
    distinct = sorted(set(windows), key=lambda when: (when.earliest, when.latest, when.edtf))
    if len(distinct) < 2:
        return distinct[0] if distinct else None
    earliest, latest = max(when.earliest for when in distinct), min(when.latest for when in distinct)
    if earliest <= latest:
        return When.between(earliest, latest)
    exact = [when for when in distinct if not any(_within(other, when) for other in distinct)]
    return When.between(min(when.earliest for when in exact), max(when.latest for when in exact))


def _within(inner: When, outer: When) -> bool:
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest and inner.days < outer.days


def clip(when: When, *, after: dt.date | None = None, by: dt.date | None = None) -> When:
    """Narrow a stretch to what its neighbours allow; a bound that would leave nothing is not heeded."""
    earliest, latest = when.earliest, when.latest
    if after is not None and earliest < after <= latest:
        earliest = after
    if by is not None and earliest <= by < latest:
        latest = by
    return when if (earliest, latest) == (when.earliest, when.latest) else When.between(earliest, latest)


def window(item: Evidence) -> When | None:
    """Give the days on which one claim says it was: a thing done had happened by the day of publication."""
    if item.claim.status != "done":
        return item.claim.when
    return _had_happened(item.claim.date, item.said)


@functools.lru_cache(maxsize=65536)
def _had_happened(date: str | None, said: dt.date | None) -> When | None:
    if date is None:
        return When.between(dt.date.min, said) if said else None
    return clip(parse(date), by=said)


def time_of(told: Sequence[Evidence], open_days: Iterable[dt.date]) -> When | None:
    """Give when the happening was or, where nobody says it is done, for when it is foreseen; None where nobody dates it.

    Args:
        told: every claim of the happening.
        open_days: days on which the mission is known to have been open, for a happening that ends that.
    """
    done = [item for item in told if item.claim.status == "done"]
    if not done:
        return combine(when for item in told if item.claim.status != "denied" and (when := item.claim.when))
    not_yet = _not_yet(told)
    undated = [item.said for item in done if item.claim.date is None and item.said]
    agreed = [said for said in undated if all(day <= said for day in not_yet)]
    windows = [when for item in done if item.claim.date is not None and (when := window(item))]
    windows += [When.between(dt.date.min, said) for said in agreed or undated]
    when = combine(windows)
    if when is None:
        return None
    first_told = min((item.said for item in done if item.said), default=dt.date.max)
    foreseen = [day for day in not_yet if day <= first_told]
    if (
        foreseen and when.latest < max(foreseen) and first_told < dt.date.max
    ):  # dated before a day when it was still to come
        when, foreseen = When.between(when.earliest, first_told), []
    bounds = foreseen + [day + _DAY for day in open_days if day < when.latest]
    return clip(when, after=max(bounds, default=None))


def _not_yet(told: Sequence[Evidence]) -> list[dt.date]:
    """List the days on which it had not happened according to somebody who had not said before that it had.

    A plan told again says nothing new, so only its first telling counts; a denial ("has not closed") always does.
    """
    done: dict[str, dt.date] = {}
    planned: dict[str, dt.date] = {}
    for item in told:
        if item.said and item.claim.status == "done":
            done[item.origin] = min(item.said, done.get(item.origin, item.said))
        elif item.said and item.claim.status in ("planned", "possible"):
            planned[item.origin] = min(item.said, planned.get(item.origin, item.said))
    days = [day for who, day in planned.items() if day <= done.get(who, dt.date.max)]
    denied = [item for item in told if item.claim.status == "denied" and item.said]
    return days + [item.said + _DAY for item in denied if item.said and item.said < done.get(item.origin, dt.date.max)]
