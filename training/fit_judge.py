"""Fit the judge that weighs rules and learned half: weights for a claim's chance, and the thresholds.

    python training/fit_judge.py --oof OOF.jsonl --corpus corpus/train corpus/written/? > src/legation/reader/lexicon/judge.toml

OOF.jsonl holds what the network proposes for documents it was not trained on (``oof.py``); on its own training documents
it is far too sure. Logistic regression with a small ridge, by Newton's method; no chance in it.
"""

import argparse
import collections
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from legation.model import Document
from legation.reader import judge
from legation.reader.context.discourse import Discourse
from legation.reader.features import cases
from legation.reader.learned import Proposal
from legation.reader.parse import pages
from legation.reader.rules import candidates, draft
from legation.scoring.match import same_key

SLACK = 0.03  # of F1
# The least chance of a claim for which the rules have no words, of which none can be shown: higher than where they have,
# and no higher, since on held-out documents each tenth more costs three hundredths of F1.
UNWORDED = 0.55
RIDGE, LEAST = 2.0, 8  # a feature seen less often gets no weight
# The least chance of a page's likeliest claim: below it lie two thirds of the training pages that hold nothing. A number
# alone seldom makes a page one to read.
PAGE = {"events": 0.6, "counted": 0.85, "explained": 0.85}


def examples(
    corpora: list[Path], proposed: dict[str, list[Proposal]]
) -> Iterator[tuple[Path, str, dict[str, float], bool]]:
    """Give, for each distinct claim that either half may make: corpus, kind, features, and label."""
    for corpus in corpora:
        golds = [gold for gold in _golds(corpus) if gold["doc"] in proposed]
        documents = [
            Document(text=(corpus / "docs" / f"{g['doc']}.txt").read_text("utf-8"), published=g["published"])
            for g in golds
        ]
        for gold, page in zip(golds, pages(documents), strict=True):
            for row in _of_page(page, gold["claims"], proposed[gold["doc"]]):
                yield corpus, *row


def _golds(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines()]


def _of_page(
    page: Any, gold: list[dict[str, Any]], proposals: list[Proposal]
) -> Iterator[tuple[str, dict[str, float], bool]]:
    for case in cases(page, candidates(page, Discourse(page)), proposals):
        events, proposal = case.events, case.proposal
        if not events and (proposal is None or proposal.receiving is None):
            continue
        told = events or [proposal]
        forms = [
            {"kind": one.kind, "sending": one.sending, "receiving": one.receiving,
             "measure": getattr(one, "measure", None), "value": getattr(one, "value", None),
             "causes": draft(page, one).causes if one.kind == "explained" else None}
            for one in told
        ]  # fmt: skip
        matched = [claim for claim in gold if any(same_key(claim, form) for form in forms)]
        yield case.kind, dict(case.features), bool(matched)


def fit(rows: list[dict[str, float]], labels: np.ndarray) -> dict[str, float]:
    """Fit a logistic regression."""
    seen = collections.Counter(name for row in rows for name in row)
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    index = {name: place for place, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for place, row in enumerate(rows):
        for name, value in row.items():
            if name in index:
                x[place, index[name]] = value
    weights = np.zeros(len(names))
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (chance - labels) + RIDGE * weights
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + RIDGE * np.eye(len(names))
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, weights.round(3).tolist(), strict=True))


def threshold(chances: np.ndarray, labels: np.ndarray, gold: int) -> tuple[float, float]:
    """Give the highest threshold whose F1 over distinct claims is within ``SLACK`` of the best, and that F1.

    The curve is flat at its top, and ordinary news holds fewer claims a line than the training texts: of thresholds
    that are as good here, the one that says less is the better there.
    """
    order = np.argsort(-chances)
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + gold)
    first = int(np.argmax(f1 >= f1.max() - SLACK))
    return round(float(chances[order[first]]), 3), float(f1[first])


def main() -> None:
    """Read, fit, and write the lexicon to standard output, the figures to standard error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--oof", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="the first sets the thresholds")
    args = parser.parse_args()
    proposed: dict[str, list[Proposal]] = collections.defaultdict(list)
    for line in args.oof.read_text("utf-8").splitlines():
        one = json.loads(line)
        proposed[one.pop("doc")].append(
            Proposal(**one | {"trigger": tuple(one["trigger"]), "sentences": tuple(map(tuple, one["sentences"]))})
        )
    data = list(examples(args.corpus, proposed))
    rows = [row for *_, row, _ in data]
    labels = np.array([label for *_, label in data], float)
    weights = fit(rows, labels)
    chances = np.array([judge.logistic(judge.weigh(row, weights)) for row in rows])
    print(f"# {len(rows)} distinct claims, {int(labels.sum())} of them annotated", file=sys.stderr)
    print("# Weights of the judge (reader/judge.py), written by training/fit_judge.py; not for editing by hand.")
    print('\n[meta]\ncased = ["claim"]\n\n[threshold]')
    standard = [gold for gold in _golds(args.corpus[0]) if gold["doc"] in proposed]
    for group in ("events", "counted", "explained"):
        own = np.array([judge.group_of(kind) == group and corpus == args.corpus[0] for corpus, kind, *_ in data])
        gold = sum(judge.group_of(claim["kind"]) == group for reading in standard for claim in reading["claims"])
        best, f1 = threshold(chances[own], labels[own], gold)
        print(f"{group}: threshold {best}, F1 over distinct claims {f1:.3f}", file=sys.stderr)
        print(f"{group} = {best}")
    print(f"unworded = {UNWORDED}")
    print("\n[page]")
    for group, least in PAGE.items():
        print(f"{group} = {least}")
    print("\n[claim]")
    for name, value in weights.items():
        print(f'"{name}" = {value}')


if __name__ == "__main__":
    main()
