"""The loop: ask what is due, fetch what is new, read it, store it. One thread reads and writes, others wait for servers.

At most one ask of a host is under way at any time, so that a host that drips or has a thousand pages holds up no other.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import msgspec

from legation.model import Document
from legation.register import Register
from legation.watch.ledger import Ledger, Waiting
from legation.watch.manners import Manners, host_of
from legation.watch.poll import Answer, Page, fetch, poll
from legation.watch.sources import Source

_HANDS: Final = 16  # threads that wait for servers
_LOOKED: Final = 2_000  # waiting items looked through for hosts that are free
_BATCH: Final = 16  # documents read together
_BREATH: Final = 0.5  # seconds between two looks at the clock
Tell = Callable[[str], None]


class Reader(Protocol):
    """What reads documents."""

    @property
    def name(self) -> str: ...  # noqa: D102

    def read_many(self, documents: Any) -> Any: ...  # noqa: D102


class Round(msgspec.Struct, kw_only=True):
    """What a watch came to so far."""

    asked: int = 0
    failed: int = 0
    unchanged: int = 0
    new: int = 0
    kept: int = 0
    passed: int = 0
    refused: int = 0
    claims: int = 0


@dataclass(slots=True, kw_only=True)
class _Watch:
    register: Register
    reader: Reader
    ledger: Ledger
    manners: Manners
    sources: Mapping[str, Source]
    tell: Tell
    round: Round = field(default_factory=Round)
    asking: dict[Future[Answer], tuple[Source, str]] = field(default_factory=dict)
    fetching: dict[Future[Page], tuple[Waiting, str]] = field(default_factory=dict)
    made: list[tuple[Waiting, Document]] = field(default_factory=list)

    @property
    def busy(self) -> bool:
        return bool(self.asking or self.fetching or self.made)

    def begin(self, pool: ThreadPoolExecutor, *, asked: set[str] | None) -> None:
        """Set free hands to what is due; with ``asked``, each source once."""
        now, hosts = time.time(), {host for _, host in (*self.asking.values(), *self.fetching.values())}
        names = [one for one in self.sources if asked is None or one not in asked]
        for one in self.ledger.due(now if asked is None else float("inf"), names):
            source = self.sources[one.name]
            host = host_of(source.url)
            if host not in hosts and len(hosts) < _HANDS:
                hosts.add(host)
                self.asking[pool.submit(poll, source, one, self.manners)] = source, host
                if asked is not None:
                    asked.add(one.name)
        under_way = {(one.source, one.key) for one, _ in self.fetching.values()} | {
            (one.source, one.key) for one, _ in self.made
        }
        for item in self.ledger.waiting(now, _LOOKED) if len(hosts) < _HANDS and len(self.made) < 4 * _BATCH else []:
            host = host_of(item.url)
            if item.source not in self.sources or host in hosts or (item.source, item.key) in under_way:
                continue
            if document := self.ledger.had(item.url):
                self.ledger.done(item, "kept", now, document=document)
                continue
            hosts.add(host)
            self.fetching[pool.submit(fetch, item, self.sources[item.source], self.manners)] = item, host
            if len(hosts) >= _HANDS:
                break

    def end(self, finished: set[Future[Any]]) -> None:
        """Keep what came."""
        for one in finished:
            fault = one.exception()  # what no library said that it would raise: told, and it stops nobody else
            said = f"{type(fault).__name__}: {fault}" if fault else ""
            if one in self.asking:
                source, _ = self.asking.pop(one)
                self._answered(source, Answer(error=f"{source.url}: {said}") if fault else one.result())
            else:
                item, _ = self.fetching.pop(one)
                self._fetched(item, Page(error=f"{item.url}: {said}") if fault else one.result())

    def _answered(self, source: Source, answer: Answer) -> None:
        self.round.asked += 1
        now = time.time()
        if answer.error is None or answer.items:
            new = self.ledger.answered(source, now, answer.items, answer.etag, answer.modified)
            self.round.new += new
            self.round.unchanged += not new
            for message in answer.passed if new else ():
                self.tell(f"{source.name}: {message}")
        if answer.error is not None:
            self.round.failed += 1
            self.ledger.failed(source, now, answer.error, answer.wait)
            self.tell(f"{source.name}: {answer.error}")

    def _fetched(self, item: Waiting, page: Page) -> None:
        now = time.time()
        if page.document is not None:
            self.made.append((item, page.document))
        elif page.error is None:
            self.round.passed += 1
            self.ledger.done(item, "passed", now)
        elif page.again:
            self.ledger.again(item, now, page.error)
        else:
            self.round.refused += 1
            self.tell(f"{item.source}: {page.error}")
            self.ledger.done(item, "refused", now, error=page.error)

    def store(self) -> None:
        """Read what was fetched, and hand it to the register, a document a transaction."""
        batch, self.made = self.made[:_BATCH], self.made[_BATCH:]
        fresh = []
        for item, one in batch:
            if self.register.has(one, self.reader.name):
                self.ledger.done(item, "kept", time.time(), document=one.id)
            else:
                fresh.append((item, one))
        readings = self.reader.read_many(document for _, document in fresh)
        for (item, document), reading in zip(fresh, readings, strict=True):
            if hasattr(reading, "fault"):
                said = f"{item.url}: not read, {reading.fault}: {reading.detail}"
                self.tell(said)
                self.ledger.again(item, time.time(), said)
                continue
            (added,) = self.register.add_all([(document, reading.claims, reading.reader)], backlog=item.first)
            for message in (*added.refused, *added.flagged):
                self.tell(message)
            self.round.kept += added.outcome == "new"
            self.round.claims += added.stored
            self.ledger.done(item, "kept", time.time(), document=document.id)


def follow(
    register: Register,
    reader: Reader,
    sources: Sequence[Source],
    ledger: Ledger,
    manners: Manners,
    *,
    once: bool = False,
    tell: Tell,
) -> Round:
    """Follow the sources until ``manners.stop`` is set, or ask each ``once`` and take in what is new.

    What cannot be asked, fetched or read is told and tried again later; nothing of it stops the others. After a kill the
    same call goes on where it was.

    Raises:
        StoreError: the register or the ledger cannot be written.
    """
    ledger.follow(sources)
    watch = _Watch(
        register=register, reader=reader, ledger=ledger, manners=manners, tell=tell,
        sources={one.name: one for one in sources},
    )  # fmt: skip
    asked: set[str] | None = set() if once else None
    with ThreadPoolExecutor(_HANDS, thread_name_prefix="legation-watch") as pool:
        try:
            while not manners.stop.is_set():
                watch.begin(pool, asked=asked)
                if asked is not None and not watch.busy and len(asked) == len(watch.sources):
                    break
                under_way: set[Future[Any]] = {*watch.asking, *watch.fetching}
                if under_way:
                    came = wait(under_way, timeout=0.0 if watch.made else _BREATH, return_when=FIRST_COMPLETED).done
                    if manners.stop.is_set():  # what an ask came to may be no more than that the watch ends
                        break
                    watch.end(came)
                elif not watch.made:
                    manners.stop.wait(_BREATH)
                if watch.made:
                    watch.store()
        finally:
            manners.stop.set()
            pool.shutdown(cancel_futures=True)
    return watch.round
