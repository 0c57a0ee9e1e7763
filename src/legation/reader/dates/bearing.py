"""How a named time bears on an event: what speaks for its being the event's own, and what against.

Each mark has a weight in ``when.toml``. A time of the event's own sentence is asked how it hangs in the parse, what
stands between, and whose name stands beside it; one carried over from another sentence, how far it is and what it dates
there.
"""

import itertools
import re
from typing import Any, Final

from legation.gazetteer import Place
from legation.model import parse
from legation.model.vocabulary import ONE_MISSION_KINDS, RELATION_KINDS
from legation.reader.dates.moment import Moment, between, timeline
from legation.reader.grammar.clause import children, clause_of, climb, folded, home, places_in, token_at, words_for
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence

Marks = dict[str, float]

_LEXICON: Final = load("when")
_REPORTING: Final = frozenset(_LEXICON["reporting"]["verbs"])
_OTHER: Final = re.compile(r"\b(?:" + "|".join(re.escape(cue) for cue in _LEXICON["own"]["cues"]) + r")\b")
_NEAR: Final = 45  # characters between a state's name and the time that goes with it in a list
_JOINT: Final = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s*(?:the\s+)?")
_PLANNED: Final = frozenset({"planned", "possible"})
_ENDS: Final = frozenset({"closed", "relations_severed", "suspended"})
_BEGINS: Final = frozenset({"opened", "resumed", "relations_established", "relations_restored", "accredited"})
_ASIDE: Final = ("advcl", "relcl", "acl")


class Bearing:
    """One event of a page, asked of one named time after the other."""

    def __init__(self, page: Page, event: Event, status: str) -> None:
        self.page, self.event, self.status = page, event, status
        self.ahead = status in _PLANNED
        self.own = home(page, event)
        self.verb = clause_of(page, event)
        self.stand = _standing_in(page, event, self.own)
        self.above = frozenset(node.i for node in climb(self.verb)) if self.verb is not None else frozenset()
        self.earlier = self.verb is not None and any(one.lower_ == "had" for one in children(self.verb, "aux"))

    def within(self, moment: Moment) -> Marks:
        """Mark a time of the event's own sentence."""
        plain = folded(self.page.text)
        (start, end), (low, high) = self.event.trigger, self.event.quote
        gap = plain[end : moment.start] if moment.start >= end else plain[moment.end : start]
        marks = {
            "distance": min(len(gap), 300) / 60,
            "semicolon": float(gap.count(";")),
            "comma": float(min(gap.count(","), 6)),
            "quote": float(moment.start >= low and moment.end <= high),
            "before": float(moment.end <= start),
            "within": float(moment.rule == "within"),
            "over": self._is_over(moment),
            "cue": float(moment.start >= end and _OTHER.search(gap) is not None),
        }
        if moment.rule == "aside":
            marks["aside"] = 1.0 if moment.end <= start else -2.0
        marks |= self._in_step(moment) | self._in_parse(moment) | self._beside(moment) | self._end(moment, plain)
        if self.stand is not None:
            low, high = _segment(self.page, self.own, self.stand.start)
            marks["stand_segment"] = float(low <= moment.start < high)
        return marks

    def carried(self, moment: Moment, sentence: Sentence, distance: int) -> Marks:
        """Mark a time of another sentence, so many sentences away."""
        governor = _governor(self.page, moment)
        codes = {place.state for place in places_in(self.page, sentence.start, sentence.end)}
        others = codes - {None, self.event.sending}
        reporting = governor is not None and is_reporting(governor)
        return {
            "carried": 1.0,
            "back": float(distance),
            "carried_paragraph": float(sentence.paragraph != self.own.paragraph),
            "over": self._is_over(moment),
            "following": float(sentence.index > self.own.index),
            "other_place": float(
                sentence.index > self.own.index and bool(others) and self.event.receiving not in others
            ),
            "carried_reporting": float(reporting),
            "carried_aside": float(not reporting and governor is not None and governor.dep_ in _ASIDE),
            "carried_late": (moment.start - sentence.start) / max(1, sentence.end - sentence.start),
            "carried_shared": float(len({self.event.sending, self.event.receiving} & codes - {None})),
            "carried_plan": float(self.ahead),
            "carried_denial": float(self.status == "denied"),
            "carried_count": float(self.event.kind in ("counted", "explained")),
            "carried_standing": float(self.event.kind == "accredited"),
            "earlier": float(self.earlier),
        }

    def entry(self) -> Marks:
        """Mark the time that heads the event's entry in a chronicle."""
        return {"entry": 1.0, "earlier": float(self.earlier)}

    def _is_over(self, moment: Moment) -> float:
        day = self.page.day
        return float(self.ahead and day is not None and parse(moment.ahead).latest < day)

    def _in_parse(self, moment: Moment) -> Marks:
        """Say how the time hangs: on the event's verb, on one above it, on one of saying, on that of another event."""
        governor = _governor(self.page, moment)
        if self.verb is None or governor is None:
            return {}
        if governor.i == self.verb.i:
            return {"same_verb": 1.0}
        marks = {"other_kind": float(_of_other_kind(governor, self.event.kind))}
        if is_reporting(governor):
            marks["reporting_ahead" if self.ahead else "reporting"] = 1.0
        elif governor.i in self.above:
            marks["verb_above"] = 1.0
        elif governor.dep_ in _ASIDE:
            marks["other_clause"] = 1.0
        return marks

    def _end(self, moment: Moment, plain: str) -> Marks:
        """Say whether the time is a beginning or an end, where the kind asks for one: "from 1978 until 1989"."""
        before = plain[max(0, moment.start - 8) : moment.start].rstrip()
        since = before.endswith(("since", "from")) or plain.startswith("since", moment.start)
        if self.event.kind in _ENDS:
            return {"wanted_end": 1.0 if moment.until else -1.0 if since else 0.0}
        if self.event.kind in _BEGINS:
            return {"wanted_begin": 1.0 if since else -1.0 if moment.until else 0.0}
        return {}

    def _beside(self, moment: Moment) -> Marks:
        """Say whose name stands right before the time: the event's own states, alone or in a row, or others."""
        page, event = self.page, self.event
        near = places_in(page, max(self.own.start, moment.start - 3 * _NEAR), moment.start)[-3:]
        named = [
            place
            for place in near
            if moment.start - place.end <= _NEAR and ";" not in page.text[place.end : moment.start]
        ]
        if not named:
            return {}
        chain = [named[-1]]
        for place in reversed(named[:-1]):
            if not _JOINT.fullmatch(page.text, place.end, chain[-1].start):
                break
            chain.append(place)
        if any(self._is_seat(place) for place in chain):
            return {"own_place": 1.0}
        return {"own_place": 0.6} if any(place.state == event.sending for place in chain) else {"other_place": 1.0}

    def _in_step(self, moment: Moment) -> Marks:
        """Say which of several times in a row goes with the event's place in a row of as many: "A and B in 1996 and 2006"."""
        times = self._row(moment)
        if len(times) < 2:
            return {}
        spots = places_in(self.page, self.own.start, times[0].start)
        row = [
            spot
            for number, spot in enumerate(spots)
            if not number or spots[number - 1].state != spot.state or spot.city
        ]
        row = row[-len(times) :]
        mine = [number for number, spot in enumerate(row) if self._is_seat(spot)]
        if len(row) != len(times) or len(mine) != 1 or not _in_a_row(self.page.text, row):
            return {}
        return {"respective": 1.0 if times[mine[0]] is moment or times[mine[0]] == moment else -1.0}

    def _row(self, moment: Moment) -> list[Moment]:
        """List the times that stand in one row with this one, itself among them."""
        if self.page.day is None:
            return []
        near = between(timeline(self.page.text, self.page.day), self.own.start, self.own.end)
        row: list[Moment] = []
        for one in near:
            if row and not _JOINT.fullmatch(self.page.text, row[-1].end, one.start):
                if moment in row:
                    break
                row = []
            row.append(one)
        return row if moment in row else []

    def _is_seat(self, place: Place) -> bool:
        """Whether a place is the mission's: its city where both are known, else its state."""
        if place.city and self.event.city:
            return place.city == self.event.city
        return place.state == self.event.receiving


def _in_a_row(text: str, row: list[Place]) -> bool:
    return all(_JOINT.fullmatch(text, one.end, other.start) for one, other in itertools.pairwise(row))


def _standing_in(page: Page, event: Event, own: Sentence) -> Place | None:
    """Give the place that stands for an event without a word of its own: its receiver, else its sender, where named."""
    if not event.trace or event.trace[0].rule != "learned.proposal":
        return None
    token = token_at(page, *event.trigger)
    if token is not None and token.lemma_.lower() in words_for(event.kind):
        return None
    named = places_in(page, own.start, own.end)
    for wanted in (event.receiving, event.sending):
        mine = [place for place in named if place.state == wanted]
        mine = [place for place in mine if place.city == event.city] or mine
        if mine:
            return min(mine, key=lambda place: abs(place.start - event.trigger[0]))
    return None


def _segment(page: Page, own: Sentence, offset: int) -> tuple[int, int]:
    """Give the part of a sentence between semicolons that holds an offset."""
    low = page.text.rfind(";", own.start, offset)
    high = page.text.find(";", offset, own.end)
    return (low + 1 if low >= 0 else own.start), (high if high >= 0 else own.end)


def _governor(page: Page, moment: Moment) -> Any:
    """Give the verb on which a named time hangs; None where there is none."""
    token = token_at(page, moment.start, moment.end)
    if token is None:
        return None
    return next((node for node in itertools.islice(climb(token), 1, None) if node.pos_ in ("VERB", "AUX")), None)


def is_reporting(verb: Any) -> bool:
    """Whether a verb's own date is that of the statement: "said on Friday", "made it public on Friday"."""
    return verb.lemma_.lower() in _REPORTING or (
        verb.lemma_.lower() == "make" and any(one.lower_ in ("public", "known") for one in verb.children)
    )


def _of_other_kind(verb: Any, kind: str) -> bool:
    """Whether a verb tells of another kind of event, so that its time is not this one's."""
    lemma = verb.lemma_.lower()
    return lemma not in words_for(kind) and any(
        lemma in words_for(other) for other in ONE_MISSION_KINDS | RELATION_KINDS
    )
