"""Answers from stored results where they are there, and from a fold of the log where not; and the laying of results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from legation.register import canonical, past, results
from legation.register.entries import Entry
from legation.register.fold import assemble, belongs, stale, weigh
from legation.register.policy import Policy
from legation.register.results import Result
from legation.register.state import Evidence, Known, Stale, State
from legation.register.store import Store


def state(
    store: Store, policy: Policy, last: Known | None, sending: str | None, receiving: Sequence[str] | None = None
) -> State:
    """Fold the log up to an entry, or what of it matters to one sending state or to its missions in some states."""
    if last is None:
        return assemble([], policy, None)
    log = store.entries(upto=last.sequence, sending=sending, receiving=receiving)
    return replace(assemble(_weighed(log, policy, sending, receiving), policy, last), stale=stale(log, policy))


def stale_rulings(store: Store, policy: Policy, last: Known | None) -> tuple[Stale, ...]:
    """Tell the rulings on what is read no longer, with nothing folded."""
    return stale(store.entries(upto=last.sequence), policy) if last else ()


def _weighed(
    log: Sequence[Entry], policy: Policy, sending: str | None, receiving: Sequence[str] | None = None
) -> list[Evidence]:
    """Weigh what the log says of one state's missions, or of some of them, or of all there are."""
    found = weigh(log, policy)
    return found if sending is None else [item for item in found if belongs(item, sending, receiving)]


def courses(
    store: Store, policy: Policy, last: Known, *, sending: str | None, receiving: str | None, now: bool
) -> list[Result]:
    """Give the results of some pairs of states at an entry; what is not stored is folded, and stored if it may be.

    ``now`` says that it is the last entry.
    """
    key, upto = results.key_of(policy), last.sequence
    stored = store.stored(key, sending=sending, receiving=receiving, upto=upto)
    found = {(each.sending, each.receiving): each for each in stored.held}
    for one, others in sorted(stored.missing.items()):
        log = store.entries(upto=upto, sending=one, receiving=others)
        folded = assemble(_weighed(log, policy, one, others), policy, last)
        fresh = results.from_state(folded, [(one, each) for each in others])
        store.keep(key, fresh, upto=upto)
        found |= {(each.sending, each.receiving): each for each in fresh}
    if stored.missing and now and sending is receiving is None:
        store.note(results.WHOLE, key, upto=upto, begun=stored.round)
    return list(found.values())


def rebuild(store: Store, policy: Policy) -> str:
    """Work everything out anew and give its sum; lay the results of now, where the register may be written."""
    last = store.known()
    if last is None:
        return canonical.fingerprint(())
    key = results.key_of(policy)
    if store.read_only:
        return canonical.fingerprint(_rebuilt(store, policy, last, {}))
    begun = store.forget()
    pairs = store.stored(key, sending=None, upto=last.sequence).missing
    sum_ = canonical.fingerprint(_rebuilt(store, policy, last, pairs))
    store.note(results.WHOLE, key, upto=last.sequence, begun=begun)
    return sum_


def _rebuilt(store: Store, policy: Policy, last: Known, pairs: Mapping[str, Sequence[str]]) -> Iterator[State]:
    for sending in store.senders():
        folded = state(store, policy, last, sending)
        if sending in pairs:
            fresh = results.from_state(folded, [(sending, other) for other in pairs[sending]])
            store.keep(results.key_of(policy), fresh, upto=last.sequence)
        if canonical.holds(folded):
            yield folded


def lay_past(store: Store, policy: Policy) -> int:
    """Lay results at every entry so far where there is none, one state after another; tell how many were laid.

    It may be stopped at any time: what was laid stays, and the next time goes on with what is left.
    """
    last = store.known()
    if last is None or store.read_only:
        return 0
    key, count = results.key_of(policy), 0
    begun = store.round()
    courses(store, policy, last, sending=None, receiving=None, now=True)
    for sending in store.senders():
        if gaps := store.gaps(key, sending, last.sequence):
            log = store.entries(upto=last.sequence, sending=sending, receiving=[gap.receiving for gap in gaps])
            found = list(past.lay(log, gaps, policy))
            store.lay(key, sending, found)
            count += len(found)
    store.note(results.LAID, key, upto=last.sequence, begun=begun)
    return count
