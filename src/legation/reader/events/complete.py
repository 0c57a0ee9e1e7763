"""Fill in what an event's own words leave open about its mission: the city and the class, from the rest of the page.

A page that says "the embassy in Harare" once says "the embassy" afterwards; and an embassy sits in the capital, so
that a page that names the capital has named its city. A page that names no city leaves it open.
"""

import bisect
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Final

from legation.gazetteer import capital
from legation.model.vocabulary import ONE_MISSION_KINDS
from legation.reader.context.discourse import Discourse
from legation.reader.types import Event, Page, Trace

_ELSEWHERE: Final = frozenset(
    {"consulate", "consulate_general", "vice_consulate", "honorary_consulate", "trade_office", "representative_office"}
)
_VAGUE: Final = (None, "mission")


def complete(page: Page, discourse: Discourse, found: list[Event]) -> list[Event]:
    """Give the events with the cities and classes that the page gives elsewhere."""
    known = _Known(page, discourse)
    return [
        _with_city(page, known, _with_class(known, event)) if event.kind in ONE_MISSION_KINDS else event
        for event in found
    ]


class _Known:
    """Which classes of mission the page names of each owner and at each seat, and which cities of each state."""

    def __init__(self, page: Page, discourse: Discourse) -> None:
        self.levels: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for post in discourse.posts:
            if post.kind == "mission" and post.level and post.level not in _VAGUE:
                seats = {seat.state for seat in post.seats}
                for owner in post.owners:
                    self.levels["of", owner][post.level] += 1
                    for seat in seats:
                        self.levels[owner, seat][post.level] += 2
                for seat in seats:
                    self.levels["in", seat][post.level] += 1
        self.cities: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place in page.places:
            if place.state and place.city and place.kind == "city":
                self.cities[place.state].append((place.start, place.city))
        self.named = {state: frozenset(city for _, city in cities) for state, cities in self.cities.items()}


def _with_class(known: _Known, event: Event) -> Event:
    if event.mission not in _VAGUE or event.kind == "accredited":
        return event
    one, other = event.sending or "", event.receiving or ""
    keys = ((one, other), ("of", one), ("in", other))
    levels = sum((known.levels[key] for key in keys if key in known.levels), Counter[str]())
    best = next((level for level, _ in levels.most_common(1)), None)
    if best is None:
        return event if event.mission else replace(event, mission="mission")
    return replace(event, mission=best, trace=(*event.trace, Trace("mission", "page.class", best)))


def _with_city(page: Page, known: _Known, event: Event) -> Event:
    if event.city or event.kind == "accredited" or event.receiving is None:
        return event
    cities, seat = known.cities.get(event.receiving, []), capital(event.receiving, page.day)
    city: str | None = None
    if event.mission in _ELSEWHERE:
        number = bisect.bisect_left(cities, (event.trigger[1], ""))
        city = cities[number - 1][1] if number else None
    elif seat in known.named.get(event.receiving, ()):
        city = seat
    if city is None:
        return event
    trace = Trace("city", "page.capital" if city == seat else "page.city", city)
    return replace(event, city=city, trace=(*event.trace, trace))
