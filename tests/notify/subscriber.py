"""A subscriber on loopback: it checks signatures as docs/notify.md says, takes letters, fails, redirects or is slow as told."""

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from legation.model import Claim, Document
from legation.notify import Notifying, Outbox, Post, Subscription, Told, notify
from legation.register import Register

SECRET = "a secret of the tests"  # noqa: S105  # it opens nothing
Answer = tuple[int, dict[str, str]]


@dataclass
class Taken:
    """What came with one POST."""

    path: str
    head: dict[str, str]
    body: bytes
    form: Any

    @property
    def key(self) -> str:
        """The key by which a receiver knows a letter again."""
        return self.head["idempotency-key"]


@dataclass
class Subscriber:
    """A server; ``answer`` is asked for the status and head of each answer, and may wait."""

    address: str = ""
    asked: list[Taken] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    answer: Callable[[Taken], Answer] = lambda _: (204, {})
    gets: list[str] = field(default_factory=list)

    def keys(self) -> list[str]:
        """List the keys of what was taken."""
        return [one.key for one in self.taken]

    def titles(self) -> list[str]:
        """List the titles of the documents behind what was taken."""
        return [one.form["change"]["title"] for one in self.taken]


def is_signed(head: dict[str, str], body: bytes, secret: str = SECRET, now: float | None = None) -> bool:
    """Check a signature as a receiver does: the sum, and an age of five minutes at most."""
    parts = dict(part.split("=", 1) for part in head.get("legation-signature", "").split(",") if "=" in part)
    if not parts.get("t", "").isdigit() or abs((now or time.time()) - int(parts["t"])) > 300:
        return False
    wanted = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, parts.get("v1", ""))


@contextmanager
def subscriber() -> Iterator[Subscriber]:
    """Serve until the end of the block."""
    held = Subscriber()

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
            """Keep the output clean."""

        def do_GET(self) -> None:
            held.gets.append(self.path)
            self._say(200, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = {key.lower(): value for key, value in self.headers.items()}
            one = Taken(self.path, head, body, json.loads(body))
            held.asked.append(one)
            status, more = held.answer(one) if is_signed(head, body) else (401, {})
            if 200 <= status < 300:
                held.taken.append(one)
            self._say(status, more)

        def _say(self, status: int, more: dict[str, str]) -> None:
            try:
                self.send_response(status)
                for key, value in {**more, "Content-Length": "0"}.items():
                    self.send_header(key, value)
                self.end_headers()
            except OSError:  # who asked has gone
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    held.address = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def news(
    folder: Path, title: str, *, sending: str = "CL", receiving: str = "NO", quote: str = "", kind: Any = "closed",
    backlog: bool = False, publisher: str = "The Daily",
) -> None:  # fmt: skip
    """Take a document with one claim into the register of a folder."""
    text = quote or f"{title}: the embassy was closed on Monday."
    document = Document(text=text, title=title, published="2026-03-02", publisher=publisher)
    claim = Claim(
        kind=kind, sending=sending, receiving=receiving, mission="embassy", date="2026-03-02", quote=text, start=0,
        end=len(text),
    )  # fmt: skip
    with Register.open(folder / "r.db") as register:
        (added,) = register.add_all([(document, [claim], "tests/1")], backlog=backlog)
    assert added.refused == ()


class Desk:
    """A register with what is sent of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, list[str]()

    def list(self, *subscriptions: Subscription, **more: Any) -> Notifying:
        """Make a list in which nothing waits long."""
        held = {"base": None, "every": 0, "wait": 0, "timeout": 5, "tries": 5, **more}
        return Notifying(subscriptions=subscriptions, **held)

    def once(self, *subscriptions: Subscription, private: bool = True, **more: Any) -> Told:
        """Look once and send what is due."""
        with Outbox(self.folder / "r.db.notify.db") as outbox:
            listed = self.list(*subscriptions, **more)
            sender = Post(listed=listed, outbox=outbox, tell=self.said.append, allow_private=private)
            return notify(lambda: Register.open(self.folder / "r.db", read_only=True, create=False), sender, once=True)
