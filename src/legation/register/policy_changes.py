"""What a change of policy alone changes: the same log under two policies, and where they differ.

No entry of the log stands behind such a change, so each names the last entry that was known, with the cause ``policy``.
"""

from collections.abc import Iterator, Sequence

from legation.register.changes import Change, held_by
from legation.register.changes import differences as _differences
from legation.register.entries import Entry
from legation.register.fold import fold
from legation.register.policy import Policy
from legation.register.state import Known, Source, Spell


def policy_changes(log: Sequence[Entry], old: Policy, new: Policy) -> Iterator[Change]:
    """Tell what the register holds otherwise under the new policy than under the old one.

    Happenings and coverage come first; then each mission whose spells are others, with the kind ``spells`` and the
    spells as text for its dates, since a rule on what moves spells changes no standing.
    """
    if not log:
        return
    entry = _entry(log[-1].known, old, new)
    before, after = fold(log, old), fold(log, new)
    yield from _differences(held_by(before), held_by(after), entry)
    for mission in sorted(before.missions.keys() | after.missions.keys()):
        was, now = (
            _told(state.missions[mission].spells if mission in state.missions else ()) for state in (before, after)
        )
        if was != now:
            yield Change(
                entry.known, "policy", entry.source, new.label, mission, "spells", None, None, None, was, now, None, ()
            )


def _entry(known: Known, old: Policy, new: Policy) -> Entry:
    title = f"in place of {old.label}"
    source = Source(id=new.label, title=title, publisher=new.label, published=None, url=None)
    return Entry(known, "policy", source, "", new.label, {})


def _told(spells: Sequence[Spell]) -> str:
    ends = [(each.condition, *(when.edtf if when else "" for when in (each.begin, each.end))) for each in spells]
    return "; ".join(f"{condition} {begin or '-'} to {end or '-'}" for condition, begin, end in ends)
