"""Bytes to text, with no character lost or guessed in silence.

In this order: the byte order mark; the charset that a server or a page declares; UTF-8; a guess by charset-normalizer.
A page that declares a charset and does not keep to it is read by what follows in that order.

The text is the file as it stands: line endings stay, and a UTF-8 byte order mark takes one place, as it does for
everything that reads the file as plain UTF-8, so that offsets hold there; the place holds a space, so that the
headline's first word stays a word.
"""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from legation.errors import DocumentRefused

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_LATIN: Final = {"iso8859-1", "ascii"}  # the WHATWG Encoding Standard reads both labels as windows-1252
# codecs of Python's own that are no charset of the web, some of them slow or able to run away
_NO_CHARSETS: Final = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE: Final = 200_000  # enough to tell a charset; the whole is then decoded strictly


def declared(data: bytes) -> str | None:
    """Give the charset that a page declares in its first kilobytes."""
    found = _XML_DECLARED.search(data[:4096]) or _DECLARED.search(data[:4096])
    return found[1].decode("ascii", "ignore") if found else None


def decode(data: bytes, name: str, charset: str | None = None) -> str:
    """Decode a document's bytes; ``charset`` is what the server or the page declares.

    Raises:
        DocumentRefused: empty, binary, cut off within a character, or in no encoding that can be told.
    """
    if not data.strip():
        raise DocumentRefused(f"{name}: empty; give a file with text")
    text = _decoded(data, name, charset)
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls * 100 > len(text):
        raise DocumentRefused(f"{name}: binary, not text; save its words as plain text (UTF-8) first")
    if not text.strip():
        raise DocumentRefused(f"{name}: empty; give a file with text")
    return text


def _decoded(data: bytes, name: str, charset: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _try(data, encoding)
            if text is None:
                raise DocumentRefused(f"{name}: begins as {encoding.upper()} and does not keep to it; save it as UTF-8")
            return text
    known = _codec(charset)
    if known and known.startswith(("utf-16", "utf-32")) and b"\x00" not in data:
        known = None  # in wide characters a text of any European language has zero bytes; the label is wrong
    text = _try(data, known) if known else None
    if text is None:
        text = _utf8(data, name)
    if text is None:
        text = _guessed(data, name)
    return " " + text[1:] if text.startswith("\ufeff") else text


def _utf8(data: bytes, name: str) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # sound up to a last character that lacks its end: no other encoding explains that better
        if error.reason == "unexpected end of data" and not data[: error.start].isascii():
            raise DocumentRefused(f"{name}: cut off within its last character; get the whole file again") from error
        return None


def _guessed(data: bytes, name: str) -> str:
    if b"\x00" in data:
        raise DocumentRefused(f"{name}: binary, not text; save its words as plain text (UTF-8) first")
    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    # windows-1252 and its neighbours often explain a text equally well; without a better reason it is the likeliest
    western = best and any(one.encoding == "cp1252" and one.chaos <= best.chaos for one in matches)
    text = _try(data, "cp1252" if western else best.encoding) if best else None
    if text is None:
        raise DocumentRefused(
            f"{name}: in no encoding that can be told; save it as UTF-8, or correct its declared charset"
        )
    return text


def _codec(charset: str | None) -> str | None:
    """Give the Python codec for a declared charset; None where it names none that may be trusted."""
    if not charset:
        return None
    try:
        codec = codecs.lookup(charset)
        "".encode(codec.name)  # refuses codecs from bytes to bytes
    except (LookupError, UnicodeError, ValueError):
        return None
    if codec.name in _NO_CHARSETS:
        return None
    return "cp1252" if codec.name in _LATIN else codec.name


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None
