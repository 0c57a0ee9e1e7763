"""Archives in, documents out: WARC, WACZ, zipped folders, mbox and messages, from a file, an address or S3.

Each record is screened on its raw bytes before anything is parsed, and again on its text, where a menu or a list of
other stories let it pass. What is refused is given as a refusal in its place and never stops the rest.
"""

from collections.abc import Iterator
from typing import Final, Literal

from legation.errors import DataError
from legation.intake import build
from legation.intake.addresses import Allowed
from legation.intake.archives import mail
from legation.intake.archives.limits import LIMITS, Limits
from legation.intake.archives.opening import is_address, opened, path_of, seekable
from legation.intake.archives.records import Count, Raw, Wanted
from legation.intake.archives.warc import warc
from legation.intake.archives.zipped import zipped
from legation.intake.folders import Refusal
from legation.model import Document

__all__ = ["LIMITS", "Count", "Kind", "Limits", "Raw", "archive", "is_address", "kind_of", "raws"]

Kind = Literal["warc", "zip", "mbox", "message"]
_SUFFIXES: Final[tuple[tuple[str, Kind], ...]] = (
    (".warc", "warc"),
    (".warc.gz", "warc"),
    (".warc.zst", "warc"),
    (".warc.zstd", "warc"),
    (".wacz", "zip"),
    (".zip", "zip"),
    (".mbox", "mbox"),
    (".eml", "message"),
)


def kind_of(source: str) -> Kind | None:
    """Tell by its name which kind of archive it is; None for what is none."""
    path = path_of(source).lower()
    return next((kind for suffix, kind in _SUFFIXES if path.endswith(suffix)), None)


def raws(source: str, *, allow_private: Allowed = False, limits: Limits = LIMITS) -> Iterator[Raw | Refusal]:
    """Give what an archive holds, as raw bytes, in its order.

    Raises:
        DataError: the archive as a whole cannot be opened.
    """
    kind = kind_of(source) or "warc"
    if kind == "zip":
        with seekable(source, limits, allow_private) as whole:
            yield from zipped(whole, source, limits)
        return
    with opened(source, limits, allow_private) as stream:
        if kind == "warc":
            yield from warc(stream, source, limits)
        elif kind == "mbox":
            yield from mail.mbox(stream, source, limits)
        else:
            yield from mail.message(stream.read(2 * limits.record), source, limits)


def archive(
    source: str,
    wanted: Wanted | None = None,
    *,
    allow_private: Allowed = False,
    limits: Limits = LIMITS,
    count: Count | None = None,
) -> Iterator[Document | Refusal]:
    """Give the documents of an archive that ``wanted`` (of all, by default) lets pass; ``source`` of each is its name.

    ``count`` is kept while it runs.

    Raises:
        DataError: the archive as a whole cannot be opened.
    """
    count = Count() if count is None else count
    for raw in raws(source, allow_private=allow_private, limits=limits):
        if isinstance(raw, Refusal):
            count.refused += 1
            yield raw
            continue
        count.records += 1
        count.size += len(raw.data)
        if wanted and not raw.data.startswith(b"%PDF-") and not wanted(raw.data):
            count.passed_over += 1
            continue
        made = _made(raw, limits)
        if isinstance(made, Refusal):
            count.refused += 1
        elif wanted and not wanted(made.text.encode()):
            count.passed_over += 1
            continue
        else:
            count.taken += 1
        yield made


def _made(raw: Raw, limits: Limits) -> Document | Refusal:
    try:
        return build.document(raw.data, raw.name, raw.given, form=raw.form, charset=raw.charset, limit=limits.record)
    except DataError as error:
        return Refusal(raw.name, str(error))
