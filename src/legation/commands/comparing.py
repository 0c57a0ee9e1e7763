"""`legation compare`: two days, known times, definitions, holders or data sets, member by member."""

from typing import Annotated, Final

import typer
from rich.console import Console

from legation.commands import options
from legation.commands.options import (
    Db,
    DefinitionOption,
    Json,
    KnownOption,
    Members,
    PolicyOption,
    Quotes,
    StateArgument,
)
from legation.errors import QuestionError
from legation.network.scenario import from_source
from legation.network.sides import Compared, compared, sides
from legation.register.policy import DEFAULT
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
    sending, what = options.code(state), definition if definition != DEFAULT else None
    try:
        both = sides(first, second, from_source, on=on, known=known, definition=what)
    except QuestionError as error:
        raise typer.BadParameter(str(error)) from None
    with options.reading(db, policy) as register:
        for one in both:
            options.definition(register, one.definition)
        found = compared(register, sending, both)
    if json:
        options.emit(found.json_form(members=members or quotes))
        return
    console, notes = screen(), Footnotes()
    if both[0].voice:
        _show_voices(console, found, notes)
    else:
        _show_sides(console, found, notes, members=members or quotes, quotes=quotes)
    notes.print(console)


def _show_sides(console: Console, found: Compared, notes: Footnotes, *, members: bool, quotes: bool) -> None:
    """Print two networks side by side, and what of a scenario has no effect."""
    first, second = found.sides
    difference_page(console, found.difference, notes, titles=(first.title, second.title))
    if any(found.effects):
        console.print()
        without_effect(console, [one for some in found.effects for one in some])
    if members:
        console.print()
        opened(console, "In both", rows_of(found.difference.both), notes if quotes else None)


def _show_voices(console: Console, found: Compared, notes: Footnotes) -> None:
    """Print what two voices say of the same network on the same day."""
    before = found.difference.before
    heading(console, f"{name(before.sending)} on {written(before.on)}: two voices")
    voices_page(console, found.said, [one.voice for one in found.sides if one.voice], notes)


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("compare")(compare_two)
