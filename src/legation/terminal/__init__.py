"""Answers as people read them: tables and paragraphs that fit 80 columns, with footnote marks that lead to quotes."""

from legation.terminal.console import screen
from legation.terminal.notes import Footnotes

__all__ = ["Footnotes", "screen"]
