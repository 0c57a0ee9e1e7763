"""Which claims speak of one mission, and which wait until later evidence leaves one candidate."""

import datetime as dt
from typing import Any

import pytest
from register_claims import log, report, say

from legation.gazetteer import code_of
from legation.model import Answer
from legation.register import State, fold, open_on
from legation.register.seats import record_city_on


def told(*said: dict[str, Any]) -> State:
    """Fold one document for each claim, a day apart."""
    return fold(log(*[report(f"2023-11-{day:02}", f"Paper {day}", one) for day, one in enumerate(said, 1)]))


def test_a_state_has_one_embassy_in_another_whatever_its_level() -> None:
    """Liaison office, interests section, high commission and embassy are levels of one mission."""
    state = told(
        say("opened", "CN", mission="liaison_office", date="1973"),
        say("level_changed", "CN", mission="embassy", date="1979"),
        say("farewell", "CN", mission="embassy", city="Beijing"),
    )
    assert list(state.missions) == ["KP-CN-embassy"]
    assert state.missions["KP-CN-embassy"].kind == "embassy"


def test_a_mission_has_the_level_and_city_of_its_latest_event() -> None:
    """One article that looks back on a legation in Bonn and tells of the embassy's move to Berlin gives the latter."""
    said = [
        say("opened", "DE", mission="liaison_office", city="Bonn", date="1973"),
        say("level_changed", "DE", mission="embassy", date="1990"),
        say("moved", "DE", mission="embassy", city="Berlin", date="1999"),
    ]
    for order in (said, said[::-1]):
        record = fold(log(report("2023-11-01", "A", *order))).missions["KP-DE-embassy"]
        assert (record.kind, record.city) == ("embassy", "Berlin")


def test_a_level_that_is_only_planned_is_not_the_missions_level() -> None:
    """A liaison office that is to become an embassy is still a liaison office."""
    state = told(
        say("opened", "CN", mission="liaison_office", date="1973"),
        say("level_changed", "CN", mission="embassy", status="planned", date="2030"),
    )
    assert state.missions["KP-CN-embassy"].kind == "liaison_office"


def test_consulates_are_told_apart_by_city_in_any_spelling() -> None:
    """Accents, case and old names of a city make no second mission."""
    state = told(
        say("opened", "BR", mission="consulate_general", city="São Paulo", date="2001"),
        say("closed", "BR", mission="consulate", city="Sao Paulo", date="2020"),
        say("opened", "BR", mission="consulate", city="Rio de Janeiro", date="2002"),
    )
    assert list(state.missions) == ["KP-BR-consular-rio-de-janeiro", "KP-BR-consular-são-paulo"]


def test_a_consulate_without_a_city_is_the_only_one_there_is() -> None:
    """With one candidate the claim is resolved, whichever came first."""
    only = [
        say("closed", "CN", mission="consulate_general", date="2023-10"),
        say("opened", "CN", mission="consulate_general", city="Shenyang", date="1990"),
    ]
    for order in (only, only[::-1]):
        state = told(*order)
        assert [len(record.happenings) for record in state.missions.values()] == [2]
        assert state.unresolved == ()


def test_a_consulate_without_a_city_waits_where_there_are_two_or_none() -> None:
    """A claim on "its consulate in China" fits two: it is shown as unresolved, ends no spell, and leaves both in doubt after."""
    unsaid = say("closed", "CN", mission="consulate", date="2023-10")
    two = told(
        unsaid,
        say("opened", "CN", mission="consulate", city="Shenyang", date="1990"),
        say("opened", "CN", mission="consulate", city="Dandong", date="2009"),
    )
    assert [item.claim.kind for item in two.unresolved] == ["closed"]
    assert all(spell.end is None for record in two.missions.values() for spell in record.spells)
    for record in two.missions.values():
        assert open_on(record, dt.date(2023, 9, 30)).answer is Answer.YES
        after = open_on(record, dt.date(2023, 12, 1))
        assert after.answer is Answer.UNKNOWN
        assert two.unresolved[0].id in after.hangs_on
    assert [item.claim.kind for item in told(unsaid).unresolved] == ["closed"]


def test_a_consulate_without_a_city_is_no_honorary_one() -> None:
    """With one career post and one honorary consulate, "its consulate" is the first, and "its honorary consulate" the other."""
    state = told(
        say("opened", "DE", mission="consulate_general", city="Munich", date="1990"),
        say("opened", "DE", mission="honorary_consulate", city="Bremen", date="1990"),
        say("closed", "DE", mission="consulate", date="2020"),
        say("closed", "DE", mission="honorary_consulate", date="2021"),
    )
    assert state.unresolved == ()
    ends = {key: [spell.end.edtf for spell in each.spells if spell.end] for key, each in state.missions.items()}
    assert ends == {"KP-DE-consular-bremen": ["2021"], "KP-DE-consular-munich": ["2020"]}


def test_a_claim_that_names_no_kind_of_mission_belongs_to_the_only_one() -> None:
    """Closed, resumed or a farewell "at the mission" is that of the one mission between the two states."""
    state = told(
        say("opened", city="Kampala", date="1972"), say("closed", mission=None), say("farewell", mission="mission")
    )
    assert {each.kind for each in state.missions["KP-UG-embassy"].happenings} == {"opened", "farewell", "closed"}


def test_a_claim_that_names_no_kind_of_mission_is_never_taken_for_an_embassy() -> None:
    """With nothing known of the pair it waits; a plain "mission" is held as such."""
    state = told(say("closed", mission=None))
    assert state.missions == {}
    assert len(state.unresolved) == 1
    assert list(told(say("closed", mission="mission")).missions) == ["KP-UG-unspecified"]


def test_a_mission_in_a_city_where_none_is_known_is_one_of_its_own() -> None:
    """A mission in Karachi is not the embassy in Islamabad; when a consulate there turns up, it was that."""
    embassy, karachi = (
        say("opened", "PK", date="1972"),
        say("opened", "PK", mission="mission", city="Karachi", date="1990"),
    )
    state = told(embassy, karachi)
    assert list(state.missions) == ["KP-PK-embassy", "KP-PK-unspecified-karachi"]
    assert state.missions["KP-PK-unspecified-karachi"].city == "Karachi"
    later = told(embassy, karachi, say("farewell", "PK", mission="consulate_general", city="Karachi"))
    assert list(later.missions) == ["KP-PK-consular-karachi", "KP-PK-embassy"]


def test_missions_of_no_said_kind_are_told_apart_by_their_city() -> None:
    """A pair can hold several, one a city; a claim that names no city fits all of them and waits."""
    said = [say("opened", "IN", mission="mission", city=city, date="1990") for city in ("Mumbai", "Kolkata")]
    assert list(told(*said).missions) == ["KP-IN-unspecified-kolkata", "KP-IN-unspecified-mumbai"]
    state = told(*said, say("closed", "IN", mission="mission", date="2020"))
    assert [item.claim.kind for item in state.unresolved] == ["closed"]
    assert len(told(said[0], say("closed", "IN", mission="mission", date="2020")).missions) == 1


def test_a_city_that_does_not_fit_the_embassy_is_another_mission() -> None:
    """The embassy sits in the capital unless somebody says otherwise, so a closing in Shenyang is not its own."""
    state = told(say("opened", "CN", date="1949"), say("closed", "CN", mission=None, city="Shenyang"))
    assert [item.claim.city for item in state.unresolved] == ["Shenyang"]


def test_missions_in_hong_kong_stay_apart_from_those_in_china() -> None:
    """The receiving place of a claim is kept as it stands."""
    state = told(
        say("opened", "HK", mission="consulate_general", city="Hong Kong", date="2000-02"),
        say("opened", "CN", city="Beijing", date="1949"),
    )
    assert list(state.missions) == ["KP-CN-embassy", "KP-HK-consular-hong-kong"]


def test_an_embassy_of_which_no_city_is_said_sits_in_the_capital() -> None:
    """The record shows the seat, though no claim names it."""
    state = told(say("opened", "BD", date="1974"))
    assert state.missions["KP-BD-embassy"].city == "Dhaka"


@pytest.mark.parametrize(
    ("before", "after", "missions"),
    [("Swaziland", "Eswatini", 1), ("Soviet Union", "Russia", 1), ("Burma", "Myanmar", 1), ("Zaire", "DR Congo", 1),
     ("East Germany", "Germany", 2), ("Taiwan", "China", 2)],
)  # fmt: skip
def test_a_renamed_state_keeps_its_missions_and_another_state_has_its_own(
    before: str, after: str, missions: int
) -> None:
    """An embassy opened under an old name and closed under a new one is one; the two Germanies and Chinas are two each."""
    opened, closed = say("opened", code_of(before), date="1972"), say("closed", code_of(after), date="2020-05-01")
    assert len(told(opened, closed).missions) == missions


@pytest.mark.parametrize(
    ("state", "day", "city"),
    [
        ("DE", "1985-06-01", "Bonn"),
        ("DE", "2005-06-01", "Berlin"),
        ("NG", "1980-06-01", "Lagos"),
        ("NG", "2000-06-01", "Abuja"),
        ("BR", "1955-06-01", "Rio de Janeiro"),
        ("BR", "1970-06-01", "Brasília"),
        ("PK", "1955-06-01", "Karachi"),
        ("PK", "1970-06-01", "Islamabad"),
        ("KZ", "1995-06-01", "Almaty"),
        ("KZ", "2020-06-01", "Astana"),
        ("MM", "1990-06-01", "Yangon"),
    ],
)
def test_an_embassy_whose_city_nobody_says_sat_in_the_capital_of_its_day(state: str, day: str, city: str) -> None:
    """On a day before the capital moved it was in the old one; a closed embassy is remembered where it closed."""
    held = told(say("opened", state, date="1950")).missions[f"KP-{state}-embassy"]
    assert record_city_on(held, dt.date.fromisoformat(day)) == city
    year = day[:4]
    gone = told(say("opened", state, date="1950"), say("closed", state, date=f"{year}-12-01"))
    assert gone.missions[f"KP-{state}-embassy"].city == city


def test_an_embassy_follows_the_capital_unless_somebody_says_that_it_stayed() -> None:
    """Opened in Bonn in 1973 it is in Berlin today; one that an article of 2005 still finds in Bonn is there."""
    opened = say("opened", "DE", city="Bonn", date="1973")
    for more, now in ((), "Berlin"), ((say("incident", "DE", city="Bonn", date="2005-03-01"),), "Bonn"):
        held = told(opened, *more).missions["KP-DE-embassy"]
        assert held.city == now
        assert record_city_on(held, dt.date(1980, 1, 1)) == "Bonn"


def test_a_mission_in_the_old_capital_is_the_embassy_in_its_day_only() -> None:
    """The legation in Bonn of 1985 is the embassy; a mission in Bonn in 2020 is one of its own."""
    embassy = say("opened", "DE", date="1973")
    then = told(embassy, say("farewell", "DE", mission="mission", city="Bonn", date="1985-04-01"))
    assert list(then.missions) == ["KP-DE-embassy"]
    later = told(embassy, say("opened", "DE", mission="mission", city="Bonn", date="2020-04-01"))
    assert list(later.missions) == ["KP-DE-embassy", "KP-DE-unspecified-bonn"]
