"""Why an event happened, as the text has it: cause tags from the words near it, and reasons given for a whole network.

A cue behind a word that leads to a cause ("because of", "citing", "for lack of") in the event's own sentence weighs
most; then the sentence, those beside it, the headline, and last what the document speaks of throughout, but only such
causes as an event of this kind has. Nothing is said where nothing weighs enough.
"""

import bisect
import functools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from legation.model.vocabulary import CAUSES
from legation.reader.context.discourse import Discourse
from legation.reader.figures.number import topic
from legation.reader.grammar.clause import folded, home, places_in, sentence_of
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence, Trace

_MASKED: Final = "masked"  # the words that hold a cue and are none
_NEAR: Final = 60  # characters between a word that leads to a cause and the cause
# the places of a cue, the nearest first, and how many cues in one count
_CAP: Final = {"connected": 2, "clause": 2, "sentence": 2, "next": 2, "before": 2, "headline": 1, "document": 4}
_OWN: Final = frozenset({"connected", "clause", "sentence"})
_PLACES: Final = 2  # seats in so many states make a network
_CLAUSE: Final = 90  # characters between an event and a cause in one clause
_FIRST: Final = 3  # sentences, the headline among them, that tell what the page is about and why
_MOST: Final = 500  # cues looked at for one event


def _pattern(entries: tuple[str, ...]) -> str:
    parts = (
        re.escape(one[:-1]) + r"\w*" if one.endswith("-") else re.escape(one)
        for one in sorted(entries, key=len, reverse=True)
    )
    return "(?:" + "|".join(parts) + ")"


@functools.cache
def _cues() -> re.Pattern[str]:
    words = load("why")
    groups = (f"(?P<{name}>{_pattern(words[name]['words'])})" for name in (_MASKED, *CAUSES))
    return re.compile(r"(?<!\w)(?:" + "|".join(groups) + r")(?!\w)")


@functools.cache
def _connectors() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_pattern(load('why')['connectors']['words'])}(?!\w)")


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cues of a page in order, and how many of each cause the whole page and its headline hold."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    all: Counter[str]
    headline: Counter[str]
    first: dict[str, str]


def _cues_of(page: Page) -> _Cues:
    """Find the cues of a page; once a page."""
    cache = page.parse.user_data
    if "legation.cues" not in cache:
        every = ((one.start(), one.end(), one.lastgroup or "") for one in _cues().finditer(folded(page.text)))
        found = [one for one in every if one[2] != _MASKED]
        title = next((one.end for one in page.sentences if one.headline), 0)
        first: dict[str, str] = {}
        for start, end, tag in found:
            first.setdefault(tag, page.text[start:end])
        cache["legation.cues"] = _Cues(
            starts=tuple(start for start, _, _ in found),
            ends=tuple(end for _, end, _ in found),
            tags=tuple(tag for _, _, tag in found),
            all=Counter(tag for _, _, tag in found),
            headline=Counter(tag for start, _, tag in found if start < title),
            first=first,
        )
    kept: _Cues = cache["legation.cues"]
    return kept


def causes(page: Page, event: Event) -> tuple[tuple[str, ...], Trace]:
    """Give the cause tags of an event, the weightiest first, and why."""
    lexicon = load("why")
    limits, prior = lexicon["weights"], lexicon["prior"].get(event.kind, {})
    found, words = marks(page, event)
    first = limits["main"] if prior and home(page, event).index < _FIRST else 0.0
    weights = {
        tag: sum(limits[place] * count for place, count in places.items()) + prior.get(tag, 0.0) + first
        for tag, places in found.items()
    }
    ranked = sorted(weights, key=lambda tag: -weights[tag])
    if not ranked or weights[ranked[0]] < limits["least"]:
        motive = _motive().search(folded(page.text), *event.quote) if event.kind == "explained" else None
        if motive is not None:
            return ("other",), Trace("causes", "why.motive", motive.group())
        return (), Trace("causes", "why.none", "")
    kept = [tag for tag in ranked[:2] if weights[tag] >= max(limits["least"], weights[ranked[0]] - limits["second"])]
    return tuple(kept), Trace("causes", "why.cue", "; ".join(words[tag] for tag in kept))


def explained(page: Page, discourse: Discourse) -> list[Event]:
    """Find the reasons that a page gives for a change of a state's network as a whole, one event a sentence."""
    sending = topic(page, discourse)
    if sending is None:
        return []
    of_network = _has_network(discourse, sending)
    found: list[Event] = []
    for sentence in page.sentences:
        if not (of_network or any(post.plural for post in discourse.posts_in(sentence.start, sentence.end))):
            continue
        match = _explaining().search(folded(page.text), sentence.start, sentence.end)
        if match is None or sentence.headline or not _network().search(folded(page.text), sentence.start, sentence.end):
            continue
        if not _of_network(page, discourse, sentence):
            continue
        event = Event(
            kind="explained",
            sending=sending,
            receiving=None,
            sentence=sentence.index,
            trigger=match.span(),
            quote=(sentence.start, sentence.end),
            status="done",
            trace=(Trace("kind", "why.explaining", match.group()),),
        )
        if causes(page, event)[0]:
            found.append(event)
    return found


@functools.cache
def _explaining() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_pattern(load('why')['explaining']['words'])}(?!\w)")


@functools.cache
def _motive() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_pattern(load('why')['motive']['words'])}(?!\w)")


@functools.cache
def _network() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_pattern(load('why')['network']['words'])}(?!\w)")


def _has_network(discourse: Discourse, sending: str) -> bool:
    """Whether a page speaks of a network: of missions in the plural, and of some of this state's in several places."""
    missions = [post for post in discourse.posts if post.kind == "mission"]
    seats = {seat.state for post in missions if sending in post.owners or not post.owners for seat in post.seats}
    return any(post.plural for post in missions) and len(seats) >= _PLACES


def _of_network(page: Page, discourse: Discourse, sentence: Sentence) -> bool:
    """Whether a sentence speaks of no single mission: none with a seat, and of the network or of nothing named."""
    posts = discourse.posts_in(sentence.start, sentence.end)
    if any(post.seats or (post.kind == "mission" and not post.plural) for post in posts):
        return False
    cities = (place for place in places_in(page, sentence.start, sentence.end) if place.kind == "city")
    return not any(_is_seat(page, place.start) for place in cities)


def _is_seat(page: Page, start: int) -> bool:
    return folded(page.text)[max(0, start - 4) : start].endswith(("in ", "of "))


def marks(page: Page, event: Event) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Count the cues of each cause by where they stand to the event, and keep the nearest words of each."""
    cues, own = _cues_of(page), home(page, event)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    words = {tag: (len(_CAP), text) for tag, text in cues.first.items()}
    low = page.sentences[max(0, own.index - 1)].start
    high = page.sentences[min(len(page.sentences) - 1, own.index + 1)].end
    begin, end = bisect.bisect_left(cues.starts, low), bisect.bisect_left(cues.starts, high)
    for number in range(begin, min(end, begin + _MOST)):
        start, tag = cues.starts[number], cues.tags[number]
        place = _place(page, event, own, start)
        found[tag][place] += 1
        rank = tuple(_CAP).index(place)
        if rank < words[tag][0]:
            words[tag] = (rank, page.text[start : cues.ends[number]])
    for tag, count in cues.all.items():
        if own.index > 1:
            found[tag]["headline"] = max(found[tag]["headline"], cues.headline[tag])
        found[tag]["document"] += count - found[tag].total() if count > found[tag].total() else 0
    capped = {tag: {place: float(min(_CAP[place], n)) for place, n in at.items() if n} for tag, at in found.items()}
    return capped, {tag: text for tag, (_, text) in words.items()}


def _place(page: Page, event: Event, own: Sentence, start: int) -> str:
    """Say where a cue stands to the event."""
    if own.start <= start < own.end:
        return _place_in_sentence(page, event, own, start)
    sentence = sentence_of(page, start)
    if sentence.headline:
        return "headline"
    near = abs(sentence.paragraph - own.paragraph) <= 1
    return ("next" if start > own.start else "before") if near else "document"


def _place_in_sentence(page: Page, event: Event, own: Sentence, start: int) -> str:
    low, high = sorted((event.trigger[0], start))
    if ";" in page.text[low:high]:
        return "before"
    led = _connectors().search(folded(page.text), max(own.start, start - _NEAR), start + 12)
    if led and start > event.trigger[0]:
        return "connected"
    return "clause" if high - low < _CLAUSE else "sentence"
