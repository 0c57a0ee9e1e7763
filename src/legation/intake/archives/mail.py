"""Newsletters: an ``.eml`` file or an ``mbox`` → what the messages say, and the PDF, texts and pages that hang on them.

Of the forms of one message the page is taken before the plain text, because newsletters write the latter for nobody. Day,
headline and publisher are those of the message. A message forwarded within a message counts as a part of it.
"""

import email
import email.header
import email.policy
import email.utils
from collections.abc import Iterator
from email.message import Message
from typing import Any, Final

from legation.errors import DataError
from legation.intake.archives.limits import Limits
from legation.intake.archives.packed import Stream
from legation.intake.archives.records import Raw
from legation.intake.build import Given
from legation.intake.folders import Refusal
from legation.intake.sizes import megabytes
from legation.intake.sniff import Form

_FORMS: Final[dict[str, Form | None]] = {"text/html": "html", "text/plain": "text", "application/pdf": None}
_PARTS: Final = 100  # of one message
_LINE: Final = 1_000_000  # bytes of one line; RFC 5322 allows 998
_PIECE: Final = 65_536
# what the standard library's parser raises on messages that it did not foresee
_FAULTS: Final = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError)


def mbox(source: Stream, name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    """Give the messages of an mbox, each as it comes; one over the limit is refused, and the next goes on."""
    lines, size, number, blank = list[bytes](), 0, 0, True
    for line in _lines(source):
        if blank and line.startswith(b"From ") and b":" in line:
            if number:
                yield from _whole(lines, size, f"{name}#{number}", limits)
            lines, size, number = [], 0, number + 1
        elif number:
            size += len(line)
            if size <= limits.record * 2:  # base64 takes four bytes for three
                lines.append(line[1:] if line.startswith(b">From ") else line)
        blank = line in (b"\n", b"\r\n")
    if number:
        yield from _whole(lines, size, f"{name}#{number}", limits)
    else:
        yield Refusal(name, f"{name}: no mbox; it begins with no line `From SENDER DATE`")


def _lines(source: Stream) -> Iterator[bytes]:
    """Cut a stream into lines, none longer than it may be."""
    held = b""
    while data := source.read(_PIECE):
        held += data
        *whole, held = held.split(b"\n")
        for line in whole:
            yield line + b"\n"
        if len(held) > _LINE:
            yield held
            held = b""
    if held:
        yield held


def _whole(lines: list[bytes], size: int, name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    if size > limits.record * 2:
        yield Refusal(name, f"{name}: a message of {megabytes(size)}, the limit is {megabytes(limits.record * 2)}")
    else:
        yield from message(b"".join(lines), name, limits)


def message(data: bytes, name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    """Give what one message says, and what hangs on it."""
    try:
        read = email.message_from_bytes(data, policy=email.policy.compat32)
        found = list(_documents(read, name, limits))
    except _FAULTS as error:
        yield Refusal(name, f"{name}: a message that cannot be read ({error}); save its words as a text file")
        return
    yield from found or [Refusal(name, f"{name}: a message without text")]


def _documents(read: Message, name: str, limits: Limits) -> Iterator[Raw | Refusal]:
    given = Given(published=_day(read), publisher=_sender(read), title=_decoded(read.get("Subject")))
    bodies: dict[str, Raw] = {}
    hung: list[Raw] = []
    for number, part in enumerate(read.walk()):
        if number > _PARTS:
            yield Refusal(name, f"{name}: more than {_PARTS} parts; the rest is left out")
            break
        kind = part.get_content_type()
        if part.is_multipart() or kind not in _FORMS:
            continue
        payload: Any = part.get_payload(decode=True)
        if not payload or not payload.strip():
            continue
        if len(payload) > limits.record:
            yield Refusal(name, f"{name}: a part of {megabytes(len(payload))}, the limit is {megabytes(limits.record)}")
            continue
        attached = part.get_content_disposition() == "attachment" or kind == "application/pdf"
        label = f"{name}/{_decoded(part.get_filename()) or number}" if attached else name
        raw = Raw(name=label, data=payload, given=given, form=_FORMS[kind], charset=part.get_content_charset())
        if attached:
            hung.append(raw)
        else:
            bodies.setdefault(kind, raw)
    body = bodies.get("text/html") or bodies.get("text/plain")
    yield from [body] if body else []
    yield from hung


def _day(read: Message) -> str | None:
    """Give the day on which a message was sent, in its own offset; None where it does not say one that is a day."""
    try:
        return email.utils.parsedate_to_datetime(str(read["Date"])).date().isoformat()
    except (*_FAULTS, OverflowError):
        return None


def _sender(read: Message) -> str | None:
    name, address = email.utils.parseaddr(_decoded(read.get("From")) or "")
    return name or address.rpartition("@")[2] or None


def _decoded(header: Any) -> str | None:
    """Give a header's words; encoded ones (RFC 2047) as they are meant, where that can be told."""
    if header is None:
        return None
    try:
        parts = email.header.decode_header(str(header))
        said = "".join(
            one if isinstance(one, str) else one.decode(charset or "utf-8", "replace") for one, charset in parts
        )
    except (*_FAULTS, DataError):
        said = str(header)
    return " ".join(said.replace("\x00", "").encode("utf-8", "replace").decode().split()) or None
