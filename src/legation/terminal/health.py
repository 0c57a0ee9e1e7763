"""How the followed sources do, as a table; those that need somebody stand first."""

from collections.abc import Sequence

from rich.console import Console

from legation.terminal.console import clean, grid, heading, paragraph
from legation.terminal.words import several
from legation.watch.health import Health


def health_page(console: Console, found: Sequence[Health]) -> None:
    """Print the sources with what came of them; below the table, what went wrong."""
    well = sum(one.condition == "well" for one in found)
    heading(console, f"{several(len(found), 'source')}, {well} well")
    table = grid("~source", "condition", "last answer", ">a day", ">kept", ">waiting")
    for one in found:
        answered = one.answered[:16].replace("T", " ") if one.answered else "never"
        row = (clean(one.name)[:30], one.condition, answered, f"{one.a_day:g}", str(one.kept), str(one.waiting))
        table.add_row(*row)
    console.print(table)
    for one in found:
        if one.error:
            next_ = f"; asked again at {one.next[:16].replace('T', ' ')}" if one.next else ""
            paragraph(
                console, f"{clean(one.name)}: {clean(one.error)} ({several(one.failures, 'time')}{next_})", hang=2
            )
        elif one.condition == "silent":
            said = f"since {one.news[:10]}" if one.news else "ever"
            paragraph(console, f"{clean(one.name)}: answers, and has had nothing new {said}", hang=2)
