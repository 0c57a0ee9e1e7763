"""Footnotes: each quote that an answer rests on gets one number, in the order of first mention."""

import re
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from legation.register import Evidence
from legation.terminal.console import clean, heading, paragraph
from legation.terminal.words import published

_LONGEST: Final = 240  # characters
_ADDRESS: Final = re.compile(r"https?://(?:www\.)?([^/\s]+)(?:/[^\s\"]*)?")


def hosts(quote: str) -> str:
    """Shorten the addresses in a quote to their hosts: a row of a data set may have more of them than of words."""
    return _ADDRESS.sub(lambda found: f"{found[1]}/…", quote)


def shown(quote: str) -> str:
    """Shorten a quote for the screen: addresses to their hosts, and what is longer than a sentence; "…" marks each cut."""
    words = hosts(clean(quote))
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


class Footnotes:
    """Gives out numbers and prints the list. Claims with the same words of the same document share a number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._quotes: list[Evidence] = []

    def mark(self, evidence: Evidence | None) -> str:
        """Give the mark of a quote: "[3]"."""
        if evidence is None:
            return ""
        key = (evidence.source.id, evidence.claim.quote)
        if key not in self._numbers:
            self._numbers[key] = len(self._quotes) + 1
            self._quotes.append(evidence)
        return f"[{self._numbers[key]}]"

    def marks(self, evidence: Iterable[Evidence], most: int = 6) -> str:
        """Give the marks of several quotes, each once, no more than so many."""
        found = list(dict.fromkeys(self.mark(one) for one in list(evidence)[:most]))
        return "".join(found)

    def print(self, console: Console) -> None:
        """Print the numbered list, with publisher, date and holder."""
        if not self._quotes:
            return
        heading(console, "Quotes")
        width = len(str(len(self._quotes))) + 3
        for number, one in enumerate(self._quotes, 1):
            source, claim = one.source, one.claim
            line = Text(f"{f'[{number}]':<{width}}", "dim")
            line.append(
                f"{clean(source.publisher or source.title or 'unnamed source')}, {published(source.published)}: "
            )
            line.append(f"“{shown(claim.quote)}”")
            if claim.holder and claim.holder not in claim.quote:
                line.append(f" ({clean(claim.holder)})", "dim")
            paragraph(console, line, hang=width)
