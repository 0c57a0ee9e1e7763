"""Find the places of a text: one pass of an automaton over all names, then the traits and the context of each hit.

Names need their capital letter or the capitals of a dateline; abbreviations stand exactly as the data has them. Matches
never overlap and the longest wins, so that a phrase such as "Indian Ocean", kept as a trap, hides its parts.
"""

import functools
from typing import Final

import ahocorasick_rs as aho

from legation.gazetteer import around, context, names
from legation.gazetteer.names import Name
from legation.gazetteer.records import Place

# One code point for one, so that offsets hold: typographic apostrophes, hyphens and spaces, and single line ends.
_SAME: Final = (("’", "'"), ("‘", "'"), ("ʻ", "'"), ("ʼ", "'"), ("`", "'"), ("´", "'"), ("\u2010", "-"), ("\u2011", "-"),
                ("–", "-"), ("\u00a0", " "), ("\u202f", " "), ("\n", " "), ("\t", " "))  # fmt: skip
_LANGUAGE: Final = ("-speaking", "-language", " language")


@functools.cache
def _automaton() -> tuple[aho.AhoCorasick, tuple[Name, ...]]:
    table = names.table()
    return aho.AhoCorasick(list(table), matchkind=aho.MatchKind.LeftmostLongest), tuple(table.values())


def find(text: str) -> list[Place]:
    """Give the states, peoples, cities and bodies that a text names, in order, without overlaps.

    Offsets count code points of the text as given. What a name means may depend on the rest of the text ("Congo"), so
    hand over whole documents rather than sentences.
    """
    same = text
    for odd, plain in _SAME:
        if odd in same:
            same = same.replace(odd, plain)
    automaton, meanings = _automaton()
    hits: list[context.Hit] = []
    size = len(same)
    for index, start, last in automaton.find_matches_as_indexes(same):
        if start and (same[start - 1].isalnum() or same[start - 1] in "_@"):
            continue
        end, name = last, meanings[index]
        if last < size and (same[last].isalnum() or same[last] == "_"):
            end, name = _shorter(same, start, last)
        if same.startswith(_LANGUAGE, end):
            continue
        hit = (start, end, name)
        if not name.traits or around.counts(text, same, hit, hits):
            hits.append(hit)
    return [
        Place(start, end, text[start:end], option.state, option.city, name.kind)
        for start, end, name, option in context.resolve(same, hits)
    ]


def _shorter(same: str, start: int, end: int) -> tuple[int, Name]:
    """Give the longest whole-word name within a match that broke off in a word: "Saudi" of "Saudi Arabianist"."""
    while (end := max(same.rfind(" ", start, end), same.rfind("-", start, end))) > start:
        if name := names.table().get(same[start:end]):
            return end, name
    return start, Name("body", ())
