"""The queue: what is worth a person's minute, in which order, and how far reviewers agree."""

import datetime as dt
from typing import Any

import pytest
from register_claims import log, report, say
from test_decisions import ruling

from legation.register import fold
from legation.register.review import agreement, review

DAY = dt.date(2024, 6, 1)
STATES = ["AO", "BD", "CN", "ES", "NP", "UG"]


def edition(year: int, states: list[str]) -> Any:
    """Write an edition of a list of missions."""
    day = f"{year}-10-01"
    return report(day, "Almanac", *(say("opened", each, date=f"../{day}") for each in states), title="Missions")


def matters(*reports: Any) -> list[tuple[str, str]]:
    """Say what waits after some documents."""
    return [(each.matter, each.about) for each in review(fold(log(*reports)), [], DAY)]


def test_a_mission_that_vanishes_from_a_new_edition_is_flagged_until_somebody_tells_why() -> None:
    """Uganda is left out of the second edition: a matter for review, but not once its closing is told."""
    editions = edition(2022, STATES), edition(2023, STATES[:-1])
    assert matters(*editions) == [("vanished", "KP-UG-embassy")]
    closing = report("2023-09-02", "A", say("closed", date="2023-09-01", holder="State House", organ="UG"))
    assert matters(*editions, closing) == []
    assert matters(editions[0]) == []


def test_a_short_mention_is_no_edition() -> None:
    """A paper that names one open mission this year and another next year has left nothing out."""
    assert matters(edition(2022, ["UG"]), edition(2023, ["ES"])) == []


def test_disputes_come_before_single_sources_and_these_before_what_is_overdue() -> None:
    """The order of the queue is that of what a ruling is worth."""
    disputed = report("2023-11-01", "A", say("closed", "ES", date="2023-10-30"))
    denial = report(
        "2023-11-02", "B", say("closed", "ES", status="denied", holder="Spanish Foreign Ministry", organ="ES")
    )
    single = report("2024-01-03", "A", say("closed", "NP", date="2024-01-02"))
    overdue = report("2024-01-01", "A", say("opened", "UG", status="planned", date="2024-02"))
    coming = report("2024-01-01", "A", say("opened", "AO", status="planned", date="2024-12"))
    assert [matter for matter, _ in matters(coming, overdue, single, disputed, denial)] == [
        "disputed", "single_source", "overdue", "unmoved",
    ]  # fmt: skip


def test_agreement_is_counted_on_what_both_ruled_on() -> None:
    """Of four claims that both accepted or rejected they differ on one; what only one saw plays no part."""
    verdicts = {"Ada": "aarr-a", "Ben": "aara r"}
    given = [
        ruling({"a": "accept", "r": "reject"}[word], f"claim {place}", by=by)
        for by, words in verdicts.items()
        for place, word in enumerate(words)
        if word in "ar"
    ][:-1]
    (found,) = agreement(given)
    assert (found.one, found.other, found.both, found.agreed) == ("Ada", "Ben", 4, 3)
    assert found.kappa == pytest.approx(0.5)
