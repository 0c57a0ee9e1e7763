"""Every form that may stand in a text, with what it may mean: the table behind the automaton of ``scan``.

One form may mean several things ("Tripoli" is two cities, "Congo" two states): its options stand in order, the default
first, and ``context`` chooses. A form that looks like a place and is none ("Indian Ocean") has no options.
"""

import functools
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from legation.gazetteer import atlas, letters, tables, towns
from legation.gazetteer.kept import kept
from legation.gazetteer.records import City, PlaceKind

_FOUND_FROM: Final = 100_000  # inhabitants; smaller cities must stand in cities.toml
_FOUND_FROM_US: Final = 500_000  # the names of American towns are those of the Old World, of presidents and of saints
_CUE_BELOW: Final = 300_000  # smaller cities share their names with people and streets: they want a preposition
_CAPITAL: Final = 2  # see _rank
_SETTLED: Final = 8  # a city so many times larger than its namesakes is never doubted


class Trait:
    """What must be looked at around a form before it counts: bits of ``Name.traits``.

    Plain integers: an ``enum.IntFlag`` takes a third of the whole scan.
    """

    PERSON: Final = 1  # may be part of a person's name
    CUE: Final = 2  # a word of the language, or a small city: wants a preposition of place
    NOUN: Final = 4  # a state or city, which "Street" or "Times" behind turns into something else
    SHORT: Final = 8  # an abbreviation
    PREFIX: Final = 16  # counts only before a hyphen
    PROVINCE: Final = 32  # a state of the US, Canada or Australia


class Option(msgspec.Struct, frozen=True):
    """One thing that a form may mean. ``state`` "-" means: nothing that is a place here."""

    state: str
    city: str | None = None


class Name(msgspec.Struct, frozen=True):
    """A form's kind, options and traits; ``settled`` means that context may only overrule it by direct address."""

    kind: PlaceKind
    options: tuple[Option, ...]
    traits: int = 0
    settled: bool = True
    evidence: tuple[str, ...] = ()


@functools.cache
def table() -> dict[str, Name]:
    """Give all forms. Later sources never overwrite earlier ones; traps come first."""
    return kept("names", dict[str, Name], _table)


def _table() -> dict[str, Name]:
    forms: dict[str, Name] = {}
    for form, name in _sources():
        forms.setdefault(form, name)
    return forms


def _sources() -> Iterator[tuple[str, Name]]:
    yield from _traps()
    yield from _words()
    yield from _cities()
    yield from _bodies()
    yield from _states()


def _traps() -> Iterator[tuple[str, Name]]:
    nothing = Name("body", ())
    for group in tables.traps().phrases.values():
        for phrase in group:
            for form in _forms(phrase, shout=True):
                yield form, nothing
    for code, provinces in tables.traps().provinces.items():
        for province in provinces:
            if atlas.code_of(province) is None:
                for form in _forms(province, shout=True):
                    yield form, Name("body", (Option(code),), Trait.PROVINCE)


def _words() -> Iterator[tuple[str, Name]]:
    for word in tables.ambiguous().word:
        options = tuple(Option(code) for code in word.codes)
        for form in word.surfaces:
            kind: PlaceKind = "demonym" if form.rstrip("sS").endswith(("n", "N", "ese")) else "state"
            kind = "body" if " Office" in form else kind
            yield form, Name(kind, options, _person(form, kind), settled=False, evidence=word.evidence)
    for row in tables.ambiguous().city:
        options = tuple(Option(*option.split("/")) for option in row.options)
        yield row.surface, Name("city", options, _person(row.surface, "city"), settled=False)


def _states() -> Iterator[tuple[str, Name]]:
    for code, row in tables.states().items():
        yield from _state(code, (row.name, row.formal, *row.also), row.demonyms, row.abbr)
    for old in tables.former():
        yield from _state(old.code, (old.name, *old.also), old.demonyms, old.abbr)


def _state(
    code: str, names: Iterable[str], demonyms: tuple[str, ...], abbreviations: Iterable[str]
) -> Iterator[tuple[str, Name]]:
    for abbreviation in abbreviations:
        yield abbreviation, Name("state", (Option(code),), Trait.SHORT)
    for name in names:
        city = towns.curated().get((code, name))
        option = Option(code, city[0].name if city else None)
        for form in _forms(name, shout=True):
            yield form, Name("state", (option,), _person(name, "state"))
    for demonym in atlas.plurals(demonyms):
        for form in _forms(demonym, shout=True):
            yield form, Name("demonym", (Option(code),), _person(demonym, "demonym"))


def _bodies() -> Iterator[tuple[str, Name]]:
    for code, bodies in tables.bodies().items():
        for body in bodies:
            for form in _forms(body, shout=" " in body):
                yield form, Name("body", (Option(code),))
    for code, prefix in PREFIXES.items():
        yield prefix, Name("demonym", (Option(code),), Trait.PREFIX)


# Combining forms of demonyms: "the Sino-Soviet split"; on their own they are surnames and words.
PREFIXES: Final = {"CN": "Sino", "FR": "Franco", "GB": "Anglo", "RU": "Russo", "IN": "Indo", "ES": "Hispano", "IT": "Italo",
                   "PT": "Luso", "GR": "Greco", "AT": "Austro", "CA": "Canado", "TR": "Turko"}  # fmt: skip


def _cities() -> Iterator[tuple[str, Name]]:
    cue = frozenset(letters.bare(word) for word in tables.ambiguous().cue["cities"])
    bearers: dict[str, list[tuple[bool, City]]] = {}
    for (_, name), (city, aliases) in towns.curated().items():
        for spelling in (name, *aliases):
            for form in _forms(spelling, shout=letters.bare(spelling) not in cue):
                bearers.setdefault(form, []).append((True, city))
    never = frozenset(word for group in tables.traps().never.values() for word in group)
    for city, written in towns.large(_FOUND_FROM):
        if (
            letters.bare(city.name) in never
            or len(city.name) < 3
            or (city.state == "US" and city.population < _FOUND_FROM_US)
        ):
            continue
        for form in dict.fromkeys((*_forms(written, shout=False), city.name)):
            bearers.setdefault(form, []).append((False, city))
    for form, found in bearers.items():
        if atlas.code_of(form) is None or form in tables.cities().english.get(str(atlas.code_of(form)), {}):
            yield form, _city(form, found, cue)


def _city(form: str, found: list[tuple[bool, City]], cue: frozenset[str]) -> Name:
    ranked = sorted(dict.fromkeys(found), key=lambda one: (_rank(one[1]), one[0], one[1].population), reverse=True)
    cities = [city for _, city in ranked]
    best = cities[0]
    rival = max((one.population for one in cities[1:]), default=0)
    known = {0: best.population > _SETTLED * rival, 1: best.population * 2 > rival, _CAPITAL: True}
    settled = len(cities) == 1 or known[_rank(best)]
    traits = _person(form, "city") | (Trait.CUE if letters.bare(form) in cue else 0)
    if not any(curated for curated, _ in found):
        traits |= Trait.PERSON | (Trait.CUE if best.population < _CUE_BELOW else 0)
    if (best.state, best.name) in {(best.state, row.name) for row in (tables.states()[best.state],)}:
        return Name("state", tuple(Option(city.state, city.name) for city in cities), traits, settled)
    return Name("city", tuple(Option(city.state, city.name) for city in cities), traits, settled)


def _rank(city: City) -> int:
    """Order namesakes: a state's capital or seat of embassies, then a territory's, then the rest."""
    row = tables.states()[city.state]
    if city.name != row.capital and all(city.name != seat.city for seat in tables.seats().get(city.state, ())):
        return 0
    return 1 if row.rank == "territory" else _CAPITAL


@functools.cache
def _people() -> frozenset[str]:
    return frozenset(letters.bare(name) for name in tables.traps().people["also_names"])


def _person(form: str, kind: PlaceKind) -> int:
    return (Trait.PERSON if letters.bare(form) in _people() else 0) | (Trait.NOUN if kind in ("state", "city") else 0)


def _forms(name: str, *, shout: bool) -> Iterator[str]:
    """Give a name as printed with straight apostrophes, without marks, and in the capitals of datelines."""
    plain = name.replace("’", "'").replace("‘", "'")
    variants = dict.fromkeys((plain, letters.bare(plain)))
    yield from variants
    if shout and len(name) > 3:
        yield from (variant.upper() for variant in variants)
