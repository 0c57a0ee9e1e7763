"""What every question takes: a day, what was known when, and what counts; read from the address, and written back into it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from legation.errors import DataError, PolicyError
from legation.gazetteer import code_of, town_meant
from legation.register import Definition, Known, KnownAs, Register, read_known
from legation.register.policy import DEFAULT
from legation.web.problems import not_found, refused


@dataclass(frozen=True, slots=True)
class Question:
    """A day (valid time), a point of known time, and the name of a definition. ``given`` tells whether a day was asked for."""

    on: dt.date
    known: KnownAs
    definition: str
    given: bool

    def counts(self, register: Register) -> Definition:
        """Give the definition itself.

        Raises:
            Problem: the policy has none of this name.
        """
        try:
            return register.policy.definition(self.definition)
        except PolicyError as error:
            raise refused(str(error)) from None

    def permalink(self, path: str, known: Known | None, also: Mapping[str, str] | None = None) -> str:
        """Write an address that gives the same answer for good: both times are named in it, and what else was asked."""
        asked = {"on": self.on.isoformat(), "known": str(known.sequence) if known else "0"}
        if self.definition != DEFAULT:
            asked["definition"] = self.definition
        asked |= also or {}
        return f"{path}?{urlencode(asked)}"


def asked(
    on: Annotated[
        str | None, Query(description="The day asked about; today by default.", examples=["2024-01-31"])
    ] = None,
    known: Annotated[
        str | None,
        Query(description="Answer with what the register knew then: a day, a moment or an entry's number."),
    ] = None,
    definition: Annotated[str, Query(description="What counts: the name of a definition.")] = DEFAULT,
) -> Question:
    """Read the question's part that all share."""
    day = day_of("on", on) if on else dt.datetime.now(tz=dt.UTC).date()
    try:
        then = read_known(known) if known else None
    except DataError as error:
        raise refused(f"known={known}: {error}") from None
    return Question(day, then, definition, bool(on))


def day_of(parameter: str, text: str) -> dt.date:
    """Read a day that an address gives.

    Raises:
        Problem: it is none; the detail names the parameter.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise refused(f"{parameter}={text}: this is no day; write it as 2023-10-28") from None


Asked = Annotated[Question, Depends(asked)]


def state_code(word: str) -> str:
    """Turn a code or name in an address into a code.

    Raises:
        Problem: it means no state, or several.
    """
    found = code_of(word) or code_of(word.upper())
    if found is None:
        raise not_found(f"{word} means no state, or several; give its code, such as KP")
    return found


def place_code(word: str) -> tuple[str, str | None]:
    """Turn a receiving state or a city in an address into the state's code and, of a city, its name.

    Raises:
        Problem: it means neither, or several.
    """
    town = town_meant(word)
    return (town.state, town.name) if town else (state_code(word), None)
