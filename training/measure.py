"""Score proposals by the project's measure: precision, recall and F1 over events, thresholds chosen on held-out parts."""

import collections

import numpy as np
from labels import PAIRED, SYMMETRIC

Key = tuple[str, str | None, str | None]


def key(kind: str, sending: str | None, receiving: str | None) -> Key:
    """Give what two claims agree on when they are the same: ties have no direction."""
    if kind in SYMMETRIC:
        sending, receiving = sorted((sending or "", receiving or ""))
    return kind, sending, receiving


def gold_keys(claims: list[dict]) -> collections.Counter:
    """Claims of events by key; a key may stand several times."""
    return collections.Counter(
        key(one["kind"], one["sending"], one["receiving"]) for one in claims if one["kind"] in PAIRED
    )


def rows(examples: list[dict], proposed: dict[str, list]) -> list[tuple[str, str, float, bool]]:
    """Give document, kind, score and whether it is right for each proposed event."""
    result = []
    for example in examples:
        gold = gold_keys(example["claims"])
        result += [
            (example["doc"], one.kind, one.score, key(one.kind, one.sending, one.receiving) in gold)
            for one in proposed[example["doc"]]
            if one.kind in PAIRED
        ]
    return result


def figures(examples: list[dict], proposed: dict[str, list], threshold: float) -> dict:
    """Give F1, precision, recall and false alarms of the events at or above a threshold."""
    total = sum(sum(gold_keys(example["claims"]).values()) for example in examples)
    kept = [row for row in rows(examples, proposed) if row[2] >= threshold]
    hits = sum(row[3] for row in kept)
    alarmed = {row[0] for row in kept}
    empty = [example["doc"] for example in examples if not example["claims"]]
    precision, recall = hits / max(len(kept), 1), hits / max(total, 1)
    return {
        "f1": round(2 * hits / max(len(kept) + total, 1), 4),
        "precision": round(precision, 3),
        "recall": round(recall, 3),
        "alarms": f"{sum(doc in alarmed for doc in empty)}/{len(empty)}",
        "threshold": threshold,
    }


def best(examples: list[dict], proposed: dict[str, list]) -> dict:
    """Give the figures at the threshold with the best F1."""
    options = [figures(examples, proposed, float(one)) for one in np.arange(0.1, 0.8, 0.02).round(2)]
    return max(options, key=lambda one: one["f1"])


def status_right(examples: list[dict], proposed: dict[str, list], threshold: float) -> float:
    """Share of right statuses on matched events."""
    right = asked = 0
    for example in examples:
        gold = {}
        for claim in example["claims"]:
            gold.setdefault(key(claim["kind"], claim["sending"], claim["receiving"]), set()).add(claim["status"])
        for one in proposed[example["doc"]]:
            where = key(one.kind, one.sending, one.receiving)
            if one.kind in PAIRED and one.score >= threshold and where in gold:
                asked += 1
                right += one.status in gold[where]
    return round(right / max(asked, 1), 3)
