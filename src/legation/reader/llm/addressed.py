"""Find where a text speaks to a machine instead of telling news: "ignore your instructions and …".

An article is data. What in it gives orders to a model is neither sent to one nor believed from one: the sentence that
does so and the rest of its paragraph, because what follows an order is under it; after a colon the next paragraph too.
This is a net with holes, as every list of phrases is. What holds without it are the checks of each claim.
"""

import functools
import re
import unicodedata
from typing import Final

from legation.reader.llm.data import addressing

Span = tuple[int, int]
_SENTENCE: Final = re.compile(
    r"[^.!?。！？\n]*(?:[.!?。！？]+(?=[\s\"'”’)\]]|$|[^\x00-\x7f])[\"'”’)\]]*|[.!?。！？]|$)"
)
_PARAGRAPH: Final = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LONGEST: Final = 2000  # characters looked at together; the expressions look ahead 80 at most
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})


@functools.lru_cache(maxsize=64)
def addressed(text: str) -> tuple[Span, ...]:
    """Give the stretches of a text that speak to a machine, or stand under what does, in order and apart."""
    found: list[Span] = []
    open_end = False
    for paragraph in _PARAGRAPH.finditer(text):
        start, end = paragraph.span()
        first = start if open_end else _first(text[start:end], start)
        if first is None:
            continue
        open_end = text[start:end].rstrip().endswith(":")
        found.append((first, end))
    return tuple(found)


def without(text: str, spans: tuple[Span, ...]) -> str:
    """Give the text with blanks in place of these stretches, so that offsets hold."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def touches(start: int, end: int, spans: tuple[Span, ...]) -> bool:
    """Whether a stretch overlaps one of these."""
    return any(start < other_end and other_start < end for other_start, other_end in spans)


def _first(paragraph: str, offset: int) -> int | None:
    """Give where the first sentence begins that speaks to a machine."""
    plain, places = _plain(paragraph)
    for cut in range(0, len(plain), _LONGEST):
        hit = addressing().search(plain[max(0, cut - 200) : cut + _LONGEST])
        if hit:
            at = places[max(0, cut - 200) + hit.start()]
            return offset + _sentence_start(paragraph, at)
    return None


def _sentence_start(paragraph: str, at: int) -> int:
    start = 0
    for sentence in _SENTENCE.finditer(paragraph):
        if sentence.start() > at:
            break
        start = sentence.start()
    while start < at and paragraph[start].isspace():
        start += 1
    return start


def _plain(text: str) -> tuple[str, list[int]]:
    """Write a text in small plain letters without invisible signs; give for each letter where it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text.translate(_PLAIN)):
        if unicodedata.category(letter) in ("Cf", "Mn", "Cc") and letter not in "\n\t":
            continue
        for one in unicodedata.normalize("NFKC", letter).lower():
            letters.append(one)
            places.append(place)
    return "".join(letters), [*places, len(text)]
