"""`legation compare`: two days, known times, definitions, holders or data sets, member by member."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from legation.commands import options
from legation.commands.options import (
    DEFAULT,
    Db,
    DefinitionOption,
    Json,
    KnownOption,
    Members,
    PolicyOption,
    Quotes,
    StateArgument,
)
from legation.commands.sides import Side, answered, settled, side
from legation.network import compare
from legation.network import network as ask_network
from legation.network.voices import Voice, alone, side_by_side
from legation.register import KnownAs
from legation.terminal import Footnotes, screen
from legation.terminal.console import heading
from legation.terminal.networks import difference_page
from legation.terminal.opened import opened, rows_of
from legation.terminal.scenario import without_effect
from legation.terminal.voices import voices_page
from legation.terminal.words import day as written
from legation.terminal.words import name

_SIDES: Final = "DATE[@KNOWN][/DEFINITION], scenario:FILE|LINK, holder:NAME or source:NAME."


def compare_two(
    state: StateArgument,
    first: Annotated[str, typer.Argument(metavar="FIRST", help=_SIDES)],
    second: Annotated[str, typer.Argument(metavar="SECOND", help="The same.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of voices and scenarios; today.")
    ] = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Compare two days, known times, definitions, scenarios, holders or data sets.

    legation compare KP 2023-10-01 2024-01-31

    legation compare KP 2023-11-30@2023-11-30 2023-11-30

    legation compare KP 2024-01-31/all 2024-01-31/seoul

    legation compare KP "holder:South Korean Foreign Ministry" "holder:Embassy Row Review" --on 2024-01-31

    legation compare KP 2024-01-31 scenario:two.toml
    """
    voices = [who for one in (first, second) if (who := _voice(one))]
    if voices:
        if len(voices) == 1:
            raise typer.BadParameter(
                "a holder or data set is compared with another, since silence is no answer: "
                "give two of holder:NAME, source:NAME"
            )
        _compare_voices(
            (options.code(state), options.day(on), options.known(known), definition), voices, json, db, policy
        )
        return
    sides = [side(first), side(second)]
    supposed = any(one.scenario for one in sides)
    if not supposed and (on or known or definition != DEFAULT):
        raise typer.BadParameter(
            "--on, --known and --definition are for holders, data sets and scenarios; else write DATE@KNOWN/DEFINITION"
        )
    asked = {"on": on, "known": known, "definition": definition if definition != DEFAULT else None}
    _compare_sides(options.code(state), settled(sides, **asked), members or quotes, quotes, json, db, policy)


def _compare_sides(
    sending: str,
    sides: Sequence[Side],
    members: bool,  # noqa: FBT001  # the verb's own
    quotes: bool,  # noqa: FBT001
    json: bool,  # noqa: FBT001
    db: str | None,
    policy: Path | None,
) -> None:
    """Answer two networks side by side, and what of a scenario has no effect."""
    with options.reading(db, policy) as register:
        (old, effects), (new, later) = (answered(register, sending, one) for one in sides)
    found = compare(old, new)
    if json:
        form = found.json_form()
        for key, one, some in zip(("before", "after"), sides, (effects, later), strict=True):
            if one.scenario:
                form[key] |= {"scenario": one.title, "steps": [each.json_form() for each in some]}
        options.emit({**form, **({"both": [one.json_form() for one in found.both]} if members else {})})
        return
    console, notes = screen(), Footnotes()
    difference_page(console, found, notes, titles=(sides[0].title, sides[1].title))
    if effects or later:
        console.print()
        without_effect(console, (*effects, *later))
    if members:
        console.print()
        opened(console, "In both", rows_of(found.both), notes if quotes else None)
    notes.print(console)


def _voice(text: str) -> Voice | None:
    """Read ``holder:NAME`` or ``source:NAME``; None for a side that is a day."""
    by, colon, who = text.partition(":")
    if not colon or by not in ("holder", "source"):
        return None
    if not who.strip():
        raise typer.BadParameter(f"{text!r} names nobody")
    return Voice("holder" if by == "holder" else "source", who.strip())


def _compare_voices(
    question: tuple[str, dt.date, KnownAs, str],
    voices: Sequence[Voice],
    json: bool,  # noqa: FBT001  # the verb's own
    db: str | None,
    policy: Path | None,
) -> None:
    """Answer what two voices say of the same network on the same day."""
    sending, day, then, definition = question
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        held = register.state(then, sending=sending)
        states = [alone(held, register.policy, who) for who in voices]
    old, new = (ask_network(one, sending, day, definition, counts) for one in states)
    found, said = compare(old, new), side_by_side(old, new)
    if json:
        form = found.json_form()
        for side, who in zip(("before", "after"), voices, strict=True):
            form[side] |= {who.by: who.name}
        options.emit({**form, "said": [one.json_form() for one in said]})
        return
    console, notes = screen(), Footnotes()
    heading(console, f"{name(sending)} on {written(day)}: two voices")
    voices_page(console, said, voices, notes)
    notes.print(console)


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("compare")(compare_two)
