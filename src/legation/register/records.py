"""What people ruled of what each reader found, by kind: how far a reader may be trusted, in the hands of those who use it.

Only rulings on a claim by its own name count. Who accepts or rejects a happening judges whether it was so, not whether
somebody read rightly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from legation.register.decisions import Decision, standing_rulings
from legation.register.origin import WAITING

_WORST_LAST: Final = ("accept", "correct", "reject")


@dataclass(frozen=True, slots=True)
class Score:
    """How many claims of one kind that one reader, in any version, found were accepted, corrected and rejected."""

    reader: str
    kind: str
    accepted: int
    corrected: int
    rejected: int


def named(given: Iterable[Decision]) -> set[str]:
    """Give all that rulings name."""
    return {name for each in given for name in each.named}


def records(given: Iterable[Decision], found_by: Iterable[tuple[str, str, str]]) -> list[Score]:
    """Count the verdicts by reader and kind.

    Args:
        given: the rulings.
        found_by: the ID, kind and reader of each claim in each reading that holds it.
    """
    told = set(found_by)
    ruled = _verdicts(given, {key for key, _, _ in told})
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, kind, reader in {(key, kind, _name(reader)) for key, kind, reader in told if key in ruled}:
        counts[reader, kind][ruled[key]] += 1
    return [
        Score(reader, kind, found["accept"], found["correct"], found["reject"])
        for (reader, kind), found in sorted(counts.items())
    ]


def _verdicts(given: Iterable[Decision], claims: set[str]) -> dict[str, str]:
    """Tell of each claim ruled on by name whether it was accepted, corrected or rejected; the hardest ruling counts."""
    held, against = standing_rulings(given)
    found: dict[str, str] = {}
    for each in held:
        if each.kind in _WORST_LAST and each.id not in against and each.target in claims:
            for name in each.named:
                found[name] = max(found.get(name, each.kind), each.kind, key=_WORST_LAST.index)
    return found


def _name(reader: str) -> str:
    return reader.removeprefix(WAITING).partition("/")[0]
