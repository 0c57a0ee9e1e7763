"""The readers by name, as ``legation.reader.registry`` knows them; loaded when asked for, since a parser takes seconds."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

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


def reader_of(name: str) -> Any:
    """Give a reader by name, or one of two by two names ("rules+llm"); a usage error names those there are.

    Raises:
        ReaderUnusable: it lacks a package or is not set up.
    """
    from legation.reader import registry  # noqa: PLC0415

    unknown = [part for part in name.split("+") if part not in registry.names()]
    if unknown:
        raise typer.BadParameter(f"there is no reader {unknown[0]!r}; there are: {', '.join(registry.names())}")
    return registry.reader(name)
