"""Documents in: read, add."""

from typing import Annotated

import typer

from legation.commands import options
from legation.commands.llm import BudgetOption, limited, tell_spent
from legation.commands.options import Db, Json
from legation.commands.readers import reader_of
from legation.commands.reading import (
    REFUSED,
    Docs,
    Meta,
    Private,
    Published,
    Publisher,
    ReaderOption,
    day_of,
    good,
    read,
)
from legation.commands.sources import About, Named, gather
from legation.commands.storing import Tally, store
from legation.errors import LegationError, StoreError
from legation.terminal.console import warn


def add(
    docs: Docs,
    meta: Meta = None,
    published: Published = None,
    publisher: Publisher = None,
    reader: ReaderOption = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Take the day of publication as the day on which the register learned it.")
    ] = False,
    budget: BudgetOption = None,
    private: Private = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Take documents in: read them, store them with their claims.

    The same document again changes nothing. Each goes in whole or not at all; after an interruption run the same command
    again, and what is in is passed over.

    legation add articles/ --meta documents.jsonl

    legation add https://example.org/story
    """
    chosen, about = limited(reader_of(reader), budget), About(meta, day_of(published), publisher, private)
    tally, refused = Tally(), list[Named]()
    with options.writing(db) as register:
        sources = good(gather(docs, about), refused)
        try:
            if replay:
                sources = iter(sorted(sources, key=lambda one: (one.document.published or "9999", one.name)))
            store(register, chosen, sources, tally, replay=replay, report=options.emit if json else None)
        except (KeyboardInterrupt, LegationError) as error:
            warn(f"{tally.text}; {tally.missing}")
            if isinstance(error, KeyboardInterrupt | StoreError):  # what else stopped it would stop it again
                warn("run the same command again to take in the rest")
            raise
    tally.refused += len(refused)
    warn(tally.text)
    tell_spent(chosen)
    if tally.refused:
        raise typer.Exit(REFUSED)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(read)
    app.command()(add)
