"""What the reader does with bad replies and bad lines: bounded repetition, then a document that was not read."""

import json
import socket
from typing import Any

import pytest
from llm_parts import MakeReader, Story
from llm_server import Act, Asked, ModelServer

from legation.model import Document
from legation.reader.unread import Unread

FORMS = pytest.mark.parametrize("form", ["openai", "anthropic"])
STREAMS = pytest.mark.parametrize("stream", [False, True])
_SPANISH = "Noruega cerrará su embajada en Lomé a finales de junio para ahorrar dinero, según el Ministerio de Asuntos Exteriores"


def _bad(story: Story) -> dict[str, Act]:
    whole = json.dumps({"claims": story.claims})
    return {
        "cut_off": Act(text=whole[:200], stop="length"),
        "not_json": Act(text="Sure! Here are the claims you asked for."),
        "schema": Act(text='{"events": []}'),
        "empty": Act(text="   "),
        "repeated": Act(claims=story.claims[:1] * 12),
        "language": Act(claims=[{**story.claims[0], "quote": _SPANISH}]),
    }


@FORMS
@pytest.mark.parametrize("fault", ["cut_off", "not_json", "schema", "empty", "repeated", "language"])
def test_a_bad_reply_is_asked_for_again_and_then_told(
    server: ModelServer, make: MakeReader, story: Story, form: str, fault: str
) -> None:
    """Within its attempts the reader asks again, saying what was wrong; after them the document counts as not read."""
    server.play(_bad(story)[fault])
    reading = make(form=form, attempts=3).read(story.document)
    assert isinstance(reading, Unread)
    assert (reading.fault, reading.claims) == (fault, ())
    assert len(server.asked) == 3
    assert "Your last reply" not in server.asked[0].question
    assert "Your last reply" in server.asked[1].question


@pytest.mark.parametrize("fault", ["cut_off", "not_json", "schema", "empty", "repeated", "language"])
def test_a_good_reply_after_a_bad_one_is_read(server: ModelServer, make: MakeReader, story: Story, fault: str) -> None:
    """One bad reply costs a request and nothing else."""
    server.play(_bad(story)[fault], Act(claims=story.claims))
    found = make().examine(story.document)
    assert len(found.told) == 2
    assert found.usage.requests == 2


def test_claims_of_another_form_are_a_fault_of_the_schema(server: ModelServer, make: MakeReader, story: Story) -> None:
    """A number where words belong is not guessed at."""
    for wrong in ({**story.claims[0], "value": "many"}, {"kind": "closed"}, 7, {**story.claims[0], "causes": "cost"}):
        server.play(Act(claims=[wrong]))  # type: ignore[list-item]
        reading = make(attempts=1, model=str(len(server.asked))).read(story.document)
        assert isinstance(reading, Unread)
        assert reading.fault == "schema"


@FORMS
@STREAMS
@pytest.mark.parametrize(
    ("act", "fault", "requests"),
    [
        (Act(status=500), "server", 2),
        (Act(status=429, headers={"Retry-After": "0"}), "busy", 2),
        (Act(status=529), "busy", 2),
        (Act(status=400, text="no such parameter"), "request", 1),
        (Act(status=400, text="prompt is too long: maximum context length is 4096"), "too_large", 1),
        (Act(status=413), "too_large", 1),
        (Act(status=401), "unauthorised", 1),
        (Act(status=404), "request", 1),
        (Act(stop="content_filter"), "declined", 1),
    ],
)
def test_a_refusal_becomes_its_fault_and_is_repeated_only_where_that_can_help(
    *, server: ModelServer, make: MakeReader, story: Story, form: str, stream: bool, act: Act, fault: str, requests: int
) -> None:
    """Busy and broken servers are asked again within bounds, those that say no are not."""
    server.play(act)
    reading = make(form=form, stream=stream, attempts=2, longest_wait=1.0).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault == fault
    assert len(server.asked) == requests


def test_a_server_that_asks_for_too_much_patience_is_given_up(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """An hour is not waited for."""
    server.play(Act(status=429, headers={"Retry-After": "3600"}))
    reading = make(attempts=5).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault == "busy"
    assert len(server.asked) == 1


@FORMS
@STREAMS
@pytest.mark.parametrize("act", [Act(slow=3.0), Act(drip=0.1)], ids=["silent", "dripping"])
def test_an_answer_has_to_be_whole_within_the_time_out(
    *, server: ModelServer, make: MakeReader, story: Story, form: str, stream: bool, act: Act
) -> None:
    """A server that keeps silent, and one that sends byte after byte, are left after the same time."""
    server.script = lambda _: Act(claims=story.claims, slow=act.slow, drip=act.drip)
    reading = make(form=form, stream=stream, timeout=0.5, attempts=1).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault == "timeout"


@FORMS
@STREAMS
@pytest.mark.parametrize("cut", [0, 60, 500])
def test_a_line_that_breaks_is_never_taken_for_an_answer(
    *, server: ModelServer, make: MakeReader, story: Story, form: str, stream: bool, cut: int
) -> None:
    """Whatever part of the answer had come, the document is not read, and the reader lives."""
    server.play(Act(claims=story.claims, cut=cut))
    reading = make(form=form, stream=stream, attempts=1).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault in {"cut_off", "connection"}


@FORMS
def test_a_stream_that_ends_without_saying_so_is_cut_off(
    server: ModelServer, make: MakeReader, story: Story, form: str
) -> None:
    """A stream closed politely in the middle of the reply is not a reply."""
    name = "message_start" if form == "anthropic" else ""
    form_of_start = {"type": "message_start", "message": {"id": "m", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1}}}  # fmt: skip
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"content": '{"claims": []}'}, "finish_reason": None}]}  # fmt: skip
    body = f"event: {name}\ndata: {json.dumps(form_of_start)}\n\n" if name else f"data: {json.dumps(chunk)}\n\n"
    server.play(Act(raw=body.encode(), headers={"Content-Type": "text/event-stream"}))
    reading = make(form=form, stream=True, attempts=1).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault == "cut_off"


@FORMS
@STREAMS
@pytest.mark.parametrize(
    "raw",
    [b"", b"null", b"[]", b'"words"', b"<html>gateway</html>", b"{}", b'{"choices": [], "content": []}', b"\xff\xfe",
     b'{"choices": [{"message": 7}], "content": 7}', b'{"choices"', b"data: {\n\n", b"[" * 5000],
)  # fmt: skip
def test_an_envelope_of_another_form_is_a_fault_and_no_crash(
    *, server: ModelServer, make: MakeReader, story: Story, form: str, stream: bool, raw: bytes
) -> None:
    """Whatever a server calls an answer, the outcome is a document that was not read."""
    server.play(Act(raw=raw))
    reading = make(form=form, stream=stream, attempts=1).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault in {"schema", "not_json", "empty", "cut_off", "connection"}


def test_nobody_at_the_other_end_is_a_fault(make: MakeReader, story: Story) -> None:
    """An address where nothing listens gives a fault that says so."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    reading = make(url=url, attempts=1).read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault == "connection"


@FORMS
def test_redirects_are_not_followed(server: ModelServer, make: MakeReader, story: Story, form: str) -> None:
    """A key is not carried to wherever a server points."""
    with ModelServer().running() as elsewhere:
        server.play(Act(status=307, headers={"Location": f"{elsewhere.url}/chat/completions"}))
        reading = make(form=form, attempts=1).read(story.document)
        assert isinstance(reading, Unread)
        assert elsewhere.asked == []


def test_packed_and_vast_answers_are_refused(server: ModelServer, make: MakeReader, story: Story) -> None:
    """What is small on the wire and vast in memory, or vast on the wire, is not read to its end."""
    for act in (Act(headers={"Content-Encoding": "gzip"}), Act(text="x" * 5_000_000)):
        server.play(act)
        reading = make(attempts=1, model=str(len(server.asked))).read(story.document)
        assert isinstance(reading, Unread)
        assert reading.fault == "connection"


def test_after_a_refused_key_no_further_document_is_sent(server: ModelServer, make: MakeReader, story: Story) -> None:
    """With a wrong key every document would fare the same, so the rest is told and not tried."""
    server.play(Act(status=401))
    documents = [
        Document(text=f"{story.document.text}\n\nIssue {number}.", published="2021-03-12") for number in range(6)
    ]
    readings = list(make(concurrency=1).read_many(documents))
    assert [one.fault for one in readings if isinstance(one, Unread)] == ["unauthorised", *["stopped"] * 5]
    assert len(server.asked) == 1


def test_one_bad_document_leaves_the_others_alone(server: ModelServer, make: MakeReader, story: Story) -> None:
    """A document that cannot be read costs no other its reading."""

    def script(asked: Asked) -> Act:
        return Act(text="?") if "Issue 1." in asked.question else Act(claims=story.claims)

    server.script = script
    documents = [
        Document(text=f"{story.document.text}\n\nIssue {number}.", published="2021-03-12") for number in range(3)
    ]
    found: list[Any] = list(make(attempts=2).read_many(documents))
    assert [len(one.claims) for one in found] == [2, 0, 2]
    assert [isinstance(one, Unread) for one in found] == [False, True, False]
