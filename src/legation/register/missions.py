"""From the claims that speak of one mission to its record: happenings, standing, spells, level and city."""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from legation.model import When, digest
from legation.model.vocabulary import CONDITION_AFTER
from legation.register import identity, seats
from legation.register.happenings import CLOSERS, OPENERS, group
from legation.register.lives import outlived
from legation.register.policy import Policy
from legation.register.reopenings import kinds
from legation.register.spells import spells
from legation.register.standing import judge
from legation.register.state import Evidence, Happening, Record
from legation.register.stoppages import comes_back, works_elsewhere
from legation.register.timing import on, open_begin, time_of, window

Found = TypeVar("Found")
_LATELY: Final = 1000  # results, twice as many of which are held


class Recall:
    """What has been worked out lately from the same pieces of evidence, so that one more claim costs what it changes.

    It knows the pieces by where they lie in memory: all of them must be kept for as long as it is.
    """

    def __init__(self) -> None:
        self._lately: dict[tuple[object, ...], Any] = {}
        self._before: dict[tuple[object, ...], Any] = {}

    def get(self, name: object, told: Iterable[object], work: Callable[[], Found]) -> Found:
        """Give what the work gives for these pieces, under a name that says what else it depends on."""
        key = (name, *map(id, told))
        if key not in self._lately:
            found: Found = self._before[key] if key in self._before else work()
            if len(self._lately) >= _LATELY:
                self._before, self._lately = self._lately, {}
            self._lately[key] = found
        held: Found = self._lately[key]
        return held


def record(
    key: identity.Key,
    told: Sequence[Evidence],
    waiting: Sequence[Evidence],
    policy: Policy,
    recall: Recall | None = None,
) -> Record:
    """Build the record of a mission, and beside it what it would be if the claims that may be about it were.

    Args:
        key: which mission of its pair of states it is.
        told: the claims on it, by day.
        waiting: the claims that may be on it.
        policy: the rules.
        recall: what was worked out before, where one pair is folded at many points.
    """
    recall = recall or Recall()
    held = recall.get(key, told, lambda: _record(key, told, policy, recall))
    if not waiting:
        return held
    every = sorted([*told, *waiting], key=by_day)
    return replace(held, otherwise=recall.get(key, every, lambda: _record(key, every, policy, recall)))


def _record(key: identity.Key, told: Sequence[Evidence], policy: Policy, recall: Recall) -> Record:
    mission = identity.mission(key, told)
    happenings = _happenings(mission.id, told, policy, recall)
    moves = CONDITION_AFTER.keys() if key[0] == "embassy" else CONDITION_AFTER.keys() | {"moved"}
    standing = [each for each in happenings if each.standing in policy.standing.moves_spells]
    moving = [each for each in standing if each.kind in moves or works_elsewhere(each)]
    within = [each for each in standing if each.kind not in moves and comes_back(each)]
    level, city = _latest_said(told)
    held = outlived(spells(moving, policy.happenings, within), (mission.sending, mission.receiving))
    if key[0] == "embassy" and seats.seat(mission.receiving):
        last = held[-1].end if held else None
        city = seats.city_on(told, mission.receiving, city, last.earliest if last else dt.date.max)
    return Record(
        mission=mission,
        kind=level,
        city=mission.city or city,
        happenings=tuple(sorted(happenings, key=in_time)),
        spells=held,
        marks_last=dt.timedelta(days=policy.standing.marks_last_days),
    )


def _happenings(mission: str, told: Sequence[Evidence], policy: Policy, recall: Recall) -> list[Happening]:
    by_kind: dict[str, list[Evidence]] = defaultdict(list)
    for item, kind in zip(told, kinds(told), strict=True):
        by_kind[kind].append(item)
    opened, closed, days = _undoing(told)
    found: list[Happening] = []
    for kind, items in sorted(by_kind.items()):
        undone = closed if kind in OPENERS else opened if kind in CLOSERS else ()
        open_days = days if kind in CLOSERS else ()
        for each in recall.get((kind, undone), items, functools.partial(group, kind, items, undone, policy.happenings)):
            work = functools.partial(happening, mission, kind, each, policy, open_days)
            found.append(recall.get((mission, kind, open_days), each, work))
    return found


def happening(
    mission: str, kind: str, told: Sequence[Evidence], policy: Policy, open_days: Sequence[dt.date] = ()
) -> Happening:
    """Put together the claims of one event, with its standing and when it was; ``open_days`` as in ``time_of``."""
    told = sorted(told, key=by_day)
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


def _undoing(told: Iterable[Evidence]) -> tuple[tuple[When, ...], tuple[When, ...], tuple[dt.date, ...]]:
    """List when the mission was opened and closed by what is said done, each once, and on which days it stood open.

    The first two undo events of the other kind. Of the last a data set or report says that it had opened some day before.
    """
    opened: dict[When, None] = {}
    closed: dict[When, None] = {}
    days: dict[dt.date, None] = {}
    for item in told:
        claim = item.claim
        if claim.status != "done" or (when := window(item)) is None:
            continue
        at = on(when.latest) if open_begin(when) else when
        if claim.kind in CLOSERS:
            closed[at] = None
        elif claim.kind in OPENERS and claim.date is not None:
            opened[at] = None
            if claim.when and open_begin(claim.when):
                days[claim.when.latest] = None
    return tuple(opened), tuple(closed), tuple(days)


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


def by_day(item: Evidence) -> tuple[str, str]:
    """Order claims by the day of publication; what has none comes last."""
    return item.source.published or "9999-99-99", item.id


def in_time(each: Happening) -> tuple[dt.date, dt.date, str, str]:
    """Order happenings by when they were, or were first told."""
    first = next((item.said for item in each.evidence if item.said), dt.date.max)
    when = each.when
    return (when.latest if when else first), (when.earliest if when else first), each.kind, each.id
