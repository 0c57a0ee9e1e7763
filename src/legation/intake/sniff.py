"""What bytes are, by their first words rather than by their name: text, Markdown, a page, or nothing that can be read."""

import re
from pathlib import PurePath
from typing import Final, Literal

from legation.errors import DocumentRefused

Form = Literal["text", "markdown", "html"]

_SUFFIXES: Final[dict[str, Form]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_SIGNATURES: Final = (
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a rich text file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
)
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


def by_name(name: str) -> Form | None:
    """Give the form that a file's suffix promises."""
    return _SUFFIXES.get(PurePath(name).suffix.lower())


def is_page(text: str) -> bool:
    """Whether a text begins as HTML does: a page saved under the name of a text is still a page."""
    return _PAGE.match(text[:4096]) is not None


def is_pdf(data: bytes) -> bool:
    """Whether these bytes are a PDF: readers of it accept rubbish before the signature, up to a kilobyte."""
    return b"%PDF-" in data[:1024]


def refuse_known(data: bytes, name: str) -> None:
    """Refuse what bears the signature of a format that holds no plain text.

    Raises:
        DocumentRefused: an image, an archive, an office document; the message says what to do.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise DocumentRefused(f"{name}: {what}; save its words as plain text (UTF-8) first")
