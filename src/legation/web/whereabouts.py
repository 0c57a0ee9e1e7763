"""What became of claims: to which mission and happening each belongs, so that pages link only to what is there."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from legation.model import Claim
from legation.model.vocabulary import RELATION_KINDS
from legation.register import Evidence, Happening, Register, State
from legation.register.results import key_of
from legation.web.recall import Recall, folded


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: ``about`` in the words of an ID, its happening, and the mission, where there is one."""

    about: str
    happening: Happening | None
    mission: str | None

    @property
    def link(self) -> str:
        """Give the page that tells of it."""
        return f"/mission/{self.mission}" if self.mission else f"/state/{self.about[:2]}"


def places(register: Register, recall: Recall, given: Mapping[str, Claim], upto: int) -> dict[str, Place]:
    """Find, by their IDs, the claims that the register holds as known at an entry; the others are no longer held."""
    wanted: dict[str, set[str] | None] = defaultdict(set)
    for claim in given.values():
        if claim.sending is None:
            continue
        hosts = wanted[claim.sending]
        if claim.kind in RELATION_KINDS or claim.kind in ("counted", "explained"):
            wanted[claim.sending] = None  # these are no mission's: the whole of the state is folded
        elif hosts is not None:
            hosts.add(claim.receiving or "")
    found: dict[str, Place] = {}
    for sending, hosts in sorted(wanted.items()):
        state = (
            folded(register, recall, sending, upto) if hosts is None else _part(register, recall, sending, hosts, upto)
        )
        found |= {one.id: place for one, place in told(state) if one.id in given}
    return found


def _part(register: Register, recall: Recall, sending: str, hosts: set[str], upto: int) -> State:
    key = ("pairs", key_of(register.policy), sending, tuple(sorted(hosts)), register.last_on(sending, upto))
    return recall.get(key, lambda: register.state(upto, sending=sending, receiving=sorted(hosts)))


def told(state: State) -> Iterator[tuple[Evidence, Place]]:
    """List all that is held with its place."""
    for record in state.missions.values():
        for happening in record.happenings:
            place = Place(record.mission.id, happening, record.mission.id)
            yield from ((one, place) for one in happening.evidence)
    for happening in (*state.relations, *state.movements):
        yield from ((one, Place(happening.mission, happening, None)) for one in happening.evidence)
    for row in state.coverage:
        yield from ((one, Place(f"{row.sending}-{row.receiving}-from-{row.from_}", None, None)) for one in row.evidence)
    for one in state.unresolved:
        yield one, Place(f"{one.claim.sending}-{one.claim.receiving}", None, None)
    for one in (*state.figures, *state.reasons):
        yield one, Place(one.claim.sending or "", None, None)
