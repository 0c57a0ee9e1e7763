"""Documents through a reader: `legation read`, and what the verbs that store share with it."""

import dataclasses
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from legation.commands import options
from legation.commands.compare import compared, pair_of
from legation.commands.llm import BudgetOption, DryRun, estimate, examined, limited, tell_spent
from legation.commands.options import Json
from legation.commands.readers import Reader, reader_of
from legation.commands.sources import About, Named, gather
from legation.errors import LegationError
from legation.model import Claim, Document
from legation.terminal.console import warn

REFUSED: Final = 1

Docs = Annotated[
    list[str],
    typer.Argument(metavar="DOCS", help="Files, folders, archives (WARC, WACZ, zip, mbox, .eml), addresses, or -."),
]
Meta = Annotated[
    Path | None,
    typer.Option(
        "--meta", metavar="FILE", help='JSON Lines with {"doc": NAME, "published": …, "publisher": …} for each file.'
    ),
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DAY", help="The day of publication, where the meta file does not say it."),
]
Publisher = Annotated[str | None, typer.Option("--publisher", metavar="NAME", help="The publisher, likewise.")]
ReaderOption = Annotated[
    str | None,
    typer.Option(
        "--reader",
        metavar="NAME",
        envvar="LEGATION_READER",
        help="Which reader: default, rules, llm (a language model), another package's, or two (rules+llm).",
    ),
]
CompareOption = Annotated[
    str | None, typer.Option("--compare", metavar="A,B", help="Read with two readers and show where they agree.")
]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Let addresses of this machine and its network be fetched.")
]


@dataclasses.dataclass(frozen=True, slots=True)
class Good:
    """A document that could be made."""

    name: str
    document: Document


def good(sources: Iterable[Named], refused: list[Named]) -> Iterator[Good]:
    """Give the documents; tell of the rest on standard error as they come, and keep them in ``refused``."""
    for one in sources:
        if one.document is None:
            warn(f"{one.error}" if one.name in str(one.error) else f"{one.name}: {one.error}")
            refused.append(one)
        else:
            yield Good(one.name, one.document)


def read_each(reader: Reader, sources: Iterable[Good], refused: list[Named]) -> Iterator[tuple[Good, Any]]:
    """Read documents in a stream, and give each with its reading.

    What a reader could not read (an endpoint that does not answer) is told on standard error and kept in ``refused``.
    """
    waiting: deque[Good] = deque()

    def documents() -> Iterator[Document]:
        for one in sources:
            waiting.append(one)
            yield one.document

    for reading in reader.read_many(documents()):
        one = waiting.popleft()
        if hasattr(reading, "fault"):
            not_read(one, reading, refused)
        else:
            yield one, reading


def not_read(one: Good, reading: Any, refused: list[Named]) -> None:
    """Tell of a document that a reader could not read, and keep it with its fault in ``refused``."""
    warn(f"{one.name}: not read, {reading.fault}: {reading.detail}")
    refused.append(Named(one.name, one.document, LegationError(reading.fault)))


def day_of(text: str | None) -> str | None:
    """Check the day that the user gives with ``--published``."""
    return options.day(text, "--published").isoformat() if text else None


def read(
    docs: Docs,
    meta: Meta = None,
    published: Published = None,
    publisher: Publisher = None,
    why: Annotated[
        bool, typer.Option("--why", help="Give each claim a field `why`: the rules and words behind it.")
    ] = False,
    reader: ReaderOption = None,
    compare: CompareOption = None,
    budget: BudgetOption = None,
    dry_run: DryRun = False,
    private: Private = False,
    json: Json = True,  # noqa: ARG001  # always JSON; the option stands for uniformity
) -> None:
    """Read claims from documents and print them; nothing is stored.

    One JSON line a document in the form of the reading guide, each quote with its offsets in the file as it stands. What
    cannot be read is told on standard error, and the exit code is 1 at the end.

    legation read articles/ --meta documents.jsonl

    legation read story.txt --published 2023-11-01 --why
    """
    refused: list[Named] = []
    pair = pair_of(compare, budget) if compare else None
    chosen = pair[0] if pair else limited(reader_of(reader), budget)
    sources = good(gather(docs, About(meta, day_of(published), publisher, private)), refused)
    if dry_run:
        options.emit(estimate(pair or (chosen,), _documents(sources)))
    elif pair:
        options.emit_all(compared(pair, sources, refused))
    else:
        _print(chosen, sources, refused, why=why)
        tell_spent(chosen)
    if refused:
        raise typer.Exit(REFUSED)


def _print(reader: Reader, sources: Iterable[Good], refused: list[Named], *, why: bool) -> None:
    if not why:
        for one, reading in read_each(reader, sources, refused):
            options.emit(_line(one, [claim.json_form() for claim in reading.claims]))
        return
    for one in sources:
        told, more, failed = examined(reader, one.document)
        if failed:
            not_read(one, failed, refused)
        else:
            options.emit({**_line(one, [_explained(*claim) for claim in told]), **more})


def _documents(sources: Iterable[Good]) -> Iterator[Document]:
    return (one.document for one in sources)


def _line(one: Good, claims: list[dict[str, object]]) -> dict[str, object]:
    return {"doc": one.name, "published": one.document.published, "publisher": one.document.publisher, "claims": claims}


def _explained(claim: Claim, traces: Iterable[Any]) -> dict[str, object]:
    return {**claim.json_form(), "why": [dataclasses.asdict(trace) for trace in traces if trace]}
