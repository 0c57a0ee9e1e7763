"""Fit the weights by which the rule reader guesses a state that a clause leaves out (``lexicon/salience.toml``).

python training/salience.py src/legation/reader/lexicon/salience.toml corpus/train corpus/written/*/

Every gap that the rules meet in a sentence that carries an annotated claim of its kind is a choice among the states of
the page; the annotated state is the right one. A conditional logit over the features of ``Salience``, with a quadratic
penalty, fitted by full-batch Adam from zero: no chance enters, the same corpora give the same weights.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from legation.model import Document
from legation.model.vocabulary import RELATION_KINDS
from legation.reader.context.discourse import Discourse
from legation.reader.context.salience import Gap
from legation.reader.events.event import events
from legation.reader.parse import pages
from legation.reader.types import Page

PENALTY = 0.005
STEPS = 400
RATE = 0.05
KIN = {("closed", "suspended"), ("opened", "resumed")}  # kinds that a trigger may turn into
Table = dict[str, dict[str, float]]
Choice = tuple[str, Table, set[str]]  # the role, what speaks for each candidate, the right ones


def choices(folder: Path) -> Iterator[Choice]:
    """Give every gap of a corpus that an annotated claim fills."""
    rows = [json.loads(row) for row in (folder / "gold.jsonl").read_text("utf-8").splitlines() if row.strip()]
    texts = [(folder / "docs" / f"{row['doc']}.txt").read_text("utf-8") for row in rows]
    documents = [
        Document(text=text, published=row.get("published"), publisher=row.get("publisher"))
        for text, row in zip(texts, rows, strict=True)
    ]
    for row, page in zip(rows, pages(documents), strict=True):
        discourse = Discourse(page)
        discourse.salience.log = []
        events(page, discourse)
        claims = by_sentence(page, row["claims"])
        for gap, table in discourse.salience.log:
            right = set().union(*(fillers(gap, claim) for claim in claims.get(gap.sentence, []))) & set(table)
            if right and len(table) > 1:
                yield gap.role, table, right


def by_sentence(page: Page, claims: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Put each claim under the sentences that its quote touches."""
    found: dict[int, list[dict[str, Any]]] = {}
    for claim in claims:
        start = page.text.find(claim["quote"])
        if start >= 0 and claim["kind"] not in ("counted", "explained"):
            for sentence in page.sentences:
                if sentence.start < start + len(claim["quote"]) and sentence.end > start:
                    found.setdefault(sentence.index, []).append(claim)
    return found


def fillers(gap: Gap, claim: dict[str, Any]) -> set[str]:
    """Give the states with which this claim fills the gap."""
    if gap.kind and claim["kind"] != gap.kind and (gap.kind, claim["kind"]) not in KIN:
        return set()
    one, other = claim["sending"], claim["receiving"]
    if gap.role == "receiving":
        one, other = other, one
    if claim["kind"] in RELATION_KINDS:
        return {state for state, partner in ((one, other), (other, one)) if not gap.other or partner in gap.other}
    free = gap.mode == "pronoun" or not gap.other or gap.kind == "accredited"
    return {one} if free or other in gap.other else set()


def fit(rows: list[Choice]) -> dict[str, float]:
    """Fit one role's weights."""
    names = sorted({name for _, table, _ in rows for found in table.values() for name in found})
    column = {name: number for number, name in enumerate(names)}
    data = []
    for _, table, right in rows:
        matrix = np.zeros((len(table), len(names)))
        for line, found in enumerate(table.values()):
            for name, value in found.items():
                matrix[line, column[name]] = value
        data.append((matrix, np.array([code in right for code in table])))
    weights, first, second = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        slope = -PENALTY * weights
        for matrix, right in data:
            scores = matrix @ weights
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            wanted = chance * right
            slope += matrix.T @ (wanted / wanted.sum() - chance) / len(data)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights += RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return {name: round(float(weights[column[name]]), 2) for name in names}


def main(out: str, *folders: str) -> None:
    """Fit both roles and write the lexicon."""
    rows = [choice for folder in folders for choice in choices(Path(folder))]
    lines = ["# Weights of what speaks for a state in an empty role, fitted by training/salience.py."]
    for role in ("sending", "receiving"):
        mine = [row for row in rows if row[0] == role]
        print(f"{role}: {len(mine)} choices")
        lines += ["", f"[{role}]", *(f'"{name}" = {weight}' for name, weight in fit(mine).items())]
    Path(out).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
