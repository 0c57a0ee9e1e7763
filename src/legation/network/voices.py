"""The register by one voice alone: a holder, or a data set, folded by the same rules as if nobody else had spoken.

Two voices are put side by side mission by mission. A mission of which a voice says nothing is neither open nor closed by
it: silence is no answer, so that a ministry that tells of closings alone does not seem to deny every other mission.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from legation.errors import DataError
from legation.model import Answer
from legation.network.counts import Network
from legation.network.members import Member
from legation.network.quotes import voice
from legation.register import Evidence, Policy, State
from legation.register.fold import assemble

Verdict = Literal["agree", "differ", "cannot_say", "first_only", "second_only"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is asked: a ``holder`` (or a publisher in its own voice), or a ``source`` (publisher, title or importer)."""

    by: Literal["holder", "source"]
    name: str

    def says(self, item: Evidence) -> bool:
        """Whether a claim is this voice's."""
        return self.name.casefold() in {one.casefold() for one in self.names(item)}

    def names(self, item: Evidence) -> tuple[str, ...]:
        """Give the names under which a claim's voice may be asked for, the most usual first."""
        if self.by == "holder":
            return (voice(item),)
        names = (item.source.publisher, item.source.title, item.reader.partition("/")[0])
        return tuple(one for one in names if one)


@dataclass(frozen=True, slots=True)
class Said:
    """One mission as two voices have it; None where a voice says nothing of it."""

    id: str
    first: Member | None
    second: Member | None

    @property
    def verdict(self) -> Verdict:
        """Whether both say the same of the day, or which of them alone speaks."""
        if self.first is None:
            return "second_only"
        if self.second is None:
            return "first_only"
        answers = {self.first.counted, self.second.counted}
        if Answer.UNKNOWN in answers:
            return "cannot_say"
        return "agree" if len(answers) == 1 else "differ"

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one mission in ``legation compare --json`` between voices."""
        first, second = (one.json_form() if one else None for one in (self.first, self.second))
        return {"id": self.id, "verdict": self.verdict, "first": first, "second": second}


def alone(state: State, policy: Policy, who: Voice) -> State:
    """Fold again what one voice says of a state's missions, and nothing else.

    Raises:
        DataError: nothing of that voice is held; the message names those that are.
    """
    told = list({item.id: item for item in _told(state)}.values())
    kept = [item for item in told if who.says(item)]
    if not kept:
        wanted = who.name.casefold()
        every = {one for item in told for one in who.names(item)}
        alike = {one for one in every if wanted in one.casefold()}  # what is nearly it goes before the usual names
        names = [*sorted(alike), *sorted({who.names(item)[0] for item in told if who.names(item)} - alike)]
        shown = "; ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
        raise DataError(f"nothing is held by {who.by} {who.name!r}; those who speak here: {shown or 'nobody'}")
    return replace(assemble(kept, policy, state.known), stale=())


def _told(state: State) -> Iterator[Evidence]:
    for record in state.missions.values():
        yield from _of(record.happenings)
    yield from _of(state.coverage)
    yield from _of(state.relations)
    yield from _of(state.movements)
    yield from (*state.figures, *state.reasons, *state.unresolved)


def _of(rows: Iterable[Any]) -> Iterator[Evidence]:
    for row in rows:
        yield from row.evidence


def side_by_side(first: Network, second: Network) -> tuple[Said, ...]:
    """Put every mission that either voice speaks of in a row, in the order of their IDs."""
    one, other = ({each.id: each for each in network.members} for network in (first, second))
    return tuple(Said(name, one.get(name), other.get(name)) for name in sorted({*one, *other}))
