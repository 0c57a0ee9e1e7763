"""The language-model reader: documents in, checked claims out, and for each document what became of it and what it cost."""

import os
import re
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final, Self

from legation.model import Claim, Document, Reading
from legation.reader.llm import ledger
from legation.reader.llm.budget import Budget, Usage
from legation.reader.llm.checks import Checked, Checks, Dropped, Reason
from legation.reader.llm.faults import Fault, Trouble
from legation.reader.llm.instruction import version
from legation.reader.llm.passages import Window, windows
from legation.reader.llm.reply import Raw
from legation.reader.llm.session import Session, transport
from legation.reader.llm.settings import Settings
from legation.reader.llm.wire import Transport
from legation.reader.types import Trace
from legation.reader.unread import Unread

_AHEAD: Final = 2  # documents waiting for each worker; more would only cost memory


@dataclass(frozen=True, slots=True)
class Examination:
    """One document, looked at: its reading, why each claim stands, which claims were dropped, and the cost."""

    reading: Reading
    told: tuple[Checked, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    usage: Usage = field(default_factory=Usage)

    @property
    def outcome(self) -> str:
        """``read``, or the fault for which it was not."""
        return self.reading.fault if isinstance(self.reading, Unread) else "read"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What reading would cost at most: requests without repetitions, every reply as long as it may be."""

    documents: int
    screened_out: int
    requests: int
    cached: int
    input_tokens: int
    output_tokens: int
    cost: float | None = None
    currency: str | None = None


class LanguageModelReader:
    """Reads through an endpoint; without arguments the settings come from the environment."""

    def __init__(self, settings: Settings | None = None, line: Transport | None = None) -> None:
        self.settings = settings or Settings.from_environment(os.environ)
        self._session = Session(self.settings, line or transport(self.settings))
        self._closing = weakref.finalize(self, self._session.close)  # for those who cannot know that there is a line

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the line."""
        self._closing()

    @property
    def name(self) -> str:
        """Name and version: of the instruction and checks, and the model's name."""
        model = re.sub(r"[^A-Za-z0-9._-]+", "-", self.settings.model).strip("-") or "model"
        return f"llm/{version()}+{model}"

    @property
    def spent(self) -> Usage:
        """What was spent so far."""
        return self._session.purse.spent

    def limit(self, budget: Budget | None) -> None:
        """Set what may be spent from here on."""
        self._session.purse.budget = budget

    def read(self, document: Document) -> Reading:
        """Read one document; what could not be read is told as ``Unread``."""
        return self.examine(document).reading

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents, in order, several at a time."""
        return (one.reading for one in self.examine_many(documents))

    def explain(self, document: Document) -> list[tuple[Claim, tuple[Trace, ...]]]:
        """Read one document and tell, for each claim, by which check each field stands."""
        return list(self.examine(document).told)

    def examine_many(self, documents: Iterable[Document]) -> Iterator[Examination]:
        """Examine documents, in order, several at a time."""
        waiting: deque[Future[Examination]] = deque()
        pool = ThreadPoolExecutor(self.settings.concurrency, thread_name_prefix="legation-llm")
        try:
            for document in documents:
                waiting.append(pool.submit(self.examine, document))
                if len(waiting) >= _AHEAD * self.settings.concurrency:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def examine(self, document: Document) -> Examination:
        """Read one document, and tell all there is to tell."""
        shown = windows(document, self.settings.window)
        found = self._ask(document, shown)
        form = ledger.line(
            document.id,
            self.name,
            found.outcome,
            usage=found.usage,
            claims=len(found.told),
            dropped=found.dropped,
            prices=self.settings.prices,
        )
        ledger.write(self.settings.ledger, form)
        return found

    def estimate(self, documents: Iterable[Document]) -> Estimate:
        """Say what reading documents would cost at most; nothing is sent."""
        count = empty = cached = 0
        likely = Usage()
        for document in documents:
            count += 1
            shown = windows(document, self.settings.window)
            empty += not shown
            for window in shown[: self.settings.windows]:
                if self._session.known(window.text, document.published):
                    cached += 1
                else:
                    likely += self._session.likely(window.text, document.published)
        prices = self.settings.prices
        return Estimate(
            documents=count,
            screened_out=empty,
            requests=likely.requests,
            cached=cached,
            input_tokens=likely.input_tokens,
            output_tokens=likely.output_tokens,
            cost=round(prices.cost(likely), 4) if prices else None,
            currency=prices.currency if prices else None,
        )

    def _ask(self, document: Document, shown: list[Window]) -> Examination:
        if len(shown) > self.settings.windows:
            trouble = Trouble(
                Fault.TOO_LARGE, f"{len(shown)} requests would be needed, {self.settings.windows} are allowed"
            )
            return Examination(self._unread(document, trouble))
        raws: list[tuple[Raw, Window]] = []
        usage = Usage()
        for window in shown:
            found, spent = self._session.ask(window.text, document.published)
            usage += spent
            if isinstance(found, Trouble):
                return Examination(self._unread(document, found), usage=usage)
            raws += [(raw, window) for raw in found]
        told, dropped = _checked(document, raws)
        claims = tuple(claim for claim, _ in told)
        return Examination(Reading(document=document.id, reader=self.name, claims=claims), told, dropped, usage)

    def _unread(self, document: Document, trouble: Trouble) -> Unread:
        return Unread(
            document=document.id, reader=self.name, claims=(), fault=str(trouble.fault), detail=trouble.detail
        )


def _checked(document: Document, raws: list[tuple[Raw, Window]]) -> tuple[tuple[Checked, ...], tuple[Dropped, ...]]:
    """Check claims, and keep what several windows or sentences say alike once."""
    if not raws:
        return (), ()
    checks = Checks(document)
    told: dict[tuple[object, ...], Checked] = {}
    dropped: list[Dropped] = []
    for raw, window in raws:
        found = checks.claim(raw, window.spans)
        if isinstance(found, Dropped):
            dropped.append(found)
        elif (same := _sameness(found[0])) in told:
            dropped.append(Dropped(Reason.TWICE, "said by another claim already", raw.form()))
        else:
            told[same] = found
    ordered = sorted(told.values(), key=lambda one: (one[0].start, one[0].end, one[0].kind, str(one[0].receiving)))
    return tuple(ordered), tuple(dropped)


def _sameness(claim: Claim) -> tuple[object, ...]:
    if claim.kind == "counted":
        return (claim.kind, claim.sending, claim.measure, claim.value, claim.holder)
    same = (claim.kind, claim.sending, claim.receiving, claim.city, claim.status, claim.holder, claim.date)
    return (*same, claim.causes) if claim.kind == "explained" else same
