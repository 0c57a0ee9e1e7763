"""Adding documents and asking at any point of known time."""

import datetime as dt
from collections.abc import Iterator

import msgspec
import pytest
from register_claims import report, say

from legation.errors import DataError
from legation.register import Register

CLOSED = say("closed", city="Kampala", date="2023-10-25")


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    """Give an empty register in each kind of database."""
    with Register.open(place) as opened:
        yield opened


def test_a_document_is_new_then_known_then_reread(register: Register) -> None:
    """The same reader again changes nothing and says when it was learned; another version is a reading of its own."""
    document, claims = report("2023-10-27", "A", CLOSED)
    first = register.add(document, claims, "rules/1")
    again = register.add(document, claims, "rules/1")
    reread = register.add(document, claims, "rules/2")
    assert (first.outcome, first.stored, first.known.sequence) == ("new", 1, 1)
    assert (again.outcome, again.stored, again.known) == ("known", 0, first.known)
    assert (reread.outcome, reread.stored, reread.known.sequence) == ("reread", 1, 2)
    assert register.has(document, "rules/2")
    assert not register.has(document, "rules/3")


def test_a_document_without_claims_is_kept(register: Register) -> None:
    """That a text has nothing to say is worth knowing: it need not be read again."""
    document, _ = report("2023-10-27", "A", CLOSED)
    assert register.add(document, [], "rules/1").outcome == "new"
    assert register.add(document, [], "rules/1").outcome == "known"
    assert [source.id for source in register.documents()] == [document.id]


def test_a_claim_that_does_not_hold_is_refused_by_name_and_the_rest_goes_in(register: Register) -> None:
    """The message names the document and the field."""
    document, (good,) = report("2023-10-27", "A", CLOSED, title="kampala")
    claims = [
        msgspec.structs.replace(good, start=good.start + 1),
        msgspec.structs.replace(good, date="the other day"),
        msgspec.structs.replace(good, sending="Korea"),
        msgspec.structs.replace(good, receiving=None),
        good,
    ]
    added = register.add(document, claims, "rules/1")
    assert added.stored == 1
    assert [message.split(":")[0] for message in added.refused] == ["kampala"] * 4
    for message, field in zip(added.refused, ("quote", "date", "sending", "receiving"), strict=True):
        assert field in message


def test_every_field_of_a_claim_comes_back(register: Register) -> None:
    """What went in for each kind is what the state is folded from."""
    said = [
        say("closed", city="Kampala", holder="State House", organ="UG", date="2023-10", causes=["cost", "sanctions"]),
        say("accredited", city="Malabo", **{"from": "GQ"}),
        say("counted", None, measure="share_closing", value=0.25, qualifier="nearly"),
    ]
    document, claims = report("2023-10-27", "A", *said)
    register.add(document, claims, "rules/1")
    state = register.state()
    held = [item for record in state.missions.values() for each in record.happenings for item in each.evidence]
    held += [item for row in state.coverage for item in row.evidence] + list(state.figures)
    assert {item.claim for item in held} == set(claims)


def test_one_state_can_be_asked_alone(register: Register) -> None:
    """A question on one sending state sees its missions, and the relations that it is part of on either side."""
    register.add(*report("2023-10-27", "A", CLOSED, say("opened", "JP", sending="KR", date="1965")), "rules/1")
    register.add(*report("2023-10-28", "A", say("relations_established", "KP", sending="GN", date="1969")), "rules/1")
    whole, part = register.state(), register.state(sending="KP")
    assert sorted(whole.missions) == ["KP-UG-embassy", "KR-JP-embassy"]
    assert sorted(part.missions) == ["KP-UG-embassy"]
    assert [each.mission for each in part.relations] == ["GN-KP"]
    assert part.known == whole.known


def test_a_reading_that_finds_nothing_takes_the_place_of_an_older_one(register: Register) -> None:
    """A mistaken claim is gone with the next version of its reader, for the state and for one state's view."""
    document, claims = report("2023-10-27", "A", CLOSED)
    register.add(document, claims, "rules/0.9")
    register.add(document, [], "rules/0.10")
    assert register.state().missions == {}
    assert register.state(sending="KP").missions == {}
    assert list(register.state(1, sending="KP").missions) == ["KP-UG-embassy"]


def test_a_replay_is_known_at_the_end_of_the_day_that_was_given(register: Register) -> None:
    """Documents of the past can be taken in as if read on their day; a day means its end, a moment itself."""
    first = register.add(*report("2023-10-24", "A", CLOSED), "rules/1", at=dt.date(2023, 10, 24))
    second = register.add(
        *report("2023-10-27", "B", CLOSED, title="own words"), "rules/1", at=dt.datetime(2023, 10, 27, 9, tzinfo=dt.UTC)
    )
    assert register.known(dt.date(2023, 10, 23)) is None
    assert register.known(dt.date(2023, 10, 26)) == first.known
    assert register.known(dt.datetime(2023, 10, 27, 8, 59, tzinfo=dt.UTC)) == first.known
    assert register.known(dt.date(2023, 10, 27)) == second.known
    assert register.known(1) == first.known
    assert register.known() == second.known
    standings = [
        [each.standing for record in register.state(day).missions.values() for each in record.happenings]
        for day in (dt.date(2023, 10, 23), dt.date(2023, 10, 26), dt.date(2023, 10, 27))
    ]
    assert standings == [[], ["reported"], ["confirmed"]]


def test_the_past_is_not_rewritten(register: Register) -> None:
    """A replay before what the register has learned already, or in the future, is refused and writes nothing."""
    register.add(*report("2023-10-27", "A", CLOSED), "rules/1", at=dt.date(2023, 10, 27))
    with pytest.raises(DataError, match=r"already learned things on 2023-10-27.*register of its own"):
        register.add(*report("2023-10-24", "B", CLOSED), "rules/1", at=dt.date(2023, 10, 24))
    with pytest.raises(DataError, match="has not come"):
        register.add(*report("2023-10-24", "B", CLOSED), "rules/1", at=dt.date(2999, 1, 1))
    assert len(list(register.documents())) == 1


def test_a_replay_of_today_is_known_now(register: Register) -> None:
    """Today's end has not come yet; what is taken in as of today is known from this moment on."""
    today = dt.datetime.now(dt.UTC).date()
    known = register.add(*report("2023-10-27", "A", CLOSED), "rules/1", at=today).known
    assert known.at <= dt.datetime.now(dt.UTC)
    assert register.known(today) == known


def test_clock_readings_never_run_backwards(register: Register) -> None:
    """Entries of one instant keep their order by their numbers."""
    known = [register.add(*report("2023-10-27", name, CLOSED), "rules/1").known for name in "ABCDE"]
    assert known == sorted(known)
    assert [each.sequence for each in known] == [1, 2, 3, 4, 5]
    assert [each.at for each in known] == sorted(each.at for each in known)


def test_a_document_that_is_not_there_is_told(register: Register) -> None:
    """Asking for a text by a wrong id is an error with a hint."""
    with pytest.raises(DataError, match="no document 0000"):
        register.document("0000")
