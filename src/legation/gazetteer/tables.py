"""The room's own data files, read once and checked: what is inconsistent in them is never absorbed.

Each file of ``data/`` is commented TOML and has one function here that gives it typed. A key that no type knows, a code
that no state bears, a name that stands twice: VocabularyError, with the file and the entry.
"""

import datetime as dt
import functools
import itertools
import tomllib
from importlib import resources
from typing import Any, Literal, TypeVar

import msgspec

from legation.errors import VocabularyError

_T = TypeVar("_T")
Rank = Literal["member", "observer", "other", "territory", "organisation"]


class StateRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of states.toml."""

    name: str
    formal: str
    capital: str
    also: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()
    began: dt.date | None = None
    ended: dt.date | None = None
    continued_by: str | None = None
    rank: Rank = "member"


class FormerRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of former.toml."""

    name: str
    code: str
    ended: dt.date
    began: dt.date | None = None
    iso: str | None = None
    also: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    abbr: tuple[str, ...] = ()


class SeatRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """One seat of a list in seats.toml."""

    city: str
    since: dt.date | None = None
    until: dt.date | None = None


class Cities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file cities.toml."""

    marks: dict[str, str]
    variants: dict[str, frozenset[str]]
    english: dict[str, dict[str, tuple[str, ...]]]
    posts: dict[str, tuple[str, ...]]
    placed: dict[str, tuple[float, float]]


class RegionRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sub-region of regions.toml; ``states`` are codes with spaces between."""

    region: str
    states: str


class WordRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"within": "in"}):
    """One region word of regions.toml."""

    within: tuple[str, ...] = ()
    states: str = ""
    without: str = ""


class Regions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file regions.toml."""

    subregions: dict[str, RegionRow]
    words: dict[str, WordRow]


class Traps(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file traps.toml."""

    phrases: dict[str, tuple[str, ...]]
    never: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]
    after: dict[str, tuple[str, ...]]
    provinces: dict[str, tuple[str, ...]]


class AmbiguousWord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A word of several states: its codes, the default first, and words that speak for the last of them."""

    surfaces: tuple[str, ...]
    codes: tuple[str, ...]
    evidence: tuple[str, ...] = ()


class AmbiguousCity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A city name of several cities, written ``CODE/City``, the default first."""

    surface: str
    options: tuple[str, ...]


class Ambiguous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ambiguous.toml."""

    word: tuple[AmbiguousWord, ...]
    city: tuple[AmbiguousCity, ...]
    cue: dict[str, tuple[str, ...]]


def _read(name: str, type_: type[_T]) -> _T:
    try:
        raw: Any = tomllib.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))
        return msgspec.convert(raw, type_)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise VocabularyError(f"gazetteer/data/{name}: {error}; correct the entry") from error


def known(code: str, file: str) -> None:
    """Refuse a code that states.toml does not have."""
    if code not in states():
        raise VocabularyError(f"gazetteer/data/{file}: no state has the code {code!r}; add it to states.toml")


@functools.cache
def states() -> dict[str, StateRow]:
    """All states, by code."""
    return _read("states.toml", dict[str, StateRow])


@functools.cache
def former() -> tuple[FormerRow, ...]:
    """States of the past."""
    rows = _read("former.toml", dict[str, tuple[FormerRow, ...]])["former"]
    for row in rows:
        known(row.code, "former.toml")
        if row.began and row.began >= row.ended:
            raise VocabularyError(f"gazetteer/data/former.toml: {row.name} ends before it begins; correct its dates")
    return rows


@functools.cache
def seats() -> dict[str, tuple[SeatRow, ...]]:
    """Seats of embassies, by code, in order of time."""
    rows = _read("seats.toml", dict[str, tuple[SeatRow, ...]])
    for code, row in rows.items():
        known(code, "seats.toml")
        for earlier, later in itertools.pairwise(row):
            if not earlier.until or not later.since or earlier.until > later.since:
                raise VocabularyError(f"gazetteer/data/seats.toml: {code}: {later.city} overlaps {earlier.city}")
    return rows


@functools.cache
def cities() -> Cities:
    """English forms of cities, consular posts, coordinates."""
    table = _read("cities.toml", Cities)
    for code in (*table.marks["states"].split(), *table.english, *table.posts, *(key[:2] for key in table.placed)):
        known(code, "cities.toml")
    return table


@functools.cache
def regions() -> Regions:
    """Sub-regions and region words; every state stands in exactly one sub-region."""
    table = _read("regions.toml", Regions)
    placed = [code for row in table.subregions.values() for code in row.states.split()]
    wanted = {code for code, row in states().items() if row.rank != "organisation"}
    if sorted(placed) != sorted(wanted):
        odd = sorted(wanted.symmetric_difference(placed) | {code for code in placed if placed.count(code) > 1})
        raise VocabularyError(f"gazetteer/data/regions.toml: {odd} must stand in exactly one sub-region each")
    for row in table.words.values():
        for code in (row.states + " " + row.without).split():
            known(code, "regions.toml")
    return table


@functools.cache
def bodies() -> dict[str, tuple[str, ...]]:
    """Bodies and metonyms, by code."""
    table = _read("bodies.toml", dict[str, tuple[str, ...]])
    for code in table:
        known(code, "bodies.toml")
    return table


@functools.cache
def traps() -> Traps:
    """Phrases and words that look like places."""
    table = _read("traps.toml", Traps)
    for code in table.provinces:
        known(code, "traps.toml")
    return table


@functools.cache
def ambiguous() -> Ambiguous:
    """Words with more than one state or city."""
    table = _read("ambiguous.toml", Ambiguous)
    for row in table.word:
        for code in row.codes:
            if code != "-":
                known(code, "ambiguous.toml")
    for city in table.city:
        for option in city.options:
            known(option.partition("/")[0], "ambiguous.toml")
    return table
