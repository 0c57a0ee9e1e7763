"""State codes of other data sets: Correlates of War, Gleditsch and Ward, Wikidata; both ways, with the dates.

Each holds for a time: COW 260 was the Federal Republic of Germany until 1990, and 816 has been Vietnam since 1954. So
every question may name a day; without one, any time counts. A number of a state that no present state alone continues
(Baden, old Korea) gives None, and ``outside`` has its name. The lists stand in ``data/codes.toml``, checked on loading.
"""

import datetime as dt
import functools
import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from importlib import resources
from typing import Any, Final, Literal

import msgspec

from legation.errors import UnknownState, VocabularyError
from legation.gazetteer import tables

Scheme = Literal["cow", "gw", "qid"]
_FILE: Final = "gazetteer/data/codes.toml"
_QID: Final = re.compile(r"Q[1-9]\d*")


class _Period(msgspec.Struct, frozen=True, kw_only=True):
    """What is common to all entries: the first day, and the first day after the last."""

    since: dt.date | None = msgspec.field(default=None, name="from")
    until: dt.date | None = None

    def holds(self, on: dt.date | None) -> bool:
        """Whether the entry holds on a day; any time will do where none is given."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on < self.until))


class Number(_Period, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A COW or Gleditsch–Ward number with its three letters."""

    number: int
    abbr: str


class Item(_Period, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Wikidata item."""

    id: str


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that one state is known by."""

    qid: tuple[Item, ...] = ()
    cow: tuple[Number, ...] = ()
    gw: tuple[Number, ...] = ()


class Outside(_Period, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that leads to no present state."""

    scheme: Literal["cow", "gw"]
    name: str
    number: int
    abbr: str


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    states: dict[str, Codes]
    outside: tuple[Outside, ...]


def state_of(scheme: Scheme, code: str | int, on: dt.date | None = None) -> str | None:
    """Give the alpha-2 code of a number (731), its letters (PRK) or an item (Q423, also as an address) on a day.

    None where the scheme has no such code on that day, or where no present state continues that one alone.
    """
    key = str(code).strip().rsplit("/", 1)[-1].upper()
    found = {state for state, period in _index(scheme).get(key, ()) if period.holds(on)}
    return next(iter(found)) if len(found) == 1 else None


def codes_of(scheme: Scheme, state: str, on: dt.date | None = None) -> tuple[str, ...]:
    """Give the numbers or items of a state on a day, in the order of the list; without a day, all that it ever had.

    Several may hold on one day: Vietnam had COW 816 and 817 from 1954 to 1975.

    Raises:
        UnknownState: no state has this alpha-2 code.
    """
    if state not in tables.states():
        raise UnknownState(f"no state has the code {state!r}; give an ISO 3166-1 alpha-2 code")
    row = _table().states.get(state, Codes())
    return tuple(dict.fromkeys(_written(one) for one in getattr(row, scheme) if one.holds(on)))


def outside(scheme: Scheme, code: str | int) -> str | None:
    """Give the name of a former state that no present state alone continues, by its number or letters."""
    key = str(code).upper()
    names = (one.name for one in _table().outside if one.scheme == scheme and key in (str(one.number), one.abbr))
    return next(names, None)


def check(table: _Table) -> None:
    """Refuse a list that contradicts itself.

    Raises:
        VocabularyError: an unknown state, a malformed item, a period that ends before it begins, or one code that two
            states bear on the same day.
    """
    for state, row in table.states.items():
        tables.known(state, "codes.toml")
        for item in row.qid:
            if not _QID.fullmatch(item.id):
                raise VocabularyError(f"{_FILE}: {state} has the item {item.id!r}; write it as Q423")
    entries: dict[tuple[str, str], list[tuple[str, _Period]]] = defaultdict(list)
    for scheme, state, period in _entries(table):
        if period.since and period.until and period.since >= period.until:
            raise VocabularyError(f"{_FILE}: {scheme} of {state} ends {period.until} before it begins")
        for key in _keys(period):
            entries[scheme, key].append((state, period))
    for (scheme, key), held in entries.items():
        _check_apart(scheme, key, held)


def _check_apart(scheme: str, key: str, held: list[tuple[str, _Period]]) -> None:
    ordered = sorted(held, key=lambda one: one[1].since or dt.date.min)
    for (first, before), (second, after) in itertools.pairwise(ordered):
        if before.until is None or (after.since or dt.date.min) < before.until:
            raise VocabularyError(f"{_FILE}: {scheme} {key} stands for {first} and for {second} at one time; part them")


def _entries(table: _Table) -> Iterable[tuple[str, str, _Period]]:
    for state, row in table.states.items():
        for scheme in ("qid", "cow", "gw"):
            for one in getattr(row, scheme):
                yield scheme, state, one
    for old in table.outside:
        yield old.scheme, old.name, old


def _keys(period: _Period) -> tuple[str, ...]:
    if isinstance(period, Item):
        return (period.id,)
    return str(period.number), period.abbr  # type: ignore[attr-defined]  # numbers and outside alike


def _written(one: Any) -> str:
    return one.id if isinstance(one, Item) else str(one.number)


@functools.cache
def _index(scheme: str) -> dict[str, tuple[tuple[str, _Period], ...]]:
    found: dict[str, list[tuple[str, _Period]]] = defaultdict(list)
    for state, row in _table().states.items():
        for one in getattr(row, scheme):
            for key in _keys(one):
                found[key].append((state, one))
    return {key: tuple(each) for key, each in found.items()}


@functools.cache
def _table() -> _Table:
    text = resources.files("legation.gazetteer").joinpath("data", "codes.toml").read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> _Table:
    """Read and check a list of codes; VocabularyError says what is wrong with it."""
    try:
        table = msgspec.convert(tomllib.loads(text), _Table)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise VocabularyError(f"{_FILE}: {error}; correct the entry") from error
    check(table)
    return table
