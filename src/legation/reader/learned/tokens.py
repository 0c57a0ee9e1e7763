"""Cut text into the word pieces that the learned reader was trained on, each with its characters in the text.

A small WordPiece of our own: lower case, accents off, words and single marks, then the longest pieces of the vocabulary
from the left. The same code runs in training, so that a reading never meets pieces that training did not see.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CLS: Final = "[CLS]"
SEP: Final = "[SEP]"
UNKNOWN: Final = "[UNK]"
LONGEST: Final = 60  # characters; a longer run without a break is no word

# Scripts without spaces are cut by the character, as the vocabulary holds them.
_WORD: Final = re.compile(r"[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[^\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its number in the vocabulary, and the characters it stands for."""

    number: int
    start: int
    end: int


class WordPieces:
    """Cuts words by a vocabulary, one piece a line as BERT's ``vocab.txt`` has it."""

    def __init__(self, vocabulary: list[str]) -> None:
        self._numbers = {word: number for number, word in enumerate(vocabulary)}
        self.first, self.last = self._numbers[CLS], self._numbers[SEP]
        self._unknown = self._numbers[UNKNOWN]
        self._word = functools.lru_cache(maxsize=20_000)(self._cut)

    @classmethod
    def load(cls, path: Path) -> "WordPieces":
        """Read a vocabulary file."""
        return cls(path.read_text("utf-8").rstrip("\n").split("\n"))

    def __call__(self, text: str) -> list[Piece]:
        """Give the pieces of a text in order, without the marks that open and close a window."""
        pieces: list[Piece] = []
        for match in _WORD.finditer(text):
            start, end = match.span()
            exact, cuts = self._word(match[0])
            for number, left, right in cuts:
                span = (start + left, start + right) if exact else (start, end)
                pieces.append(Piece(number, *span))
        return pieces

    def _cut(self, word: str) -> tuple[bool, tuple[tuple[int, int, int], ...]]:
        """Cut one word; tell whether the offsets are those of the word as written."""
        folded = fold(word) if len(word) <= 2 * LONGEST else ""
        if not folded or len(folded) > LONGEST:
            return False, ((self._unknown, 0, len(word)),)
        cuts: list[tuple[int, int, int]] = []
        left = 0
        while left < len(folded):
            for right in range(len(folded), left, -1):
                number = self._numbers.get(("##" if left else "") + folded[left:right])
                if number is not None:
                    break
            else:
                return False, ((self._unknown, 0, len(word)),)
            cuts.append((number, left, right))
            left = right
        return len(folded) == len(word), tuple(cuts)


def fold(word: str) -> str:
    """Lower a word and take its accents off."""
    plain = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in plain if unicodedata.category(char) != "Mn")
