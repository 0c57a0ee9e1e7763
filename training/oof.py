"""Write what the network proposes for documents it has not seen: one JSON object a proposal, for fitting on honest scores.

    python training/oof.py --base FOLDER --out OOF.jsonl --held HELD0.jsonl HELD1.jsonl --weights W0.pt W1.pt

The weights beside each file of held-out examples are those that were trained without them.
"""

import argparse
import dataclasses
import json
from pathlib import Path

import measure
import torch
from examples import load
from train import read

from legation.reader.learned.tokens import WordPieces
from model import from_minilm


def main() -> None:
    """Read each part with the weights that were trained without it; print the figures over all parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    words = WordPieces.load(args.base / "vocab.txt")
    seen: list[dict] = []
    proposed: dict[str, list] = {}
    for held, weights in zip(args.held, args.weights, strict=True):
        network = from_minilm(args.base)
        network.load_state_dict(torch.load(weights))
        seen += load(held)
        proposed |= read(network, load(held), words)
    print(json.dumps(measure.best(seen, proposed)))
    with args.out.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"doc": doc, **dataclasses.asdict(one)}, ensure_ascii=False) + "\n"
            for doc, found in proposed.items()
            for one in found
        )


if __name__ == "__main__":
    main()
