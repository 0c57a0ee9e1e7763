"""The log and its upkeep: changes, rebuild."""

import sys
from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, Json, KnownOption, PolicyOption
from legation.network import change_form
from legation.terminal import Footnotes, screen
from legation.terminal.checks import changes_page
from legation.terminal.console import heading, paragraph, warn
from legation.terminal.words import several


def changes(
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE|SEQ", help="Only what was learned after this day, moment or entry."),
    ] = None,
    known: KnownOption = None,
    sending: Annotated[
        str | None, typer.Option("--sending", metavar="STATE", help="Only this state's missions.")
    ] = None,
    quotes: options.Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """List what changed in the register, and because of what.

    A new document is the world's doing; a newer reader or a ruling is ours.

    legation changes --since 2023-11-01 --sending KP
    """
    whose, then, after = options.code(sending) if sending else None, options.known(known), options.known(since)
    with options.reading(db, policy) as register:
        last = register.known(then) if known else None
        upto = last.sequence if last else (0 if known else sys.maxsize)
        found = [
            one
            for one in register.changes(after)
            if one.known.sequence <= upto and (whose is None or whose in one.mission.split("-")[:1])
        ]
    if json:
        options.emit_all(change_form(one) for one in found)
        return
    console, notes = screen(), Footnotes()
    heading(console, "What changed in the register")
    if not changes_page(console, found, notes):
        paragraph(console, "Nothing.")
    if quotes:
        notes.print(console)


def rebuild(db: Db = None, policy: PolicyOption = None) -> None:
    """Work the register out anew from its log.

    The last line is its hash. Equal logs give equal hashes, in whatever order their documents came.
    """
    with options.reading(db, policy) as register:
        documents = sum(1 for _ in register.documents())
        digest = register.rebuild()
    warn(f"worked out anew from {several(documents, 'document')}")
    sys.stdout.write(f"register sha256 {digest}\n")


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(changes)
    app.command()(rebuild)
