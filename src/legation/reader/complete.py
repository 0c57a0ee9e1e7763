"""Fill in what an event's own words leave open about its mission: the city and the class, from the rest of the page.

A page that says "the embassy in Harare" once says "the embassy" afterwards; and an embassy sits in the capital, so
that a page that names the capital has named its city. A page that names no city leaves it open.
"""

from collections import Counter
from dataclasses import replace
from typing import Final

from legation.gazetteer import capital
from legation.model.vocabulary import ONE_MISSION_KINDS
from legation.reader.discourse import Discourse
from legation.reader.types import Event, Page, Trace

_ELSEWHERE: Final = frozenset(
    {"consulate", "consulate_general", "vice_consulate", "honorary_consulate", "trade_office", "representative_office"}
)
_VAGUE: Final = (None, "mission")


def complete(page: Page, discourse: Discourse, found: list[Event]) -> list[Event]:
    """Give the events with the cities and classes that the page gives elsewhere."""
    return [
        _with_city(page, _with_class(discourse, event)) if event.kind in ONE_MISSION_KINDS else event for event in found
    ]


def _with_class(discourse: Discourse, event: Event) -> Event:
    if event.mission not in _VAGUE or event.kind == "accredited":
        return event
    levels: Counter[str] = Counter()
    for post in discourse.posts:
        if post.kind == "mission" and post.level not in _VAGUE:
            same_owner = event.sending in post.owners
            same_seat = any(seat.state == event.receiving for seat in post.seats)
            levels[post.level or ""] += 2 * (same_owner and same_seat) + same_owner + same_seat
    best = next((level for level, worth in levels.most_common(1) if worth), None)
    if best is None:
        return event if event.mission else replace(event, mission="mission")
    return replace(event, mission=best, trace=(*event.trace, Trace("mission", "page.class", best)))


def _with_city(page: Page, event: Event) -> Event:
    if event.city or event.kind == "accredited" or event.receiving is None:
        return event
    cities = [place for place in page.places if place.state == event.receiving and place.city and place.kind == "city"]
    seat = capital(event.receiving, page.day)
    city: str | None = None
    if event.mission in _ELSEWHERE:
        before = [place for place in cities if place.start < event.trigger[1]]
        city = before[-1].city if before else None
    elif any(place.city == seat for place in cities):
        city = seat
    if city is None:
        return event
    return replace(
        event, city=city, trace=(*event.trace, Trace("city", "page.capital" if city == seat else "page.city", city))
    )
