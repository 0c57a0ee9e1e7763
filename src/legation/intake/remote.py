"""An address → a stream of bytes that may be as long as a month: held to a pace instead of to a deadline.

The same guard, redirects and answers as for a page (``network``). A server may take an hour for a large archive, but not
an hour for nothing: within each stretch of waiting some bytes must come. Waiting counts, the reader's own work does not.
"""

import contextlib
import time
from collections.abc import Iterator
from typing import Final

import httpcore
import httpx

from legation.errors import FetchRefused
from legation.intake.addresses import Allowed, Deadline, Guard, Transport
from legation.intake.network import HEADERS, MOST_REDIRECTS, follow

_PIECE: Final = 65_536


class Pace(Deadline):
    """A deadline that moves on whenever enough has come, and stands still while nobody waits."""

    def __init__(self, patience: float, least: int) -> None:
        super().__init__(patience)
        self._least, self._come, self._waited = least, 0, 0.0
        self._since: float | None = None

    def left(self, timeout: float | None = None) -> float:
        """Give the seconds that one step may take."""
        waiting = time.monotonic() - self._since if self._since is not None else 0.0
        left = self.seconds - self._waited - waiting
        if left <= 0:
            raise httpcore.TimeoutException
        return left if timeout is None else min(left, timeout)

    def wait(self) -> None:
        """Begin to count the time."""
        self._since = time.monotonic()

    def come(self, size: int) -> None:
        """Stop the clock, and count what came."""
        self._waited += time.monotonic() - (self._since or time.monotonic())
        self._since = None
        self._come += size
        if self._come >= self._least:
            self._come, self._waited = 0, 0.0


class Remote:
    """The body of an answer, read piece by piece. Packings of the way (gzip) are asked not to be used."""

    def __init__(self, answer: httpx.Response, pace: Pace, url: str) -> None:
        self._pieces, self._pace, self._url, self._held = answer.iter_raw(), pace, url, b""
        self._promised = int(length) if (length := answer.headers.get("content-length", "")).isdigit() else None
        self._come = 0
        self._fault: FetchRefused | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Give at most so many bytes; less only at the end.

        Raises:
            FetchRefused: cut off, or too slow.
        """
        most = _PIECE if size < 0 else size
        parts, have = [self._held], len(self._held)
        if self._fault and not have:
            raise self._fault
        try:
            while not self._fault and have < most and (part := self._next()):
                parts.append(part)
                have += len(part)
        except FetchRefused as error:
            self._fault = error  # what came before it is given first
            if not have:
                raise
        data = b"".join(parts)
        self._held = data[most:]
        return data[:most]

    def _next(self) -> bytes:
        self._pace.wait()
        try:
            part = next(self._pieces, b"")
            self._pace.come(len(part))
            self._pace.left()
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchRefused(f"{self._url}: too slow after {self._come} bytes; try again later") from error
        except (httpcore.ProtocolError, httpcore.NetworkError, httpx.HTTPError, OSError) as error:
            raise FetchRefused(f"{self._url}: cut off after {self._come} bytes ({error}); try again") from error
        self._come += len(part)
        if not part and self._promised is not None and self._come < self._promised:
            raise FetchRefused(f"{self._url}: cut off after {self._come} of {self._promised} bytes; try again")
        return part


@contextlib.contextmanager
def remote(url: str, *, allow_private: Allowed, patience: float, pace: int) -> Iterator[Remote]:
    """Open an address as a stream.

    Raises:
        FetchRefused: it may not or cannot be reached.
    """
    held = Pace(patience, pace)
    with contextlib.ExitStack() as stack:
        headers = {**HEADERS, "Accept": "*/*", "Accept-Encoding": "identity"}
        transport = Transport(Guard(allow_private, held))
        client = stack.enter_context(
            httpx.Client(transport=transport, trust_env=False, headers=headers, timeout=patience)
        )
        held.wait()
        try:
            answer = follow(client, stack, url, MOST_REDIRECTS)
        except FetchRefused as error:
            raise FetchRefused(f"{url}: {error}") from error
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchRefused(f"{url}: no answer within {patience:g} seconds; try again later") from error
        except (
            httpcore.ProtocolError,
            httpcore.NetworkError,
            httpx.HTTPError,
            httpcore.UnsupportedProtocol,
            OSError,
        ) as error:
            raise FetchRefused(f"{url}: cannot be reached ({error}); check the address and the connection") from error
        held.come(0)
        yield Remote(answer, held, url)
