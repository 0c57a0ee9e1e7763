"""Documents and data sets in: add, import."""

import dataclasses
import datetime as dt
from pathlib import Path
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
from legation.errors import DataError, LegationError
from legation.imports import mapping_beside, read_mapping, read_table
from legation.terminal.console import warn
from legation.terminal.words import several


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
        except (KeyboardInterrupt, LegationError):
            warn(f"{tally.text}; {tally.missing}")
            warn("run the same command again to take in the rest")
            raise
    tally.refused += len(refused)
    warn(tally.text)
    tell_spent(chosen)
    if tally.refused:
        raise typer.Exit(REFUSED)


def import_(
    table: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table of missions.")],
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="What its columns mean (YAML); by default FILE.yaml beside it."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go in; store nothing.")] = False,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="Take the mapping's `published` as the day on which the register learned it."),
    ] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Take in a table of missions.

    Each row becomes a claim or two, with the row as its quote. Rows that cannot be understood are left out and told with their line; the exit code is then 1. The same table again
    changes nothing.

    legation import dprk-missions.csv --mapping dprk-missions.yaml
    """
    chosen = read_mapping(mapping or mapping_beside(table))
    found = read_table(table, chosen)
    for skipped in found.skipped:
        warn(f"{table}, line {skipped.line}: left out: {skipped.why}")
    outcome, stored = "dry run", len(found.claims)
    if not dry_run:
        at = dt.date.fromisoformat(chosen.published) if replay and chosen.published else None
        with options.writing(db) as register:
            added = register.add(found.document, found.claims, found.reader, at=at)
        outcome, stored = added.outcome, added.stored
        if added.refused:
            raise DataError("; ".join(added.refused))
    if json:
        skipped_rows = [dataclasses.asdict(one) for one in found.skipped]
        options.emit(
            {
                "version": 1,
                "table": str(table),
                "outcome": outcome,
                "rows": found.rows,
                "claims": stored,
                "skipped": skipped_rows,
            }
        )
    warn(_imported(chosen.title, outcome, found.rows, stored, len(found.skipped)))
    if found.skipped:
        raise typer.Exit(REFUSED)


def _imported(title: str, outcome: str, rows: int, stored: int, skipped: int) -> str:
    if outcome == "known":
        return f"{title}: already in, nothing changed; after a change to the mapping, raise its `version`"
    verb = {"new": "taken in", "reread": "read again", "dry run": "would be taken in"}[outcome]
    left = f", {several(skipped, 'row')} left out" if skipped else ""
    return f"{title}: {several(rows, 'row')}, {several(stored, 'claim')} {verb}{left}"


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(read)
    app.command()(add)
    app.command("import")(import_)
