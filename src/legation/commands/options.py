"""What the verbs share: their options, the register they open, and how a word of the user becomes a code, day or definition."""

import contextlib
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import platformdirs
import typer

from legation.errors import DataError, PolicyError, StoreUnwritable
from legation.gazetteer import code_of
from legation.register import Definition, KnownAs, Policy, Register, read_known

DEFAULT: Final = "all"

Db = Annotated[
    str | None,
    typer.Option(
        "--db", envvar="LEGATION_DB", metavar="PATH", help="The register; by default one in your data folder."
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day asked about; today by default.")]
KnownOption = Annotated[
    str | None,
    typer.Option(
        "--known",
        metavar="DATE|SEQ",
        help="Answer with what the register knew then: a day, a moment or an entry's number.",
    ),
]
DefinitionOption = Annotated[
    str, typer.Option("--definition", metavar="NAME", help="What counts: all, embassies, seoul, or one of your policy.")
]
PolicyOption = Annotated[
    Path | None, typer.Option("--policy", metavar="FILE", help="A policy of your own (TOML) in place of the default.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output, in the forms of docs/cli.md.")]
Quotes = Annotated[bool, typer.Option("--quotes/--no-quotes", help="Footnotes with the quoted words.")]
StateArgument = Annotated[str, typer.Argument(metavar="STATE", help='A state by code or name: KP or "North Korea".')]


def location(db: str | None, *, make: bool = False) -> str:
    """Give the path of the register; ``make`` makes the default folder.

    Raises:
        StoreUnwritable: the default folder cannot be made.
    """
    if db:
        return db
    folder = platformdirs.user_data_path("legation", appauthor=False)
    if make:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnwritable(f"{folder}: {error.strerror}; name a register with --db PATH") from error
    return str(folder / "register.db")


@contextlib.contextmanager
def reading(db: str | None, policy: Path | None = None) -> Iterator[Register]:
    """Open the register for questions."""
    chosen = Policy.read(policy) if policy else None
    with Register.open(location(db), create=False, read_only=True, policy=chosen) as register:
        yield register


@contextlib.contextmanager
def writing(db: str | None) -> Iterator[Register]:
    """Open the register for taking in, or begin one."""
    with Register.open(location(db, make=True)) as register:
        yield register


def code(word: str) -> str:
    """Turn a code or name into a code; a usage error where it means no state or several."""
    found = code_of(word) or code_of(word.upper())
    if found is None:
        raise typer.BadParameter(f"{word!r} means no state, or several; give its code, such as KP")
    return found


def day(text: str | None, option: str = "--on") -> dt.date:
    """Read a day; today where none is given."""
    if text is None:
        return dt.datetime.now(tz=dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{option} {text!r} is no day; write it as 2023-10-28") from None


def known(text: str | None) -> KnownAs:
    """Read a point of known time; None is all that is known."""
    if text is None:
        return None
    try:
        return read_known(text)
    except DataError as error:
        raise typer.BadParameter(str(error)) from None


def definition(register: Register, name: str) -> Definition:
    """Give a definition of the register's policy by name; a usage error names those there are."""
    try:
        return register.policy.definition(name)
    except PolicyError as error:
        raise typer.BadParameter(str(error)) from None


def emit(form: Mapping[str, Any]) -> None:
    """Write one JSON object on a line of its own to standard output."""
    sys.stdout.write(json.dumps(form, ensure_ascii=False) + "\n")


def emit_all(forms: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON Lines."""
    for form in forms:
        emit(form)
