"""The readers by name. Each is imported when it is asked for: a parser or a model takes seconds to load."""

import importlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Protocol

import typer

from legation.model import Claim, Document


class Reader(Protocol):
    """What the verbs ask of a reader."""

    @property
    def name(self) -> str:
        """Name and version."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Any]:
        """Read documents, in order."""

    def explain(self, document: Document) -> list[tuple[Claim, tuple[Any, ...]]]:
        """Read one document, with the rules and words behind each field."""


def _default() -> Reader:
    room = importlib.import_module("legation.reader")
    maker: Callable[[], Reader] = getattr(room, "DefaultReader", room.RuleReader)
    return maker()


def _rules() -> Reader:
    from legation.reader import RuleReader  # noqa: PLC0415

    return RuleReader()


def _model() -> Reader:
    from legation.reader.llm import LanguageModelReader  # noqa: PLC0415

    return LanguageModelReader()


READERS: Final[dict[str, Callable[[], Reader]]] = {"default": _default, "rules": _rules, "llm": _model}


def reader_of(name: str) -> Reader:
    """Give a reader by name; a usage error names those there are."""
    if name not in READERS:
        raise typer.BadParameter(f"there is no reader {name!r}; there are: {', '.join(READERS)}")
    return READERS[name]()
