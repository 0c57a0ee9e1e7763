"""What follows from a scenario for one network: counts, members, states left without any mission, coverage lost, distances."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legation.network.compare import Difference, compare
from legation.network.counts import Network, network
from legation.network.coverage import Cover, by_distance, coverage, point, said_by
from legation.network.members import Member
from legation.network.quotes import quote_form
from legation.network.scenario import Scenario
from legation.network.supposed import Effect, suppose
from legation.register import Definition, Known, KnownAs, Policy, Register, State
from legation.register.policy import DEFAULT
from legation.register.state import Coverage

VERSION: Final = 1  # of the JSON form


@dataclass(frozen=True, slots=True)
class Next:
    """One of the state's own missions that would be left, and how far it is. Nearness is no evidence that it covers."""

    id: str
    receiving: str
    city: str | None
    kind: str
    distance: float

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object."""
        return {
            "mission": self.id,
            "receiving": self.receiving,
            "city": self.city,
            "kind": self.kind,
            "distance_km": round(self.distance),
        }


@dataclass(frozen=True, slots=True)
class Left:
    """A state in which no mission would be left: which there were, who is said to cover it, and what is near."""

    receiving: str
    lost: tuple[Member, ...]
    covers: tuple[Cover, ...]
    near: tuple[Next, ...]

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object."""
        return {
            "receiving": self.receiving,
            "lost": [one.id for one in self.lost],
            "covers": [one.json_form() for one in self.covers],
            "near": [one.json_form() for one in self.near],
        }


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A state whose covering mission would close: which that is, who says that it covers, who else does, and what is near."""

    receiving: str
    mission: str
    city: str | None
    row: Coverage
    others: tuple[str, ...]
    near: tuple[Next, ...]

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object."""
        return {
            "receiving": self.receiving,
            "from": self.row.from_,
            "city": self.city,
            "mission": self.mission,
            "standing": self.row.standing,
            "others": list(self.others),
            "near": [one.json_form() for one in self.near],
            "quotes": [quote_form(one) for one in self.row.evidence],
        }


@dataclass(frozen=True, slots=True)
class Consequences:
    """The answer: both networks, the counts under every definition, and what is lost."""

    scenario: Scenario
    difference: Difference
    under: Mapping[str, tuple[Network, Network]]
    effects: tuple[Effect, ...]
    left: tuple[Left, ...]
    uncovered: tuple[Uncovered, ...]

    @property
    def sending(self) -> str:
        """The state whose missions these are."""
        return self.difference.before.sending

    @property
    def known(self) -> Known | None:
        """What the register knew."""
        return self.difference.before.known

    @property
    def link(self) -> str:
        """The address of this question: both times are named in it, so that it gives the same answer for good."""
        before = self.difference.before
        return self.scenario.link(
            sending=self.sending,
            on=before.on.isoformat(),
            known=str(self.known.sequence) if self.known else "0",
            definition=before.definition if before.definition != DEFAULT else None,
        )

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of ``legation scenario --json``."""
        form = self.difference.json_form()
        told = {key: form.pop(key) for key in ("version", "sending")}
        return {
            **told,
            "version": VERSION,
            "scenario": self.scenario.title,
            "note": self.scenario.note or None,
            "holder": f"scenario: {self.scenario.title}",
            "steps": [one.json_form() for one in self.effects],
            **form,
            "definitions": {
                name: {"before": _total(one), "after": _total(two)} for name, (one, two) in self.under.items()
            },
            "left": [one.json_form() for one in self.left],
            "uncovered": [one.json_form() for one in self.uncovered],
            "permalink": self.link,
        }


def _total(one: Network) -> dict[str, int]:
    return {"total": one.total, "cannot_say": len(one.unsure)}


def ask(
    register: Register, scenario: Scenario, sending: str, on: dt.date, *, known: KnownAs, definition: str, near: int = 1
) -> Consequences:
    """Answer a scenario from a register, which is only read.

    Raises:
        DataError: an entry names a mission that does not exist, or the scenario says nothing of the sending state.
        PolicyError: there is no definition of this name.
    """
    return consequences(
        register.state(known, sending=sending),
        scenario,
        register.policy,
        on,
        sending=sending,
        definition=definition,
        near=near,
    )


def consequences(
    held: State, scenario: Scenario, policy: Policy, on: dt.date, *, sending: str, definition: str, near: int = 1
) -> Consequences:
    """Answer what a scenario changes in one state's network; ``near`` names so many of the next missions."""
    own = scenario.of(sending)
    found = suppose(held, own, policy, on)
    counts = policy.definition(definition)

    def both(name: str, what: Definition) -> tuple[Network, Network]:
        return network(held, sending, on, name, what), network(found.state, sending, on, name, what)

    before, after = both(definition, counts)
    others = {name: both(name, what) for name, what in policy.definitions.items() if name != definition}
    return Consequences(
        own,
        compare(before, after),
        {name: others.get(name, (before, after)) for name in policy.definitions},
        found.effects,
        _left(before, after, found.state, counts, near),
        _uncovered(before, after, found.state, near),
    )


def _left(before: Network, after: Network, state: State, counts: Definition, near: int) -> tuple[Left, ...]:
    was = {one.receiving for one in before.open}
    still = {one.receiving for one in (*after.open, *after.unsure)}
    gaps = (
        {one.receiving: one.covers for one in coverage(state, before.sending, before.on, counts)} if was - still else {}
    )
    found = []
    for receiving in sorted(was - still):
        lost = tuple(one for one in before.open if one.receiving == receiving)
        found.append(Left(receiving, lost, gaps.get(receiving, ()), _near(receiving, lost[0].city, after.open, near)))
    return tuple(found)


def _uncovered(before: Network, after: Network, state: State, near: int) -> tuple[Uncovered, ...]:
    """List the states of which somebody says that they are covered by an embassy that would be open no more."""
    was = {one.receiving: one for one in before.open if one.record.mission.class_ == "embassy"}
    still = {one.receiving for one in after.open if one.record.mission.class_ == "embassy"}
    told = [one for one in state.coverage if one.sending == before.sending and said_by(one, before.on)]
    found = []
    for row in sorted(told, key=lambda one: (one.receiving, one.from_)):
        covering = was.get(row.from_)
        if covering is None or row.from_ in still or row.receiving in still or row.standing == "denied":
            continue
        others = tuple(sorted({one.from_ for one in told if one.receiving == row.receiving and one.from_ in still}))
        near_ones = _near(row.receiving, None, after.open, near)
        found.append(Uncovered(row.receiving, covering.id, row.city or covering.city, row, others, near_ones))
    return tuple(found)


def _near(receiving: str, city: str | None, members: Sequence[Member], many: int) -> tuple[Next, ...]:
    """List the nearest of the missions that are open for certain; none whose place is not known."""
    near = by_distance(point(receiving, city), members)[:many] if many else []
    return tuple(Next(one.id, one.receiving, one.city, one.kind, far) for far, one in near)
