"""A PDF with a text layer → its words. A scan has none and is refused: reading pictures of letters is another trade.

pypdfium2 (Chromium's PDF engine) is used because it is maintained with its browser, bears damaged files and is ten times
as fast as parsers in Python. Lines that the layout breaks are joined into paragraphs; a hyphen at a line's end stays.
"""

import datetime as dt
import re
from typing import Any, Final

import pypdfium2

from legation.errors import DocumentRefused
from legation.intake.page import Found

_PAGES: Final = 200  # a press release has some; a report longer than this is no article
_TEXT: Final = 5_000_000
_MADE: Final = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_ENDS: Final = re.compile(r"[.!?:;”\"')\]]$")
_SHORT: Final = 0.7  # of the longest line; what is shorter ends its paragraph


def read(data: bytes, name: str) -> Found:
    """Read a PDF. Its first line is the title where it declares none; the day it was made is that of its publication.

    Raises:
        DocumentRefused: damaged, locked by a password, too long, or without a text layer.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused(
            f"{name}: a PDF that is damaged or locked ({error}); save its words as plain text"
        ) from error
    try:
        if len(document) > _PAGES:
            raise DocumentRefused(
                f"{name}: a PDF of {len(document)} pages, the limit is {_PAGES}; take out those meant"
            )
        said: dict[str, Any] = document.get_metadata_dict()
        paragraphs = _paragraphs(_lines(document, name))
    except pypdfium2.PdfiumError as error:
        raise DocumentRefused(f"{name}: a PDF that is damaged ({error}); save its words as plain text") from error
    finally:
        document.close()
    if not any(map(str.isalpha, "".join(paragraphs))):
        raise DocumentRefused(f"{name}: a PDF without a text layer; it is a scan, read its letters with OCR first")
    title = _plain(said.get("Title") or "") or paragraphs[0]
    if paragraphs[0].casefold() != title.casefold():
        paragraphs.insert(0, title)
    return Found(body="\n\n".join(paragraphs), title=title, published=_day(said.get("CreationDate") or ""))


def _lines(document: Any, name: str) -> list[str]:
    lines: list[str] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage().get_text_range()
        page.close()
        size += len(text)
        if size > _TEXT:
            raise DocumentRefused(f"{name}: a PDF with more text than an article has; take out the pages meant")
        lines += [*(_plain(line) for line in text.splitlines()), ""]
    return lines


def _paragraphs(lines: list[str]) -> list[str]:
    """Join what the layout broke: a paragraph ends at a blank line, or at a line that ends a sentence and is short."""
    longest = max(map(len, lines), default=0)
    found: list[str] = []
    held: list[str] = []
    for line in lines:
        if line:
            held.append(line)
        short = len(line) < _SHORT * longest
        if held and (not line or (short and (_ENDS.search(line) or (not found and len(held) == 1)))):
            found.append(" ".join(held))
            held = []
    return found + ([" ".join(held)] if held else [])


def _day(made: str) -> str | None:
    found = _MADE.match(made)
    try:
        return dt.date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("\ufffe", "-").split())
