"""The readers by name, as ``legation.reader.registry`` knows them; loaded when asked for, since a parser takes seconds."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import typer

from legation.model import Document


class Reader(Protocol):
    """What the verbs ask of a reader."""

    @property
    def name(self) -> str:
        """Name and version."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Any]:
        """Read documents, in order."""


def reader_of(name: str | None) -> Any:
    """Give a reader by name, the default, or one of two by two names ("rules+llm"); a usage error names those there are.

    Raises:
        ReaderUnusable: it lacks a package or is not set up.
    """
    from legation.reader import registry  # noqa: PLC0415

    wanted = name or registry.DEFAULT
    unknown = [part for part in wanted.split("+") if part not in registry.names()]
    if unknown:
        raise typer.BadParameter(f"there is no reader {unknown[0]!r}; there are: {', '.join(registry.names())}")
    return registry.reader(wanted)
