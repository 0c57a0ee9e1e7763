"""How a page is laid out: its dateline, headings that name a state, and the items of a digest or list.

In a digest every item is a world of its own: what "the embassy" is in one says nothing of the next.
"""

import bisect
import itertools
import re
from collections.abc import Iterator
from typing import Final

from legation.reader.mentions.names import Names, Seat
from legation.reader.parse import pieces
from legation.reader.types import Page

_MARK: Final = re.compile(
    r"[ \t]*(?:[-*•#–—·▪]+|\(?\d{1,2}[.):]?|\d{1,2} [A-Z][a-z]{2,8}[.:]?|[A-Z][a-z]{2,8}\.? \d{1,2}[.:,]|§)?[ \t]*(?:The |the )?"
)
_AFTER: Final = re.compile(
    r"[ \t]*(?:\([^()\n]{0,40}\)[ \t]*)?(?:[:\n]|$|\.[ \t]|,[ \t]*(?:\d{1,2} )?[A-Z][a-z]{2,8}\.?[ \t]*(?:\d{1,2})?[ \t]*[.:–—-])"
)
_BULLET: Final = re.compile(
    r"[ \t]*(?:[-*•#–—·▪]|\(?\d{1,2}[.):\t ]|\d{1,2} [A-Z][a-z]{2,8}\b|[A-Z][a-z]{2,8}\.? \d{1,2}[.:,]|[A-Z][A-Z .'’&-]{3,40}[,:.])"
)
_HEADINGS: Final = 2  # one heading alone is a headline
_FEW: Final = 3  # items from which on a page counts as a list


class Layout:
    """Dateline, sections and items of a page."""

    def __init__(self, page: Page, names: Names) -> None:
        self._datelines = list(_datelines(page, names))
        self.dateline = self._datelines[0][1] if self._datelines else None
        self._written = [start for start, _ in self._datelines]
        written = set(self._written)
        starts = [match.start() for match in re.finditer(r"^[^\n]", page.text, re.MULTILINE)]
        self.sections: list[tuple[int, str]] = []
        marked: list[int] = []
        for start in starts[1:]:
            number = names.behind(_MARK.match(page.text, start))
            headed = False
            if number is not None:
                place = names.places[number]
                headed = bool(_AFTER.match(page.text, place.end)) and place.kind != "demonym"
                if place.state and headed and (place.start not in written or len(written) > 1):
                    self.sections.append((place.start, place.state))
            if headed or _BULLET.match(page.text, start):
                marked.append(start)
        self._items = marked if len(marked) >= _FEW else []
        if len(self.sections) < _HEADINGS:
            self.sections = []

    def section(self, offset: int) -> str | None:
        """Give the state of the heading that this character stands under."""
        number = bisect.bisect_right(self.sections, (offset, "~")) - 1
        if number < 0:
            return None
        start, code = self.sections[number]
        return code if self.item(start) == self.item(offset) else None

    def written_from(self, offset: int) -> Seat | None:
        """Give the place that this part of the page is written from."""
        number = bisect.bisect_right(self._written, offset) - 1
        return self._datelines[number][1] if number >= 0 else None

    def item(self, offset: int) -> int:
        """Give the number of the item that holds this character; 0 where the page is no list."""
        return bisect.bisect_right(self._items, offset)


def _datelines(page: Page, names: Names) -> Iterator[tuple[int, Seat]]:
    """Give the places that the page, or each of its items, is written from, and where they are named."""
    for start, end, kind in pieces(page.text):
        if kind == "dateline":
            seats = (
                (names.places[number].start, names.seat(names.places[number])) for number in names.within(start, end)
            )
            yield from itertools.islice(((at, seat) for at, seat in seats if seat), 1)
