"""Words of several voices to a standing, as the design's rules have it."""

from typing import Any

import pytest
from register_claims import log, report, say

from legation.register import fold

MINISTRY = {"holder": "Ugandan Foreign Ministry"}
SENDER = {"holder": "North Korean Foreign Ministry"}
SEOUL = {"holder": "South Korean Foreign Ministry"}
SEOUL_TOO = {"holder": "South Korean Unification Ministry"}
ANALYST = {"holder": "Mara Lindqvist"}
SOURCES = {"holder": "sources familiar with the matter"}
OWN: dict[str, Any] = {}
Word = tuple[str, str, str, dict[str, Any]]  # day, publisher, status, holder


def standing(*words: Word) -> str:
    """Give the standing of the one closing that these words speak of."""
    reports = [
        report(day, publisher, say("closed", status=status, city="Kampala", **holder), title=f"{index}")
        for index, (day, publisher, status, holder) in enumerate(words)
    ]
    (record,) = fold(log(*reports)).missions.values()
    (happening,) = record.happenings
    assert len(happening.evidence) == len(words)
    return happening.standing


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("2023-11-01", "A", "done", MINISTRY)], "confirmed"),
        ([("2023-11-01", "A", "done", SENDER)], "confirmed"),
        ([("2023-11-01", "A", "done", OWN)], "reported"),
        ([("2023-11-01", "A", "done", SEOUL)], "reported"),  # a third state is one origin like any other
        ([("2023-11-01", "A", "done", OWN), ("2023-11-02", "B", "done", OWN)], "confirmed"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-02", "A", "done", OWN)], "reported"),
        ([("2023-11-01", "A", "done", SEOUL), ("2023-11-02", "B", "done", SEOUL)], "reported"),
        ([("2023-11-01", "A", "done", SEOUL), ("2023-11-02", "B", "done", SEOUL_TOO)], "reported"),
        ([("2023-11-01", "A", "done", SEOUL), ("2023-11-02", "B", "done", OWN)], "confirmed"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-02", "A", "done", SOURCES)], "reported"),  # its own sources
        ([("2023-11-01", "Yonhap", "done", OWN), ("2023-11-02", "B", "done", {"holder": "Yonhap"})], "reported"),
        ([("2023-11-01", "A", "planned", MINISTRY)], "announced"),
        ([("2023-11-01", "A", "planned", SEOUL)], "expected"),
        ([("2023-11-01", "A", "planned", OWN), ("2023-11-02", "B", "possible", ANALYST)], "expected"),
        ([("2023-11-01", "A", "possible", MINISTRY)], "expected"),
        ([("2023-11-01", "A", "planned", MINISTRY), ("2023-11-20", "B", "done", OWN)], "reported"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-20", "B", "planned", MINISTRY)], "reported"),
        ([("2023-11-01", "A", "denied", MINISTRY)], "denied"),
        ([("2023-11-01", "A", "possible", ANALYST), ("2023-11-02", "B", "denied", MINISTRY)], "denied"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-02", "B", "denied", MINISTRY)], "disputed"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-02", "B", "denied", SEOUL)], "disputed"),
        ([("2023-11-01", "A", "planned", MINISTRY), ("2023-11-02", "B", "denied", SENDER)], "disputed"),
        ([("2023-11-01", "A", "done", MINISTRY), ("2023-11-02", "B", "denied", SENDER)], "disputed"),
        ([("2023-11-01", "A", "planned", MINISTRY), ("2023-11-02", "B", "denied", SEOUL)], "announced"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-02", "B", "denied", ANALYST)], "reported"),
        ([("2023-11-01", "A", "denied", ANALYST)], "denied"),
    ],
)
def test_standing_follows_from_who_says_what(words: list[Word], expected: str) -> None:
    """Each combination of voices and words has the standing that the design gives it, in either order of the log."""
    assert standing(*words) == expected
    assert standing(*reversed(words)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("2023-11-01", "A", "denied", MINISTRY), ("2023-11-05", "B", "done", MINISTRY)], "confirmed"),
        ([("2023-11-01", "A", "denied", MINISTRY), ("2023-11-05", "B", "planned", MINISTRY)], "announced"),
        ([("2023-11-01", "A", "planned", MINISTRY), ("2023-11-05", "B", "denied", MINISTRY)], "denied"),
        ([("2023-11-01", "A", "done", OWN), ("2023-11-05", "A", "denied", OWN)], "denied"),
        ([("2023-11-05", "A", "denied", MINISTRY), ("2023-11-05", "B", "done", MINISTRY)], "disputed"),
    ],
)
def test_an_origin_is_heard_by_its_latest_word(words: list[Word], expected: str) -> None:
    """Who denies and later confirms has changed its mind; two words of one day are both heard."""
    assert standing(*words) == expected


def test_a_denial_from_before_the_event_does_not_dispute_it() -> None:
    """Who says in May that an embassy goes on working is not contradicted by its closing in August."""
    denial = report("2020-05-29", "A", say("suspended", status="denied", holder="Ugandan Foreign Ministry"))
    done = report("2020-11-30", "B", say("suspended", date="2020-08"))
    (record,) = fold(log(denial, done)).missions.values()
    assert [(each.standing, len(each.evidence)) for each in record.happenings] == [("reported", 2)]


def test_a_near_copy_adds_no_weight() -> None:
    """The same words under another publisher's name, printed a day later, are the first publisher's."""
    said = say("closed", city="Kampala", quote="North Korea has closed its embassy in Kampala.")
    first, copy = report("2023-11-01", "A", said), report("2023-11-02", "B", said)
    (record,) = fold(log(first, copy)).missions.values()
    assert [each.standing for each in record.happenings] == ["reported"]


def test_state_media_in_their_own_voice_are_an_organ() -> None:
    """A farewell told by the sending state's news agency is confirmed by that alone."""
    (record,) = fold(log(report("2023-10-30", "KCNA", say("farewell", date="2023-10-27")))).missions.values()
    assert record.happenings[0].standing == "confirmed"


def test_a_ministry_that_publishes_is_an_organ() -> None:
    """A press release speaks in its own voice, which is the ministry's."""
    (record,) = fold(
        log(report("2023-10-30", "Ministry of Foreign Affairs of Uganda", say("closed")))
    ).missions.values()
    assert record.happenings[0].standing == "confirmed"


def test_an_organ_of_the_state_behind_a_territory_is_official_there() -> None:
    """Beijing's word on a consulate in Hong Kong is that of the receiving side."""
    said = say("closed", "HK", city="Hong Kong", mission="consulate_general", holder="Beijing")
    (record,) = fold(log(report("2023-11-01", "A", said))).missions.values()
    assert record.happenings[0].standing == "confirmed"
