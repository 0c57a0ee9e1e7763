"""One file or standard input → a document. A file's bytes are read once, and no more of them than the limit allows."""

import datetime as dt
import stat
import sys
from pathlib import Path

from legation.errors import DocumentRefused
from legation.intake import sniff
from legation.intake.build import Given, document, most
from legation.intake.sizes import too_large
from legation.model import Document

STANDARD_INPUT = "-"


def load(
    source: str | Path,
    *,
    published: str | dt.date | None = None,
    publisher: str | None = None,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
    limit: int | None = None,
) -> Document:
    """Load a document from a text, Markdown or HTML file, or from standard input (``-``).

    A text's offsets count in the file as it stands, and its first line is the title. Markdown and HTML are rendered:
    their offsets count in ``Document.text``. What is said here outweighs what a page says of itself. ``limit`` is in
    bytes; by default 5 MB for text and Markdown, 10 MB for a page.

    Raises:
        DocumentRefused: it cannot be read, or no document can be made of it.
    """
    given = Given(published=published, publisher=publisher, title=title, url=url, language=language)
    if str(source) == STANDARD_INPUT:
        data = sys.stdin.buffer.read(most(None, limit) + 1)
        if len(data) > most(None, limit):
            raise too_large("standard input", most(None, limit))
        return document(data, STANDARD_INPUT, given, limit=limit)
    form = sniff.by_name(str(source))
    return document(contents(Path(source), most(form, limit)), str(source), given, form=form, limit=limit)


def contents(path: Path, limit: int, name: str | None = None) -> bytes:
    """Read a file's bytes; ``name`` stands for it in messages.

    Raises:
        DocumentRefused: no such file, a folder, no rights, a device, or larger than ``limit``.
    """
    name = name or str(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise DocumentRefused(f"{name}: a folder, not a file; give the files in it, or read it as a folder")
        if stat.S_ISBLK(found.st_mode) or stat.S_ISSOCK(found.st_mode):
            raise DocumentRefused(f"{name}: a device, not a file; give a file with text")
        if stat.S_ISREG(found.st_mode) and found.st_size > limit:
            raise too_large(name, limit, found.st_size)
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except FileNotFoundError:
        raise DocumentRefused(f"{name}: there is no such file; check the name") from None
    except PermissionError:
        raise DocumentRefused(f"{name}: may not be read; ask for the right to read it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise DocumentRefused(
            f"{name}: cannot be read ({getattr(error, 'strerror', None) or error}); check the path"
        ) from error
    if len(data) > limit:
        raise too_large(name, limit)
    return data
