"""The network of a sending state on a day: its missions, and how many of each kind count under a definition.

A mission of which it cannot be said whether it is open is in no count; how many there are stands beside the total, so
that a total is never more certain than what it is made of.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from legation.model import Answer
from legation.model.vocabulary import CLASS_OF, MISSION_KINDS
from legation.network.figures import agrees, looks_back, regions
from legation.network.members import Member, members
from legation.network.quotes import figure_form, in_order
from legation.register import Definition, Evidence, Known, State

VERSION: Final = 1  # of the JSON form; fields may be added within a version, never renamed or removed


@dataclass(frozen=True, slots=True)
class Network:
    """A network on a day, under a definition, as known at one point."""

    sending: str
    on: dt.date
    known: Known | None
    definition: str
    policy: str
    members: tuple[Member, ...]
    published: Evidence | None = None  # the last total that somebody published by that day
    stale_rulings: int = 0  # how many rulings rest on claims that are read no longer

    @property
    def open(self) -> list[Member]:
        """Those that count."""
        return [one for one in self.members if one.counted is Answer.YES]

    @property
    def unsure(self) -> list[Member]:
        """Those of which it cannot be said."""
        return [one for one in self.members if one.counted is Answer.UNKNOWN]

    @property
    def total(self) -> int:
        """How many count for certain."""
        return len(self.open)

    @property
    def most(self) -> int:
        """How many count at most, if all that cannot be said are open."""
        return self.total + len(self.unsure)

    @property
    def counts(self) -> dict[str, int]:
        """How many count, by kind, in the order of the guide."""
        found = Counter(one.kind for one in self.open)
        return {kind: found[kind] for kind in MISSION_KINDS if found[kind]}

    @property
    def falls_short(self) -> float:
        """By how much the register, counting all that may be open, falls short of the last published total; 0 if it does not."""
        if self.published is None:
            return 0.0
        claim = self.published.claim
        value = float(claim.value or 0)
        agreed = agrees(value, str(claim.qualifier), self.total, self.most)
        return value - self.most if agreed is Answer.NO and value > self.most else 0.0

    @property
    def completeness(self) -> dict[str, Any]:
        """Give the JSON object that stands wherever the network is spoken of: its count beside the published one."""
        return {
            "total": self.total,
            "cannot_say": len(self.unsure),
            "published": figure_form(self.published) if self.published else None,
            "falls_short": self.falls_short,
        }

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of ``legation network --json``."""
        return {
            "version": VERSION,
            "sending": self.sending,
            "on": self.on.isoformat(),
            "known": self.known.sequence if self.known else None,
            "known_at": self.known.at.isoformat() if self.known else None,
            "definition": self.definition,
            "policy": self.policy,
            "total": self.total,
            "cannot_say": len(self.unsure),
            "counts": self.counts,
            "published": figure_form(self.published) if self.published else None,
            "falls_short": self.falls_short,
            "stale_rulings": self.stale_rulings,
            "missions": [one.json_form() for one in self.members],
        }


def network(state: State, sending: str, on: dt.date, name: str, definition: Definition) -> Network:
    """Answer which missions a state has on a day; ``name`` is the definition's name in its policy."""
    found = tuple(members(state, sending, on, definition))
    published = _published(state, sending, on, measure(definition))
    return Network(sending, on, state.known, name, state.policy, found, published, len(state.stale))


def measure(definition: Definition) -> str:
    """Name what published totals a definition's count can stand beside: embassies, consulates or all missions."""
    classes = {CLASS_OF[kind] for kind in definition.kinds}
    return _MEASURES.get(classes.pop(), "missions") if len(classes) == 1 else "missions"


_MEASURES: Final = {"embassy": "embassies", "consular": "consulates"}


def _published(state: State, sending: str, on: dt.date, wanted: str) -> Evidence | None:
    """Give the last total that was published by a day and speaks of that time and the world, to stand beside our own."""
    told = (
        one
        for one in in_order(state.figures)
        if one.claim.sending == sending and one.claim.measure == wanted and one.claim.status == "done"
        if one.said and one.said <= on and not one.claim.date and not looks_back(one.claim.quote)
        if not regions(one.claim.quote)
    )
    return next(iter(list(told)[::-1]), None)
