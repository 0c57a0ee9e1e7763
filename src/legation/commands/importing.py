"""Data sets in: the verb import, for tables under a mapping, for the data sets known by name, and for Wikidata live."""

import contextlib
import dataclasses
import datetime as dt
import json as json_
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import platformdirs
import typer
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from legation.commands import options
from legation.commands.archives import take_in_register
from legation.commands.bulk import is_result, take
from legation.commands.options import Db, Json
from legation.commands.reading import REFUSED
from legation.errors import DataError
from legation.imports import mapping_beside, read_mapping, read_table
from legation.imports.editions import Difference, compare
from legation.imports.sources import NAMES, Edition, live_edition, read_edition
from legation.imports.sparql import fetch
from legation.imports.table import Imported, Skipped
from legation.imports.wdqs import PAGE, Told
from legation.register import Register
from legation.register.joining import is_backup
from legation.terminal import screen
from legation.terminal.console import warn
from legation.terminal.words import several

SHOWN: Final = 20  # lines of one sort on standard error; --report has all
_NUMBER: Final = re.compile(
    r"\d+(?:-\d+)*$|(?<=inception )[\d-]+(?= is before)"
)  # what only tells lines of one sort apart


def import_(
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|DIR",
            help=f"A data set ({', '.join(NAMES)}), a table of missions, a backup, or what bulk wrote.",
        ),
    ],
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The data set's file.")] = None,
    sending: Annotated[
        str | None,
        typer.Option("--sending", metavar="STATE", help="With wikidata and no file: ask Wikidata for its missions."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE|YEAR", help="Of which day a data set is, where its file does not say."),
    ] = None,
    receiving: Annotated[
        str | None, typer.Option("--receiving", metavar="STATE", help="With osm: the state that the file is a map of.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="Another SPARQL server than Wikidata's.")
    ] = None,
    page: Annotated[
        int, typer.Option("--page", min=1, max=10000, help="Rows to ask a SPARQL server for at once.")
    ] = PAGE,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="What a table's columns mean (YAML); by default FILE.yaml."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write every row left out, every oddity and every change there."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go in; store nothing.")] = False,
    replay: Annotated[
        bool, typer.Option("--replay", help="Take the day of publication as the day on which the register learned it.")
    ] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Take in a data set.

    Each row becomes claims, with the row as their quote and the data set as their holder. Rows that cannot be
    understood are left out and told with their line; for a table of your own the exit code is then 1. The same data set
    again changes nothing; of a new edition it is told what is new, what changed, and what is no longer in it.

    legation import wikidata wikidata-missions-2022-11-16.csv

    legation import wikidata --sending KP

    legation import dprk-missions.csv --mapping dprk-missions.yaml
    """
    if what not in NAMES and is_result(what):
        _take_bulk(what, db, json=json)
        return
    if what not in NAMES and is_backup(Path(what)):
        take_in_register(Path(what), db, json=json)
        return
    edition = _edition(what, file, sending, on, receiving, mapping, endpoint, page)
    found, own = edition.found, what not in NAMES
    changes: Difference | None = None
    outcome, stored = "dry run", len(found.claims)
    if not dry_run:
        published = found.document.published
        at = dt.date.fromisoformat(published) if replay and published else None
        with options.writing(db) as register, _waiting("writing"):
            added = register.add(found.document, found.claims, found.reader, at=at)
            changes = _changes(register, edition) if added.outcome == "new" and not own else None
            # lays the answers that questions read and may not write
            register.seen_on(dt.datetime.now(tz=dt.UTC).date())
        outcome, stored = added.outcome, added.stored
        if added.refused:
            raise DataError("; ".join(added.refused))
        _tell_flagged(added.flagged)
    name = str(file or (what if own else f"{what} {sending}"))
    _tell(name, found.skipped, "left out: ", every=own)
    _tell(name, found.noted, "", every=False)
    _tell_changes(changes)
    if report:
        _write_report(report, found, changes)
    if json:
        options.emit(_form(name, outcome, stored, found, changes))
    warn(_imported(found.document.title, outcome, found.rows, stored, len(found.skipped)))
    if found.skipped and own:
        raise typer.Exit(REFUSED)


def _take_bulk(what: str, db: str | None, *, json: bool) -> None:
    with options.writing(db) as register, _waiting("writing"):
        told = take(register, what)
    if json:
        options.emit({"version": 1, "bulk": what, **told})
    warn(
        f"{what}: {several(told['new'], 'document')} taken in with {several(told['claims'], 'claim')}, "
        f"{told['reread']} read again, {told['known']} already in"
    )
    if told["refused"]:
        raise typer.Exit(REFUSED)


def _edition(
    what: str,
    file: Path | None,
    sending: str | None,
    on: str | None,
    receiving: str | None,
    mapping: Path | None,
    endpoint: str | None,
    page: int,
) -> Edition:
    if what not in NAMES:
        if file is not None:
            raise typer.BadParameter(f"{what!r} is no data set; there are {', '.join(NAMES)}")
        if not Path(what).is_file():
            raise DataError(f"{what}: neither a data set ({', '.join(NAMES)}) nor a file; check the name")
        chosen = read_mapping(mapping or mapping_beside(Path(what)))
        return Edition(read_table(Path(what), chosen), lambda _: read_table(Path(what), chosen))
    if file is not None:
        with _waiting(f"reading {file.name}"):
            return read_edition(what, file, on, options.code(receiving) if receiving else None)
    if what != "wikidata" or not sending:
        raise typer.BadParameter(f"{what} needs its FILE" + (", or --sending STATE" if what == "wikidata" else ""))
    code = options.code(sending)
    kept = platformdirs.user_cache_path("legation", appauthor=False) / f"wikidata-{code}.rows"
    with _fetching() as tell:
        text, day = fetch(code, kept, endpoint=endpoint, page=page, tell=tell)
    return live_edition(code, text, day)


def _changes(register: Register, edition: Edition) -> Difference | None:
    return compare(register, edition.found, edition.reread)


def _tell(name: str, lines: tuple[Skipped, ...], lead: str, *, every: bool) -> None:
    """Tell of each line; of a large data set by reason, the commonest first."""
    if every:
        for one in lines:
            warn(f"{name}, line {one.line}: {lead}{one.why}")
        return
    by_reason: dict[str, list[int]] = {}
    for one in lines:
        by_reason.setdefault(_NUMBER.sub("…", one.why), []).append(one.line)
    reasons = sorted(by_reason.items(), key=lambda one: (-len(one[1]), one[1]))
    for why, where in reasons[:SHOWN]:
        first = f"line {where[0]}" if len(where) == 1 else f"{len(where)} rows, the first line {where[0]}"
        warn(f"{name}, {first}: {lead}{why}")
    if len(reasons) > SHOWN:
        warn(f"{name}: and {len(reasons) - SHOWN} more reasons; --report FILE writes all of them")


def _tell_flagged(messages: tuple[str, ...]) -> None:
    """Tell of claims that went in and cannot be so as dated."""
    for message in messages[:SHOWN]:
        warn(message)
    if len(messages) > SHOWN:
        warn(f"and {len(messages) - SHOWN} more claims that cannot be so as dated; `legation review` lists them")


def _tell_changes(changes: Difference | None) -> None:
    if changes is None:
        return
    warn(
        f"since the edition of {changes.before}: {several(len(changes.appeared), 'mission')} new, "
        f"{len(changes.vanished)} no longer listed, {len(changes.changed)} changed"
    )
    lines = list(changes.lines)
    for line in lines[:SHOWN]:
        warn(line)
    if len(lines) > SHOWN:
        warn(f"and {len(lines) - SHOWN} more; --report FILE writes all of them")


def _form(name: str, outcome: str, stored: int, found: Imported, changes: Difference | None) -> dict[str, Any]:
    form: dict[str, Any] = {
        "version": 1,
        "table": name,
        "outcome": outcome,
        "rows": found.rows,
        "claims": stored,
        "skipped": [dataclasses.asdict(one) for one in found.skipped],
    }
    if found.noted:
        form["noted"] = [dataclasses.asdict(one) for one in found.noted]
    if changes is not None:
        form["since"] = changes.before
        form["changes"] = list(changes.lines)
    return form


def _write_report(path: Path, found: Imported, changes: Difference | None) -> None:
    lines = [{"what": "left out", **dataclasses.asdict(one)} for one in found.skipped]
    lines += [{"what": "noted", **dataclasses.asdict(one)} for one in found.noted]
    lines += [{"what": "changed", "line": None, "why": line} for line in (changes.lines if changes else ())]
    try:
        path.write_text("".join(json_.dumps(one, ensure_ascii=False) + "\n" for one in lines), "utf-8")
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; name a file for --report that can be written") from error


def _imported(title: str, outcome: str, rows: int, stored: int, skipped: int) -> str:
    if outcome == "known":
        return f"{title}: already in, nothing changed; after a change to the mapping, raise its `version`"
    verb = {"new": "taken in", "reread": "read again", "dry run": "would be taken in"}[outcome]
    left = f", {several(skipped, 'row')} left out" if skipped else ""
    return f"{title}: {several(rows, 'row')}, {several(stored, 'claim')} {verb}{left}"


@contextlib.contextmanager
def _waiting(what: str) -> Iterator[None]:
    """Show that something is going on, on standard error and on a terminal only."""
    columns = (TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen(error=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        bar.add_task(what, total=None)
        yield


@contextlib.contextmanager
def _fetching() -> Iterator[Callable[[Told], None]]:
    """Count rows as they come; without a terminal only waits are told."""
    columns = (TextColumn("{task.completed:.0f} rows {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen(error=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)

        def tell(told: Told) -> None:
            waits = f"waiting {told.waiting:.0f} seconds" if told.waiting else ""
            bar.update(task, completed=told.rows, description=waits)
            if waits and not sys.stderr.isatty():
                warn(f"the server wants a pause: {waits}, {told.rows} rows so far")

        yield tell


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("import")(import_)
