"""`legation scenario`: what would be if missions closed or opened; nothing of it is stored."""

from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, Json, KnownOption, On, PolicyOption, Quotes
from legation.network.consequences import ask
from legation.network.scenario import Scenario, from_source, from_words
from legation.network.steps import VERBS
from legation.register.policy import DEFAULT
from legation.terminal import Footnotes, screen
from legation.terminal.scenario import scenario_page

Step = list[str] | None


def show_scenario(
    source: Annotated[
        str | None, typer.Argument(metavar="[FILE|LINK]", help="A scenario in TOML, or an address that was printed.")
    ] = None,
    sending: Annotated[
        str | None, typer.Option("--sending", metavar="STATE", help="Whose missions; all named.")
    ] = None,
    close: Annotated[
        Step, typer.Option("--close", metavar="MISSION", help='Such as "KP ES" or "KP ES 2024-02".')
    ] = None,
    opened: Annotated[Step, typer.Option("--open", metavar="MISSION", help='Such as "KP UG embassy Kampala".')] = None,
    suspend: Annotated[Step, typer.Option("--suspend", metavar="MISSION", help="Likewise.")] = None,
    resume: Annotated[Step, typer.Option("--resume", metavar="MISSION", help="Likewise.")] = None,
    on: On = None,
    known: KnownOption = None,
    definition: Annotated[str | None, typer.Option("--definition", metavar="NAME", help="What counts; all.")] = None,
    nearest: Annotated[int, typer.Option("--nearest", metavar="N", min=0, help="Name N next missions.")] = 1,
    members: Annotated[bool, typer.Option("--members/--no-members", help="List every member left.")] = False,
    quotes: Quotes = True,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Show what would be if missions closed or opened.

    legation scenario two.toml --sending KP --on 2024-01-31

    legation scenario --close "KP IT" --open "KP UG embassy Kampala"
    """
    whose = options.code(sending) if sending else None
    words = dict(zip(VERBS, ((one or []) for one in (close, opened, suspend, resume)), strict=True))
    supposed, asked = _supposed(source, words, whose)
    day, then = options.day(on or asked.get("on")), options.known(known or asked.get("known"))
    whose = whose or (options.code(asked["sending"]) if "sending" in asked else None)
    what = definition or asked.get("definition", DEFAULT)
    with options.reading(db, policy) as register:
        options.definition(register, what)
        found = [
            ask(register, supposed, one, day, known=then, definition=what, near=nearest)
            for one in ([whose] if whose else supposed.senders)
        ]
    if json:
        options.emit_all(one.json_form() for one in found)
        return
    notes = Footnotes()
    for one in found:
        scenario_page(screen(), one, notes, members=members)
    if quotes:
        notes.print(screen())


def _supposed(source: str | None, words: dict[str, list[str]], sending: str | None) -> tuple[Scenario, dict[str, str]]:
    """Read the scenario from a file, a link or the options; a usage error where two are given."""
    if source and any(words.values()):
        raise typer.BadParameter("give a file or link, or --close and --open, not both")
    if source:
        return from_source(source)
    return from_words(words, sending=sending, at="--"), {}


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("scenario")(show_scenario)
