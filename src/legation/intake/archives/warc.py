"""WARC → the pages, texts and PDF that were fetched. Redirects, errors, images and requests are passed over.

fastwarc parses records and undoes their transfer and content encodings. Around it stands what a crawl of a month needs:
a record that is damaged, cut off or too large is refused, and reading goes on at the next one.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastwarc.warc import ArchiveIterator, WarcRecordType

from legation.intake.archives.limits import Limits
from legation.intake.archives.packed import Member, Members, Stream, magic_of
from legation.intake.archives.records import Raw
from legation.intake.build import Given
from legation.intake.folders import Refusal
from legation.intake.sizes import megabytes
from legation.intake.sniff import Form

_KINDS: Final = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_FORMS: Final[dict[str, Form | None]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": None,
}
_BEGIN: Final = b"WARC/1."
_NEXT: Final = b"\r\n\r\nWARC/1."
_PIECE: Final = 65_536
_KEPT: Final = 32_000_000  # bytes held to look for the next record in, after a fault


def warc(source: Stream, name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    """Give what a WARC file holds, packed (gzip, Zstandard) or not."""
    begin = source.read(_PIECE)
    magic = magic_of(begin)
    if magic is None:
        plain = _Plain(source, begin)
        yield from _records(plain, name, limits)
        if plain.fault:
            yield Refusal(name, plain.fault)
        return
    members = Members(source, magic, limits, held=begin)
    for member in members:
        yield from _records(member, name, limits)
        if member.fault and not members.fault:
            yield Refusal(name, f"{name}: a part of the archive is {member.fault}")
    if members.fault:
        yield Refusal(name, members.fault)


class _Plain:
    """An unpacked stream with the words of a ``Member``."""

    def __init__(self, source: Stream, begin: bytes) -> None:
        self._source, self._held = source, begin
        self.fault: str | None = None

    def read(self, size: int = -1, /) -> bytes:
        if self._held:
            part, self._held = self._held, b""
            return part
        try:
            return self._source.read(_PIECE if size < 0 else size)
        except Exception as error:  # noqa: BLE001  # whatever a source raises must not pass through fastwarc
            self.fault = str(error)
            return b""


class _Replay:
    """A stream for fastwarc that can go back to the last record's beginning, to look for the next one behind a fault."""

    def __init__(self, member: Member | _Plain) -> None:
        self._member, self._kept, self._begin, self._at = member, bytearray(), 0, 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        ahead = self._at - self._begin
        if ahead < len(self._kept):
            part = bytes(self._kept[ahead : ahead + (size if size > 0 else _PIECE)])
        else:
            part = self._member.read(size)
            self._kept += part
            if len(self._kept) > _KEPT:
                self.forget(self._begin + len(self._kept) - _KEPT // 2)
        self._at += len(part)
        return part

    def forget(self, before: int) -> None:
        """Keep nothing that stands before a position."""
        if before > self._begin:
            del self._kept[: before - self._begin]
            self._begin = before

    def resume(self, after: int) -> bool:
        """Go to the first record that begins after a position; False where there is none."""
        self._at = max(after, self._begin)
        while True:
            at = self._kept.find(_BEGIN, self._at - self._begin)
            if at >= 0:
                self._at = self._begin + at
                return True
            self._at = self._begin + max(len(self._kept) - len(_BEGIN), 0)
            self.forget(self._at)
            part = self._member.read(_PIECE)
            if not part:
                return False
            self._kept += part


def _records(member: Member | _Plain, name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    stream: Any = _Replay(member)
    at = 0
    while True:
        swallowed = False
        try:
            for record in ArchiveIterator(stream, record_types=_KINDS, parse_http=True, auto_decode="all"):
                at = record.stream_pos
                stream.forget(at)
                made = _one(record, name, limits)
                if made is None:
                    continue
                if isinstance(made, Raw) and _NEXT in made.data:
                    swallowed = True
                    break
                yield made
            else:
                return
        except (OSError, ValueError) as error:
            if member.fault:
                return  # told by whoever knows the member
            yield Refusal(name, f"{name}: no record at byte {at} ({error}); passed over to the next one")
        if swallowed:
            yield Refusal(name, f"{name}: the record at byte {at} is shorter than it says; passed over to the next one")
        if not stream.resume(at + len(_BEGIN)):
            return


def _one(record: Any, archive: str, limits: Limits) -> Raw | Refusal | None:
    """Take one record; None for what is no document."""
    address = record.headers.get("WARC-Target-URI") or ""
    address = address.strip("<>")
    kind, charset = _kind(record)
    if kind not in _FORMS or not _answered(record):
        return None
    name = address or f"{archive}@{record.stream_pos}"
    length = record.content_length
    if length > limits.record * 2:
        return Refusal(
            name, f"{name}: {megabytes(length)}, the limit is {megabytes(limits.record)}; no article is as long"
        )
    try:
        data = record.reader.read(limits.record + 1)
    except (OSError, ValueError) as error:
        return Refusal(name, f"{name}: its packing is damaged ({error})")
    if len(data) > limits.record:
        return Refusal(name, f"{name}: more than {megabytes(limits.record)} unpacked; no article is as long")
    if not data:
        return None
    given = Given(url=address if address.startswith(("http://", "https://")) else None)
    return Raw(name=name, data=data, given=given, form=_FORMS[kind], charset=charset)


def _kind(record: Any) -> tuple[str, str | None]:
    said = record.http_content_type if record.is_http else record.headers.get("Content-Type") or ""
    return (said or "").partition(";")[0].strip().lower(), record.http_charset if record.is_http else None


def _answered(record: Any) -> bool:
    return not record.is_http or record.http_headers is None or record.http_headers.status_code in (200, None)
