"""Train the network on examples; keep the weights, and print how the held-out part and other sets are read.

python training/train.py --data DATA.jsonl [...] --base FOLDER --out WEIGHTS.pt [--fold 0 --folds 5] [--test T.jsonl]
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import measure
import numpy as np
import torch
from augment import exchanged
from examples import Sample, load, samples, shuffled_slots
from folds import folds
from labels import CAUSES, KINDS, SINGLE, STATUSES, SYMMETRIC
from loss import losses, total

from legation.reader.learned.scores import Answers, Labels, Proposal, proposals
from legation.reader.learned.tokens import WordPieces
from model import Network, from_minilm
from synthetic import articles

LABELS = Labels(KINDS, len(SINGLE), frozenset(SYMMETRIC), STATUSES, CAUSES)
TOKENS = 1300  # pieces in a batch, padding included


def batches(data: list[Sample], chance: random.Random) -> list[list[Sample]]:
    """Put windows of like length together."""
    order = sorted(data, key=lambda one: len(one.window.ids) + chance.uniform(0, 40))
    result: list[list[Sample]] = [[]]
    for sample in order:
        size = max(len(one.window.ids) for one in [*result[-1], sample])
        if size * (len(result[-1]) + 1) > TOKENS:
            result.append([])
        result[-1].append(sample)
    chance.shuffle(result)
    return result


def encoded(network: Network, batch: list[Sample], slots: list[np.ndarray]) -> torch.Tensor:
    """Encode windows together, padded."""
    size = max(len(sample.window.ids) for sample in batch)
    full = [torch.zeros(len(batch), size, dtype=torch.long) for _ in range(3)]
    mask = torch.zeros(len(batch), 1, 1, size, dtype=torch.bool)
    for row, (sample, slot) in enumerate(zip(batch, slots, strict=True)):
        length = len(sample.window.ids)
        for into, part in zip(full, (sample.window.ids, slot, sample.window.names), strict=True):
            into[row, :length] = torch.from_numpy(part)
        mask[row, ..., :length] = True
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return network.encode(*full, mask).float()


def answer(network: Network, x: torch.Tensor, sample: Sample) -> tuple[torch.Tensor, ...]:
    """Give the network's answers on one encoded window."""
    window = sample.window
    return network.answer(
        x[: len(window.ids)], *(torch.from_numpy(part) for part in (window.pool, window.near, window.mention_kinds))
    )


@torch.no_grad()
def read(network: Network, examples: list[dict], words: WordPieces, floor: float = 0.03) -> dict[str, list[Proposal]]:
    """Give what the network proposes for each document, as the shipped reader would."""
    network.eval()
    result: dict[str, list[Proposal]] = {}
    for example in examples:
        found: dict = {}
        for sample in samples(example, words):
            x = encoded(network, [sample], [sample.window.slots])[0]
            answers = Answers(*(part.double().numpy() for part in answer(network, x, sample)[:-1]))
            for one in proposals(sample.window, answers, LABELS, floor):
                if one.key not in found or found[one.key].score < one.score:
                    found[one.key] = one
        result[example["doc"]] = list(found.values())
    return result


def fit(
    network: Network, examples: list[dict], words: WordPieces, args: argparse.Namespace, report: Callable[[int], None]
) -> None:
    """Train; ``report`` is called with the number of the epoch every so often."""
    chance = random.Random(args.seed)  # noqa: S311 - seeded, so that a run can be had again
    heads = [
        value
        for name, value in network.named_parameters()
        if not name.startswith(("layers", "word", "position", "norm", "segment"))
    ]
    known = {id(value) for value in heads}
    trunk = [value for value in network.parameters() if id(value) not in known and value.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": trunk, "lr": args.rate}, {"params": heads, "lr": args.head_rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    size = sum(len(sample.window.ids) for example in examples for sample in samples(example, words))
    steps = int((args.epochs * size + (args.epochs + 4) * args.patterns * 65) / TOKENS * 1.2)
    warm = max(1, steps // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm)))
    )
    begun, done = time.time(), 0
    for epoch in range(args.epochs):
        network.train()
        made = articles(args.patterns * (5 if epoch == 0 and not args.start else 1), chance)
        data = [
            one
            for example in [*examples, *made]
            for one in samples(exchanged(example, chance) if chance.random() < args.exchange else example, words)
        ]
        sums: dict[str, float] = {}
        for batch in batches(data, chance):
            x = encoded(network, batch, [shuffled_slots(sample.window, chance) for sample in batch])
            parts = [losses(answer(network, row, sample), sample) for row, sample in zip(x, batch, strict=True)]
            loss = sum(total(part) for part in parts) / len(parts)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            for part in parts:
                for name, value in part.items():
                    sums[name] = sums.get(name, 0.0) + float(value.detach()) / len(data)
        line = " ".join(f"{name} {value:.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1} {time.time() - begun:.0f}s step {done}/{steps} {line}", flush=True)
        if (epoch + 1) % args.every == 0 or epoch + 1 == args.epochs:
            report(epoch + 1)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--test", type=Path, nargs="*", default=[])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--fold", type=int, default=-1, help="part held out; -1: none")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--every", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--exchange", type=float, default=0.3, help="share of documents with states exchanged")
    parser.add_argument(
        "--patterns", type=int, default=200, help="made articles an epoch; five times as many in the first"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    """Train on all parts but the one held out, and keep the weights."""
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)  # sums in the log domain underflow, and denormal numbers are slow
    torch.manual_seed(args.seed)
    examples = load(*args.data)
    parts = folds(examples, args.folds)
    held = [one for one, part in zip(examples, parts, strict=True) if part == args.fold]
    learn = [one for one, part in zip(examples, parts, strict=True) if part != args.fold]
    words = WordPieces.load(args.base / "vocab.txt")
    network = from_minilm(args.base)
    if args.start:
        network.load_state_dict(torch.load(args.start))
    tests = {path.stem: load(path) for path in args.test} | ({"held": held} if held else {})

    def report(epoch: int) -> None:
        threshold = None
        for name, test in sorted(tests.items(), key=lambda item: item[0] != "held"):
            proposed = read(network, test, words)
            score = measure.best(test, proposed) if threshold is None else measure.figures(test, proposed, threshold)
            threshold = score["threshold"]
            status = measure.status_right(test, proposed, threshold)
            print(f"  {epoch} {name} {json.dumps(score)} status {status}", flush=True)

    fit(network, learn, words, args, report)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out)


if __name__ == "__main__":
    main()
