"""The tables of every export, read from ``tables.toml``: the one list behind files, data package and codebook."""

import functools
import importlib.resources
import tomllib
from typing import Final, Literal

import msgspec

from legation.errors import VocabularyError

Type = Literal["string", "integer", "number", "date", "boolean"]
Cell = str | int | float | bool | None
Row = tuple[Cell, ...]

SQL: Final[dict[str, str]] = {
    "string": "TEXT",
    "date": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
}


class Column(msgspec.Struct, frozen=True):
    """One column: its Frictionless type, what it means, and the ``table.column`` that it points to."""

    name: str
    type: Type
    about: str
    points_to: str | None = None


class Table(msgspec.Struct, frozen=True):
    """One table: what a row is, the columns that tell rows apart, and all columns in order."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(one.name for one in self.columns)


@functools.cache
def tables() -> dict[str, Table]:
    """Give every table by name, in the order of the file."""
    text = (importlib.resources.files("legation.exports") / "tables.toml").read_text("utf-8")
    found = {}
    for name, raw in tomllib.loads(text).items():
        try:
            columns = tuple(_column(column, parts) for column, parts in raw["columns"].items())
            found[name] = Table(name, raw["about"], tuple(raw["key"]), columns)
        except (KeyError, TypeError, msgspec.ValidationError) as error:
            raise VocabularyError(f"tables.toml: {name}: {error}") from error
    return found


def _column(name: str, parts: list[str]) -> Column:
    given = dict(zip(("type", "about", "points_to"), parts, strict=False))
    return msgspec.convert({"name": name, **given}, Column)
