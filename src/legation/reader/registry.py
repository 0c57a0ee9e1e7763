"""Readers by name: those that come with Legation, and those that other packages bring.

A package offers a reader through the entry-point group ``legation.readers``: a name and something that, called without
arguments, gives an object of the protocol ``Reader``. Nothing is imported before its name is asked for. Two packages
that offer one name are told apart by nobody, so that name is refused.
"""

from importlib import metadata
from typing import Final

from legation.errors import ReaderUnusable
from legation.reader.agreement import PairReader
from legation.reader.rules import Reader

GROUP: Final = "legation.readers"
DEFAULT: Final = "default"


def names() -> list[str]:
    """Give the names of the readers that are installed, in order."""
    return sorted({point.name for point in metadata.entry_points(group=GROUP)})


def reader(name: str) -> Reader:
    """Make the reader of this name; "rules+llm" is a reader that claims what both find.

    Raises:
        ReaderUnusable: there is none, several packages offer it, it lacks a package, is not set up, or is no reader.
    """
    first, plus, second = name.partition("+")
    if plus:
        return PairReader(reader(first), reader(second))
    points = sorted(metadata.entry_points(group=GROUP, name=name), key=lambda point: point.value)
    if not points:
        raise ReaderUnusable(f"there is no reader {name!r}; there is: {', '.join(names()) or 'none'}")
    if len({point.value for point in points}) > 1:
        raise ReaderUnusable(f"several packages offer a reader {name!r}: {', '.join(map(_origin, points))}; remove one")
    point = points[0]
    try:
        made = point.load()()
    except ModuleNotFoundError as error:
        raise ReaderUnusable(f"reader {name!r} needs the package {error.name}; install it{_extra(name)}") from error
    except AttributeError as error:
        raise ReaderUnusable(f"reader {name!r}: {point.value} cannot be loaded ({error}); ask its maker") from error
    if not isinstance(made, Reader):
        raise ReaderUnusable(f"reader {name!r}: {point.value} gives no reader (name, read, read_many); ask its maker")
    return made


def _origin(point: metadata.EntryPoint) -> str:
    return f"{point.dist.name} ({point.value})" if point.dist else point.value


def _extra(name: str) -> str:
    return " with: pip install 'legation[llm]'" if name == "llm" else ""
