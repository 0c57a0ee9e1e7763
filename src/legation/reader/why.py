"""Why an event happened, as the text has it: cause tags from the words near it, and reasons given for a whole network.

A cue behind a word that leads to a cause ("because of", "citing", "for lack of") in the event's own sentence weighs
most; then the sentence, those beside it, the headline, and last what the document speaks of throughout, but only such
causes as an event of this kind has. Nothing is said where nothing weighs enough.
"""

import functools
import re
from collections import defaultdict
from typing import Final

from legation.model.vocabulary import CAUSES
from legation.reader.clause import folded, home
from legation.reader.discourse import Discourse
from legation.reader.lexicon import load
from legation.reader.number import topic
from legation.reader.types import Event, Page, Sentence, Trace

_TAGS: Final = tuple(tag for tag in CAUSES if tag != "other")
_NEAR: Final = 60  # characters between a word that leads to a cause and the cause
# the places of a cue, the nearest first, and how many cues in one count
_CAP: Final = {"connected": 2, "clause": 2, "sentence": 2, "next": 2, "before": 2, "headline": 1, "document": 4}
_OWN: Final = frozenset({"connected", "clause", "sentence"})
_PLACES: Final = 3  # seats in so many states make a network
_MOST: Final = 2000  # cues counted in one document


def _pattern(entries: tuple[str, ...]) -> str:
    parts = (
        re.escape(one[:-1]) + r"\w*" if one.endswith("-") else re.escape(one)
        for one in sorted(entries, key=len, reverse=True)
    )
    return "(?:" + "|".join(parts) + ")"


@functools.cache
def _cues() -> re.Pattern[str]:
    words = load("why")
    return re.compile(
        r"(?<!\w)(?:" + "|".join(f"(?P<{tag}>{_pattern(words[tag]['words'])})" for tag in _TAGS) + r")(?!\w)"
    )


@functools.cache
def _connectors() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_pattern(load('why')['connectors']['words'])}(?!\w)")


@functools.lru_cache(maxsize=16)
def _found(text: str) -> tuple[tuple[int, int, str], ...]:
    """List the cues of a text: where they stand and which cause they speak for."""
    cues = []
    for match in _cues().finditer(folded(text)):
        cues.append((match.start(), match.end(), match.lastgroup or ""))
        if len(cues) >= _MOST:
            break
    return tuple(cues)


def causes(page: Page, event: Event) -> tuple[tuple[str, ...], Trace]:
    """Give the cause tags of an event, the weightiest first, and why."""
    lexicon = load("why")
    limits, prior = lexicon["weights"], lexicon["prior"].get(event.kind, {})
    found, words = marks(page, event)
    weights = {
        tag: sum(limits[place] * count for place, count in places.items()) + prior.get(tag, 0.0)
        for tag, places in found.items()
    }
    ranked = sorted(weights, key=lambda tag: -weights[tag])
    if not ranked or weights[ranked[0]] < limits["least"]:
        return (), Trace("causes", "why.none", "")
    kept = [tag for tag in ranked[:2] if weights[tag] >= max(limits["least"], weights[ranked[0]] - limits["second"])]
    return tuple(kept), Trace("causes", "why.cue", "; ".join(words[tag] for tag in kept))


def explained(page: Page, discourse: Discourse) -> list[Event]:
    """Find the reasons that a page gives for a change of a state's network as a whole, one event a sentence."""
    sending = topic(page, discourse)
    if sending is None or not _has_network(discourse, sending):
        return []
    found: list[Event] = []
    for sentence in page.sentences:
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
    return not any(
        place.city
        for place in page.places
        if sentence.start <= place.start < sentence.end and place.kind == "city" and _is_seat(page, place.start)
    )


def _is_seat(page: Page, start: int) -> bool:
    return folded(page.text)[max(0, start - 4) : start].endswith(("in ", "of "))


def marks(page: Page, event: Event) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Count the cues of each cause by where they stand to the event, and keep the nearest words of each."""
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    words: dict[str, tuple[int, str]] = {}
    own = home(page, event)
    for start, end, tag in _found(page.text):
        place = _place(page, event, own, start)
        found[tag][place] = min(_CAP[place], found[tag][place] + 1)
        rank = tuple(_CAP).index(place)
        if tag not in words or rank < words[tag][0]:
            words[tag] = (rank, page.text[start:end])
    return found, {tag: text for tag, (_, text) in words.items()}


def _place(page: Page, event: Event, own: Sentence, start: int) -> str:
    """Say where a cue stands to the event."""
    if own.start <= start < own.end:
        low, high = sorted((event.trigger[0], start))
        if ";" in page.text[low:high]:
            return "before"
        led = _connectors().search(folded(page.text), max(own.start, start - _NEAR), start + 12)
        if led and start > event.trigger[0]:
            return "connected"
        return "clause" if high - low < 90 else "sentence"
    sentence = page.sentence_at(start)
    if sentence.headline:
        return "headline"
    if sentence.index == own.index + 1 and sentence.paragraph <= own.paragraph + 1:
        return "next"
    if sentence.index == own.index - 1 and sentence.paragraph >= own.paragraph - 1:
        return "before"
    return "document"
