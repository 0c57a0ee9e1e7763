"""What a change of policy alone changes: the same log under two policies, and where they differ.

Where the register changed its policy there is an entry of the log for it, and the changes name that. Where two policies are
only compared, no entry stands behind them, and each change names the last entry that was known. The cause is ``policy``.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from legation.model import Answer
from legation.register.adopted import Adopted
from legation.register.changes import Change, changes, held_by
from legation.register.changes import differences as _differences
from legation.register.entries import Entry
from legation.register.fold import fold
from legation.register.opinion import glance
from legation.register.policy import Policy
from legation.register.state import Known, Record, Source, Spell


def history(log: Sequence[Entry], since: int, stood: Sequence[Adopted]) -> Iterator[Change]:
    """Tell the changes after a sequence number: those of each entry under the policy of its time, and those of the policies.

    A policy that the register had left before is not read, so that one of a form of long ago does no harm.
    """
    for one, after in zip(stood, [*stood[1:], None], strict=True):
        if after is not None and after.known.sequence <= since:
            continue
        part = [entry for entry in log if after is None or entry.known.sequence < after.known.sequence]
        policy = one.policy()
        begin = max(since, one.known.sequence)
        if part and part[-1].known.sequence > begin:
            yield from changes(part, begin, policy)
        if after is not None:
            yield from policy_changes(part, policy, after.policy(), after.known)


def policy_changes(log: Sequence[Entry], old: Policy, new: Policy, known: Known | None = None) -> Iterator[Change]:
    """Tell what the register holds otherwise under the new policy than under the old one.

    Happenings and coverage come first; then, mission by mission, what no standing shows, as text in place of dates and
    with a kind of its own: its ``spells``; the ``marks`` that it bears; and the definitions under which it ``counts``. The
    last two are looked at on the day of the entry that the changes name.
    """
    if not log:
        return
    entry = _entry(known or log[-1].known, old, new)
    before, after = fold(log, old), fold(log, new)
    yield from _differences(held_by(before), held_by(after), entry)
    day = entry.known.at.date()
    for mission in sorted(before.missions.keys() | after.missions.keys()):
        was, now = before.missions.get(mission), after.missions.get(mission)
        yield from _told(entry, mission, "spells", _spells(was), _spells(now))
        yield from _told(entry, mission, "marks", _marks(was, day), _marks(now, day))
        yield from _told(entry, mission, "counts", _counts(was, day, old), _counts(now, day, new))


def _entry(known: Known, old: Policy, new: Policy) -> Entry:
    title = f"in place of {old.label}"
    source = Source(id=new.label, title=title, publisher=new.label, published=None, url=None)
    return Entry(known, "policy", source, new.label, {})


def _told(entry: Entry, mission: str, kind: str, was: str, now: str) -> Iterator[Change]:
    if was != now:
        yield Change(
            entry.known, "policy", entry.source, entry.reader, mission, kind, None, None, None, was, now, None, ()
        )


def _spells(record: Record | None) -> str:
    spells: Sequence[Spell] = record.spells if record else ()
    ends = [(each.condition, *(when.edtf if when else "" for when in (each.begin, each.end))) for each in spells]
    return "; ".join(f"{condition} {begin or '-'} to {end or '-'}" for condition, begin, end in ends)


def _marks(record: Record | None, day: dt.date) -> str:
    return _listed(glance(record, day)[2]) if record else ""


def _counts(record: Record | None, day: dt.date, policy: Policy) -> str:
    """Name the definitions under which a mission counts on a day; where nobody can say, those under which it may."""
    if record is None:
        return ""
    answer, condition, _ = glance(record, day)
    said = {name: each.answer(record.kind, answer, condition) for name, each in sorted(policy.definitions.items())}
    return _listed(f"{name}?" if one is Answer.UNKNOWN else name for name, one in said.items() if one is not Answer.NO)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
