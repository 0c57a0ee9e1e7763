"""Questions about many states at once: host, reciprocity, ties, graph."""

import sys
from pathlib import Path
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
from legation.network.graph import graphml, measures
from legation.network.opened import quoted, told, touching
from legation.network.presence import host, present, reciprocity
from legation.network.ties import ties
from legation.register.policy import DEFAULT
from legation.terminal import Footnotes, screen
from legation.terminal.worlds import graph_page, host_page, reciprocity_page, ties_page


def show_host(
    place: Annotated[str, typer.Argument(metavar="STATE|CITY", help="A state by code or name, or a city.")],
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    city: Annotated[str | None, typer.Option("--city", help="Only missions in this city of the state.")] = None,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Show who is present in a state or city on a day.

    legation host CN --on 2024-01-31 --members

    legation host Shenyang --quotes
    """
    (receiving, town), day, then = options.place(place), options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        seen = register.seen_on(day, then, receiving=receiving)
        found = host(seen, receiving, day, counts, city or town)
        backing = quoted(register, found.missions, day, then, wanted=quotes)
    if json:
        options.emit(told(found.json_form() | {"definition": definition}, backing))
        return
    host_page(screen(), found, backing, members=members or quotes)


def show_reciprocity(
    state: StateArgument,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Show who is in a state without it being there, and the other way round.

    legation reciprocity KP --on 2024-01-31 --definition embassies
    """
    code, day, then = options.code(state), options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        seen = [*register.seen_on(day, then, sending=code), *register.seen_on(day, then, receiving=code)]
        found = reciprocity(present(seen, counts), code, day)
        backing = quoted(register, found.missions, day, then, wanted=quotes)
    if json:
        options.emit(told(found.json_form() | {"definition": definition}, backing))
        return
    reciprocity_page(screen(), found, backing, members=members or quotes)


def show_ties(
    state: StateArgument,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    members: Members = False,
    quotes: Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Show relations without embassies, beside the number of relations published.

    Relations are those that somebody says were established or restored, and those
    that an open embassy shows.

    legation ties KP --on 2024-01-31
    """
    code, day, then = options.code(state), options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        found = ties(register.state(then, sending=code), code, day, counts)
    if json:
        options.emit(found.json_form(members=members or quotes) | {"definition": definition})
        return
    notes = Footnotes()
    ties_page(screen(), found, notes, members=members or quotes, quotes=quotes)
    notes.print(screen())


def show_graph(
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="Show so many states.")] = 20,
    members: Members = False,
    graph_file: Annotated[
        Path | None,
        typer.Option("--graphml", metavar="FILE", help="Write the graph with its measures; - for standard output."),
    ] = None,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Measure the graph of who sends where: degrees, centrality, clustering.

    legation graph --on 2022-11-16 --definition embassies --top 10
    """
    day, then = options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        counts = options.definition(register, definition)
        missions = present(register.seen_on(day, then), counts)
    if graph_file is not None:
        data = graphml(missions, day)
        if str(graph_file) == "-":
            sys.stdout.write(data.decode())
        else:
            graph_file.write_bytes(data)
        return
    rows = measures(missions)
    if json:
        options.emit_all(
            one.json_form() | ({"missions": touching(missions, one.state)} if members else {}) for one in rows
        )
        return
    graph_page(screen(), rows[:top], day, missions if members else None)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command("host")(show_host)
    app.command("reciprocity")(show_reciprocity)
    app.command("ties")(show_ties)
    app.command("graph")(show_graph)
