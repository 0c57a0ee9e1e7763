"""Markdown → plain text, through markdown-it-py: marks, link targets and images go, the words stay.

Offsets count in the rendered text, because a quote with asterisks and addresses in it is nobody's words. A front matter
of plain ``key: value`` lines gives title, date, publisher, address and language; anything deeper in it is left alone.
"""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from legation.intake.page import Found

_FRONT: Final = re.compile(r"\s?---[ \t]*\r?\n(.{0,10000}?)\r?\n---[ \t]*(?:\r?\n|$)", re.DOTALL)
_LINE: Final = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)


def read(text: str) -> Found:
    """Render a Markdown document: blocks parted by a blank line, the first heading or line its title."""
    front = _FRONT.match(text)
    said = {key.lower(): value.strip("\"'") for key, value in _LINE.findall(front[1])} if front else {}
    blocks, headings = _blocks(MarkdownIt("commonmark").parse(text[front.end() :] if front else text))
    title = said.get("title") or next(iter(headings), "")
    if title and blocks and blocks[0] != title and "title" in said:
        blocks.insert(0, title)
    return Found(
        body="\n\n".join(blocks),
        title=title,
        published=said.get("published") or said.get("date"),
        publisher=said.get("publisher"),
        url=said.get("url"),
        language=said.get("language") or said.get("lang"),
    )


def _blocks(tokens: list[Token]) -> tuple[list[str], list[str]]:
    blocks: list[str] = []
    headings: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        words = ""
        if token.type == "inline":
            words = "".join(map(_words, token.children or ())).strip()
        elif token.type in ("fence", "code_block"):
            words = token.content.strip()
        if words:
            blocks.append(words)
            if before is not None and before.type == "heading_open":
                headings.append(words)
    return blocks, headings


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n" if token.type == "hardbreak" else " "
    return token.content if token.type in ("text", "code_inline", "text_special") else ""
