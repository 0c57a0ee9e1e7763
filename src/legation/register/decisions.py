"""People's rulings: what a named person decided of a claim or happening, why and when, and what follows for the fold.

A ruling never changes the log. It is an entry of its own, and the fold heeds those in force: withdrawing one leaves the
register as if it had never been made. Rulings of two people that contradict each other both stand in the log, are shown,
and neither is heeded until one of them is withdrawn: the register takes no side between its own reviewers. Nothing here
depends on the order in which rulings came.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, get_args

import msgspec

from legation.errors import DecisionRefused
from legation.model import Claim, digest
from legation.register.state import Evidence, Ruling

DecisionKind = Literal["accept", "reject", "merge", "split", "correct", "withdraw"]
DECISION_KINDS: Final[tuple[str, ...]] = get_args(DecisionKind)
# All but the quote and its place, which are the document's own.
CORRECTABLE: Final = (
    "kind", "sending", "receiving", "city", "mission", "status", "holder", "organ", "date", "causes", "from", "measure",
    "value", "qualifier",
)  # fmt: skip


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ruling. ``target`` is the ID of what was ruled on, ``others`` the claims that are meant besides.

    Where a happening or mission is ruled on, ``others`` holds its claims as they stood then. ``at`` is when the person
    ruled, an ISO moment; when the register learned of it stands in the log.
    """

    kind: DecisionKind
    target: str
    others: tuple[str, ...] = ()
    corrections: dict[str, Any] = {}
    by: str
    reason: str
    at: str

    @property
    def id(self) -> str:
        """Follows from every field, so that a ruling that travels twice is one."""
        return digest("decision", *msgspec.to_builtins(self).items())

    @property
    def named(self) -> tuple[str, ...]:
        """All that it names."""
        return (self.target, *self.others)

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of a decisions file: the ID, then every field."""
        return {"id": self.id, **msgspec.to_builtins(self)}


def check_form(decision: Decision) -> None:
    """Refuse a ruling that says too little or too much for its kind.

    Raises:
        DecisionRefused: no name, reason or moment, or fields that the kind does not take.
    """
    label = f"decision {decision.kind} {decision.target}"
    for field in ("target", "by", "reason"):
        if not getattr(decision, field).strip():
            raise DecisionRefused(f"{label}: {field} is empty; say {'who rules' if field == 'by' else 'it'}")
    try:
        moment = dt.datetime.fromisoformat(decision.at)
    except ValueError:
        raise DecisionRefused(f"{label}: at is {decision.at!r}; give an ISO date and time") from None
    if moment.tzinfo is None:
        raise DecisionRefused(f"{label}: at is {decision.at!r}; say its offset from UTC, such as +00:00")
    if decision.kind == "merge" and not decision.others:
        raise DecisionRefused(f"{label}: nothing to merge it with; name another claim, happening or mission")
    if bool(decision.corrections) is not (decision.kind == "correct"):
        raise DecisionRefused(f"{label}: corrections belong to `correct`, and to it alone")
    if decision.kind in ("correct", "withdraw") and decision.others:
        raise DecisionRefused(f"{label}: takes one target; rule on {', '.join(decision.others)} apart")
    unknown = sorted(set(decision.corrections) - set(CORRECTABLE))
    if unknown:
        raise DecisionRefused(
            f"{label}: {unknown[0]} cannot be corrected; reject the claim, or give {', '.join(CORRECTABLE)}"
        )


def corrected(claim: Claim, corrections: Mapping[str, Any]) -> Claim:
    """Give a claim as it should have been read.

    Raises:
        DecisionRefused: a value that its field cannot have.
    """
    try:
        return msgspec.convert({**msgspec.to_builtins(claim), **corrections}, Claim)
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"correction of {claim.kind} {claim.sending}>{claim.receiving}: {error}") from error


def readings_of(claim: Claim, key: str, given: Iterable[Decision]) -> list[Claim]:
    """Give a claim as read, and in every form that corrections among some rulings, in force or not, may give it.

    Only what decides to which states a claim belongs is varied: whoever keeps results by states must heed all of these.
    """
    found = [claim]
    for each in given:
        if each.kind == "correct" and each.target == key:
            fields = {name: value for name, value in each.corrections.items() if name in _PLACING}
            if fields:
                found += [corrected(one, fields) for one in found]
    return list(dict.fromkeys(found))


_PLACING: Final = frozenset({"kind", "sending", "receiving"})


def contradict(one: Decision, other: Decision) -> bool:
    """Whether two rulings cannot both hold."""
    kinds, shared = {one.kind, other.kind}, set(one.named) & set(other.named)
    if kinds == {"accept", "reject"}:
        return bool(shared)
    if kinds == {"correct"} and one.target == other.target:
        both = one.corrections.keys() & other.corrections.keys()
        return any(one.corrections[field] != other.corrections[field] for field in both)
    if kinds == {"merge", "split"}:
        merge, split = (one, other) if one.kind == "merge" else (other, one)
        return bool(shared) and bool(set(merge.named) - set(split.named))
    return False


def standing_rulings(given: Iterable[Decision]) -> tuple[list[Decision], dict[str, tuple[str, ...]]]:
    """Give the rulings that are not withdrawn, by ID, and of those that contradict others, whom they contradict."""
    every = {each.id: each for each in given}
    withdrawn = {each.target for each in every.values() if each.kind == "withdraw"}
    held = [every[key] for key in sorted(every) if key not in withdrawn and every[key].kind != "withdraw"]
    by_name: dict[str, list[Decision]] = {}
    for each in held:
        for name in each.named:
            by_name.setdefault(name, []).append(each)
    against: dict[str, tuple[str, ...]] = {}
    for each in held:
        near = {other.id for name in each.named for other in by_name[name] if contradict(each, other)}
        if near:
            against[each.id] = tuple(sorted(near))
    return held, against


@dataclass(frozen=True)
class Rulings:
    """What the rulings in force say of each claim, ready for the fold."""

    rejected: frozenset[str]
    corrections: Mapping[str, Mapping[str, Any]]
    said: Mapping[str, Ruling]
    let_in: frozenset[str] = frozenset()  # ruled on by name, so that a claim on which readers differ goes in
    confirmed: frozenset[str] = frozenset()  # accepted with the happening or mission that they tell of

    def read(self, claims: Mapping[str, Claim]) -> Mapping[str, Claim]:
        """Give the claims of a reading without those rejected, and with those corrected as they should be."""
        if not (self.rejected or self.corrections):
            return claims
        return {
            key: corrected(claim, self.corrections[key]) if key in self.corrections else claim
            for key, claim in claims.items()
            if key not in self.rejected
        }

    def mark(self, item: Evidence) -> Evidence:
        """Put to a piece of evidence what was ruled of it."""
        ruling = self.said.get(item.id)
        item = replace(item, ruling=ruling) if ruling else item
        if not item.waiting:
            return item
        item = replace(item, waiting=item.id not in self.let_in)
        if item.ruling and item.id not in self.confirmed:
            # who accepts what one reader found says that it was read rightly, not that it is so
            item = replace(item, ruling=replace(item.ruling, accepted=None))
        return item


def rulings(given: Iterable[Decision]) -> Rulings:
    """Work out what the rulings in force say of each claim."""
    held, against = standing_rulings(given)
    heeded = [each for each in held if each.id not in against]
    accepted: dict[str, str] = {}
    corrections: dict[str, dict[str, Any]] = {}
    split: dict[str, str] = {}
    for each in sorted(heeded, key=lambda one: (one.at, one.id)):
        if each.kind == "accept":
            accepted |= dict.fromkeys(each.named, f"{each.by} ({each.reason})")
        elif each.kind == "correct":
            corrections.setdefault(each.target, {}).update(each.corrections)
        elif each.kind == "split":
            split |= dict.fromkeys(each.named, each.id)
    merged = _merged([each for each in heeded if each.kind == "merge"])
    return Rulings(
        rejected=frozenset(name for each in heeded if each.kind == "reject" for name in each.named),
        corrections=corrections,
        let_in=frozenset(name for each in heeded if each.kind in ("accept", "correct") for name in each.named),
        confirmed=frozenset(name for each in heeded if each.kind == "accept" for name in each.others),
        said={
            name: Ruling(accepted.get(name), merged.get(name), split.get(name))
            for name in accepted.keys() | merged.keys() | split.keys()
        },
    )


def _merged(merges: Sequence[Decision]) -> dict[str, str]:
    """Tell of each name in a merge under which name it stands: that of the first ruling's target, joined transitively."""
    label: dict[str, str] = {}
    for each in sorted(merges, key=lambda one: (one.at, one.id)):
        joined = {label[name] for name in each.named if name in label}
        head = min(joined, default=each.target)
        label |= dict.fromkeys(each.named, head)
        label |= {name: head for name, held in label.items() if held in joined}
    return label
