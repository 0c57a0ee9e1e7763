"""The screen: where answers go (standard output) and where everything else goes (standard error).

Text of news is data: control characters are taken out of it, so that no quote can move the cursor or set a title, and
nothing in it is read as markup. Colour is used on a terminal only, and not where NO_COLOR is set.
"""

import sys
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDTH: Final = 80  # where the width is not known
WIDEST: Final = 100  # longer lines are hard to read

STYLES: Final = {
    "confirmed": "bold green",
    "reported": "green",
    "announced": "yellow",
    "expected": "yellow",
    "denied": "magenta",
    "disputed": "bold magenta",
    "agrees": "green",
    "differs": "bold red",
    "cannot_say": "yellow",
    "foreseen": "cyan",
    "yes": "green",
    "no": "red",
    "unknown": "yellow",
}


class _Screen(Console):
    """A console that leaves a closed pipe to the command line, whose exit code it is; rich by itself ends with 1."""

    def on_broken_pipe(self) -> None:
        """Pass on what was raised: the reader has enough."""
        raise BrokenPipeError


def screen(*, error: bool = False) -> Console:
    """Give the console for answers, or for everything else."""
    console = _Screen(stderr=error, highlight=False, markup=False, emoji=False, soft_wrap=False)
    console.width = min(console.width, WIDEST)
    return console


def clean(text: str) -> str:
    """Take out what a terminal would obey, and join lines."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def styled(word: str, shown: str | None = None) -> Text:
    """Give a word of the vocabulary in its colour."""
    return Text(shown if shown is not None else word.replace("_", " "), STYLES.get(word, ""))


def heading(console: Console, text: str) -> None:
    """Print a heading with a rule under it, as wide as the text block."""
    console.print()
    console.print(Text(clean(text), "bold"))
    console.print(Text("─" * min(console.width, WIDTH), "dim"))


def paragraph(console: Console, text: str | Text, indent: int = 0, hang: int = 0) -> None:
    """Print wrapped text; ``hang`` indents all lines but the first by so much more."""
    whole = text if isinstance(text, Text) else Text(clean(text))
    room = max(20, console.width - indent)
    first = whole.wrap(console, room)[0] if whole else Text()
    first.rstrip()
    cut = len(first)
    while cut < len(whole) and whole.plain[cut].isspace():
        cut += 1
    console.print(Padding(first, (0, 0, 0, indent), expand=False))
    for line in whole[cut:].wrap(console, max(20, room - hang)) if cut < len(whole) else ():
        line.rstrip()
        console.print(Padding(line, (0, 0, 0, indent + hang), expand=False))


def grid(*columns: str) -> Table:
    """Give an unboxed table; ``>`` before a column's name aligns it right, ``~`` lets it be wrapped."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for name in columns:
        justify, wraps = ("right" if name.startswith(">") else "left"), name.startswith("~")
        table.add_column(name.lstrip(">~"), justify=justify, overflow="fold", no_wrap=not wraps)  # type: ignore[arg-type]  # rich's literal
    return table


def warn(message: str) -> None:
    """Say something on standard error, on a line of its own."""
    print(clean(message), file=sys.stderr, flush=True)  # noqa: T201  # standard error is where messages go
