"""Which of several options a name means in this text.

In order: direct address ("Tripoli, Lebanon"); the only option, or one that its size or rank settles; the first option
whose state the text names beyond doubt elsewhere; the default.
"""

import re
from collections import Counter
from typing import Final

from legation.gazetteer import towns
from legation.gazetteer.names import Name, Option, Trait

Hit = tuple[int, int, Name]
Resolved = tuple[int, int, Name, Option]

_WITH_PROVINCES: Final = frozenset({"US", "CA", "AU"})
_TOWN: Final = re.compile(r"((?:[A-Z][\w.'-]+ ){0,2}[A-Z][\w.'-]+), $")


def resolve(text: str, hits: list[Hit]) -> list[Resolved]:
    """Choose one option for each hit; hits that mean no place fall out."""
    named = Counter(name.options[0].state for _, _, name in hits if name.settled and name.options)
    chosen: list[Resolved] = []
    for at, (start, end, name) in enumerate(hits):
        if not name.options:
            continue
        if len(name.options) == 1 and not name.traits & Trait.PROVINCE:
            chosen.append((start, end, name, name.options[0]))
            continue
        states = {option.state for option in name.options}
        if name.traits & Trait.PROVINCE or "-" in states:
            town = _town_of(text, start, states, chosen)
            if town:
                chosen.append(town)
                continue
            if name.traits & Trait.PROVINCE:
                continue
        option = _choose(text, name, _address(text, end, hits[at + 1 : at + 2]), named)
        if option.state != "-":
            chosen.append((start, end, name, option))
    return chosen


def _address(text: str, end: int, following: list[Hit]) -> frozenset[str]:
    """Give the states that the next hit may be, if it stands in address: "Tripoli, Lebanon", "Kingston (Jamaica)"."""
    if following and following[0][0] == end + 2 and text[end : end + 2] in (", ", " ("):
        name = following[0][2]
        if name.kind == "state":
            return frozenset(option.state for option in name.options)
    return frozenset()


def _choose(text: str, name: Name, address: frozenset[str], named: Counter[str]) -> Option:
    options = name.options
    for option in options:
        if option.state in address:
            return option
    if name.settled:
        return options[0]
    if named[options[0].state]:
        return options[0]
    if name.evidence and any(word in text for word in name.evidence):
        return options[-1]
    rivals = [option for option in options[1:] if named[option.state]]
    return max(rivals, key=lambda option: named[option.state]) if rivals else options[0]


def _town_of(text: str, start: int, states: set[str], chosen: list[Resolved]) -> Resolved | None:
    """Read "New Brunswick, New Jersey" as a town of that country, and take back what its first word was taken for.

    ``states`` of a province is its country alone; of "Georgia" also the state of that name, whose own towns stand.
    """
    before = _TOWN.search(text, max(0, start - 60), start)
    if not before:
        return None
    country = next((code for code in states if code in _WITH_PROVINCES), "US")
    words = before[1].split(" ")
    for skip in range(len(words)):
        form = " ".join(words[skip:])
        if any(towns.candidates(form, code) for code in states - {country, "-"}):
            return None
        found = [city for city in towns.candidates(form, country) if city.population]
        begin = before.start(1) + len(before[1]) - len(form)
        if found:
            while chosen and chosen[-1][1] > begin:
                chosen.pop()
            best = max(found, key=lambda city: city.population)
            return begin, begin + len(form), Name("city", ()), Option(country, best.name)
    if chosen and chosen[-1][1] == start - 2 and chosen[-1][3].state != country and "-" not in states:
        chosen.pop()
    return None
