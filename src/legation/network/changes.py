"""A change of the register as one line for scripts and one sentence for people."""

from collections.abc import Iterable
from typing import Any, Final

from legation.network.quotes import quote_form
from legation.register import Change
from legation.register.adopted import Adopted

OF_POLICY: Final = (
    "spells",
    "marks",
    "counts",
)  # kinds of change that only another policy makes, told as text for dates


def change_form(change: Change) -> dict[str, Any]:
    """Give the JSON object of one line of ``legation changes --json``."""
    return {
        "version": 1,
        "sequence": change.known.sequence,
        "known": change.known.at.isoformat(),
        "mission": change.mission,
        "kind": change.kind,
        "standing": change.standing,
        "before": change.before,
        "date": change.date,
        "date_before": change.date_before,
        "holder": change.holder,
        "cause": change.cause,
        "reader": change.reader,
        "document": change.source.id,
        "publisher": change.source.publisher,
        "published": change.source.published,
        "quotes": [quote_form(one) for one in change.evidence],
    }


def adopted_form(one: Adopted) -> dict[str, Any]:
    """Give the JSON object of one line of ``legation policy --json``."""
    at = one.known.at.isoformat() if one.known.sequence else None
    return {
        "version": 1,
        "sequence": one.known.sequence,
        "known": at,
        "policy": one.label,
        "sha256": one.sha256,
        "shipped": one.shipped,
    }


def phrase(change: Change) -> str:
    """Say what moved: "new: announced", "announced → confirmed", "date narrowed", "no longer held"."""
    if change.kind in OF_POLICY:
        return f"{change.date_before or 'none'} → {change.date or 'none'}"
    if change.standing is None:
        return f"{change.before}, no longer held"
    if change.before is None:
        return f"new: {change.standing}"
    if change.before != change.standing:
        return f"{change.before} → {change.standing}"
    return f"{change.standing}, other date"


def speaks(change: Change, words: Iterable[str]) -> bool:
    """Whether a change's title and quotes hold all of some words, which are given without case (``casefold``)."""
    said = " ".join([change.source.title, *(one.claim.quote for one in change.evidence)]).casefold()
    return all(word in said for word in words)
