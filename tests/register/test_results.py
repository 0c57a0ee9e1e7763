"""Stored results: what they say is what a fold of the log would, before and after anything is added, asked or thrown away."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ask
from register_claims import dossier, log, report, say
from test_register_properties import CALENDAR, histories

from legation.model import Claim, Document
from legation.register import Register, fold, open_on
from legation.register.opinion import glance
from legation.register.policy import Policy
from legation.register.results import LAID, WHOLE, course, from_state, key_of, seen_on
from legation.register.seats import record_city_on
from legation.register.store import Store
from legation.register.telling import Telling

Report = tuple[Document, list[Claim]]
DAYS = [
    dt.date.min,
    dt.date(1972, 1, 1),
    dt.date(2023, 10, 25),
    dt.date(2023, 11, 15),
    dt.date(2026, 1, 1),
    dt.date.max,
]


@settings(deadline=None)
@given(histories, st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2028, 1, 1)), max_size=20))
def test_a_course_says_on_every_day_what_the_record_does(history: list[Report], days: list[dt.date]) -> None:
    """On days of the calendar, on random ones, and around each turn, the stored course and the record agree."""
    state = fold(log(*history))
    turns = [dt.date.fromordinal(each[0]) for record in state.missions.values() for each in course(record)[3]]
    around = [
        day + dt.timedelta(days=apart) for day in turns if dt.date.min < day < dt.date.max for apart in (-1, 0, 1)
    ]
    pairs = {(record.mission.sending, record.mission.receiving) for record in state.missions.values()}
    stored = from_state(state, pairs)
    for day in [*DAYS, *CALENDAR, *days, *around]:
        said = {seen.mission: (seen.answer, seen.condition, seen.marks) for seen in seen_on(stored, day)}
        assert said == {key: glance(record, day) for key, record in state.missions.items()}


@settings(deadline=None)
@given(histories)
def test_a_glance_is_an_opinion_without_its_claims(history: list[Report]) -> None:
    """Both give the same answer, condition and marks."""
    for record in fold(log(*history)).missions.values():
        for day in CALENDAR:
            opinion = open_on(record, day)
            assert glance(record, day) == (opinion.answer, opinion.condition, opinion.marks)


def said(register: Register, day: dt.date, **asked: Any) -> list[tuple[Any, ...]]:
    """Give what stored results say, in a form that can be compared."""
    return [
        (seen.mission, seen.kind, seen.city, seen.answer, seen.condition, seen.marks)
        for seen in register.seen_on(day, **asked)
    ]


def folded(register: Register, day: dt.date, **asked: Any) -> list[tuple[Any, ...]]:
    """Give what a fold of the log says, in the same form."""
    records = register.state(**asked).missions.items()
    return [(key, each.kind, each.city, *glance(each, day)) for key, each in sorted(records)]


def test_stored_results_follow_the_log(place: str) -> None:
    """Asked between additions, of past and present, of one state and all, stored results say what the log does."""
    day = dt.date(2023, 11, 15)
    reports = [*dossier()[:9], report("2024-02-01", "A", say("closed", "CN", sending="KR", date="2024-01"))]
    with Register.open(place) as register:
        for number, (document, claims) in enumerate(reports, 1):
            register.add(document, claims, "test/1")
            if number % 3 == 0:
                register.add(document, claims[1:], "test/2")
            if number in (4, 7):
                register.rebuild()
            for known in (None, 1, number // 2):
                assert said(register, day, known=known) == folded(register, day, known=known)
                assert said(register, day, known=known, sending="KP") == folded(
                    register, day, known=known, sending="KP"
                )
        stored = ask(place, "SELECT count(*) FROM results")
        assert said(register, day) == folded(register, day)
        assert ask(place, "SELECT count(*) FROM results") == stored
    ask(place, "DELETE FROM results WHERE one = 'KR'")
    ask(place, "DELETE FROM about WHERE key LIKE 'whole:%'")
    with Register.open(place, read_only=True) as register:
        assert said(register, day) == folded(register, day)


def test_results_of_another_policy_are_not_used(place: str) -> None:
    """A result is valid for one policy alone."""
    with Register.open(place) as register:
        register.add(*report("2023-10-27", "A", say("closed", date="2023-10-25")), "test/1")
        (seen,) = register.seen_on(dt.date(2024, 1, 1))
        assert seen.condition == "closed"
    ask(place, "UPDATE results SET body = '[]', policy = 'another'")
    ask(place, "UPDATE about SET key = 'whole:another' WHERE key LIKE 'whole:%'")
    with Register.open(place) as register:
        assert register.seen_on(dt.date(2024, 1, 1)) == [seen]


def at_every_point(register: Register, day: dt.date) -> list[list[tuple[Any, ...]]]:
    """Give what stored results say as known at every entry, and hold them to the fold of the log up to it."""
    last = register.known()
    found = []
    for known in range(1, last.sequence + 1 if last else 1):
        found.append(said(register, day, known=known))
        assert found[-1] == folded(register, day, known=known)
    return found


def test_a_past_laid_says_at_every_entry_what_the_log_does(place: str) -> None:
    """Laid at once, laid on after more was added, read again and ruled, and laid for nothing the second time."""
    day = dt.date(2023, 11, 15)
    reports = dossier()
    with Register.open(place) as register:
        for document, claims in reports[:9]:
            register.add(document, claims, "test/1")
        assert register.lay_past() > 0
        assert register.lay_past() == 0
        stored = ask(place, "SELECT count(*) FROM results")
        first = at_every_point(register, day)
        for document, claims in reports[9:]:
            register.add(document, claims, "test/1")
        register.add(reports[3][0], reports[3][1][1:], "test/2")
        closing = next(item.id for item in register.state().missions["KP-AO-embassy"].happenings[0].evidence)
        register.decide(register.draft("reject", [closing], by="Ada", reason="no such closing"))
        moved = register.draft("correct", [closing], by="Ben", reason="Benin", corrections={"receiving": "BJ"})
        register.decide(moved)
        register.add(*reports[3], "test/3")
        assert ask(place, "SELECT count(*) FROM results WHERE until IS NOT NULL") != stored
        assert at_every_point(register, day)[: len(first)] == first
        register.lay_past()
        after = ask(place, "SELECT count(*) FROM results")
        assert at_every_point(register, day)[: len(first)] == first
        assert ask(place, "SELECT count(*) FROM results") == after


def test_what_is_laid_is_read_and_not_folded(place: str) -> None:
    """A question as known at any past entry is answered from what was laid, to the letter, also of one state."""
    with Register.open(place) as register:
        for document, claims in dossier()[:6]:
            register.add(document, claims, "test/1")
        register.lay_past()
    ask(place, "UPDATE results SET body = '[]'")
    with Register.open(place) as register:
        for known in (1, 3, 6, None):
            assert register.seen_on(dt.date(2024, 1, 1), known) == []
            assert register.seen_on(dt.date(2024, 1, 1), known, sending="KP") == []


def test_who_asks_while_results_are_thrown_away_and_laid_sees_all(place: str) -> None:
    """One process lays and throws away again and again; another that only reads misses no mission at any time."""
    with Register.open(place) as register:
        for document, claims in dossier():
            register.add(document, claims, "test/1")
        expected = said(register, day := dt.date(2024, 1, 1))

        def lay() -> None:
            with Register.open(place) as other:
                while not done.is_set():
                    other.rebuild()
                    other.courses()

        done = threading.Event()
        with ThreadPoolExecutor(1) as pool, Register.open(place, read_only=True) as reader:
            laying = pool.submit(lay)
            try:
                assert all(said(reader, day) == expected for _ in range(150))
            finally:
                done.set()
            laying.result()


def test_what_was_laid_before_all_was_thrown_away_counts_for_nothing(place: str) -> None:
    """Who began to lay before another threw all away does not note that all is there."""
    with Register.open(place) as register:
        for document, claims in dossier():
            register.add(document, claims, "test/1")
        expected, key = said(register, dt.date(2024, 1, 1)), key_of(register.policy)
    with Store.open(place) as first, Store.open(place) as second:
        begun = first.round()
        second.forget()
        for mark in (WHOLE, LAID):
            first.note(mark, key, upto=len(dossier()), begun=begun)
    with Register.open(place) as register:
        assert said(register, dt.date(2024, 1, 1)) == expected
        assert said(register, dt.date(2024, 1, 1), known=len(dossier())) == expected


def test_nothing_is_laid_where_there_is_nothing(place: str) -> None:
    """An empty register has no past, and one that may only be read is left as it is."""
    with Register.open(place) as register:
        assert register.lay_past() == 0
        register.add(*report("2023-10-27", "A", say("closed", date="2023-10-25")), "test/1")
    with Register.open(place, read_only=True) as register:
        assert register.lay_past() == 0


@settings(deadline=None, max_examples=40)
@given(histories, st.data())
def test_a_pair_told_step_by_step_is_the_fold_of_each_step(history: list[Report], data: st.DataObject) -> None:
    """Claims in any order, documents read again, near-copies and rulings: at each entry it says what a fold does."""
    again = data.draw(st.lists(st.sampled_from(history), max_size=3))
    copied = data.draw(
        st.lists(st.tuples(st.sampled_from(history), st.sampled_from(["1999-01-01", "2025-01-01"])), max_size=3)
    )
    copies = [
        (Document(text=document.text, title=document.title, published=day, publisher="Copyist"), claims)
        for (document, claims), day in copied
    ]
    entries = log(*data.draw(st.permutations([*history, *again, *copies])))
    pairs = {(claim.sending or "", claim.receiving or "") for _, claims in history for claim in claims}
    for sending, receiving in sorted(pairs):
        telling = Telling(("mission", sending, receiving), Policy.default())
        for number, entry in enumerate(entries, 1):
            telling.take([entry])
            (expected,) = from_state(fold(entries[:number]), [(sending, receiving)])
            assert telling.courses() == expected.courses


@pytest.mark.parametrize(
    ("code", "said", "cities"),
    [
        ("DE", {}, ("Bonn", "Berlin")),
        ("DE", {"city": "Berlin", "date": "../2020-01-01"}, ("Bonn", "Berlin")),
        ("DE", {"city": "Hamburg"}, ("Hamburg", "Hamburg")),
        ("KZ", {}, ("Almaty", "Astana")),
        ("CN", {}, ("Beijing", "Beijing")),
    ],
)
def test_an_embassy_is_seen_in_the_seat_of_its_day(
    place: str, code: str, said: dict[str, Any], cities: tuple[str, str]
) -> None:
    """What is read off for a day names the city in which embassies sat then, as the fold does, unless another is told."""
    with Register.open(place) as register:
        register.add(*report("2020-01-01", "A", say("opened", code, **{"date": "1955", **said})), "test/1")
        for day, city in zip((dt.date(1993, 1, 1), dt.date(2020, 1, 1)), cities, strict=True):
            (seen,), (record,) = register.seen_on(day), register.state().missions.values()
            assert (seen.city, record_city_on(record, day)) == (city, city)
