"""The learned half of the reader: what a small network holds a document to claim.

It judges whether a passage tells of a kind of event at all, and who sends and who receives; words, status, holder, city
and date are for the rules. The weights are a package of their own, ``legation_reader_en``; without it, or without
``onnxruntime``, ``available()`` is False and the rules work alone. ``docs`` of the weights: their ``MODEL_CARD.md``.
"""

import functools
import importlib
import importlib.util
import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from legation.errors import VocabularyError
from legation.reader.learned.features import Window, windows
from legation.reader.learned.scores import Answers, Labels, Proposal, proposals
from legation.reader.learned.tokens import WordPieces
from legation.reader.types import Page

__all__ = ["Model", "Proposal", "available", "model", "propose"]

PACKAGE: Final = "legation_reader_en"
FLOOR: Final = 0.05  # chances below are noise even for a partner that weighs them
WINDOWS: Final = 120  # read of one document; some 200,000 characters, forty times a long article
THREADS: Final = 1


def available() -> bool:
    """Tell whether the weights and the runtime are installed."""
    return all(importlib.util.find_spec(name) is not None for name in (PACKAGE, "onnxruntime"))


def propose(page: Page, floor: float = FLOOR) -> list[Proposal]:
    """Give the claims that a page may hold, with a chance of at least ``floor`` each, the likeliest first."""
    return model().propose(page, floor)


@functools.cache
def model() -> "Model":
    """Load the installed weights once."""
    return Model(importlib.import_module(PACKAGE).folder())


class Model:
    """A network with its vocabulary and the names of its answers, read from a folder."""

    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        import onnxruntime  # noqa: PLC0415 - an optional dependency

        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.version: str = config["version"]
        self.threshold: float = config["threshold"]
        self.labels = Labels(
            kinds=tuple(config["kinds"]),
            single=config["single"],
            symmetric=frozenset(config["symmetric"]),
            statuses=tuple(config["statuses"]),
            causes=tuple(config["causes"]),
        )
        self.words = WordPieces.load(folder / "vocab.txt")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        outputs = [output.name for output in self._session.get_outputs()]
        if tuple(outputs) != Answers._fields:
            raise VocabularyError(f"{folder / 'model.onnx'}: its outputs are {outputs}, not {list(Answers._fields)}")

    def propose(self, page: Page, floor: float = FLOOR) -> list[Proposal]:
        """Give the claims that a page may hold."""
        cut = self.cut(page)
        return self.gather(cut, self.answer(cut), floor)

    def cut(self, page: Page) -> list[Window]:
        """Give the windows of a page that are read."""
        return list(itertools.islice(windows(page.text, page.sentences, page.places, self.words), WINDOWS))

    def answer(self, cut: Sequence[Window]) -> list[Answers]:
        """Run the network on windows, each by itself: what it says of one does not depend on others."""
        return [self.answers(window) for window in cut]

    def gather(self, cut: Sequence[Window], answered: Sequence[Answers], floor: float = FLOOR) -> list[Proposal]:
        """Give the claims of a page from the answers; where windows overlap, the likelier reading of a claim stands."""
        best: dict[tuple[str, str | None, str | None, int], Proposal] = {}
        for window, answers in zip(cut, answered, strict=True):
            for one in proposals(window, answers, self.labels, floor):
                if one.key not in best or best[one.key].score < one.score:
                    best[one.key] = one
        return sorted(best.values(), key=lambda one: -one.score)

    def answers(self, window: Window) -> Answers:
        """Run the network on one window."""
        found = self._session.run(
            None,
            {
                "ids": window.ids,
                "slots": window.slots,
                "names": window.names,
                "pool": window.pool,
                "near": window.near,
                "mention_kinds": window.mention_kinds,
            },
        )
        return Answers(*found)
