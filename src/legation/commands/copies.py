"""Copies among the documents of a register: the verb copies."""

from typing import Annotated

import msgspec
import typer
from rich.text import Text

from legation.commands import options
from legation.commands.options import Db, Json
from legation.terminal.console import clean, heading, paragraph, screen
from legation.terminal.words import several

_VAST = 200_000  # signs; an outside table's editions are alike by their nature, and no article is as long


def copies(
    json: Json = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N documents.")] = 50,
    db: Db = None,
) -> None:
    """List the documents that have the text of an earlier one: copies, cut and re-headed ones too, and later versions.

    A later version is one of the same publisher or address. What both say is one origin to the register only where all
    words are the same; the rest is for a person to see.

    legation copies
    """
    from legation.copies import Index  # noqa: PLC0415  # questions do without it

    index = Index()
    with options.reading(db) as register:
        held = list(register.documents())
        texts = (register.document(one.id) for one in held)
        links = [found[0] for one in texts if len(one.text) <= _VAST and (found := index.add(one))]
    titles = {one.id: (one.title, one.publisher, one.published) for one in held}
    if json:
        options.emit_all({"version": 1, **msgspec.to_builtins(link)} for link in links)
        return
    console = screen()
    many = several(len(links), "document")
    heading(console, f"{many} of {len(titles)} with the text of an earlier one" if links else "No copies.")
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
