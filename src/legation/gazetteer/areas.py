"""Regions and distances."""

import functools
import math
from typing import Final

from legation.gazetteer import atlas, tables
from legation.gazetteer.records import City

_EARTH: Final = 6371.0088  # mean radius in kilometres (IUGG)


def region(code: str) -> str | None:
    """Give the UN M49 region of a state ("Africa", "Latin America and the Caribbean"); None for organisations."""
    return atlas.state(code).region


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    table = tables.regions()
    sets: dict[str, frozenset[str]] = {}
    for name, row in table.subregions.items():
        sets[name.casefold()] = frozenset(row.states.split())
        whole = row.region.casefold()
        if whole not in table.subregions:
            sets[whole] = sets.get(whole, frozenset()) | sets[name.casefold()]
    for word, entry in table.words.items():
        codes = frozenset(entry.states.split()).union(*(sets[name.casefold()] for name in entry.within))
        sets[word] = codes - frozenset(entry.without.split())
    return {key.removeprefix("the "): codes for key, codes in sets.items()}


def members(word: str) -> frozenset[str]:
    """Give the codes that a region word of English news covers ("the Balkans", "Africa"); empty if it is unknown."""
    return _words().get(word.casefold().strip().removeprefix("the "), frozenset())


def region_words() -> tuple[str, ...]:
    """Give all region words that ``members`` knows, in lower case and without "the"."""
    return tuple(sorted(_words()))


def distance_km(a: str | City, b: str | City) -> float:
    """Give the great-circle distance between two cities, or the seats of embassies in two states given by code."""
    (lat1, lon1), (lat2, lon2) = _point(a), _point(b)
    north, east = lat2 - lat1, lon2 - lon1
    half = math.sin(north / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(east / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def _point(place: str | City) -> tuple[float, float]:
    where = atlas.state(place) if isinstance(place, str) else place
    return math.radians(where.latitude), math.radians(where.longitude)
