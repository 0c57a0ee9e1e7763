"""How well the reader reads: score it against annotated corpora, and hold it to pinned floors."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from legation.commands import options
from legation.commands.options import Json
from legation.commands.readers import reader_of
from legation.commands.reading import REFUSED, Meta, ReaderOption, good, read_each
from legation.commands.sources import About, Named, gather
from legation.errors import DocumentRefused
from legation.scoring import Corpus, read_readings, score
from legation.scoring.gate import failures, gained_and_lost, pin, read_floors
from legation.terminal import screen
from legation.terminal.console import heading, warn


def score_corpora(
    corpora: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="CORPUS",
            help="Folders with docs/ and gold.jsonl; by default LEGATION_CORPUS, or those in corpus/.",
        ),
    ] = None,
    readings: Annotated[
        Path | None,
        typer.Option("--readings", metavar="FILE", help="Score this output of `legation read` instead of reading."),
    ] = None,
    floors: Annotated[Path, typer.Option("--floors", metavar="FILE", help="Where the pinned floors stand.")] = Path(
        "corpus/floors.toml"
    ),
    before: Annotated[
        Path | None,
        typer.Option(
            "--before",
            metavar="FOLDER",
            help="Readings of an earlier reader, CORPUS.jsonl each: show what was gained and lost.",
        ),
    ] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Fail where a floor does not hold.")] = False,
    pin_: Annotated[bool, typer.Option("--pin", help="Raise the floors to what was measured.")] = False,
    lower: Annotated[bool, typer.Option("--lower-floors", help="With --pin: let floors fall too.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List every miss, false claim and wrong field.")] = False,
    reader: ReaderOption = None,
    json: Json = False,
) -> None:
    """Score the reader against annotated corpora."""
    found = [Corpus(path) for path in corpora or _default()]
    if not found:
        raise DocumentRefused("no corpus here; name folders with docs/ and gold.jsonl, or set LEGATION_CORPUS")
    measured, failed = {}, []
    pinned = read_floors(floors) if gate else {}
    for corpus in found:
        read = read_readings(readings) if readings else _readings(corpus, reader)
        figures = score(corpus, read)
        measured[corpus.name] = (corpus, figures)
        _show(corpus, figures, json=json, errors=errors)
        if before and (before / f"{corpus.name}.jsonl").exists():
            for line in gained_and_lost(corpus, read_readings(before / f"{corpus.name}.jsonl"), read):
                warn(line)
        failed += list(failures(corpus, figures, pinned)) if gate else []
    if pin_:
        pin(floors, measured, lower=lower)
    for line in failed:
        warn(line)
    if failed:
        raise typer.Exit(REFUSED)


def _show(corpus: Corpus, figures: Any, *, json: bool, errors: bool) -> None:
    if json:
        options.emit({"version": 1, "corpus": corpus.name, "sha256": corpus.digest, **figures.json_form()})
    else:
        console = screen()
        heading(console, f"{corpus.name}: {figures.documents} documents")
        for line in figures.lines():
            console.print(line)
    for line in figures.errors if errors else []:
        warn(line)


def _default() -> list[Path]:
    """Give the folders that LEGATION_CORPUS names, or those of this checkout that are there."""
    named = os.environ.get("LEGATION_CORPUS")
    folders = (
        [Path(one) for one in named.split(os.pathsep)]
        if named
        else [Path("corpus") / one for one in ("train", "plain", "dev")]
    )
    return [one for one in folders if named or (one / "gold.jsonl").exists()]


def _readings(corpus: Corpus, name: str | None) -> Mapping[str, Mapping[str, Any]]:
    """Read a corpus's documents afresh."""
    meta: Meta = corpus.path / "documents.jsonl"
    about = About(meta if meta and meta.exists() else corpus.path / "gold.jsonl")
    refused: list[Named] = []
    sources = good(gather([str(corpus.path / "docs")], about), refused)
    return {
        one.name: {"doc": one.name, "claims": [claim.json_form() for claim in reading.claims]}
        for one, reading in read_each(reader_of(name), sources, refused)
    }


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("score")(score_corpora)
