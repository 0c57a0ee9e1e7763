"""How names are compared: by their letters, without what printers add or leave out."""

import functools
import re
import unicodedata
from typing import Final

_BEYOND: Final = re.compile(r"[^\x00-\x7f]+")  # a mark never stands outside these, and most of a text is none
_FOLDED: Final = str.maketrans({"-": " ", "&": "and", **dict.fromkeys("'’‘ʻʼ`.")})


def bare(text: str) -> str:
    """Strip marks from letters ("Malé" → "Male"), which wire copy does as well; ø, ł and ı lose what makes them so, too."""
    if text.isascii():
        return text
    return unmarked(text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ı", "i"))


def unmarked(text: str) -> str:
    """Take letters apart as Unicode's form NFKD does, and leave out their marks."""
    return _BEYOND.sub(_unmarked, text)


def _unmarked(part: re.Match[str]) -> str:
    apart = unicodedata.normalize("NFKD", part[0])
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=65536)  # the extract's names are folded for one index after another
def fold(text: str) -> str:
    """Give the form under which names are compared: no marks, case, apostrophes or points; hyphens are spaces."""
    return " ".join(bare(text).casefold().translate(_FOLDED).split())
