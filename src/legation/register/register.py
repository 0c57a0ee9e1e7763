"""The register: a log on disk, and the questions that can be asked of it at any point of known time."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from legation.errors import ClaimRefused
from legation.model import Claim, Document, check
from legation.register import answers, rows
from legation.register.adopted import Adopted
from legation.register.changes import Change, changes
from legation.register.decisions import Decision, DecisionKind
from legation.register.entries import Added, KnownAs, Outcome, end_of
from legation.register.flaws import closing_pairs, flaws
from legation.register.policy import Policy
from legation.register.policy_changes import history, policy_changes
from legation.register.questions import Questions
from legation.register.ruling import draft, hold
from legation.register.state import Known
from legation.register.store import Store


class Register(Questions):
    """An open register. Use ``Register.open``; close it, or use it as a context manager."""

    def __init__(self, store: Store, policy: Policy | None = None) -> None:
        self._store = store
        held = store.adopted()
        self._noted = held[-1] if held else None
        self.policy = policy or self._own() or Policy.default()

    def _own(self) -> Policy | None:
        """Give the policy that a user adopted for this register; None while it stands under the one that ships."""
        return None if self._noted is None or self._noted.shipped else self._noted.policy()

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

        ``policy`` is the one to ask under; without it, the policy that was adopted for the register, or the default.

        Raises:
            NewerSchema: written by a newer version of Legation.
            PolicyError: the policy that was adopted for it has a form that is no longer read.
            StoreLocked: another process holds it.
            StoreUnwritable: no register, no rights, no space, or nothing there where nothing may be made.
        """
        store = Store.open(path, create=create, read_only=read_only, busy=busy)
        try:
            return cls(store, policy)
        except BaseException:
            store.close()
            raise

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

        A claim that does not hold against its document is refused, by name; the rest goes in. What cannot have been as
        dated goes in and is ``flagged``. The same document with the same reader again changes nothing. ``at`` replays the past: the register learns it on that day (its end) or
        at that moment, which may not lie before what it has learned already.

        Raises:
            DataError: ``at`` runs backwards or lies in the future, or the document holds what is no text.
            StoreLocked, StoreUnwritable: nothing of the document was written.
        """
        (added,) = self.add_all([(document, claims, reader)], at=at)
        return added

    def add_all(
        self,
        given: Iterable[tuple[Document, Iterable[Claim], str]],
        *,
        at: dt.datetime | dt.date | None = None,
        backlog: bool = False,
    ) -> list[Added]:
        """Take in several documents, each with its claims and the reader that found them, in one transaction.

        The same as ``add`` one after another, but all or nothing, and many times as fast. ``backlog`` marks them as having
        been there before their source was followed: what they bring is told apart from the news of today.

        Raises:
            DataError: ``at`` runs backwards or lies in the future, or a document holds what is no text.
            StoreLocked, StoreUnwritable: nothing was written.
        """
        held, refused = [], []
        for document, claims, reader in given:
            self._store.check(document)
            found, messages = _hold(document, claims)
            held.append((document, found, reader))
            refused.append(tuple(messages))
        self._note(at)
        outcomes = self._store.append(held, None if at is None else end_of(at), backlog=backlog)
        return [
            Added(outcome, document.id, 0, messages, known)
            if outcome == "known"
            else Added(outcome, document.id, len(found), messages, known, self._flagged(document, found))
            for (outcome, known), (document, found, _), messages in zip(outcomes, held, refused, strict=True)
        ]

    def _flagged(self, document: Document, found: Mapping[str, Claim]) -> tuple[str, ...]:
        """Tell what cannot have been as a document's claims date it, by themselves and beside what is held."""
        pairs = closing_pairs(found.values(), document.title)
        held = self._store.openings(pairs) if pairs else {}
        told = flaws(found, held, title=document.title, said=document.day)
        return tuple(f"{_name(document)}: {message} (claim {key})" for key, message in told)

    def decide(self, decision: Decision, *, at: dt.datetime | dt.date | None = None) -> tuple[Outcome, Known]:
        """Take in a person's ruling; the same ruling again changes nothing ("known").

        Raises:
            DecisionRefused: it is malformed, names what does not exist, or contradicts another by the same person.
            DataError: ``at`` runs backwards or lies in the future.
            StoreLocked, StoreUnwritable: nothing was written.
        """
        earlier = {each.decision.id: each.decision for each in self.decisions() if each.decision}
        moment = None if at is None else end_of(at)
        if decision.id in earlier:
            return self._store.add_decision(**rows.ruling(decision), at=moment)
        meant = earlier.get(decision.target, decision) if decision.kind == "withdraw" else decision
        pairs = hold(decision, self._store.claims_named(meant.named), list(earlier.values()))
        self._note(at)
        return self._store.add_decision(**rows.ruling(decision), at=moment, pairs=pairs or None)

    def adopt(self, policy: Policy, *, at: dt.datetime | dt.date | None = None) -> Known | None:
        """Let the register stand under a policy from now on: an entry of the log, unless it does already (None).

        The first is no entry and counts from the beginning (number 0).

        Raises:
            DataError: ``at`` runs backwards or lies in the future.
            StoreLocked, StoreUnwritable: nothing was written.
        """
        if self.known() is not None:
            self._note(at)
        known = self._store.adopt(policy, None if at is None else end_of(at))
        self._noted, self.policy = self._store.adopted()[-1], policy
        return known

    def adopted(self) -> list[Adopted]:
        """List the policies under which the register stood, each with the entry since which it did."""
        return self._store.adopted()

    def adopted_since(self, after: int) -> bool:
        """Whether the register came to stand under another policy by an entry after one: such an entry bears on everything."""
        return any(one.known.sequence > after for one in self.adopted()[1:])

    def _note(self, at: dt.datetime | dt.date | None) -> None:
        """Before something is written: note the first policy, and what ships with Legation where it is another now."""
        held, default = self._noted, Policy.default()
        if held is not None and (not held.shipped or held.sha256 == default.sha256):
            return
        moment = None if at is None else end_of(at)
        if held is None:
            self._store.adopt(self.policy, moment, instead_of="")
        else:
            self._store.adopt(default, moment, instead_of=held.sha256)
        self._noted = self._store.adopted()[-1]

    def draft(
        self,
        kind: DecisionKind,
        names: Sequence[str],
        *,
        by: str,
        reason: str,
        corrections: Mapping[str, object] | None = None,
    ) -> Decision:
        """Write a ruling on claims, happenings or missions by their IDs, ready for ``decide``."""
        claims = self._store.claims_named(names)
        return draft(kind, names, self.state, by=by, reason=reason, corrections=corrections, claims=claims)

    def backup(self, path: Path) -> int:
        """Write the log as it is now to a file, while others may write on; tell how many entries it holds.

        Raises:
            StoreUnwritable: a file stands there already, or it cannot be written.
        """
        return self._store.backup(path)

    def restore(self, path: Path) -> int:
        """Put what ``backup`` wrote, of either kind of database, into this register, which must be empty.

        Raises:
            DataError: no archive, or a damaged one; nothing was written.
            NewerSchema: written by a newer version of Legation.
            StoreUnwritable: the register holds something already.
        """
        count = self._store.restore(path)
        held = self._store.adopted()
        self._noted = held[-1] if held else None
        self.policy = self._own() or self.policy
        return count

    def changes(self, since: KnownAs = None) -> Iterator[Change]:
        """Tell what each entry after a point of known time changed, in the order of the log; all of it by default.

        Each is told under the policy that the register stood under then, and a change of policy by its own entry. Asked
        under another policy than the register's own, all is told as if that had always stood.
        """
        last = self._store.known(since) if since is not None else None
        begin, stood = last.sequence if last else 0, self._store.adopted()
        if len(stood) < 2 or stood[-1].sha256 != self.policy.sha256:  # one never changed
            return changes(self._store.entries(), begin, self.policy)
        return history(self._store.entries(), begin, stood)

    def changes_of_policy(self, old: Policy, new: Policy, known: KnownAs = None) -> Iterator[Change]:
        """Tell what the register holds otherwise under one policy than under another, with the cause ``policy``."""
        last = self._store.known(known)
        return policy_changes(list(self._store.entries(upto=last.sequence)) if last else [], old, new)

    def rebuild(self) -> str:
        """Work out everything anew from the log and give the SHA-256 of it, one state after another.

        Equal logs give equal sums, in whatever order and whenever their documents came. What is stored of results is
        thrown away and laid anew, where the register may be written.
        """
        return answers.rebuild(self._store, self.policy)

    def lay_past(self) -> int:
        """Store what held at every entry so far, so that no question as known in the past need be folded; tell how much.

        Only what is not there is worked out; where the process is stopped, what was laid stays. Nothing is laid in a
        register that may only be read.
        """
        return answers.lay_past(self._store, self.policy)


def _hold(document: Document, claims: Iterable[Claim]) -> tuple[dict[str, Claim], list[str]]:
    """Part the claims that hold against their document, by their IDs, from what is to be told of the others."""
    found: dict[str, Claim] = {}
    refused: list[str] = []
    name = _name(document)
    for claim in claims:
        try:
            check(claim, document.text)
        except ClaimRefused as error:
            refused.append(f"{name}: {error}")
        else:
            found[claim.id_in(document.id)] = claim
    return found, refused


def _name(document: Document) -> str:
    return document.source or document.url or document.title or document.id
