"""Questions about stretches of time: series, ranking."""

import datetime as dt
from typing import Annotated, Literal

import typer

from legation.commands import options
from legation.commands.options import (
    Db,
    DefinitionOption,
    Json,
    KnownOption,
    Members,
    PolicyOption,
    Quotes,
    SendingArgument,
    StateArgument,
)
from legation.network.opened import behind_points, behind_shifts, moved, told_over_time
from legation.network.series import ranking, series, sliding
from legation.register.policy import DEFAULT
from legation.terminal import Footnotes, screen
from legation.terminal.worlds import ranking_page, series_page

Since = Annotated[str, typer.Option("--since", metavar="DATE", help="The first day of the stretch.")]
Until = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Its last day; today by default.")]


def show_series(
    state: StateArgument,
    since: Since,
    on: Until = None,
    by: Annotated[Literal["year", "month"], typer.Option("--by", help="Count at the end of each.")] = "year",
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Count a state's missions at the end of every year or month.

    legation series KP --since 2023-09-30 --on 2024-01-31 --by month --members
    """
    sending, first, last = options.code(state), options.day(since, "--since"), options.day(on)
    _forward(first, last)
    then = options.known(known)
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        found = series(register.courses(then, sending=sending), first, last, counts, by)
        held = register.state(then, sending=sending) if quotes else None
    backing = behind_points(held, found, every=json) if held else None
    if json:
        head = {"sending": sending, "definition": definition}
        options.emit_all(
            told_over_time({**one.json_form(members=members or quotes), **head}, backing, (*one.come, *one.gone))
            for one in found
        )
        return
    notes = Footnotes()
    series_page(screen(), sending, found, backing, notes, members=members or quotes)
    notes.print(screen())


def show_ranking(
    state: SendingArgument = None,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="The first day of the window.")] = "1990-12-31",
    on: Until = None,
    years: Annotated[
        int,
        typer.Option(
            "--years", metavar="N", min=0, help="Rank every window of N years in the stretch; 0 is the whole."
        ),
    ] = 0,
    grown: Annotated[bool, typer.Option("--grown/--shrunk", help="Rank expansions, or retreats.")] = False,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="Show so many.")] = 10,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Rank the largest retreats or expansions in a window, of one state or all.

    Only changes that are certain at both ends are ranked. With STATE, its windows
    are shown, with the rank they have among those of all states.

    legation ranking --since 1990-12-31 --on 2023-12-31 --years 1

    legation ranking KP --since 2023-10-01 --on 2024-01-31 --quotes

    `--quotes` opens what came and went, with `--members` also what stayed.
    """
    sending, first, last = (options.code(state) if state else None), options.day(since, "--since"), options.day(on)
    _forward(first, last)
    then = options.known(known)
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        ranked = ranking(register.courses(then), sliding(first, last, years), counts, grown=grown)
        found = [one for one in ranked if sending in (None, one.sending)][:top]
        backing = behind_shifts(register, found, then, every=members) if quotes else None
    if json:
        head = {"definition": definition, "of": len(ranked)}
        options.emit_all(
            told_over_time({**one.json_form(), **head}, backing, moved(one, every=members)) for one in found
        )
        return
    notes = Footnotes()
    ranking_page(screen(), found, len(ranked), backing, notes, grown=grown, members=members)
    notes.print(screen())


def _forward(first: dt.date, last: dt.date) -> None:
    if first >= last:
        raise typer.BadParameter(f"--since {first} is not before --on {last}")


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command("series")(show_series)
    app.command("ranking")(show_ranking)
