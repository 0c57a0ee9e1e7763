"""Write trained weights as an ONNX model with 8-bit weights (a scale for each channel), vocabulary and configuration.

python training/export.py --weights WEIGHTS.pt --base FOLDER --out FOLDER --threshold 0.4 --version 1
"""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import torch
from examples import load, samples
from labels import CAUSES, KINDS, SINGLE, STATUSES, SYMMETRIC
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

from legation.reader.learned.scores import Answers
from legation.reader.learned.tokens import WordPieces
from model import from_minilm

INPUTS = ("ids", "slots", "names", "pool", "near", "mention_kinds")


def write(network: nn.Module, inputs: tuple, path: Path) -> None:
    """Trace the network on one window's inputs and write it with 8-bit weights."""
    size, mentions = {0: "pieces"}, {0: "mentions"}
    axes = {
        "ids": size, "slots": size, "names": size, "pool": {0: "mentions", 1: "pieces"},
        "near": {0: "pieces", 1: "mentions"}, "mention_kinds": mentions,
        "event": size, "sender": {0: "pieces", 1: "mentions"}, "receiver": {0: "pieces", 1: "mentions"},
        "status": size, "held": size, "cause": size,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        plain, shaped = Path(folder) / "plain.onnx", Path(folder) / "shaped.onnx"
        torch.onnx.export(
            network, inputs, str(plain), input_names=list(INPUTS), output_names=list(Answers._fields),
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        quant_pre_process(str(plain), str(shaped), skip_symbolic_shape=True)
        quantize_dynamic(
            str(shaped), str(path), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip


def main() -> None:
    """Write model, vocabulary and configuration."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="examples, one of which traces the network")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    network = from_minilm(args.base)
    network.load_state_dict(torch.load(args.weights))
    network.eval()
    window = samples(load(args.data)[0], WordPieces.load(args.base / "vocab.txt"))[0].window
    args.out.mkdir(parents=True, exist_ok=True)
    write(network, tuple(torch.from_numpy(getattr(window, name)) for name in INPUTS), args.out / "model.onnx")
    shutil.copy(args.base / "vocab.txt", args.out / "vocab.txt")
    config = {
        "version": args.version,
        "threshold": args.threshold,
        "kinds": KINDS,
        "single": len(SINGLE),
        "symmetric": SYMMETRIC,
        "statuses": STATUSES,
        "causes": CAUSES,
    }
    (args.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
