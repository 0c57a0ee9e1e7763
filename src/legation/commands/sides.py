"""The sides of `legation compare`: a day, known time and definition, with or without a scenario; and what each answers."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import typer

from legation.commands import options
from legation.commands.options import DEFAULT
from legation.network import Network, network
from legation.network.scenario import Scenario, from_source
from legation.network.supposed import Effect, suppose
from legation.register import KnownAs, Register

_SIDE: Final = re.compile(r"(?P<on>[^@/]*)(?:@(?P<known>[^/]+))?(?:/(?P<definition>.+))?")
_PARTS: Final = ("on", "known", "definition")


@dataclass(frozen=True, slots=True)
class Side:
    """A day, a point of known time and a definition, in the user's words, None where left open; and what is supposed."""

    on: str | None
    known: str | None
    definition: str | None
    scenario: Scenario | None = None

    @property
    def title(self) -> str:
        """The scenario's title; empty where nothing is supposed."""
        return self.scenario.title if self.scenario else ""

    def question(self) -> tuple[dt.date, KnownAs, str]:
        """Give what is asked; today, all that is known and all missions where nothing is said."""
        return options.day(self.on, "side"), options.known(self.known, "side"), self.definition or DEFAULT


def side(text: str) -> Side:
    """Read ``DATE[@KNOWN][/DEFINITION]`` or ``scenario:FILE|LINK``; a usage error for anything else.

    Raises:
        DataError: the scenario cannot be read.
    """
    by, colon, source = text.partition(":")
    if colon and by == "scenario":
        if not source.strip():
            raise typer.BadParameter(f"{text!r} names no scenario; give its file, or an address that was printed")
        scenario, asked = from_source(source.strip())
        return Side(asked.get("on"), asked.get("known"), asked.get("definition"), scenario)
    found = _SIDE.fullmatch(text)
    if found is None:
        raise typer.BadParameter(f"{text!r}: give DATE, DATE@KNOWN, DATE/DEFINITION or DATE@KNOWN/DEFINITION")
    return Side(found["on"] or None, found["known"], found["definition"])


def settled(sides: Sequence[Side], **given: str | None) -> list[Side]:
    """Fill in what scenarios leave open: by the options, else as their addresses have it, else as the other side has it."""
    first, second = sides
    return [_settled(first, second, given), _settled(second, first, given)]


def _settled(one: Side, other: Side, given: dict[str, str | None]) -> Side:
    if one.scenario is None:
        return one
    said: dict[str, Any] = {key: given.get(key) or getattr(one, key) or getattr(other, key) for key in _PARTS}
    return Side(**said, scenario=one.scenario)


def answered(register: Register, sending: str, one: Side) -> tuple[Network, tuple[Effect, ...]]:
    """Answer a side's network, and what became of each entry of its scenario.

    Raises:
        DataError: the scenario says nothing of the state, or names a mission that does not exist.
    """
    day, known, definition = one.question()
    counts = options.definition(register, definition)
    held = register.state(known, sending=sending)
    if one.scenario is None:
        return network(held, sending, day, definition, counts), ()
    found = suppose(held, one.scenario.of(sending), register.policy, day)
    return network(found.state, sending, day, definition, counts), found.effects
