"""What an archive holds, before anything is made of it: raw bytes with what the archive says of them, or a refusal."""

from collections.abc import Callable
from typing import Final

import msgspec

from legation.intake.build import Given
from legation.intake.sniff import Form

Wanted = Callable[[bytes], bool]


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """One document's bytes, not yet decoded. ``form`` and ``charset`` are what the archive says."""

    name: str
    data: bytes
    given: Given
    form: Form | None = None
    charset: str | None = None


class Count(msgspec.Struct, kw_only=True):
    """What became of the records of one archive."""

    records: int = 0  # that hold a document of a kind that is read: pages, texts, messages, PDF
    size: int = 0  # their bytes, unpacked
    passed_over: int = 0  # in which the screen found nothing to read
    refused: int = 0
    taken: int = 0


_BREAKS: Final = bytes.maketrans(b"\r\n\t\f", b"    ")
# spellings of what stands between and in the words of a stem; each search costs some 20 microseconds a page
_SPELLINGS: Final = (
    (b"&nbsp;", b" "),
    (b"\xc2\xa0", b" "),
    (b"&#39;", b"'"),
    (b"&rsquo;", b"'"),
    (b"&#8217;", b"'"),
    (b"&eacute;", b"\xc3\xa9"),
    (b"charg\xe9", b"charg\xc3\xa9"),  # Latin-1
)


def level(data: bytes) -> bytes:
    """Bring a page's bytes nearer to the text that will be made of them, for a screen that looks for words.

    A line that breaks within "high commission" becomes a space, a wide encoding its plain letters, a common entity its sign.
    """
    if b"\x00" in data[:256]:
        data = data.replace(b"\x00", b"")
    data = data.translate(_BREAKS)
    for spelling, plain in _SPELLINGS:
        data = data.replace(spelling, plain)
    return data
