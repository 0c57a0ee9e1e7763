"""Which of several options a name means in this text.

In order: direct address ("Tripoli, Lebanon"); the only option, or one that its size or rank settles; the first option
whose state the text names beyond doubt elsewhere; the default.
"""

import bisect
import re
from collections import Counter
from typing import Final

from legation.gazetteer import tables, towns
from legation.gazetteer.names import Name, Option, Trait

Hit = tuple[int, int, Name]
Resolved = tuple[int, int, Name, Option]

_TOWN: Final = re.compile(r"((?:[A-Z][\w.'-]+ ){0,2}[A-Z][\w.'-]+), $")


def resolve(text: str, hits: list[Hit]) -> list[Resolved]:
    """Choose one option for each hit; hits that mean no place fall out."""
    named: Counter[str] = Counter()
    for _, _, name in hits:
        if len(name.options) == 1:
            named[name.options[0].state] += 1
    chosen: list[Resolved] = []
    starts = [start for start, _, _ in hits]
    for at, (start, end, name) in enumerate(hits):
        if not name.options:
            continue
        if name.traits & Trait.PROVINCE:
            town = _town_of(text, start, name.options[0].state, chosen)
            if town:
                chosen.append(town)
            continue
        address = _address(text, end, hits, at, starts)
        option = _choose(text, name, address, named)
        if option and option.state != "-":
            chosen.append((start, end, name, option))
    return chosen


def _address(text: str, end: int, hits: list[Hit], at: int, starts: list[int]) -> str | None:
    """Give the state that follows directly: "Tripoli, Lebanon", "Kingston (Jamaica)"."""
    if text[end : end + 2] not in (", ", " ("):
        return None
    following = bisect.bisect_left(starts, end + 2, lo=at)
    if following < len(hits) and hits[following][0] == end + 2:
        name = hits[following][2]
        if name.kind == "state" and len(name.options) == 1:
            return name.options[0].state
    return None


def _choose(text: str, name: Name, address: str | None, named: Counter[str]) -> Option | None:
    options = name.options
    if address:
        for option in options:
            if option.state == address:
                return option
    if len(options) == 1 or (name.settled and name.kind != "demonym"):
        return options[0]
    if name.evidence and not named[options[0].state] and any(word in text for word in name.evidence):
        return options[-1]
    if named[options[0].state]:
        return options[0]
    rivals = [option for option in options[1:] if named[option.state]]
    return max(rivals, key=lambda option: named[option.state]) if rivals else options[0]


def _town_of(text: str, start: int, code: str, chosen: list[Resolved]) -> Resolved | None:
    """Read "New Brunswick, New Jersey" as a town of that country, and take back what its first word was taken for."""
    before = _TOWN.search(text, max(0, start - 60), start)
    if not before:
        return None
    words = before[1].split(" ")
    for skip in range(len(words)):
        form = " ".join(words[skip:])
        found = [city for city in towns.candidates(form, code) if city.population]
        begin = before.start(1) + len(before[1]) - len(form)
        while found and chosen and chosen[-1][1] > begin:
            chosen.pop()
        if found:
            best = max(found, key=lambda city: city.population)
            return begin, begin + len(form), Name("city", ()), Option(code, best.name)
    while chosen and chosen[-1][1] == start - 2 and chosen[-1][3].state != code:
        chosen.pop()
    return None


def provinces() -> frozenset[str]:
    """Give the names of the provinces that turn a town before them into one of their country."""
    return frozenset(name for group in tables.traps().provinces.values() for name in group)
