"""Find the numbers of a sentence that count missions or relations, and what they count by the words around them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from legation.reader.figures.figure_patterns import any_of, patterns
from legation.reader.grammar.clause import folded, places_in
from legation.reader.lexicon import load
from legation.reader.types import Page, Sentence

STOCKS: Final = frozenset({"missions", "embassies", "consulates", "representative_offices"})
LEAST: Final = 3  # smaller numbers are missions that have a place of their own
MOST: Final = 400  # a network has fewer missions; more is money, people or years
_LONG: Final = 1500  # characters of a sentence that are read
_FEW: Final = 10  # relations established with fewer states are an event for each, not a stock
_OF_MISSIONS: Final = re.compile(
    r"(?: of|,)? (?:its |their |the |our |all |those |[\w']+ ){0,3}(?:missions|embassies|consulates|posts|network|representations|consular)"
)
_JOINED: Final = re.compile(
    r"(?:,? and|,? or|,) (?:consulates?|missions?|posts?|embassies|representative|offices?|consular)"
)
_NAMED: Final = re.compile(r"\b(?:the|those) (?:\w+ )?$")
_ORDER: Final = ("share", "relations", "part", "noun", "acts", "gone", "subset", "total", "from", "listed", "bare")
_GOES_ON: Final = frozenset(
    {"acts", "gone", "subset", "total", "from", "listed", "bare"}
)  # these need a count or a noun before them


@dataclass(frozen=True, slots=True)
class Count:
    """A number found: its characters, what it counts, and how exactly; ``part`` where it is taken from a larger one."""

    start: int
    end: int
    value: float
    measure: str
    qualifier: str
    words: str
    rule: str
    part: bool = False
    owner: str | None = None


def value_of(text: str) -> float:
    """Read a number in digits or words: "47", "twenty-five", "a dozen"."""
    words = load("number")
    if text.isdigit():
        return float(text)
    if text in words["numbers"]:
        return float(words["numbers"][text])
    tens, _, unit = text.partition("-")
    return float(words["numbers"][tens] + words["units"][unit])


def figures(page: Page, sentence: Sentence, last: Count | None) -> list[Count]:
    """Find the counts of a sentence, in order; ``last`` is what the sentences just before counted."""
    text = folded(page.text)
    end = min(sentence.end, sentence.start + _LONG)
    noun = patterns()["nouns"].search(text, sentence.start, end)
    taken: list[tuple[int, int]] = []
    found: list[Count] = []
    for rule in _ORDER:
        context = found[-1] if found else last
        if rule in ("acts", "total", "from") and noun is not None and (not found or found[-1].measure not in STOCKS):
            context = Count(0, 0, 0, measure_of(noun.groupdict()), "exact", noun.group(), rule)
        if rule in _GOES_ON and context is None:
            continue
        read = _read(page, rule, text, (sentence.start, end), context)
        found += [one for one in read if not any(one.start < high and low < one.end for low, high in taken)]
        taken = [(one.start, one.end) for one in found] + _spans(rule, text, sentence.start, end, taken)
    kept = (one for one in found if one.measure == "share_closing" or LEAST <= one.value <= MOST)
    return sorted(kept, key=lambda one: one.start)


def _spans(rule: str, text: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the characters that a share or a pair of numbers has used up, read or not."""
    if rule not in ("share", "part", "from"):
        return taken
    return taken + [match.span() for match in patterns()[rule].finditer(text, start, end)]


def _read(page: Page, rule: str, text: str, span: tuple[int, int], context: Count | None) -> Iterator[Count]:
    if rule == "listed":
        yield from _listed(page, text, *span, context)
        return
    for match in patterns()[rule].finditer(text, *span):
        yield from _READERS[rule](match, text, context)


def _one(match: re.Match[str], measure: str, rule: str) -> Count:
    groups = match.groupdict()
    qualifier = qualifier_of(groups.get("q"), groups.get("a"))
    return Count(match.start("n"), match.end("n"), value_of(match["n"]), measure, qualifier, match.group(), rule)


def _noun(match: re.Match[str], text: str, _: Count | None) -> Iterator[Count]:
    named = _NAMED.search(text, max(0, match.start() - 14), match.start())
    if not named or match["n"] == "a dozen":  # "the four embassies" are those just named
        yield _one(match, _joined(match, text), "noun")


def _acts(match: re.Match[str], text: str, _: Count | None) -> Iterator[Count]:
    """Read "seven closures", where the text counts missions; "the closures" are those just named."""
    if not _NAMED.search(text, max(0, match.start() - 14), match.start()) and not match["n"].startswith("one "):
        measure = "closures" if match["closures"] else "openings"
        yield _one(match, measure, "acts")


def _gone(match: re.Match[str], text: str, context: Count | None) -> Iterator[Count]:
    """Read "nine have been withdrawn" after a count of missions."""
    for count in _going_on("gone")(match, text, context):
        yield replace(count, part=True)


def _subset(match: re.Match[str], text: str, _: Count | None) -> Iterator[Count]:
    yield _one(match, _joined(match, text), "subset")


def _going_on(rule: str) -> Callable[[re.Match[str], str, Count | None], Iterator[Count]]:
    def read(match: re.Match[str], _: str, context: Count | None) -> Iterator[Count]:
        if context is not None and context.measure in STOCKS:
            yield _one(match, context.measure, rule)

    return read


def _part(match: re.Match[str], text: str, context: Count | None) -> Iterator[Count]:
    """Read "seven of its 38 embassies": the part, and the whole that stands."""
    measure = _joined(match, text) or (context.measure if context is not None and context.measure in STOCKS else "")
    if not measure:
        return
    few, whole = value_of(match["n"]), value_of(match["n2"])
    some, all_ = qualifier_of(match["q"], None), qualifier_of(match["q2"], match["a"])
    yield Count(match.start("n"), match.end("n"), few, measure, some, match.group(), "part", part=True)
    yield Count(match.start("n2"), match.end("n2"), whole, measure, all_, match.group(), "whole")


def _from(match: re.Match[str], _: str, context: Count | None) -> Iterator[Count]:
    """Read "from 53 to 46", "46, down from 53"."""
    if context is None or context.measure not in STOCKS:
        return
    for key in ("f", "t", "t2", "f2", "t3", "f3"):
        if match[key]:
            yield Count(
                match.start(key), match.end(key), value_of(match[key]), context.measure, "exact", match.group(), "from"
            )


def _share(match: re.Match[str], text: str, _: Count | None) -> Iterator[Count]:
    """Read "a quarter of its missions", "one in ten"."""
    if not match["of"] and not _OF_MISSIONS.match(text, match.end(), match.end() + 60):
        return
    value = (
        round(1 / value_of(match["of"]), 3) if match["of"] else float(load("number")["fractions"][match["fraction"]])
    )
    yield Count(
        match.start(), match.end(), value, "share_closing", qualifier_of(match["q"], None), match.group(), "share"
    )


def _relations(match: re.Match[str], text: str, _: Count | None) -> Iterator[Count]:
    """Read "relations with 159 countries", "an embassy in 49 states"; "57 missions in 52 states" is 57 missions."""
    lead, before = match.group(), text[max(0, match.start() - 40) : match.start()]
    measure = "relations"
    if lead.startswith(("embassies", "missions")) and re.search(
        rf"(?:\d|{any_of(load('number')['numbers'])}) (?:\w+ )?$", before
    ):
        return
    if lead.startswith(("embassies", "an embassy")):
        measure = "embassies"
    elif lead.startswith(("missions", "a mission")):
        measure = "missions"
    elif (value_of(match["n"]) < _FEW and "establish" in before) or (
        lead.startswith(("left", "leav")) and not match["states"].endswith(("partners", "allies"))
    ):
        return
    yield _one(match, measure, "relations")


def _listed(page: Page, text: str, start: int, end: int, context: Count | None) -> Iterator[Count]:
    """Read "France (249)", "Turkey 44", "Washington's 271", "166 for the United States" beside a count of missions."""
    if context is None or context.measure not in STOCKS:
        return
    for place in places_in(page, start, end):
        if not place.state or place.kind == "demonym":
            continue
        match = patterns()["after"].match(text, place.end, min(end, place.end + 40))
        match = match or patterns()["for"].search(text, max(start, place.start - 40), place.start)
        if match is not None:
            words, number = match.group(), value_of(match["n"])
            qualifier = qualifier_of(match["q"], None)
            yield Count(
                match.start("n"), match.end("n"), number, context.measure, qualifier, words, "listed", owner=place.state
            )


def _joined(match: re.Match[str], text: str) -> str:
    """Give the measure of "embassies", or missions where another sort follows without a number of its own."""
    measure = measure_of(match.groupdict())
    more = measure in STOCKS and _JOINED.match(text, match.end(), match.end() + 40)
    return "missions" if more and not text.startswith("consulates", max(0, match.end() - 10)) else measure


def measure_of(groups: Mapping[str, str | None]) -> str:
    """Give the measure whose noun a pattern has found."""
    return next((name for name in load("number")["measures"] if groups.get(name)), "")


def qualifier_of(before: str | None, after: str | None) -> str:
    """Give the qualifier that the words before or after a number stand for."""
    words = load("number")
    for table, text in ((words["qualifiers"], before), (words["after"], after)):
        found = next((str(name) for name, entries in table.items() if text in entries), None)
        if found is not None:
            return found
    return "exact"


_READERS: Final[Mapping[str, Callable[[re.Match[str], str, Count | None], Iterator[Count]]]] = {
    "share": _share,
    "relations": _relations,
    "part": _part,
    "noun": _noun,
    "acts": _acts,
    "gone": _gone,
    "subset": _subset,
    "total": _going_on("total"),
    "from": _from,
    "bare": _going_on("bare"),
}
