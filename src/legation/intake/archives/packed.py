"""Packed streams, member by member: gzip and Zstandard, with a bound on how far they swell, and a way past damage.

A WARC file packs each record by itself, so the members of the stream are where reading can begin anew: what is damaged,
cut off or swells without end costs its own member, and reading goes on at the next place where one begins. Nothing here
raises through the library that reads the member (a fault in a stream is a crash there): a fault ends the member as its
end would, and stands in ``fault`` for whoever asks.
"""

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from legation.errors import DataError
from legation.intake.archives.limits import Limits
from legation.intake.sizes import megabytes

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_PIECE: Final = 65_536
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_DICTIONARY: Final = (
    b"\x5d\x2a\x4d\x18"  # the skippable frame before a dictionary (the WARC Zstandard proposal of IIPC)
)
_WINDOW: Final = 27  # log 2 of the most memory that a frame may ask for: 128 MB, zstd's own default


class Stream(Protocol):
    """Where bytes come from. ``b""`` is the end."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes."""


class _Gzip:
    """zlib with the words of ``zstd.ZstdDecompressor``."""

    def __init__(self) -> None:
        self._inner: Any = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def decompress(self, data: bytes, most: int) -> bytes:
        return bytes(self._inner.decompress(self._inner.unconsumed_tail + data, most))

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data)


class Member:
    """One member, to be read once. Never raises: after a fault it is at its end, and ``fault`` says why."""

    def __init__(self, members: "Members") -> None:
        self._members, self._unpacker = members, members.unpacker()
        self.fault: str | None = None
        self._in = self._out = 0

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many unpacked bytes."""
        most = _PIECE if size is None or size < 0 else min(size, 16 * _PIECE)
        while self.fault is None and not self._unpacker.eof:
            try:
                data = b""
                if self._unpacker.needs_input:
                    data = self._members.piece()
                    self._in += len(data)
                part: bytes = self._unpacker.decompress(data, most)
                if not part and not data and not self._unpacker.eof:  # nothing comes, and nothing waits inside
                    self.fault = "cut off before its end; get the whole archive again"
            except (zlib.error, zstd.ZstdError, EOFError, MemoryError) as error:
                self.fault = f"damaged ({error}); get the archive again"
                return b""
            except (DataError, OSError) as error:
                self.fault = self._members.fault = str(error)
                return b""
            self._out += len(part)
            limits = self._members.limits
            if self._out > limits.free and self._out > limits.ratio * self._in:
                self.fault = (
                    f"swells from {megabytes(self._in)} to more than {megabytes(self._out)}; no news is like that"
                )
                return b""
            if part:
                return part
        return b""

    def finish(self) -> None:
        """Read to the end, so that the next member can begin."""
        while self.read(_PIECE):
            pass
        self._members.leave(self._unpacker.unused_data if self._unpacker.eof else None)


class Members:
    """The members of a packed stream in their order, also those after a damaged one."""

    def __init__(self, source: Stream, magic: bytes, limits: Limits, *, held: bytes = b"") -> None:
        self.limits = limits
        self.fault: str | None = None  # why the source itself gave out
        self._source, self._magic, self._held = source, magic, held
        self._last, self._began_in_last = b"", False
        self.unpacker: Callable[[], Any] = _Gzip
        if magic == _ZSTD:
            self.unpacker = self._zstd()

    def __iter__(self) -> Iterator[Member]:
        while self.fault is None and self._more():
            self._began_in_last = True
            self._last = self._held
            member = Member(self)
            yield member
            member.finish()

    def piece(self) -> bytes:
        """Give the next packed bytes."""
        if self._held:
            self._last, self._held = self._held, b""
            return self._last
        self._last, self._began_in_last = self._source.read(_PIECE), False
        return self._last

    def leave(self, rest: bytes | None) -> None:
        """Go on behind a member: at what it left over, or, where it failed, at the next place where one begins."""
        if rest is not None:
            self._held = rest
            return
        data = (self._last[1:] if self._began_in_last else self._last) or self._next()
        while data and self.fault is None:
            at = data.find(self._magic)
            if at >= 0:
                self._held = data[at:]
                return
            more = self._next()
            data = data[-len(self._magic) + 1 :] + more if more else b""
        self._held = b""

    def _more(self) -> bool:
        if not self._held:
            self._held = self._next()
        return bool(self._held.strip(b"\x00"))

    def _next(self) -> bytes:
        try:
            return self._source.read(_PIECE)
        except (DataError, OSError) as error:
            self.fault = str(error)
            return b""

    def _zstd(self) -> Callable[[], Any]:
        options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _WINDOW}
        self._held = self._held or self._source.read(_PIECE)
        if not self._held.startswith(_DICTIONARY):
            return lambda: zstd.ZstdDecompressor(options=options)
        size = int.from_bytes(self._held[4:8], "little")
        while len(self._held) < size + 8 and size <= self.limits.free and (more := self._source.read(_PIECE)):
            self._held += more
        raw, self._held = self._held[8 : size + 8], self._held[size + 8 :]
        if raw.startswith(_ZSTD):
            raw = zstd.ZstdDecompressor(options=options).decompress(raw, self.limits.free)
        words = zstd.ZstdDict(raw)
        return lambda: zstd.ZstdDecompressor(words, options=options)


def magic_of(begin: bytes) -> bytes | None:
    """Tell by its first bytes how a stream is packed; None where it is not."""
    if begin.startswith(_GZIP):
        return _GZIP
    return _ZSTD if begin.startswith((_ZSTD, _DICTIONARY)) else None
