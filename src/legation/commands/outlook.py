"""The question what is to come: outlook, with the count for a day, the record of such words, and its back-test."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from legation.commands import options
from legation.commands.ask import incomplete
from legation.commands.options import (
    Db,
    DefinitionOption,
    Json,
    KnownOption,
    Members,
    On,
    PolicyOption,
    Quotes,
    StateArgument,
)
from legation.network import network as ask_network
from legation.network import outlook
from legation.network.forecast import Forecast, forecast
from legation.network.hindsight import back_test
from legation.network.lifetimes import Per, Tally, cases, tallies
from legation.network.outlook import figures_foreseen
from legation.network.quotes import figure_form
from legation.register import KnownAs, State
from legation.register.policy import DEFAULT
from legation.terminal import Footnotes, screen
from legation.terminal.console import heading
from legation.terminal.outlook import back_test_page, forecast_page, outlook_page, record_page
from legation.terminal.words import day as written
from legation.terminal.words import name

_PER: tuple[Per, ...] = ("status", "holder")


def show_outlook(
    state: StateArgument,
    by: Annotated[
        str | None, typer.Option("--by", metavar="DATE", help="Say too how many missions there will be by this day.")
    ] = None,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    every: Annotated[
        bool, typer.Option("--all-states", help="Take the record of past words from all states; slower.")
    ] = False,
    test: Annotated[
        bool, typer.Option("--back-test", help="Show what would have been said each month, and what came.")
    ] = False,
    members: Members = False,
    quotes: Quotes = True,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """List what is announced or expected and has not happened, and how often such words came true.

    Below it stand what is disputed, and the numbers that were foreseen. --by adds an interval for the count, derived
    from past words that were waited for as long; where there are too few it says so and gives none.

    legation outlook KP --on 2023-11-14 --known 2023-11-14 --by 2024-01-31 --members

    legation outlook KP --back-test --on 2024-01-31
    """
    sending, day, then = options.code(state), options.day(on), options.known(known)
    target = options.day(by, "--by") if by else None
    if target and target <= day:
        raise typer.BadParameter(f"--by {target} is not after --on {day}")
    if test:
        _back_test((sending, day, then, definition), json, db, policy)
        return
    with options.reading(db, policy) as register:
        held = register.state(then, sending=sending)
        counts = options.definition(register, definition)
        pool = register.state(then) if every else None
    found, numbers = outlook(held, sending, day, counts), figures_foreseen(held, sending, day)
    whole = ask_network(held, sending, day, definition, counts)
    ahead = forecast(held, sending, found, (day, target), counts, pool=pool) if target else None
    by_status, by_holder = record(pool or held, None if pool else sending, day)
    if json:
        head = {"version": 1, "type": "happening"}
        options.emit_all({**head, **one.json_form(), "network": whole.completeness} for one in found)
        options.emit_all({"version": 1, "type": "figure", **figure_form(one)} for one in numbers)
        _emit(ahead, by_status, by_holder, day)
        return
    console, notes = screen(), Footnotes() if quotes else None
    heading(console, f"{name(sending)}: still to come, as of {written(day)}")
    incomplete(whole, notes or Footnotes())
    if ahead:
        forecast_page(console, ahead, found, notes, members=members)
        console.print()
    outlook_page(console, found, numbers, notes)
    record_page(console, by_status, by_holder, day)
    if notes:
        notes.print(console)


def record(held: State, sending: str | None, on: dt.date) -> list[list[Tally]]:
    """Tally the record of past words by status, and by holder."""
    return [tallies(cases(held, on, per, sending)) for per in _PER]


def _emit(ahead: Forecast | None, by_status: list[Tally], by_holder: list[Tally], on: dt.date) -> None:
    if ahead:
        options.emit({"version": 1, "type": "forecast", **ahead.json_form()})
    for per, told in zip(_PER, (by_status, by_holder), strict=True):
        options.emit_all({"version": 1, "type": "record", "per": per, **one.json_form(on)} for one in told)


def _back_test(
    question: tuple[str, dt.date, KnownAs, str],
    json: bool,  # noqa: FBT001  # the verb's own
    db: str | None,
    policy: Path | None,
) -> None:
    """Answer what would have been said at each month's end, each time with what was known then."""
    sending, day, then, definition = question
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        now = register.state(then, sending=sending)

        def as_known(at: dt.date | None) -> State:
            early = at is not None and now.known is not None and at < now.known.at.date()
            return register.state(at, sending=sending) if early else now

        found = back_test(as_known, sending, day, counts)
    if json:
        options.emit_all({"version": 1, "type": "back_test", **one.json_form()} for one in found)
        return
    back_test_page(screen(), f"{name(sending)}: what would have been said, up to {written(day)}", found)


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("outlook")(show_outlook)
