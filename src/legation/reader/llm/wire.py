"""The line to an endpoint, and what both forms share: bounds, headers, and how a failure becomes a fault.

The client libraries of both forms take much from the environment by themselves: keys for other services, organisation
names, headers. None of that is meant for the endpoint that the user named, so only the headers listed here leave the
machine. Redirects are not followed (a key would go along), an answer may last no longer than the time-out as a whole,
may not be larger than a reply can be, and may not be packed.
"""

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

import httpx2
import msgspec

from legation.reader.llm.faults import Fault, Trouble
from legation.reader.llm.pace import exhausted, patience
from legation.reader.llm.settings import Settings

LARGEST: Final = 4_000_000  # bytes; a reply of 4096 tokens has about 20,000
_LEAVES: Final = frozenset(
    {"host", "accept", "content-type", "content-length", "connection", "user-agent", "authorization", "x-api-key"}
    | {"anthropic-version", "transfer-encoding"}
    | {"x-stainless-raw-response"}  # by which the libraries know later that the answer is wanted as it came
)
_TOLD: Final = 160  # characters of a server's own message that are passed on


class Ask(msgspec.Struct, frozen=True):
    """One question: what the model is told, what it is asked, and the form of the answer."""

    instruction: str
    question: str
    name: str
    schema: dict[str, Any]


class Answer(msgspec.Struct, frozen=True):
    """The words of a reply, why it stopped (end, length, declined), its cost, and a wait that the server announced."""

    text: str
    stop: str
    input_tokens: int | None = None
    output_tokens: int | None = None
    wait: float | None = None


class Transport(Protocol):
    """Puts a question to an endpoint in one form."""

    def ask(self, ask: Ask) -> Answer | Trouble:
        """Ask once; what goes wrong is a value."""

    def close(self) -> None:
        """Let go of the line."""


def client(settings: Settings) -> httpx2.Client:
    """Give an HTTP client with these bounds."""
    deadline = Deadline(settings.timeout)
    return httpx2.Client(
        timeout=settings.timeout,
        follow_redirects=False,
        event_hooks={"request": [deadline.begin, _strip], "response": [deadline.hold, _refuse_packed]},
    )


class Deadline:
    """Holds each exchange to one time-out as a whole, where the client's own counts anew with every byte."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def begin(self, request: httpx2.Request) -> None:
        """Note when the exchange has to be over."""
        request.extensions["legation.until"] = time.monotonic() + self._seconds

    def hold(self, response: httpx2.Response) -> None:
        """Watch over the answer as it comes."""
        until: float = response.request.extensions["legation.until"]
        response.stream = _Bounded(response.stream, until)


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: Any, until: float) -> None:
        self._stream = stream
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("the answer takes longer than the time-out as a whole")
            if size > LARGEST:
                raise httpx2.ReadError("the answer is larger than any reply")
            yield piece

    def close(self) -> None:
        self._stream.close()


def _strip(request: httpx2.Request) -> None:
    for name in [name for name in request.headers if name.lower() not in _LEAVES]:
        del request.headers[name]
    request.headers["accept-encoding"] = "identity"


def _refuse_packed(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx2.DecodingError("the answer is packed, which was not asked for")


_STATUS: Final[dict[int, Fault]] = {
    401: Fault.UNAUTHORISED,
    402: Fault.UNAUTHORISED,
    403: Fault.UNAUTHORISED,
    408: Fault.TIMEOUT,
    409: Fault.BUSY,
    413: Fault.TOO_LARGE,
    429: Fault.BUSY,
    503: Fault.BUSY,
    529: Fault.BUSY,
}


def refused(status: int, headers: Mapping[str, str], body: str, settings: Settings) -> Trouble:
    """Make a fault of an HTTP error, with the server's own words as far as they are fit to be shown."""
    fault = _STATUS.get(status, Fault.SERVER if status >= 500 else Fault.REQUEST)
    words = settings.redact(_message(body))
    if fault is Fault.REQUEST and any(
        word in words.lower() for word in ("context length", "context size", "too long", "maximum context")
    ):
        fault = Fault.TOO_LARGE
    told = "".join(letter if letter.isprintable() else " " for letter in words)[:_TOLD].strip()
    return Trouble(fault, f"HTTP {status}" + (f": {told}" if told else ""), patience(headers))


def broken(error: Exception, *, begun: bool = False) -> Trouble:
    """Make a fault of a failure on the line; ``begun``: part of a reply had come."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, httpx2.TimeoutException):
            return Trouble(Fault.TIMEOUT, "no whole answer within LEGATION_LLM_TIMEOUT")
        cause = cause.__cause__
    if begun:
        return Trouble(Fault.CUT_OFF, "the line broke in the middle of the reply")
    return Trouble(Fault.CONNECTION, f"the endpoint cannot be reached, or broke off ({type(error).__name__})")


def spared(headers: Mapping[str, str]) -> float | None:
    """Give the wait that the headers of an answer announce."""
    return exhausted(headers)


def parsed(body: bytes, shape: Any) -> Any:
    """Read an answer's envelope; a Trouble where it has another form."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        return Trouble(Fault.SCHEMA, f"the endpoint's answer has another form ({str(error)[:100]})")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Trouble(Fault.CUT_OFF if body[:1] == b"{" else Fault.NOT_JSON, "the endpoint's answer is no whole JSON")


def _message(body: str) -> str:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(body)
        while isinstance(found, dict):
            found = found.get("error", found.get("message", found.get("detail", "")))
        if isinstance(found, str):
            return found
    return ""
