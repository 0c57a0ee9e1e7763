"""The date of an event: which of the times named near it is its own.

A sentence may hold several: that of the statement ("said on Friday"), that of another event it is compared with
("after the coup of 1963"), and one for each mission of a list ("Kenya in May, Togo in 1987"). Every time in the
sentence, in those around it, in the lede and at the head of its entry is weighed; the heaviest is taken if it weighs
enough. The weights are in ``when.toml``.
"""

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from legation.model import parse
from legation.reader.bearing import Bearing, Marks
from legation.reader.clause import home, window
from legation.reader.entry import heads
from legation.reader.lexicon import load
from legation.reader.moment import Moment, between, timeline
from legation.reader.types import Event, Page, Sentence, Trace

_WEIGHTS: Final[dict[str, float]] = dict(load("when")["weights"])
_BACK: Final = 4  # sentences looked back for the time of a passage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time that may be the event's, and what speaks for and against it."""

    moment: Moment
    marks: Marks

    @property
    def weight(self) -> float:
        """How much speaks for it."""
        return sum(_WEIGHTS[name] * value for name, value in self.marks.items())


def when(page: Page, event: Event, status: str) -> tuple[str | None, Trace | None]:
    """Give the event's date as EDTF, and why; None where the text names none."""
    best = max(candidates(page, event, status), key=lambda one: (one.weight, -one.moment.start), default=None)
    if best is None or best.weight < _WEIGHTS["least"]:
        return None, None
    words = page.text[best.moment.start : best.moment.end]
    return best.moment.edtf(planned=status in ("planned", "possible")), Trace("date", f"when.{best.moment.rule}", words)


def candidates(page: Page, event: Event, status: str) -> list[Candidate]:
    """List the times that may be the event's, with their marks."""
    if page.day is None:
        return []
    bearing = Bearing(page, event, status)
    moments = timeline(page.text, page.day)

    def usable(low: int, high: int) -> list[Moment]:
        return _usable(between(moments, low, high), page, event, ahead=bearing.ahead)

    found = [Candidate(moment, bearing.within(moment)) for moment in usable(*window(page, event))]
    for sentence, distance, lede in _around(page, home(page, event)):
        near = usable(sentence.start, sentence.end)
        found += [Candidate(one, bearing.carried(one, sentence, distance) | {"lede": lede}) for one in near]
    if not bearing.ahead and (head := _of_entry(page, event)):
        found.append(Candidate(head, bearing.entry()))
    return found


def _usable(near: tuple[Moment, ...], page: Page, event: Event, *, ahead: bool) -> list[Moment]:
    """Leave out heads that the quote does not hold and, looking ahead, relative times that are over."""
    low, high = event.quote
    kept = [moment for moment in near if not moment.head or low <= moment.start < high]
    if ahead and page.day is not None:
        day = page.day
        kept = [one for one in kept if parse(one.ahead).latest >= day or one.past == one.ahead]
    return kept


def _around(page: Page, own: Sentence) -> Iterator[tuple[Sentence, int, float]]:
    """List the sentences looked to: (sentence, how far, whether it is the lede); for a headline the first of the body."""
    if own.headline:
        for sentence in page.sentences[own.index + 1 : own.index + 3]:
            if not sentence.headline:
                yield sentence, 1, 0.0
        return
    near = [one for one in page.sentences[max(0, own.index - _BACK) : own.index] if not one.headline]
    near = [one for one in near if one.paragraph >= own.paragraph - 1]
    for sentence in reversed(near):
        yield sentence, own.index - sentence.index, 0.0
    for sentence in page.sentences[own.index + 1 : own.index + 2]:
        if sentence.paragraph <= own.paragraph + 1:
            yield sentence, 1, 0.0
    first = next((one for one in page.sentences[:4] if not one.headline), None)
    if first is not None and first.index < own.index and first not in near:
        yield first, 0, 1.0


def _of_entry(page: Page, event: Event) -> Moment | None:
    """Give the time that heads the entry in which the event stands."""
    if page.day is None:
        return None
    found = heads(page.text, page.day)
    if not found.chronicle:
        return None
    position = bisect.bisect_right(found.at, event.trigger[0]) - 1
    return found.moments[position] if position >= 0 else None
