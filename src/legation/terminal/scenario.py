"""A scenario's consequences on the screen: counts before and after, who went and came, who is left without a mission."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from legation.network.consequences import Consequences, Next
from legation.network.supposed import Effect
from legation.terminal.console import grid, heading, paragraph
from legation.terminal.networks import listed
from legation.terminal.notes import Footnotes
from legation.terminal.words import day, name, place, subject


def scenario_page(console: Console, found: Consequences, notes: Footnotes, *, members: bool) -> None:
    """Print the answer; ``members`` lists those that are the same in both too."""
    before, after = found.difference.before, found.difference.after
    heading(console, f"{name(found.sending)} on {day(before.on)}: {found.scenario.title}")
    without_effect(console, found.effects)
    table = grid("what counts", ">before", ">after", ">cannot say")
    for label, (old, new) in found.under.items():
        table.add_row(Text(label), str(old.total), str(new.total), str(len(new.unsure)))
    console.print(table)
    listed(console, "Lost", found.difference.gone, notes, unsure=before.unsure)
    listed(console, "Gained", found.difference.come, notes, unsure=after.unsure)
    left = [f"{name(one.receiving)}: {_nearest(one.near)}" for one in found.left]
    uncovered = [
        f"{name(one.receiving)}, covered until then by {subject(one.mission)}: {_nearest(one.near)}"
        for one in found.uncovered
    ]
    for title, some in (("Left without any mission", left), ("No longer covered", uncovered)):
        if some:
            console.print()
            paragraph(console, Text(title, "bold"))
        for line in some:
            paragraph(console, line, indent=2, hang=2)
    if members:
        listed(console, "Open in the scenario", after.open, notes)
    console.print()
    paragraph(console, f"To share: {found.link}")


def without_effect(console: Console, effects: Sequence[Effect]) -> None:
    """Print the entries that do not hold on the day, with why; nothing where all hold."""
    for one in effects:
        if one.outcome != "holds":
            paragraph(console, f"{one.step.verb} {one.step.words}: no effect, {one.why}.", hang=2)


def _nearest(near: Sequence[Next]) -> str:
    if not near:
        return "how far the next mission is cannot be said"
    said = "; ".join(f"{place(one.city, one.receiving)}, {one.distance:,.0f} km" for one in near)
    return f"the next by distance alone: {said}"
