"""The date of an event: which of the times named near it is its own.

A sentence may hold several: that of the statement ("said on Friday"), that of another event it is compared with
("after the coup of 1963"), and one for each mission of a list ("Kenya in May, Togo in 1987"). Every time in the
sentence, in those before it and at the head of its entry is weighed by how it hangs in the parse, what stands between,
and whose name stands beside it; the heaviest is taken if it weighs enough. The weights are in ``when.toml``.
"""

import bisect
import datetime as dt
import itertools
import re
from dataclasses import dataclass
from typing import Any, Final

from legation.model import parse
from legation.model.vocabulary import ONE_MISSION_KINDS, RELATION_KINDS
from legation.reader.clause import children, clause_of, climb, folded, home, token_at, window, words_for
from legation.reader.entry import heads
from legation.reader.lexicon import load
from legation.reader.moment import Moment, timeline
from legation.reader.types import Event, Page, Sentence, Trace

_LEXICON: Final = load("when")
_WEIGHTS: Final = dict(_LEXICON["weights"])
_REPORTING: Final = frozenset(_LEXICON["reporting"]["verbs"])
_OTHER: Final = re.compile(r"\b(?:" + "|".join(re.escape(cue) for cue in _LEXICON["own"]["cues"]) + r")\b")
_BACK: Final = 4  # sentences looked back for the time of a passage
_NEAR: Final = 45  # characters between a state's name and the time that goes with it in a list
_JOINT: Final = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s*(?:the\s+)?")
_PLANNED: Final = frozenset({"planned", "possible"})
_ENDS: Final = frozenset({"closed", "relations_severed", "suspended"})
_BEGINS: Final = frozenset({"opened", "resumed", "relations_established", "relations_restored", "accredited"})


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A time that may be the event's, where it was found, and what speaks for and against it."""

    moment: Moment
    marks: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        return float(sum(_WEIGHTS[name] * value for name, value in self.marks))


def when(page: Page, event: Event, status: str) -> tuple[str | None, Trace | None]:
    """Give the event's date as EDTF, and why; None where the text names none."""
    if page.day is None:
        return None, None
    found = candidates(page, event, status)
    if not found:
        return None, None
    best = max(found, key=lambda one: (one.weight, -one.moment.start))
    if best.weight < _WEIGHTS["least"]:
        return None, None
    edtf = _written(best, page.day, status)
    return edtf, Trace("date", f"when.{best.moment.rule}", page.text[best.moment.start : best.moment.end])


def candidates(page: Page, event: Event, status: str) -> list[_Candidate]:
    """List the times that may be the event's, with their marks."""
    if page.day is None:
        return []
    ahead = status in _PLANNED
    moments = timeline(page.text, page.day)
    own = home(page, event)
    verb = clause_of(page, event)
    above = {node.i for node in climb(verb)} if verb is not None else set()
    found = []
    for moment in _usable(within(moments, *window(page, event)), page.day, event, ahead=ahead):
        found.append(_Candidate(moment, tuple(_marks(page, event, moment, verb, above, ahead=ahead).items())))
    for distance, sentence in enumerate(_before(page, own), start=1):
        near = _usable(within(moments, sentence.start, sentence.end), page.day, event, ahead=ahead)
        for moment in near:
            found.append(
                _Candidate(moment, tuple(_carried(page, event, moment, sentence, distance, own, ahead=ahead).items()))
            )
    if not own.headline and (lede := _lede(page, own)) is not None:
        for moment in _usable(within(moments, lede.start, lede.end), page.day, event, ahead=ahead):
            marks = _carried(page, event, moment, lede, 0, own, ahead=ahead)
            found.append(_Candidate(moment, (*marks.items(), ("lede", 1.0))))
    if not ahead and (head := _of_entry(page, event)):
        found.append(_Candidate(head, (("entry", 1.0),)))
    if verb is not None and any(one.lower_ == "had" for one in children(verb, "aux")):
        return [
            _Candidate(
                one.moment, (*one.marks, ("earlier", float(dict(one.marks).keys() & {"carried", "entry"} != set())))
            )
            for one in found
        ]
    return found


def within(moments: tuple[Moment, ...], low: int, high: int) -> tuple[Moment, ...]:
    """Give the moments that stand between two offsets."""
    first = bisect.bisect_left(moments, low, key=lambda moment: moment.start)
    return tuple(itertools.takewhile(lambda moment: moment.end <= high, moments[first : first + 100]))


def _usable(near: tuple[Moment, ...], day: dt.date, event: Event, *, ahead: bool) -> list[Moment]:
    """Leave out heads that the quote does not hold and, looking ahead, times that are over."""
    low, high = event.quote
    kept = [moment for moment in near if not moment.head or low <= moment.start < high]
    if ahead:
        kept = [moment for moment in kept if parse(moment.ahead).latest >= day or moment.past == moment.ahead]
    return kept


def _before(page: Page, own: Sentence) -> list[Sentence]:
    """List the sentences looked to, those before first, the nearest first; for a headline the first of the body."""
    if own.headline:
        return [one for one in page.sentences[own.index + 1 : own.index + 3] if not one.headline]
    first = max(0, own.index - _BACK)
    found = [
        one for one in page.sentences[first : own.index] if not one.headline and one.paragraph >= own.paragraph - 1
    ]
    after = [one for one in page.sentences[own.index + 1 : own.index + 2] if one.paragraph <= own.paragraph + 1]
    return found[::-1] + after


def _lede(page: Page, own: Sentence) -> Sentence | None:
    """Give the first sentence of the body, which dates what a news item tells of, if it is not among those before."""
    first = next((one for one in page.sentences[:4] if not one.headline), None)
    if (
        first is None
        or first.index >= own.index
        or (own.index - first.index <= _BACK and first.paragraph >= own.paragraph - 1)
    ):
        return None
    return first


def _marks(page: Page, event: Event, moment: Moment, verb: Any, above: set[int], *, ahead: bool) -> dict[str, float]:
    """Name what speaks for and against a time of the event's own sentence."""
    plain = folded(page.text)
    start, end = event.trigger
    gap = plain[end : moment.start] if moment.start >= end else plain[moment.end : start]
    marks = {
        "distance": min(len(gap), 300) / 60,
        "semicolon": gap.count(";"),
        "comma": min(gap.count(","), 6),
        "quote": float(moment.start >= event.quote[0] and moment.end <= event.quote[1]),
        "before": float(moment.end <= start),
        "within": float(moment.rule == "within"),
        "over": _is_over(page, moment, ahead=ahead),
        **_neighbours(page, event, moment),
        **_ends(event, moment, plain),
    }
    if moment.rule == "aside":
        marks["aside"] = 1.0 if moment.end <= start else -2.0
    governor = _governor_of(page, moment)
    if verb is not None and governor is not None:
        if governor.i == verb.i:
            marks["same_verb"] = 1.0
        elif governor.lemma_.lower() in _REPORTING:
            marks["reporting_ahead" if ahead else "reporting"] = 1.0
        elif governor.i in above:
            marks["verb_above"] = 1.0
        elif governor.dep_ in ("advcl", "relcl", "acl"):
            marks["other_clause"] = 1.0
        if governor.i != verb.i and _of_other_kind(governor, event.kind):
            marks["other_kind"] = 1.0
    if moment.start >= end and _OTHER.search(gap):
        marks["cue"] = 1.0
    return marks


def _is_over(page: Page, moment: Moment, *, ahead: bool) -> float:
    return float(ahead and page.day is not None and parse(moment.ahead).latest < page.day)


def _ends(event: Event, moment: Moment, plain: str) -> dict[str, float]:
    """Say whether the time is a beginning or an end, where the event's kind asks for one: "from 1978 until 1989"."""
    since = plain[max(0, moment.start - 8) : moment.start].rstrip().endswith(("since", "from")) or plain.startswith(
        "since", moment.start
    )
    if event.kind in _ENDS:
        return {"wanted_end": 1.0 if moment.until else -1.0 if since else 0.0}
    if event.kind in _BEGINS:
        return {"wanted_begin": 1.0 if since else -1.0 if moment.until else 0.0}
    return {}


def _neighbours(page: Page, event: Event, moment: Moment) -> dict[str, float]:
    """Say whose name stands right before the time: the event's own states, or others."""
    places = page.places
    last = bisect.bisect_left(places, moment.start, key=lambda place: place.start)
    sentence = home(page, event)
    named = [
        place
        for place in places[max(0, last - 3) : last]
        if place.start >= sentence.start
        and moment.start - place.end <= _NEAR
        and ";" not in page.text[place.end : moment.start]
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
    if any(place.state == event.sending for place in chain):
        return {"own_place": 0.6}
    return {"other_place": 1.0}


def _of_other_kind(verb: Any, kind: str) -> bool:
    """Whether a verb tells of another kind of event, so that its time is not this one's."""
    lemma = verb.lemma_.lower()
    return lemma not in words_for(kind) and any(
        lemma in words_for(other) for other in ONE_MISSION_KINDS | RELATION_KINDS
    )


def _carried(
    page: Page, event: Event, moment: Moment, sentence: Sentence, distance: int, own: Sentence, *, ahead: bool
) -> dict[str, float]:
    """Name what speaks for and against a time of a sentence before the event's."""
    governor = _governor_of(page, moment)
    marks = {
        "carried": 1.0,
        "back": float(distance if sentence.index < own.index else 1),
        "carried_paragraph": float(sentence.paragraph != own.paragraph),
        "over": _is_over(page, moment, ahead=ahead),
    }
    if sentence.index > own.index:
        marks["following"] = 1.0
    if governor is not None and governor.lemma_.lower() in _REPORTING:
        marks["carried_reporting"] = 1.0
    elif governor is not None and governor.dep_ in ("advcl", "relcl", "acl"):
        marks["carried_aside"] = 1.0
    marks["carried_late"] = (moment.start - sentence.start) / max(1, sentence.end - sentence.start)
    codes = {place.state for place in page.places if sentence.start <= place.start < sentence.end}
    marks["carried_shared"] = float(len({event.sending, event.receiving} & codes - {None}))
    return marks


def _governor_of(page: Page, moment: Moment) -> Any:
    """Give the verb on which a named time hangs; None where there is none."""
    token = token_at(page, moment.start, moment.end)
    if token is None:
        return None
    return next((node for node in itertools.islice(climb(token), 1, None) if node.pos_ in ("VERB", "AUX")), None)


def _of_entry(page: Page, event: Event) -> Moment | None:
    """Give the time that heads the entry in which the event stands."""
    if page.day is None:
        return None
    found = heads(page.text, page.day)
    if not found.chronicle:
        return None
    position = bisect.bisect_right(found.at, event.trigger[0]) - 1
    return found.moments[position] if position >= 0 else None


def _written(best: _Candidate, day: dt.date, status: str) -> str:
    """Write the date with the precision that the words give the event."""
    return best.moment.edtf(planned=status in _PLANNED)
