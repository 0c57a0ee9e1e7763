"""Copies among the documents of a register: the verb copies."""

from typing import Annotated

import msgspec
import typer
from rich.text import Text

from legation.commands import options
from legation.commands.options import Db, Json, KnownOption
from legation.terminal.console import clean, heading, paragraph, screen
from legation.terminal.words import several


def copies(
    json: Json = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N documents.")] = 50,
    known: KnownOption = None,
    db: Db = None,
) -> None:
    """List the documents that have the text of an older one: copies, cut and re-headed ones too, and later versions.

    A later version is one of the same publisher or address. What both say is one origin to the register.

    legation copies
    """
    with options.reading(db) as register:
        links = register.copies(options.known(known))
        if json:
            options.emit_all({"version": 1, **msgspec.to_builtins(link)} for link in links)
            return
        titles = {one.id: (one.title, one.publisher, one.published) for one in register.documents()}
    console = screen()
    many = several(len(links), "document")
    heading(console, f"{many} of {len(titles)} with the text of an older one" if links else "No copies.")
    for link in links[:limit]:
        console.print()
        paragraph(console, Text(f"{link.document}  {link.relation}, {link.likeness:.0%} of the shorter", "dim"))
        for word, key in (("", link.document), ("of ", link.earlier)):
            title, publisher, published = titles[key]
            paragraph(console, f"{word}{clean(title) or key}, {clean(publisher or 'no publisher')}, {published or 'undated'}", indent=2, hang=2)  # fmt: skip
    if len(links) > limit:
        paragraph(console, f"… and {len(links) - limit} more; --limit shows them")


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command()(copies)
