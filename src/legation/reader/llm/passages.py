"""What of a document is sent: passages, not pages.

The screen says paragraph by paragraph where there may be something to read; the paragraphs around it go along because
the states that it speaks of often stand there, the headline and the lede because they set the scene. What speaks to the
model is left out. The passages are cut into windows of bounded size, one request each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from legation.model import Document
from legation.reader.llm.addressed import Span, addressed, paragraphs
from legation.reader.screen import relevant

GAP: Final = "[…]"
_AROUND: Final = 2  # paragraphs before and after one that passes the screen
_CUT: Final = re.compile(r"(?<=[.!?])\s|\s")


@dataclass(frozen=True, slots=True)
class Window:
    """What one request shows of a document."""

    text: str
    spans: tuple[Span, ...]


def windows(document: Document, size: int) -> list[Window]:
    """Cut a document into the windows that a model is shown; none where the screen finds nothing."""
    text = document.text
    if not relevant(text):
        return []
    spans = list(_passages(text, size))
    head = spans[:1] if spans and spans[0][0] < size // 4 and spans[0][1] - spans[0][0] < size // 4 else []
    found: list[Window] = []
    current: list[Span] = []
    for span in spans:
        if current and sum(end - start for start, end in [*current, span]) > size:
            found.append(_window(text, current))
            current = list(head)
        current.append(span)
    return [*found, _window(text, current)] if current else found


def _passages(text: str, size: int) -> Iterator[Span]:
    """Give the wanted paragraphs, those that are too long in pieces."""
    hidden = addressed(text)
    blocks = paragraphs(text)
    wanted: set[int] = set()
    for number, (start, end) in enumerate(blocks):
        if number < 2 or relevant(text[start:end]):
            wanted.update(range(number - _AROUND, number + _AROUND + 1))
    for number in sorted(wanted & set(range(len(blocks)))):
        for start, end in _apart(blocks[number], hidden):
            yield from _pieces(text, start, end, size)


def _apart(span: Span, hidden: tuple[Span, ...]) -> Iterator[Span]:
    """Give what of a paragraph is not hidden."""
    start, end = span
    for first, last in hidden:
        if last <= start or first >= end:
            continue
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _pieces(text: str, start: int, end: int, size: int) -> Iterator[Span]:
    while end - start > size:
        cut = max(
            (match.start() for match in _CUT.finditer(text, start + size // 2, start + size)), default=start + size
        )
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end


def _window(text: str, spans: list[Span]) -> Window:
    parts: list[str] = []
    last = 0
    for start, end in spans:
        skipped = text[last:start]
        parts.append(skipped if last and not skipped.strip() else f"\n{GAP}\n" if last or start else "")
        parts.append(text[start:end])
        last = end
    return Window("".join(parts).strip("\n"), tuple(spans))
