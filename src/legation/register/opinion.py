"""Is a mission open on a day? Yes, no, or cannot say, with the claims on which the answer hangs."""

import datetime as dt
import functools
from collections.abc import Iterable

from legation.model import Answer
from legation.model.vocabulary import CONDITION_AFTER, Condition, Standing
from legation.register.state import Evidence, Happening, Opinion, Record, Spell
from legation.register.timing import open_begin

_MARKS: tuple[Standing, ...] = ("announced", "expected", "denied", "disputed")


def open_on(record: Record, day: dt.date) -> Opinion:
    """Say whether a mission was open on a day, as far as the record tells.

    A spell covers a day if it had begun by its end and had not ended by its end: on the day of its closing a mission
    counts as closed. Where no spell is held, nothing can be said; a closed, suspended or not yet opened mission is no.
    """
    covers = [(spell, covering(spell, day)) for spell in record.spells]
    is_open = _any(answer for spell, answer in covers if spell.condition == "open")
    is_suspended = _any(answer for spell, answer in covers if spell.condition == "suspended")
    answer, condition = _verdict(is_open, is_suspended, held=bool(covers))
    marking = [each for each in record.happenings if _marks(each, record, day)]
    stale = _stale(record, day) if answer is Answer.NO else []
    marks = {each.standing for each in marking} | ({"disputed"} if stale else set())
    return Opinion(
        answer=answer,
        condition=condition,
        hangs_on=_hangs_on(record, covers, day, stale),
        marks=tuple(word for word in _MARKS if word in marks),
    )


def covering(spell: Spell, day: dt.date) -> Answer:
    """Say whether a spell covers a day."""
    begun = spell.begin.by(day) if spell.begin else Answer.UNKNOWN
    ended = spell.end.by(day) if spell.end else Answer.NO
    return begun & ~ended


def _any(answers: Iterable[Answer]) -> Answer:
    return functools.reduce(lambda one, other: one | other, answers, Answer.NO)


def _verdict(is_open: Answer, is_suspended: Answer, *, held: bool) -> tuple[Answer, Condition | None]:
    if not held:
        return Answer.UNKNOWN, None
    if is_open is Answer.YES:
        return Answer.YES, "open"
    if is_suspended is Answer.YES:
        return Answer.NO, "suspended"
    if is_open is is_suspended is Answer.NO:
        return Answer.NO, "closed"
    return (Answer.NO if is_open is Answer.NO else Answer.UNKNOWN), None


def _hangs_on(
    record: Record, covers: list[tuple[Spell, Answer]], day: dt.date, stale: list[Evidence]
) -> tuple[str, ...]:
    """Name the claims behind the ends on either side of the day, and those of what is denied or disputed."""
    ends: set[str | None] = set()
    for spell, answer in covers:
        if answer is not Answer.NO:
            ends |= {spell.begun_by, spell.ended_by}
    if all(answer is Answer.NO for _, answer in covers):
        past = [spell for spell, _ in covers if spell.end and spell.end.by(day) is Answer.YES]
        coming = [spell for spell, _ in covers if spell.begin and spell.begin.by(day) is Answer.NO]
        ends |= {past[-1].begun_by, past[-1].ended_by} if past else set()
        ends |= {coming[0].begun_by} if coming else set()
    held = {
        item.id
        for each in record.happenings
        if each.id in ends or (each.kind in CONDITION_AFTER and each.standing in ("denied", "disputed"))
        for item in each.evidence
    }
    return tuple(sorted(held | {item.id for item in stale}))


def _marks(happening: Happening, record: Record, day: dt.date) -> bool:
    """Whether something that moves no spell should be known on a day: said by then, and not of an older spell."""
    if happening.standing not in _MARKS or happening.kind not in CONDITION_AFTER:
        return False
    days = [item.said for item in happening.evidence if item.said]
    if not days:
        return True
    if min(days) > day:
        return False
    begun = [spell.begin.earliest for spell in record.spells if spell.begin and spell.begin.by(day) is not Answer.NO]
    ended = [spell.end.earliest for spell in record.spells if spell.end and spell.end.by(day) is Answer.YES]
    return max(days) >= max(begun + ended, default=dt.date.min)


def _stale(record: Record, day: dt.date) -> list[Evidence]:
    """List the claims that name the mission as open on a day when it had closed: lists not brought up to date."""
    closed = [spell.end.latest for spell in record.spells if spell.end and spell.end.by(day) is Answer.YES]
    if not closed:
        return []
    return [
        item
        for each in record.happenings
        if each.kind == "opened"
        for item in each.evidence
        if (when := item.claim.when) and open_begin(when) and max(closed) < when.latest <= day
    ]
