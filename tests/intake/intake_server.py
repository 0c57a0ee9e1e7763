"""A real HTTP server on loopback whose every path misbehaves in its own way."""

import gzip
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from intake_pages import PAGES

STORY = PAGES["classes"]
TEXT = "Embassy closes\n\nChile closed its embassy in Oslo on Monday.\n"


class Answers(BaseHTTPRequestHandler):
    """Gives the answer that the path names."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[dict[str, str]]] = []
    elsewhere: ClassVar[dict[str, str]] = {}  # where /to/NAME redirects
    files: ClassVar[dict[str, bytes]] = {}  # what /files/NAME gives
    promised: ClassVar[int] = 0  # how many bytes of it are promised, if not as many as there are

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
        """Keep the test's output clean."""

    def do_GET(self) -> None:
        """Answer."""
        Answers.seen.append({"path": self.path, **dict(self.headers.items())})
        name = self.path.strip("/").split("/")
        try:
            if name[0] == "to":
                self.redirect(self.elsewhere[name[1]])
            elif name[0] == "hop":
                self.redirect(f"/hop/{int(name[1]) - 1}" if int(name[1]) > 1 else "/story")
            elif name[0] == "files":
                body = self.files[name[1]]
                self.close_connection = True
                self.send(body, "application/octet-stream", Content_Length=str(self.promised or len(body)))
            elif name[0] == "status":
                self.send(b"no", status=int(name[1]))
            else:
                getattr(self, f"give_{name[0]}")()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def send(self, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for key, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, target: str) -> None:
        """Send elsewhere."""
        self.send(b"", status=302, Location=target)

    def give_story(self) -> None:
        """An article's page."""
        self.send(STORY.encode())

    def give_text(self) -> None:
        """A plain text in Latin-1, as its header says."""
        self.send(TEXT.replace("Chile", "Curaçao").encode("latin-1"), "text/plain; charset=ISO-8859-1")

    def give_wrong(self) -> None:
        """A text in another charset than the header says."""
        self.send(TEXT.replace("Chile", "Curaçao").encode(), "text/plain; charset=utf-16")

    def give_nowhere(self) -> None:
        """A redirect without a place."""
        self.send(b"", status=302)

    def give_circle(self) -> None:
        """One half of a circle."""
        self.redirect("/round")

    def give_round(self) -> None:
        """The other half."""
        self.redirect("/circle")

    def give_pdf(self) -> None:
        """A PDF."""
        self.send(b"%PDF-1.7 words", "application/pdf")

    def give_disguised(self) -> None:
        """A PDF that says it is a page."""
        self.send(b"%PDF-1.7 words")

    def give_image(self) -> None:
        """An image."""
        self.send(b"\x89PNG\r\n", "image/png")

    def give_gzip(self) -> None:
        """A compressed page."""
        self.send(gzip.compress(STORY.encode()), Content_Encoding="gzip")

    def give_deflate(self) -> None:
        """A page deflated without a container, as some servers do."""
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self.send(packer.compress(STORY.encode()) + packer.flush(), Content_Encoding="deflate")

    def give_brotli(self) -> None:
        """A packing that was not asked for."""
        self.send(b"abc", Content_Encoding="br")

    def give_half(self) -> None:
        """A compressed page without its end."""
        body = gzip.compress(STORY.encode())
        self.send(body[: len(body) // 2], Content_Encoding="gzip")

    def give_garbled(self) -> None:
        """Something that is not what its packing says."""
        self.send(b"not packed at all", Content_Encoding="gzip")

    def give_bomb(self) -> None:
        """A hundred megabytes in a hundred kilobytes."""
        self.send(gzip.compress(b" " * 100_000_000, 6), Content_Encoding="gzip")

    def give_huge(self) -> None:
        """A body without end."""
        self.send(b"", Content_Length=str(10**12))
        while True:
            self.wfile.write(b"word " * 20_000)

    def give_short(self) -> None:
        """Fewer bytes than promised."""
        self.send(STORY.encode(), Content_Length="1000000")
        self.close_connection = True

    def give_drip(self) -> None:
        """A body that comes a byte at a time."""
        self.send(b"", Content_Length="1000000")
        while True:
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def give_drophead(self) -> None:
        """A head that comes a byte at a time and never ends."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.05)

    def give_silent(self) -> None:
        """Nothing for a long time."""
        time.sleep(5)
        self.close_connection = True


class Server(ThreadingHTTPServer):
    """Keeps silent where a client hangs up, which is what the tests want of it."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report what is no hang-up."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


@contextmanager
def serving() -> Iterator[int]:
    """Run a server of its own, and give its port."""
    server = Server(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
