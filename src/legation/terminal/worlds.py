"""Pages about many states, and about stretches of time; each fits 80 columns."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console

from legation.model import Answer
from legation.network.graph import Measured
from legation.network.presence import Host, Present, Reciprocity
from legation.network.quotes import shortest
from legation.network.series import Point, Shift
from legation.network.ties import Ties
from legation.register import Evidence
from legation.terminal.console import grid, heading, paragraph
from legation.terminal.notes import Footnotes
from legation.terminal.words import day, kinds, listing, name, place, several, subject
from legation.terminal.words import kind as written_kind

Backing = Mapping[str, tuple[Evidence, ...]]


def host_page(console: Console, found: Host, backing: Backing | None, *, members: bool) -> None:
    """Print who is present in a state or city: the counts, then the missions."""
    heading(console, f"Present in {place(found.city, found.receiving)} on {day(found.on)}")
    counts = listing(
        [f"{many} {written_kind(kind) if many == 1 else kinds(kind)}" for kind, many in found.counts.items()]
    )
    total = f"{several(len(found.certain), 'mission')} of {several(len(found.senders), 'state')}"
    paragraph(console, f"{total}: {counts}." if counts else f"{total}.")
    _unsaid(console, len(found.missions) - len(found.certain))
    if members:
        _members(console, found.missions, backing)


def reciprocity_page(console: Console, found: Reciprocity, backing: Backing | None, *, members: bool) -> None:
    """Print who is here without being answered, who is there, and who is both."""
    own = name(found.state)
    heading(console, f"{own} on {day(found.on)}: present here, and there")
    share = f" ({found.share:.0%} of those told)" if found.share is not None else ""
    for title, codes in (
        (f"Both ways{share}", found.mutual),
        (f"In {own} without {own} in them", found.only_here),
        (f"{own} in them without them in {own}", found.only_there),
        ("Cannot be said", found.unsure),
    ):
        names = ": " + ", ".join(sorted(map(name, codes))) if codes else ""
        paragraph(console, f"{title}: {len(codes)}{names.replace(': ', '. ', 1)}", hang=2)
    if members:
        _members(console, found.missions, backing)


def ties_page(console: Console, found: Ties, notes: Footnotes, *, members: bool, quotes: bool) -> None:
    """Print relations beside embassies, the published numbers, and the relations without an embassy."""
    heading(console, f"{name(found.state)}: relations and embassies on {day(found.on)}")
    tied = [one for one in found.ties if one.tied is Answer.YES]
    present = sum(one.embassy is Answer.YES for one in tied)
    paragraph(
        console, f"The register tells of relations with {several(len(tied), 'state')}; an embassy is in {present}."
    )
    for one in found.published:
        claim = one.claim
        paragraph(console, f"Published: relations with {claim.value:g} states {notes.mark(one)}")
    without = [name(one.other) for one in found.without]
    paragraph(
        console, f"Relations without an embassy: {len(without)}{'. ' + ', '.join(without) if without else ''}", hang=2
    )
    if members:
        table = grid("state", "relations", "embassy", "told by", "quotes")
        for each in found.ties:
            best = shortest(each.evidence) if quotes else None
            table.add_row(_cut(name(each.other)), each.tied.value, each.embassy.value, each.by, notes.mark(best))
        console.print(table)


def graph_page(console: Console, rows: Sequence[Measured], on: dt.date, missions: Sequence[Present] | None) -> None:
    """Print the measures as a table, the most present state first."""
    heading(console, f"Who sends where on {day(on)}")
    table = grid("state", ">out", ">in", ">sent", ">hosted", ">PageRank", ">clustering", ">answered")
    for one in rows:
        table.add_row(
            _cut(name(one.state), 18), str(one.out_degree), str(one.in_degree), str(one.missions_sent),
            str(one.missions_hosted), f"{one.pagerank:.4f}", f"{one.clustering:.2f}", f"{one.reciprocity:.0%}",
        )  # fmt: skip
    console.print(table)
    if missions is not None:
        shown = {one.state for one in rows}
        _members(console, [one for one in missions if shown & {one.sending, one.receiving}], None)


def series_page(
    console: Console, sending: str, found: Sequence[Point], backing: Backing | None, notes: Footnotes, *, members: bool
) -> None:
    """Print a count a line, with what came and went since the line before."""
    heading(console, f"{name(sending)}: missions at the end of each stretch")
    table = grid("day", ">missions", ">cannot say", ">come", ">gone")
    for one in found:
        row = (day(one.on), len(one.certain), len(one.unsure), len(one.come), len(one.gone))
        table.add_row(*map(str, row))
    console.print(table)
    if members:
        for title, ids in (("counted", found[0].certain), ("cannot say", found[0].unsure)):
            if ids:
                paragraph(console, f"on {day(found[0].on)}, {title}: {'; '.join(map(subject, sorted(ids)))}", hang=2)
        for one in found:
            moved = {"come": one.come, "gone": one.gone}
            _moves(console, f"by {day(one.on)}", one.on, moved, (backing, notes))


def ranking_page(
    console: Console,
    found: Sequence[Shift],
    of: int,
    backing: Backing | None,
    notes: Footnotes,
    *,
    grown: bool,
    members: bool,
) -> None:
    """Print ranked changes, with the missions behind each."""
    word = "expansion" if grown else "retreat"
    heading(console, f"The largest {word}s, of {of} ranked")
    if not found:
        paragraph(console, f"No {word} is certain in that window.")
        return
    table = grid(">rank", "state", "from", "to", ">before", ">after", ">net", ">cannot say")
    for one in found:
        table.add_row(
            str(one.rank), _cut(name(one.sending), 18), one.since.isoformat(), one.until.isoformat(),
            str(one.before), str(one.after), f"{one.net:+}", str(len(one.unsure)),
        )  # fmt: skip
    console.print(table)
    if members or backing is not None:
        for one in found:
            title = f"{name(one.sending)}, by {day(one.until)}"
            moved = {"come": one.come, "gone": one.gone}
            if members:
                moved |= {"there on both days": one.stayed, "in doubt": one.unsure}
            _moves(console, title, one.until, moved, (backing, notes))


def _moves(
    console: Console,
    title: str,
    on: dt.date,
    moved: Mapping[str, Iterable[str]],
    quotes: tuple[Backing | None, Footnotes],
) -> None:
    backing, notes = quotes
    for word, ids in moved.items():
        told = [f"{subject(one)}{_mark(backing, f'{one}@{on}', notes, word)}" for one in ids]
        if told:
            paragraph(console, f"{title}, {word}: {'; '.join(told)}", hang=2)


_TOLD_BY = {"come": ("opened", "resumed"), "gone": ("closed", "suspended")}


def _mark(backing: Backing | None, key: str, notes: Footnotes, word: str = "") -> str:
    """Give the mark of the best quote: of what came or went, one that says just that is done, if there is one."""
    if backing is None:
        return ""
    found = backing.get(key, ())
    of_kind = [one for one in found if one.claim.kind in _TOLD_BY.get(word, ())]
    done = [one for one in of_kind if one.claim.status == "done"]
    best = shortest(done or of_kind or found)
    return f" {notes.mark(best)}" if best else ""


def _members(console: Console, missions: Sequence[Present], backing: Backing | None) -> None:
    notes = Footnotes()
    table = grid("sent by", "in", "mission", "counts", *(["quotes"] if backing is not None else []))
    for one in missions:
        row = [
            _cut(name(one.sending), 20),
            _cut(place(one.city, one.receiving), 26),
            written_kind(one.kind),
            _said(one),
        ]
        table.add_row(*row, *([_mark(backing, one.id, notes).strip()] if backing is not None else []))
    if missions:
        console.print()
        console.print(table)
    notes.print(console)


def _said(one: Present) -> str:
    return "yes" if one.counted is Answer.YES else "?"


def _unsaid(console: Console, many: int) -> None:
    if many:
        paragraph(console, f"Of {several(many, 'more mission')} it cannot be said.")


def _cut(text: str, room: int = 24) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"
