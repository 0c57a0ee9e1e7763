"""A folder of documents with a meta file → documents in the order of their names; what is bad is given as a refusal.

The meta file is JSON Lines, ``{"doc": NAME, "published": …, "publisher": …, "url"?, "language"?}``: NAME is a file's name
without its suffix. Nothing is guessed round a bad line: the document that it names is refused with it, and where a line
cannot be read at all, so are the documents that have no line, because one of them is the one it was for.
"""

import json
from collections.abc import Container, Iterator
from pathlib import Path, PurePath
from typing import Any, Final

import msgspec

from legation.errors import DocumentRefused
from legation.intake import about, sniff
from legation.intake.build import Given, document, most
from legation.intake.files import contents
from legation.intake.sizes import TEXT_LIMIT
from legation.model import Document

META: Final = "documents.jsonl"
_FIELDS: Final = ("published", "publisher", "title", "url", "language")
_FOREIGN: Final = (".doc", ".docx", ".odt", ".rtf")  # meant as documents, and told so; other files are not
_META_LIMIT: Final = 20 * TEXT_LIMIT


class Refusal(msgspec.Struct, frozen=True):
    """A document of a batch that could not be made: its name, and why with what to do."""

    source: str
    reason: str


class Meta(msgspec.Struct):
    """What a meta file says of the documents beside it, and which of its lines say nothing."""

    given: dict[str, Given] = msgspec.field(default_factory=dict)
    lines: dict[str, int] = msgspec.field(default_factory=dict)
    refusals: list[Refusal] = msgspec.field(default_factory=list)
    unreadable: int = 0  # lines of which not even the document is known


def folder(
    path: str | Path, meta: str | Path | None = None, *, limit: int | None = None, elsewhere: Container[str] = ()
) -> Iterator[Document | Refusal]:
    """Load the ``.txt``, ``.md``, ``.html`` and ``.pdf`` files of a folder, in the order of their names; ``source`` is the NAME.

    Without ``meta``, a ``documents.jsonl`` in the folder is used if there is one. Folders within, hidden files and files
    of other kinds are passed over. ``limit`` is in bytes, for each document; a line of the meta file for a document that
    is not here is refused, but for the names that are ``elsewhere``.

    Raises:
        DocumentRefused: the folder or the meta file as a whole cannot be read.
    """
    path = Path(path)
    files = _files(path)
    if meta is None and (path / META).is_file():
        meta = path / META
    known = read_meta(contents(Path(meta), _META_LIMIT), str(meta)) if meta is not None else Meta()
    yield from known.refusals
    told = {one.source for one in known.refusals}
    seen: dict[str, str] = {}
    for file in files:
        name = file.stem
        if name in seen:
            yield Refusal(name, f"{file}: {seen[name]} bears the same name; rename one of them")
        elif name not in told:
            yield _one(file, known, limit, str(meta))
        seen.setdefault(name, file.name)
    for name in sorted(name for name in known.given if name not in seen and name not in elsewhere):
        yield Refusal(
            name, f"{meta}, line {known.lines[name]}: doc: {path} has no file {name!r} with .txt, .md, .html or .pdf"
        )


def _files(path: Path) -> list[Path]:
    try:
        found = [one for one in path.iterdir() if not one.name.startswith(".") and not one.is_dir()]
    except FileNotFoundError:
        raise DocumentRefused(f"{path}: there is no such folder; check the name") from None
    except NotADirectoryError:
        raise DocumentRefused(f"{path}: a file, not a folder; load it as a file") from None
    except PermissionError:
        raise DocumentRefused(f"{path}: the folder may not be read; ask for the right to read it") from None
    except (OSError, ValueError) as error:
        raise DocumentRefused(f"{path}: cannot be read ({error}); check the path") from error
    wanted = [one for one in found if sniff.by_name(one.name) or one.suffix.lower() in (".pdf", *_FOREIGN)]
    return sorted(wanted, key=lambda one: (one.stem, one.suffix))


def _one(file: Path, known: Meta, limit: int | None, meta: str) -> Document | Refusal:
    given = known.given.get(file.stem)
    if given is None and known.unreadable:
        return Refusal(
            file.stem, f"{file}: has no line in {meta}, where {known.unreadable} could not be read; correct those"
        )
    form = sniff.by_name(file.name)
    try:
        data = contents(file, most(form, limit))
        made = document(data, str(file), given or Given(), form=form, limit=limit)
    except DocumentRefused as error:
        return Refusal(file.stem, str(error))
    return msgspec.structs.replace(made, source=file.stem)


def read_meta(data: bytes, path: str) -> Meta:
    """Read the bytes of a meta file; ``path`` is its name in messages."""
    known = Meta()
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            row = _row(line, where)
        except DocumentRefused as error:
            known.unreadable += 1
            known.refusals.append(Refusal(f"{PurePath(path).name}:{number}", str(error)))
            continue
        name = row["doc"]
        try:
            given = _given(row, where)
        except DocumentRefused as error:
            known.refusals.append(Refusal(name, str(error)))
            continue
        if name in known.lines:
            known.refusals.append(
                Refusal(name, f"{where}: doc: {name!r} stands in line {known.lines[name]} too; keep one")
            )
            known.given.pop(name, None)
            continue
        known.given[name], known.lines[name] = given, number
    return known


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DocumentRefused(f"{where}: no JSON ({error}); write one object a line") from error
    if not isinstance(row, dict):
        raise DocumentRefused(f'{where}: no object; write {{"doc": NAME, "published": DAY, "publisher": NAME}}')
    if not isinstance(row.get("doc"), str) or not row["doc"]:
        raise DocumentRefused(f"{where}: doc: missing; give the file's name without its suffix")
    return row


def _given(row: dict[str, Any], where: str) -> Given:
    values = {field: row.get(field) for field in _FIELDS}
    for field, value in values.items():
        if value is not None and not isinstance(value, str):
            raise DocumentRefused(f"{where}: {field}: {value!r} is no text; write it in quotation marks")
    about.published(values["published"], where)
    return Given(**values)
