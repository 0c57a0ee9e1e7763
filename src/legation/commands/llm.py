"""What a reader that asks an endpoint adds to the verbs: a budget, an estimate, what was dropped, and what was spent.

A reader shows by its methods what it can do (``limit``, ``estimate``, ``examine``, ``spent``); the others are let be.
"""

import dataclasses
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
import typer

from legation.errors import DataError
from legation.model import Document
from legation.register import Register
from legation.terminal.console import warn
from legation.terminal.words import several

BudgetOption = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="AMOUNT",
        help="With a language model: the most to spend, in tokens (200000) or money (2USD).",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With a language model: print what reading would cost at most; ask nothing.")
]
UNREAD = "unread"  # the reader named in the log where a document is kept and nobody has read it yet


def limited(reader: Any, amount: str | None) -> Any:
    """Give the reader with a budget; a usage error where it spends nothing."""
    if amount is not None:
        for one in _parts(reader):
            if hasattr(one, "limit"):
                from legation.reader.llm.budget import Budget  # noqa: PLC0415  # only where a model is asked

                one.limit(Budget.parse(amount, one.settings.prices))
                return reader
        raise typer.BadParameter(f"--budget: reader {reader.name} spends nothing; choose --reader llm")
    return reader


def estimate(readers: Iterable[Any], documents: Iterable[Document]) -> dict[str, object]:
    """Say what reading documents would cost at most; a usage error where it costs nothing."""
    for one in (part for reader in readers for part in _parts(reader)):
        if hasattr(one, "estimate"):
            found = one.estimate(documents)
            form = {key: value for key, value in dataclasses.asdict(found).items() if value is not None}
            return {"version": 1, "type": "estimate", "reader": one.name, **form}
    raise typer.BadParameter("--dry-run: this reader spends nothing; choose --reader llm")


def examined(reader: Any, document: Document) -> tuple[list[Any], dict[str, object], Any]:
    """Read one document with its reasons: the claims with traces, what was dropped as JSON, and the reading if it failed."""
    if not hasattr(reader, "examine"):
        if not hasattr(reader, "explain"):
            raise typer.BadParameter(f"--why: reader {reader.name} does not explain itself; leave --why out")
        return list(reader.explain(document)), {}, None
    found = reader.examine(document)
    dropped = [{"reason": str(one.reason), "detail": one.detail, "claim": one.claim} for one in found.dropped]
    failed = found.reading if hasattr(found.reading, "fault") else None
    return list(found.told), {"dropped": dropped, "usage": msgspec.to_builtins(found.usage)}, failed


def tell_spent(reader: Any) -> None:
    """Say on standard error what was spent, where anything could be."""
    for one in _parts(reader):
        spent = getattr(one, "spent", None)
        if spent is not None:
            line = f"{one.name}: {several(spent.requests, 'request')}, {spent.input_tokens} tokens in, {spent.output_tokens} out"
            prices = one.settings.prices
            warn(line + (f", {prices.cost(spent):.4f} {prices.currency}" if prices else ""))


def keep_unread(register: Register, document: Document, fault: str) -> bool:
    """Keep a document that could not be read, marked as such; False where the register holds it already.

    A document that another reader has read keeps that reading; one that nobody has read is read by the next run.
    """
    try:
        register.document(document.id)
    except DataError:
        register.add(document, (), f"{UNREAD}/{fault}")
        return True
    return False


def _parts(reader: Any) -> list[Any]:
    """Give the readers that a reader is made of."""
    return [reader, *(getattr(reader, side) for side in ("first", "second") if hasattr(reader, side))]
