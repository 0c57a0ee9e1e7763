"""Make an event, and choose the words that carry it."""

import re
from typing import Final

from legation.reader.mentions.names import Seat
from legation.reader.types import Event, Page, Sentence, Trace

SHORT: Final = 160  # characters; a sentence up to this length is quoted whole
_BORDER: Final = re.compile(r"[;:]\s+|,\s+(?=(?:and|but|while|which|who|after|before|as)\s)|\s[–—-]\s")


def make(
    page: Page,
    sentence: Sentence,
    *,
    kind: str,
    pair: tuple[str, str],
    span: tuple[int, int],
    marks: tuple[int, ...] = (),
    seat: Seat | None = None,
    mission: str | None = None,
    from_: str | None = None,
    score: float = 1.0,
    trace: tuple[Trace, ...] = (),
) -> Event:
    """Make an event of a kind between a pair (sending, receiving); ``marks`` are offsets that the quote should hold."""
    return Event(
        kind=kind,
        sending=pair[0],
        receiving=pair[1],
        sentence=sentence.index,
        trigger=span,
        quote=quote(page, sentence, *span, *marks),
        city=seat.city if seat else None,
        mission=mission,
        from_=from_,
        score=round(score, 3),
        trace=trace,
    )


def quote(page: Page, sentence: Sentence, *offsets: int) -> tuple[int, int]:
    """Give the shortest part of the sentence, between its clauses' borders, that holds all offsets lying in it."""
    inside = [offset for offset in offsets if sentence.start <= offset <= sentence.end] or [sentence.start]
    low, high = min(inside), max(inside)
    if sentence.end - sentence.start <= SHORT:
        return sentence.start, sentence.end
    start, end = sentence.start, sentence.end
    for border in _BORDER.finditer(page.text, sentence.start, sentence.end):
        if border.end() <= low:
            start = border.end()
        elif border.start() >= high and border.start() - start > 30 and end == sentence.end:
            end = border.start()
    return start, end
