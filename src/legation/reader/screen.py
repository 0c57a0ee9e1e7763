"""Decide over raw text whether there is anything to read: fast, and before any parsing.

On a stream of news about two articles in a hundred hold a claim, and parsing costs a thousand times more than looking
for stems. The screen therefore only has to be right in one direction: it may pass what turns out to be empty, but
must never stop an article that holds a claim. Everything happens over bytes, because an automaton over bytes runs three
times as fast as one over characters; broken input cannot stop the stream, a stem in it is simply not found.

A page is looked at as it came, before its markup is undone. To bring each page nearer to its text would cost more than
to look through it, so the automaton knows the stems in every spelling that a page has for them, and markup is left out
only around the few nouns that need a verb near them.
"""

import functools
import itertools
import re
import string
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from legation.reader.lexicon import load

LEXICON: Final = "screen"
# one pass to lower case (ASCII alone) and to one line; without the zero bytes of UTF-16 a plain letter is its byte
_LOWERED: Final = bytes.maketrans(
    string.ascii_uppercase.encode() + b"\r\n\t\f", string.ascii_lowercase.encode() + b"\x20" * 4
)
_DROPPED: Final = b"\x00"
# how a page may write what stands in a stem: in UTF-8, Latin-1 and windows-1252, and as an entity, in lower case
_SPELLINGS: Final = {
    " ": (b" ", b"  ", b"\xc2\xa0", b"\xa0", b"&nbsp;", b"&#160;", b"&#xa0;"),
    "'": (b"'", "’".encode(), b"\x92", b"&#39;", b"&#x27;", b"&apos;", b"&rsquo;", b"&#8217;", b"&#x2019;"),
    "é": ("é".encode(), "É".encode(), b"\xe9", b"\xc9", b"&eacute;", b"&#233;", b"&#xe9;"),
}
_MARKUP: Final = re.compile(rb"<[^>]*>|&[#a-z0-9]{2,8};|\xc2\xa0")
_WIDE: Final = 10  # times the reach that is looked through for what markup leaves of it


def relevant(text: str | bytes) -> bool:
    """Whether the text or page may hold a claim: a stem of diplomacy, or a common noun with a verb of change beside it."""
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    raw = raw.translate(_LOWERED, _DROPPED)
    automaton, sure = _automaton()
    found = automaton.find_matches_as_indexes(raw, overlapping=True)
    return any(number < sure or _beside(raw, start, end) for number, start, end in found)


def _beside(raw: bytes, start: int, end: int) -> bool:
    """Whether a verb of change stands near the noun that stands here, markup left out."""
    reach = load(LEXICON)["pairs"]["reach"]
    before = _MARKUP.sub(b" ", raw[max(0, start - _WIDE * reach) : start])[-reach:]
    after = _MARKUP.sub(b" ", raw[end : end + _WIDE * reach])[:reach]
    return bool(_verbs().find_matches_as_indexes(before + raw[start:end] + after))


def stems() -> tuple[str, ...]:
    """Give the stems of which one is enough."""
    return tuple(load(LEXICON)["stems"]["sure"])


def spelled(stem: str) -> list[bytes]:
    """Give a stem in every spelling that a text or a page may have for it, in lower case."""
    letters = (_SPELLINGS.get(letter, (letter.encode(),)) for letter in stem)
    return sorted({b"".join(chosen) for chosen in itertools.product(*letters)})


@functools.cache
def _automaton() -> tuple[BytesAhoCorasick, int]:
    """Give what finds the stems and, from the number given on, the nouns."""
    sure = [spelling for stem in stems() for spelling in spelled(stem)]
    nouns = [noun.encode() for noun in load(LEXICON)["pairs"]["nouns"]]
    return BytesAhoCorasick([*sure, *nouns], implementation=Implementation.DFA), len(sure)


@functools.cache
def _verbs() -> BytesAhoCorasick:
    return BytesAhoCorasick(
        [verb.encode() for verb in load(LEXICON)["pairs"]["verbs"]], implementation=Implementation.DFA
    )
