"""Examples to windows with targets: which claims stand where, in numbers that the loss can use."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from labels import CAUSES, KINDS, PAIRED, STATUSES

from legation.reader.learned.features import SLOTS, Window, windows
from legation.reader.learned.tokens import WordPieces


@dataclass
class Target:
    """One claim in a window: kind, states by number in the window, the pieces of its quote, its attributes."""

    kind: int
    sender: int
    receiver: int  # -1 for kinds without
    first: int
    last: int
    status: int
    held: bool | None  # None: neither holder nor causes are annotated
    causes: list[int]


@dataclass
class Sample:
    """A window and its targets."""

    doc: str
    window: Window
    targets: list[Target]


def load(*paths: Path) -> list[dict]:
    """Read examples from files as ``prepare.py`` writes them."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def samples(example: dict, words: WordPieces) -> list[Sample]:
    """Cut an example into windows with their targets."""
    sentences = [SimpleNamespace(**one) for one in example["sentences"]]
    places = [SimpleNamespace(**one) for one in example["places"]]
    found = windows(example["text"], sentences, places, words)
    return [Sample(example["doc"], window, targets(example["claims"], window)) for window in found]


def targets(claims: list[dict], window: Window) -> list[Target]:
    """Give the claims whose states are named in this window; a quote outside it has no pieces (first = last)."""
    numbers = {state: number for number, state in enumerate(window.states)}
    starts, ends = window.spans[1:-1, 0], window.spans[1:-1, 1]
    result = []
    for claim in claims:
        first = int(np.searchsorted(ends, claim["start"], "right")) + 1
        last = int(np.searchsorted(starts, claim["end"], "left")) + 1
        sender, receiver = numbers.get(claim["sending"]), numbers.get(claim["receiving"], -1)
        paired = claim["kind"] in PAIRED
        if sender is None or (paired and receiver < 0) or (first >= last and not paired):
            continue
        result.append(
            Target(
                kind=KINDS.index(claim["kind"]),
                sender=sender,
                receiver=receiver if paired else -1,
                first=first,
                last=max(first, last),
                status=STATUSES.index(claim["status"]),
                held=claim["holder"] is not None if "holder" in claim else None,
                causes=[CAUSES.index(cause) for cause in claim.get("causes", ())],
            )
        )
    return result


def shuffled_slots(window: Window, chance: random.Random) -> np.ndarray:
    """Give each state of the window a slot by chance, so that no slot means anything but "the same state"."""
    order = [0, *chance.sample(range(1, SLOTS), SLOTS - 1)]
    return np.array(order)[window.slots]
