"""How a point of known time is named."""

import datetime as dt

import pytest

from legation.errors import DateError
from legation.register import read_known
from legation.register.entries import end_of
from legation.register.origin import reader_order


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("17", 17),
        ("20231028", 20231028),
        ("2023-10-28", dt.date(2023, 10, 28)),
        ("2023-10-28T12:00", dt.datetime(2023, 10, 28, 12)),  # noqa: DTZ001  # UTC where nothing is said
        ("2023-10-28T12:00+09:00", dt.datetime(2023, 10, 28, 12, tzinfo=dt.timezone(dt.timedelta(hours=9)))),
    ],
)
def test_known_takes_a_number_a_day_or_a_moment(text: str, point: object) -> None:
    """Digits alone are a sequence number; the rest is ISO 8601."""
    assert read_known(text) == point


@pytest.mark.parametrize("text", ["", "yesterday", "2023-13-01", "-3", "2023-10-28T99"])
def test_known_refuses_the_rest(text: str) -> None:
    """The message says what can be given."""
    with pytest.raises(DateError, match="sequence number, a day such as"):
        read_known(text)


@pytest.mark.parametrize(
    ("text", "says"), [("1" * 16, "at most 15 digits"), ("9999-12-31T23:00-09:00", "outside the calendar")]
)
def test_known_refuses_what_no_log_reaches(text: str, says: str) -> None:
    """No database could be asked for it, and no clock could show it."""
    with pytest.raises(DateError, match=says):
        read_known(text)


def test_a_day_means_its_end_and_a_moment_is_in_utc() -> None:
    """So that "as known on a day" holds what was learned on that day."""
    assert end_of(dt.date(2023, 10, 28)) == dt.datetime(2023, 10, 28, 23, 59, 59, 999999, dt.UTC)
    tokyo = dt.datetime(2023, 10, 28, 12, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    assert end_of(tokyo) == dt.datetime(2023, 10, 28, 3, tzinfo=dt.UTC)


def test_versions_of_a_reader_are_ordered_as_people_count() -> None:
    """0.10 is newer than 0.9; readers of different names are not compared."""
    mixed = ["rules/1.0", "rules/0.10", "rules/0.9", "rules/0.10.1"]
    assert sorted(mixed, key=reader_order) == ["rules/0.9", "rules/0.10", "rules/0.10.1", "rules/1.0"]
