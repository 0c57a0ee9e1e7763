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
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence, Trace

_TAGS: Final = tuple(tag for tag in CAUSES if tag != "other")
_NEAR: Final = 60  # characters between a word that leads to a cause and the cause
# the places of a cue, the nearest first, and how many cues in one count
_CAP: Final = {"connected": 2, "clause": 2, "sentence": 2, "next": 2, "before": 2, "headline": 1, "document": 4}
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
