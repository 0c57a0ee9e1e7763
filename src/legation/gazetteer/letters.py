"""How names are compared: by their letters, without what printers add or leave out."""

import functools
import re
import unicodedata
from typing import Final

_MARKED: Final = re.compile(r"[^\x00-\x7f]+")  # a mark never stands without one of these, and most of a text is none
_WHOLE: Final = str.maketrans("øØłŁı", "oOlLi")  # letters of their own, which Unicode takes apart no further
_FOLDED: Final = str.maketrans({"-": " ", "&": "and", **dict.fromkeys("'’‘ʻʼ`.")})


def bare(text: str) -> str:
    """Strip marks from letters ("Malé" → "Male"), which wire copy does as well."""
    return text if text.isascii() else _MARKED.sub(_stripped, text)


def _stripped(part: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFKD", part[0].translate(_WHOLE))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=65536)  # the extract's names are folded for one index after another
def fold(text: str) -> str:
    """Give the form under which names are compared: no marks, case, apostrophes or points; hyphens are spaces."""
    return " ".join(bare(text).casefold().translate(_FOLDED).split())
