"""Score shipped weights again, as they run, and compare with the figures that their configuration and model card give.

python training/check.py --plain PLAIN.jsonl --dev DEV.jsonl [--model FOLDER] [--write]
"""

import argparse
import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import measure
from examples import load

from legation.reader.learned import Model

TOLERANCE = 0.005  # processors round 8-bit products differently
HOME = Path(__file__).parent.parent / "src" / "legation_reader_en"


def read(model: Model, examples: list[dict]) -> tuple[dict[str, list], float]:
    """Read examples with a model; give the proposals and how many documents a second were read."""
    proposed = {}
    begun = time.perf_counter()
    for example in examples:
        page = SimpleNamespace(
            text=example["text"],
            sentences=[SimpleNamespace(**one) for one in example["sentences"]],
            places=[SimpleNamespace(**one) for one in example["places"]],
        )
        proposed[example["doc"]] = model.propose(page)
    return proposed, len(examples) / (time.perf_counter() - begun)


def main() -> None:
    """Print the figures; exit with 1 where they differ from those given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plain", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=HOME)
    parser.add_argument("--write", action="store_true", help="write the figures into the configuration")
    args = parser.parse_args()
    model = Model(args.model)
    figures = {}
    for name in ("plain", "dev"):
        examples = load(getattr(args, name))
        proposed, speed = read(model, examples)
        figures[name] = measure.figures(examples, proposed, model.threshold)
        status = measure.status_right(examples, proposed, model.threshold)
        print(name, json.dumps(figures[name]), f"status {status}", f"{speed:.1f} documents a second")
        print("  best threshold:", json.dumps(measure.best(examples, proposed)))
    path = args.model / "config.json"
    config = json.loads(path.read_text("utf-8"))
    if args.write:
        path.write_text(json.dumps({**config, "figures": figures}, indent=1) + "\n", "utf-8")
        return
    card = (args.model / "MODEL_CARD.md").read_text("utf-8")
    wrong = [
        name
        for name, found in figures.items()
        if abs(found["f1"] - config["figures"][name]["f1"]) > TOLERANCE
        or f"{config['figures'][name]['f1']:.3f}" not in card
    ]
    if wrong:
        sys.exit(f"figures differ from those given: {', '.join(wrong)}")
    print("as given")


if __name__ == "__main__":
    main()
