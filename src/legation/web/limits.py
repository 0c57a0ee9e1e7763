"""How much one client may ask: a bucket of requests that fills again with time, and a most for what is sent in."""

import json
import math
import threading
import time
from http import HTTPStatus
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HELD: Final = ("/api/", "/reconcile", "/feeds/")
_CLIENTS: Final = 10_000  # clients remembered at once; beyond it the full buckets are forgotten
LARGEST: Final = 2_000_000  # bytes of one request's body


class Buckets:
    """A bucket a client: ``size`` requests at once, filled again at ``size`` a minute."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._held: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, client: str, now: float | None = None) -> tuple[bool, int, int]:
        """Take one request. Gives whether it may pass, how many are left, and seconds until the next (or a full bucket)."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            if len(self._held) >= _CLIENTS and client not in self._held:
                self._held = {key: one for key, one in self._held.items() if moment - one[1] < 60}
            left, since = self._held.get(client, (float(self.size), moment))
            left = min(self.size, left + (moment - since) * self.size / 60)
            passes = left >= 1
            left -= passes
            self._held[client] = (left, moment)
        missing = self.size - left if passes else 1 - left
        return passes, int(left), max(1, math.ceil(missing * 60 / self.size))


def client(request: Request) -> str:
    """Name who asks, for the limit only; it is written nowhere."""
    return request.client.host if request.client else "unknown"


class Limits:
    """Holds each client of the programs' addresses to its bucket, and every request to a size."""

    def __init__(self, app: ASGIApp, size: int) -> None:
        self._app, self._buckets = app, Buckets(size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        if scope["method"] == "POST" and "transfer-encoding" in Headers(scope=scope):
            await _refuse(send, HTTPStatus.LENGTH_REQUIRED, "say the size of the body in Content-Length", {})
            return
        if length.isdigit() and int(length) > LARGEST:
            await _refuse(
                send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {LARGEST} bytes; send less at once", {}
            )
            return
        if not scope["path"].startswith(_HELD):
            await self._app(scope, receive, send)
            return
        passes, left, seconds = self._buckets.take((scope.get("client") or ("unknown",))[0])
        told = {
            "RateLimit-Limit": str(self._buckets.size), "RateLimit-Remaining": str(left), "RateLimit-Reset": str(seconds),
            "Access-Control-Expose-Headers": "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After",
        }  # fmt: skip
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            told |= {"Access-Control-Allow-Origin": "*"}
        if scope["method"] == "OPTIONS":
            allowed = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "If-None-Match"}
            await send({"type": "http.response.start", "status": 204, "headers": _raw(told | allowed)})
            await send({"type": "http.response.body", "body": b""})
            return
        if not passes:
            detail = f"more than {self._buckets.size} requests a minute; ask again in {seconds} seconds"
            await _refuse(send, HTTPStatus.TOO_MANY_REQUESTS, detail, {**told, "Retry-After": str(seconds)})
            return

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        await self._app(scope, receive, wrapped)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def _refuse(send: Send, status: HTTPStatus, detail: str, headers: dict[str, str]) -> None:
    form = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    told = {"Content-Type": "application/problem+json", "Connection": "close", **headers}
    await send({"type": "http.response.start", "status": int(status), "headers": _raw(told)})
    await send({"type": "http.response.body", "body": json.dumps(form).encode()})
