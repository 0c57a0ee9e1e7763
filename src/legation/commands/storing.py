"""Documents into the register one by one, with a count of what became of them that an interruption can tell."""

import datetime as dt
import itertools
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Final, Self

from rich.progress import Progress, TextColumn, TimeElapsedColumn

from legation.commands.compare import tell_differences, waiting_readings
from legation.commands.llm import keep_unread
from legation.commands.readers import Reader
from legation.commands.reading import Good, read_each
from legation.commands.sources import Named
from legation.register import Register
from legation.terminal import screen
from legation.terminal.console import warn
from legation.terminal.words import several

BATCH: Final = 16  # documents read together: what an interruption can cost
Report = Callable[[Mapping[str, Any]], None]


@dataclass(slots=True)
class Tally:
    """What became of the documents handed to the register."""

    new: int = 0
    known: int = 0
    reread: int = 0
    claims: int = 0
    refused: int = 0
    flagged: int = 0  # claims that cannot be so as dated
    review: int = 0  # claims on which two readers differ
    waiting: list[str] = field(default_factory=list)  # being read, and not in

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
        parts += [f"{several(self.flagged, 'claim')} flagged, to be seen with legation review"] if self.flagged else []
        parts += [f"{several(self.review, 'difference')} between readers left for review"] if self.review else []
        return "; ".join(parts)

    @property
    def missing(self) -> str:
        """Say what is not in, after an interruption."""
        shown = ", ".join(self.waiting[:5]) + (" …" if len(self.waiting) > 5 else "")
        return f"not in: {shown}{' and ' if shown else ''}what comes after"


def store(
    register: Register,
    reader: Reader,
    sources: Iterable[Good],
    tally: Tally,
    *,
    replay: bool = False,
    report: Report | None = None,
) -> None:
    """Read documents and hand them to the register, keeping count in ``tally``.

    What is in already is not read again. ``replay`` takes the day of publication as the day on which the register
    learned it.
    """
    waiting = iter(sources)
    with _Counter() as counter:
        while batch := list(itertools.islice(waiting, BATCH)):
            tally.waiting = [one.name for one in batch]
            fresh = []
            for one in batch:
                if register.has(one.document, reader.name):
                    _took(tally, one, "known", 0, report)
                else:
                    fresh.append(one)
            unread = list[Named]()
            for one, reading in read_each(reader, fresh, unread):
                at = dt.date.fromisoformat(one.document.published) if replay and one.document.published else None
                waiting_claims = waiting_readings(reader, one.document, reading)
                given = [(one.document, reading.claims, reading.reader), *waiting_claims]
                added, *beside = register.add_all(given, at=at)
                for message in (message for each in (added, *beside) for message in each.refused):
                    warn(message)
                    tally.refused += 1
                for message in added.flagged:
                    warn(message)
                tally.flagged += len(added.flagged)
                _took(tally, one, added.outcome, added.stored, report)
                tally.review += tell_differences(one.name, one.document, reading, report)
            for failed in unread:
                if failed.document is not None:
                    keep_unread(register, failed.document, str(failed.error))
            tally.refused += len(unread)
            counter.add(len(batch))


def _took(tally: Tally, one: Good, outcome: str, stored: int, report: Report | None) -> None:
    tally.count(outcome, stored)
    tally.waiting.remove(one.name)
    if report:
        report({"version": 1, "doc": one.name, "document": one.document.id, "outcome": outcome, "claims": stored})


class _Counter:
    """How many documents have gone through, on standard error and on a terminal only."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.completed:.0f} documents read"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=screen(error=True), transient=True, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def add(self, count: int) -> None:
        """Add what has gone through."""
        self._bar.advance(self._task, count)
