"""Write what the network proposes for documents it has not seen: one JSON object a proposal, for fitting on honest scores.

    python training/oof.py --data DATA.jsonl [...] --base FOLDER --out OOF.jsonl --folds 3 --weights W0.pt W1.pt W2.pt

The weights of part N are those trained with ``train.py --fold N`` on the same data and number of folds.
"""

import argparse
import dataclasses
import json
from pathlib import Path

import measure
import torch
from examples import load
from folds import folds
from train import read

from legation.reader.learned_tokens import WordPieces
from model import from_minilm


def main() -> None:
    """Read each part with the weights that were trained without it; print the figures over all parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    examples = load(*args.data)
    parts = folds(examples, args.folds)
    words = WordPieces.load(args.base / "vocab.txt")
    proposed: dict[str, list] = {}
    for number, weights in enumerate(args.weights):
        network = from_minilm(args.base)
        network.load_state_dict(torch.load(weights))
        held = [one for one, part in zip(examples, parts, strict=True) if part == number]
        proposed |= read(network, held, words)
    seen = [one for one in examples if one["doc"] in proposed]
    print(json.dumps(measure.best(seen, proposed)))
    with args.out.open("w", encoding="utf-8") as file:
        for doc, found in proposed.items():
            for one in found:
                file.write(json.dumps({"doc": doc, **dataclasses.asdict(one)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
