"""Evidence as an answer carries it: the words, who said them, where and when."""

from collections.abc import Iterable
from typing import Any

from legation.model import Claim
from legation.register.state import Evidence, Source


def quote_form(evidence: Evidence) -> dict[str, Any]:
    """Give the JSON object of a quote; ``start`` and ``end`` are offsets into the document named by ``document``."""
    return said_form(evidence.id, evidence.claim, evidence.source, evidence.known.sequence)


def said_form(key: str, claim: Claim, source: Source, known: int) -> dict[str, Any]:
    """Give the same of a claim by its ID that was not weighed; ``known`` is the entry in which the register learned it."""
    return {
        "quote": claim.quote,
        "holder": claim.holder,
        "publisher": source.publisher,
        "published": source.published,
        "title": source.title,
        "url": source.url,
        "status": claim.status,
        "date": claim.date,
        "claim": key,
        "document": source.id,
        "start": claim.start,
        "end": claim.end,
        "known": known,
    }


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Sort by publication, then by publisher and place in the text: the same for the same claims, whatever the log's order."""
    return sorted(
        evidence, key=lambda one: (one.source.published or "", one.source.publisher or "", one.claim.start, one.id)
    )


def shortest(evidence: Iterable[Evidence]) -> Evidence | None:
    """Give the fewest words that carry it.

    Words of an organ of either state go before anybody else's, and words that name the city before those that need
    their neighbours to be understood.
    """
    ordered = in_order(evidence)
    return min(ordered, key=lambda one: (not one.official, one.claim.city is None, len(one.claim.quote)), default=None)


def voice(evidence: Evidence) -> str:
    """Name who says it: the holder, or the publisher where the text speaks in its own voice."""
    return evidence.claim.holder or evidence.source.publisher or "unnamed source"


def figure_form(evidence: Evidence) -> dict[str, Any]:
    """Give the JSON object of a published number with its words."""
    claim = evidence.claim
    return {"measure": claim.measure, "value": claim.value, "qualifier": claim.qualifier, **quote_form(evidence)}
