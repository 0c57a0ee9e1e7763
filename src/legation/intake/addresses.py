"""Connections that can lead nowhere but to public addresses, and that end in time.

The check stands where the connection is made: the name is resolved once, every address it has is checked, and the socket
goes to a checked address itself, so that a name that answers differently the second time (DNS rebinding) gains nothing,
and no form of writing an address (decimal, octal, IPv6 with IPv4 inside) slips by. TLS and the Host header keep the name.
One deadline runs over resolving, connecting, the handshake, the head and the body, so a server that drips is cut off.
"""

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterable
from typing import Any, Final

import httpcore
import httpx

from legation.errors import FetchRefused

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address

Allowed = bool | Collection[str]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet: no loopback, private, link-local, multicast or reserved one.

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, Teredo) are not; of NAT64, which some networks use for all
    of IPv4, the address carried decides.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip.is_site_local or int(ip) < 1 << 32:
            return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_private
    )


class Deadline:
    """One moment by which everything must have happened."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Give the seconds that one step may take.

        Raises:
            httpcore.TimeoutException: there are none left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.TimeoutException
        return left if timeout is None else min(left, timeout)


class Guard(httpcore.NetworkBackend):
    """Makes connections to public addresses, and to those named ``host:port`` (or all, by True) in ``allowed``."""

    def __init__(self, allowed: Allowed, deadline: Deadline) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check every address, and connect to the first that answers."""
        addresses = _resolve(host, port, self._deadline)
        if not self._may_be_private(host, port):
            for address in addresses:
                if not is_public(address):
                    said = host if host == address else f"{host} ({address})"
                    raise FetchRefused(
                        f"{said} lies in a private or reserved network; allow private addresses if you mean it"
                    )
        failure: httpcore.NetworkError | None = None
        for address in addresses:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.left(timeout), local_address, socket_options
                )
            except httpcore.ConnectError as error:
                failure = error
            else:
                return _Timed(stream, self._deadline)
        raise failure or httpcore.ConnectError("it has no address")

    def _may_be_private(self, host: str, port: int) -> bool:
        return self._allowed if isinstance(self._allowed, bool) else f"{host}:{port}" in self._allowed


class _Timed(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Timed(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx over a guarded pool. httpx's own transport offers no way to say who makes its connections."""

    def __init__(self, guard: Guard) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=guard)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body, and give the answer before its body is read."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _resolve(host: str, port: int, deadline: Deadline) -> list[str]:
    """Give every address of a host. The system's resolver knows no time-out, so it works aside and is left if late."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(one[4][0]) for one in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="legation-resolve").start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise httpcore.ConnectTimeout from None
    if isinstance(answer, Exception):
        raise FetchRefused(f"{host} is not known to the name service ({answer}); check the address")
    return answer
