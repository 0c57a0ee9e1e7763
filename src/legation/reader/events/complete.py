"""Fill in what an event's own words leave open about its mission: the city and the class, from the rest of the page.

A page that says "the embassy in Harare" once says "the embassy" afterwards; and an embassy sits in the capital, so
that a page that names the capital has named its city. A page that names no city leaves it open.
"""

import bisect
import re
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Final

from legation.gazetteer import capital
from legation.model.vocabulary import ONE_MISSION_KINDS
from legation.reader.context.discourse import Discourse
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Trace

_CONSULAR: Final = frozenset({"consulate", "consulate_general", "vice_consulate", "honorary_consulate"})
_ELSEWHERE: Final = _CONSULAR | {"trade_office", "representative_office"}
_VAGUE: Final = (None, "mission")
_COMMONWEALTH: Final = frozenset(load("missions")["commonwealth"]["states"])
# a place that no gazetteer knows: "its consulate in Ramsvik", "the consulate at Ramsvik"
_UNKNOWN: Final = re.compile(
    r"\b[Cc]onsulates?(?:[ -][Gg]eneral)? (?:in|at) ((?:[A-ZÀ-Þ][\w'’-]+)(?: [A-ZÀ-Þ][\w'’-]+)?)"
)


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
            if post.kind in ("mission", "head") and post.level and post.level not in _VAGUE:
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
    own = known.levels.get((one, other), Counter[str]())
    if event.kind in ("level_changed", "moved"):  # it is an embassy that follows a government, or has an ambassador
        levels = Counter({level: n for level, n in levels.items() if level not in _CONSULAR}) or own
    best = next((level for level, _ in levels.most_common(1)), None)
    if best in ("embassy", "high_commission"):
        best = _among(one, other, best, levels)
    if best is None and event.kind == "level_changed":
        best = "embassy"
    if best is None:
        return event if event.mission else replace(event, mission="mission")
    return replace(event, mission=best, trace=(*event.trace, Trace("mission", "page.class", best)))


def _among(one: str, other: str, best: str, levels: Counter[str]) -> str:
    """Tell an embassy from a high commission by the two states, where the page names both or the states cannot have one."""
    members = one in _COMMONWEALTH and other in _COMMONWEALTH
    if not members:
        return "embassy"
    return "high_commission" if levels["high_commission"] else best


def _with_city(page: Page, known: _Known, event: Event) -> Event:
    if event.kind == "accredited":
        return _with_base(page, known, event)
    if event.city or event.receiving is None:
        return event
    cities, seat = known.cities.get(event.receiving, []), capital(event.receiving, page.day)
    city: str | None = None
    rule = "page.city"
    if event.mission in _ELSEWHERE:
        number = bisect.bisect_left(cities, (event.trigger[1], ""))
        city = cities[number - 1][1] if number else None
        if (unknown := _unknown(page, event)) is not None:
            city, rule = unknown, "phrase.city"
    elif seat in known.named.get(event.receiving, ()):
        city, rule = seat, "page.capital"
    if city is None:
        return event
    return replace(event, city=city, trace=(*event.trace, Trace("city", rule, city)))


def _with_base(page: Page, known: _Known, event: Event) -> Event:
    """Give the seat of a covering mission: the capital of its state where the page names it."""
    seat = capital(event.from_, page.day) if event.from_ else None
    if event.city or event.from_ is None or seat not in known.named.get(event.from_, ()):
        return event
    return replace(event, city=seat, trace=(*event.trace, Trace("city", "page.capital", seat or "")))


def _unknown(page: Page, event: Event) -> str | None:
    """Give the name after "consulate in" in the event's words where it is no place that is known."""
    match = _UNKNOWN.search(page.text, *event.quote)
    if match is None or any(place.start < match.end(1) and match.start(1) < place.end for place in page.places):
        return None
    return match[1]
