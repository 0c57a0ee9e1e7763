"""An address → a document, with limits on time, size and redirects and no way into private networks.

Only http and https; no proxy of the environment, because behind one the address that is reached could not be checked.
Redirects are followed by hand and each hop is held to the same rules. The body is unpacked here, a piece at a time, so
that what is small on the wire and vast in memory stops at the limit.
"""

import contextlib
import datetime as dt
import email.utils
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

import httpcore
import httpx
import msgspec

from legation import __version__
from legation.errors import FetchRefused
from legation.intake.addresses import Allowed, Deadline, Guard, Transport
from legation.intake.build import Given, document
from legation.intake.sizes import PAGE_LIMIT, megabytes
from legation.intake.sniff import Form
from legation.model import Document

_REDIRECTS: Final = (301, 302, 303, 307, 308)
_FORMS: Final[dict[str, Form | None]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": None,
    "application/octet-stream": None,  # its bytes decide
    "": None,
}
HEADERS: Final = {
    "User-Agent": f"Legation/{__version__}",
    "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.9, text/markdown;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
MOST_REDIRECTS: Final = 5
_PIECE: Final = 65536
_ADVICE: Final = {
    401: "it wants a password; save the page yourself and give the file",
    403: "the server does not want to be asked; save the page yourself and give the file",
    404: "there is no such page; check the address",
    410: "the page is gone; look for a copy in an archive",
    429: "the server wants fewer questions; try again later",
}


def fetch(
    url: str,
    *,
    allow_private: Allowed = False,
    timeout: float = 20.0,
    max_bytes: int = PAGE_LIMIT,
    max_redirects: int = MOST_REDIRECTS,
    published: str | dt.date | None = None,
    publisher: str | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Document:
    """Fetch a page or text and make a document of it; ``url`` of the document is where the redirects ended.

    ``allow_private`` opens all private addresses (True) or those named as ``host:port``. ``timeout`` is seconds for the
    whole of it, redirects included; ``max_bytes`` counts before and after decompression.

    Raises:
        FetchRefused: the address may not or cannot be fetched.
        DocumentRefused: it can, and no document can be made of what came.
    """
    got = ask(
        url, allow_private=allow_private, timeout=timeout, max_bytes=max_bytes, max_redirects=max_redirects, pages=True
    )
    given = Given(published=published, publisher=publisher, title=title, url=got.url, language=language)
    return document(got.data, url, given, form=got.form, charset=got.charset, limit=max_bytes)


class Got(msgspec.Struct, frozen=True, kw_only=True):
    """What a server gave: where the redirects ended, its status and head (names in lower case), and the whole body."""

    url: str
    status: int
    head: dict[str, str]
    data: bytes
    form: Form | None = None
    charset: str | None = None


def ask(
    url: str,
    *,
    head: Mapping[str, str] | None = None,
    statuses: Container[int] = (200,),
    allow_private: Allowed = False,
    timeout: float = 20.0,
    max_bytes: int = PAGE_LIMIT,
    max_redirects: int = MOST_REDIRECTS,
    pages: bool = False,
) -> Got:
    """Ask for an address and give what came, unpacked. ``pages`` holds the answer to what documents are made of.

    Raises:
        FetchRefused: it may not or cannot be fetched, or the status is none of ``statuses``.
    """
    deadline = Deadline(timeout)
    with contextlib.ExitStack() as stack:
        transport, sent = Transport(Guard(allow_private, deadline)), {**HEADERS, **(head or {})}
        client = stack.enter_context(httpx.Client(transport=transport, trust_env=False, headers=sent, timeout=timeout))
        try:
            answer = follow(client, stack, url, max_redirects, statuses)
            form, encoding = _form(answer) if pages else None, _encoding(answer)
            data = b"".join(_unpacked(answer.iter_raw(_PIECE), encoding, max_bytes))
        except FetchRefused as error:
            raise FetchRefused(f"{url}: {error}") from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchRefused(f"{url}: not done within {deadline.seconds:g} seconds; try again later") from error
        except (httpcore.ProtocolError, httpx.ProtocolError, zlib.error) as error:
            raise FetchRefused(f"{url}: cut off or garbled on the way ({error}); try again") from error
        except (httpcore.NetworkError, httpx.HTTPError, httpcore.UnsupportedProtocol, OSError) as error:
            raise FetchRefused(f"{url}: cannot be reached ({error}); check the address and the connection") from error
    return Got(
        url=str(answer.url.copy_with(fragment=None)),
        status=answer.status_code,
        head=dict(answer.headers),
        data=data,
        form=form,
        charset=answer.charset_encoding,
    )


def follow(
    client: httpx.Client, stack: contextlib.ExitStack, url: str, most: int, statuses: Container[int] = (200,)
) -> httpx.Response:
    """Go where an address and its redirects lead, and give the answer there before its body is read.

    Raises:
        FetchRefused: no address, a circle, too many redirects, or an answer that is no page.
    """
    here = _address(url)
    seen = {here}
    for _ in range(most + 1):
        try:
            answer = stack.enter_context(client.stream("GET", here, follow_redirects=False))
        except (
            httpx.RemoteProtocolError
        ) as error:  # httpx reads the target of a redirect even if it is not to follow it
            raise FetchRefused(
                f"redirects to what is no address ({error}); give the address where it should end"
            ) from error
        if answer.status_code not in _REDIRECTS:
            return _accepted(answer, statuses)
        there = answer.headers.get("location")
        if not there:
            raise FetchRefused(f"redirects ({answer.status_code}) and does not say where; check the address")
        try:
            here = _address(str(here.join(there)))
        except httpx.InvalidURL as error:
            raise FetchRefused(f"redirects to {there[:200]!r}, which is no address ({error})") from error
        if here in seen:
            raise FetchRefused(f"redirects in a circle by way of {here}; check the address")
        seen.add(here)
    raise FetchRefused(f"redirects more than {most} times; give the address where it ends")


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchRefused(f"no address ({error}); write it as https://example.org/story") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchRefused(f"{address.scheme or 'no'} address; only http:// and https:// are fetched")
    if address.userinfo:
        raise FetchRefused("a name or password stands in the address; leave it out")
    return address


def _accepted(answer: httpx.Response, statuses: Container[int]) -> httpx.Response:
    status = answer.status_code
    if status in statuses:
        return answer
    later = "the server has trouble; try again later" if status >= 500 else "check the address"
    raise FetchRefused(f"the server answers {status} {answer.reason_phrase}: {_ADVICE.get(status, later)}")


def retry_after(said: str | None) -> float:
    """Read a Retry-After: seconds, or a date (RFC 9110, 10.2.3); 0 where it says neither."""
    text = (said or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(text) - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _form(answer: httpx.Response) -> Form | None:
    said = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said in _FORMS:
        return _FORMS[said]
    raise FetchRefused(f"{said[:80]}, neither page nor text; give the address of the article itself")


def _encoding(answer: httpx.Response) -> str:
    said = str(answer.headers.get("content-encoding", "")).strip().lower()
    if said not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchRefused(f"packed as {said[:80]!r}, which was not asked for; save the page and give the file")
    return said


def _unpacked(pieces: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Unpack a body; never holds more than a piece beyond the limit."""
    size = 0
    parts = pieces if encoding in ("", "identity") else _inflated(pieces, encoding)
    for part in parts:
        size += len(part)
        if size > limit:
            raise FetchRefused(f"more than {megabytes(limit)}; an article is smaller, give its own page")
        yield part


def _inflated(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    unpacker = None
    for piece in pieces:
        if unpacker is None:
            unpacker = zlib.decompressobj(_window(piece, encoding))
        rest = piece
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _PIECE)
            rest = unpacker.unconsumed_tail
    # what is left when the input is at its end: with a bound on each step, some may wait inside
    while unpacker is not None and not unpacker.eof:
        part = unpacker.decompress(b"", _PIECE)
        if not part:
            raise FetchRefused("cut off on the way; try again")
        yield part


def _window(piece: bytes, encoding: str) -> int:
    """Choose zlib's container; some servers send ``deflate`` without one."""
    if encoding != "deflate":
        return zlib.MAX_WBITS | 16
    zipped = len(piece) > 1 and piece[0] & 0x0F == 8 and int.from_bytes(piece[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if zipped else -zlib.MAX_WBITS
