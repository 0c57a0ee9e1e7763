"""The log searched, backed up and restored."""

from pathlib import Path
from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, Json, KnownOption
from legation.register import Hit, Register
from legation.register.joining import join
from legation.terminal import screen
from legation.terminal.console import heading, paragraph, warn
from legation.terminal.words import several


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD…", help="All must stand there; quote a phrase.")],
    in_quotes: Annotated[bool, typer.Option("--in-quotes", help="Only in the quotes of claims.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many documents.")] = 20,
    known: KnownOption = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Find documents and quotes by their words, the newest first.

    legation search Kampala '"closed its doors"'
    """
    then = options.known(known)
    with options.reading(db) as register:
        found = register.search(" ".join(words), then, quotes=in_quotes, limit=limit)
    if json:
        options.emit_all(_form(hit) for hit in found)
        return
    console = screen()
    heading(console, f"{several(len(found), 'document')} with {' '.join(words)}")
    for hit in found:
        paragraph(console, f"{hit.source.published or 'undated'}  {hit.source.publisher or '-'}: {hit.source.title}")
        for claim in hit.claims:
            paragraph(console, f"{claim.kind} {claim.sending}-{claim.receiving}: “{claim.quote}”", 4)
        if not hit.claims and hit.passage:
            paragraph(console, hit.passage, 4)


def _form(hit: Hit) -> dict[str, object]:
    return {
        "version": 1,
        "document": hit.source.id,
        "title": hit.source.title,
        "published": hit.source.published,
        "publisher": hit.source.publisher,
        "url": hit.source.url,
        "entry": hit.since,
        "passage": hit.passage,
        "claims": [claim.json_form() for claim in hit.claims],
    }


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; nothing may stand there yet.")], db: Db = None
) -> None:
    """Write the log to one file, while others may write on.

    The file can be restored into SQLite and PostgreSQL alike, whichever it came from.
    """
    with options.reading(db) as register:
        count = register.backup(file)
    warn(f"{file}: {several(count, 'entry', 'entries')}")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `legation backup` wrote.")], db: Db = None
) -> None:
    """Lay a register from a backup, where none stands yet.

    All of it goes in, or nothing.
    """
    with Register.open(options.location(db, make=True)) as register:
        count = register.restore(file)
    warn(f"{file}: {several(count, 'entry', 'entries')} restored")


def take_in_register(file: Path, db: str | None, *, json: bool) -> None:
    """Take another register's backup into one's own."""
    with options.writing(db) as register:
        found = join(register, file)
    if json:
        told = {"readings": found.readings, "rulings": found.rulings, "known": found.known, "refused": found.refused}
        options.emit({"version": 1, "register": str(file), "whole": found.whole, **told})
    for message in found.refused:
        warn(message)
    if found.whole:
        warn(f"{file}: {several(found.readings, 'entry', 'entries')}; the register was empty and is now that one")
        return
    new = f"{several(found.readings, 'reading')} and {several(found.rulings, 'ruling')} taken in"
    warn(f"{file}: {new}; {found.known} already in, unchanged")


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(search)
    app.command()(backup)
    app.command()(restore)
