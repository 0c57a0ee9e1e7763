"""From members of a table back to the claims behind them: ``Register.seen_on`` gives answers, this gives their quotes."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from legation.network.quotes import in_order
from legation.register import Evidence, KnownAs, Register, State, open_on

_EACH: Final = 12  # with more senders than this, one fold of everything is quicker than one for each


def behind(
    register: Register, missions: Iterable[str], on: dt.date, known: KnownAs = None
) -> Mapping[str, tuple[Evidence, ...]]:
    """Give, by mission, the claims on which its answer for a day hangs, in the order of publication.

    Missions are named by their IDs. The states that send them are folded, so ask only where somebody wants the quotes.
    """
    wanted = set(missions)
    senders = sorted({one.split("-", 1)[0] for one in wanted})
    states = (
        [register.state(known)] if len(senders) > _EACH else [register.state(known, sending=one) for one in senders]
    )
    return {key: quotes for state in states for key, quotes in backed(state, wanted, on).items()}


def backed(state: State, missions: Iterable[str], on: dt.date) -> Mapping[str, tuple[Evidence, ...]]:
    """Give the same of a state that is folded already."""
    found = {}
    for key in set(missions) & set(state.missions):
        record = state.missions[key]
        hangs = set(open_on(record, on).hangs_on)
        items = {item.id: item for each in record.happenings for item in each.evidence if item.id in hangs}
        found[key] = tuple(in_order(items.values()))
    return found
