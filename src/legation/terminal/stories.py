"""Pages for what happened and what is to come: mission by mission, announced and expected, covered and not."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from legation.model import Answer
from legation.network import Chapter, Gap, shortest
from legation.network.story import carriers, sides, voices
from legation.register import Evidence, Happening, Record
from legation.terminal.console import clean, paragraph, styled
from legation.terminal.notes import Footnotes
from legation.terminal.words import kind, name, place, turn, when


def story_page(console: Console, chapters: Sequence[Chapter], notes: Footnotes) -> None:
    """Print what happened, a block a mission."""
    for number, chapter in enumerate(chapters):
        if number:
            console.print()
        head = Text(place(chapter.record.city or chapter.record.mission.city, chapter.record.mission.receiving), "bold")
        head.append(f", {kind(chapter.record.kind)}", "default")
        paragraph(console, head)
        for one in chapter.turns:
            happening_block(console, one, notes)
        if chapter.beside:
            paragraph(console, f"beside it: {_beside(chapter.beside, notes)}", indent=2, hang=2)


def happening_block(console: Console, happening: Happening, notes: Footnotes) -> None:
    """Print a happening: what, when, how well it stands; each side's shortest quote; and who else says what."""
    head = Text("  ")
    head.append_text(styled(happening.standing, f"{turn(happening.kind, happening.standing)}, {happening.standing}"))
    head.append(f"  {when(happening.when)}")
    console.print(head)
    shown = sides(happening)
    for one in shown:
        paragraph(console, f"{_quoted(one)} {notes.mark(one)}", indent=4, hang=2)
    rest = [one for one in happening.evidence if one.id not in {each.id for each in shown}]
    carried = {one.id for one in carriers(happening)}
    for label, some in (
        ("also", [one for one in rest if one.id in carried]),
        ("foreseen by", [one for one in rest if one.id not in carried and one.claim.status in ("planned", "possible")]),
        ("denied by", [one for one in rest if one.id not in carried and one.claim.status == "denied"]),
    ):
        if some:
            text = ", ".join(f"{clean(who)} {notes.marks(told)}" for who, told in voices(some))
            paragraph(console, f"{label} {text}", indent=4, hang=2)


def _quoted(one: Evidence) -> str:
    who = clean(one.claim.holder or one.source.publisher or "unnamed source")
    verb = " (denies)" if one.claim.status == "denied" else ""
    return f"{who}{verb}: “{clean(one.claim.quote)}”"


def _beside(happenings: Iterable[Happening], notes: Footnotes) -> str:
    return "; ".join(f"{turn(one.kind)}, {when(one.when)} {notes.marks(carriers(one), 3)}" for one in happenings)


def mission_line(record: Record) -> str:
    """Write where a mission is and what it is."""
    return f"{place(record.city or record.mission.city, record.mission.receiving)}, {kind(record.kind)}"


def coverage_page(console: Console, gaps: Sequence[Gap], notes: Footnotes) -> None:
    """Print the states without a resident embassy, and who covers each according to whom."""
    if not gaps:
        paragraph(console, "No state has lost its resident embassy, as far as the register tells.")
    for gap in sorted(gaps, key=lambda one: name(one.receiving)):
        head = Text(name(gap.receiving), "bold")
        if gap.open is not Answer.NO:
            marks = gap.resident.opinion.marks if gap.resident else ()
            head.append(
                f"  ({', '.join(f'closing {mark}' for mark in marks) or 'cannot say whether it is open'})", "yellow"
            )
        elif gap.disputed:
            head.append("  sources differ", "bold magenta")
        paragraph(console, head)
        if not gap.covers:
            paragraph(console, "not known: no source names a covering mission", indent=2)
        if gap.guesses:
            near = "; ".join(f"{place(one.city, one.receiving)}, {one.distance:,.0f} km" for one in gap.guesses)
            paragraph(console, f"guess, by nearness alone: {near}", indent=2, hang=2)
        for cover in gap.covers:
            said = f", {cover.distance:,.0f} km away" if cover.distance is not None else ""
            closed = " (itself not open)" if cover.open is Answer.NO else ""
            who = ", ".join(f"{clean(voice)} {notes.mark(shortest(told))}" for voice, told in voices(cover.evidence))
            where = place(cover.city, cover.from_) if cover.from_ else cover.city or "a mission that is not named"
            line = Text(f"{where}{said}{closed}, ")
            line.append_text(styled(cover.standing))
            line.append(f": {who}")
            paragraph(console, line, indent=2, hang=2)
