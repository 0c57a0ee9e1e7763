"""Questions about networks: network, mission, coverage, check."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import typer

from legation.commands import options
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
from legation.network import Network, check, coverage, member
from legation.network import network as ask_network
from legation.network.groups import By, grouped
from legation.network.opened import found_form
from legation.network.story import record_form
from legation.register import KnownAs, Record, Register, State
from legation.register.policy import DEFAULT
from legation.terminal import Footnotes, screen
from legation.terminal.checks import check_page
from legation.terminal.console import heading, paragraph, warn
from legation.terminal.groups import groups_page
from legation.terminal.networks import as_known, mission_page, network_page, published_beside
from legation.terminal.opened import gaps_page, tallies_page
from legation.terminal.stories import coverage_page
from legation.terminal.words import day as written
from legation.terminal.words import listing, name, place, several


def network(
    state: StateArgument,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    every: Annotated[bool, typer.Option("--all", help="List missions too that are not open.")] = False,
    by: Annotated[By | None, typer.Option("--by", help="Count by region or receiving state.")] = None,
    members: Annotated[
        bool | None,
        typer.Option(
            "--members/--no-members", help="List the missions behind every count; with --by, not unless asked."
        ),
    ] = None,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Show a state's missions on a day, and how many of each kind.

    legation network KP --on 2024-01-31 --definition seoul

    legation network KP --by region --members
    """
    question = (options.code(state), options.day(on), options.known(known), definition)
    with options.reading(db, policy) as register:
        found = network_on(register, *question)
    if json:
        groups = {"by": by, "groups": [one.json_form() for one in grouped(found, by)]} if by else {}
        options.emit({**found.json_form(), **groups})
        return
    if by:
        heading(screen(), f"{name(found.sending)}: missions by {by} on {written(found.on)}")
        groups_page(screen(), grouped(found, by), by, members=bool(members) or quotes)
        if not quotes:
            return
    notes = Footnotes() if quotes else None
    network_page(screen(), found, notes, every=every, members=members is not False or quotes)
    if notes:
        notes.print(screen())


def mission(
    state: StateArgument,
    receiving: Annotated[str, typer.Argument(metavar="RECEIVING", help="The state, place or city it is in.")],
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    city: Annotated[str | None, typer.Option("--city", help="Only the mission in this city.")] = None,
    why: Annotated[bool, typer.Option("--why", help="Say by which rule each standing stands.")] = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Show one mission: its spells, happenings and every quote.

    legation mission KP ES --why

    legation mission "North Korea" Madrid
    """
    sending, (host, town) = options.code(state), options.place(receiving)
    city, day, then = city or town, options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        held = register.state(then, sending=sending)
        counts = options.definition(register, definition)
    stale = [one for one in held.stale if one.about == f"{sending}-{host}"]
    there = [one for one in held.missions.values() if one.mission.sending == sending and one.mission.receiving == host]
    records = [
        one
        for one in there
        if not city or city.casefold() in {(one.city or "").casefold(), (one.mission.city or "").casefold()}
    ]
    members = [(one, member(one, day, counts)) for one in sorted(records, key=lambda one: one.mission.id)]
    if json:
        options.emit(
            {
                "version": 1,
                "sending": sending,
                "receiving": host,
                "on": day.isoformat(),
                "known": held.known.sequence if held.known else None,
                "definition": definition,
                "missions": [{**one.json_form(), **record_form(record)} for record, one in members],
                "stale_rulings": [dataclasses.asdict(one) | {"gone": [each.id for each in one.gone]} for one in stale],
            }
        )
        return
    if not records:
        warn(_nothing(held, host, sending, city, there))
    for record, one in members:
        mission_page(screen(), record, one, why=why)
    for ruled in stale:
        warn(
            f"ruling {ruled.ruling} ({ruled.kind} by {ruled.by}) rests on claims that are read no longer: see legation review"
        )


def _nothing(held: State, host: str, sending: str, city: str | None, there: Sequence[Record]) -> str:
    """Say that no such mission is held, and what may be asked in its place: another city, a later known time, the network."""
    where = place(city, host)
    text = f"the register holds nothing of a mission of {name(sending)} in {where}, {as_known(held.known)}"
    if there:
        others = sorted({one.city or one.mission.city or "a city not named" for one in there})
        return f"{text}; it has one in {listing(others)}: leave out --city"
    return f"{text}; `legation network {sending} --all` lists those it has"


def check_figures(
    state: StateArgument,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Only figures published by this day; all by default.")
    ] = None,
    known: KnownOption = None,
    definition: Annotated[
        str | None,
        typer.Option("--definition", metavar="NAME", help="Count totals under this one; under all by default."),
    ] = None,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Check published figures against the register.

    Totals are counted under every definition; sums are added up; where a document names the missions behind its total,
    they are held against the register's, and against another document's with the same total.
    """
    sending, then = options.code(state), options.known(known)
    with options.reading(db, policy) as register:
        held = register.state(then, sending=sending)
        definitions = register.policy.definitions
        if definition:
            definitions = {definition: options.definition(register, definition)}
        found = check(held, sending, definitions, by=options.day(on) if on else None)
    if json:
        options.emit_all(found_form(one, held, opened=members or quotes) for one in found)
        return
    console, notes = screen(), Footnotes()
    heading(console, f"{name(sending)}: published figures checked")
    check_page(console, found, held, notes)
    if members or quotes:
        tallies_page(console, [each for one in found for each in one.tallies], held, notes if quotes else None)
    notes.print(console)


def show_coverage(
    state: StateArgument,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    nearest: Annotated[
        int,
        typer.Option("--nearest", metavar="N", min=0, help="Where nobody says: name N near embassies, as guesswork."),
    ] = 0,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """List states without a resident embassy, and who covers them.

    Each covering mission stands with who names it; sources that differ are shown side by side. Where nobody says, the
    answer is "not known".
    """
    sending, day, then = options.code(state), options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        held = register.state(then, sending=sending)
        counts = options.definition(register, definition)
        found = coverage(held, sending, day, counts, nearest=nearest)
    whole = ask_network(held, sending, day, definition, counts)
    if json:
        head = {"version": 1, "sending": sending, "on": day.isoformat()}
        options.emit_all(
            {**head, **one.json_form(members=members or quotes), "network": whole.completeness} for one in found
        )
        return
    console, notes = screen(), Footnotes()
    heading(console, f"{name(sending)}: states without a resident embassy on {written(day)}")
    incomplete(whole, notes)
    coverage_page(console, found, notes)
    if members or quotes:
        gaps_page(console, found, notes if quotes else None)
    notes.print(console)


def incomplete(whole: Network, notes: Footnotes) -> None:
    """Say where the register falls short of the last published total: what is listed may lack as many."""
    if whole.falls_short:
        paragraph(screen(), f"{several(whole.most, 'mission')} counted. {published_beside(whole, notes)}")


def network_on(register: Register, sending: str, on: dt.date, known: KnownAs, definition: str) -> Network:
    """Answer a state's network on a day, as known at one point, under a definition by its name."""
    counts = options.definition(register, definition)
    return ask_network(register.state(known, sending=sending), sending, on, definition, counts)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(network)
    app.command()(mission)
    app.command("check")(check_figures)
    app.command("coverage")(show_coverage)
