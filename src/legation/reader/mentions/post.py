"""A noun phrase about a mission, its people, or relations between states, as the text names it."""

from dataclasses import dataclass, field
from typing import Literal

from legation.reader.mentions.names import Seat

Kind = Literal["mission", "building", "head", "staff", "relations"]


@dataclass(slots=True)
class Post:
    """A mission, its people, or relations, as one noun phrase names them.

    ``owners`` and ``seats`` hold what the phrase itself says; ``owner_word`` and ``seat_words`` the pronoun or
    description ("its", "there", "the kingdom") that stands in for it and is resolved by discourse.
    """

    kind: Kind
    start: int
    end: int
    first: int
    head: int
    level: str | None = None
    plural: bool = False
    definite: bool = False
    pointer: bool = False
    owners: tuple[str, ...] = ()
    owner_word: int | None = None
    seats: tuple[Seat, ...] = ()
    seat_words: str | None = None
    seat_at: int = 0
    towards: bool = False  # the seat stands after "to": "a mission to Accra" may be a delegation
    origin: tuple[Seat, ...] = ()  # "from Kabul": the seat of people who leave it
    partners: tuple[str, ...] = ()  # relations: the states named after "with", "to" or "between"
    between: bool = False
    begin: int = 0  # where the phrase begins, with its owners, and where it finishes, with its seats
    finish: int = 0
    known_owners: tuple[str, ...] = field(default=())  # as found when an event was read from it
    known_seats: tuple[Seat, ...] = field(default=())
    pairs: tuple[tuple[str, Seat], ...] = field(default=())
