"""Find the places of a text: one pass of an automaton over all names, then the traits and the context of each hit.

Names need their capital letter or the capitals of a dateline; abbreviations stand exactly as the data has them. Matches
never overlap and the longest wins, so that a phrase such as "Indian Ocean", kept as a trap, hides its parts.
"""

import functools
import re
from typing import Final

import ahocorasick_rs as aho

from legation.gazetteer import context, names, tables
from legation.gazetteer.context import Hit
from legation.gazetteer.names import Name, Trait
from legation.gazetteer.records import Place

# One code point for one, so that offsets hold: typographic apostrophes, hyphens and spaces, and single line ends.
_SAME: Final = (("’", "'"), ("‘", "'"), ("ʻ", "'"), ("ʼ", "'"), ("`", "'"), ("´", "'"), ("\u2010", "-"), ("\u2011", "-"),
                ("–", "-"), ("\u00a0", " "), ("\u202f", " "), ("\n", " "), ("\t", " "))  # fmt: skip
_CAPITALISED: Final = re.compile(r" ([A-ZÀ-Þ][a-zà-ÿ][\w'’-]*|[A-Z]'[A-Z]\w+|Mc[A-Z]\w+)")
_BEFORE: Final = re.compile(r"([\w.'’]+)[  ]$")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")


@functools.cache
def _automaton() -> tuple[aho.AhoCorasick, tuple[Name, ...]]:
    table = names.table()
    return aho.AhoCorasick(list(table), matchkind=aho.MatchKind.LeftmostLongest), tuple(table.values())


@functools.cache
def _listed(group: str) -> frozenset[str]:
    traps = tables.traps()
    return frozenset({**traps.people, "after": traps.after["words"], **tables.ambiguous().cue}[group])


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
    hits: list[Hit] = []
    size = len(same)
    for index, start, end in automaton.find_matches_as_indexes(same):
        if (start and (same[start - 1].isalnum() or same[start - 1] in "_@")) or (
            end < size and (same[end].isalnum() or same[end] == "_")
        ):
            continue
        name = meanings[index]
        if name.traits and not _counts(text, same, start, end, name):
            continue
        hits.append((start, end, name))
    return [
        Place(start, end, text[start:end], option.state, option.city, name.kind)
        for start, end, name, option in context.resolve(same, hits)
    ]


def _counts(text: str, same: str, start: int, end: int, name: Name) -> bool:
    """Whether what stands around a form leaves it a place."""
    traits = name.traits
    if traits & Trait.SHORT:
        return _short(same, start, end)
    if traits & Trait.PREFIX:
        return same[end : end + 1] == "-"
    if traits & Trait.CUE and not _cued(same, start, end):
        return False
    following = same[end : end + 2]
    if traits & Trait.NOUN and len(following) == 2 and following[0] == " " and following[1].isupper():
        found = _CAPITALISED.match(same, end)
        if found and found[1] in _listed("after"):
            return False
        if found and traits & Trait.PERSON and _surname(text, same, start, found):
            return False
    if traits & Trait.PERSON and start > 2:
        before = _BEFORE.search(same, max(0, start - 15), start)
        return not (before and before[1] in _listed("given"))
    return True


def _short(same: str, start: int, end: int) -> bool:
    """Refuse "US$5", "8 GB" and capitals of a shouted line ("CAR BOMB")."""
    if same[end : end + 1] == "$" or (same[start:end] == "GB" and same[start - 2 : start - 1].isdigit()):
        return False
    if same[start:end] != "CAR":
        return True
    return not (same[end + 1 : end + 3].isupper() and same[end + 1 : end + 3].isalpha())


def _cued(same: str, start: int, end: int) -> bool:
    before = _BEFORE.search(same, max(0, start - 15), start)
    return bool(before and before[1] in _listed("prepositions")) or bool(re.match(r", [A-Z]", same[end : end + 3]))


def _surname(text: str, same: str, start: int, found: re.Match[str]) -> bool:
    """Whether a capitalised word behind a name makes it a person: not in a title-case line, not an institution."""
    if found[1] in _listed("institutions") or found[1].removesuffix("'s") in names.table():
        return False
    if text[found.start() : found.start() + 1] == "\n":
        return False
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    words = _WORD.findall(text, first, last if last >= 0 else len(text))
    return sum(word[0].isupper() for word in words) <= 0.6 * len(words) or len(words) < 4
