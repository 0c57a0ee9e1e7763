"""States, names, demonyms, capitals, cities: who and where, and at which dates a state existed."""

from legation.gazetteer.areas import distance_km, members, region, region_words
from legation.gazetteer.atlas import capital, code_of, exists, name_of, state, states, town_meant
from legation.gazetteer.records import City, Former, Place, Seat, State
from legation.gazetteer.scan import find
from legation.gazetteer.towns import city

__all__ = [
    "City",
    "Former",
    "Place",
    "Seat",
    "State",
    "capital",
    "city",
    "code_of",
    "distance_km",
    "exists",
    "find",
    "members",
    "name_of",
    "region",
    "region_words",
    "state",
    "states",
    "town_meant",
]
