"""How the followed sources and the subscriptions do, as tables; those that need somebody stand first."""

from collections.abc import Sequence

from rich.console import Console

from legation.notify.health import Health as OfSubscription
from legation.terminal.console import clean, grid, heading, paragraph
from legation.terminal.words import several
from legation.watch.health import Health as OfSource

Health = OfSource | OfSubscription


def sources_page(console: Console, found: Sequence[OfSource]) -> None:
    """Print the sources with what came of them; below the table, what went wrong."""
    _head(console, "source", found)
    table = grid("~source", "condition", "last answer", ">a day", ">kept", ">waiting")
    for one in found:
        numbers = (f"{one.a_day:g}", str(one.kept), str(one.waiting))
        table.add_row(clean(one.name)[:30], one.condition, _minute(one.answered), *numbers)
    console.print(table)
    for one in found:
        if one.error:
            _fault(console, one, "asked")
        elif one.condition == "silent":
            said = f"since {one.news[:10]}" if one.news else "ever"
            paragraph(console, f"{clean(one.name)}: answers, and has had nothing new {said}", hang=2)
        if one.item_error:
            paragraph(console, f"{clean(one.name)}, latest item not taken in: {clean(one.item_error)}", hang=2)


def subscriptions_page(console: Console, found: Sequence[OfSubscription]) -> None:
    """Print the subscriptions with what was sent; below the table, what went wrong."""
    _head(console, "subscription", found)
    table = grid("~subscription", "way", "condition", "last sent", ">sent", ">waiting", ">given up")
    for one in found:
        numbers = (str(one.sent), str(one.waiting), str(one.given_up))
        table.add_row(clean(one.name)[:30], clean(one.way)[:40], one.condition, _minute(one.last), *numbers)
    console.print(table)
    for one in found:
        if one.error:
            _fault(console, one, "tried")


def _head(console: Console, word: str, found: Sequence[Health]) -> None:
    heading(console, f"{several(len(found), word)}, {sum(one.condition == 'well' for one in found)} well")


def _fault(console: Console, one: Health, done: str) -> None:
    again = f"; {done} again at {_minute(one.next)}" if one.next else ""
    text = f"{clean(one.name)}: {clean(one.error or '')} ({several(one.failures, 'time')}{again})"
    paragraph(console, text, hang=2)


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else "never"
