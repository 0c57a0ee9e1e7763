"""People's rulings and what waits for one, as JSON objects: the same for the command line and over HTTP."""

import dataclasses
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from legation.network.quotes import quote_form
from legation.register import Decision, Entry
from legation.register.decisions import standing_rulings
from legation.register.records import Score
from legation.register.review import Agreement, Case


def case_form(case: Case) -> dict[str, Any]:
    """Give one line of ``legation review --json``."""
    return {
        "version": 1,
        "matter": case.matter,
        "target": case.target,
        "about": case.about,
        "kind": case.kind,
        "standing": case.standing,
        "date": case.when.edtf if case.when else None,
        "why": case.why,
        "quotes": [quote_form(one) for one in case.evidence],
    }


def statuses(held: Sequence[Entry], stale: Collection[str]) -> list[str]:
    """Say how each ruling stands: in force, withdrawn, contradicted, stale (of what is read no longer), or a withdrawal."""
    withdrawn = {one.decision.target for one in held if one.decision and one.decision.kind == "withdraw"}
    contradicted = against(held)
    return [_status(entry.decision, withdrawn, contradicted, stale) for entry in held]


def _status(
    decision: Decision | None, withdrawn: Collection[str], contradicted: Collection[str], stale: Collection[str]
) -> str:
    if decision is None or decision.kind == "withdraw":
        return "withdrawal"
    if decision.id in withdrawn:
        return "withdrawn"
    if decision.id in contradicted:
        return "contradicted"
    return "stale" if decision.id in stale else "in force"


def against(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Give the rulings that are contradicted, each with those against it."""
    return standing_rulings(entry.decision for entry in entries if entry.decision)[1]


def ruling_form(entry: Entry, status: str) -> dict[str, Any]:
    """Give one ruling of ``legation rulings --json``."""
    form = entry.decision.json_form() if entry.decision else {}
    return {"version": 1, "type": "ruling", "sequence": entry.known.sequence, "status": status, **form}


def agreement_form(one: Agreement) -> dict[str, Any]:
    """Give how far two reviewers agree, as ``legation rulings --json`` has it."""
    return {
        "version": 1,
        "type": "agreement",
        "reviewers": [one.one, one.other],
        "both": one.both,
        "agreed": one.agreed,
        "kappa": None if one.kappa is None else round(one.kappa, 3),
    }


def record_form(one: Score) -> dict[str, Any]:
    """Give what was ruled of a reader's claims of a kind, as ``legation rulings --readers --json`` has it."""
    return {"version": 1, "type": "reader", **dataclasses.asdict(one)}
