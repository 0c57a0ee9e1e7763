"""The records of the gazetteer: what a text names, and what is known of it."""

import datetime as dt
from typing import Literal

import msgspec

from legation.gazetteer import letters, tables

PlaceKind = Literal["state", "demonym", "city", "body"]


class Place(msgspec.Struct, frozen=True):
    """A place named in a text. ``start`` and ``end`` are code-point offsets, so ``given[start:end] == text``.

    ``demonym`` covers adjectives and people, ``body`` organs and metonyms that stand for a state. A name that is both
    state and city ("Singapore", "Djibouti") has kind ``state`` and its city filled in.
    """

    start: int
    end: int
    text: str
    state: str | None
    city: str | None
    kind: PlaceKind

    @property
    def code(self) -> str | None:
        """The state's code, under the name that other rooms use."""
        return self.state

    @property
    def spelled(self) -> str | None:
        """The city as this text spells it, if that is its English form but for marks or a variant still in use.

        "Brasilia" for "Brasília" and "Oporto" for "Porto" stand, "Peking" does not. Annotators and papers keep such
        spellings; to tell cities apart, use ``city``.
        """
        written = " ".join(self.text.split()).replace("’", "'")
        if self.city is None or written.isupper():
            return self.city
        same = letters.fold(written) == letters.fold(self.city) or written in tables.cities().variants["forms"]
        return written if same else self.city


class Seat(msgspec.Struct, frozen=True):
    """A city in which foreign embassies sat from a day (None: always) until another (None: to this day)."""

    city: str
    since: dt.date | None = None
    until: dt.date | None = None


class Former(msgspec.Struct, frozen=True):
    """A state or state name of the past, which the state that holds it continues."""

    name: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    began: dt.date | None
    ended: dt.date
    iso: str | None


class State(msgspec.Struct, frozen=True):
    """A state, territory or organisation under its alpha-2 code.

    ``began`` is None where it existed before 1900, ``ended`` where it exists; ``capital`` is the official one and
    ``seats`` says where embassies are. ``latitude`` and ``longitude`` are those of the present seat.
    """

    code: str
    name: str
    names: tuple[str, ...]
    formal: str
    demonyms: tuple[str, ...]
    abbreviations: tuple[str, ...]
    capital: str
    seats: tuple[Seat, ...]
    rank: tables.Rank
    began: dt.date | None
    ended: dt.date | None
    continued_by: str | None
    formerly: tuple[Former, ...]
    region: str | None
    subregion: str | None
    latitude: float
    longitude: float


class City(msgspec.Struct, frozen=True):
    """A city under its present English name. ``population`` is 0 where the source gives none."""

    name: str
    state: str
    latitude: float
    longitude: float
    population: int = 0
