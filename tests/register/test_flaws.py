"""What cannot have been as a claim says it: told by the claim's name, taken in all the same, and put to review."""

import datetime as dt
from typing import Any

import pytest
from register_claims import log, report, say
from test_decisions import ruled, ruling

from legation.register import Register, fold
from legation.register.review import review

DAY = dt.date(2024, 6, 1)


def flagged(*said: dict[str, Any], place: str) -> tuple[str, ...]:
    """Take in a document that says these things, and give what it is told."""
    with Register.open(place) as register:
        added = register.add(*report("2023-11-01", "A", *said, title="almanac"), "test/1")
        assert (added.refused, added.stored) == ((), len(said))
        assert register.add(*report("2023-11-01", "A", *said, title="almanac"), "test/1").flagged == ()
        return added.flagged


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (say("opened", "SS", date="1980"), "South Sudan has existed since 2011-07-09 only"),
        (say("opened", "DD", date="1995"), "East Germany ended on 1990-10-03"),
        (say("relations_established", "RU", date="1901"), "North Korea has existed since"),
        (say("closed", "CN", date="1940-05"), "North Korea has existed since"),
    ],
)
def test_a_date_outside_the_life_of_a_state_is_flagged_by_the_claims_name(
    place: str, fields: dict[str, Any], message: str
) -> None:
    """The message names document, claim and what is wrong; the claim and the rest of the document go in."""
    (told,) = flagged(fields, say("opened", "CN", date="1950"), place=place)
    assert told.startswith(f"almanac: {fields['kind']} KP>{fields['receiving']} on {fields['date']}: ")
    assert message in told


@pytest.mark.parametrize(
    "fields",
    [
        say("opened", "RU", date="1950"),  # the Soviet Union, which Russia continues
        say("opened", "SS", date="2011"),  # the year in which it began
        say("opened", "DD", date="../1990-12-31"),  # some day by then
        say("closed", "ZW", date="1978", sending="GB"),  # Rhodesia
    ],
)
def test_a_date_in_the_life_of_a_state_or_of_one_that_it_continues_is_not_flagged(
    place: str, fields: dict[str, Any]
) -> None:
    """What may have been is left alone."""
    assert flagged(fields, place=place) == ()


def test_a_closing_that_the_same_words_put_before_the_opening_is_flagged(place: str) -> None:
    """A row with its two dates swapped is told; words that speak of a reopening, or of a later closing, are not."""
    row = "embassy Kampala 2013 1998"
    said = [say("opened", date="2013", quote=row), say("closed", date="1998", quote=row)]
    again = "closed in 1998 and reopened in 2013"
    twice = "1998 closed, 2013 opened, 2020 closed"
    (told,) = flagged(
        *said,
        *[{**one, "receiving": "AO", "quote": again} for one in said],
        *[{**one, "receiving": "ES", "quote": twice} for one in [*said, say("closed", date="2020")]],
        place=place,
    )
    assert "closed KP>UG on 1998: before it was opened, 2013" in told


def test_what_cannot_be_so_waits_for_review_until_it_is_put_right() -> None:
    """The queue shows the claim; a correction of the date, or somebody's word for it, takes it out."""
    paper = report("2023-11-01", "A", say("opened", "SS", date="1980"))
    key = paper[1][0].id_in(paper[0].id)
    waiting = [(each.matter, each.target, each.about) for each in review(fold(log(paper)), [], DAY)]
    assert waiting == [("impossible", key, "KP-SS")]
    for decision in (ruling("correct", key, date="2012"), ruling("accept", key), ruling("reject", key)):
        assert review(fold(ruled(log(paper), decision)), [decision], DAY) == []
