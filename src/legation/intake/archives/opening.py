"""Where an archive lies → a stream of it: a file, an address (guarded), or whatever else fsspec knows, such as S3.

What must be read from its end (zip) is laid on disk first where it comes from afar, up to a limit, and gone afterwards.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit

from legation.errors import DocumentRefused, MissingExtra
from legation.intake.addresses import Allowed
from legation.intake.archives.limits import Limits
from legation.intake.archives.packed import Stream
from legation.intake.remote import remote
from legation.intake.sizes import megabytes

_PIECE: Final = 1_000_000
_IN_MEMORY: Final = 16_000_000


def is_address(source: str) -> bool:
    """Whether it names a place by a scheme (``https://…``, ``s3://…``) rather than a path."""
    return "://" in source


def path_of(source: str) -> str:
    """Give the path in an address, or the path itself, by whose end the kind is told."""
    return urlsplit(source).path if is_address(source) else source


@contextlib.contextmanager
def opened(source: str, limits: Limits, allow_private: Allowed) -> Iterator[Stream]:
    """Open an archive as a stream of bytes.

    Raises:
        DocumentRefused: no such file, or it cannot be read.
        FetchRefused: an address that may not or cannot be reached.
        MissingExtra: a scheme whose package is not installed.
    """
    if source.startswith(("http://", "https://")):
        with remote(source, allow_private=allow_private, patience=limits.patience, pace=limits.pace) as stream:
            yield stream
    elif is_address(source):
        with _elsewhere(source) as stream:
            yield stream
    else:
        with _file(source) as stream:
            yield stream


@contextlib.contextmanager
def seekable(source: str, limits: Limits, allow_private: Allowed) -> Iterator[IO[bytes]]:
    """Open an archive that must be read from its end; what comes by http is laid aside first."""
    if not source.startswith(("http://", "https://")):
        with opened(source, limits, allow_private) as stream:
            yield stream  # type: ignore[misc]  # files and fsspec's objects can be read at any place
        return
    with (
        opened(source, limits, allow_private) as stream,
        tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as aside,
    ):
        while data := stream.read(_PIECE):
            aside.write(data)
            if aside.tell() > limits.spool:
                raise DocumentRefused(f"{source}: more than {megabytes(limits.spool)}; split it")
        aside.seek(0)
        yield aside


@contextlib.contextmanager
def _file(source: str) -> Iterator[IO[bytes]]:
    path = Path(source)
    try:
        if path.is_dir():
            raise DocumentRefused(f"{source}: a folder, not an archive; give the files in it")
        stream = path.open("rb")
    except FileNotFoundError:
        raise DocumentRefused(f"{source}: there is no such file; check the name") from None
    except (OSError, ValueError) as error:
        raise DocumentRefused(f"{source}: cannot be read ({error}); check the path") from error
    with stream:
        yield stream


@contextlib.contextmanager
def _elsewhere(source: str) -> Iterator[Any]:
    scheme = urlsplit(source).scheme
    try:
        import fsspec  # noqa: PLC0415  # part of an extra

        stream = fsspec.open(source, "rb").open()
    except ImportError as error:
        raise MissingExtra(
            f"{source}: {scheme}:// needs a package that is not installed; run pip install 'legation[s3]'"
        ) from error
    except FileNotFoundError:
        raise DocumentRefused(f"{source}: there is no such file; check the name") from None
    except (OSError, ValueError) as error:
        raise DocumentRefused(f"{source}: cannot be read ({error}); check the address and your credentials") from error
    with stream:
        yield stream
