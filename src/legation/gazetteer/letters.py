"""How names are compared: by their letters, without what printers add or leave out."""

import functools
import unicodedata
from typing import Final

_FOLDED: Final = str.maketrans({"-": " ", "&": "and", **dict.fromkeys("'’‘ʻʼ`.")})


def bare(text: str) -> str:
    """Strip marks from letters ("Malé" → "Male"), which wire copy does as well."""
    if text.isascii():
        return text
    plain = text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=65536)  # the extract's names are folded for one index after another
def fold(text: str) -> str:
    """Give the form under which names are compared: no marks, case, apostrophes or points; hyphens are spaces."""
    return " ".join(bare(text).casefold().translate(_FOLDED).split())
