"""The weights of Legation's learned reader of English news; ``MODEL_CARD.md`` tells what they were learned from."""

from pathlib import Path

__all__ = ["folder"]


def folder() -> Path:
    """Give the folder that holds ``model.onnx``, ``vocab.txt`` and ``config.json``."""
    return Path(__file__).parent
