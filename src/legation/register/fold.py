"""From the log to the register: a pure function, the same whatever the order of the entries.

Every pair of a sending and a receiving state is folded on its own, so that one more document costs no more than the
pairs it speaks of. A scenario is extra entries, and a past view fewer entries, handed to the same function.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from legation.model import Claim, When, digest
from legation.model.vocabulary import CONDITION_AFTER, ONE_MISSION_KINDS, RELATION_KINDS
from legation.register import identity, seats
from legation.register.decisions import rulings, standing_rulings
from legation.register.entries import Entry
from legation.register.happenings import CLOSERS, OPENERS, group
from legation.register.origin import evidence, first_heard, in_force, is_waiting, originals, still_waiting
from legation.register.policy import Policy
from legation.register.reopenings import kind_of
from legation.register.spells import spells
from legation.register.standing import judge
from legation.register.state import Coverage, Evidence, Happening, Known, Record, Stale, State
from legation.register.stoppages import works_elsewhere
from legation.register.timing import open_begin, time_of, window

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
    first = originals((entry.fingerprint, entry.source) for entry in current)
    found: dict[str, Evidence] = {}
    for entry in sorted(current, key=lambda each: is_waiting(each.reader)):  # what any reader claims does not wait
        for key in entry.claims:
            if key not in found:
                found[key] = ruled.mark(evidence(entry, key, heard[key], first[entry.fingerprint], policy))
    return list(found.values())


def stale(entries: Sequence[Entry], policy: Policy) -> tuple[Stale, ...]:
    """Give the rulings, not withdrawn, on claims that no reading in force holds: their document was read again."""
    held, _ = standing_rulings(entry.decision for entry in entries if entry.decision)
    if not held:
        return ()
    heard = first_heard(entries)
    readings = [entry for entry in entries if entry.decision is None]
    current = {key for entry in still_waiting(in_force(readings)) for key in entry.claims}
    first = originals((entry.fingerprint, entry.source) for entry in readings)
    found = []
    for each in held:
        gone = [key for key in each.named if key in heard and key not in current]
        if gone:
            told = [evidence(heard[key], key, heard[key], first[heard[key].fingerprint], policy) for key in gone]
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
    network = sorted(pairs.pop(None, []), key=_by_day)
    folded = [fold_pair(pair, pairs[pair], policy) for pair in sorted(key for key in pairs if key)]
    missions = {key: record for each in folded for key, record in each.missions.items()}
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
        waiting=tuple(sorted(waiting, key=_by_day)),
    )


def fold_pair(pair: Pair, told: Iterable[Evidence], policy: Policy) -> PairState:
    """Work out missions, coverage, movements or relations of one pair of states."""
    told = sorted(told, key=_by_day)
    label = f"{pair[1]}-{pair[2]}"
    if pair[0] == "relation":
        return PairState({}, relations=_plain(label, told, policy))
    covering = [item for item in told if item.claim.kind == "accredited"]
    at_missions = [item for item in told if item.claim.kind in ONE_MISSION_KINDS and item.claim.kind != "accredited"]
    rest = [item for item in told if item.claim.kind in ("recalled", "expelled")]
    resolved = identity.resolve(at_missions)
    records = [
        _with_waiting(key, items, resolved.waiting.get(key, ()), policy)
        for key, items in sorted(resolved.missions.items())
    ]
    return PairState(
        {record.mission.id: record for record in records},
        coverage=_coverage(covering, policy),
        movements=_plain(label, rest, policy),
        unresolved=tuple(resolved.unresolved),
    )


def _with_waiting(key: identity.Key, told: Sequence[Evidence], waiting: Sequence[Evidence], policy: Policy) -> Record:
    """Build the record of a mission, and beside it what it would be if the claims that may be about it were."""
    record = _record(key, told, policy)
    if not waiting:
        return record
    return replace(record, otherwise=_record(key, sorted([*told, *waiting], key=_by_day), policy))


def _record(key: identity.Key, told: Sequence[Evidence], policy: Policy) -> Record:
    mission = identity.mission(key, told)
    by_kind: dict[str, list[Evidence]] = defaultdict(list)
    for item in told:
        by_kind[kind_of(item, told)].append(item)
    happenings: list[Happening] = []
    for kind, items in sorted(by_kind.items()):
        undone = _undone(kind, told)
        open_days = _open_days(told) if kind in CLOSERS else []
        happenings += [
            _happening(mission.id, kind, each, policy, open_days)
            for each in group(kind, items, undone, policy.happenings)
        ]
    moves = CONDITION_AFTER.keys() if key[0] == "embassy" else CONDITION_AFTER.keys() | {"moved"}
    moving = [
        each
        for each in happenings
        if (each.kind in moves or works_elsewhere(each)) and each.standing in policy.standing.moves_spells
    ]
    level, city = _latest_said(told)
    held = spells(moving, policy.happenings)
    if key[0] == "embassy" and seats.seat(mission.receiving):
        last = held[-1].end if held else None
        city = seats.city_on(told, mission.receiving, city, last.earliest if last else dt.date.max)
    return Record(
        mission=mission,
        kind=level,
        city=mission.city or city,
        happenings=tuple(sorted(happenings, key=_in_time)),
        spells=held,
        marks_last=dt.timedelta(days=policy.standing.marks_last_days),
    )


def _happening(
    mission: str, kind: str, told: Sequence[Evidence], policy: Policy, open_days: Sequence[dt.date] = ()
) -> Happening:
    told = sorted(told, key=_by_day)
    standing, why = judge(told, policy)
    return Happening(
        id=digest("happening", mission, kind, told[0].id),
        mission=mission,
        kind=kind,
        standing=standing,
        when=time_of(told, open_days),
        evidence=tuple(told),
        why=why,
    )


def _plain(label: str, told: Iterable[Evidence], policy: Policy) -> tuple[Happening, ...]:
    """Group what begins and ends no spell: relations, recalls and expulsions."""
    by_kind: dict[str, list[Evidence]] = defaultdict(list)
    for item in told:
        by_kind[item.claim.kind].append(item)
    found = [
        _happening(label, kind, each, policy)
        for kind, items in by_kind.items()
        for each in group(kind, items, (), policy.happenings)
    ]
    return tuple(sorted(found, key=_in_time))


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


def _undone(kind: str, told: Iterable[Evidence]) -> list[When]:
    """List when the mission was in the opposite condition, for a kind that begins or ends a spell."""
    if kind not in OPENERS | CLOSERS:
        return []
    found = []
    for item in told:
        when, dated = window(item), item.claim.date is not None
        if item.claim.status != "done" or when is None:
            continue
        closed_or_opened = item.claim.kind in OPENERS and dated if kind in CLOSERS else item.claim.kind in CLOSERS
        if closed_or_opened:
            found.append(When.between(when.latest, when.latest) if open_begin(when) else when)
    return found


def _open_days(told: Iterable[Evidence]) -> list[dt.date]:
    """List the days on which a data set or report has the mission open, having opened on some day before."""
    return [
        item.claim.when.latest
        for item in told
        if item.claim.kind in OPENERS
        and item.claim.status == "done"
        and item.claim.when
        and open_begin(item.claim.when)
    ]


def _latest_said(told: Sequence[Evidence]) -> tuple[str | None, str | None]:
    """Give the level and the city that the latest documents say, of one day those of the latest event."""
    kinds = [item for item in told if item.claim.mission not in (None, "mission") and not _unreached(item)]
    cities = [item for item in told if item.claim.city]
    done = [item for item in cities if item.claim.status == "done"]
    return _last_word(kinds, "mission"), _last_word(done or cities, "city")


def _unreached(item: Evidence) -> bool:
    """Whether a level is said to be denied, or only to come."""
    return item.claim.status == "denied" or (item.claim.kind == "level_changed" and item.claim.status != "done")


def _last_word(told: Sequence[Evidence], field: str) -> str | None:
    """Give the word of the last day; of two, that of the later event ("since 1999 in Berlin"), then the commoner."""
    if not told:
        return None
    last = told[-1].source.published
    said = [(_event_day(item), str(getattr(item.claim, field))) for item in told if item.source.published == last]
    latest = max(day for day, _ in said)
    words = [word for day, word in said if day == latest]
    return max(words, key=lambda word: (words.count(word), word))


def _event_day(item: Evidence) -> dt.date:
    when = item.claim.when
    return when.latest if when and item.claim.status == "done" else item.said or dt.date.max


def _by_day(item: Evidence) -> tuple[str, str]:
    return item.source.published or "9999-99-99", item.id


def _in_time(happening: Happening) -> tuple[dt.date, dt.date, str, str]:
    first = next((item.said for item in happening.evidence if item.said), dt.date.max)
    when = happening.when
    return (when.latest if when else first), (when.earliest if when else first), happening.kind, happening.id


def without_known(state: State) -> State:
    """Give the state without the point at which it was known, for comparing."""
    return replace(state, known=None)
