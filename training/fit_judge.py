"""Fit the judge that weighs rules and learned half: weights for a claim's chance, for its status, and the thresholds.

    python training/fit_judge.py --oof OOF.jsonl --corpus corpus/train corpus/written/* > src/legation/reader/lexicon/judge.toml

OOF.jsonl holds what the network proposes for documents it was not trained on (``oof.py``); on its own training documents
it is far too sure. Logistic regression with a small ridge, by Newton's method; no chance in it.
"""

import argparse
import collections
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from legation.model import Document
from legation.reader import judge
from legation.reader.discourse import Discourse
from legation.reader.learned import Proposal
from legation.reader.parse import pages
from legation.reader.rules import candidates, draft
from legation.scoring.match import same_key

STATUSES = ("done", "planned", "possible", "denied")
RIDGE, LEAST = 2.0, 8  # a feature seen less often gets no weight


def examples(corpora: list[Path], proposed: dict[str, list[Proposal]]) -> Iterator[tuple[str, dict[str, float], Any]]:
    """Give, for each distinct claim that either half may make: kind, features, and label with statuses."""
    for corpus in corpora:
        golds = [json.loads(line) for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines()]
        golds = [gold for gold in golds if gold["doc"] in proposed]
        documents = [
            Document(text=(corpus / "docs" / f"{g['doc']}.txt").read_text("utf-8"), published=g["published"])
            for g in golds
        ]
        for gold, page in zip(golds, pages(documents), strict=True):
            yield from _of_page(page, gold["claims"], proposed[gold["doc"]])


def _of_page(
    page: Any, gold: list[dict[str, Any]], proposals: list[Proposal]
) -> Iterator[tuple[str, dict[str, float], Any]]:
    found = collections.defaultdict(list)
    for event in candidates(page, Discourse(page)):
        found[judge.key_of(event)].append(event)
    by_key = {judge.key_of(one): one for one in proposals}
    for key in dict.fromkeys([*found, *by_key]):
        events, proposal = found.get(key, []), by_key.get(key)
        if not events and proposal is not None and proposal.receiving is None:
            continue
        told = events or [proposal]
        forms = [
            {"kind": one.kind, "sending": one.sending, "receiving": one.receiving,
             "measure": getattr(one, "measure", None), "value": getattr(one, "value", None),
             "causes": draft(page, one).causes if one.kind == "explained" else None}
            for one in told
        ]  # fmt: skip
        matched = [claim for claim in gold if any(same_key(claim, form) for form in forms)]
        statuses = None
        if len(matched) == 1 and events and proposal is not None and proposal.statuses:
            best = max(events, key=lambda event: event.score)
            if best.status is None:
                statuses = (draft(page, best).status, proposal.statuses, matched[0]["status"])
        yield key[0], judge.features(events, proposal), (bool(matched), len(matched), statuses)


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
    """Give the threshold with the best F1 over distinct claims, and that F1."""
    order = np.argsort(-chances)
    hits = np.cumsum(labels[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + gold)
    best = int(np.argmax(f1))
    return round(float(chances[order[best]]), 3), float(f1[best])


def fit_status(rows: list[tuple[str, dict[str, float], str]]) -> tuple[float, dict[str, dict[str, float]]]:
    """Fit how far the learned chances of a status are to be trusted beside what the rules read."""
    logs = np.array([[math.log(max(chances[s], 1e-4)) for s in STATUSES] for _, chances, _ in rows])
    ruled = np.array([STATUSES.index(one) for one, _, _ in rows])
    gold = np.array([STATUSES.index(one) for _, _, one in rows])
    trust, scale = np.zeros((4, 4)), 0.5
    for _ in range(3000):
        score = scale * logs + trust[ruled]
        chance = np.exp(score - score.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        chance[np.arange(len(gold)), gold] -= 1
        slope = np.zeros((4, 4))
        np.add.at(slope, ruled, chance)
        trust -= 0.3 * (slope / len(gold) + 0.001 * trust)
        scale -= 0.05 * float((chance * logs).sum() / len(gold))
    table = {one: dict(zip(STATUSES, trust[i].round(3).tolist(), strict=True)) for i, one in enumerate(STATUSES)}
    return round(scale, 3), table


def main() -> None:
    """Read, fit, and write the lexicon to standard output, the figures to standard error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--oof", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    proposed: dict[str, list[Proposal]] = collections.defaultdict(list)
    for line in args.oof.read_text("utf-8").splitlines():
        one = json.loads(line)
        proposed[one.pop("doc")].append(
            Proposal(**one | {"trigger": tuple(one["trigger"]), "sentences": tuple(map(tuple, one["sentences"]))})
        )
    data = list(examples(args.corpus, proposed))
    rows = [row for _, row, _ in data]
    labels = np.array([label for *_, (label, _, _) in data], float)
    weights = fit(rows, labels)
    chances = np.array([judge.logistic(judge.weigh(row, weights)) for row in rows])
    print(f"# {len(rows)} distinct claims, {int(labels.sum())} of them annotated", file=sys.stderr)
    print("# Weights of the judge (reader/judge.py), written by training/fit_judge.py; not for editing by hand.")
    print('\n[meta]\ncased = ["claim"]\n\n[threshold]')
    for group in ("events", "counted", "explained"):
        own = np.array([judge.group_of(kind) == group for kind, *_ in data])
        gold = sum(
            judge.group_of(claim["kind"]) == group
            for corpus in args.corpus
            for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines()
            if (reading := json.loads(line))["doc"] in proposed
            for claim in reading["claims"]
        )
        best, f1 = threshold(chances[own], labels[own], gold)
        print(f"{group}: threshold {best}, F1 over distinct claims {f1:.3f}", file=sys.stderr)
        print(f"{group} = {best}")
    print("\n[claim]")
    for name, value in weights.items():
        print(f'"{name}" = {value}')
    triples = [status for *_, (_, _, status) in data if status]
    scale, table = fit_status(triples)
    right = sum(ruled == gold for ruled, _, gold in triples) / len(triples)
    print(f"status: rules alone {right:.3f} of {len(triples)}", file=sys.stderr)
    print(f"\n[status]\nlearned = {scale}")
    for ruled, row in table.items():
        print(f"\n[status.ruled.{ruled}]")
        for name, value in row.items():
            print(f"{name} = {value}")


if __name__ == "__main__":
    main()
