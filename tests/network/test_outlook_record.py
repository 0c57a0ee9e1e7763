"""The record of words on what is to come, and the forecast that follows from it."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from worlds import build, embassy, listed

from legation.model import Claim, Document, digest
from legation.network import outlook
from legation.network.chances import central, kaplan_meier, median_days, number_come, share_interval
from legation.network.forecast import BOTH, Forecast, Waiting, forecast, held_against, interval, like
from legation.network.hindsight import back_test
from legation.network.lifetimes import FEWEST, Case, cases, tallies
from legation.register import Policy, Register, State

ALL = Policy.default().definition("all")
ON = dt.date(2023, 12, 1)
HOST = "Foreign Ministry"


def word(day: str, code: str, status: str = "planned", **more: Any) -> Any:
    """Give a document of one word on a closing, by an organ of the receiving state."""
    return "Paper", day, [embassy("closed", code, status=status, holder=f"{code} {HOST}", organ=code, **more)]


def done(day: str, code: str) -> Any:
    """Give a document that tells of a closing on its day."""
    return "Gazette", day, [embassy("closed", code, date=day, holder=f"{code} {HOST}", organ=code)]


def fates(state: State, on: dt.date = ON) -> dict[str, tuple[str, int]]:
    """Give each mission's fate with the days it was waited for."""
    return {one.mission.split("-")[1]: (one.fate, one.days) for one in cases(state, on)}


def ahead(state: State, on: str, by: str) -> Forecast:
    """Forecast North Korea's network."""
    day, target = dt.date.fromisoformat(on), dt.date.fromisoformat(by)
    return forecast(state, "KP", outlook(state, "KP", day, ALL), (day, target), ALL)


def test_a_word_comes_lapses_or_stays_open() -> None:
    """What closed came on that day; what its own voice denied lapsed; what nothing is told of is open up to the day asked."""
    state = build(
        listed("AO", "ES", "NP"),
        word("2023-10-10", "AO"), word("2023-10-10", "ES"), word("2023-10-10", "NP"),
        done("2023-10-25", "AO"), word("2023-11-09", "ES", "denied"),
    )  # fmt: skip
    assert fates(state) == {"AO": ("came", 15), "ES": ("lapsed", 30), "NP": ("open", 52)}


def test_nothing_said_or_done_after_the_day_has_a_part_in_a_fate() -> None:
    """On a day between the word and the closing the word is open, and before it was said there is no case."""
    state = build(listed("AO"), word("2023-10-10", "AO"), done("2023-10-25", "AO"))
    assert fates(state, dt.date(2023, 10, 24)) == {"AO": ("open", 14)}
    assert fates(state, dt.date(2023, 10, 9)) == {}


def test_a_word_said_when_the_thing_had_come_is_no_case() -> None:
    """Who says on the day of the closing that it will close has foreseen nothing."""
    state = build(listed("AO"), done("2023-10-25", "AO"), word("2023-10-25", "AO"))
    assert fates(state) == {}


def test_a_word_lapses_once_it_is_older_than_the_policy_gives_it_worth() -> None:
    """Two years after it was said an undated word is waited for no longer."""
    state = build(listed("AO"), word("2023-10-10", "AO"))
    record = state.missions["KP-AO-embassy"]
    ended = dt.date(2023, 10, 10) + record.marks_last
    assert fates(state, ended - dt.timedelta(days=1))["AO"][0] == "open"
    assert fates(state, ended + dt.timedelta(days=99)) == {"AO": ("lapsed", record.marks_last.days)}
    assert ahead(state, str(ended), str(ended + dt.timedelta(days=30))).words == ()


def test_each_status_and_each_holder_has_a_record_of_its_own() -> None:
    """An analyst's guess before the ministry's announcement is a second case of that happening, by whoever says it."""
    state = build(
        listed("AO"),
        ("Letter", "2023-10-03", [embassy("closed", "AO", status="possible", holder="Analyst")]),
        word("2023-10-10", "AO"), done("2023-10-25", "AO"),
    )  # fmt: skip
    assert {(one.who, one.count("came")) for one in tallies(cases(state, ON))} == {("announced", 1), ("expected", 1)}
    assert {one.who: one.cases[0].days for one in tallies(cases(state, ON, "holder"))} == {
        "Analyst": 22, f"AO {HOST}": 15,
    }  # fmt: skip
    assert [one.days for one in cases(state, ON, "word")] == [22]


PAST = ("AO", "ES", "NP", "BD", "GN", "SN", "LY")


def history(closed: int = 6) -> list[Any]:
    """Give embassies announced to close in January, of which the first few did, after ten days; the rest was denied."""
    told = [listed(*PAST, "DZ", "UG", "CN", day="2023-01-01")]
    told += [word("2023-01-10", code) for code in PAST]
    told += [done("2023-01-20", code) for code in PAST[:closed]]
    told += [word("2023-02-15", code, "denied") for code in PAST[closed:]]
    return [*told, word("2023-06-01", "DZ"), word("2023-06-01", "UG")]


def test_the_count_by_a_day_is_derived_and_says_from_how_many_cases() -> None:
    """Four now, two if every word came true: seven such words, of which six came within a month."""
    found = ahead(build(*history()), "2023-06-01", "2023-07-01")
    assert (found.now, found.announced, found.bounds) == (4, 2, (2, 4))
    assert {(one.pool, one.came, one.cases) for one in found.words} == {("announced", 6, 7)}
    assert found.interval == (2, 3)


def test_where_cases_are_too_few_no_interval_is_given() -> None:
    """The same question before the first words had been waited for as long is declined, with what is missing named."""
    found = ahead(build(*history()), "2023-06-01", "2024-06-01")
    assert found.interval is None
    assert [(one.mission, one.cases) for one in found.too_few] == [("KP-DZ-embassy", 0), ("KP-UG-embassy", 0)]


def test_where_a_status_has_too_few_cases_both_are_pooled_and_named() -> None:
    """Seven announcements tell of an expected closing, as a pool of another name."""
    guess = ("Letter", "2023-06-01", [embassy("closed", "CN", status="possible", holder="Analyst")])
    found = ahead(build(*history(), guess), "2023-06-01", "2023-07-01")
    assert {one.mission: one.pool for one in found.words}["KP-CN-embassy"] == BOTH


def test_a_word_waited_for_in_vain_counts_as_one_that_did_not_come() -> None:
    """With fewer of the past words come true, more missions are left of those now waited for."""
    few, many = (ahead(build(*history(closed)), "2023-06-01", "2023-07-01") for closed in (1, 6))
    assert {one.came for one in few.words} == {1}
    assert few.interval
    assert many.interval
    assert few.interval[0] - few.now > many.interval[0] - many.now


def test_what_came_soon_counts_no_more_than_what_is_waited_for() -> None:
    """Of words said ten days ago nothing counts for a question of thirty days, though one came on the next day."""
    told = [
        Case("a", "closed", "announced", ON - dt.timedelta(days=10), ON - dt.timedelta(days=9), "came"),
        Case("b", "closed", "announced", ON - dt.timedelta(days=10), ON, "open"),
    ]
    fresh = Waiting("c", "closed", "announced", ON)
    assert like(fresh, told, ON, ON + dt.timedelta(days=30)) == (0, 0)
    assert like(fresh, told, ON, ON + dt.timedelta(days=10)) == (1, 2)


def test_later_claims_do_not_change_what_was_known(tmp_path: Path) -> None:
    """The answer as known on a day is the same before and after later documents deny, tell and foresee more."""
    then = dt.date(2023, 7, 1)

    def take(register: Register, told: Any) -> None:
        publisher, day, forms = told
        text = " ".join(form["quote"] for form in forms) + f" {digest(publisher, day)}"
        start, claims = 0, []
        for form in forms:
            fields = {"from_" if key == "from" else key: value for key, value in form.items()}
            claims.append(Claim(**fields, start=start, end=start + len(form["quote"])))
            start += len(form["quote"]) + 1
        document = Document(text=text, publisher=publisher, published=day)
        register.add(document, claims, "test/1", at=dt.date.fromisoformat(day))

    def answer(register: Register) -> tuple[Forecast, list[Case]]:
        state = register.state(then, sending="KP")
        return ahead(state, "2023-06-15", "2023-07-10"), cases(state, then)

    with Register.open(tmp_path / "register.db") as register:
        for told in sorted(history(), key=lambda one: one[1]):
            take(register, told)
        before = answer(register)
        for told in (word("2023-07-05", "DZ", "denied"), done("2023-07-06", "UG"), word("2023-07-07", "CN")):
            take(register, told)
        assert answer(register) == before
        assert register.state(sending="KP").missions["KP-UG-embassy"].happenings != ()
        assert (
            cases(register.state(sending="KP"), then) != before[1]
            or ahead(register.state(sending="KP"), "2023-07-07", "2023-07-20").now != before[0].now
        )


def test_a_back_test_asks_each_month_with_what_was_known_then() -> None:
    """In June a closing was foreseen that came in July: the interval for July held it; what was too early is left out."""
    told = [*history(), done("2023-07-10", "DZ"), done("2023-07-12", "UG")]

    def as_known(day: dt.date | None) -> State:
        return build(*(one for one in told if day is None or one[1] <= str(day)))

    found = back_test(as_known, "KP", dt.date(2023, 12, 31), ALL, [30])
    june = next(one for one in found if one.said.on == dt.date(2023, 6, 30))
    assert (june.by_words, june.counted, june.said.now) == (2, (2, 2), 4)
    assert {one.said.on.month for one in found} == {1, 6}
    assert all(one.words_held is None for one in found if one.said.interval is None)


@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), min_size=1, max_size=40))
def test_kaplan_meier_agrees_with_another_implementation(told: list[tuple[int, bool]]) -> None:
    """Scipy's estimate from the same censored data is the same after every day on which something came."""
    came, waited = [day for day, event in told if event], [day for day, event in told if not event]
    found = kaplan_meier(told)
    if came:
        other = stats.ecdf(stats.CensoredData(uncensored=came, right=waited)).sf
        assert [one for _, one in found] == pytest.approx([float(other.evaluate(day)) for day, _ in found])
    half = [day for day, left in found if left <= 0.5]
    assert median_days(told) == (half[0] if half else None)


@given(st.integers(0, 30), st.integers(0, 30))
def test_one_word_comes_with_the_mean_chance_of_its_cases(came: int, not_come: int) -> None:
    """The spread of one word is Jeffreys' mean; it holds the whole probability; the share's interval grows with the level."""
    of = came + not_come
    spread = number_come([[(came, of)]])
    assert spread[1] == pytest.approx((came + 0.5) / (of + 1), abs=2e-3)
    assert spread.sum() == pytest.approx(1)
    narrow, wide = share_interval(came, of, 0.5), share_interval(came, of, 0.9)
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6), st.sampled_from([0.5, 0.8, 0.95]))
def test_an_interval_holds_at_least_its_level(counts: list[tuple[int, int]], level: float) -> None:
    """Numbers outside the interval have no more probability than was left out, half on each side."""
    spread = number_come([[(came, came + rest) for came, rest in counts]] if counts else [])
    low, high = central(spread, level)
    assert spread[:low].sum() <= (1 - level) / 2 + 1e-9
    assert spread[high + 1 :].sum() <= (1 - level) / 2 + 1e-9


def one_history(rng: Any, rate: float, lapsing: float) -> tuple[list[Case], list[tuple[Waiting, int]]]:
    """Make words over two years, each of which comes or lapses at known rates; and those waited for, with when they come."""
    past, waiting = [], []
    for number in range(90):
        said = ON - dt.timedelta(days=int(rng.integers(0, 730)))
        come, lapse = int(rng.exponential(1 / rate)) + 1, int(rng.exponential(1 / lapsing)) + 1
        age = (ON - said).days
        if min(come, lapse) > age:
            past.append(Case(str(number), "closed", "announced", said, ON, "open"))
            waiting.append((Waiting(str(number), "closed", "announced", said), come if come <= lapse else 10**6))
        else:
            until = said + dt.timedelta(days=min(come, lapse))
            past.append(Case(str(number), "closed", "announced", said, until, "came" if come <= lapse else "lapsed"))
    return past, waiting


@settings(max_examples=3, deadline=None)
@given(st.sampled_from([1 / 60, 1 / 120, 1 / 300]), st.sampled_from([1 / 200, 1 / 800]), st.integers(0, 2**16))
def test_intervals_hold_as_often_as_they_say_on_histories_of_known_rates(
    rate: float, lapsing: float, seed: int
) -> None:
    """Of intervals said at 80 % on simulated histories, with words still open, at least three in four hold."""
    rng = np.random.default_rng(seed)
    held: list[bool] = []
    by = ON + dt.timedelta(days=45)
    while len(held) < 120:
        past, waiting = one_history(rng, rate, lapsing)
        told = [(held_against(one, past, past, ON, by), come) for one, come in waiting]
        told = [(one, come) for one, come in told if one.cases >= FEWEST][:8]
        found = interval([one for one, _ in told], 50)
        assert found
        left = 50 - sum(come <= (by - one.said).days for one, come in told)
        held.append(found[0] <= left <= found[1])
    assert sum(held) / len(held) >= 0.75
