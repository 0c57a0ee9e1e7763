"""Pages for figures that are checked, and for what changed in the register."""

import itertools
import re
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from legation.model.dates import parse
from legation.network import Finding, phrase
from legation.network.changes import OF_POLICY
from legation.network.quotes import voice
from legation.register import Change, State
from legation.register.adopted import Adopted
from legation.terminal.console import clean, paragraph, styled
from legation.terminal.notes import Footnotes
from legation.terminal.words import day, listing, place, subject, turn, when

_TITLES = {
    "figure": "Numbers against the register",
    "sum": "Arithmetic between numbers",
    "relations": "Relations against missions",
    "list": "Totals by the missions named behind them",
    "same_number": "One number, different missions",
}
_NAMED = 8  # places; the JSON form has all
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def check_page(console: Console, findings: Sequence[Finding], state: State, notes: Footnotes) -> None:
    """Print the findings, grouped by kind; each opens to the members on which it hangs."""
    if not findings:
        paragraph(console, "No published figure is in the register.")
    for kind, title in _TITLES.items():
        some = [one for one in findings if one.kind == kind]
        if not some:
            continue
        console.print()
        paragraph(console, Text(title, "bold"))
        for alike in _together(some):
            _finding(console, alike, state, notes)


def _together(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Put findings side by side that say the same with the same result, whoever says it."""
    found: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        key = (
            (one.said, one.verdict, one.why) if one.kind == "figure" else (one.said, one.verdict, one.why, str(id(one)))
        )
        found.setdefault(key, []).append(one)
    return list(found.values())


def _finding(console: Console, alike: Sequence[Finding], state: State, notes: Footnotes) -> None:
    finding = alike[0]
    line = Text(clean(finding.said), "bold")
    line.append(f", {'; '.join(_speakers(one, notes) for one in alike)}: ", "default")
    line.append(
        _DAY.sub(lambda found: when(parse(found[0])), clean(finding.why).replace(" (definition all)", "")), "default"
    )
    if finding.unsure and finding.verdict == "cannot_say":
        line.append(f"; hangs on {_places(finding.unsure, state)}", "default")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=12, no_wrap=True)
    table.add_column()
    table.add_row(Text("  ") + styled(finding.verdict), line)
    for whose, ids in finding.only.items():
        if ids:
            table.add_row("", f"closed only for {clean(whose)}: {_places(ids, state)}")
    console.print(table)


def _speakers(finding: Finding, notes: Footnotes) -> str:
    """Name who says it, with marks; of arithmetic between two voices, both."""
    names = list(dict.fromkeys(clean(voice(one)) for one in finding.evidence))
    most = 1 if finding.kind in ("figure", "relations", "list") else 2
    return f"{' and '.join(names[:most])} {notes.marks(finding.evidence, 8)}"


def _places(ids: Iterable[str], state: State) -> str:
    found = [state.missions[one] for one in ids if one in state.missions]
    names = list(dict.fromkeys(record.city or place(None, record.mission.receiving) for record in found))
    more = len(names) - _NAMED
    return listing(names if more < 2 else [*names[:_NAMED], f"{more} more"])


_TOLD = 4  # more changes of one sort in one entry are told in one line


def changes_page(
    console: Console, changes: Iterable[Change], notes: Footnotes | None = None, *, whose: bool = False
) -> int:
    """Print what changed in the register, a block an entry of the log; gives how many changes there were.

    ``whose`` names the sending state on each line, where more than one may stand in the list.
    """
    count = 0
    for number, entry in itertools.groupby(changes, key=lambda one: one.known.sequence):
        some = list(entry)
        count += len(some)
        console.print()
        head = Text(f"{number}  ", "dim")
        head.append(f"{day(some[0].known.at.date())}, {_because(some[0])}", "bold")
        paragraph(console, head, hang=2)
        for (kind, moved), alike in _alike(some):
            turned = kind if kind in OF_POLICY else turn(kind, alike[0].standing)
            text = styled(alike[0].standing or "denied", f"{turned}, {moved}")
            if len(alike) > _TOLD:
                text.append(
                    f": {len(alike)} missions: {'; '.join(subject(one.mission, whose=whose) for one in alike)}",
                    "default",
                )
                paragraph(console, text, indent=4, hang=2)
                continue
            for one in alike:
                line = Text(f"{subject(one.mission, whose=whose)}: ")
                line.append_text(text)
                marks = f" {notes.marks(one.evidence, 2)}".rstrip() if notes else ""
                if kind not in OF_POLICY:
                    line.append(f", {when(parse(one.date) if one.date else None)}{marks}")
                paragraph(console, line, indent=4, hang=2)
    return count


def policies_page(console: Console, found: Sequence[Adopted]) -> None:
    """Print under which policies a register stood, and since when."""
    if not found:
        paragraph(
            console,
            "No policy is noted here yet; questions are answered under the default, and the next writing notes it.",
        )
    for one in found:
        since = (
            f"since entry {one.known.sequence} ({day(one.known.at.date())})"
            if one.known.sequence
            else "from the beginning"
        )
        whose = "ships with Legation" if one.shipped else "adopted"
        paragraph(console, f"{clean(one.label)}  {since}, {whose}, sha256 {one.sha256[:12]}", hang=2)


def _alike(changes: Iterable[Change]) -> list[tuple[tuple[str, str], list[Change]]]:
    found: dict[tuple[str, str], list[Change]] = {}
    for one in changes:
        found.setdefault((one.kind, phrase(one)), []).append(one)
    return list(found.items())


def _because(change: Change) -> str:
    who, title = clean(change.source.publisher or ""), clean(change.source.title)
    named = ": ".join(part for part in (who, title) if part)
    if change.cause == "document":
        return named
    if change.cause == "backlog":
        return f"there before {who or 'its source'} was followed" + (f": {title}" if title else "")
    if change.cause == "decision":
        return f"decision by {named}"
    if change.cause == "policy":
        return f"policy {change.source.id} {title}"
    return f"{change.cause} {change.reader} on {named}"
