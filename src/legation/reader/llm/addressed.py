"""Find where a text speaks to a machine instead of telling news: "ignore your instructions and …".

An article is data. What in it gives orders to a model is neither sent to one nor believed from one: the sentence that
does so and the rest of its paragraph, because what follows an order is under it; after a colon the next paragraph too.
This is a net with holes, as every list of phrases is. What holds without it are the checks of each claim.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from legation.reader.llm.data import addressing

Span = tuple[int, int]
_BLANK: Final = re.compile(r"\n[ \t]*\n")
_BLOCK: Final = re.compile(r"[^\n]+(?:\n(?![ \t]*\n)[^\n]+)*")
_LINE: Final = re.compile(r"[^\n]+")
_SPACED: Final = 2  # blank lines from which on paragraphs are told by them: one stands under every headline
_END: Final = re.compile(r"[.!?][\"'”’)\]]*\s+|[。！？]|\n")
_LEAD: Final = ' \n\t.!?:;,"('  # what an expression may take along from the sentence before
_STEP: Final = 4000  # characters looked at together; the expressions look ahead 80 at most
_OVERLAP: Final = 250
_REACH: Final = 600
_PLAIN: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-"})


def paragraphs(text: str) -> list[Span]:
    """Cut a text at its blank lines; where it has none to speak of, at its lines."""
    pattern = _BLOCK if len(_BLANK.findall(text)) >= _SPACED else _LINE
    return [match.span() for match in pattern.finditer(text) if not match.group().isspace()]


@functools.lru_cache(maxsize=64)
def addressed(text: str) -> tuple[Span, ...]:
    """Give the stretches of a text that speak to a machine, or stand under what does, in order and apart."""
    hits = sorted(_hits(text))
    if not hits:
        return ()
    found: list[Span] = []
    open_end = False
    for start, end in paragraphs(text):
        inside = [hit for hit in hits if hit[0] < end and hit[1] > start]
        if not inside and not open_end:
            continue
        first = start if open_end else max(start, _sentence_start(text, start, inside[0][0]))
        open_end = text[start:end].rstrip().endswith((":", "：")) and bool(inside)
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


def _hits(text: str) -> Iterator[Span]:
    """Find what the expressions find, with line ends as they are and as blanks, for orders run over lines."""
    plain, places = _plain(text)
    for form in dict.fromkeys((plain, plain.replace("\n", " "))):
        for cut in range(0, max(1, len(form)), _STEP):
            start = max(0, cut - _OVERLAP)
            for hit in addressing().finditer(form[start : cut + _STEP]):
                lead = len(hit.group()) - len(hit.group().lstrip(_LEAD))
                yield places[start + hit.start() + lead], places[start + hit.end()]


def _sentence_start(text: str, start: int, at: int) -> int:
    """Give where the sentence begins that holds this character, not before ``start``."""
    begin = max(start, at - _REACH)
    for end in _END.finditer(text, begin, max(begin, at)):
        begin = end.end()
    return begin


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
