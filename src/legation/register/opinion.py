"""Is a mission open on a day? Yes, no, or cannot say, with the claims on which the answer hangs."""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping

from legation.model import Answer, When
from legation.model.vocabulary import CONDITION_AFTER, Condition, Standing
from legation.register import identity
from legation.register.state import Evidence, Happening, Opinion, Record, Spell
from legation.register.stoppages import STOPPED
from legation.register.timing import open_begin

Glance = tuple[Answer, Condition | None, tuple[Standing, ...]]
_MARKS: tuple[Standing, ...] = ("announced", "expected", "denied", "disputed")


def open_on(record: Record, day: dt.date) -> Opinion:
    """Say whether a mission was open on a day, as far as the record tells.

    A spell covers a day if it had begun by its end and had not ended by its end: on the day of its closing a mission
    counts as closed. Where no spell is held, nothing can be said; a closed, suspended or not yet opened mission is no.
    So is one of which nothing but a plan to open it, or a denial that it opened, is told.
    Where an unresolved claim may be about this mission and would change the answer, nobody can say.
    """
    answer, condition, marks = glance(record, day)
    named = set(_named(record, day))
    if record.otherwise is not None:
        named |= set(_named(record.otherwise, day))
    return Opinion(answer=answer, condition=condition, hangs_on=tuple(sorted(named)), marks=marks)


def glance(record: Record, day: dt.date) -> Glance:
    """Say the same as ``open_on`` without the claims on which it hangs."""
    held = _glance(record, day)
    if record.otherwise is None:
        return held
    other = _glance(record.otherwise, day)
    marks = tuple(word for word in _MARKS if word in {*held[2], *other[2]})
    return (*held[:2], marks) if held[:2] == other[:2] else (Answer.UNKNOWN, None, marks)


def _glance(record: Record, day: dt.date) -> Glance:
    answer, condition = _verdict_on(record, day)
    marks = {each.standing for each in record.happenings if _marks(each, record, day)}
    if answer is Answer.NO and _stale(record, day):
        marks.add("disputed")
    return answer, condition, tuple(word for word in _MARKS if word in marks)


def _verdict_on(record: Record, day: dt.date) -> tuple[Answer, Condition | None]:
    if not record.spells and _yet_to_open(record):
        return Answer.NO, "closed"
    covers = [(spell, covering(spell, day)) for spell in record.spells]
    is_open = _any(answer for spell, answer in covers if spell.condition == "open")
    stopped = {
        condition: _any(answer for spell, answer in covers if spell.condition == condition) for condition in STOPPED
    }
    return _verdict(is_open, stopped, held=bool(covers))


def _named(record: Record, day: dt.date) -> tuple[str, ...]:
    """Name the claims on which the answer of one record hangs."""
    answer, _ = _verdict_on(record, day)
    covers = [(spell, covering(spell, day)) for spell in record.spells]
    return _hangs_on(record, covers, day, answer, _stale(record, day) if answer is Answer.NO else [])


def turns(record: Record) -> list[dt.date]:
    """List, in order, every day on which what ``glance`` says of a record may become another than the day before."""
    found = {dt.date.min}
    for each in (record, record.otherwise):
        if each is not None:
            found |= {day for spell in each.spells for when in (spell.begin, spell.end) if when for day in _ends(when)}
            found |= {day for happening in each.happenings for day in _turns(happening, each.marks_last)}
    return sorted(found)


def _ends(when: When) -> tuple[dt.date, dt.date]:
    return when.earliest, when.latest


def _turns(happening: Happening, lasting: dt.timedelta) -> list[dt.date]:
    """List the days on which a happening's mark begins or has aged, and those of lists that name a mission as open."""
    days = [item.said for item in happening.evidence if item.said]
    found = [when.latest for item in happening.evidence if (when := item.claim.when) and open_begin(when)]
    if happening.standing in _MARKS and days:
        last = max(*days, happening.when.latest if happening.when else dt.date.min)
        aged = [last + lasting + dt.timedelta(days=1)] if dt.date.max - last > lasting else []
        found += [min(days), *aged]
    return found


def covering(spell: Spell, day: dt.date) -> Answer:
    """Say whether a spell covers a day."""
    begun = spell.begin.by(day) if spell.begin else Answer.UNKNOWN
    ended = spell.end.by(day) if spell.end else Answer.NO
    return begun & ~ended


def _any(answers: Iterable[Answer]) -> Answer:
    return functools.reduce(lambda one, other: one | other, answers, Answer.NO)


def _verdict(is_open: Answer, stopped: Mapping[Condition, Answer], *, held: bool) -> tuple[Answer, Condition | None]:
    if not held:
        return Answer.UNKNOWN, None
    if is_open is Answer.YES:
        return Answer.YES, "open"
    if (condition := next((one for one, answer in stopped.items() if answer is Answer.YES), None)) is not None:
        return Answer.NO, condition
    if is_open is Answer.NO and _any(stopped.values()) is Answer.NO:
        return Answer.NO, "closed"
    return (Answer.NO if is_open is Answer.NO else Answer.UNKNOWN), None


def _yet_to_open(record: Record) -> bool:
    """Whether all that is told of a mission is that it is to open, or has not."""
    return bool(record.happenings) and all(
        each.kind == "opened" and each.standing in ("announced", "expected", "denied") for each in record.happenings
    )


def _hangs_on(
    record: Record, covers: list[tuple[Spell, Answer]], day: dt.date, answer: Answer, stale: list[Evidence]
) -> tuple[str, ...]:
    """Name the claims behind the ends on either side of the day, and those of what is denied or disputed."""
    ends: set[str | None] = set() if covers else {each.id for each in record.happenings}
    for spell, covered in covers:
        if covered is not Answer.NO:
            ends |= {spell.begun_by, spell.ended_by}
    if all(covered is Answer.NO for _, covered in covers):
        past = [spell for spell, _ in covers if spell.end and spell.end.by(day) is Answer.YES]
        coming = [spell for spell, _ in covers if spell.begin and spell.begin.by(day) is Answer.NO]
        ends |= {past[-1].begun_by, past[-1].ended_by} if past else set()
        ends |= {coming[0].begun_by} if coming else set()
    if answer is Answer.NO:
        ends = _entangled(record, ends)
    held = [
        item
        for each in record.happenings
        if each.id in ends or (each.kind in CONDITION_AFTER and each.standing in ("denied", "disputed"))
        for item in each.evidence
    ]
    if any(identity.named(item) is None for item in held):  # what tells that these claims mean this mission
        held += [item for each in record.happenings for item in each.evidence]
    return tuple(sorted({item.id for item in [*held, *stale]}))


def _entangled(record: Record, ends: set[str | None]) -> set[str | None]:
    """Add what may have been before or after these ends by its dates: the answer hangs on their order too."""
    moving = [each for each in record.happenings if each.kind in CONDITION_AFTER or each.kind == "moved"]
    found = {each.id: each.when for each in moving if each.id in ends}
    waiting = [each for each in moving if each.id not in ends]
    while True:
        near = [
            each
            for each in waiting
            if each.when is None or any(when is None or when.can_agree(each.when) for when in found.values())
        ]
        if not found or not near:
            return ends | set(found)
        found |= {each.id: each.when for each in near}
        waiting = [each for each in waiting if each.id not in found]


def _marks(happening: Happening, record: Record, day: dt.date) -> bool:
    """Whether something that moves no spell should be known on a day: said by then, not long ago, of no older spell."""
    if happening.standing not in _MARKS or happening.kind not in CONDITION_AFTER:
        return False
    days = [item.said for item in happening.evidence if item.said]
    if not days:
        return True
    due = happening.when.latest if happening.when else dt.date.min
    if min(days) > day or (happening.standing != "disputed" and day - max(*days, due) > record.marks_last):
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
