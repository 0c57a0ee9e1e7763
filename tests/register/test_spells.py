"""From dated and undated words to spells, their ends, and the three answers to "open on this day?"."""

import datetime as dt
from typing import Any

import pytest
from register_claims import edtf, log, report, say

from legation.model import Answer
from legation.register import Record, fold, open_on

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
Told = tuple[str, str, str | None]  # day of publication, kind, date


def record(*told: Told, **fields: Any) -> Record:
    """Fold what was told of one embassy; every paper speaks in its own voice."""
    said = {"city": "Kampala", **fields}
    reports = [
        report(day, f"Paper {index}", say(kind, date=date, **said), title=str(index))
        for index, (day, kind, date) in enumerate(told)
    ]
    (found,) = fold(log(*reports)).missions.values()
    return found


def spells(*told: Told, **fields: Any) -> list[tuple[str, str | None, str | None]]:
    """Give the spells as condition, begin and end."""
    return [(spell.condition, edtf(spell.begin), edtf(spell.end)) for spell in record(*told, **fields).spells]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("2023-11-01", "opened", "1972")], [("open", "1972", None)]),
        ([("2023-11-01", "closed", "2023-10-25")], [("open", None, "2023-10-25")]),
        (
            [("2023-11-01", "opened", "1972"), ("2023-11-01", "closed", "1998"), ("2023-11-01", "opened", "2013")],
            [("open", "1972", "1998"), ("open", "2013", None)],
        ),
        (  # two sources for one opening: the stretch between is in doubt, not lost
            [("2023-11-01", "opened", "1972"), ("2023-11-01", "opened", "1986")],
            [("open", "1972/1986", None)],
        ),
        (  # opened and closed within one year: the order follows from what each changes
            [("2023-11-01", "opened", "2013"), ("2023-11-01", "closed", "2013")],
            [("open", "2013", "2013")],
        ),
        (  # closed and opened again within one year
            [
                ("2023-11-01", "opened", "2001"),
                ("2023-11-01", "closed", "2013"),
                ("2023-11-01", "opened", "2013-06-01"),
            ],
            [("open", "2001", "2013-01-01/2013-06-01"), ("open", "2013-06-01", None)],
        ),
        (  # a list says open on a day, so the closing of 1998 is an older one
            [("2023-11-01", "closed", "1998"), ("2023-10-01", "opened", "../2023-10-01")],
            [("open", None, "1998"), ("open", "1998-01-01/2023-10-01", None)],
        ),
        (  # a list not brought up to date is no reopening
            [
                ("2023-11-01", "opened", "1972"),
                ("2023-11-01", "closed", "2023-10-25"),
                ("2024-06-01", "opened", "../2024-06-01"),
            ],
            [("open", "1972", "2023-10-25")],
        ),
        (  # the same where the list is the only word on its opening
            [("2023-11-01", "closed", "2023-10-25"), ("2024-06-01", "opened", "../2024-06-01")],
            [("open", "../2023-10-25", "2023-10-25")],
        ),
        (
            [("2021-11-01", "suspended", "2021-03"), ("2023-11-01", "resumed", "2023-08-01")],
            [("open", None, "2021-03"), ("suspended", "2021-03", "2023-08-01"), ("open", "2023-08-01", None)],
        ),
        (
            [("2021-11-01", "suspended", "2021-03"), ("2023-11-01", "closed", "2023-08-01")],
            [("open", None, "2021-03"), ("suspended", "2021-03", "2023-08-01")],
        ),
        (  # two closings far apart with nothing told between: it must have been opened in the meantime
            [("1999-01-01", "closed", "1998-05-01"), ("2023-11-01", "closed", "2023-10-25")],
            [("open", None, "1998-05-01"), ("open", "1998-05-01/2023-10-25", "2023-10-25")],
        ),
        (  # two closings a few months apart: sources differ
            [("2017-03-01", "closed", "2016-08"), ("2017-03-01", "closed", "2017-01-15")],
            [("open", None, "2016-08-01/2017-01-15")],
        ),
        ([("2023-11-01", "farewell", "2023-10-27")], []),
        ([("2023-11-01", "incident", "2023-10-27")], []),
        (  # what resumes was open before, until nobody tells when
            [("2023-11-01", "resumed", "2023-10-27")],
            [("open", None, "../2023-10-27"), ("open", "2023-10-27", None)],
        ),
    ],
)
def test_spells_follow_from_what_is_told(told: list[Told], expected: list[tuple[str, str | None, str | None]]) -> None:
    """Each history has its spells, in either order of the log."""
    assert spells(*told) == expected
    assert spells(*reversed(told)) == expected


def test_an_undated_closing_is_the_one_around_its_publication() -> None:
    """An undated "has closed its embassy" of 2023 is not the closing of 1998, and had happened when it was said."""
    held = record(
        ("2023-11-30", "closed", None),
        ("2020-01-01", "closed", "1998"),
        ("2020-01-01", "opened", "2013"),
    )
    closings = [edtf(each.when) for each in held.happenings if each.kind == "closed"]
    assert closings == ["1998", "../2023-11-30"]
    assert [edtf(spell.end) for spell in held.spells] == ["1998", "2013-01/2023-11"]


def test_an_undated_closing_told_again_later_is_the_same() -> None:
    """A paper that looks back a year later tells of the closing that was, and narrows nothing."""
    held = record(("2023-10-27", "closed", "2023-10-25"), ("2024-10-01", "closed", None))
    assert [(len(each.evidence), edtf(each.when)) for each in held.happenings] == [(2, "2023-10-25")]


def test_a_closing_follows_the_last_day_on_which_the_mission_was_known_to_be_open() -> None:
    """A list of 1 October and an undated report of 30 November leave the days between."""
    held = record(("2023-10-01", "opened", "../2023-10-01"), ("2023-11-30", "closed", None))
    assert [edtf(spell.end) for spell in held.spells] == ["2023-10-02/2023-11-30"]
    days = {"2023-10-01": YES, "2023-10-02": UNKNOWN, "2023-11-29": UNKNOWN, "2023-11-30": NO}
    assert {day: open_on(held, dt.date.fromisoformat(day)).answer for day in days} == days


def test_a_date_before_the_day_on_which_it_was_still_to_come_is_doubted() -> None:
    """A closing "in October", said in December, and "will close", said by a ministry in November, leave October to December."""
    plan = report("2023-11-09", "A", say("closed", status="planned", holder="Ugandan Foreign Ministry"))
    done = report("2023-12-05", "B", say("closed", date="2023-10"))
    retold = report("2025-01-01", "C", say("closed", status="planned", holder="Mara Lindqvist"))
    for reports in ((plan, done), (plan, done, retold)):
        (held,) = fold(log(*reports)).missions.values()
        assert [edtf(each.when) for each in held.happenings] == ["2023-10-01/2023-12-05"]
    (held,) = fold(log(done, retold)).missions.values()
    assert edtf(held.happenings[0].when) == "2023-10"


def test_a_suspended_mission_is_not_open_and_says_so() -> None:
    """Suspension is a condition of its own, between open and closed."""
    held = record(("2021-11-01", "suspended", "2021-03-10"), ("2023-11-01", "resumed", "2023-08-01"))
    conditions = {
        day: (open_on(held, dt.date.fromisoformat(day)).answer, open_on(held, dt.date.fromisoformat(day)).condition)
        for day in ("2020-01-01", "2021-03-10", "2023-08-01")
    }
    assert conditions == {
        "2020-01-01": (UNKNOWN, None),
        "2021-03-10": (NO, "suspended"),
        "2023-08-01": (YES, "open"),
    }


def test_a_mission_of_which_only_plans_are_told_has_no_spell() -> None:
    """Nothing can be said of it, and the plan is marked."""
    reported = report("2023-11-01", "A", say("closed", status="possible", city="Algiers"))
    (held,) = fold(log(reported)).missions.values()
    opinion = open_on(held, dt.date(2023, 11, 1))
    assert (opinion.answer, opinion.condition, opinion.marks) == (UNKNOWN, None, ("expected",))


def test_a_mission_that_is_only_to_open_is_not_open() -> None:
    """A plan to open is no opening; the answer is no, hangs on the plan, and is marked."""
    (held,) = fold(log(report("2023-11-01", "A", say("opened", "NI", status="planned")))).missions.values()
    opinion = open_on(held, dt.date(2023, 11, 2))
    assert (opinion.answer, opinion.condition, opinion.marks) == (NO, "closed", ("expected",))
    assert opinion.hangs_on == (held.happenings[0].evidence[0].id,)


def test_a_list_that_still_has_a_closed_mission_is_marked_as_a_disagreement() -> None:
    """A later list does not reopen the mission, and the answer names it."""
    held = record(
        ("2023-10-27", "opened", "1972"),
        ("2023-10-27", "closed", "2023-10-25"),
        ("2024-06-01", "opened", "../2024-06-01"),
    )
    (listed,) = [item.id for each in held.happenings for item in each.evidence if item.claim.date == "../2024-06-01"]
    before, after = open_on(held, dt.date(2024, 5, 1)), open_on(held, dt.date(2024, 7, 1))
    assert (before.answer, before.marks) == (NO, ())
    assert (after.answer, after.marks) == (NO, ("disputed",))
    assert listed in after.hangs_on


def test_a_consulate_that_moved_to_a_city_has_been_there_since() -> None:
    """A consular post is known by its city, so a move begins its spell there; an embassy's move does not."""
    consulate = {"mission": "consulate_general", "city": "Vladivostok", "receiving": "RU"}
    assert spells(("2016-05-01", "moved", "2016-04-15"), **consulate) == [("open", "2016-04-15", None)]
    assert spells(("1999-09-01", "moved", "1999-08"), city="Berlin", receiving="DE") == []


def test_plans_join_what_became_of_them_and_wait_for_it_two_years() -> None:
    """A plan and the closing half a year later are one happening; a closing ten years later is another."""
    plan = report("2013-01-10", "A", say("closed", status="planned", city="Kampala", holder="Ugandan Foreign Ministry"))
    soon = report("2013-07-01", "B", say("closed", city="Kampala", date="2013-06-30"))
    late = report("2023-10-27", "B", say("closed", city="Kampala", date="2023-10-25"))
    (joined,) = fold(log(plan, soon)).missions.values()
    (apart,) = fold(log(plan, late)).missions.values()
    assert [each.standing for each in joined.happenings] == ["reported"]
    assert [each.standing for each in apart.happenings] == ["announced", "reported"]


@pytest.mark.parametrize(("sending", "receiving"), [("DD", "CU"), ("FR", "DD")])
def test_no_mission_outlives_the_state_that_sends_or_receives_it(sending: str, receiving: str) -> None:
    """Of East Germany nobody tells that each embassy closed: it was open until the state ended, and is not since."""
    told = say("opened", receiving, sending=sending, date="1963")
    (found,) = fold(log(report("1980-01-01", "A", told))).missions.values()
    assert [(spell.condition, edtf(spell.end)) for spell in found.spells] == [("open", "1990-10-03")]
    days = (dt.date(1985, 1, 1), dt.date(1990, 10, 2), dt.date(1990, 10, 3), dt.date(2000, 1, 1))
    assert [open_on(found, day).answer for day in days] == [Answer.YES, Answer.YES, Answer.NO, Answer.NO]


def test_a_closing_that_is_told_outweighs_the_end_of_the_state() -> None:
    """An embassy that closed before its host ended closed then."""
    said = [say("opened", "DD", date="1974"), say("closed", "DD", date="1990-09-30")]
    (found,) = fold(log(report("1991-01-01", "A", *said))).missions.values()
    assert edtf(found.spells[-1].end) == "1990-09-30"
