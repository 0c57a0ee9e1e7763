"""Archives by the thousand: the verb bulk, and what import makes of its result."""

import itertools
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
import typer

from legation.commands import options
from legation.commands.options import Json
from legation.commands.reading import REFUSED, Private
from legation.errors import DataError
from legation.intake.archives import is_address, kind_of
from legation.register import Register
from legation.terminal.console import warn
from legation.terminal.words import several

_BATCH: Final = 64  # documents stored in one transaction


def bulk(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE", help="Archives, folders of archives, or @FILE with one a line; paths, http, s3."
        ),
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="DIR", help="Where the parts go: a folder or s3://BUCKET/FOLDER.")
    ],
    workers: Annotated[
        int, typer.Option("--workers", min=1, metavar="N", help="Processes on this machine; more than one need Ray.")
    ] = 1,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="ADDRESS", help="Ray's address: auto, or ray://HOST:10001.")
    ] = None,
    reader: Annotated[
        str, typer.Option("--reader", metavar="NAME", envvar="LEGATION_READER", help="Which reader.")
    ] = "default",
    private: Private = False,
    json: Json = False,
) -> None:
    """Read any number of archives, and write claims and the documents that hold them as Parquet.

    One part an archive. What is done is not done again: after an interruption run the same command. The result is the
    same whatever the number of workers. `legation import DIR` takes it into a register.

    legation bulk crawl/*.warc.gz --out parts/ --workers 8
    """
    from legation.bulk import run  # noqa: PLC0415  # a reader takes seconds to load

    named = [one for source in sources for one in _named(source)]
    found = run(named, out, reader=reader, workers=workers, cluster=cluster, private=private, tell=_tell)
    for reason in found.failed:
        warn(reason)
    said = f"{several(found.parts, 'part')} ({found.done_before} done before), {several(found.records, 'record')}"
    warn(
        f"{said}, {several(found.documents, 'document')} kept with {several(found.claims, 'claim')}, {found.refused} refused"
    )
    if json:
        options.emit({"version": 1, **msgspec.to_builtins(found)})
    if found.failed or found.refused:
        raise typer.Exit(REFUSED)


def _tell(one: Any) -> None:
    if not isinstance(one, str):
        warn(f"{one.source}: {several(one.count.records, 'record')}, {several(one.claims, 'claim')}")


def _named(source: str) -> list[str]:
    """Give the archives that a word names."""
    if source.startswith("@"):
        try:
            lines = Path(source[1:]).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(f"{source[1:]}: cannot be read ({error}); give a file with one archive a line") from error
        return [line.strip() for line in lines if line.strip()]
    if is_address(source) or not Path(source).is_dir():
        return [source]
    return sorted(str(path) for path in Path(source).rglob("*") if path.is_file() and kind_of(path.name))


def is_result(what: str) -> bool:
    """Whether a word of the user means the result of a bulk rather than a table or a data set."""
    return what.startswith("s3://") or Path(what).is_dir()


def take(register: Register, out: str) -> dict[str, Any]:
    """Put the result of a bulk into a register; what is in already stays as it is."""
    from legation.bulk import kept  # noqa: PLC0415

    told = {"new": 0, "known": 0, "reread": 0, "claims": 0, "refused": 0}
    waiting = kept(out)
    while batch := list(itertools.islice(waiting, _BATCH)):
        once = {(one.document.id, one.reader): one for one in batch}
        for added in register.add_all([(one.document, one.claims, one.reader) for one in once.values()]):
            told[added.outcome] += 1
            told["claims"] += added.stored
            told["refused"] += len(added.refused)
            for message in (*added.refused, *added.flagged):
                warn(message)
    return told


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command()(bulk)
