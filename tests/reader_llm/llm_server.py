"""A server on loopback that speaks both forms of a language-model endpoint and misbehaves as it is told."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Act:
    """What the server does with one request.

    ``text`` is the model's reply; ``claims`` writes one. ``cut`` sends so many bytes of the answer and hangs up; ``raw``
    is the whole body as it stands; ``slow`` waits before the answer, ``drip`` after every piece of it.
    """

    text: str | None = None
    claims: list[dict[str, Any]] | None = None
    stop: str = "stop"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    tokens: tuple[int, int] | None = (900, 60)
    slow: float = 0.0
    drip: float = 0.0
    cut: int | None = None
    raw: bytes | None = None

    @property
    def reply(self) -> str:
        """The words of the model."""
        return self.text if self.text is not None else json.dumps({"claims": self.claims or []})


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def question(self) -> str:
        """What the user's part of the conversation says."""
        return str(next(one["content"] for one in self.body["messages"] if one["role"] == "user"))


Script = Callable[[Asked], Act]


class ModelServer:
    """The server: ``script`` decides what it does, ``asked`` keeps what came."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: Script = lambda _: Act()
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        """Where it listens, as a user would set it."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def play(self, *acts: Act) -> None:
        """Do these one after another, the last again and again."""
        left = list(acts)
        self.script = lambda _: left.pop(0) if len(left) > 1 else left[0]

    @contextlib.contextmanager
    def running(self) -> Iterator["ModelServer"]:
        """Serve within the block."""
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Count how many requests are worked on at the same time."""
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            with server.working(), contextlib.suppress(ConnectionError):
                length = int(self.headers["Content-Length"])
                asked = Asked(self.path, dict(self.headers), json.loads(self.rfile.read(length)))
                server.asked.append(asked)
                act = server.script(asked)
                time.sleep(act.slow)
                self._answer(act, asked)

        def do_GET(self) -> None:
            server.asked.append(Asked(self.path, dict(self.headers), {}))
            self._answer(Act(status=404, raw=b"{}"), server.asked[-1])

        def _answer(self, act: Act, asked: Asked) -> None:
            streams = bool(asked.body.get("stream")) and act.status == 200 and act.raw is None
            pieces = list(_stream(act, asked.path)) if streams else [_whole(act, asked.path)]
            body = b"".join(pieces)
            self.send_response(act.status)
            given = {"Content-Type": "text/event-stream" if streams else "application/json", **act.headers}
            for name, value in {**given, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if act.cut is not None:
                self.wfile.write(body[: act.cut])
                self.close_connection = True
                return
            for piece in pieces if streams else _parts(body, act.drip):
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(act.drip)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the parent's name for it
            pass

    return Handler


def _parts(body: bytes, drip: float) -> list[bytes]:
    return [body] if not drip else [body[at : at + 8] for at in range(0, len(body), 8)]


def _whole(act: Act, path: str) -> bytes:
    if act.raw is not None:
        return act.raw
    if act.status != 200:
        return json.dumps({"error": {"message": act.text or "no", "type": "error"}}).encode()
    if path.endswith("/messages"):
        form: dict[str, Any] = {
            "id": "m",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": _blocks(act),
        }
        form |= {"stop_reason": _STOPS[act.stop]}
        if act.tokens:
            form["usage"] = dict(zip(("input_tokens", "output_tokens"), act.tokens, strict=True))
        return json.dumps(form).encode()
    message = {"role": "assistant", "content": act.reply}
    reply: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 1, "model": "m"}
    reply["choices"] = [{"index": 0, "message": message, "finish_reason": act.stop}]
    if act.tokens:
        reply["usage"] = dict(zip(("prompt_tokens", "completion_tokens"), act.tokens, strict=True))
    return json.dumps(reply).encode()


_STOPS = {"stop": "tool_use", "length": "max_tokens", "content_filter": "refusal"}


def _blocks(act: Act) -> list[dict[str, Any]]:
    """Give a reply as a tool's input where it is JSON, as words where it is not."""
    try:
        return [{"type": "tool_use", "id": "t", "name": "record_claims", "input": json.loads(act.reply)}]
    except ValueError:
        return [{"type": "text", "text": act.reply}]


def _stream(act: Act, path: str) -> Iterator[bytes]:
    pieces = [act.reply[at : at + 40] for at in range(0, len(act.reply), 40)]
    read, written = act.tokens or (0, 0)
    if path.endswith("/messages"):
        usage = {"input_tokens": read, "output_tokens": 1}
        start = {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "usage": usage}
        yield _event("message_start", {"message": {**start, "stop_reason": None, "stop_sequence": None}})
        tool = {"type": "tool_use", "id": "t", "name": "record_claims", "input": {}}
        yield _event("content_block_start", {"index": 0, "content_block": tool})
        for piece in pieces:
            yield _event(
                "content_block_delta", {"index": 0, "delta": {"type": "input_json_delta", "partial_json": piece}}
            )
        yield _event("content_block_stop", {"index": 0})
        yield _event("message_delta", {"delta": {"stop_reason": _STOPS[act.stop]}, "usage": {"output_tokens": written}})
        yield _event("message_stop", {})
        return
    for piece in pieces:
        yield _chunk([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
    yield _chunk([{"index": 0, "delta": {}, "finish_reason": act.stop}])
    if act.tokens:
        yield _chunk([], usage={"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written})
    yield b"data: [DONE]\n\n"


def _event(name: str, form: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **form})}\n\n".encode()


def _chunk(choices: list[dict[str, Any]], **more: Any) -> bytes:
    form = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": choices, **more}
    return f"data: {json.dumps(form)}\n\n".encode()
