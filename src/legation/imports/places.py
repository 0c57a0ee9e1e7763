"""The city of a mission where a data set names a district, a commune, or nothing: from where its point lies.

Data sets of items put an embassy in "Mitte", "Chaoyang District" or "Lidingö Municipality". The register tells consular
posts apart by city, so those names would make two missions of one.
"""

import functools
from typing import Final

from legation.gazetteer import City, city, distance_km, state, towns
from legation.model.vocabulary import CLASS_OF, MissionKind

NEAR_SEAT: Final = 50  # kilometres; embassies sit in suburbs, and centres of large capitals are points
NEAR_CITY: Final = 25
LARGE: Final = 100_000  # inhabitants

Point = tuple[float, float]  # latitude, longitude


def point(latitude: str, longitude: str) -> Point | None:
    """Read a point from two cells; None where they hold none, or none on Earth."""
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


@functools.lru_cache(maxsize=16384)
def city_of(name: str, receiving: str, mission: MissionKind, where: Point | None) -> str | None:
    """Give the city of a mission.

    An embassy whose point lies near the seat of embassies is there, whatever district is named. Otherwise a city that
    the gazetteer knows by that name stands; else the nearest large city; else the name as it is.
    """
    spot = City("", receiving, *where) if where else None
    if spot and CLASS_OF[mission] == "embassy" and distance_km(receiving, spot) <= NEAR_SEAT:
        return state(receiving).seats[-1].city
    known = city(name, receiving) if name else None
    if known:
        return known.name
    return (_nearest(spot) if spot else None) or name or None


def _nearest(spot: City) -> str | None:
    """Give the nearest large city of a state, if it is near."""
    near = [(distance_km(one, spot), one.name) for one in _large().get(spot.state, ())]
    best = min(near, default=None)
    return best[1] if best and best[0] <= NEAR_CITY else None


@functools.cache
def _large() -> dict[str, list[City]]:
    found: dict[str, list[City]] = {}
    known = [one for one, _ in towns.curated().values() if one.population >= LARGE]
    for one in (*known, *(city_ for city_, _ in towns.large(LARGE))):
        found.setdefault(one.state, []).append(one)
    return found
