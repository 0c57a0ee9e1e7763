"""What follows from the log: missions with their happenings and spells, relations, coverage, figures. Frozen records.

A ``State`` is the answer of ``fold(entries, policy)``: it holds no database, reads no clock, and is the same for the
same entries in whatever order they came. Everything in it leads back to the claims it rests on (``Evidence``).
"""

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from legation.model import Answer, Claim, Mission, When
from legation.model.vocabulary import Condition, Standing


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A point of known time: a sequence number, with the clock reading (UTC) beside it for people."""

    sequence: int
    at: dt.datetime


BEGIN: Final = Known(0, dt.datetime.min.replace(tzinfo=dt.UTC))  # before the first entry


@dataclass(frozen=True, slots=True)
class Source:
    """What a register says of a document when it quotes it."""

    id: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What people ruled of one claim: who accepted it and why, and with what it is one, or what is apart from the rest."""

    accepted: str | None = None
    merged: str | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim in the log, with its document, the origin it goes back to, and when the register learned it."""

    id: str
    claim: Claim
    source: Source
    origin: str
    official: bool  # the holder (or publisher, in its own voice) is an organ of the sending or receiving state
    reader: str
    known: Known
    organ: str | None = None  # the state whose organ says it, as read or as the holder's words tell
    said: dt.date | None = None  # when it was first published; a copy says nothing later than its original did
    ruling: Ruling | None = None
    waiting: bool = False  # one of two readers found it, and nobody has ruled whether it is to go in


@dataclass(frozen=True, slots=True)
class Stale:
    """A ruling on claims of which some are read no longer: another reading of their document has taken their place."""

    ruling: str
    kind: str
    by: str
    reason: str
    about: str  # the pair of states, "KP-UG"
    gone: tuple[Evidence, ...]  # the claims as they were read
    left: int  # how many of its claims are still read


@dataclass(frozen=True, slots=True)
class Happening:
    """One event at one mission, as all documents tell it. ``when`` is None where no claim dates it."""

    id: str
    mission: str
    kind: str
    standing: Standing
    when: When | None
    evidence: tuple[Evidence, ...]
    why: str  # the rule of the policy that gave the standing, in words


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch in one condition. ``begin`` and ``end`` are the days within which it began and ended; None is open."""

    condition: Condition
    begin: When | None
    end: When | None
    begun_by: str | None  # id of the happening that holds up this end
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """Whether a mission is open on a day: the answer, the condition, and the ids of the claims on which it hangs."""

    answer: Answer
    condition: Condition | None
    hangs_on: tuple[str, ...]
    marks: tuple[Standing, ...]  # announced, expected, denied or disputed happenings that a reader should know of


@dataclass(frozen=True, slots=True)
class Record:
    """A mission with all that is held of it."""

    mission: Mission
    kind: str | None  # the latest level said: embassy, high_commission, consulate_general, …
    city: str | None
    happenings: tuple[Happening, ...]
    spells: tuple[Spell, ...]
    otherwise: "Record | None" = None  # as it would be if the unresolved claims that fit this mission were about it
    marks_last: dt.timedelta = dt.timedelta.max  # how long a word on what is to come is worth a mark, by the policy


@dataclass(frozen=True, slots=True)
class Coverage:
    """A state covered from another one: who covers ``receiving`` for ``sending``, from where, according to whom."""

    sending: str
    receiving: str
    from_: str
    city: str | None
    standing: Standing
    evidence: tuple[Evidence, ...]
    when: When | None = None
    why: str = ""  # the rule of the policy that gave the standing, in words


@dataclass(frozen=True)
class State:
    """A register as it follows from the entries known at one point, under one policy."""

    policy: str  # name/version
    known: Known | None
    missions: Mapping[str, Record]
    coverage: tuple[Coverage, ...]
    relations: tuple[Happening, ...]  # established, severed, restored; ``mission`` holds the pair "KP-UG" in order
    movements: tuple[Happening, ...]  # recalled, expelled
    figures: tuple[Evidence, ...]  # counted claims
    reasons: tuple[Evidence, ...]  # explained claims
    unresolved: tuple[Evidence, ...] = field(default=())  # claims that fit several missions, or none
    waiting: tuple[Evidence, ...] = ()  # claims on which two readers differ, which count for nothing
    stale: tuple[Stale, ...] = ()  # rulings on what is read no longer

    @functools.cached_property
    def senders(self) -> tuple[str, ...]:
        """The sending states of which anything is held, in order."""
        return tuple(sorted({record.mission.sending for record in self.missions.values()}))
