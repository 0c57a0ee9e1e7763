"""People's rulings and what waits for one, as JSON objects: the same for the command line and over HTTP."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from legation.network.quotes import quote_form
from legation.register import Entry
from legation.register.decisions import standing_rulings
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


def ruling_status(entry: Entry, held: Sequence[Entry], stale: Collection[str]) -> str:
    """Say how a ruling stands: in force, withdrawn, contradicted, stale (of what is read no longer), or a withdrawal."""
    decision = entry.decision
    given = [one.decision for one in held if one.decision]
    if decision is None or decision.kind == "withdraw":
        return "withdrawal"
    if any(one.kind == "withdraw" and one.target == decision.id for one in given):
        return "withdrawn"
    if decision.id in against(held):
        return "contradicted"
    return "stale" if decision.id in stale else "in force"


def against(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Give the rulings that are contradicted, each with those against it."""
    return standing_rulings(entry.decision for entry in entries if entry.decision)[1]


def ruling_form(entry: Entry, held: Sequence[Entry], stale: Collection[str]) -> dict[str, Any]:
    """Give one ruling of ``legation rulings --json``."""
    form = entry.decision.json_form() if entry.decision else {}
    return {
        "version": 1,
        "type": "ruling",
        "sequence": entry.known.sequence,
        "status": ruling_status(entry, held, stale),
        **form,
    }


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
