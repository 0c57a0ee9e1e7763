"""The answer to one question, as rows: what every format writes. No format asks the register anything itself.

An extract is a pure function of the register, the two dates, the definition and the policy. It reads no clock, so the
same question gives the same bytes in every format; ``content`` is the SHA-256 over the question and all rows.
"""

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import legation
from legation.exports import rows
from legation.exports.schema import Row, tables
from legation.model import Document
from legation.network import Member, Network, member, network
from legation.register import Coverage, Definition, Evidence, Happening, KnownAs, Register, State
from legation.register.policy import DEFAULT

LICENCE = "CC-BY-4.0"


@dataclass(frozen=True)
class Extract:
    """A register's answer for a day, as known at a point, under a definition: members, rows and what they rest on."""

    state: State
    members: tuple[Member, ...]
    events: tuple[Happening, ...]
    coverage: tuple[Coverage, ...]
    claims: tuple[Evidence, ...]
    documents: Mapping[str, Document]
    sending: str | None
    receiving: str | None
    on: dt.date
    definition: str
    counts: Definition
    licence: str

    @functools.cached_property
    def tables(self) -> dict[str, tuple[Row, ...]]:
        """The rows of every table, sorted by key."""
        made = rows.make(self.members, self.events, self.coverage, self.claims, self.documents, on=self.on)
        if tuple(made) != tuple(tables()):
            raise AssertionError(f"tables.toml and rows.py differ: {tuple(made)}")
        return made

    @functools.cached_property
    def question(self) -> dict[str, str | int | None]:
        """What was asked, and by what it was answered: the part of the stamp that the content hash covers."""
        known = self.state.known
        return {
            "sending": self.sending,
            "receiving": self.receiving,
            "on": self.on.isoformat(),
            "known": known.sequence if known else None,
            "known_at": known.at.isoformat() if known else None,
            "definition": self.definition,
            "policy": self.state.policy,
            "readers": " ".join(sorted({one.reader for one in self.claims})),
            "legation": legation.__version__,
            "licence": self.licence,
        }

    @functools.cached_property
    def network(self) -> Network | None:
        """The whole network of the sending state, where one state was asked for, and not one host alone."""
        if self.sending is None or self.receiving is not None:
            return None
        return network(self.state, self.sending, self.on, self.definition, self.counts)

    @functools.cached_property
    def content(self) -> str:
        """SHA-256 over the question and every row, in JSON with sorted keys."""
        whole = json.dumps([self.question, self.tables], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()

    @functools.cached_property
    def stamp(self) -> dict[str, str | int | None]:
        """What each file says of itself: the question, the versions, the licence and the content hash."""
        return {**self.question, "content_sha256": self.content}

    @property
    def stamp_text(self) -> str:
        """The stamp on one line, as compact JSON."""
        return json.dumps(self.stamp, ensure_ascii=True, separators=(",", ":"))


def extract(
    register: Register,
    on: dt.date,
    *,
    definition: str = DEFAULT,
    known: KnownAs = None,
    sending: str | None = None,
    receiving: str | None = None,
    licence: str = LICENCE,
) -> Extract:
    """Ask a register once for everything that an export holds; of one sending state or host where one is named.

    Raises:
        PolicyError: the policy has no such definition.
    """
    counts = register.policy.definition(definition)
    state = register.state(known, sending=sending)

    def wanted(sender: str, host: str | None) -> bool:
        return sending in (None, sender) and receiving in (None, host)

    records = [one for one in state.missions.values() if wanted(one.mission.sending, one.mission.receiving)]
    members = tuple(sorted((member(one, on, counts) for one in records), key=lambda one: one.id))
    between = tuple(one for one in (*state.relations, *state.movements) if wanted(*_pair(one.mission)))
    covers = tuple(one for one in state.coverage if wanted(one.sending, one.receiving))
    events = tuple(sorted({one.id: one for one in (*_happenings(members), *between)}.values(), key=lambda one: one.id))
    loose = (*state.figures, *state.reasons, *state.unresolved)
    claims: dict[str, Evidence] = {}
    for group in (*(one.evidence for one in events), *(one.evidence for one in covers)):
        claims.update((one.id, one) for one in group)
    # without a host, a figure or a reason speaks of the whole network, and belongs to every answer on its sender
    claims.update((one.id, one) for one in loose if wanted(one.claim.sending or "", one.claim.receiving))
    ordered = tuple(claims[key] for key in sorted(claims))
    return Extract(
        state=state,
        members=members,
        events=events,
        coverage=covers,
        claims=ordered,
        documents={key: register.document(key) for key in sorted({one.source.id for one in ordered})},
        sending=sending,
        receiving=receiving,
        on=on,
        definition=definition,
        counts=counts,
        licence=licence,
    )


def _happenings(members: Iterable[Member]) -> Iterable[Happening]:
    return (one for each in members for one in each.record.happenings)


def _pair(subject: str) -> tuple[str, str | None]:
    sender, _, host = subject.partition("-")
    return sender, host[:2] or None
