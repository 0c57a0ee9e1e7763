"""What each entry of the log changed in the register, and because of what.

The world's changes (a new document) and ours (a document read again by a newer reader) stand apart by their cause. Only
the pairs of states of which an entry speaks are folded again, before and after it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from legation.model import Claim
from legation.model.vocabulary import Standing
from legation.register.decisions import Decision, readings_of
from legation.register.entries import Entry, EntryCause
from legation.register.fold import Pair, PairState, fold_pair, pair_of, weigh
from legation.register.policy import Policy
from legation.register.state import Evidence, Known, Source, State


@dataclass(frozen=True, slots=True)
class Change:
    """One happening or coverage that an entry brought in, moved or took away.

    ``mission`` is the mission's ID, a pair of states ("KP-GN") for relations and movements, or a pair with where it is
    covered from ("KP-UG-from-GQ"). ``before`` and ``date_before`` are None for what is new, ``standing`` is None for
    what the register holds no longer. ``evidence`` is what the entry brought to it.
    """

    known: Known
    cause: EntryCause
    source: Source
    reader: str
    mission: str
    kind: str
    happening: str | None
    before: Standing | None
    standing: Standing | None
    date_before: str | None
    date: str | None
    holder: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What a pair holds of one happening or coverage, in a form that can be compared."""

    mission: str
    kind: str
    happening: str | None
    standing: Standing
    date: str | None
    evidence: tuple[Evidence, ...]


def changes(log: Iterable[Entry], since: int, policy: Policy) -> Iterator[Change]:
    """Tell the changes that the entries after a sequence number made, in the order of the log."""
    pairs: dict[Pair, list[Entry]] = defaultdict(list)
    spoken: dict[str, set[Pair]] = defaultdict(set)
    about: dict[str, set[Pair]] = defaultdict(set)  # the pairs on which each claim and each ruling bear
    held: dict[Pair, list[Held]] = {}
    log = list(log)
    corrections = [entry.decision for entry in log if entry.decision and entry.decision.kind == "correct"]
    for entry in log:
        parts = _by_pair(entry.claims, corrections)
        spoken[entry.source.id] |= parts.keys()
        for pair, found in parts.items():
            for key in found:
                about[key].add(pair)
        if entry.decision:
            spoken[entry.source.id] |= {pair for name in entry.decision.named for pair in about[name]}
            about[entry.source.id] = spoken[entry.source.id]
        borne = spoken[entry.source.id].union(*(spoken[copy] for copy in entry.originals))
        for pair in sorted(borne):
            if entry.known.sequence > since and pair not in held:
                held[pair] = _holdings(pair, pairs[pair], policy)
            pairs[pair].append(replace(entry, claims=parts.get(pair, {})))
            if entry.known.sequence > since:
                after = _holdings(pair, pairs[pair], policy)
                yield from differences(held[pair], after, entry)
                held[pair] = after


def _by_pair(found: Mapping[str, Claim], corrections: Sequence[Decision]) -> dict[Pair, dict[str, Claim]]:
    """Part claims by the pairs of states to which they belong, or to which somebody moves them at any time."""
    parts: dict[Pair, dict[str, Claim]] = defaultdict(dict)
    for key, claim in found.items():
        for form in readings_of(claim, key, corrections) if corrections else [claim]:
            if pair := pair_of(form):
                parts[pair][key] = claim
    return parts


def _holdings(pair: Pair, log: list[Entry], policy: Policy) -> list[Held]:
    if not log:
        return []
    told = [item for item in weigh(log, policy) if pair_of(item.claim) == pair and not item.waiting]
    state = fold_pair(pair, told, policy)
    return held_by(state)


def held_by(state: PairState | State) -> list[Held]:
    """List all happenings and coverage of a pair, or of a whole register, for comparing."""
    return [*_happenings(state), *_coverage(state)]


def _happenings(state: PairState | State) -> Iterator[Held]:
    every = [each for record in state.missions.values() for each in record.happenings]
    for each in [*every, *state.relations, *state.movements]:
        date = each.when.edtf if each.when else None
        yield Held(each.mission, each.kind, each.id, each.standing, date, each.evidence)


def _coverage(state: PairState | State) -> Iterator[Held]:
    for row in state.coverage:
        date = row.when.edtf if row.when else None
        label = f"{row.sending}-{row.receiving}-from-{row.from_}"
        yield Held(label, "accredited", None, row.standing, date, row.evidence)


def differences(before: Sequence[Held], after: Sequence[Held], entry: Entry) -> Iterator[Change]:
    """Match what was held to what is by the claims they share, and tell where they differ."""
    owner = {(each.mission, each.kind, item.id): index for index, each in enumerate(before) for item in each.evidence}
    taken: set[int] = set()
    for each in after:
        keys = [(each.mission, each.kind, item.id) for item in each.evidence]
        shared = [owner[key] for key in keys if key in owner]
        earlier = max(set(shared), key=lambda index: (shared.count(index), -index)) if shared else None
        if earlier in taken:
            earlier = None
        if earlier is not None:
            taken.add(earlier)
        old = before[earlier] if earlier is not None else None
        if old is None or (old.standing, old.date) != (each.standing, each.date):
            yield _change(entry, each, old)
    for index, each in enumerate(before):
        if index not in taken:
            yield replace(_change(entry, each, each), standing=None, date=None, evidence=())


def _change(entry: Entry, now: Held, old: Held | None) -> Change:
    brought = tuple(item for item in now.evidence if item.source.id == entry.source.id)
    word = next(iter(brought or now.evidence))
    said_by = entry.decision.by if entry.decision else word.claim.holder or word.source.publisher
    return Change(
        known=entry.known,
        cause=entry.cause,
        source=entry.source,
        reader=entry.reader,
        mission=now.mission,
        kind=now.kind,
        happening=now.happening,
        before=old.standing if old else None,
        standing=now.standing,
        date_before=old.date if old else None,
        date=now.date,
        holder=None if entry.cause == "policy" else said_by,
        evidence=brought,
    )
