"""A ruling on its way into the log: what a person names made into claims, and held against the register and other rulings."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from legation import gazetteer
from legation.errors import ClaimRefused, DecisionRefused, UnknownState
from legation.model import Claim, check
from legation.register.decisions import (
    Decision,
    DecisionKind,
    check_form,
    contradict,
    corrected,
    readings_of,
    rulings,
    standing_rulings,
)
from legation.register.fold import Pair, pair_of
from legation.register.state import Evidence, Happening, State

_CODES: Final = frozenset({"sending", "receiving", "from", "organ"})


def draft(
    kind: DecisionKind,
    names: Sequence[str],
    state: Callable[[], State],
    *,
    by: str,
    reason: str,
    corrections: Mapping[str, object] | None = None,
    claims: Iterable[str] = (),
) -> Decision:
    """Write a ruling on what a person names: claims, or happenings and missions, which stand for their claims of now.

    Args:
        kind: what is ruled.
        names: IDs; the first is the target.
        state: gives the register as it is, asked for only where a name is no claim's.
        by: who rules.
        reason: why.
        corrections: for ``correct``: fields and their right values.
        claims: which of the names are claims.
    """
    at = dt.datetime.now(dt.UTC).isoformat(
        timespec="milliseconds"
    )  # who undoes and rules again does both within a second
    target, *others = names
    known = set(claims)
    if kind not in ("correct", "withdraw") and not known.issuperset(names):
        held = state()
        meant = [key for name in names for key in ([name] if name in known else _claims(name, kind, held))]
        others = [key for key in dict.fromkeys(meant) if key != target]
    return Decision(
        kind=kind, target=target, others=tuple(others), corrections=dict(corrections or {}), by=by, reason=reason, at=at
    )


def _claims(name: str, kind: DecisionKind, state: State) -> list[str]:
    """List the claims of a happening or mission that a ruling on it is about."""
    if record := state.missions.get(name):
        found: Iterable[Happening] = record.happenings
    else:
        every = [each for record in state.missions.values() for each in record.happenings]
        found = [each for each in [*every, *state.relations, *state.movements] if each.id == name]
    told = [item for each in found for item in each.evidence]
    if not told:
        raise DecisionRefused(
            f"decision {kind} {name}: no claim, happening or mission of this name; `legation review` shows them"
        )
    return [item.id for item in _meant(told, kind)]


def _meant(told: Sequence[Evidence], kind: DecisionKind) -> Sequence[Evidence]:
    """Who accepts a happening says that it was, or is to be; who rejects it takes out all that say so."""
    if kind == "accept":
        return (
            [item for item in told if item.claim.status == "done"]
            or [item for item in told if item.claim.status != "denied"]
            or told
        )
    if kind == "reject":
        return [item for item in told if item.claim.status != "denied"] or told
    return told


def hold(decision: Decision, claims: Mapping[str, Claim], earlier: Sequence[Decision]) -> set[Pair]:
    """Refuse a ruling that cannot stand, and give the pairs of states on which it bears (none: cannot be told).

    Args:
        decision: the ruling.
        claims: of the claims that it, or what it withdraws, names, those that the register holds.
        earlier: the rulings in the log.

    Raises:
        DecisionRefused: it is malformed, names what does not exist, or contradicts another by the same person.
    """
    check_form(decision)
    label = f"decision {decision.kind} {decision.target}"
    if decision.kind == "withdraw":
        by_id = {each.id: each for each in earlier}
        if decision.target not in by_id:
            raise DecisionRefused(f"{label}: no such decision; `legation rulings` lists them")
        if by_id[decision.target].kind == "withdraw":
            raise DecisionRefused(f"{label}: is itself a withdrawal; rule anew instead")
        if any(each.kind == "withdraw" and each.target == decision.target for each in earlier):
            raise DecisionRefused(f"{label}: is withdrawn already")
    else:
        _exists(decision, claims, earlier, label)
        held, _ = standing_rulings(earlier)
        for each in held:
            if each.by == decision.by and contradict(each, decision):
                raise DecisionRefused(
                    f"{label}: contradicts decision {each.id} ({each.kind} {each.target}, {each.reason}) by the same "
                    "person; withdraw that first"
                )
    if decision.kind == "merge" and len(_pairs_now(claims, earlier)) > 1:
        raise DecisionRefused(f"{label}: claims of different pairs of states cannot be one; reject or correct them")
    return bearing(claims, [*earlier, decision])


def bearing(claims: Mapping[str, Claim], given: Sequence[Decision]) -> set[Pair]:
    """Give the pairs of states to which claims belong, as read or as any of some rulings corrects them."""
    return {_place(form) for key, claim in claims.items() for form in readings_of(claim, key, given)}


def _pairs_now(claims: Mapping[str, Claim], given: Sequence[Decision]) -> set[Pair]:
    corrections = rulings(given).corrections
    return {_place(corrected(claim, corrections.get(key, {}))) for key, claim in claims.items()}


def _place(claim: Claim) -> Pair:
    return pair_of(claim) or ("network", claim.sending or "", "")


def _exists(decision: Decision, claims: Mapping[str, Claim], earlier: Sequence[Decision], label: str) -> None:
    single = decision.kind == "correct" or not decision.others
    missing = [name for name in (decision.named if single else decision.others) if name not in claims]
    if missing:
        hint = "; a correction is of one claim: `legation mission --json` gives their IDs" * (
            decision.kind == "correct"
        )
        raise DecisionRefused(f"{label}: no claim {missing[0]} in the register{hint}")
    if decision.kind == "correct":
        now = rulings(earlier).corrections.get(decision.target, {})
        claim = corrected(claims[decision.target], {**now, **decision.corrections})
        try:
            check(claim, " " * claim.start + claim.quote)
        except ClaimRefused as error:
            raise DecisionRefused(f"{label}: {error}") from error
        _known(decision.corrections, label)


def _known(corrections: Mapping[str, object], label: str) -> None:
    """Refuse a code that no state bears: nobody can mean one, whatever a data set may write."""
    for field in sorted(_CODES & corrections.keys()):
        if (code := corrections[field]) is not None:
            try:
                gazetteer.state(str(code))
            except UnknownState as error:
                raise DecisionRefused(f"{label}: {field}: {error}") from error
