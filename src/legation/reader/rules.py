"""The rule reader: screen, parse, events, attributes, one claim for each distinct thing."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, runtime_checkable

from legation.model import Claim, Document, Reading
from legation.reader.consolidate import Draft, consolidate
from legation.reader.context.discourse import Discourse
from legation.reader.dates.when import when
from legation.reader.events.event import events
from legation.reader.figures.number import counted
from legation.reader.holders.holder import holder
from legation.reader.lexicon import load
from legation.reader.parse import pages
from legation.reader.screen import relevant
from legation.reader.status import status
from legation.reader.types import Event, Page, Trace
from legation.reader.why import causes, explained

VERSION: Final = "rules/1"
SCREENED: Final = 2048  # documents looked at before those that pass are read together, so that none waits for long
PASSED: Final = 64  # of these that are read together at most; several batches of the parser, so that it seldom runs dry
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
        while batch := list(_batch(waiting)):
            read = self.read_pages(pages(document for document, passed in batch if passed))
            for document, passed in batch:
                claims = next(read) if passed else ()
                yield Reading(document=document.id, reader=self.name, claims=tuple(claims))

    def explain(self, document: Document) -> list[tuple[Claim, tuple[Trace, ...]]]:
        """Read one document and tell, for each claim, the rules and words behind its fields."""
        if not relevant(document.text):
            return []
        return self._claims(next(pages([document])))

    def read_pages(self, parsed: Iterable[Page]) -> Iterator[list[Claim]]:
        """Read pages that are already parsed, in order."""
        return map(self.read_page, parsed)

    def read_page(self, page: Page) -> list[Claim]:
        """Read a page that is already parsed."""
        return [claim for claim, _ in self._claims(page)]

    def _claims(self, page: Page) -> list[tuple[Claim, tuple[Trace, ...]]]:
        found = [event for event in candidates(page, Discourse(page)) if event.score >= self.floor]
        return consolidate(page, [draft(page, event) for event in found])


def _batch(documents: Iterator[Document]) -> Iterator[tuple[Document, bool]]:
    """Screen documents until enough of them have passed to be read together, or enough have been looked at."""
    passed = 0
    for document in itertools.islice(documents, SCREENED):
        found = relevant(document.text)
        yield document, found
        passed += found
        if passed == PASSED:
            return


def candidates(page: Page, discourse: Discourse) -> list[Event]:
    """Give all that the rules find, also what they would not say by themselves."""
    return [*events(page, discourse), *counted(page, discourse), *explained(page, discourse)]


def draft(page: Page, event: Event) -> Draft:
    """Give the event with its status, holder, date and causes."""
    state, state_trace = status(page, event)
    if state == "done" and event.trace and event.trace[0].rule == "trigger.proposal":
        # what is announced or considered has not happened by that
        state = load("triggers")["proposed"].get(event.trace[0].words, state)
        state_trace = Trace("status", "trigger.proposal", event.trace[0].words)
    source = holder(page, event)
    date, date_trace = when(page, event, state)
    why, why_trace = causes(page, event)
    traces = (*event.trace, state_trace, source.trace, date_trace, why_trace)
    return Draft(
        event=event,
        status=state,
        holder=source.name,
        organ=source.organ,
        date=date,
        causes=tuple(why),
        traces=tuple(trace for trace in traces if trace),
    )
