"""From members of a table back to the claims behind them: ``Register.seen_on`` gives answers, this gives their quotes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from legation.network.quotes import in_order
from legation.register import Evidence, KnownAs, Register, State, open_on


def behind(
    register: Register, missions: Iterable[str], on: dt.date, known: KnownAs = None
) -> Mapping[str, tuple[Evidence, ...]]:
    """Give, by mission, the claims on which its answer for a day hangs, in the order of publication.

    Missions are named by their IDs. The states between which they are are folded, so ask only where somebody wants the
    quotes.
    """
    wanted, hosts = set(missions), defaultdict[str, set[str]](set)
    for sending, receiving in (one.split("-")[:2] for one in wanted):
        hosts[sending].add(receiving)
    found: dict[str, tuple[Evidence, ...]] = {}
    for sending, some in sorted(hosts.items()):
        found |= backed(register.state(known, sending=sending, receiving=sorted(some)), wanted, on)
    return found


def backed(state: State, missions: Iterable[str], on: dt.date) -> Mapping[str, tuple[Evidence, ...]]:
    """Give the same of a state that is folded already."""
    found = {}
    for key in set(missions) & set(state.missions):
        record = state.missions[key]
        hangs = set(open_on(record, on).hangs_on)
        items = {item.id: item for each in record.happenings for item in each.evidence if item.id in hangs}
        found[key] = tuple(in_order(items.values()))
    return found
