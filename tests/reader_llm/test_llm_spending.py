"""What may be spent, how fast may be asked, and what an estimate promises."""

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_parts import MakeReader, Story
from llm_server import Act, ModelServer

from legation.errors import ReaderUnusable
from legation.model import Document
from legation.reader.llm.budget import Budget, Prices, Purse, Usage
from legation.reader.llm.pace import Pace, exhausted, patience
from legation.reader.unread import Unread

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
CHEAP = Prices(1.0, 5.0)


def _many(story: Story, count: int) -> list[Document]:
    return [
        Document(text=f"{story.document.text}\n\nIssue {number} of today.", published="2021-03-12")
        for number in range(count)
    ]


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_budget_stops_cleanly(server: ModelServer, make: MakeReader, story: Story, concurrency: int) -> None:
    """What the budget allows is read, the rest is told as not read, and the limit is not passed."""
    server.play(Act(claims=story.claims, tokens=(5000, 500)))
    reader = make(budget=Budget(40_000, "tokens"), concurrency=concurrency, max_output=1000)
    readings = list(reader.read_many(_many(story, 12)))
    unread = [one for one in readings if isinstance(one, Unread)]
    assert 0 < len(unread) < 12
    assert {one.fault for one in unread} == {"budget"}
    assert reader.spent.tokens <= 40_000
    assert len(server.asked) == 12 - len(unread)


def test_an_endpoint_that_counts_more_than_estimated_is_believed_from_the_first_answer_on(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """One request may cost more than was set aside; after it, as much is set aside as it cost."""
    server.play(Act(claims=story.claims, tokens=(30_000, 500)))
    reader = make(budget=Budget(100_000, "tokens"), concurrency=1, max_output=1000)
    list(reader.read_many(_many(story, 9)))
    assert len(server.asked) == 3
    assert reader.spent.tokens <= 100_000


def test_what_is_in_the_cache_costs_nothing(server: ModelServer, make: MakeReader, story: Story) -> None:
    """With an empty purse, known replies are still given."""
    server.play(Act(claims=story.claims))
    make().read(story.document)
    reader = make(budget=Budget(1, "tokens"))
    assert len(reader.read(story.document).claims) == 2
    assert isinstance(reader.read(_many(story, 1)[0]), Unread)
    assert len(server.asked) == 1


def test_repetitions_are_paid_from_the_same_purse(server: ModelServer, make: MakeReader, story: Story) -> None:
    """A model that never answers well cannot spend more than the budget by being asked again."""
    server.play(Act(text="?", tokens=(9000, 1000)))
    reader = make(budget=Budget(24_000, "tokens"), attempts=10, max_output=1000)
    reading = reader.read(story.document)
    assert isinstance(reading, Unread)
    assert reading.fault == "budget"
    assert len(server.asked) == 2


def test_a_server_that_does_not_count_is_counted_for(server: ModelServer, make: MakeReader, story: Story) -> None:
    """Where an endpoint gives no usage, an estimate on the careful side stands in its place."""
    server.play(Act(claims=story.claims, tokens=None))
    reader = make()
    reader.read(story.document)
    assert reader.spent.input_tokens > 1000
    assert reader.spent.output_tokens > 50


def test_an_estimate_sends_nothing_and_is_not_passed(server: ModelServer, make: MakeReader, story: Story) -> None:
    """The estimate counts what is screened out and cached, and reading costs no more requests than it says."""
    server.play(Act(claims=story.claims))
    documents = [*_many(story, 3), Document(text="Rain.", published="2021-03-12")]
    reader = make(prices=CHEAP)
    reader.read(documents[0])
    estimate = reader.estimate(documents)
    assert (estimate.documents, estimate.screened_out, estimate.cached, estimate.requests) == (4, 1, 1, 2)
    assert estimate.cost == pytest.approx((estimate.input_tokens + 5 * estimate.output_tokens) / 1e6, abs=1e-3)
    assert len(server.asked) == 1
    before = len(server.asked)
    list(reader.read_many(documents))
    assert len(server.asked) - before == estimate.requests


def test_costs_stand_in_the_ledger(server: ModelServer, make: MakeReader, story: Story, tmp_path: Path) -> None:
    """With prices set, each document's line says what it cost and in what."""
    server.play(Act(claims=story.claims, tokens=(1_000_000, 100_000)))
    make(prices=Prices(2.0, 10.0, "EUR")).read(story.document)
    form = json.loads((tmp_path / "usage.jsonl").read_text("utf-8"))
    assert (form["cost"], form["currency"]) == (3.0, "EUR")


@pytest.mark.parametrize(
    ("text", "limit", "unit"),
    [
        ("200000", 200_000, "tokens"),
        ("200k", 200_000, "tokens"),
        ("1.5M", 1_500_000, "tokens"),
        ("2.50USD", 2.5, "money"),
        ("$2.50", 2.5, "money"),
        ("2.5 usd", 2.5, "money"),
    ],
)
def test_amounts_are_read(text: str, limit: float, unit: str) -> None:
    """Tokens or money, as people write them."""
    budget = Budget.parse(text, CHEAP)
    assert (budget.limit, budget.unit) == (limit, unit)


@pytest.mark.parametrize("text", ["", "-5", "0", "many", "5EUR", "nan", "inf"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    """An amount that cannot be held to is an error and no limit."""
    with pytest.raises(ReaderUnusable):
        Budget.parse(text, CHEAP)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), max_size=30))
def test_a_purse_is_never_overdrawn_by_true_costs_within_their_estimates(costs: list[tuple[int, int]]) -> None:
    """As long as no request costs more than was set aside for it, the limit holds."""
    purse = Purse(Budget(1000, "tokens"))
    for likely, true in costs:
        if purse.reserve(Usage(1, 0, likely, 0)):
            purse.settle(Usage(1, 0, likely, 0), Usage(1, 0, min(true, likely), 0))
    assert purse.spent.tokens <= 1000


class _Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_rate_is_kept() -> None:
    """At 60 a minute, each question after the first waits a second."""
    clock = _Clock()
    pace = Pace(60, 10, clock, clock.sleep)
    for _ in range(4):
        pace.wait()
    assert clock.slept == pytest.approx([1.0, 1.0, 1.0])


def test_waiting_grows_where_the_server_says_nothing_and_has_an_end() -> None:
    """Half a second, one, two, four …, and at the longest wait it is given up."""
    clock = _Clock()
    pace = Pace(None, 3.0, clock, clock.sleep)
    for attempt in (1, 2, 3):
        assert pace.back_off(attempt, None)
        pace.wait()
    assert clock.slept == pytest.approx([0.5, 1.0, 2.0])
    assert not pace.back_off(4, None)


def test_the_server_s_word_counts_for_all_workers() -> None:
    """After a refusal with a time, the next question waits that long, whoever asks it."""
    clock = _Clock()
    pace = Pace(None, 30, clock, clock.sleep)
    assert pace.back_off(1, 7.5)
    pace.wait()
    pace.wait()
    assert clock.slept == pytest.approx([7.5])


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12),
        ({"retry-after-ms": "250", "retry-after": "12"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:30 GMT"}, 30),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m1.5s"}, 361.5),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "200ms"}, 0.2),
        (
            {
                "anthropic-ratelimit-requests-remaining": "0",
                "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:09Z",
            },
            9,
        ),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "60s"}, None),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "later"}, None),
    ],
)
def test_headers_say_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """Both forms' headers are understood, and nonsense in them is passed over."""
    found = patience(headers, NOW)
    assert found == (pytest.approx(seconds) if seconds is not None else None)


@given(
    st.dictionaries(
        st.sampled_from(["x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"]), st.text(max_size=12)
    )
)
def test_no_header_makes_the_reader_stumble(headers: dict[str, str]) -> None:
    """Whatever a server writes there is a number of seconds that is not negative, or nothing."""
    found = exhausted(headers, NOW)
    assert found is None or found >= 0


def test_an_answer_that_announces_the_limit_slows_the_next_question(
    server: ModelServer, make: MakeReader, story: Story
) -> None:
    """The last question allowed is answered, and the next one is held back instead of being refused."""
    headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "100ms"}
    server.play(Act(claims=story.claims, headers=headers))
    readings = list(make(concurrency=1).read_many(_many(story, 3)))
    assert [len(one.claims) for one in readings] == [2, 2, 2]
