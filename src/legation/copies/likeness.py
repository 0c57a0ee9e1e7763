"""How much of the shorter of two texts stands in the other, word for word, and marks by which likely ones are found.

A text is the set of its runs of four words. A reprint with a new headline and a cut tail keeps nearly all runs of what it
keeps, so likeness is counted on the shorter text. Marks are the places of a MinHash (A. Broder, "On the resemblance and
containment of documents", 1997): two texts share a place with the chance of their resemblance, so a few equal places out of
many single out the pairs worth comparing word for word.
"""

import re
from typing import Final

import rensa  # type: ignore[import-untyped]  # it says nothing of its types

from legation.gazetteer.letters import bare

Shingles = frozenset[str]

RUN: Final = 4  # words in a run
FEWEST: Final = 20  # runs below which a text is too short to tell a copy from a set phrase
PLACES: Final = 24  # marks of a text
SHARED: Final = 3  # equal marks from which two texts are compared
ENOUGH: Final = 0.5  # share of the shorter text's runs from which it is a copy
_SEED: Final = 20_231_124
_WORD: Final = re.compile(r"\w+")


def shingles(text: str) -> Shingles:
    """Give the runs of four words of a text, whatever its case, accents, punctuation and layout; none for a short one."""
    words = _WORD.findall(bare(text).casefold())
    found = frozenset(map(" ".join, zip(*(words[at:] for at in range(RUN)), strict=False)))
    return found if len(found) >= FEWEST else frozenset()


def marks(runs: Shingles) -> tuple[int, ...]:
    """Give the marks by which like texts are found: signed 64-bit numbers, the place in the high half; none for no runs."""
    if not runs:
        return ()
    sketch = rensa.RMinHash(num_perm=PLACES, seed=_SEED)
    sketch.update(sorted(runs))
    return tuple((place << 32) | value for place, value in enumerate(sketch.digest()))


def likeness(one: Shingles, other: Shingles) -> float:
    """Give the share of the shorter text's runs that stand in the other too, 0 to 1."""
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0
