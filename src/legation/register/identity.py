"""Which claims between two states speak of one mission.

A state keeps one embassy in another (a liaison office or interests section is its lower level); consular posts,
permanent missions and offices are told apart by their city. A claim that does not say which mission it means belongs to
the only one that fits; where several fit, or none, it stays unresolved until later evidence leaves one. Nothing is
guessed, and the order of the claims plays no part: the missions that are named stand first, the rest is held to them.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from legation import gazetteer
from legation.model import Claim, Mission
from legation.model.vocabulary import CLASS_OF
from legation.register import seats
from legation.register.organs import plain
from legation.register.state import Evidence

Key = tuple[str, str]  # class of the mission, plain name of its city ("" for an embassy, or where no city is said)
_BY_CITY: Final = frozenset({"consular", "permanent", "office"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """The claims of one pair of states by mission; those that fit several or none; and for which missions they wait."""

    missions: Mapping[Key, list[Evidence]]
    unresolved: list[Evidence]
    waiting: Mapping[Key, list[Evidence]]


def resolve(told: Iterable[Evidence]) -> Resolved:
    """Part the one-mission claims of one pair of states into missions, and what fits several or none."""
    missions: dict[Key, list[Evidence]] = defaultdict(list)
    unsaid: list[Evidence] = []
    told = list(told)
    ruled = _ruled(told)
    for item in told:
        key = ruled.get(item.ruling.merged or "") if item.ruling else None
        key = key or named(item)
        if key is None:
            unsaid.append(item)
        else:
            missions[key].append(item)
    missions |= _unspecified(unsaid, missions)
    candidates = {key: tuple(items) for key, items in missions.items()}
    placed = {item.id for key in candidates if key[0] == "unspecified" for item in candidates[key]}
    unresolved: list[Evidence] = []
    waiting: dict[Key, list[Evidence]] = defaultdict(list)
    for item in unsaid:
        fitting = _fitting(item, candidates)
        if item.id in placed:
            continue
        if len(fitting) == 1:
            missions[fitting[0]].append(item)
        else:
            unresolved.append(item)
            for key in fitting:
                waiting[key].append(item)
    return Resolved(missions, unresolved, waiting)


def _ruled(told: Iterable[Evidence]) -> dict[str, Key]:
    """Give the mission of claims that people ruled to be one: that which the first ruled of names, else the only one named."""
    keys: dict[str, list[tuple[bool, Key]]] = defaultdict(list)
    for item in told:
        if item.ruling and item.ruling.merged and (key := named(item)):
            keys[item.ruling.merged].append((item.id != item.ruling.merged, key))
    return {label: min(found)[1] for label, found in keys.items()}


def _unspecified(unsaid: Iterable[Evidence], missions: Mapping[Key, Sequence[Evidence]]) -> dict[Key, list[Evidence]]:
    """Find the missions of which nobody says what they are: "the legation in Beijing", where no known one can be meant.

    There is one for each city. Where no city is said there is one if nothing else is known of the pair at all.
    """
    candidates = {key: tuple(items) for key, items in missions.items()}
    by_city: dict[str, list[Evidence]] = defaultdict(list)
    for item in unsaid:
        claim = item.claim
        if claim.mission == "mission" and (claim.city or not candidates) and not _fitting(item, candidates):
            by_city[place(claim.city, claim.receiving) if claim.city else ""].append(item)
    unplaced = by_city.pop("", [])
    if not by_city and unplaced:
        return {("unspecified", ""): unplaced}
    return {("unspecified", city): items for city, items in by_city.items()}


def key_of(claim: Claim) -> Key:
    """Give class and city of a mission by a claim's own words; an embassy's city plays no part."""
    class_ = _class_of(claim)
    return class_, "" if class_ == "embassy" or not claim.city else place(claim.city, claim.receiving)


def _class_of(claim: Claim) -> str:
    return CLASS_OF[claim.mission] if claim.mission else "unspecified"


def named(item: Evidence) -> Key | None:
    """Give the mission that a claim names itself; None where it takes other claims to tell which is meant."""
    key = key_of(item.claim)
    return key if key[0] == "embassy" or (key[0] in _BY_CITY and item.claim.city) else None


def _fitting(item: Evidence, missions: Mapping[Key, tuple[Evidence, ...]]) -> list[Key]:
    """List the missions that a claim can mean: of its class and city, where it says them."""
    claim, class_ = item.claim, _class_of(item.claim)
    keys = [key for key in sorted(missions) if class_ in ("unspecified", key[0])]
    if claim.city:
        city = place(claim.city, claim.receiving)
        keys = [key for key in keys if key == ("unspecified", "") or city in _cities(key, missions[key], item)]
    if class_ == "consular":
        honorary = claim.mission == "honorary_consulate"
        keys = [key for key in keys if _has_rank(missions[key], honorary=honorary)]
    return keys


def _has_rank(told: Iterable[Evidence], *, honorary: bool) -> bool:
    """Whether somebody says that a consular post is honorary, or that it is not: "its consulate" is a career post."""
    return any((item.claim.mission == "honorary_consulate") is honorary for item in told)


def _cities(key: Key, told: Iterable[Evidence], about: Evidence) -> set[str]:
    """Name the cities in which a mission may be: those that are said and, for an embassy, the capital at that time."""
    if key[0] != "embassy":
        return {key[1]}
    claims = [item.claim for item in told]
    said = {place(claim.city, claim.receiving) for claim in claims if claim.city}
    return said | seats.around(claims[0].receiving or "", seats.about_when(about))


@functools.lru_cache(maxsize=65536)
def place(city: str, state: str | None) -> str:
    """Bring a city's name to one spelling: the gazetteer's where it knows it, without accents and case."""
    known = gazetteer.city(city, state) if state else None
    return plain(known.name if known else city)


def mission(key: Key, told: Iterable[Evidence]) -> Mission:
    """Build the identity of a mission; its city is in the gazetteer's spelling, or the commonest of the claims'."""
    claims = [item.claim for item in told]
    sending, receiving = claims[0].sending or "", claims[0].receiving or ""
    if key[0] == "embassy" or key == ("unspecified", ""):
        return Mission(sending=sending, receiving=receiving, class_="embassy" if key[0] == "embassy" else "unspecified")
    spelt = sorted(claim.city for claim in claims if claim.city and place(claim.city, receiving) == key[1])
    known = gazetteer.city(spelt[0], receiving)
    city = known.name if known else max(spelt, key=lambda name: (spelt.count(name), name))
    return Mission(sending=sending, receiving=receiving, class_=key[0], city=city)  # type: ignore[arg-type]  # a class
