"""What happened, what is to come, and who covers whom."""

import datetime as dt

from worlds import build, claim, embassy, listed

from legation.model import Answer
from legation.network import coverage, outlook, shortest, story
from legation.network.outlook import figures_foreseen
from legation.network.story import carriers, sides
from legation.register import Policy

ALL = Policy.default().definition("all")
SINCE, UNTIL = dt.date(2023, 10, 1), dt.date(2024, 1, 31)
ANGOLA = "Angolan Ministry of External Relations"


def test_a_story_holds_the_turns_of_its_days_and_leaves_the_past_out() -> None:
    """An old closing told as background is no turn of these months; a farewell call stands beside the closing."""
    state = build(
        listed("AO"),
        ("Paper", "2023-10-27", [
            embassy("closed", "AO", date="1998"),
            embassy("opened", "AO", date="2013"),
            embassy("closed", "AO", date="2023-10-25", holder=ANGOLA, organ="AO"),
            embassy("farewell", "AO", date="2023-10-27"),
        ]),
    )  # fmt: skip
    (chapter,) = story(state, "KP", SINCE, UNTIL)
    assert [(one.kind, one.standing) for one in chapter.turns] == [("closed", "confirmed")]
    assert [one.kind for one in chapter.beside] == ["farewell"]


def test_what_is_only_foreseen_can_be_left_out_of_a_story() -> None:
    """A possible closing is told by default, by the day on which it was said, and not among what happened."""
    state = build(listed("DZ"), ("Paper", "2023-11-14", [embassy("closed", "DZ", status="possible", holder="Analyst")]))
    assert [one.record.mission.id for one in story(state, "KP", SINCE, UNTIL)] == ["KP-DZ-embassy"]
    assert story(state, "KP", SINCE, UNTIL, foreseen=False) == []
    assert story(state, "KP", SINCE, dt.date(2023, 11, 13)) == []


def test_the_shortest_official_words_are_quoted_first() -> None:
    """Of several quotes for a closing, an organ of either state speaks first, then the fewest words."""
    state = build(
        listed("AO"),
        ("Review", "2023-11-30", [embassy("closed", "AO", quote="closed")]),
        ("Paper", "2023-10-27", [embassy("closed", "AO", date="2023-10-25", holder=ANGOLA, organ="AO", quote="the ministry says it closed")]),
        ("Paper", "2023-10-28", [embassy("closed", "AO", date="2023-10-25", holder=ANGOLA, organ="AO", quote="it closed, says the ministry at length")]),
    )  # fmt: skip
    (chapter,) = story(state, "KP", SINCE, UNTIL)
    best = shortest(carriers(chapter.turns[0]))
    assert best
    assert best.claim.quote == "the ministry says it closed"


def test_both_sides_of_a_dispute_are_quoted() -> None:
    """Kinshasa: a review says closed, Seoul denies; both are shown, and the mission stays in the outlook."""
    state = build(
        listed("CD"),
        ("Review", "2023-11-30", [embassy("closed", "CD", quote="has closed")]),
        ("Agency", "2024-01-30", [embassy("closed", "CD", status="denied", holder="South Korean Foreign Ministry", organ="KR", quote="has not closed")]),
    )  # fmt: skip
    (foreseen,) = outlook(state, "KP", UNTIL)
    assert foreseen.happening.standing == "disputed"
    assert [one.claim.quote for one in sides(foreseen.happening)] == ["has closed", "has not closed"]


def test_the_outlook_lists_what_was_said_by_the_day_and_has_not_come() -> None:
    """A closing that came is not in the outlook; one said later is not in an earlier day's; a passed day is told."""
    state = build(
        listed("AO", "DZ", "CD"),
        ("Paper", "2023-10-24", [embassy("closed", "AO", status="planned", holder=ANGOLA, organ="AO")]),
        ("Paper", "2023-10-27", [embassy("closed", "AO", date="2023-10-25", holder=ANGOLA, organ="AO")]),
        ("Monitor", "2023-11-14", [
            embassy("closed", "CD", status="possible", date="2023-12", holder="Analyst"),
            claim("counted", measure="closures", value=12, qualifier="more_than", status="planned"),
        ]),
        ("Monitor", "2023-12-14", [embassy("closed", "DZ", status="possible", holder="Analyst")]),
    )  # fmt: skip
    assert [one.record.mission.id for one in outlook(state, "KP", dt.date(2023, 11, 20))] == ["KP-CD-embassy"]
    found = {one.record.mission.id: one.overdue for one in outlook(state, "KP", UNTIL)}
    assert found == {"KP-CD-embassy": Answer.YES, "KP-DZ-embassy": Answer.UNKNOWN}
    assert [one.claim.value for one in figures_foreseen(state, "KP", UNTIL)] == [12]


def test_a_state_without_an_embassy_shows_everybodys_answer_to_who_covers_it() -> None:
    """Kampala: State House says Malabo, an analyst says Pretoria; Conakry: nobody says; both are shown so."""
    state = build(
        listed("UG", "GN", "GQ", "ZA", "ES"),
        ("Paper", "2023-10-24", [
            embassy("closed", "UG", date="2023-10-23", holder="Ugandan State House", organ="UG"),
            embassy("accredited", "UG", city="Malabo", status="planned", holder="Ugandan State House", organ="UG", **{"from": "GQ"}),
        ]),
        ("Monitor", "2023-11-14", [embassy("accredited", "UG", city="Pretoria", status="planned", holder="Analyst", **{"from": "ZA"})]),
        ("Agency", "2023-12-05", [embassy("closed", "GN", date="2023-10-02/2023-12-05", holder="Seoul")]),
    )  # fmt: skip
    gaps = {one.receiving: one for one in coverage(state, "KP", UNTIL, ALL)}
    assert sorted(gaps) == ["GN", "UG"]
    assert gaps["GN"].covers == ()
    assert [(one.from_, one.city, one.open) for one in gaps["UG"].covers] == [
        ("GQ", "Malabo", Answer.YES), ("ZA", "Pretoria", Answer.YES),
    ]  # fmt: skip
    assert gaps["UG"].disputed
    assert all(one.distance and 2000 < one.distance < 4000 for one in gaps["UG"].covers)


def test_standing_coverage_of_a_state_that_never_had_an_embassy_is_told() -> None:
    """A state covered from elsewhere is listed although no mission there is known."""
    state = build(
        listed("ID"),
        ("Paper", "2023-10-05", [embassy("accredited", "AU", holder="Indonesian Foreign Ministry", **{"from": "ID"})]),
    )
    (gap,) = coverage(state, "KP", UNTIL, ALL)
    assert (gap.receiving, gap.resident, gap.covers[0].from_) == ("AU", None, "ID")


def test_a_covering_mission_that_nobody_names_is_told_as_such() -> None:
    """Where a source says that a state is covered and not from where, the cover has no seat."""
    state = build(listed("ID"), ("Paper", "2023-10-05", [embassy("accredited", "AU", holder="Paper")]))
    (gap,) = coverage(state, "KP", UNTIL, ALL)
    assert [(one.from_, one.city) for one in gap.covers] == [(None, None)]


def test_nearness_is_guesswork_and_asked_for() -> None:
    """Where nobody says who covers a state, the nearest open embassies are named only on request, nearest first."""
    state = build(
        listed("GN", "NG", "ET"),
        ("Agency", "2023-12-05", [embassy("closed", "GN", date="2023-10-02/2023-12-05", holder="Seoul")]),
    )
    (gap,) = coverage(state, "KP", UNTIL, ALL)
    assert gap.guesses == ()
    (gap,) = coverage(state, "KP", UNTIL, ALL, nearest=2)
    assert [one.receiving for one in gap.guesses] == ["NG", "ET"]
    assert gap.guesses[0].distance < gap.guesses[1].distance


def test_an_uncertain_opening_leaves_no_gap() -> None:
    """On a day before the list, nobody knows whether an embassy was open yet: that is not a state left behind."""
    state = build(listed("AO", "ES"))
    assert coverage(state, "KP", dt.date(2023, 9, 1), ALL) == []
