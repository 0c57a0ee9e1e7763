"""From counted cases to chances and intervals: Beta-binomial and Kaplan–Meier, with few cases in mind.

A chance is known from so many cases only, so it is a Beta distribution (Jeffreys' prior, a half and a half), and what
several words will do together is the binomial spread on top of it. Words that share their cases share what is not known
of the chance: it is not averaged out by having many words. Kaplan–Meier (1958) tells how soon; ``scipy.stats`` and
``lifelines`` know it too but take two seconds to import, and the tests hold this one against the former.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

_QUANTILES: Final = 400  # of what is not known of a chance, evenly weighted
_PRIOR: Final = 0.5  # Jeffreys

Counted = tuple[int, int]  # how many came, of how many


def share_interval(came: int, of: int, level: float) -> tuple[float, float]:
    """Give the interval of a share that so many cases leave: Jeffreys', whose ends are 0 and 1 where none or all came."""
    low, high = (_beta(came, of, at) for at in ((1 - level) / 2, (1 + level) / 2))
    return (0.0 if came == 0 else float(low)), (1.0 if came == of else float(high))


def number_come(pools: Iterable[Sequence[Counted]]) -> Any:
    """Give the distribution of how many words come true, as an array of probabilities from 0 up.

    Args:
        pools: for each pool of cases, one pair a word. Words of a pool share their uncertainty, pools do not.
    """
    import numpy as np  # noqa: PLC0415  # a question that needs no forecast starts without it

    whole, grid = np.ones(1), (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    for words in pools:
        chances = np.stack([_beta(came, of, grid) for came, of in words], axis=1)
        whole = np.convolve(whole, _poisson_binomial(chances).mean(axis=0))
    return whole


def central(spread: Any, level: float) -> tuple[int, int]:
    """Give the shortest stretch of numbers, equal tails cut, that holds at least so much probability."""
    import numpy as np  # noqa: PLC0415  # a question that needs no forecast starts without it

    below = np.cumsum(spread)
    low = int(np.searchsorted(below, (1 - level) / 2 + 1e-12))
    high = int(np.searchsorted(below, (1 + level) / 2 - 1e-12))
    return min(low, len(below) - 1), min(high, len(below) - 1)


def difference(come: Any, gone: Any) -> Any:
    """Give the distribution of what comes less what goes, from all gone and none come up."""
    import numpy as np  # noqa: PLC0415  # a question that needs no forecast starts without it

    return np.convolve(come, gone[::-1])


def median_days(told: Sequence[tuple[int, bool]]) -> int | None:
    """Give the days by which half of the words have come, by Kaplan–Meier; None where half never have.

    Args:
        told: for each case how long it was waited for, and whether it came then.
    """
    return next((day for day, waiting in kaplan_meier(told) if waiting <= 0.5), None)


def kaplan_meier(told: Sequence[tuple[int, bool]]) -> list[tuple[int, float]]:
    """Give, for each day on which something came, the share that is still waited for after it."""
    waiting, found = 1.0, []
    for day in sorted({days for days, came in told if came}):
        at_risk = sum(days >= day for days, _ in told)
        events = sum(came for days, came in told if days == day)
        waiting *= 1 - events / at_risk
        found.append((day, waiting))
    return found


def _beta(came: int, of: int, at: Any) -> Any:
    from scipy.special import betaincinv  # noqa: PLC0415  # a third of a second, for those who ask for a forecast only

    return betaincinv(came + _PRIOR, of - came + _PRIOR, at)


def _poisson_binomial(chances: Any) -> Any:
    """Give, for each row of independent chances, the distribution of how many come."""
    import numpy as np  # noqa: PLC0415  # a question that needs no forecast starts without it

    rows, words = chances.shape
    spread = np.zeros((rows, words + 1))
    spread[:, 0] = 1
    for place in range(words):
        chance = chances[:, place : place + 1]
        come = spread[:, :-1] * chance
        spread *= 1 - chance
        spread[:, 1:] += come
    return spread
