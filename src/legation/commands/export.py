"""Answers out: export (one format), release (the whole as a data package), chart (a picture)."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, DefinitionOption, KnownOption, On, PolicyOption
from legation.errors import DataError
from legation.exports import FORMATS, Extract, extract, render
from legation.exports import release as write_release
from legation.exports.charts import CHARTS, draw
from legation.exports.extract import LICENCE
from legation.exports.quickstatements import quickstatements_bytes, read_items
from legation.register.policy import DEFAULT
from legation.terminal.console import warn

Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="FILE", help="The file to write; standard output by default.")
]
Sender = Annotated[str | None, typer.Argument(metavar="STATE", help="A sending state by code or name; all by default.")]
Host = Annotated[str | None, typer.Option("--in", metavar="STATE", help="Only missions in this state or place.")]
Licence = Annotated[
    str, typer.Option("--licence", metavar="SPDX", help="The licence of your data, as each file is to say it.")
]


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=", ".join(FORMATS))],
    state: Sender = None,
    receiving: Host = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="NAME", help="For csv and parquet: missions, spells, claims, …")
    ] = None,
    items: Annotated[
        Path | None,
        typer.Option(
            "--items", metavar="FILE", help="For quickstatements: CSV of a mission's id and its Wikidata item."
        ),
    ] = None,
    out: Out = None,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    licence: Licence = LICENCE,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Write the register, or a part, in a format that others read.

    legation export geojson KP --on 2024-01-31 -o kp.geojson
    """
    if form not in FORMATS:
        raise typer.BadParameter(f"{form!r} is no format; there are {', '.join(FORMATS)}")
    if items and form != "quickstatements":
        raise typer.BadParameter("--items is for quickstatements")
    found = _ask(state, receiving, on, known, definition, licence, db, policy)
    if form != "quickstatements":
        _write(render(found, form, table), out)
        return
    data = quickstatements_bytes(found, read_items(items) if items else None)
    if made := data.count(b"CREATE\n"):
        warn(f"legation: {made} missions are made anew; look each up in Wikidata first, or name its item with --items")
    _write(data, out)


def release(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    state: Sender = None,
    on: On = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    licence: Licence = LICENCE,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Write a citable release: a Frictionless data package with every format.

    legation release kp-2024-01-31 KP --on 2024-01-31
    """
    found = _ask(state, None, on, known, definition, licence, db, policy)
    files, missing = write_release(found, folder)
    for why in missing:
        warn(f"legation: left out {why}")
    warn(f"{folder}: {len(files)} files, {len(found.members)} missions, content {found.content[:16]}")


def chart(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(CHARTS))],
    state: Annotated[str, typer.Argument(metavar="STATE", help="The sending state by code or name.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The picture: .svg or .png.")],
    on: On = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="The first day of a chart over time.")
    ] = None,
    known: KnownOption = None,
    definition: DefinitionOption = DEFAULT,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Draw a state's network over time, or a map of its missions.

    legation chart map KP --on 2024-01-31 -o kp.svg
    """
    if kind not in CHARTS:
        raise typer.BadParameter(f"{kind!r} is no chart; there are {', '.join(CHARTS)}")
    if out.suffix not in (".svg", ".png"):
        raise typer.BadParameter(f"{out} ends in neither .svg nor .png")
    first = options.day(since, "--since") if since else None
    found = _ask(state, None, on, known, definition, LICENCE, db, policy)
    _write(draw(found, kind, out.suffix[1:], first), out)


def add_to(app: typer.Typer) -> None:
    """Hang the verbs into the program."""
    for verb in (export, release, chart):
        app.command()(verb)


def _ask(
    state: str | None,
    receiving: str | None,
    on: str | None,
    known: str | None,
    definition: str,
    licence: str,
    db: str | None,
    policy: Path | None,
) -> Extract:
    sending = options.code(state) if state else None
    host = options.code(receiving) if receiving else None
    day, then = options.day(on), options.known(known)
    with options.reading(db, policy) as register:
        options.definition(register, definition)
        return extract(
            register, day, definition=definition, known=then, sending=sending, receiving=host, licence=licence
        )


def _write(data: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise DataError(f"{out}: {error.strerror}; nothing to rely on was written") from error
