"""What an archive holds, before anything is made of it: raw bytes with what the archive says of them, or a refusal."""

from collections.abc import Callable

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
