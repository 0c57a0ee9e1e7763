"""In which city an embassy sits where nobody says it: that of the day, since capitals move.

The gazetteer tells when the seat of a state's embassies moved. A claim that names a city outweighs it, but not for ever:
of an embassy said to be in Bonn in 1973, and of which nobody tells more, it is held that it followed to Berlin.
"""

import datetime as dt
import functools
from collections.abc import Iterable
from typing import Final

from legation import gazetteer
from legation.errors import UnknownState
from legation.gazetteer.towns import candidates
from legation.model import When
from legation.register.organs import plain
from legation.register.state import Evidence, Record
from legation.register.timing import on, open_begin, window

LAG: Final = dt.timedelta(days=3653)  # embassies follow a government over years


@functools.lru_cache(maxsize=65536)
def seat(state: str, day: dt.date | None = None) -> str | None:
    """Give the city in which embassies to a state sit on a day, or today; None for a place that receives none."""
    try:
        return gazetteer.capital(state, day)
    except UnknownState:
        return None


@functools.lru_cache(maxsize=65536)
def around(state: str, when: When | None) -> frozenset[str]:
    """Give the plain names of the cities that "the embassy" can mean at a time: seats then or some years before, and the capital."""
    try:
        found = gazetteer.state(state)
    except UnknownState:
        return frozenset()
    cities = [
        one.city
        for one in found.seats
        if when is None
        or ((one.since or dt.date.min) <= when.latest and (one.until is None or when.earliest <= _later(one.until)))
    ]
    return frozenset(plain(city) for city in [*cities, found.capital])


def _later(day: dt.date) -> dt.date:
    return day + LAG


def about_when(item: Evidence) -> When | None:
    """Give about when a claim speaks of a mission: its date, else the day on which it was published."""
    if item.claim.date and (when := window(item)) and not open_begin(when):
        return when
    return on(item.said) if item.said else None


@functools.lru_cache(maxsize=4096)
def before_moves(day: dt.date) -> dict[str, tuple[str, str]]:
    """Give, of the states whose embassies sat in another city on a day than they do now, the plain name of that now and the city then."""
    found = {}
    for state in gazetteer.states(territories=True):
        now, then = (seat(state.code), seat(state.code, day)) if state.seats else (None, None)
        if now and then and now != then:
            found[state.code] = plain(now), then
    return found


def _left_for(item: Evidence) -> bool:
    """Whether a claim names the city abroad from which a mission works for a time: its seat is still where it left."""
    claim = item.claim
    return claim.kind in ("moved", "suspended") and abroad(claim.city, claim.receiving) is not None


@functools.lru_cache(maxsize=65536)
def abroad(city: str | None, state: str | None) -> str | None:
    """Give the other state in which a city is known to lie, where by its name it can be none in this."""
    town = gazetteer.city(city) if city and not candidates(city, state or "") else None
    return town.state if town else None


def city_on(told: Iterable[Evidence], state: str, last: str | None, day: dt.date) -> str | None:
    """Give the city of an embassy on a day.

    Args:
        told: what is said of the embassy.
        state: the receiving state.
        last: the city that the latest word names.
        day: the day asked about.
    """
    here = seat(state, day)
    named = [
        (when, item.claim.city)
        for item in told
        if item.claim.city and item.claim.status == "done" and not _left_for(item) and (when := about_when(item))
    ]
    said = [(when.latest, city) for when, city in named if when.earliest <= day]
    if not said:
        return here or last
    if len(said) == len(named):
        said = [one for one in said if one[1] == last] or said
    then, city = max(said)
    left = [one.until for one in gazetteer.state(state).seats if one.until and plain(one.city) == plain(city)]
    return here if here and any(then < until <= day for until in left) else city


def record_city_on(record: Record, day: dt.date) -> str | None:
    """Give the city of a mission on a day; only an embassy can have had another than the record's own."""
    if record.mission.class_ != "embassy" or seat(record.mission.receiving) is None:
        return record.city
    told = (item for happening in record.happenings for item in happening.evidence)
    return city_on(told, record.mission.receiving, record.city, day)
