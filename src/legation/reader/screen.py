"""Decide over raw text whether there is anything to read: fast, and before any parsing.

On a stream of news about two articles in a hundred hold a claim, and parsing costs a thousand times more than looking
for stems. The screen therefore only has to be right in one direction: it may pass what turns out to be empty, but
must never stop an article that holds a claim. Everything happens over UTF-8 bytes, because an automaton over bytes
runs three times as fast as one over characters; broken input cannot stop the stream, a stem in it is simply not found.
"""

import functools
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from legation.reader.lexicon import load

LEXICON: Final = "screen"


def relevant(text: str | bytes) -> bool:
    """Whether the text may hold a claim: a stem of diplomacy, or a common noun with a verb of change beside it."""
    raw = (text if isinstance(text, bytes) else text.encode("utf-8", "replace")).lower()
    if _automaton().find_matches_as_indexes(raw):
        return True
    return any(_beside(raw, noun) for noun in _nouns())


def _beside(raw: bytes, noun: bytes) -> bool:
    """Whether a verb of change stands near one of the places where this noun stands."""
    reach, at = load(LEXICON)["pairs"]["reach"], raw.find(noun)
    while at >= 0:
        if _verbs().find_matches_as_indexes(raw[max(0, at - reach) : at + len(noun) + reach]):
            return True
        at = raw.find(noun, at + 1)
    return False


def stems() -> tuple[str, ...]:
    """Give the stems of which one is enough."""
    return tuple(load(LEXICON)["stems"]["sure"])


@functools.cache
def _nouns() -> tuple[bytes, ...]:
    return tuple(noun.encode() for noun in load(LEXICON)["pairs"]["nouns"])


@functools.cache
def _verbs() -> BytesAhoCorasick:
    return BytesAhoCorasick(
        [verb.encode() for verb in load(LEXICON)["pairs"]["verbs"]], implementation=Implementation.DFA
    )


@functools.cache
def _automaton() -> BytesAhoCorasick:
    # bytes.lower() leaves all but ASCII alone, so an accented stem is listed with its capital letter too
    written = {form for stem in stems() for form in (stem, stem.replace("'", "’"), stem.replace("é", "É"))}
    return BytesAhoCorasick([form.encode() for form in sorted(written)], implementation=Implementation.DFA)
