"""The register: a log on disk, and the questions that can be asked of it at any point of known time."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from legation.errors import ClaimRefused
from legation.model import Claim, Document, check
from legation.register import canonical
from legation.register.changes import Change, changes
from legation.register.entries import Added, KnownAs, end_of
from legation.register.fold import assemble, weigh
from legation.register.policy import Policy
from legation.register.state import Known, Source, State
from legation.register.store import Store


class Register:
    """An open register. Use ``Register.open``; close it, or use it as a context manager."""

    def __init__(self, store: Store, policy: Policy | None = None) -> None:
        self._store = store
        self.policy = policy or Policy.default()

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        policy: Policy | None = None,
        busy: float = 5.0,
    ) -> Self:
        """Open the register at a path or PostgreSQL address, or begin one there. ``busy``: seconds to wait for another process that writes.

        Raises:
            NewerSchema: written by a newer version of Legation.
            StoreLocked: another process holds it.
            StoreUnwritable: no register, no rights, no space, or nothing there where nothing may be made.
        """
        return cls(Store.open(path, create=create, read_only=read_only, busy=busy), policy)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def add(
        self, document: Document, claims: Iterable[Claim], reader: str, *, at: dt.datetime | dt.date | None = None
    ) -> Added:
        """Take in a document with the claims that a reader (``name/version``) found in it, in one transaction.

        A claim that does not hold against its document is refused, by name; the rest goes in. The same document with
        the same reader again changes nothing. ``at`` replays the past: the register learns it on that day (its end) or
        at that moment, which may not lie before what it has learned already.

        Raises:
            DataError: ``at`` runs backwards or lies in the future.
            StoreLocked, StoreUnwritable: nothing of the document was written.
        """
        found: dict[str, Claim] = {}
        refused: list[str] = []
        name = document.source or document.url or document.title or document.id
        for claim in claims:
            try:
                check(claim, document.text)
            except ClaimRefused as error:
                refused.append(f"{name}: {error}")
            else:
                found[claim.id_in(document.id)] = claim
        moment = None if at is None else end_of(at)
        outcome, known = self._store.append(document, found, reader, moment)
        stored = 0 if outcome == "known" else len(found)
        return Added(outcome=outcome, document=document.id, stored=stored, refused=tuple(refused), known=known)

    def has(self, document: Document, reader: str) -> bool:
        """Whether this reader's findings in this document are in the log, so that it need not be read again."""
        return self._store.learned(document.id, reader) is not None

    def known(self, when: KnownAs = None) -> Known | None:
        """Give the last entry that was known at a point of known time; None where there was none."""
        return self._store.known(when)

    def state(self, known: KnownAs = None, *, sending: str | None = None) -> State:
        """Give the register as it was known at a sequence number, or at the end of a day or moment (UTC).

        With ``sending`` only that state's missions, relations and figures are worked out.
        """
        last = self._store.known(known)
        told = self._store.entries(upto=last.sequence, sending=sending) if last else []
        return assemble(weigh(told, self.policy), self.policy, last)

    def changes(self, since: KnownAs = None) -> Iterator[Change]:
        """Tell what each entry after a point of known time changed, in the order of the log; all of it by default."""
        last = self._store.known(since) if since is not None else None
        return changes(self._store.entries(), last.sequence if last else 0, self.policy)

    def documents(self) -> Iterator[Source]:
        """List the documents, in the order in which they came."""
        return self._store.sources()

    def document(self, key: str) -> Document:
        """Give a document with its text by its ID; DataError where there is none."""
        return self._store.document(key)

    def rebuild(self) -> str:
        """Work out everything anew from the log and give the SHA-256 of it, one state after another.

        Equal logs give equal sums, in whatever order and whenever their documents came.
        """
        return canonical.fingerprint(self.state(sending=state) for state in self._store.senders())
