"""Documents and data sets in: read, add, import."""

import dataclasses
import datetime as dt
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Protocol

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from legation.commands import options
from legation.commands.options import Db, Json
from legation.commands.sources import About, Named, gather
from legation.errors import DataError, LegationError
from legation.imports import mapping_beside, read_mapping, read_table
from legation.model import Claim, Document
from legation.register import Register
from legation.terminal import screen
from legation.terminal.console import warn
from legation.terminal.words import several

REFUSED: Final = 1
BATCH: Final = 16  # documents read together by `add`: what an interruption can cost

Docs = Annotated[
    list[str], typer.Argument(metavar="DOCS", help="Files, folders of files, addresses, or - for standard input.")
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
ReaderOption = Annotated[str, typer.Option("--reader", metavar="NAME", help="Which reader: rules.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Let addresses of this machine and its network be fetched.")
]


class Reader(Protocol):
    """What the verbs ask of a reader."""

    @property
    def name(self) -> str:
        """Name and version."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Any]:
        """Read documents, in order."""

    def explain(self, document: Document) -> list[tuple[Claim, tuple[Any, ...]]]:
        """Read one document, with the rules and words behind each field."""


def reader_of(name: str) -> Reader:
    """Give a reader by name; a usage error names those there are."""
    if name != "rules":
        raise typer.BadParameter(f"there is no reader {name!r}; there is: rules")
    from legation.reader import RuleReader  # noqa: PLC0415  # spaCy takes seconds to import

    return RuleReader()


def read(
    docs: Docs,
    meta: Meta = None,
    published: Published = None,
    publisher: Publisher = None,
    why: Annotated[
        bool, typer.Option("--why", help="Give each claim a field `why`: the rules and words behind it.")
    ] = False,
    reader: ReaderOption = "rules",
    private: Private = False,
    json: Json = True,  # noqa: ARG001  # always JSON; the option stands for uniformity
) -> None:
    """Read claims from documents and print them; nothing is stored.

    One JSON line a document in the form of the reading guide, each quote with its offsets in the file as it stands. What
    cannot be read is told on standard error, and the exit code is 1 at the end.

    legation read articles/ --meta documents.jsonl

    legation read story.txt --published 2023-11-01 --why
    """
    chosen = reader_of(reader)
    refused: list[Named] = []
    sources = _good(gather(docs, About(meta, _day(published), publisher, private)), refused)
    if why:
        for one in sources:
            told = [(claim, traces) for claim, traces in chosen.explain(one.document)]
            claims = [
                {**_offsets(claim), "why": [dataclasses.asdict(trace) for trace in traces if trace]}
                for claim, traces in told
            ]
            options.emit(_line(one, claims))
    else:
        for one, reading in _read(chosen, sources):
            options.emit(_line(one, [_offsets(claim) for claim in reading.claims]))
    if refused:
        raise typer.Exit(REFUSED)


def _line(one: "Good", claims: list[dict[str, object]]) -> dict[str, object]:
    return {"doc": one.name, "published": one.document.published, "publisher": one.document.publisher, "claims": claims}


def _offsets(claim: Claim) -> dict[str, object]:
    return claim.json_form()


@dataclasses.dataclass(frozen=True, slots=True)
class Good:
    """A document that could be made."""

    name: str
    document: Document


def _good(sources: Iterable[Named], refused: list[Named]) -> Iterator[Good]:
    """Give the documents; tell of the rest on standard error as they come, and keep them in ``refused``."""
    for one in sources:
        if one.document is None:
            warn(f"{one.error}" if one.name in str(one.error) else f"{one.name}: {one.error}")
            refused.append(one)
        else:
            yield Good(one.name, one.document)


def _read(reader: Reader, sources: Iterable[Good]) -> Iterator[tuple[Good, Any]]:
    """Read documents in a stream, and give each with its reading."""
    waiting: deque[Good] = deque()

    def documents() -> Iterator[Document]:
        for one in sources:
            waiting.append(one)
            yield one.document

    for reading in reader.read_many(documents()):
        yield waiting.popleft(), reading


@dataclasses.dataclass(slots=True)
class Tally:
    """What became of the documents handed to the register."""

    new: int = 0
    known: int = 0
    reread: int = 0
    claims: int = 0
    refused: int = 0
    waiting: list[str] = dataclasses.field(default_factory=list)  # read, or to be read, and not in

    def count(self, outcome: str, stored: int) -> None:
        """Add one document's outcome."""
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.claims += stored

    @property
    def text(self) -> str:
        """Say it in one line."""
        parts = [f"{several(self.new, 'document')} taken in with {several(self.claims, 'claim')}"]
        parts += [f"{self.reread} read again by another reader"] if self.reread else []
        parts += [f"{self.known} already in, nothing changed"] if self.known else []
        parts += [f"{self.refused} refused"] if self.refused else []
        return "; ".join(parts)


def add(
    docs: Docs,
    meta: Meta = None,
    published: Published = None,
    publisher: Publisher = None,
    reader: ReaderOption = "rules",
    replay: Annotated[
        bool, typer.Option("--replay", help="Take the day of publication as the day on which the register learned it.")
    ] = False,
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
    chosen = reader_of(reader)
    about = About(meta, _day(published), publisher, private)
    tally = Tally()
    with options.writing(db) as register:
        try:
            refused: list[Named] = []
            sources = list(_good(gather(docs, about), refused))
            if replay:
                sources.sort(key=lambda one: (one.document.published or "9999", one.name))
            tally.refused, tally.waiting = len(refused), [one.name for one in sources]
            store(register, chosen, sources, tally, replay=replay, report=options.emit if json else None)
        except (KeyboardInterrupt, LegationError):
            rest = f"{', '.join(tally.waiting[:5])}{' …' if len(tally.waiting) > 5 else ''}"
            warn(f"{tally.text}; not in: {rest or 'what had not been read yet'}")
            warn("run the same command again to take in the rest")
            raise
    warn(tally.text)
    if tally.refused:
        raise typer.Exit(REFUSED)


def store(
    register: Register, reader: Reader, sources: list[Good], tally: Tally, *, replay: bool = False, report: Any = None
) -> None:
    """Read documents and hand them to the register one by one, keeping count in ``tally``."""
    fresh = []
    for one in sources:
        if register.has(one.document, reader.name):
            _took(tally, one, "known", 0, report)
        else:
            fresh.append(one)
    with progress(len(fresh)) as advance:
        for start in range(0, len(fresh), BATCH):
            for one, reading in _read(reader, fresh[start : start + BATCH]):
                at = dt.date.fromisoformat(one.document.published) if replay and one.document.published else None
                added = register.add(one.document, reading.claims, reading.reader, at=at)
                for message in added.refused:
                    warn(message)
                    tally.refused += 1
                _took(tally, one, added.outcome, added.stored, report)
                advance()


def _took(tally: Tally, one: Good, outcome: str, stored: int, report: Any) -> None:
    tally.count(outcome, stored)
    tally.waiting.remove(one.name)
    if report:
        report({"version": 1, "doc": one.name, "document": one.document.id, "outcome": outcome, "claims": stored})


class _Bar:
    """A progress bar on standard error, on a terminal only."""

    def __init__(self, total: int) -> None:
        columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, console=screen(error=True), transient=True, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("reading", total=total)

    def __enter__(self) -> Any:
        self._bar.start()
        return lambda: self._bar.advance(self._task)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def progress(total: int) -> _Bar:
    """Show how far a batch is; the block calls what it is given once for each document."""
    return _Bar(total)


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
    """Take in a table of missions: each row becomes a claim, with the row as its quote.

    Rows that cannot be understood are left out and told with their line; the exit code is then 1. The same table again
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


def _day(text: str | None) -> str | None:
    return options.day(text, "--published").isoformat() if text else None


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(read)
    app.command()(add)
    app.command("import")(import_)
