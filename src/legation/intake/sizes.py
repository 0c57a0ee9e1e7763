"""How large a document may be. A newspaper's longest piece is some 100 kB of text; what is larger is no article."""

from typing import Final

from legation.errors import DocumentRefused

TEXT_LIMIT: Final = 5_000_000  # bytes of a text or Markdown file
PAGE_LIMIT: Final = 10_000_000  # bytes of an HTML page, after decompression


def megabytes(size: int) -> str:
    """Write a number of bytes for people."""
    return f"{size / 1_000_000:.3g} MB" if size >= 100_000 else f"{size} bytes"


def too_large(name: str, limit: int, size: int | None = None) -> DocumentRefused:
    """Make the refusal of what is over the limit; ``size`` where it is known."""
    has = megabytes(size) if size else f"more than {megabytes(limit)}"
    return DocumentRefused(f"{name}: {has}, the limit is {megabytes(limit)}; split it into single articles")
