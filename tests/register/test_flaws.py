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


def test_a_closing_that_one_document_puts_before_the_opening_is_flagged_across_its_sentences(place: str) -> None:
    """An article whose two sentences swap the dates is told, by both claims; one that tells a course in its order is not."""
    with Register.open(place) as register:
        paper = report(
            "2023-11-01",
            "A",
            say("opened", date="2013", city="Kampala", quote="The embassy opened in 2013."),
            say("closed", date="1998", mission="high_commission", quote="It closed in 1998."),
            say("closed", "AO", date="1998", quote="It closed the one in Luanda in 1998."),
            say("opened", "AO", date="2013", quote="It returned there in 2013, when it reopened."),
            say("closed", "ES", date="1998", quote="In Madrid it closed in 1998."),
            say("opened", "ES", date="2013", quote="It opened there in 2013."),
            say("closed", "ES", date="2023", quote="It closed there in 2023."),
            say("closed", "IN", date="1998", quote="It left Delhi in 1998 and closed the house."),
            say("opened", "IN", date="2013", quote="Its embassy in Delhi opened in 2013."),
            say("closed", "NP", date="1998~", quote="It closed about 1998 in Kathmandu."),
            say("opened", "NP", date="2013", quote="It opened in Kathmandu in 2013."),
            title="article",
        )
        (told,) = register.add(*paper, "test/1").flagged
        opened = paper[1][0].id_in(paper[0].id)
        assert f"article: closed KP>UG on 1998: before it was opened, 2013 (claim {opened})" in told
        waiting = [(each.matter, each.target) for each in review(register.state(), [], DAY)]
        assert ("impossible", paper[1][1].id_in(paper[0].id)) in waiting


def test_rows_of_a_data_set_are_history_and_held_to_no_other_row(place: str) -> None:
    """Two rows of one data set that tell of a closing and a later opening are a course, not a mistake."""
    said = [
        say("closed", date="1998", holder="Missions", quote="Kampala closed 1998"),
        say("opened", date="2013", holder="Missions", quote="Kampala opened 2013"),
    ]
    with Register.open(place) as register:
        assert register.add(*report("2023-11-01", "A", *said, title="Missions"), "test/1").flagged == ()
        assert [each.matter for each in review(register.state(), [], DAY) if each.matter == "impossible"] == []


@pytest.mark.parametrize(
    ("earlier", "closing", "flagged"),
    [
        ([say("opened", date="2013")], say("closed", date="1998"), True),
        ([say("opened", date="2013")], say("closed", date="2013"), False),
        ([say("opened", date="2013")], say("closed", date="1998", mission="consulate", city="Jinja"), False),
        ([say("opened", date="2013"), say("opened", date="1970")], say("closed", date="1998"), False),
        ([say("opened", date="2013"), say("opened", date="../1990")], say("closed", date="1998"), False),
        ([say("opened", date="2013", quote="reopened in 2013")], say("closed", date="1998"), False),
        ([say("resumed", date="2013"), say("opened", date="2013")], say("closed", date="1998"), False),
        ([say("opened", date="2013", status="planned")], say("closed", date="1998"), False),
    ],
)
def test_a_closing_before_the_first_opening_that_is_held_is_flagged(
    place: str, earlier: list[dict[str, Any]], closing: dict[str, Any], *, flagged: bool
) -> None:
    """What the register holds of the mission from before is named, and review shows it; an earlier spell makes it history."""
    with Register.open(place) as register:
        first = report("2020-01-01", "A", *earlier, title="first")
        register.add(*first, "test/1")
        late = report("2023-11-01", "B", closing, title="late")
        opened = first[1][0].id_in(first[0].id)
        expected = [f"before it was opened, 2013 (claim {opened})"] if flagged else []
        told = register.add(*late, "test/1").flagged
        assert [message in one for one, message in zip(told, expected, strict=True)] == [True] * len(expected)
        waiting = [each.target for each in review(register.state(), [], DAY) if each.matter == "impossible"]
        assert waiting == [late[1][0].id_in(late[0].id)] * flagged


def test_a_closing_told_before_the_mission_opened_was_news_in_its_day(place: str) -> None:
    """A paper of 1998 on a closing is not doubted because another opened the mission in 2013."""
    with Register.open(place) as register:
        register.add(*report("2020-01-01", "A", say("opened", date="2013")), "test/1")
        assert register.add(*report("1998-03-01", "B", say("closed", date="1998-02")), "test/1").flagged == ()
