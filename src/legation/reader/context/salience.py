"""Guess the state that a clause leaves out: who sends where only the mission is named, who receives where only its owner is.

Every state that the page names is a candidate; what speaks for it (named last, subject, heading, dateline, part of an
earlier event, …) is a feature, and a weight for each says how much. The weights are a few dozen numbers fitted on
the training articles by ``training/salience.py`` and kept as data, so that every guess can be explained by them.
"""

import bisect
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from legation.gazetteer import find
from legation.reader.lexicon import load
from legation.reader.mentions.names import Names
from legation.reader.types import Page

LEXICON: Final = "salience"
_NEAR: Final = 12  # places back from the trigger that are candidates, besides the page's main states
_MAIN: Final = 6
_PAIRS: Final = 60  # earlier events looked back on

_SEAT: Final = frozenset({" in ", " to ", "rom ", " at "})  # the last characters before a seat in a headline

Role = Literal["sending", "receiving"]
Mode = Literal["implicit", "pronoun", "described", "partner"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A role to fill: where, for which kind of event, and what is known already."""

    role: Role
    mode: Mode
    offset: int
    sentence: int
    kind: str = ""
    other: tuple[str, ...] = ()
    before: tuple[str, ...] = ()  # states that the phrase's antecedent has in this role
    exclude: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """A state for a gap, how likely it is beside the other candidates, and what spoke for it most."""

    code: str
    chance: float
    reason: str


@dataclass(slots=True)
class Salience:
    """What speaks for each state at each point of a page. ``pairs`` holds the events found so far."""

    page: Page
    names: Names
    subjects: Callable[[int], tuple[str, ...]]
    section: Callable[[int], str | None]
    item: Callable[[int], int]
    dateline: Callable[[int], str | None]
    owners: Counter[str]
    seats: Counter[str]
    pairs: list[tuple[int, str, str]] = field(default_factory=list)
    log: list[tuple[Gap, dict[str, dict[str, float]]]] | None = None
    counts: Counter[str] = field(default_factory=Counter)
    head: frozenset[str] = frozenset()
    head_first: str | None = None
    head_seats: frozenset[str] = frozenset()
    acting: Counter[str] = field(default_factory=Counter)
    listed: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)
    publisher: frozenset[str] = frozenset()
    _ends: list[int] = field(default_factory=list)
    _main: str | None = None
    _lede: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.counts = Counter(place.state for place in self.page.places if place.state)
        self._main = next((code for code, _ in self.counts.most_common(1)), None)
        first = self.page.sentences[0]
        titled = [place for place in self.page.places if place.state and place.start < first.end and first.headline]
        self.head = frozenset(place.state for place in titled if place.state)
        self.head_first = titled[0].state if titled else None
        text = self.page.text
        self.head_seats = frozenset(p.state for p in titled if p.state and text[max(0, p.start - 4) : p.start] in _SEAT)
        body = next((sentence.index for sentence in self.page.sentences if not sentence.headline), None)
        self._lede = self.subjects(body) if body is not None else ()
        self.acting = Counter(code for sentence in self.page.sentences for code in self.subjects(sentence.index))
        for number, place in enumerate(self.page.places):
            if place.state and place.city:
                self.listed[place.state] += len(self.names.chain(number)) > 1 or bool(
                    number and number in self.names.chain(number - 1)
                )
            elif place.state:
                self.plain[place.state] += 1
        self.publisher = frozenset(place.state for place in find(self.page.document.publisher or "") if place.state)
        self._ends = [place.end for place in self.page.places]

    def guess(self, gap: Gap) -> Guess | None:
        """Give the likeliest state for the gap; None where the page names none that fits."""
        table = self.features(gap)
        if self.log is not None:
            self.log.append((gap, table))
        if not table:
            return None
        weights = load(LEXICON)[gap.role]
        sums = {
            code: sum(weights.get(name, 0.0) * value for name, value in found.items()) for code, found in table.items()
        }
        top = max(sums, key=lambda code: (sums[code], self.counts[code], code))
        total = sum(math.exp(value - sums[top]) for value in sums.values())
        reason = max(table[top], key=lambda name: weights.get(name, 0.0) * table[top][name], default="")
        return Guess(top, 1 / total, reason)

    def features(self, gap: Gap) -> dict[str, dict[str, float]]:
        """Give what speaks for each candidate."""
        places = self.page.places
        upto = bisect.bisect_right(self._ends, gap.offset)
        sentence = self.page.sentences[gap.sentence]
        nearby = [place for place in places[max(0, upto - _NEAR) : upto] if place.state]
        later = [places[n] for n in self.names.within(gap.offset, sentence.end) if places[n].state]
        codes = [place.state for place in reversed(nearby)] + [place.state for place in later]
        codes += [code for code, _ in self.counts.most_common(_MAIN)]
        codes += [code for code in (self.section(gap.offset), self.dateline(gap.offset), *gap.before) if code]
        ruled_out = gap.exclude | set(gap.other)
        table: dict[str, dict[str, float]] = {}
        for code in codes:
            if code and code not in table and code not in ruled_out and (gap.allowed is None or code in gap.allowed):
                table[code] = dict(self._one(code, gap, nearby, later))
        return table

    def _one(self, code: str, gap: Gap, nearby: list[Any], later: list[Any]) -> Iterable[tuple[str, float]]:
        mode = gap.mode
        back = next((n for n, place in enumerate(reversed(nearby)) if place.state == code), None)
        if back is None:
            yield "far", 1.0
        else:
            yield f"{mode}.last{min(back, 3)}", 1.0
            yield from self._mention(nearby[len(nearby) - 1 - back], gap)
        if any(place.state == code for place in later):
            yield f"{mode}.later", 1.0
        flags = {
            "main": code == self._main,
            "headline": code in self.head,
            "headline_first": code == self.head_first,
            "headline_seat": code in self.head_seats,
            "lede_subject": code in self._lede,
            "section": code == self.section(gap.offset),
            "dateline": code == self.dateline(gap.offset),
            "antecedent": code in gap.before,
            "publisher": code in self.publisher,
            f"{mode}.subject": code in self.subjects(gap.sentence),
            f"{mode}.subject_before": bool(gap.sentence) and code in self.subjects(gap.sentence - 1),
        }
        yield from ((name, 1.0) for name, holds in flags.items() if holds)
        yield from self._shares(code)
        yield from self._history(code, gap)

    def _mention(self, place: Any, gap: Gap) -> Iterable[tuple[str, float]]:
        """Give what the last mention of a candidate before the gap says for it."""
        yield f"{gap.mode}.apart{min(gap.sentence - self.names.sentence_of(place.start), 3)}", 1.0
        if place.kind == "demonym":
            yield "demonym", 1.0
        elif place.city:
            yield "city", 1.0
        if self.item(place.start) != self.item(gap.offset):
            yield "other_item", 1.0

    def _shares(self, code: str) -> Iterable[tuple[str, float]]:
        """Give how much of the page is about a candidate, and as what."""
        for name, counter in (
            ("share", self.counts), ("acting_share", self.acting), ("plain_share", self.plain),
            ("owner_share", self.owners), ("seat_share", self.seats),
        ):  # fmt: skip
            yield name, counter[code] / max(1, counter.total())
        yield "listed", self.listed[code] / self.counts[code] if self.counts[code] else 0.0

    def _history(self, code: str, gap: Gap) -> Iterable[tuple[str, float]]:
        recent = [pair for pair in self.pairs[-_PAIRS:] if self.item(pair[0]) == self.item(gap.offset)]
        if not recent:
            return
        yield "sender_share", sum(pair[1] == code for pair in recent) / len(recent)
        yield "receiver_share", sum(pair[2] == code for pair in recent) / len(recent)
        if gap.other:
            same, turned = ((gap.other[0], code), (code, gap.other[0]))
            if gap.role == "sending":
                same, turned = turned, same
            if any(pair[1:] == same for pair in recent):
                yield "pair_seen", 1.0
            if any(pair[1:] == turned for pair in recent):
                yield "pair_turned", 1.0
