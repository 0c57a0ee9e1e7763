"""A network's count by region or receiving state, on the screen."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from legation.network.groups import By, Group
from legation.terminal.console import grid, paragraph
from legation.terminal.words import name, place


def groups_page(console: Console, groups: Sequence[Group], by: By, *, members: bool) -> None:
    """Print a row a group, and below them the missions of each where they are asked for."""
    shown = [(one, name(one.name) if by == "receiving" else one.name) for one in groups]
    console.print()
    table = grid(f"~{by}", ">missions", ">cannot say")
    for one, title in shown:
        table.add_row(Text(title), str(len(one.open)), str(len(one.unsure)))
    console.print(table)
    for one, title in shown if members else ():
        text = "; ".join(place(each.city, each.receiving) for each in (*one.open, *one.unsure))
        paragraph(console, f"{title}: {text}", hang=2)
