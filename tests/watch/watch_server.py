"""A news site on loopback whose feeds publish, change, break and recover as a test says."""

import contextlib
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

Answer = tuple[int, dict[str, str], bytes]
Head = Mapping[str, str]
NONE: Final[Head] = {}


@dataclass
class Site:
    """What the site gives, by path, and what it was asked."""

    pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    slow: dict[str, float] = field(default_factory=dict)  # seconds between two bytes, by path
    address: str = ""

    def page(self, path: str, body: str, media: str = "text/html", status: int = 200, head: Head = NONE) -> str:
        """Put a page at a path and give its address."""
        self.pages[path] = (status, {"Content-Type": media, **head}, body.encode())
        return self.address + path

    def paths(self) -> list[str]:
        """List the paths asked for, in order."""
        return [path for path, _ in self.asked]

    def article(self, path: str, headline: str, *sentences: str, day: str = "2026-03-02") -> str:
        """Put an article at a path and give its address."""
        body = "".join(f"<p>{one}</p>" for one in sentences)
        return self.page(
            path,
            f'<html><head><title>{headline}</title><meta property="article:published_time" content="{day}"></head>'
            f"<body><article><h1>{headline}</h1>{body}</article></body></html>",
        )


def rss(*items: tuple[str, str, str], title: str = "News") -> str:
    """Write an RSS feed of (address, title, day as in RFC 822)."""
    lines = "".join(
        f"<item><title>{name}</title><link>{url}</link><guid>{url}</guid><pubDate>{day}</pubDate></item>"
        for url, name, day in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{lines}</channel></rss>'


def now() -> str:
    """Give the present moment as feeds write it."""
    return formatdate(usegmt=True)


def bomb(size: int) -> bytes:
    """Pack ``size`` million blanks as gzip without ever holding them."""
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    first, again = (packing.compress(b" " * 1_000_000) + packing.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (size - 1)


@contextmanager
def site() -> Iterator[Site]:
    """Serve a site until the end of the block."""
    held = Site()

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
            """Keep the output clean."""

        def do_GET(self) -> None:
            head = {key.lower(): value for key, value in self.headers.items()}
            held.asked.append((self.path, head))
            given = held.pages.get(self.path, (404, {}, b"none"))
            status, more, body = given(head) if callable(given) else given
            if "ETag" in more and head.get("if-none-match") == more["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for key, value in {"Content-Length": str(len(body)), **more}.items():
                self.send_header(key, value)
            self.end_headers()
            if (pause := held.slow.get(self.path)) is None:
                self.wfile.write(body)
                return
            with contextlib.suppress(OSError):  # who asked has had enough
                for place in range(len(body)):
                    self.wfile.write(body[place : place + 1])
                    time.sleep(pause)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    held.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
