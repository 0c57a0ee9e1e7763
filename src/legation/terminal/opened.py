"""Counts opened to their members: places in a paragraph, each with the mark of its quote where quotes are wanted."""

from collections.abc import Iterable, Sequence

from rich.console import Console

from legation.network.backing import backed
from legation.network.coverage import Gap
from legation.network.figures import Tally
from legation.network.members import Member
from legation.network.quotes import shortest
from legation.network.story import carriers
from legation.register import Evidence, State
from legation.terminal.console import paragraph
from legation.terminal.notes import Footnotes
from legation.terminal.words import day, place

Row = tuple[str, Sequence[Evidence]]  # a mission in words, and the claims on which it hangs


def opened(console: Console, title: str, rows: Sequence[Row], notes: Footnotes | None) -> None:
    """Print members in a paragraph; nothing where there are none. With ``notes`` each has the mark of its quote."""
    if rows:
        text = "; ".join(f"{words} {notes.mark(shortest(told))}".rstrip() if notes else words for words, told in rows)
        paragraph(console, f"{title} ({len(rows)}): {text}.", hang=2)


def rows_of(members: Iterable[Member]) -> list[Row]:
    """Write members as rows, in the order of their places."""
    rows = [(place(one.city, one.receiving), carriers(one.holds) if one.holds else one.evidence) for one in members]
    return sorted(rows, key=lambda row: row[0])


def tallies_page(console: Console, tallies: Iterable[Tally], state: State, notes: Footnotes | None) -> None:
    """Print the missions behind the register's counts that figures are held against, each count once."""
    for one in dict.fromkeys(tallies):
        label = f"The register on {day(one.on)}" + (f", {one.reading}" if one.reading else "")
        told = backed(state, (*one.certain, *one.unsure), one.on) if notes else {}
        for title, ids in ((label, one.certain), (f"{label}, where it cannot be said", one.unsure)):
            console.print()
            opened(console, title, [(_place(each, state), told.get(each, ())) for each in ids], notes)


def _place(mission: str, state: State) -> str:
    record = state.missions[mission]
    return place(record.city or record.mission.city, record.mission.receiving)


def gaps_page(console: Console, gaps: Sequence[Gap], notes: Footnotes | None) -> None:
    """Print the own embassy in each state without a resident one for certain, and on which words its end hangs."""
    console.print()
    opened(console, "Own embassies there", rows_of(one.resident for one in gaps if one.resident), notes)
