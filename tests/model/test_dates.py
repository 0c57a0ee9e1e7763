"""EDTF dates: held against the standard's own parser, and compared with three answers over a small grammar, exhaustively."""

import datetime as dt
import itertools

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legation.errors import DateError
from legation.model import Answer, When, parse

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

# A small calendar, in which every question can be answered by trying all its days.
DAYS = [dt.date(2023, 12, 28) + dt.timedelta(days=shift) for shift in range(10)]
SMALL = [
    *[day.isoformat() for day in DAYS],
    *[f"{a}/{b}" for a, b in itertools.combinations_with_replacement(DAYS, 2)],
    "2023-12-XX", "2023", "2024-01", "2023/2024", "../2024-01-01", "2023-12-30/..", "/2023-12-30", "2024-01-02/",
]  # fmt: skip


def possible(when: When) -> list[dt.date]:
    """List the days on which it may have happened, over a stretch that holds the small calendar."""
    first = dt.date(2023, 12, 20)
    days = [first + dt.timedelta(days=shift) for shift in range(30)]
    return [day for day in days if when.earliest <= day <= when.latest]


@pytest.mark.parametrize("text", SMALL)
def test_had_it_happened_by_a_day_is_answered_as_by_trying_every_possible_day(text: str) -> None:
    """`by` is yes where all possible days lie within, no where none does, and else cannot say."""
    when = parse(text)
    for day in DAYS:
        within = when.latest <= day
        none = when.earliest > day
        assert when.by(day) is (YES if within else NO if none else UNKNOWN)


def test_before_same_day_and_agreement_hold_for_every_pair_of_the_small_calendar() -> None:
    """Every comparison equals what follows from trying all pairs of possible days."""
    intervals = [parse(f"{a}/{b}") for a, b in itertools.combinations_with_replacement(DAYS[:7], 2)]
    for one, other in itertools.product(intervals, repeat=2):
        pairs = list(itertools.product(possible(one), possible(other)))
        for answer, facts in (
            (one.before(other), [a < b for a, b in pairs]),
            (one.same_day(other), [a == b for a, b in pairs]),
        ):
            assert answer is (YES if all(facts) else NO if not any(facts) else UNKNOWN)
        assert one.can_agree(other) is any(a == b for a, b in pairs)


def test_meet_and_hull_are_the_common_and_the_covering_days() -> None:
    """`meet` holds exactly the days that both allow; `hull` runs from the first to the last of either."""
    intervals = [parse(f"{a}/{b}") for a, b in itertools.combinations_with_replacement(DAYS[:6], 2)]
    for one, other in itertools.product(intervals, repeat=2):
        hull = one.hull(other)
        assert (hull.earliest, hull.latest) == (min(one.earliest, other.earliest), max(one.latest, other.latest))
        common = sorted(set(possible(one)) & set(possible(other)))
        if common:
            assert possible(one.meet(other)) == common
        else:
            with pytest.raises(DateError):
                one.meet(other)


@pytest.mark.parametrize(
    "text",
    [
        "2023", "2023-10", "2023-10-27", "201X", "20XX", "2023-XX", "2023-10-XX", "2024-02-XX", "2024-21", "2024-22",
        "2024-23", "2023/2024", "2023-10/2023-11", "2023-10-27/2024-01", "2004-06-11/2004-07",
    ],
)  # fmt: skip
def test_bounds_are_those_of_the_edtf_package(text: str) -> None:
    """The first and last day equal those that the `edtf` package computes, seasons aside (it knows no fixed ones)."""
    theirs = edtf.parse_edtf(text)
    when = parse(text)
    low, high = theirs.lower_strict(), theirs.upper_strict()
    if "-2" not in text.removeprefix("202"):
        assert (when.earliest.timetuple()[:3], when.latest.timetuple()[:3]) == (tuple(low)[:3], tuple(high)[:3])
    else:
        assert when.earliest.month == tuple(low)[1]


@pytest.mark.parametrize(
    "text",
    ["", "/", "tomorrow", "2023-13", "2023-02-30", "2023-1-1", "2024/2023", "199X-05", "2023-XX-12", "27.10.2023",
     "2023-10-27T10:00", "٢٠٢٣", "0000", "2023-10-27/2023-10-26"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_its_words(text: str) -> None:
    """The error names the text and says how a date is written."""
    with pytest.raises(DateError, match=r"EDTF|no such day|no date|earlier|year alone"):
        parse(text)


def test_an_approximate_date_reaches_one_unit_further_each_way() -> None:
    """`1987~` may be 1986 or 1988, `2009-01~` a month off, while `?` leaves the days as they are."""
    assert parse("1987~").earliest == dt.date(1985, 12, 31)
    assert parse("2009-01~").latest == dt.date(2009, 3, 3)
    assert parse("1987?").earliest == dt.date(1987, 1, 1)


@given(st.dates(), st.dates())
@example(dt.date(999, 1, 1), dt.date(2000, 1, 31))
def test_what_is_built_from_two_days_reads_back_as_the_same_days(one: dt.date, other: dt.date) -> None:
    """The shortest EDTF text of a stretch parses to that very stretch."""
    earliest, latest = sorted((one, other))
    when = When.between(earliest, latest)
    assert (parse(when.edtf).earliest, parse(when.edtf).latest) == (earliest, latest)


@given(st.text(max_size=30))
def test_arbitrary_text_is_a_date_or_a_date_error(text: str) -> None:
    """Nothing but DateError ever leaves the parser."""
    try:
        when = parse(text)
    except DateError:
        return
    assert when.earliest <= when.latest


@given(st.sampled_from(SMALL), st.sampled_from(SMALL), st.sampled_from(DAYS))
def test_knowing_more_never_turns_a_yes_into_a_no(one: str, other: str, day: dt.date) -> None:
    """Narrowing a date by another that agrees keeps every yes and no, and only settles what could not be said."""
    when = parse(one)
    if when.can_agree(parse(other)):
        narrower = when.meet(parse(other))
        assert when.by(day) in (UNKNOWN, narrower.by(day))


def test_answers_combine_as_in_kleenes_logic() -> None:
    """No beats all in `and`, yes beats all in `or`, and not-unknown is unknown."""
    order = {NO: 0, UNKNOWN: 1, YES: 2}
    for one, other in itertools.product(Answer, repeat=2):
        assert order[one & other] == min(order[one], order[other])
        assert order[one | other] == max(order[one], order[other])
    assert [~answer for answer in (YES, NO, UNKNOWN)] == [NO, YES, UNKNOWN]
