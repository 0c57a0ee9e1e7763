"""Choose what is held out of the second stage: documents that the first stage has not seen, in two parts.

    python training/parts.py --first TRAIN.jsonl A.jsonl --all LEARN.jsonl --out FOLDER

Writes ``learn0.jsonl`` and ``held0.jsonl``, ``learn1.jsonl`` and ``held1.jsonl``. Documents of the same events stay together.
"""

import argparse
import json
from pathlib import Path

from examples import load
from folds import folds

FIRST, SECOND = 5, 4  # numbers of parts in the two stages; of the first, part 0 is held out


def main() -> None:
    """Write the two splits."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=Path, nargs="+", required=True, help="examples of the first stage")
    parser.add_argument("--all", type=Path, required=True, help="examples of the second stage")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    first, every = load(*args.first), load(args.all)
    seen = {one["doc"] for one, part in zip(first, folds(first, FIRST), strict=True) if part != 0}
    numbers = folds(every, SECOND)
    for number in (0, 1):
        held = {one["doc"] for one, part in zip(every, numbers, strict=True) if part == number} - seen
        for name in ("learn", "held"):
            chosen = [one for one in every if (one["doc"] in held) == (name == "held")]
            with (args.out / f"{name}{number}.jsonl").open("w", encoding="utf-8") as file:
                file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in chosen)


if __name__ == "__main__":
    main()
