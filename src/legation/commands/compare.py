"""`legation read --compare A,B`: two readers on the same documents, claim by claim."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import typer

from legation.commands.llm import limited, tell_spent
from legation.commands.readers import reader_of
from legation.commands.sources import Named
from legation.model import Claim, Document, Reading
from legation.register.origin import WAITING
from legation.terminal.console import warn
from legation.terminal.words import several

if TYPE_CHECKING:
    from legation.reader.agreement import Agreement, Difference

VERSION: Final = 1


def pair_of(names: str, budget: str | None) -> tuple[Any, Any]:
    """Give the two readers of "rules,llm"; a usage error where there are not two."""
    parts = [name.strip() for name in names.split(",")]
    if len(parts) != 2 or len(set(parts)) != 2:
        raise typer.BadParameter(f"--compare {names!r}: give two readers, such as rules,llm")
    first, second = (reader_of(name) for name in parts)
    if budget:
        limited(first if hasattr(first, "limit") else second, budget)
    return first, second


def compared(readers: tuple[Any, Any], sources: Iterable[Any], failed: list[Named]) -> Iterable[dict[str, object]]:
    """Read documents with both and give one JSON object a document; ``failed`` gathers those that one could not read."""
    from legation.reader.agreement import compare  # noqa: PLC0415  # with the readers comes spaCy, seconds to import

    totals = [0, 0, 0, 0]
    for one in sources:
        readings: list[Reading] = [reader.read(one.document) for reader in readers]
        faults = [reading for reading in readings if hasattr(reading, "fault")]
        if faults:
            fault: Any = faults[0]
            warn(f"{one.name}: not read by {fault.reader}, {fault.fault}: {fault.detail}")
            failed.append(Named(one.name, None))
            continue
        found = compare(readings[0].claims, readings[1].claims)
        form = _form(one, readings, found)
        for place, number in enumerate(_counts(found)):
            totals[place] += number
        yield form
    warn(
        f"{several(totals[0], 'claim')} agreed, {totals[1]} with differences, "
        f"{totals[2]} only by {readers[0].name}, {totals[3]} only by {readers[1].name}"
    )
    for reader in readers:
        tell_spent(reader)


def difference_form(one: "Difference") -> dict[str, object]:
    """Give a difference as JSON: both claims, either of them null, and the fields in which they differ."""
    return {"first": _claim(one.first), "second": _claim(one.second), "fields": list(one.fields)}


def waiting_readings(reader: Any, document: Document, reading: Reading) -> list[tuple[Document, list[Claim], str]]:
    """Give what each of two readers has that the other has not, as readings that wait in the register for a ruling."""
    differences: tuple[Difference, ...] = getattr(reading, "waiting", ())
    found = []
    for side in ("first", "second"):
        claims = [claim for one in differences if (claim := getattr(one, side))]
        if claims:
            name = getattr(reader, side).name.partition("/")[0]
            found.append((document, claims, f"{WAITING}{name}/{reading.reader.partition('/')[2]}"))
    return found


def tell_differences(
    name: str, document: Document, reading: Reading, report: Callable[[Mapping[str, Any]], None] | None
) -> int:
    """Tell with ``--json`` what two readers differ on, and give how many claims that are."""
    waiting: tuple[Difference, ...] = getattr(reading, "waiting", ())
    if waiting and report:
        forms = [difference_form(one) for one in waiting]
        head = {"version": VERSION, "doc": name, "document": document.id, "outcome": "review", "claims": 0}
        report({**head, "differing": forms})
    return len(waiting)


def _form(one: Any, readings: list[Reading], found: "Agreement") -> dict[str, object]:
    return {
        "version": VERSION,
        "doc": one.name,
        "readers": [reading.reader for reading in readings],
        "agreed": [_claim(claim) for claim, _ in found.agreed],
        "differing": [difference_form(difference) for difference in found.differing],
    }


def _counts(found: "Agreement") -> tuple[int, int, int, int]:
    both = sum(one.first is not None and one.second is not None for one in found.differing)
    first = sum(one.second is None for one in found.differing)
    return len(found.agreed), both, first, len(found.differing) - both - first


def _claim(claim: Claim | None) -> dict[str, object] | None:
    return claim.json_form() if claim else None
