"""What the verbs share: their options, the register they open, and how a word of the user becomes a code, day or definition."""

import contextlib
import datetime as dt
import difflib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import platformdirs
import typer

from legation.errors import DataError, PolicyError, StoreUnwritable
from legation.gazetteer import city, code_of, state, states, town_meant
from legation.gazetteer.records import State
from legation.gazetteer.towns import candidates
from legation.register import Definition, KnownAs, Policy, Register, read_known

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
Members = Annotated[bool, typer.Option("--members/--no-members", help="List the missions behind every count.")]
Quotes = Annotated[bool, typer.Option("--quotes/--no-quotes", help="The members' quoted words; lists them too.")]
SendingArgument = Annotated[
    str | None, typer.Argument(metavar="STATE", help="Only this sending state, by code or name; all by default.")
]
SendingOption = Annotated[str | None, typer.Option("--sending", metavar="STATE", help="The same as STATE.")]
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
        raise typer.BadParameter(_no_state(word))
    return found


def _no_state(word: str) -> str:
    """Say why a word is no state, and name those that may be meant: by a part of the name, by spelling, by a city."""
    names = {one.name.casefold(): one for one in states(territories=True)}
    part = re.compile(rf"\b{re.escape(word.casefold())}\b")
    several = [one for key, one in names.items() if part.search(key)]
    alike = several or _alike(word.casefold(), names)
    if len(several) > 1:
        return f"{word!r} means several states: {_listed(several)}; give one's code"
    if alike:
        return f"{word!r} is no state; did you mean {_listed(alike)}?"
    if town := city(word):
        return f"{word!r} is a city; did you mean {_listed([state(town.state)])}?"
    if towns := candidates(word):
        some = [state(one) for one in sorted({town.state for town in towns})]
        return f"{word!r} is a city of that name in several states: {_listed(some[:4])}; give one, and --city where there is that option"
    return f"{word!r} is no state; give its usual English name or its two-letter code, such as KP"


def _alike(word: str, names: Mapping[str, State]) -> list[State]:
    """Find the states whose name, or a word of it, is spelt nearly so; the nearest first."""
    parts = {part: key for key in names for part in (*key.split(), key)}
    close = difflib.get_close_matches(word, parts, 3, 0.75)
    shared = [key for part in close for key in names if part == key or part in key.split()]
    return [names[key] for key in dict.fromkeys(shared)][:3]


def _listed(found: Iterable[State]) -> str:
    return " or ".join(f"{one.name} ({one.code})" for one in found)


def place(word: str) -> tuple[str, str | None]:
    """Turn a receiving state or a city into the state's code and, of a city, its name."""
    town = town_meant(word)
    return (town.state, town.name) if town else (code(word), None)


def one_state(argument: str | None, option: str | None) -> str | None:
    """Take a sending state from the argument or from ``--sending``; a usage error where the two differ."""
    found = {code(one) for one in (argument, option) if one}
    if len(found) > 1:
        raise typer.BadParameter(f"STATE is {argument!r} and --sending is {option!r}; give one of them")
    return next(iter(found), None)


def day(text: str | None, option: str = "--on") -> dt.date:
    """Read a day; today where none is given."""
    if text is None:
        return dt.datetime.now(tz=dt.UTC).date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{option} {text!r} is no day; write it as 2023-10-28") from None


def known(text: str | None, option: str = "--known") -> KnownAs:
    """Read a point of known time; None is all that is known."""
    if text is None:
        return None
    try:
        return read_known(text)
    except DataError as error:
        raise typer.BadParameter(f"{option} {error}") from None


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
