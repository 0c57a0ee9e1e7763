"""Find the places of a text: one pass of an automaton over all names, then the traits and the context of each hit.

Names need their capital letter or the capitals of a dateline; abbreviations stand exactly as the data has them. Matches
never overlap and the longest wins, so that a phrase such as "Indian Ocean", kept as a trap, hides its parts.
"""

import functools
import re
from typing import Final

import ahocorasick_rs as aho

from legation.gazetteer import context, names, tables
from legation.gazetteer.names import Name, Trait
from legation.gazetteer.records import Place

# One code point for one, so that offsets hold: typographic apostrophes, hyphens and spaces, and single line ends.
_SAME: Final = (("’", "'"), ("‘", "'"), ("ʻ", "'"), ("ʼ", "'"), ("`", "'"), ("´", "'"), ("\u2010", "-"), ("\u2011", "-"),
                ("–", "-"), ("\u00a0", " "), ("\u202f", " "), ("\n", " "), ("\t", " "))  # fmt: skip
_CAPITALISED: Final = re.compile(r" ([A-ZÀ-Þ][a-zà-ÿ][\w'’-]*|[A-Z]'[A-Z]\w+|Mc[A-Z]\w+)")
_BEFORE: Final = re.compile(r"([\w.'’]+)[  ]$")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SHOUTED: Final = re.compile(r" [A-Z]{2}")
_OFFICE: Final = re.compile(r" (?:consul|embass|mission|legation|office|airport)")
_ADDRESS: Final = re.compile(r", ([A-Z][\w']+(?: [A-Z][\w']+)?)")
_LANGUAGE: Final = ("-speaking", "-language", " language")
_TITLE: Final = 0.6  # a line is in title case if so many of its words of four letters and more have capitals


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
        if not name.traits or _counts(text, same, hit, hits):
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


def _counts(text: str, same: str, hit: context.Hit, hits: list[context.Hit]) -> bool:
    """Whether what stands around a form leaves it a place."""
    start, end, name = hit
    traits = name.traits
    if traits & Trait.SHORT:
        return _short(same, start, end)
    if traits & Trait.PREFIX:
        return same[end : end + 1] == "-"
    if traits & Trait.NOUN and same[end : end + 1] == " " and same[end + 1 : end + 2].isupper():
        found = _CAPITALISED.match(same, end)
        if found and (found[1] in _listed("after") or (traits & Trait.PERSON and _surname(text, start, found))):
            return False
    if traits & Trait.PERSON and _preceding(same, start) in _listed("given"):
        return False
    return not traits & Trait.CUE or _cued(same, start, end, hits)


def _preceding(same: str, start: int) -> str:
    before = _BEFORE.search(same, max(0, start - 20), start)
    return before[1] if before else ""


def _short(same: str, start: int, end: int) -> bool:
    """Refuse "US$5", "8 GB" and capitals of a shouted line ("CAR BOMB")."""
    if same[end : end + 1] == "$" or (same[start:end] == "GB" and same[max(0, start - 2) : start].strip().isdigit()):
        return False
    return same[start:end] != "CAR" or not _SHOUTED.match(same, end)


def _cued(same: str, start: int, end: int, hits: list[context.Hit]) -> bool:
    """Whether a word of the language stands where a place would: "in Split", "Riga, Split", "Nice, France"."""
    if _preceding(same, start) in _listed("prepositions") or _OFFICE.match(same, end):
        return True
    if hits and hits[-1][1] == start - 2 and same[start - 2 : start] in (", ", "; "):
        return True
    following = _ADDRESS.match(same, end)
    meant = following and (names.table().get(following[1]) or names.table().get(following[1].split(" ")[0]))
    return bool(meant and (meant.kind == "state" or meant.traits & Trait.PROVINCE))


def _surname(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a capitalised word behind a name makes it a person: not in a title-case line, not an institution."""
    if (
        found[1] in _listed("institutions")
        or found[1].removesuffix("'s") in names.table()
        or text[found.start()] == "\n"
    ):
        return False
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    words = _WORD.findall(text, first, last if last >= 0 else len(text))
    return sum(word[0].isupper() for word in words) <= _TITLE * len(words) or len(words) < 4
