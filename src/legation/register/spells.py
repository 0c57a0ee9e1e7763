"""From happenings to spells: the stretches in which a mission was open or suspended, with uncertain ends.

Only happenings whose standing moves spells are handed in. They are told in the order in which they can have been, and
where two may have been in either order, the one that changes the condition comes first. Each end is narrowed by its
neighbours, so that spells never overlap; a second opening while a mission is open, or a second closing soon after one,
is a disagreement about the day and widens that end.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from legation.model import When
from legation.model.vocabulary import Condition
from legation.register.happenings import CLOSERS
from legation.register.policy import Grouping
from legation.register.state import Happening, Spell
from legation.register.stoppages import STOPPED, condition_after
from legation.register.timing import clip, gap, on, open_begin


@dataclass(frozen=True, slots=True)
class Move:
    """A happening that moves a spell: when it was, and about when for putting it in order."""

    id: str
    kind: str
    after: Condition
    when: When
    order: When
    back: bool = False  # an embassy's move within its state: it ends work from elsewhere, and changes nothing else


_COURSE: Final = (
    "opened",
    "moved",
    "resumed",
    "suspended",
    "closed",
)  # how a mission's life runs, if dates do not tell


def spells(happenings: Iterable[Happening], rules: Grouping, within: Iterable[Happening] = ()) -> tuple[Spell, ...]:
    """Tell the spells that follow from happenings of the kinds in ``CONDITION_AFTER``, first to last.

    ``within`` are an embassy's moves to cities of the state to which it is sent: one that works from elsewhere is back then.
    """
    moves = _moves(happenings, rules)
    moves += [replace(move, back=True) for move in _moves(within, rules)]
    told: list[Spell] = []
    while moves:
        now = _condition(told)
        move = _next(moves, now)
        moves.remove(move)
        if not _is_moot(move, now):
            _apply(told, move, rules)
    return tuple(_narrowed(told))


def _moves(happenings: Iterable[Happening], rules: Grouping) -> list[Move]:
    always = When.between(dt.date.min, dt.date.max)
    held = sorted(happenings, key=lambda happening: happening.id)
    ends = [each.when for each in held if each.kind in CLOSERS and each.when]
    moves = []
    for each in held:
        when = each.when or always
        order = on(when.latest) if open_begin(when) else when
        if each.kind not in CLOSERS and open_begin(when):
            stale = [end for end in ends if end.latest < when.latest and gap(end, order) <= rules.stale_list_days]
            before = min((end.earliest for end in stale), default=None)
            if before is not None:
                order, when = on(before), clip(when, by=max(end.latest for end in stale))
        moves.append(Move(each.id, each.kind, condition_after(each), when, order))
    return moves


def _next(moves: Sequence[Move], now: Condition | None) -> Move:
    """Choose what came next: of all that nothing else certainly precedes, what changes the condition, then the earliest."""
    first = min(move.order.latest for move in moves)
    free = [move for move in moves if move.order.earliest <= first]

    def rank(move: Move) -> tuple[bool, dt.date, dt.date, int, str]:
        idle = _nothing_new(move, now) or (now is None and move.after == "closed")
        return idle, move.order.latest, move.order.earliest, _COURSE.index(move.kind), move.id

    return min(free, key=rank)


def _is_moot(move: Move, now: Condition | None) -> bool:
    """Whether a move brings back a mission that is not away."""
    return move.back and now != "elsewhere"


def _nothing_new(move: Move, now: Condition | None) -> bool:
    """Whether a mission was in this condition already; a plain suspension says no more than an evacuation did."""
    return _is_moot(move, now) or move.after == now or (move.after == "suspended" and now in STOPPED)


def _condition(told: Sequence[Spell]) -> Condition | None:
    if not told:
        return None
    return told[-1].condition if told[-1].end is None else "closed"


def _apply(told: list[Spell], move: Move, rules: Grouping) -> None:
    """Carry one move out on the spells told so far."""
    last = told[-1] if told else None
    running = last is not None and last.end is None
    if last is not None and running:
        if _nothing_new(move, last.condition):
            told[-1] = _widened(last, move)
            return
        told[-1] = replace(last, end=clip(move.when, after=_first(last)), ended_by=move.id)
    elif move.after != "open":
        if (
            last is not None
            and last.end is not None
            and move.after == "closed"
            and _same_end(last.end, move.when, rules)
        ):
            told[-1] = replace(last, end=last.end.hull(move.when))
            return
        unseen = When.between(last.end.earliest, move.when.latest) if last and last.end else None
        told.append(Spell("open", unseen, move.when, None, move.id))
    elif move.kind == "resumed" and last is None:  # it had been open before, and nobody tells until when
        told.append(Spell("open", None, When.between(dt.date.min, move.when.latest), None, move.id))
    if move.after != "closed":
        told.append(Spell(move.after, move.when, None, move.id, None))


def _widened(spell: Spell, move: Move) -> Spell:
    """Heed a second beginning of what has begun: another opening date widens the first, a sign of life does not."""
    begin = spell.begin
    if begin is None or move.kind != "opened" or move.when.can_agree(begin):
        return spell
    return replace(spell, begin=begin.hull(move.when))


def _same_end(end: When, other: When, rules: Grouping) -> bool:
    return end.earliest <= other.latest and gap(end, other) <= rules.closings_apart_days


def _first(spell: Spell) -> dt.date | None:
    return spell.begin.earliest if spell.begin else None


def _narrowed(told: Sequence[Spell]) -> list[Spell]:
    """Hold every end to its neighbours: nothing begins or ends sooner than what came before, or later than what came after."""
    ends = [when for spell in told for when in (spell.begin, spell.end)]
    floor = ceiling = None
    for index, when in enumerate(ends):
        ends[index] = narrowed = clip(when, after=floor) if when else None
        floor = narrowed.earliest if narrowed else floor
    for index, when in reversed(list(enumerate(ends))):
        ends[index] = narrowed = clip(when, by=ceiling) if when else None
        ceiling = narrowed.latest if narrowed else ceiling
    pairs = zip(told, ends[::2], ends[1::2], strict=True)
    return [replace(spell, begin=begin, end=end) for spell, begin, end in pairs]
