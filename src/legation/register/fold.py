"""From the log to the register: a pure function, the same whatever the order of the entries.

Every pair of a sending and a receiving state is folded on its own, so that one more document costs no more than the
pairs it speaks of. A scenario is extra entries, and a past view fewer entries, handed to the same function.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from legation.model import Claim
from legation.model.vocabulary import ONE_MISSION_KINDS, RELATION_KINDS
from legation.register import identity
from legation.register.decisions import rulings, standing_rulings
from legation.register.entries import Entry
from legation.register.happenings import group
from legation.register.missions import Recall, by_day, happening, in_time, record
from legation.register.origin import evidence, first_heard, in_force, is_waiting, originals, still_waiting
from legation.register.policy import Policy
from legation.register.standing import judge
from legation.register.state import Coverage, Evidence, Happening, Known, Record, Stale, State
from legation.register.timing import time_of

Pair = tuple[str, str, str]  # "mission" or "relation", and the two states


@dataclass(frozen=True, slots=True)
class PairState:
    """All that follows for one pair of states."""

    missions: Mapping[str, Record]
    coverage: tuple[Coverage, ...] = ()
    relations: tuple[Happening, ...] = ()
    movements: tuple[Happening, ...] = ()
    unresolved: tuple[Evidence, ...] = ()


def fold(entries: Iterable[Entry], policy: Policy | None = None) -> State:
    """Work out the register that follows from these entries under a policy."""
    policy = policy or Policy.default()
    log = list(entries)
    known = max((entry.known for entry in log), default=None)
    return replace(assemble(weigh(log, policy), policy, known), stale=stale(log, policy))


def weigh(entries: Sequence[Entry], policy: Policy) -> list[Evidence]:
    """Turn the readings in force into evidence as people ruled of it, each claim once, with its origin."""
    ruled = rulings(entry.decision for entry in entries if entry.decision)
    heard = first_heard(entries)
    current = still_waiting(in_force(entry for entry in entries if entry.decision is None))
    if ruled.rejected or ruled.corrections:
        current = [replace(entry, claims=ruled.read(entry.claims)) for entry in current]
    first = originals(entries)
    found: dict[str, Evidence] = {}
    for entry in sorted(current, key=lambda each: is_waiting(each.reader)):  # what any reader claims does not wait
        for key in entry.claims:
            if key not in found:
                found[key] = ruled.mark(evidence(entry, key, heard[key], first.get(entry.source.id), policy))
    return list(found.values())


def stale(entries: Sequence[Entry], policy: Policy) -> tuple[Stale, ...]:
    """Give the rulings, not withdrawn, on claims that no reading in force holds: their document was read again."""
    held, _ = standing_rulings(entry.decision for entry in entries if entry.decision)
    if not held:
        return ()
    heard = first_heard(entries)
    readings = [entry for entry in entries if entry.decision is None]
    current = {key for entry in still_waiting(in_force(readings)) for key in entry.claims}
    first = originals(entries)
    found = []
    for each in held:
        gone = [key for key in each.named if key in heard and key not in current]
        if gone:
            told = [evidence(heard[key], key, heard[key], first.get(heard[key].source.id), policy) for key in gone]
            about = f"{told[0].claim.sending}-{told[0].claim.receiving or ''}".rstrip("-")
            left = sum(key in current for key in each.named)
            found.append(Stale(each.id, each.kind, each.by, each.reason, about, tuple(told), left))
    return tuple(found)


def pair_of(claim: Claim) -> Pair | None:
    """Give the pair of states that a claim belongs to; None for claims on a whole network."""
    if claim.kind in RELATION_KINDS:
        one, other = sorted((claim.sending or "", claim.receiving or ""))
        return "relation", one, other
    if claim.kind in ("counted", "explained"):
        return None
    return "mission", claim.sending or "", claim.receiving or ""


def belongs(item: Evidence, sending: str, receiving: Sequence[str] | None = None) -> bool:
    """Whether a claim, as people corrected it, is about one state, or about its missions in some others."""
    claim, pair = item.claim, pair_of(item.claim)
    if receiving is not None:
        return pair is not None and pair[:2] == ("mission", sending) and pair[2] in receiving
    return claim.sending == sending or (pair is not None and pair[0] == "relation" and claim.receiving == sending)


def assemble(told: Iterable[Evidence], policy: Policy, known: Known | None) -> State:
    """Fold each pair of states and put the results side by side, in an order that follows from their content."""
    pairs: dict[Pair | None, list[Evidence]] = defaultdict(list)
    waiting = []
    for item in told:
        if item.waiting:
            waiting.append(item)
        else:
            pairs[pair_of(item.claim)].append(item)
    network = sorted(pairs.pop(None, []), key=by_day)
    folded = [fold_pair(pair, pairs[pair], policy) for pair in sorted(key for key in pairs if key)]
    missions = {key: held for each in folded for key, held in each.missions.items()}
    return State(
        policy=policy.label,
        known=known,
        missions=dict(sorted(missions.items())),
        coverage=tuple(row for each in folded for row in each.coverage),
        relations=tuple(row for each in folded for row in each.relations),
        movements=tuple(row for each in folded for row in each.movements),
        figures=tuple(item for item in network if item.claim.kind == "counted"),
        reasons=tuple(item for item in network if item.claim.kind == "explained"),
        unresolved=tuple(item for each in folded for item in each.unresolved),
        waiting=tuple(sorted(waiting, key=by_day)),
    )


def fold_pair(pair: Pair, told: Iterable[Evidence], policy: Policy, recall: Recall | None = None) -> PairState:
    """Work out missions, coverage, movements or relations of one pair of states; see ``missions.record`` for ``recall``."""
    told = sorted(told, key=by_day)
    label = f"{pair[1]}-{pair[2]}"
    if pair[0] == "relation":
        return PairState({}, relations=_plain(label, told, policy))
    covering = [item for item in told if item.claim.kind == "accredited"]
    at_missions = [item for item in told if item.claim.kind in ONE_MISSION_KINDS and item.claim.kind != "accredited"]
    rest = [item for item in told if item.claim.kind in ("recalled", "expelled")]
    resolved = identity.resolve(at_missions)
    found = [
        record(key, items, resolved.waiting.get(key, ()), policy, recall)
        for key, items in sorted(resolved.missions.items())
    ]
    return PairState(
        {each.mission.id: each for each in found},
        coverage=_coverage(covering, policy),
        movements=_plain(label, rest, policy),
        unresolved=tuple(resolved.unresolved),
    )


def _plain(label: str, told: Iterable[Evidence], policy: Policy) -> tuple[Happening, ...]:
    """Group what begins and ends no spell: relations, recalls and expulsions."""
    by_kind: dict[str, list[Evidence]] = defaultdict(list)
    for item in told:
        by_kind[item.claim.kind].append(item)
    found = [
        happening(label, kind, each, policy)
        for kind, items in by_kind.items()
        for each in group(kind, items, (), policy.happenings)
    ]
    return tuple(sorted(found, key=in_time))


def _coverage(told: Iterable[Evidence], policy: Policy) -> tuple[Coverage, ...]:
    """Put together who covers a state from where: one row for each covering state, whoever says it."""
    rows: dict[str, list[Evidence]] = defaultdict(list)
    for item in told:
        rows[item.claim.from_ or ""].append(item)
    found = []
    for from_, items in sorted(rows.items()):
        claim = items[0].claim
        standing, why = judge(items, policy)
        said = [item.claim.city for item in items if item.claim.city]
        found.append(
            Coverage(
                sending=claim.sending or "",
                receiving=claim.receiving or "",
                from_=from_,
                city=said[-1] if said else None,
                standing=standing,
                evidence=tuple(items),
                when=time_of(items, ()),
                why=why,
            )
        )
    return tuple(found)


def without_known(state: State) -> State:
    """Give the state without the point at which it was known, for comparing."""
    return replace(state, known=None)
