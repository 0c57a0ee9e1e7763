"""The figures of a reading: precision, recall and F1 by kind, attributes on matches, false alarms, false quotes."""

import collections
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from legation.scoring.corpus import Corpus
from legation.scoring.match import Form, attributes, pairs, strictly

_NO_EVENTS: Final = ("counted", "explained")
Prf = tuple[float, float, float]


def prf(hit: int, gold: int, read: int) -> Prf:
    """Give precision, recall and F1, rounded to three places; 0 where nothing was read or annotated."""
    precision, recall = hit / read if read else 0.0, hit / gold if gold else 0.0
    both = precision + recall
    return round(precision, 3), round(recall, 3), round(2 * precision * recall / both, 3) if both else 0.0


@dataclass(slots=True)
class Figures:
    """What was counted over one corpus. ``kinds`` maps a kind to hits, annotated and read claims."""

    documents: int = 0
    kinds: dict[str, list[int]] = field(default_factory=lambda: collections.defaultdict(lambda: [0, 0, 0]))
    right: collections.Counter[str] = field(default_factory=collections.Counter)
    asked: collections.Counter[str] = field(default_factory=collections.Counter)
    strict_hits: int = 0
    alarms: int = 0
    empty: int = 0
    false_quotes: int = 0
    quotes: int = 0
    errors: list[str] = field(default_factory=list)

    def total(self, *, events_only: bool = False) -> tuple[int, int, int]:
        """Give hits, annotated and read claims over all kinds, or over events alone."""
        counted = [row for kind, row in self.kinds.items() if not (events_only and kind in _NO_EVENTS)]
        hit, gold, read = (sum(row[place] for row in counted) for place in range(3))
        return hit, gold, read

    @property
    def all(self) -> Prf:
        """Precision, recall, F1 over all kinds."""
        return prf(*self.total())

    @property
    def events(self) -> Prf:
        """Precision, recall, F1 without ``counted`` and ``explained``."""
        return prf(*self.total(events_only=True))

    @property
    def strict(self) -> Prf:
        """Precision, recall, F1 where a match counts only with the right status and city."""
        _, gold, read = self.total()
        return prf(self.strict_hits, gold, read)

    @property
    def accuracy(self) -> dict[str, float]:
        """Share right of each attribute, on matched claims for which the annotation gives it."""
        return {name: round(self.right[name] / asked, 3) for name, asked in sorted(self.asked.items())}

    def json_form(self) -> dict[str, Any]:
        """Give the figures as one JSON object."""
        _, gold, read = self.total()
        rows = sorted(self.kinds.items(), key=lambda row: -row[1][1])
        return {
            "documents": self.documents,
            "claims": gold,
            "read": read,
            "all": self.all,
            "events": self.events,
            "strict": self.strict,
            "attributes": self.accuracy,
            "false_alarm_documents": [self.alarms, self.empty],
            "bad_quotes": [self.false_quotes, self.quotes],
            "kinds": {
                str(kind): {"prf": prf(row[0], row[1], row[2]), "gold": row[1], "read": row[2]} for kind, row in rows
            },
        }

    def lines(self) -> Iterator[str]:
        """Give the figures as lines of at most 80 characters."""
        yield f"{'':24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'read':>7}"
        for kind, row in sorted(self.kinds.items(), key=lambda row: -row[1][1]):
            yield f"{kind!s:24}" + "".join(f"{x:7.3f}" for x in prf(row[0], row[1], row[2])) + f"{row[1]:7}{row[2]:7}"
        for name, figures in (("all", self.all), ("events", self.events), ("strict", self.strict)):
            yield f"{name.upper():24}" + "".join(f"{x:7.3f}" for x in figures)
        names = list(self.accuracy.items())
        for start in range(0, len(names), 5):
            label = "attributes on matches: " if start == 0 else " " * 23
            yield label + "  ".join(f"{name} {share:.3f}" for name, share in names[start : start + 5])
        yield f"false alarms: {self.alarms} of {self.empty} documents that hold nothing"
        yield f"quotes that do not stand in the text: {self.false_quotes} of {self.quotes}"


def score(corpus: Corpus, readings: Mapping[str, Mapping[str, Any]]) -> Figures:
    """Compare readings with the corpus; a document that was not read counts as read with nothing in it."""
    figures = Figures(documents=len(corpus.gold))
    for name, document in corpus.gold.items():
        gold, read = document["claims"], readings.get(name, {}).get("claims", [])
        text = corpus.text(name)
        figures.quotes += len(read)
        if text is not None:
            figures.false_quotes += sum(not claim.get("quote") or claim["quote"] not in text for claim in read)
        figures.empty += not gold
        figures.alarms += bool(read) and not gold
        _count(figures, name, gold, read)
    return figures


def _count(figures: Figures, name: str, gold: list[Form], read: list[Form]) -> None:
    for claim in gold:
        figures.kinds[claim["kind"]][1] += 1
    for claim in read:
        figures.kinds[str(claim.get("kind"))][2] += 1
    matched = pairs(gold, read)
    for i, j in matched:
        figures.kinds[gold[i]["kind"]][0] += 1
        figures.strict_hits += strictly(gold[i], read[j])
        for attribute, right in attributes(gold[i], read[j]):
            figures.asked[attribute] += 1
            figures.right[attribute] += right
            if not right:
                said, ours = gold[i].get(attribute), read[j].get(attribute)
                figures.errors.append(f"{name}: WRONG {caption(gold[i])}: {attribute} is {said!r}, read {ours!r}")
    missed = {i for i, _ in matched}
    false = {j for _, j in matched}
    figures.errors += [f"{name}: MISSED {caption(claim)}" for i, claim in enumerate(gold) if i not in missed]
    figures.errors += [f"{name}: FALSE {caption(claim)}" for j, claim in enumerate(read) if j not in false]


def caption(claim: Form) -> str:
    """Name a claim in a line: kind, states, number, status, and its words."""
    states = f"{claim.get('sending')}>{claim.get('receiving')}"
    number = f" {claim.get('measure')} {claim.get('value')}" if claim.get("kind") == "counted" else ""
    return f"{claim.get('kind')} {states}{number} {claim.get('status')} “{str(claim.get('quote'))[:90]}”"
