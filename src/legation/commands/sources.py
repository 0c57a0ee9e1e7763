"""What the user names on the command line → documents, each under the name that answers give it.

A document that cannot be made is given as the error that says why, in its place, so that a bad one never stops a batch.
"""

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from legation.errors import DocumentRefused, LegationError
from legation.model import Document
from legation.terminal.console import warn
from legation.terminal.words import several

STANDARD_INPUT: Final = "-"
_FIELDS: Final = ("published", "publisher", "title", "url", "language")


@dataclass(frozen=True, slots=True)
class Named:
    """A document with its name, or the error in its place."""

    name: str
    document: Document | None
    error: LegationError | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What the user says of documents: a meta file, and day and publisher."""

    meta: Path | None = None
    published: str | None = None
    publisher: str | None = None
    private: bool = False  # addresses on this machine and its network may be fetched


def gather(sources: Sequence[str], about: About) -> Iterator[Named]:
    """Go through files, folders, archives, addresses and ``-`` in the order named; a folder's files by their names."""
    for number, source in enumerate(sources):
        try:
            if _is_archive(source):
                yield from _archive(source, about)
            elif source.startswith(("http://", "https://")):
                yield _fetched(source, about)
            elif source != STANDARD_INPUT and Path(source).is_dir():
                yield from _folder(Path(source), about, _elsewhere(sources, number) if about.meta else ())
            else:
                yield _file(source, about)
        except LegationError as error:
            yield Named(source, None, error)


def _fetched(url: str, about: About) -> Named:
    from legation.intake import fetch  # noqa: PLC0415  # a second to import, and questions need none of it

    made = fetch(url, allow_private=about.private, published=about.published, publisher=about.publisher)
    return Named(url, made)


def _is_archive(source: str) -> bool:
    from legation.intake.archives import kind_of  # noqa: PLC0415

    return source != STANDARD_INPUT and kind_of(source) is not None and not Path(source).is_dir()


def _archive(source: str, about: About) -> Iterator[Named]:
    """Go through an archive; what the user says fills in where the documents do not say it."""
    from legation.intake import Refusal  # noqa: PLC0415
    from legation.intake.archives import Count, archive  # noqa: PLC0415
    from legation.reader.screen import relevant  # noqa: PLC0415

    count = Count()
    try:
        for one in archive(source, relevant, allow_private=about.private, count=count):
            if isinstance(one, Refusal):
                yield Named(one.source, None, DocumentRefused(one.reason))
            else:
                yield Named(str(one.source), _filled(one, about))
    finally:
        warn(f"{source}: {several(count.records, 'record')}, {count.passed_over} with nothing to read")


def _filled(one: Document, about: About) -> Document:
    return msgspec.structs.replace(
        one, published=one.published or about.published, publisher=one.publisher or about.publisher
    )


def _file(source: str, about: About) -> Named:
    from legation.intake import load  # noqa: PLC0415

    name = source if source == STANDARD_INPUT else Path(source).stem
    said = _line_of(about.meta, name) if about.meta else {}
    said = {**said, **{key: value for key in ("published", "publisher") if (value := getattr(about, key))}}
    return Named(name, load(source, **said))


def _elsewhere(sources: Sequence[str], number: int) -> Container[str]:
    """List the documents that the other sources hold, so that one meta file may speak of several folders.

    What none of them holds is told of once, with the first folder.
    """
    folders = [Path(source) for source in sources if source != STANDARD_INPUT and Path(source).is_dir()]
    if number and Path(sources[number]) != folders[0]:
        return _Everything()
    return {file.stem for one in folders for file in one.iterdir()}


class _Everything(Container[str]):
    def __contains__(self, _: object) -> bool:
        return True


def _folder(path: Path, about: About, elsewhere: Container[str]) -> Iterator[Named]:
    """Go through a folder; what the user says fills in where neither meta file nor page says it."""
    from legation.intake import Refusal, folder  # noqa: PLC0415

    empty = True
    for one in folder(path, about.meta, elsewhere=elsewhere):
        empty = False
        if isinstance(one, Refusal):
            yield Named(one.source, None, DocumentRefused(one.reason))
            continue
        yield Named(str(one.source), _filled(one, about))
    if empty:
        raise DocumentRefused(
            f"{path}: no .txt, .md, .html or .pdf file in this folder; name the folder that holds them"
        )


def _line_of(meta: Path, name: str) -> dict[str, Any]:
    """Give what a meta file says of one document; nothing where it has no line for it."""
    try:
        lines = meta.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentRefused(f"{meta}: cannot be read ({error}); give a file of JSON Lines") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else {}
        except ValueError as error:
            raise DocumentRefused(f"{meta}, line {number}: no JSON ({error}); write one object a line") from error
        if isinstance(row, dict) and row.get("doc") == name:
            return {field: row[field] for field in _FIELDS if row.get(field)}
    return {}
