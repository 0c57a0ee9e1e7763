"""From the network's answers on a window to claims with chances: which states, which sentence, what attributes.

The network scores each piece for each kind (``event``) and each mention as sender and receiver seen from that piece. A
claim's score is the sum over all pieces, and over the mentions of its states, in the log domain; the pieces that carry
most of the sum tell where the claim stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from legation.reader.learned.features import Window

Floats = NDArray[np.float64]

PLACES: Final = 3  # sentences named for a claim at most
SHARE: Final = 0.02  # of a claim that a sentence carries at least to be named
MOST: Final = 400  # proposals from one window at most
_TINY: Final = 1e-300


class Answers(NamedTuple):
    """The network's outputs: one row a piece; ``sender`` and ``receiver`` are pieces × mentions × kinds."""

    event: Floats
    sender: Floats
    receiver: Floats
    status: Floats
    held: Floats
    cause: Floats


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of the network's outputs, in order; the last ``single`` kinds have a sender only."""

    kinds: tuple[str, ...]
    single: int
    symmetric: frozenset[str]
    statuses: tuple[str, ...]
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that a document may hold, without its words.

    ``sentences`` gives the sentences that carry it with their shares, the first is ``sentence``; ``trigger`` is the
    span of the piece that carries most. ``held`` is the chance that somebody vouches for it, else the document
    speaks in its own voice. Kinds without a receiver are proposed for each sentence by itself.
    """

    kind: str
    sending: str
    receiving: str | None
    sentence: int
    score: float
    trigger: tuple[int, int]
    sentences: tuple[tuple[int, float], ...] = ()
    statuses: dict[str, float] = field(default_factory=dict)
    causes: dict[str, float] = field(default_factory=dict)
    held: float = 0.0

    @property
    def key(self) -> tuple[str, str | None, str | None, int]:
        """What makes two proposals the same: kind and states, and the sentence where there is no receiver."""
        return self.kind, self.sending, self.receiving, self.sentence if self.receiving is None else -1

    @property
    def status(self) -> str:
        """The likeliest status."""
        return max(self.statuses, key=lambda name: self.statuses[name], default="done")


def proposals(window: Window, answers: Answers, labels: Labels, floor: float) -> list[Proposal]:
    """Give the claims of a window whose chance is at least ``floor``, the likeliest first."""
    sends, receives = (_by_state(part, window) for part in (answers.sender, answers.receiver))
    sends = sends + answers.event.astype(np.float64)[:, :, None]
    paired = len(labels.kinds) - labels.single
    mirrored = np.array([kind in labels.symmetric for kind in labels.kinds[:paired]], bool)
    chosen: list[Chosen] = [
        *_pairs(sends[:, :paired], receives[:, :paired], mirrored, floor),
        *_singles(sends[:, paired:], window.sentence, paired, floor),
    ]
    chosen.sort(key=lambda one: (-one[0], *one[1:]))
    return _told(window, answers, labels, chosen[:MOST], sends=sends, receives=receives)


Chosen = tuple[float, int, int, int, int]  # chance; numbers of kind, sender, receiver, sentence; -1: none


def _by_state(scores: NDArray[np.floating[Any]], window: Window) -> Floats:
    """Pool scores over the mentions of each state: pieces × kinds × states."""
    order = np.argsort(window.of_state, kind="stable")
    first = np.searchsorted(window.of_state[order], np.arange(len(window.states)))
    turned = scores.transpose(0, 2, 1)[:, :, order].astype(np.float64)
    top = turned.max(axis=2, keepdims=True)
    pooled: Floats = np.log(np.add.reduceat(np.exp(turned - top), first, axis=2) + _TINY) + top
    return pooled


def _pairs(send: Floats, receive: Floats, mirrored: NDArray[np.bool_], floor: float) -> list[Chosen]:
    """Sum over the pieces for each kind and each two states; ``mirrored`` kinds are one claim in either order."""
    if not send.size:
        return []
    up, down = send.max(axis=(0, 2)), receive.max(axis=(0, 2))
    sender = np.exp(send - up[:, None]).transpose(1, 2, 0)
    receiver = np.exp(receive - down[:, None]).transpose(1, 0, 2)
    total = np.log(sender @ receiver + _TINY) + (up + down)[:, None, None]
    total[:, np.arange(total.shape[1]), np.arange(total.shape[1])] = -np.inf
    turned = total.transpose(0, 2, 1)
    chance = _chance(np.where(mirrored[:, None, None], np.logaddexp(total, turned), total))
    found: list[Chosen] = []
    for kind, one, other in np.argwhere(chance >= floor).tolist():
        if mirrored[kind] and (total[kind, one, other], other) < (total[kind, other, one], one):
            continue
        found.append((float(chance[kind, one, other]), kind, one, other, -1))
    return found


def _singles(send: Floats, sentence: NDArray[np.int64], kind: int, floor: float) -> list[Chosen]:
    """Sum over the pieces of each sentence for each kind, the first of which is number ``kind``, and each state."""
    inside = sentence[1:-1]
    if not send.size or not inside.size:
        return []
    numbers, first = np.unique(inside, return_index=True)
    top = send.max(axis=0)
    chance = _chance(np.log(np.add.reduceat(np.exp(send[1:-1] - top), first, axis=0) + _TINY) + top)
    found = np.argwhere(chance >= floor).tolist()
    return [(float(chance[at, one, state]), kind + one, state, -1, int(numbers[at])) for at, one, state in found]


def _told(
    window: Window, answers: Answers, labels: Labels, chosen: Sequence[Chosen], *, sends: Floats, receives: Floats
) -> list[Proposal]:
    """Say of each claim where it stands and what is told of it there: rows are claims, columns are pieces."""
    if not chosen:
        return []
    kind, sender, receiver, sentence = (np.array(part) for part in list(zip(*chosen, strict=True))[1:])
    paired = (receiver >= 0)[:, None]
    scores = sends[:, kind, sender].T + np.where(paired, receives[:, kind, receiver].T, 0.0)
    scores[~paired & (window.sentence != sentence[:, None])] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    numbers, first = np.unique(window.sentence[1:-1], return_index=True)
    shares = np.add.reduceat(weights[:, 1:-1], first, axis=1)
    order = np.argsort(-shares, axis=1, kind="stable")[:, :PLACES]
    inside = np.where(window.sentence == numbers[order[:, :1]], weights, 0.0)
    inside /= np.maximum(inside.sum(axis=1, keepdims=True), _TINY)
    triggers = window.spans[np.argmax(inside, axis=1)].tolist()
    statuses, causes = _softmax(inside @ answers.status).tolist(), _chance(inside @ answers.cause).tolist()
    held = _chance(inside @ answers.held[:, 0]).tolist()
    return [
        Proposal(
            kind=labels.kinds[one[1]],
            sending=window.states[one[2]],
            receiving=window.states[one[3]] if one[3] >= 0 else None,
            sentence=int(numbers[order[row, 0]]),
            score=one[0],
            trigger=(triggers[row][0], triggers[row][1]),
            sentences=tuple((int(numbers[at]), float(shares[row, at])) for at in order[row] if shares[row, at] > SHARE),
            statuses=dict(zip(labels.statuses, statuses[row], strict=True)),
            causes=dict(zip(labels.causes, causes[row], strict=True)),
            held=held[row],
        )
        for row, one in enumerate(chosen)
    ]


def _chance(score: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(score, -60, 60)))


def _softmax(scores: Floats) -> Floats:
    parts: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    parts /= parts.sum(axis=1, keepdims=True)
    return parts
