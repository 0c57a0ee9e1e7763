"""Suspended, evacuated and working from elsewhere are conditions of their own, told apart by what the claims carry."""

import datetime as dt
from typing import Any

import pytest
from register_claims import edtf, log, report, say

from legation.model import Answer
from legation.register import Policy, Record, fold, open_on
from legation.register.results import course

DAY = "2024-03-05"


def record(*said: dict[str, Any]) -> Record:
    """Fold an embassy that was opened in 1990 and what else is said of it, each by a paper of its own."""
    told = [say("opened", date="1990"), *said]
    reports = [report(DAY, f"Paper {index}", one, title=str(index)) for index, one in enumerate(told)]
    (found,) = fold(log(*reports)).missions.values()
    return found


@pytest.mark.parametrize(
    ("quote", "condition"),
    [
        ("The embassy in Kampala suspended its work until further notice", "suspended"),
        ("The embassy suspended its work from 1 March", "suspended"),
        ("The embassy will work from Monday at a lower level", "suspended"),
        ("The embassy is suspended but staff were not evacuated", "suspended"),
        ("All diplomats were evacuated on Friday", "evacuated"),
        ("The last staff were flown home and brought out of Kampala", "evacuated"),
        ("The embassy staff were evacuated and will work from Nairobi", "elsewhere"),
        ("The embassy has temporarily relocated its work to Nairobi", "elsewhere"),
        ("The embassy is closed for now and is operating out of Nairobi", "elsewhere"),
        ("The ministry has moved its operations to Nairobi", "elsewhere"),
        ("The embassy was evacuated to Nairobi", "elsewhere"),
        ("The ministry withdrew its remaining diplomats from Kampala", "evacuated"),
        ("The ministry has not withdrawn its diplomats and suspended the work", "suspended"),
    ],
)
def test_the_words_tell_what_kind_of_stop_it_is(quote: str, condition: str) -> None:
    """A spell's condition follows from the quote, and so does the answer on a day, also as it is stored."""
    found = record(say("suspended", date="2024-03-01", quote=quote))
    assert [(spell.condition, edtf(spell.begin)) for spell in found.spells] == [
        ("open", "1990"), (condition, "2024-03-01"),
    ]  # fmt: skip
    opinion = open_on(found, dt.date(2024, 4, 1))
    assert (opinion.answer, opinion.condition) == (Answer.NO, condition)
    assert course(found)[3][-1][1:3] == (Answer.NO, condition)


@pytest.mark.parametrize("kind", ["suspended", "moved"])
def test_a_seat_in_another_state_is_work_from_elsewhere(kind: str) -> None:
    """A claim whose seat lies in a third state makes the mission one that works from elsewhere, whatever its words."""
    found = record(say(kind, date="2024-03-01", **{"from": "KE"}))
    assert [spell.condition for spell in found.spells] == ["open", "elsewhere"]


def test_a_city_in_another_state_is_work_from_elsewhere() -> None:
    """An embassy to Ukraine that moved to Rzeszów stays that to Ukraine and works from elsewhere."""
    moved = say("moved", "UA", date="2022-02-24", city="Rzeszów", quote="The embassy relocated to Rzeszów")
    told = [say("opened", "UA", date="1992", city="Kyiv"), moved]
    reports = [report(DAY, f"Paper {index}", one, title=str(index)) for index, one in enumerate(told)]
    (found,) = fold(log(*reports)).missions.values()
    assert (found.mission.id, [spell.condition for spell in found.spells]) == ("KP-UA-embassy", ["open", "elsewhere"])


@pytest.mark.parametrize("city", ["Entebbe", "Nowhereville", None])
def test_a_city_that_is_not_known_to_lie_elsewhere_stops_no_work(city: str | None) -> None:
    """A city of the receiving state, one that nobody knows, or none at all leaves the embassy open."""
    found = record(say("moved", date="2024-03-01", city=city))
    assert [spell.condition for spell in found.spells] == ["open"]


def test_a_move_within_the_state_stops_no_work() -> None:
    """An embassy that moves within the state to which it is sent stays open."""
    found = record(say("moved", date="2024-03-01", city="Entebbe"))
    assert [spell.condition for spell in found.spells] == ["open"]


def kyiv(*said: dict[str, Any]) -> Record:
    """Fold an embassy to Ukraine that opened in 1992 and what else is said of it, each by a paper of its own."""
    told = [say("opened", "UA", date="1992", city="Kyiv"), *said]
    (found,) = fold(
        log(*(report(DAY, f"Paper {n}", one, title=str(n)) for n, one in enumerate(told)))
    ).missions.values()
    return found


def test_a_move_back_to_the_host_state_ends_work_from_elsewhere() -> None:
    """An embassy that went to Poland and came to Lviv is resident again since, and stays so when it moves on to Kyiv."""
    found = kyiv(
        say("moved", "UA", date="2022-02-24", city="Rzeszów"),
        say("moved", "UA", date="2022-04-20", city="Lviv"),
        say("moved", "UA", date="2022-05-18", city="Kyiv"),
    )
    assert [(spell.condition, edtf(spell.begin), edtf(spell.end)) for spell in found.spells] == [
        ("open", "1992", "2022-02-24"),
        ("elsewhere", "2022-02-24", "2022-04-20"),
        ("open", "2022-04-20", None),
    ]
    assert found.city == "Kyiv"


@pytest.mark.parametrize("kind", ["closed", "suspended"])
def test_a_move_within_the_state_reopens_nothing(kind: str) -> None:
    """A move to a city of the host state changes nothing for an embassy that is closed or has stopped work altogether."""
    found = kyiv(say(kind, "UA", date="2022-02-24"), say("moved", "UA", date="2022-04-20", city="Lviv"))
    assert open_on(found, dt.date(2022, 6, 1)).answer is Answer.NO


@pytest.mark.parametrize(("status", "city"), [("planned", "Kyiv"), ("denied", "Kyiv"), ("done", "Nowhereville")])
def test_only_a_move_that_is_done_to_a_known_city_brings_an_embassy_back(status: str, city: str) -> None:
    """A return that is planned or denied, or to a place that nobody knows, leaves it at work from elsewhere."""
    found = kyiv(
        say("moved", "UA", date="2022-02-24", city="Rzeszów"),
        say("moved", "UA", status=status, date="2022-05-18", city=city),
    )
    assert found.spells[-1].condition == "elsewhere"


def test_what_is_only_planned_does_not_tell() -> None:
    """An evacuation that may come leaves a plain suspension what it is."""
    found = record(
        say("suspended", date="2024-03-01", quote="It suspended its work"),
        say("suspended", status="possible", date="2024-03", quote="Staff may be evacuated"),
    )
    assert found.spells[-1].condition == "suspended"


def test_one_stop_follows_another_until_work_resumes() -> None:
    """Evacuated, then at work from elsewhere, then back: four spells end to end; a plain suspension adds none."""
    found = record(
        say("suspended", date="2023-04-23", quote="Its diplomats were evacuated"),
        say("suspended", date="2023-06-20", quote="The embassy remained out of service"),
        say("suspended", date="2023-09-01", quote="The embassy now works from Nairobi"),
        say("resumed", date="2024-02-01"),
    )
    assert [(spell.condition, edtf(spell.begin), edtf(spell.end)) for spell in found.spells] == [
        ("open", "1990", "2023-04-23"),
        ("evacuated", "2023-04-23", "2023-09-01"),
        ("elsewhere", "2023-09-01", "2024-02-01"),
        ("open", "2024-02-01", None),
    ]


def test_a_policy_says_which_stops_count() -> None:
    """As Seoul counts all stopped missions do; another definition may leave out those that were evacuated."""
    seoul = Policy.default().definition("seoul")
    assert [seoul.counts("embassy", each) for each in ("open", "suspended", "evacuated", "elsewhere", "closed")] == [
        True, True, True, True, False,
    ]  # fmt: skip
    every = Policy.default().definition("all")
    assert not any(every.counts("embassy", each) for each in ("suspended", "evacuated", "elsewhere"))


def test_the_seat_is_where_a_mission_left_and_not_abroad_where_it_works() -> None:
    """An embassy to Ukraine that works from Rzeszów is still that in Kyiv: Rzeszów is no city of Ukraine."""
    assert kyiv(say("moved", "UA", date="2022-02-24", city="Rzeszów")).city == "Kyiv"
    assert kyiv(say("moved", "UA", date="2022-02-24", city="Lviv")).city == "Lviv"
