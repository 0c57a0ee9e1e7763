"""What stands around a name and keeps it from being a place: persons, streets, papers, treaties, words of the language."""

import functools
import re
from typing import Final

from legation.gazetteer import context, names, tables
from legation.gazetteer.names import Trait

_CAPITALISED: Final = re.compile(r" ([A-ZÀ-Þ][a-zà-ÿ][\w'’-]*|[A-Z]'[A-Z]\w+|Mc[A-Z]\w+)")
_BEFORE: Final = re.compile(r"(?:(?P<end>[\n.!?:;\"“(•—]) ?|(?P<gap>[  ,]))?(?P<word>[\w.'’]+) $")
_NEXT: Final = re.compile(r" ([^\W\d_]+)")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SHOUTED: Final = re.compile(r" [A-Z]{2}")
_OFFICE: Final = re.compile(r" (?:consul|embass|mission|legation|office|airport)")
_ADDRESS: Final = re.compile(r", ([A-Z][\w']+(?: [A-Z][\w']+)?)")
_TITLE: Final = 0.6  # a line is in title case if so many of its words of four letters and more have capitals


@functools.cache
def _listed(group: str) -> frozenset[str]:
    traps = tables.traps()
    return frozenset({**traps.people, **traps.after, **tables.ambiguous().cue}[group])


def counts(text: str, same: str, hit: context.Hit, hits: list[context.Hit]) -> bool:
    """Whether what stands around a form leaves it a place. ``hits`` are those before it."""
    start, end, name = hit
    traits = name.traits
    if traits & Trait.SHORT:
        return _short(same, start, end)
    if traits & Trait.PREFIX:
        return same[end : end + 1] == "-"
    if traits & Trait.NOUN and same[end : end + 1] == " " and _renamed(text, same, hit):
        return False
    if traits & Trait.PERSON and _surname(text, same, hit, hits):
        return False
    return not traits & Trait.CUE or _cued(same, start, end, hits)


def _short(same: str, start: int, end: int) -> bool:
    """Refuse "US$5", "8 GB" and capitals of a shouted line ("CAR BOMB")."""
    if same[end : end + 1] == "$" or (same[start:end] == "GB" and same[max(0, start - 2) : start].strip().isdigit()):
        return False
    return same[start:end] != "CAR" or not _SHOUTED.match(same, end)


def _renamed(text: str, same: str, hit: context.Hit) -> bool:
    """Whether the word behind makes it a street, a paper, a treaty or a person."""
    start, end, name = hit
    if name.kind == "city" and (following := _NEXT.match(same, end)) and following[1].lower() in _listed("treaties"):
        return True
    found = _CAPITALISED.match(same, end) if same[end + 1 : end + 2].isupper() else None
    if not found or text[end] == "\n":
        return False
    if found[1] in _listed("words"):
        return True
    if not name.traits & Trait.PERSON or found[1] in _listed("institutions"):
        return False
    return found[1].removesuffix("'s") not in names.table() and not _title_case(text, start)


def _surname(text: str, same: str, hit: context.Hit, hits: list[context.Hit]) -> bool:
    """Whether the word before makes it a person: a given name, or for a city any capitalised word within a sentence."""
    start, _, name = hit
    before = _BEFORE.search(same, max(0, start - 24), start)
    if not before:
        return False
    word = before["word"]
    if word in _listed("given"):
        return True
    if name.kind != "city" or not word[0].isupper() or word.isupper() or word[-1] == "." or before["gap"] is None:
        return False
    if word in _listed("institutions") or word in _listed("parts") or word.lower() in _listed("prepositions"):
        return False
    return not (hits and hits[-1][1] == start - 1) and text[start - 1] != "\n" and not _title_case(text, start)


def _title_case(text: str, start: int) -> bool:
    """Whether the line is a headline in which every word has its capital."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    words = _WORD.findall(text, first, last if last >= 0 else len(text))
    return len(words) >= 4 and sum(word[0].isupper() for word in words) > _TITLE * len(words)


def _cued(same: str, start: int, end: int, hits: list[context.Hit]) -> bool:
    """Whether a word of the language stands where a place would: "in Split", "Riga, Split", "Nice, France"."""
    before = _BEFORE.search(same, max(0, start - 24), start)
    if (before and before["word"] in _listed("prepositions")) or _OFFICE.match(same, end):
        return True
    if hits and hits[-1][1] == start - 2 and same[start - 2 : start] in (", ", "; "):
        return True
    following = _ADDRESS.match(same, end)
    meant = following and (names.table().get(following[1]) or names.table().get(following[1].split(" ")[0]))
    return bool(meant and (meant.kind == "state" or meant.traits & Trait.PROVINCE))
