"""Arithmetic between the numbers of one document, and between a voice's own numbers over time. Needs no register."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from legation.model import Answer
from legation.network.figures import agrees
from legation.register import Evidence

_PARTS: Final = ("embassies", "consulates", "representative_offices")


@dataclass(frozen=True, slots=True)
class Sum:
    """One piece of arithmetic: what was added up, in figures; whether it holds; and the numbers used."""

    kind: str  # parts, withdrawals, share
    text: str
    holds: Answer
    evidence: tuple[Evidence, ...]


def parts(numbers: Iterable[Evidence]) -> Iterator[Sum]:
    """47 + 3 + 3 = 53: embassies, consulates and offices of one document against its total of missions."""
    numbers = list(numbers)
    found = {name: _one(numbers, name) for name in _PARTS}
    given = [one for one in found.values() if one]
    if len(given) < 2:  # one part alone makes no sum
        return
    total = sum(value(one) for one in given)
    for whole in (one for one in numbers if one.claim.measure == "missions" and one.claim.status == "done"):
        holds = Answer.YES if total == value(whole) else Answer.NO
        if len(given) < len(_PARTS) and holds is Answer.NO:
            return  # a part that is not told may make up the rest
        sign = "=" if holds is Answer.YES else "≠"
        text = f"{' + '.join(f'{value(one):g}' for one in given)} = {total:g}"
        text += "" if holds is Answer.YES else f" {sign} {value(whole):g}"
        yield Sum("parts", text, holds, (whole, *given))
        return


def withdrawals(numbers: Iterable[Evidence], earlier: Iterable[Evidence]) -> Iterator[Sum]:
    """53 - 7 = 46: a total, the closures told with it, and an earlier total of the same document or voice."""
    numbers = list(numbers)
    totals = [one for one in numbers if one.claim.measure == "missions" and one.claim.status == "done"]
    closures = [one for one in numbers if one.claim.measure == "closures" and one.claim.status == "done"]
    bases = [*totals, *(one for one in earlier if one.claim.measure == "missions" and one.claim.status == "done")]
    for closed, after, base in itertools.product(closures, totals, bases):
        if value(base) - value(closed) == value(after):
            text = f"{value(base):g} - {value(closed):g} = {value(after):g}"
            yield Sum("withdrawals", text, Answer.YES, (base, closed, after))
            return
    if closures and len({value(one) for one in totals}) > 1:
        base, after = max(totals, key=value), min(totals, key=value)
        text = f"{value(base):g} - {value(closures[0]):g} ≠ {value(after):g}"
        yield Sum("withdrawals", text, Answer.NO, (base, closures[0], after))


def share(numbers: Iterable[Evidence]) -> Iterator[Sum]:
    """A dozen of 53 against "nearly a quarter": closures over missions against the share that a document gives."""
    numbers = list(numbers)
    part, whole, said = _one(numbers, "closures"), _one(numbers, "missions"), _one(numbers, "share_closing")
    if not (part and whole and said):
        return
    real = value(part) / value(whole)
    qualifier, wanted = said.claim.qualifier or "exact", value(said)
    slack = 0.05 if qualifier != "exact" or part.claim.qualifier != "exact" else 0.005
    low = wanted - slack
    high = wanted if qualifier == "nearly" else wanted + slack
    holds = Answer.YES if low <= real <= high else agrees(wanted, qualifier, real, real)
    if holds is Answer.UNKNOWN or (holds is Answer.YES and not low <= real <= high):
        holds = Answer.NO
    word = "" if qualifier == "exact" else f"{qualifier.replace('_', ' ')} "
    yield Sum(
        "share",
        f"{value(part):g} of {value(whole):g} is {real:.1%}; said: {word}{wanted:.0%}",
        holds,
        (said, part, whole),
    )


def value(one: Evidence) -> float:
    """Give the number of a counted claim."""
    return float(one.claim.value or 0)


def _one(numbers: Iterable[Evidence], measure: str) -> Evidence | None:
    return next((one for one in numbers if one.claim.measure == measure), None)
