"""What the reader makes of good replies: claims with offsets, in order, paid for once."""

import json
from pathlib import Path

import pytest
from llm_parts import MakeReader, Story
from llm_server import Act, Asked, ModelServer

from legation.model import Document, check
from legation.reader import Reader
from legation.reader.llm.instruction import version
from legation.reader.unread import Unread

FORMS = pytest.mark.parametrize("form", ["openai", "anthropic"])
STREAMS = pytest.mark.parametrize("stream", [False, True])


@FORMS
@STREAMS
def test_claims_come_through_in_either_form_whole_or_streamed(
    *, server: ModelServer, make: MakeReader, story: Story, form: str, stream: bool
) -> None:
    """Both forms give the same claims, each quote at offsets that the reader worked out itself."""
    server.play(Act(claims=story.claims))
    reader = make(form=form, stream=stream)
    reading = reader.read(story.document)
    assert isinstance(reader, Reader)
    assert [(claim.sending, claim.receiving, claim.city) for claim in reading.claims] == [
        ("NO", "TG", "Lome"),
        ("SE", "BJ", "Cotonou"),
    ]
    for claim in reading.claims:
        check(claim, story.document.text)
    assert reader.spent.input_tokens == 900
    assert reader.spent.output_tokens == 60
    assert bool(server.asked[0].body.get("stream")) is stream


@FORMS
def test_the_endpoint_is_asked_for_the_form_of_the_reply(
    server: ModelServer, make: MakeReader, story: Story, form: str
) -> None:
    """The schema goes along: as a response format in the one form, as a tool that must be called in the other."""
    make(form=form).read(story.document)
    body = server.asked[0].body
    if form == "openai":
        assert server.asked[0].path == "/v1/chat/completions"
        given = body["response_format"]["json_schema"]
        assert given["strict"] is True
        schema = given["schema"]
    else:
        assert server.asked[0].path == "/v1/messages"
        assert body["tool_choice"] == {"type": "tool", "name": "record_claims"}
        schema = body["tools"][0]["input_schema"]
    assert schema["properties"]["claims"]["items"]["additionalProperties"] is False


def test_settings_can_add_and_take_fields_of_the_request(server: ModelServer, make: MakeReader, story: Story) -> None:
    """An endpoint that wants another name for a limit, or none, can be served."""
    make(extra={"max_tokens": None, "max_completion_tokens": 77}, output="object").read(story.document)
    body = server.asked[0].body
    assert "max_tokens" not in body
    assert body["max_completion_tokens"] == 77
    assert body["response_format"] == {"type": "json_object"}


def test_the_name_holds_the_version_of_the_instruction_and_the_model(make: MakeReader, story: Story) -> None:
    """What stands on every claim says by which instruction and model it was read."""
    reader = make(model="Some/Model:7b q4")
    assert reader.name == f"llm/{version()}+Some-Model-7b-q4"
    assert reader.read(story.document).reader == reader.name


def test_a_text_that_the_screen_stops_is_never_sent(server: ModelServer, make: MakeReader) -> None:
    """No question is asked of texts in which there is nothing to read."""
    reading = make().read(Document(text="Rain expected\n\nIt will rain on Tuesday.", published="2021-03-12"))
    assert reading.claims == ()
    assert not isinstance(reading, Unread)
    assert server.asked == []


def test_passages_are_sent_and_not_pages(server: ModelServer, make: MakeReader, story: Story) -> None:
    """Far from anything that the screen finds, nothing is sent; the gap is marked, and the quote still found."""
    cricket = "\n\n".join(f"The bowler took wicket number {number} before tea." for number in range(60))
    document = Document(text=f"{story.document.text}\n\n{cricket}", published="2021-03-12")
    server.play(Act(claims=story.claims))
    assert len(make().read(document).claims) == 2
    assert "wicket number 1 " in server.asked[0].question
    assert "wicket number 30" not in server.asked[0].question


def test_a_long_text_goes_in_windows_and_what_they_say_alike_is_kept_once(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """Windows are bounded, each shows the headline, and a claim that two of them give is one claim."""
    more = "\n\n".join(
        f"The embassy of Chad had visitor {number} on its list of guests that day." for number in range(40)
    )
    document = Document(text=f"{story.document.text}\n\n{more}", published="2021-03-12")
    server.play(Act(claims=story.claims[:1]))
    found = make(window=1000).examine(document)
    assert len(server.asked) > 2
    assert all("Norway to leave Togo" in asked.question for asked in server.asked)
    assert len(found.told) == 1
    assert {str(one.reason) for one in found.dropped} == {"twice"}


def test_a_text_too_long_for_the_windows_allowed_is_not_read_at_all(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """Half a reading would pass for a whole one; nothing is sent, and the reason is told."""
    document = Document(text=story.document.text + "\n\nThe embassy of Chad is open." * 400, published="2021-03-12")
    reading = make(window=500, windows=3).read(document)
    assert isinstance(reading, Unread)
    assert reading.fault == "too_large"
    assert server.asked == []


def test_the_same_question_is_paid_for_once(server: ModelServer, make: MakeReader, story: Story) -> None:
    """A second reader finds the reply in the cache; another model is another question."""
    server.play(Act(claims=story.claims))
    first = make().examine(story.document)
    again = make().examine(story.document)
    assert again.told == first.told
    assert (again.usage.requests, again.usage.cached) == (0, 1)
    make(model="other").read(story.document)
    assert len(server.asked) == 2


def test_a_broken_cache_counts_as_none(server: ModelServer, make: MakeReader, story: Story, tmp_path: Path) -> None:
    """What cannot be read in the cache is asked for again."""
    server.play(Act(claims=story.claims))
    make().read(story.document)
    for file in (tmp_path / "cache").rglob("*.json"):
        file.write_bytes(file.read_bytes()[:20])
    assert len(make().read(story.document).claims) == 2
    assert len(server.asked) == 2


def test_documents_come_back_in_order_while_several_are_asked_for(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """The slowest first document holds up none of the others, and no more are asked for at once than allowed."""

    def script(asked: Asked) -> Act:
        return Act(claims=[], slow=0.3 if "number 0 " in asked.question else 0.02)

    server.script = script
    documents = [
        Document(text=f"{story.document.text}\n\nIssue number {number} of today.", published="2021-03-12")
        for number in range(9)
    ]
    readings = list(make(concurrency=3).read_many(iter(documents)))
    assert [one.document for one in readings] == [one.id for one in documents]
    assert 2 <= server.most_at_once <= 3


def test_a_stream_of_documents_is_not_read_ahead_without_end(make: MakeReader, story: Story) -> None:
    """A crawl can be handed over as it comes: only a few documents are taken before the first reading is given."""
    taken: list[int] = []

    def documents() -> object:
        for number in range(1000):
            taken.append(number)
            yield story.document

    next(make(concurrency=2).read_many(documents()))  # type: ignore[arg-type]
    assert len(taken) <= 6


def test_usage_is_recorded_for_each_document(
    server: ModelServer, make: MakeReader, story: Story, tmp_path: Path
) -> None:
    """The ledger says what each document cost and what became of its claims, and holds none of its text."""
    lie = {**story.claims[0], "quote": "Norway closed nothing at all"}
    server.play(Act(claims=[*story.claims, lie]))
    make().read(story.document)
    [line] = (tmp_path / "usage.jsonl").read_text("utf-8").splitlines()
    form = json.loads(line)
    assert form["document"] == story.document.id
    assert (form["outcome"], form["claims"], form["dropped"]) == ("read", 2, {"quote": 1})
    assert (form["requests"], form["input_tokens"], form["output_tokens"]) == (1, 900, 60)
    assert "Norway" not in line


def test_explaining_names_the_words_behind_each_field(server: ModelServer, make: MakeReader, story: Story) -> None:
    """Each field that was checked says by what and by which words of the text."""
    server.play(Act(claims=story.claims))
    [(claim, traces), _] = make().explain(story.document)
    told = {trace.field: (trace.rule, trace.words) for trace in traces}
    assert claim.date == "2021-06"
    assert told["sending"] == ("llm.gazetteer", "Norway")
    assert told["city"] == ("llm.gazetteer", "Lome")
    assert told["date"][0] == "llm.moment"
    assert "June" in told["date"][1]
