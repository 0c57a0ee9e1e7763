"""How a named time bears on an event: what speaks for its being the event's own, and what against.

Each mark has a weight in ``when.toml``. A time of the event's own sentence is asked how it hangs in the parse, what
stands between, and whose name stands beside it; one carried over from another sentence, how far it is and what it dates
there.
"""

import itertools
import re
from typing import Any, Final

from legation.model import parse
from legation.model.vocabulary import ONE_MISSION_KINDS, RELATION_KINDS
from legation.reader.clause import children, clause_of, climb, folded, home, places_in, token_at, words_for
from legation.reader.lexicon import load
from legation.reader.moment import Moment
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
        return marks | self._in_parse(moment) | self._beside(moment) | self._end(moment, plain)

    def carried(self, moment: Moment, sentence: Sentence, distance: int) -> Marks:
        """Mark a time of another sentence, so many sentences away."""
        governor = _governor(self.page, moment)
        codes = {place.state for place in places_in(self.page, sentence.start, sentence.end)}
        reporting = governor is not None and governor.lemma_.lower() in _REPORTING
        return {
            "carried": 1.0,
            "back": float(distance),
            "carried_paragraph": float(sentence.paragraph != self.own.paragraph),
            "over": self._is_over(moment),
            "following": float(sentence.index > self.own.index),
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
        if governor.lemma_.lower() in _REPORTING:
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
        if any(place.state == event.receiving or (event.city and place.city == event.city) for place in chain):
            return {"own_place": 1.0}
        return {"own_place": 0.6} if any(place.state == event.sending for place in chain) else {"other_place": 1.0}


def _governor(page: Page, moment: Moment) -> Any:
    """Give the verb on which a named time hangs; None where there is none."""
    token = token_at(page, moment.start, moment.end)
    if token is None:
        return None
    return next((node for node in itertools.islice(climb(token), 1, None) if node.pos_ in ("VERB", "AUX")), None)


def _of_other_kind(verb: Any, kind: str) -> bool:
    """Whether a verb tells of another kind of event, so that its time is not this one's."""
    lemma = verb.lemma_.lower()
    return lemma not in words_for(kind) and any(
        lemma in words_for(other) for other in ONE_MISSION_KINDS | RELATION_KINDS
    )
