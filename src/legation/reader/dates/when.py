"""The date of an event: which of the times named near it is its own.

A sentence may hold several: that of the statement ("said on Friday"), that of another event it is compared with
("after the coup of 1963"), and one for each mission of a list ("Kenya in May, Togo in 1987"). Every time in the
sentence, in those around it, in the lede and at the head of its entry is weighed; the heaviest is taken if it weighs
enough. The weights are in ``when.toml``.
"""

import bisect
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from legation.model import parse
from legation.model.vocabulary import ONE_MISSION_KINDS
from legation.reader.dates.bearing import Bearing, Marks, is_reporting
from legation.reader.dates.entry import heads
from legation.reader.dates.moment import Moment, between, timeline
from legation.reader.grammar.clause import children, clause_of, climb, home, token_at, window
from legation.reader.holders.attribution import attributions
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence, Trace

_WEIGHTS: Final[dict[str, float]] = dict(load("when")["weights"])
_WAS: Final = frozenset({"had", "has", "have", "was", "were", "did"})
_PUNCTUAL: Final = frozenset({"closed", "opened", "counted"})
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
    date = best.moment.edtf(planned=status in ("planned", "possible"))
    if status == "done" and _is_since(page, event, best.moment):
        return _until_now(date, page.day), Trace("date", "when.since", words)
    return date, Trace("date", f"when.{best.moment.rule}", words)


def _is_since(page: Page, event: Event, moment: Moment) -> bool:
    """Whether the event fell at some time since a day: "has closed three missions since October", not "closed since May"."""
    before = page.text[max(0, moment.start - 7) : moment.start + 6].lower()
    if "since" in before and event.measure in ("closures", "openings"):
        return True  # "that makes seven closures since October"
    verb = clause_of(page, event)
    standing = bool(event.trace) and event.trace[0].rule == "trigger.standing"  # "has kept an embassy since 1998"
    if (
        "since" not in before
        or standing
        or event.kind not in _PUNCTUAL
        or verb is None
        or verb.lemma_.lower() in ("have", "be")
    ):
        return False
    forms = {one.lower_ for one in children(verb, "aux")}
    return verb.tag_ == "VBN" and bool(forms & {"has", "have"}) and not children(verb, "auxpass")


def _until_now(date: str, day: dt.date | None) -> str:
    """Let a time reach to the day of publication, to the year where only the year is known."""
    start = date.partition("/")[0]
    if day is None or not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", start) or parse(start).latest >= day:
        return date
    return f"{start}/{day.year}" if len(start) == 4 else f"{start}/{day.isoformat()}"


def candidates(page: Page, event: Event, status: str) -> list[Candidate]:
    """List the times that may be the event's, with their marks."""
    if page.day is None:
        return []
    bearing = Bearing(page, event, status)
    moments = timeline(page.text, page.day)

    told = _Telling(page, event, status)

    def usable(low: int, high: int) -> list[Moment]:
        near = _usable(between(moments, low, high), page, event, ahead=bearing.ahead)
        return [moment for moment in near if not told.dates(moment)]

    own = between(moments, *window(page, event))
    if told.perfect and any(told.dates(moment) for moment in own):
        return [Candidate(moment, bearing.within(moment)) for moment in own if not told.dates(moment)]

    found = [Candidate(moment, bearing.within(moment)) for moment in usable(*window(page, event))]
    for sentence, distance, lede in _around(page, home(page, event)):
        near = usable(sentence.start, sentence.end)
        found += [Candidate(one, bearing.carried(one, sentence, distance) | {"lede": lede}) for one in near]
    if not bearing.ahead and (head := _of_entry(page, event)):
        found.append(Candidate(head, bearing.entry()))
    return found


class _Telling:
    """Tells the day on which something was said, or decided, from the day of what was said of an event."""

    def __init__(self, page: Page, event: Event, status: str) -> None:
        self.page, self.verb = page, clause_of(page, event)
        self.ahead = status in ("planned", "possible", "denied") or event.kind in ("counted", "accredited", "explained")
        forms = set() if self.verb is None else {one.lower_ for one in children(self.verb, "aux")}
        # "Peru has closed its embassy, the Norwegian ministry said on Tuesday": some day up to Tuesday; what a state
        # says of itself happens as a rule on the day on which it says so
        self.perfect = event.kind in _PUNCTUAL and bool(forms & {"has", "have"})
        self.earlier = event.kind in ONE_MISSION_KINDS and "had" in forms
        self.sending = event.sending
        # "approved the closure on Tuesday": the verb of a planned event's noun is that of the decision
        word = token_at(page, *event.trigger)
        self.noun = status in ("planned", "possible") and word is not None and word.pos_ == "NOUN"

    def dates(self, moment: Moment) -> bool:
        """Whether a time that is over dates only what somebody said or did before."""
        token = token_at(self.page, moment.start, moment.end)
        if token is None or self.page.day is None or parse(moment.past).latest > self.page.day:
            return False
        governor = next((one for one in climb(token) if one.pos_ in ("VERB", "AUX")), None)
        if governor is None or (self.verb is not None and governor.i == self.verb.i and not self.noun):
            return False
        if governor.lemma_.lower() == "date":
            return True  # "in a note dated 26 October"
        saying = is_reporting(governor)
        if not saying and moment.past == moment.ahead:
            return False
        past = governor.tag_ == "VBD" or any(one.lower_ in _WAS for one in children(governor, "aux", "auxpass"))
        earlier = saying and self.earlier  # "reported on Monday that he had paid his farewell call"
        return past and (self.ahead or earlier or (self.perfect and saying and self._others(governor)))

    def _others(self, verb: Any) -> bool:
        """Whether it is an organ of another state that speaks by this verb."""
        said = itertools.chain.from_iterable(attributions(self.page).values())
        return any(one.word == verb.i and one.source.organ not in (None, self.sending) for one in said)


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
