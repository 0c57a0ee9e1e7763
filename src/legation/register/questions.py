"""The questions that can be asked of a register at any point of known time; nothing of the log is written here."""

import datetime as dt
from collections.abc import Iterator, Sequence

from legation.model import Claim, Document
from legation.register import answers, results, rows
from legation.register.changes import Change
from legation.register.copies import Copy
from legation.register.entries import Entry, KnownAs
from legation.register.policy import Policy
from legation.register.records import Score, named, records
from legation.register.results import Result, Seen
from legation.register.search import Hit
from legation.register.state import Known, Source, Stale, State
from legation.register.store import Store
from legation.register.stretches import Said, Touch, changed


class Questions:
    """A log with the policy under which it is read."""

    _store: Store
    policy: Policy

    def decisions(self, known: KnownAs = None) -> list[Entry]:
        """Give the rulings known at a point of known time, in the order of the log."""
        last = self._store.known(known)
        return [rows.read_ruling(row) for row in self._store.decisions(last.sequence)] if last else []

    def records(self) -> list[Score]:
        """Tell of each reader and kind how many of the claims it found people accepted, corrected or rejected by name."""
        given = [entry.decision for entry in self.decisions() if entry.decision]
        return records(given, self._store.found_by(named(given)))

    def has(self, document: Document, reader: str) -> bool:
        """Whether this reader's findings in this document are in the log, so that it need not be read again."""
        return self._store.learned(document.id, reader) is not None

    def known(self, when: KnownAs = None) -> Known | None:
        """Give the last entry that was known at a point of known time; None where there was none."""
        return self._store.known(when)

    def state(
        self, known: KnownAs = None, *, sending: str | None = None, receiving: Sequence[str] | None = None
    ) -> State:
        """Give the register as it was known at a sequence number, or at the end of a day or moment (UTC).

        With ``sending`` only that state's missions, relations and figures are worked out; with ``receiving`` too, only
        its missions in those states.
        """
        return answers.state(self._store, self.policy, self._store.known(known), sending, receiving)

    def stale(self, known: KnownAs = None) -> tuple[Stale, ...]:
        """Tell the rulings that name claims which the readings in force hold no longer; nothing else is worked out."""
        return answers.stale_rulings(self._store, self.policy, self._store.known(known))

    def seen_on(
        self, day: dt.date, known: KnownAs = None, *, sending: str | None = None, receiving: str | None = None
    ) -> list[Seen]:
        """Say of every mission whether it was open on a day, as known at a point of known time: ``open_on`` without claims.

        With ``sending`` only that state's missions are told of, with ``receiving`` only those in that state.
        """
        found = self.courses(known, sending=sending, receiving=receiving)
        return sorted(results.seen_on(found, day), key=lambda seen: seen.mission)

    def courses(
        self, known: KnownAs = None, *, sending: str | None = None, receiving: str | None = None
    ) -> list[Result]:
        """Give, for each pair of states, what is said of its missions on every day; ``results.seen_on`` reads off one.

        They come from stored results; what is not stored is folded, and stored for the next time where the register may
        be written.
        """
        last = self._store.known(known)
        if last is None:
            return []
        return answers.courses(self._store, self.policy, last, sending=sending, receiving=receiving, now=known is None)

    def search(
        self, words: str, known: KnownAs = None, *, quotes: bool = False, limit: int = 20, most: int | None = None
    ) -> list[Hit]:
        """Find documents in which all the words stand, the newest first; with ``quotes``, in the quotes of their claims.

        Words in quotation marks must stand side by side. Case, accents and punctuation play no part. ``most`` is how
        many claims of one document are given; all by default.

        Raises:
            DataError: there is no word in it.
        """
        last = self._store.known(known)
        upto = None if known is None else last.sequence if last else 0
        return self._store.search(words, quotes=quotes, upto=upto, limit=limit, most=most)

    def touched(
        self, after: int, upto: int, *, sending: str | None = None, receiving: str | None = None,
        beyond: Touch | None = None, limit: int | None = None,
    ) -> list[Touch]:  # fmt: skip
        """List on which pairs of states the entries after one bear, up to another, the newest first.

        ``beyond`` goes on behind the last of a page. Only the pairs of one state are listed, or those in another.
        """
        return self._store.touched(
            after=after, upto=upto, sending=sending, receiving=receiving, beyond=beyond, limit=limit
        )

    def last_on(self, state: str, known: KnownAs = None) -> int:
        """Give the last entry that bears on what is held of a state, as sender or as host; 0 where none does."""
        last = self._store.known(known)
        return self._store.last_on(state, last.sequence) if last else 0

    def changed(self, given: Sequence[Touch]) -> list[Change]:
        """Tell what entries changed at some of the pairs on which they bear: a part of ``changes``, at its own cost."""

        def read(upto: int, sending: str, receiving: Sequence[str] | None) -> list[Entry]:
            return self._store.entries(upto=upto, sending=sending, receiving=receiving)

        return list(changed(read, given, self.policy))

    def said(self, voice: str, known: KnownAs = None, *, limit: int = 100, offset: int = 0) -> tuple[int, list[Said]]:
        """Count the claims of a voice, and give a page of them, the newest first.

        A voice is a holder, or a publisher whose text speaks for itself; of one who only quotes, what is quoted.
        """
        last = self._store.known(known)
        return self._store.said(voice, upto=last.sequence, limit=limit, offset=offset) if last else (0, [])

    def copies(self, known: KnownAs = None, *, document: str | None = None) -> list[Copy]:
        """List the documents that have the text of an earlier one, in the order in which they came.

        With ``document`` only what that one is a copy of, and what is a copy of it.
        """
        last = self._store.known(known)
        return self._store.copies(last.sequence, document) if last else []

    def documents(self) -> Iterator[Source]:
        """List the documents, in the order in which they came."""
        return self._store.sources()

    def document(self, key: str) -> Document:
        """Give a document with its text by its ID; DataError where there is none."""
        return self._store.document(key)

    def told(self, document: str, known: KnownAs = None) -> dict[str, tuple[Claim, str]]:
        """Give the claims that were found in a document, by their IDs, each with the reader that found it last."""
        last = self._store.known(known)
        return self._store.told(document, last.sequence) if last else {}

    def told_some(
        self, document: str, known: KnownAs = None, *, limit: int, offset: int = 0
    ) -> tuple[int, dict[str, tuple[Claim, str]]]:
        """Count the claims that were found in a document, and give some of them in the order in which it says them."""
        last = self._store.known(known)
        return self._store.told_some(document, upto=last.sequence if last else 0, limit=limit, offset=offset)
