"""Published numbers: what each can mean, how many the register counts for it on a day, and whether the two agree.

A number names a measure, not a definition, so it is held against every reading that its words allow: "missions" under
each definition of the policy, "representative offices" with and without permanent missions. The text may speak of a day
before its own ("53 before the withdrawals"); where its words do, the last earlier day on which the register has that
number is looked for.
"""

import datetime as dt
import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from legation.gazetteer import members as region_members
from legation.gazetteer import region_words
from legation.model import Answer, When
from legation.network.members import members
from legation.network.quotes import in_order, voice
from legation.register import Definition, Evidence, State

Verdict = Literal["agrees", "differs", "cannot_say", "foreseen"]

_EMBASSY: Final = ("embassy", "high_commission", "nunciature")
_CONSULAR: Final = ("consulate_general", "consulate", "vice_consulate")
_OFFICES: Final = ("representative_office", "trade_office")
# What each measure can be read as, the plainest first.
_READINGS: Final[Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    "embassies": (
        ("embassies", _EMBASSY),
        ("with liaison offices", (*_EMBASSY, "liaison_office", "interests_section")),
    ),
    "consulates": (("consulates", _CONSULAR), ("with honorary ones", (*_CONSULAR, "honorary_consulate"))),
    "representative_offices": (
        ("representative offices", _OFFICES),
        ("with permanent missions", (*_OFFICES, "permanent_mission")),
        ("with permanent missions and liaison offices", (*_OFFICES, "permanent_mission", "liaison_office")),
    ),
}
COUNTABLE: Final = frozenset({"missions", *_READINGS})
# Words that put a number on an earlier day than the text's own.
_BEFORE: Final = re.compile(r"\b(before|had|prior to|previously|formerly|maintained|earlier)\b", re.IGNORECASE)
LOOK_BACK: Final = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as one voice gives it: told in one or several documents."""

    measure: str
    value: float
    qualifier: str
    status: str
    voice: str
    evidence: tuple[Evidence, ...]

    @property
    def first(self) -> Evidence:
        """The first telling."""
        return self.evidence[0]

    @property
    def when(self) -> When | None:
        """The days it speaks of: its date, or the day of its first telling."""
        if self.first.claim.when:
            return self.first.claim.when
        return When.between(self.first.said, self.first.said) if self.first.said else None

    @property
    def looks_back(self) -> bool:
        """Whether the words of a telling put the number on an earlier day."""
        return any(looks_back(one.claim.quote) for one in self.evidence)

    @property
    def regions(self) -> tuple[str, ...]:
        """The parts of the world to which the words limit it: "embassies in Africa"."""
        return regions(self.first.claim.quote)

    @property
    def states(self) -> frozenset[str] | None:
        """The receiving states it counts; None for all."""
        return frozenset().union(*(region_members(word) for word in self.regions)) if self.regions else None

    @property
    def text(self) -> str:
        """The number in words: "about 12 closures"."""
        return in_words(self.measure, self.value, self.qualifier)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many the register counts on a day under one reading: at least and at most."""

    reading: str
    on: dt.date
    least: int
    most: int
    unsure: tuple[str, ...] = ()  # IDs of the missions of which it cannot be said
    certain: tuple[str, ...] = ()  # and of those that count

    @property
    def text(self) -> str:
        """The count in words."""
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


def in_words(measure: str, value: float, qualifier: str) -> str:
    """Write a number with its qualifier and measure."""
    words = {"exact": "", "about": "about ", "at_least": "at least ", "more_than": "more than ", "at_most": "at most "}
    lead = words.get(qualifier, f"{qualifier} ")
    if measure == "share_closing":
        return f"{lead}{value:.0%} closing"
    number = f"{value:g}"
    noun = measure.replace("_", " ")
    return f"{lead}{number} {noun}"


def looks_back(words: str) -> bool:
    """Whether words put a number on an earlier day than that of their text: "53 before the withdrawals"."""
    return _BEFORE.search(words) is not None


def regions(words: str) -> tuple[str, ...]:
    """Name the parts of the world to which words limit a number: "embassies in Africa"."""
    return tuple(dict.fromkeys(found.lower() for found in _region().findall(words)))


@functools.cache
def _region() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, region_words()), key=len, reverse=True))
    return re.compile(rf"\bin (?:the )?({words})\b", re.IGNORECASE)


def figures(state: State, sending: str) -> list[Figure]:
    """Gather the published numbers on a sending state: one for each voice, measure and value, by first telling."""
    found: dict[tuple[object, ...], list[Evidence]] = {}
    for one in in_order(state.figures):
        claim = one.claim
        if claim.sending == sending and claim.measure and claim.value is not None:
            key = (claim.measure, claim.value, claim.qualifier, claim.status, voice(one), claim.date)
            found.setdefault(key, []).append(one)
    return [
        Figure(str(key[0]), float(str(key[1])), str(key[2]), str(key[3]), str(key[4]), tuple(told))
        for key, told in found.items()
    ]


def readings(measure: str, definitions: Mapping[str, Definition]) -> Iterator[tuple[str, Definition]]:
    """Give what a measure can mean, the plainest first."""
    if measure == "missions":
        yield from (
            (f"definition {name}", one)
            for name, one in definitions.items()
            if name != "embassies" or len(definitions) == 1
        )
        return
    for label, kinds in _READINGS.get(measure, ()):
        yield label, Definition(title=label, kinds=kinds, conditions=("open",))  # type: ignore[arg-type]  # words of the guide


def tally(
    state: State, sending: str, on: dt.date, label: str, definition: Definition, *, within: frozenset[str] | None = None
) -> Tally:
    """Count under one reading on one day, in all states or some."""
    found = [one for one in members(state, sending, on, definition) if within is None or one.receiving in within]
    certain = tuple(one.id for one in found if one.counted is Answer.YES)
    unsure = tuple(one.id for one in found if one.counted is Answer.UNKNOWN)
    return Tally(label, on, len(certain), len(certain) + len(unsure), unsure, certain)


def agrees(value: float, qualifier: str, least: float, most: float) -> Answer:
    """Whether a number holds of a count between ``least`` and ``most``: yes, no, cannot say.

    "About" and "nearly" allow a tenth of the number and at least one; "nearly" only below it.
    """
    slack = max(1.0, value / 10)
    low, high = {
        "exact": (value, value),
        "about": (value - slack, value + slack),
        "nearly": (value - slack, value),
        "at_least": (value, float("inf")),
        "more_than": (value + 1, float("inf")),
        "at_most": (0.0, value),
    }[qualifier]
    if low <= least and most <= high:
        return Answer.YES
    return Answer.NO if most < low or least > high else Answer.UNKNOWN


def earlier_day(state: State, figure: Figure, label: str, definition: Definition, before: dt.date) -> Tally | None:
    """Give the last day up to a year before on which the register's count agrees with the number.

    Where it agrees on none for certain, the day on which the fewest missions stand in the way.
    """
    sending = figure.first.claim.sending or ""
    turns: set[dt.date] = set()
    for record in state.missions.values():
        if record.mission.sending == sending:
            ends = itertools.chain.from_iterable((spell.begin, spell.end) for spell in record.spells)
            turns |= {day for end in ends if end for day in (end.earliest, end.latest) if dt.date.min < day <= before}
    days = sorted({day - dt.timedelta(days=1) for day in turns}, reverse=True)
    possible = None
    for day in itertools.takewhile(lambda one: one >= before - LOOK_BACK, days):
        found = tally(state, sending, day, label, definition, within=figure.states)
        answer = agrees(figure.value, figure.qualifier, found.least, found.most)
        if answer is Answer.YES:
            return found
        if answer is Answer.UNKNOWN and (possible is None or len(found.unsure) < len(possible.unsure)):
            possible = found
    return possible
