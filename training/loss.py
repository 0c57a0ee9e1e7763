"""What is learned: the claims of a window as a whole, where they stand, and their attributes."""

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the usual name
from examples import Sample
from labels import KINDS, PAIRED, SYMMETRIC
from torch import Tensor

PAIRS = len(PAIRED)
MIRRORED = torch.tensor([kind in SYMMETRIC for kind in PAIRED])
WEIGHTS = {
    "claim": 1.0,
    "single": 0.5,
    "where": 0.3,
    "role": 0.4,
    "status": 0.3,
    "held": 0.15,
    "cause": 0.15,
    "quoted": 10.0,
}
SCALE = 10.0  # claims in a usual document
_TINY = 1e-35  # keeps the logarithm of an empty sum finite


def pooled(scores: Tensor, group: np.ndarray, groups: int) -> Tensor:
    """Add up scores along the first axis within groups, in the log domain: groups × the other axes."""
    member = torch.zeros(groups, len(group))
    member[torch.from_numpy(group), torch.arange(len(group))] = 1
    highest = scores.detach().amax(0)
    return (torch.tensordot(member, (scores - highest).exp(), dims=1) + _TINY).log() + highest


def losses(answer: tuple[Tensor, ...], sample: Sample) -> dict[str, Tensor]:
    """Give the parts of the loss for one window."""
    event, sender, receiver, status, held, cause, quoted = (part.float() for part in answer)
    window = sample.window
    sends, receives = (
        pooled(part.transpose(0, 1), window.of_state, len(window.states)).transpose(0, 1) for part in (sender, receiver)
    )
    roles = sends, receives
    sends = sends + event[:, None]
    result = {"claim": claims(pairs(sends, receives), sample), "single": singles(sends, sample)}
    rows: dict[str, list[Tensor]] = {"where": [], "role": [], "status": [], "held": [], "cause": []}
    for target in sample.targets:
        if target.first >= target.last:
            continue
        score = carried(sends, receives, target.kind, target.sender, target.receiver)
        inside = score[target.first : target.last]
        rows["where"].append(score.logsumexp(0) - inside.logsumexp(0))
        weight = inside.detach().softmax(0) * 0.7 + 0.3 / len(inside)
        at = slice(target.first, target.last)
        for part, state in zip(roles, (target.sender, target.receiver), strict=True):
            if state >= 0:
                rows["role"].append(F.cross_entropy(weight @ part[at, :, target.kind], torch.tensor(state)))
        rows["status"].append(F.cross_entropy(weight @ status[at], torch.tensor(target.status)))
        if target.held is None:
            continue
        rows["held"].append(F.binary_cross_entropy_with_logits(weight @ held[at, 0], torch.tensor(float(target.held))))
        gold = torch.zeros(cause.shape[1])
        gold[target.causes] = 1
        rows["cause"].append(F.binary_cross_entropy_with_logits(weight @ cause[at], gold, reduction="sum"))
    for name, parts in rows.items():
        result[name] = torch.stack(parts).sum() / SCALE if parts else event.sum() * 0
    result["quoted"] = F.binary_cross_entropy_with_logits(quoted, quotes(sample, len(event)))
    return result


def carried(sends: Tensor, receives: Tensor, kind: int, sender: int, receiver: int) -> Tensor:
    """Give how much each piece carries of one claim."""
    if receiver < 0:
        return sends[:, sender, kind]
    score = sends[:, sender, kind] + receives[:, receiver, kind]
    if not MIRRORED[kind]:
        return score
    return torch.logaddexp(score, sends[:, receiver, kind] + receives[:, sender, kind])


def pairs(sends: Tensor, receives: Tensor) -> Tensor:
    """Give the scores of all claims with two states: kinds × states × states."""
    left, right = (part[..., :PAIRS].permute(2, 0, 1) for part in (sends, receives))
    up, down = (part.detach().amax((1, 2), keepdim=True) for part in (left, right))
    score = ((left - up).exp().transpose(1, 2) @ (right - down).exp() + _TINY).log() + up + down
    return torch.where(MIRRORED[:, None, None], torch.logaddexp(score, score.transpose(1, 2)), score)


def claims(score: Tensor, sample: Sample) -> Tensor:
    """Each kind and pair of states: does the window hold such a claim?"""
    gold = torch.zeros_like(score)
    for target in sample.targets:
        if target.kind < PAIRS:
            gold[target.kind, target.sender, target.receiver] = 1
            if MIRRORED[target.kind]:
                gold[target.kind, target.receiver, target.sender] = 1
    weight = torch.where(MIRRORED, 0.5, 1.0)[:, None, None] * (1 - torch.eye(score.shape[1]))
    return F.binary_cross_entropy_with_logits(score, gold, weight, reduction="sum") / SCALE


def singles(sends: Tensor, sample: Sample) -> Tensor:
    """Kinds with a sender only: does the sentence hold one of this state?"""
    owner = sample.window.sentence[1:-1] - sample.window.sentence[1]
    score = pooled(sends[1:-1, :, PAIRS:], owner, int(owner[-1]) + 1)
    gold = torch.zeros_like(score)
    for target in sample.targets:
        if target.kind >= PAIRS:
            gold[owner[target.first - 1], target.sender, target.kind - PAIRS] = 1
    return F.binary_cross_entropy_with_logits(score, gold, reduction="sum") / SCALE


def quotes(sample: Sample, size: int) -> Tensor:
    """Each piece and kind: does it stand in the quote of such a claim?"""
    gold = torch.zeros(size, len(KINDS))
    for target in sample.targets:
        gold[target.first : target.last, target.kind] = 1
    return gold


def total(parts: dict[str, Tensor]) -> Tensor:
    """Weigh the parts of the loss."""
    return sum(WEIGHTS[name] * value for name, value in parts.items())
