"""Where a trigger stands in its sentence: its token, what governs it, and how far its own words reach.

The parse of news text is often wrong in the details, so that these answers are bounded and forgiving: every walk up or
down the tree has a limit, and a window of characters stands in for the subtree where the sentence is huge. Text is
matched in a folded form of the same length, so that offsets into it are offsets into the document.
"""

import bisect
import functools
import itertools
from collections.abc import Iterator
from typing import Any, Final

from legation.gazetteer import Place
from legation.reader.lexicon import load
from legation.reader.types import Event, Page, Sentence

REACH: Final = 700  # characters looked at on each side of a trigger; the longest sentence of honest news is shorter
HEIGHT: Final = 14  # steps up the tree; deeper nesting is a broken parse
_SPREAD: Final = 400  # tokens looked at below a node
_STRAIGHT: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-", "\u2011": "-"}
)

# A clause of its own hangs from its head by one of these; what is said above it does not bear on it.
_OWN: Final = frozenset({"relcl", "advcl", "parataxis"})
_WORD: Final = 30  # characters; a longer trigger is a passage, not a word
_LIKE: Final = {"suspended": ("closed",), "resumed": ("opened",), "closed": ("suspended",), "opened": ("resumed",)}


@functools.lru_cache(maxsize=16)
def folded(text: str) -> str:
    """Give the text in lower case with plain quotes and dashes, each character in its place."""
    plain = text.translate(_STRAIGHT)
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


def home(page: Page, event: Event) -> Sentence:
    """Give the sentence that carries the event."""
    return page.sentences[min(max(event.sentence, 0), len(page.sentences) - 1)]


def window(page: Page, event: Event) -> tuple[int, int]:
    """Give the characters of the event's sentence, cut to ``REACH`` on each side of its trigger."""
    sentence = home(page, event)
    low, high = max(sentence.start, event.trigger[0] - REACH), min(sentence.end, event.trigger[1] + REACH)
    return (low, high) if low < high else (event.trigger[0], max(event.trigger))


def token_at(page: Page, start: int, end: int) -> Any:
    """Give the token that heads the words from ``start`` to ``end``; None where there is none."""
    if not 0 <= start < end <= len(page.text):
        return None
    span = page.parse.char_span(start, min(end, start + 2000), alignment_mode="expand")
    return None if span is None or not len(span) else span.root


def anchor(page: Page, event: Event) -> Any:
    """Give the token that stands for the event: its trigger's head, and what is said where that only reports.

    A reader that proposes no more than a sentence gives a trigger of many words; the first of them that is a word for
    the event's kind is taken then.
    """
    start, end = event.trigger
    token = token_at(page, start, end)
    if token is None:
        return None
    if end - start > _WORD:
        token = _word_for(page, event) or token
    return token if token.lemma_.lower() in words_for(event.kind) else below_saying(token)


def below_saying(token: Any) -> Any:
    """Give the head of what is reported where the token is a verb of saying, else the token itself."""
    for _ in range(3):
        said = _said(token)
        if said is None:
            break
        token = said
    return token


def _word_for(page: Page, event: Event) -> Any:
    """Find a word for the event's kind in a long trigger, the nearest to a state of the event where there are several."""
    words = words_for(event.kind)
    span = page.parse.char_span(*event.trigger, alignment_mode="expand")
    found = [one for one in (span or ())[:_SPREAD] if one.lemma_.lower() in words or one.lower_ in words]
    if len(found) < 2:
        return found[0] if found else None
    named = [
        place.start
        for place in page.places
        if event.trigger[0] <= place.start < event.trigger[1] and place.state in (event.receiving, event.sending)
    ]
    return min(found, key=lambda one: min((abs(one.idx - start) for start in named), default=0))


@functools.cache
def words_for(kind: str) -> frozenset[str]:
    """Give the first words of the triggers of a kind, as lemmas; a kind without a list has none."""
    kinds = {kind, *_LIKE.get(kind, ())}
    table = load("triggers")
    lists = [table[name].get(form, ()) for name in kinds if name in table for form in ("verbs", "nouns", "doors")]
    return frozenset(entry.split()[0] for entries in lists for entry in entries)


def _said(token: Any) -> Any:
    """Give the head of what a verb of saying reports; None where it reports nothing."""
    if token.pos_ not in ("VERB", "AUX") or token.lemma_.lower() not in load("when")["reporting"]["verbs"]:
        return None
    inner = [child for child in children(token, "ccomp", "parataxis") if child.pos_ in ("VERB", "AUX")]
    return next((child for child in inner if child.i > token.i), inner[0] if inner else None)


def climb(token: Any) -> Iterator[Any]:
    """Walk from a token to the root of its sentence, itself first."""
    for _ in range(HEIGHT):
        yield token
        if token.head.i == token.i:
            return
        token = token.head


def below(token: Any) -> list[Any]:
    """List the token's subtree, up to a limit."""
    return list(itertools.islice(token.subtree, _SPREAD))


def children(token: Any, *labels: str) -> list[Any]:
    """List the token's direct dependants with one of these labels (all, where none is given)."""
    found = itertools.islice(token.children, _SPREAD)
    return [child for child in found if not labels or child.dep_ in labels]


def predicate(token: Any) -> Any:
    """Give the verb whose clause the token stands in: itself if it is one, else the nearest above."""
    for node in climb(token):
        if node.pos_ in ("VERB", "AUX"):
            return node
    return token


def clause_of(page: Page, event: Event) -> Any:
    """Give the verb of the event's own clause, or the trigger where no verb governs it."""
    token = anchor(page, event)
    return None if token is None else predicate(token)


def leaves_clause(token: Any) -> bool:
    """Whether the token heads a clause on which the modality of what stands above does not bear."""
    return token.dep_ in _OWN


def is_description(token: Any) -> bool:
    """Whether the word only describes its noun: "the mission opened in 1921", "the ambassador responsible for"."""
    if token.dep_ == "acl" and token.tag_ == "VBN":
        return not any(one.dep_ in ("mark", "aux", "auxpass", "nsubj", "nsubjpass") for one in token.children)
    return bool(token.dep_ in ("amod", "acl") and token.pos_ == "ADJ")


def sentence_of(page: Page, offset: int) -> Sentence:
    """Give the sentence that holds this character, or the nearest before it, in logarithmic time."""
    number = bisect.bisect_right(page.sentences, offset, key=lambda sentence: sentence.start) - 1
    return page.sentences[max(0, number)]


def places_in(page: Page, low: int, high: int) -> tuple[Place, ...]:
    """Give the places whose names begin between two offsets."""
    first = bisect.bisect_left(page.places, low, key=lambda place: place.start)
    last = bisect.bisect_left(page.places, high, lo=first, key=lambda place: place.start)
    return page.places[first:last]
