"""What is worth a person's minute, most worth first; and how far two reviewers agree.

Worth is an order, not a measurement: rulings that contradict each other come first, then those on what is read no longer,
then what two readers differ on, which is in no answer until somebody rules, then disputes of sources, these before claims
that nobody can place and that would move a spell, these before what cannot have been as dated, this before closings
that rest on one origin, these before missions that a data set lists no longer and what was to have happened by now, of
which nobody tells whether it did. Within one rank the last said comes first.
"""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from legation.model import Claim, When
from legation.model.vocabulary import CONDITION_AFTER, Standing
from legation.register.completeness import vanished
from legation.register.decisions import Decision, standing_rulings
from legation.register.differing import differing
from legation.register.flaws import closing_pairs, flaws
from legation.register.state import Evidence, Happening, State

Matter = Literal[
    "contradiction", "stale", "readers", "disputed", "unresolved", "impossible", "single_source", "vanished", "overdue",
    "unmoved",
]  # fmt: skip
_RANK: Final[tuple[Matter, ...]] = (
    "contradiction",
    "stale",
    "readers",
    "disputed",
    "unresolved",
    "impossible",
    "single_source",
    "vanished",
    "overdue",
    "unmoved",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One matter to rule on. ``target`` is the ID to give to ``legation decide``."""

    matter: Matter
    target: str
    about: str  # the mission's ID, or the pair of states
    kind: str
    standing: Standing | None
    when: When | None
    why: str
    evidence: tuple[Evidence, ...]


def review(state: State, decisions: Iterable[Decision], day: dt.date, sending: str | None = None) -> list[Case]:
    """List the matters on which a ruling would help, as of a day, most worth a minute first.

    What somebody has accepted is settled and left out, unless rulings contradict each other. With ``sending`` the state is
    that of one sending state, and of the rulings, which are all there are, only those about it are told.
    """
    told = [each for record in state.missions.values() for each in record.happenings]
    told += [*state.relations, *state.movements]
    ruled = [*_contradictions(decisions, told), *_stale(state)]
    found = [one for one in ruled if sending is None or sending in one.about.split("-")[:2]]
    found += [*_unresolved(state), *_differing(state), *_flawed(state)]
    found += _vanished(state)
    found += [case for each in told if (case := _case(each, day))]
    return sorted(found, key=_worth)


def _worth(case: Case) -> tuple[int, bool, int, str]:
    said = max((item.said for item in case.evidence if item.said), default=dt.date.min)
    return _RANK.index(case.matter), case.kind not in CONDITION_AFTER, -said.toordinal(), case.target


def _case(each: Happening, day: dt.date) -> Case | None:
    matter = _matter(each, day)
    if matter is None or (each.standing != "disputed" and any(_settled(item) for item in each.evidence)):
        return None
    return Case(matter, each.id, each.mission, each.kind, each.standing, each.when, each.why, each.evidence)


def _settled(item: Evidence) -> bool:
    return item.ruling is not None and item.ruling.accepted is not None


def _matter(each: Happening, day: dt.date) -> Matter | None:
    if each.standing == "disputed":
        return "disputed"
    if each.kind not in CONDITION_AFTER:
        return None
    if each.standing == "reported":
        return "single_source" if each.kind in ("closed", "suspended") else None
    if each.standing in ("announced", "expected"):
        due = each.when.latest if each.when else None
        return "overdue" if due and due < day else "unmoved"
    return None


def _unresolved(state: State) -> Iterator[Case]:
    for item in state.unresolved:
        claim = item.claim
        moves = claim.kind in CONDITION_AFTER and claim.status == "done"
        yield Case(
            matter="unresolved" if moves else "unmoved",
            target=item.id,
            about=f"{claim.sending}-{claim.receiving}",
            kind=claim.kind,
            standing=None,
            when=claim.when,
            why="fits several missions, or none: merge it with a claim of one, correct or reject it",
            evidence=(item,),
        )


def _stale(state: State) -> Iterator[Case]:
    for each in state.stale:
        first = each.gone[0]
        yield Case(
            matter="stale",
            target=each.ruling,
            about=each.about,
            kind=first.claim.kind,
            standing=None,
            when=first.claim.when,
            why=f"{each.kind} by {each.by} ({each.reason}): {len(each.gone)} of its claims read no longer, {each.left} "
            "still; withdraw it, or rule on what is read now",
            evidence=each.gone,
        )


def _differing(state: State) -> Iterator[Case]:
    for item, other, why in differing(state):
        claim = item.claim
        yield Case(
            matter="readers",
            target=item.id,
            about=f"{claim.sending}-{claim.receiving or ''}".rstrip("-"),
            kind=claim.kind,
            standing=None,
            when=claim.when,
            why=why,
            evidence=(item, other) if other else (item,),
        )


_Pair = tuple[str | None, str | None]


def _flaws(items: Sequence[Evidence], pairs: Mapping[_Pair, Mapping[str, Claim]]) -> list[tuple[str, str]]:
    """Find what is wrong with the claims of one document, by themselves and beside all that is held of their pairs."""
    source, claims = items[0].source, {item.id: item.claim for item in items}
    near = {key: each for pair in closing_pairs(claims.values(), source.title) for key, each in pairs[pair].items()}
    return list(flaws(claims, near, title=source.title, said=items[0].said))


def _flawed(state: State) -> Iterator[Case]:
    """Find what cannot have been as it is dated, and nobody has accepted or put right."""
    told = [item for record in state.missions.values() for each in record.happenings for item in each.evidence]
    told += [item for each in [*state.relations, *state.movements] for item in each.evidence]
    told += [item for row in state.coverage for item in row.evidence]
    every = {item.id: item for item in [*told, *state.unresolved, *state.figures]}
    held = {key: item for key, item in every.items() if not _settled(item)}
    pairs: dict[_Pair, dict[str, Claim]] = defaultdict(dict)
    for item in every.values():
        pairs[item.claim.sending, item.claim.receiving][item.id] = item.claim
    documents: dict[str, list[Evidence]] = defaultdict(list)
    for item in held.values():
        documents[item.source.id].append(item)
    for _, items in sorted(documents.items()):
        for key, why in _flaws(items, pairs):
            item = held[key]
            pair = f"{item.claim.sending}-{item.claim.receiving or ''}".rstrip("-")
            yield Case(
                matter="impossible",
                target=key,
                about=pair,
                kind=item.claim.kind,
                standing=None,
                when=item.claim.when,
                why=why,
                evidence=(item,),
            )


def _vanished(state: State) -> Iterator[Case]:
    for record, told, last in vanished(state):
        settled = any(_settled(item) for item in told)
        if not settled:
            yield Case(
                matter="vanished",
                target=told[0].id,
                about=record.mission.id,
                kind="opened",
                standing=None,
                when=told[0].claim.when,
                why=f"{told[0].source.title or told[0].source.publisher} listed it then and not on {last}, and nobody "
                "tells of a closing",
                evidence=told,
            )


def _contradictions(decisions: Iterable[Decision], told: Iterable[Happening]) -> Iterator[Case]:
    every = {each.id: each for each in decisions}
    _, against = standing_rulings(every.values())
    owner = {item.id: each for each in told for item in each.evidence}
    for key, others in sorted(against.items()):
        ruling, (other, *_) = every[key], others
        if key > other:
            continue
        each = next((owner[name] for name in ruling.named if name in owner), None)
        yield Case(
            matter="contradiction",
            target=key,
            about=each.mission if each else ruling.target,
            kind=each.kind if each else ruling.kind,
            standing=each.standing if each else None,
            when=each.when if each else None,
            why=f"{ruling.kind} by {ruling.by}, {every[other].kind} by {every[other].by} ({other}): withdraw one",
            evidence=each.evidence if each else (),
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two reviewers ruled on what both accepted or rejected; ``kappa`` (Cohen 1960) is None where chance explains all."""

    one: str
    other: str
    both: int
    agreed: int
    kappa: float | None


def agreement(decisions: Iterable[Decision]) -> list[Agreement]:
    """Tell of every two people how far they agree on what both ruled on: accepted or rejected, and not withdrawn."""
    held, _ = standing_rulings(decisions)
    verdicts: dict[str, dict[str, str]] = {}
    for each in held:
        if each.kind in ("accept", "reject"):
            verdicts.setdefault(each.by, {})[each.target] = each.kind
    found = []
    for one, other in itertools.combinations(sorted(verdicts), 2):
        shared = sorted(verdicts[one].keys() & verdicts[other].keys())
        if shared:
            pairs = [(verdicts[one][key], verdicts[other][key]) for key in shared]
            agreed = sum(first == second for first, second in pairs)
            found.append(Agreement(one, other, len(pairs), agreed, _kappa(pairs)))
    return found


def _kappa(pairs: list[tuple[str, str]]) -> float | None:
    total = len(pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = sum(firsts[word] * seconds[word] for word in firsts) / total**2
    if chance == 1:
        return None
    return (sum(first == second for first, second in pairs) / total - chance) / (1 - chance)
