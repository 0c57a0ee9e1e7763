"""Average weights that were trained from the same start: reads a little better than each, at the cost of one.

python training/average.py OUT.pt WEIGHTS.pt WEIGHTS.pt [...]
"""

import sys

import torch


def main(out: str, *names: str) -> None:
    """Write the mean of all weights."""
    parts = [torch.load(name) for name in names]
    torch.save({name: torch.stack([part[name] for part in parts]).mean(0) for name in parts[0]}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
