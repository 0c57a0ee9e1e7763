"""Two sides of one comparison, in the words of who asks: a day, a point of known time and a definition; a scenario; a voice.

``DATE[@KNOWN][/DEFINITION]``, ``scenario:…``, ``holder:NAME`` or ``source:NAME``. What stands after ``scenario:`` is read
by a function that is handed in: on the command line it may be a file, to a server it never is.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from legation.errors import DataError, QuestionError
from legation.network.compare import Difference, compare
from legation.network.counts import Network, network
from legation.network.scenario import Scenario
from legation.network.supposed import Effect, suppose
from legation.network.voices import Said, Voice, alone, side_by_side
from legation.register import KnownAs, Register, State, read_known
from legation.register.policy import DEFAULT

Source = Callable[[str], tuple[Scenario, dict[str, str]]]
_DAY: Final = re.compile(r"(?P<on>[^@/]*)(?:@(?P<known>[^/]+))?(?:/(?P<definition>.+))?")


@dataclass(frozen=True, slots=True)
class Words:
    """A day, a point of known time and a definition as they were written, None where left open; and whose answer it is."""

    on: str | None
    known: str | None
    definition: str | None
    scenario: Scenario | None = None
    voice: Voice | None = None

    @property
    def takes(self) -> bool:
        """Whether the question's own day, known time and definition fill in what is left open."""
        return self.scenario is not None or self.voice is not None


@dataclass(frozen=True, slots=True)
class Side:
    """What one side asks: nothing is open any more."""

    on: dt.date
    known: KnownAs
    definition: str
    scenario: Scenario | None
    voice: Voice | None

    @property
    def title(self) -> str:
        """The scenario's title; empty where nothing is supposed."""
        return self.scenario.title if self.scenario else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Both sides' networks, member by member; what of a scenario has an effect; mission by mission what two voices say."""

    sides: tuple[Side, Side]
    difference: Difference
    effects: tuple[tuple[Effect, ...], tuple[Effect, ...]]
    said: tuple[Said, ...]

    def json_form(self, *, members: bool = False) -> dict[str, Any]:
        """Give the JSON object of ``legation compare --json``; with ``members``, also what both have."""
        form = self.difference.json_form()
        for key, one, steps in zip(("before", "after"), self.sides, self.effects, strict=True):
            if one.voice:
                form[key] |= {one.voice.by: one.voice.name}
            if one.scenario:
                form[key] |= {"scenario": one.title, "steps": [each.json_form() for each in steps]}
        if self.sides[0].voice:
            return {**form, "said": [one.json_form() for one in self.said]}
        return {**form, **({"both": [one.json_form() for one in self.difference.both]} if members else {})}


def sides(
    first: str, second: str, source: Source, *, on: str | None = None, known: str | None = None, definition: str | None = None
) -> tuple[Side, Side]:  # fmt: skip
    """Read two sides, and fill in what voices and scenarios leave open: as it is given, as an address has it, as the other has it.

    Raises:
        QuestionError: the words are none of these, or the two cannot be compared.
        DataError: a scenario cannot be read.
    """
    one, other = (_read(text, source) for text in (first, second))
    if (one.voice is None) is not (other.voice is None):
        raise QuestionError(
            "a holder or data set is compared with another, since silence is no answer: "
            "give two of holder:NAME, source:NAME"
        )
    given = Words(on, known, definition)
    if not one.takes and not other.takes and (on or known or definition):
        raise QuestionError(
            "a day, known time and definition beside the two are for holders, data sets and scenarios; "
            "else write DATE@KNOWN/DEFINITION"
        )
    return _settled(one, other, given), _settled(other, one, given)


def compared(register: Register, sending: str, both: tuple[Side, Side]) -> Compared:
    """Answer both sides for one state.

    Raises:
        PolicyError: the policy has no such definition.
        DataError: nothing is held of a voice, a scenario says nothing of the state, or names a mission that does not exist.
    """
    held = {known: register.state(known, sending=sending) for known in {one.known for one in both}}
    (old, effects), (new, later) = (_answered(register, held[one.known], sending, one) for one in both)
    said = side_by_side(old, new) if both[0].voice else ()
    return Compared(both, compare(old, new), (effects, later), said)


def _answered(register: Register, held: State, sending: str, one: Side) -> tuple[Network, tuple[Effect, ...]]:
    counts, effects = register.policy.definition(one.definition), tuple[Effect, ...]()
    if one.voice:
        held = alone(held, register.policy, one.voice)
    elif one.scenario:
        found = suppose(held, one.scenario.of(sending), register.policy, one.on)
        held, effects = found.state, found.effects
    return network(held, sending, one.on, one.definition, counts), effects


def _read(text: str, source: Source) -> Words:
    by, colon, rest = text.partition(":")
    rest = rest.strip()
    if colon and by == "scenario":
        if not rest:
            raise QuestionError(f"{text!r} names no scenario; give its file, or an address that was printed")
        scenario, asked = source(rest)
        return Words(asked.get("on"), asked.get("known"), asked.get("definition"), scenario)
    if colon and by in ("holder", "source"):
        if not rest:
            raise QuestionError(f"{text!r} names nobody")
        return Words(None, None, None, voice=Voice("holder" if by == "holder" else "source", rest))
    found = _DAY.fullmatch(text)
    if found is None:
        raise QuestionError(f"{text!r}: give DATE, DATE@KNOWN, DATE/DEFINITION or DATE@KNOWN/DEFINITION")
    return Words(found["on"] or None, found["known"], found["definition"])


def _settled(one: Words, other: Words, given: Words) -> Side:
    """Turn words into what is asked; today, all that is known and all missions where nothing is said."""
    if one.takes:
        one = replace(
            one, on=given.on or one.on or other.on, known=given.known or one.known or other.known,
            definition=given.definition or one.definition or other.definition,
        )  # fmt: skip
    try:
        day = dt.date.fromisoformat(one.on) if one.on else dt.datetime.now(tz=dt.UTC).date()
    except ValueError:
        raise QuestionError(f"{one.on!r} is no day; write it as 2023-10-28") from None
    try:
        then = read_known(one.known) if one.known else None
    except DataError as error:
        raise QuestionError(str(error)) from None
    return Side(day, then, one.definition or DEFAULT, one.scenario, one.voice)
