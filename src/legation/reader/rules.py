"""The rule reader: screen, parse, events, attributes, one claim for each distinct thing."""

import importlib
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, Final, Protocol, runtime_checkable

from legation.model import Claim, Document, Reading
from legation.reader.consolidate import Draft, consolidate
from legation.reader.discourse import Discourse
from legation.reader.event import events
from legation.reader.parse import pages
from legation.reader.screen import relevant
from legation.reader.types import Event, Page, Trace

VERSION: Final = "rules/1"
BATCH: Final = 256  # documents screened before those that pass are parsed together
FLOOR: Final = 0.4  # events scored lower rest more on inference than on words


@runtime_checkable
class Reader(Protocol):
    """What reads claims from documents: rules, a learned reader, a reader of another language."""

    @property
    def name(self) -> str:
        """Name and version, as kept with every claim."""

    def read(self, document: Document) -> Reading:
        """Read one document."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents, in order."""


def _stage(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(f"legation.reader.{module}"), name)
    except (ImportError, AttributeError):
        return None


class RuleReader:
    """Reads English news by rules over a dependency parse; ``floor`` is the least score of an event that counts."""

    def __init__(self, floor: float = FLOOR) -> None:
        self.floor = floor

    @property
    def name(self) -> str:
        """Name and version, as kept with every claim."""
        return VERSION

    def read(self, document: Document) -> Reading:
        """Read one document."""
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents, in order: what the screen lets through is parsed together, the rest is empty."""
        waiting = iter(documents)
        while batch := list(itertools.islice(waiting, BATCH)):
            wanted = [relevant(document.text) for document in batch]
            parsed = pages(itertools.compress(batch, wanted))
            for document, read in zip(batch, wanted, strict=True):
                claims = self.read_page(next(parsed)) if read else ()
                yield Reading(document=document.id, reader=VERSION, claims=tuple(claims))

    def explain(self, document: Document) -> list[tuple[Claim, tuple[Trace, ...]]]:
        """Read one document and tell, for each claim, the rules and words behind its fields."""
        if not relevant(document.text):
            return []
        return self._claims(next(pages([document])))

    def read_page(self, page: Page) -> list[Claim]:
        """Read a page that is already parsed."""
        return [claim for claim, _ in self._claims(page)]

    def _claims(self, page: Page) -> list[tuple[Claim, tuple[Trace, ...]]]:
        discourse = Discourse(page)
        found = [event for event in events(page, discourse) if event.score >= self.floor]
        for module, name in (("number", "counted"), ("why", "explained")):
            stage = _stage(module, name)
            if stage:
                found += stage(page, discourse)
        return consolidate(page, [_draft(page, event) for event in found])


def _draft(page: Page, event: Event) -> Draft:
    traces = list(event.trace)
    status = event.status
    if status is None and (stage := _stage("status", "status")):
        status, trace = stage(page, event)
        traces.append(trace)
    status = status or "done"
    name = organ = date = None
    causes: tuple[str, ...] = ()
    if stage := _stage("holder", "holder"):
        found = stage(page, event)
        name, organ = found.name, getattr(found, "organ", None)
        traces.append(found.trace)
    if stage := _stage("when", "when"):
        date, trace = stage(page, event, status)
        traces.append(trace)
    if event.kind != "explained" and (stage := _stage("why", "causes")):
        causes, trace = stage(page, event)
        traces.append(trace)
    return Draft(event, status, name, organ, date, tuple(causes), tuple(traces))
