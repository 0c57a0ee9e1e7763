"""States: codes, names, dates of existence, seats of embassies."""

import datetime as dt

import pytest

from legation.errors import UnknownState
from legation.gazetteer import State, capital, code_of, distance_km, exists, find, state, states
from legation.model import Claim

TODAY = dt.date(2026, 11, 1)


def test_every_member_of_the_united_nations_is_there() -> None:
    """193 members, two observers and the further codes of the reading guide."""
    assert sum(one.rank == "member" for one in states(TODAY)) == 193
    assert {one.code for one in states(TODAY) if one.rank == "observer"} == {"VA", "PS"}
    assert {"EU", "UN", "XK", "TW", "EH", "HK", "MO", "DD"} <= {one.code for one in states()}


def test_every_state_is_complete() -> None:
    """Each has a name, a capital, coordinates and a region, and each but organisations a demonym."""
    for one in states(territories=True):
        assert one.name
        assert one.formal
        assert one.capital
        assert -90 <= one.latitude <= 90
        assert -180 <= one.longitude <= 180
        assert (one.latitude, one.longitude) != (0, 0)
        assert one.seats
        assert (one.region is None) == (one.rank == "organisation"), one.code
        if one.rank in ("member", "observer", "other"):
            assert one.demonyms, one.code


@pytest.mark.parametrize("one", states(TODAY), ids=lambda one: one.code)
def test_a_demonym_of_each_state_is_found_in_a_sentence(one: State) -> None:
    """In a text that names the state, "the X ambassador" gives it back for every demonym, ambiguous or not."""
    for demonym in one.demonyms:
        places = find(f"{one.name}: the {demonym} ambassador left")
        assert [place.state for place in places] == [one.code] * 2, demonym


@pytest.mark.parametrize(
    ("code", "message"), [("UK", "GB"), ("XX", "alpha-2"), ("Uganda", "UG"), ("ug", "UG"), ("", "alpha-2")]
)
def test_an_unknown_code_is_refused_with_a_hint(code: str, message: str) -> None:
    """The error names what is meant, where that can be told."""
    with pytest.raises(UnknownState, match=message):
        state(code)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Uganda", "UG"), ("Ugandan", "UG"), ("the Netherlands", "NL"), ("Holland", "NL"), ("Ivory Coast", "CI"), ("Cote d’Ivoire", "CI"),
        ("Burma", "MM"), ("USSR", "RU"), ("U.S.", "US"), ("UK", "GB"), ("Türkiye", "TR"), ("turkey", "TR"), ("Holy See", "VA"), ("Kremlin", "RU"),
        ("KP", "KP"), ("DPRK", "KP"), ("Korea, North", "KP"), ("Republic of China", "TW"), ("People's Republic of China", "CN"), ("SU", "RU"),
        ("Democratic Republic of the Congo", "CD"), ("Republic of the Congo", "CG"), ("St. Lucia", "LC"), ("Bosnia & Herzegovina", "BA"), ("Gambia, The", "GM"), ("Moldova, Republic of", "MD"), ("Korea, Republic of", "KR"), ("Congo (Republic)", "CG"), ("Congo, Democratic Rep.", "CD"),
        ("Myanmar (Burma)", "MM"), ("Iran (Islamic Republic of)", "IR"), ("Tanzania/Tanganyika", "TZ"), ("Republic of Korea (South Korea)", "KR"), ("Burma (Thailand)", None),
        ("Korea", None), ("Congo", None), ("Dominican", None), ("Peking", None), ("it", None), ("us", None), ("", None), ("Atlantis", None), ("Ireland (Northern)", "GB"),
    ],
)  # fmt: skip
def test_a_name_gives_its_code_or_nothing(name: str, code: str | None) -> None:
    """A name gives a code only if exactly one state bears it."""
    assert code_of(name) == code


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("SS", "2011-07-08", False), ("SS", "2011-07-09", True), ("XK", "2007-01-01", False), ("XK", "2008-02-17", True),
        ("DD", "1949-10-06", False), ("DD", "1990-10-02", True), ("DD", "1990-10-03", False), ("RU", "1950-01-01", True),
        ("CZ", "1970-01-01", True), ("SK", "1970-01-01", False), ("TL", "2001-01-01", False), ("ME", "2006-06-04", True),
        ("NA", "1980-01-01", True), ("UA", "1990-01-01", False), ("ER", "1990-01-01", False), ("TZ", "1962-01-01", True),
    ],
)  # fmt: skip
def test_states_exist_between_their_dates(code: str, day: str, expected: bool) -> None:  # noqa: FBT001
    """A code exists on a day if its state, or one that it continues, did."""
    assert exists(code, dt.date.fromisoformat(day)) is expected


def test_states_on_a_day_leave_out_what_was_no_more() -> None:
    """East Germany is listed in 1989 and not in 2000; South Sudan the other way round."""
    then, now = ({one.code for one in states(dt.date(year, 1, 1))} for year in (1989, 2020))
    assert "DD" in then - now
    assert "SS" in now - then
    assert "GL" not in now


def test_an_ended_state_says_who_continues_it() -> None:
    """East Germany is continued by Germany, and Russia knows the Soviet Union as its past."""
    assert state("DD").continued_by == "DE"
    assert "Soviet Union" in [old.name for old in state("RU").formerly]


@pytest.mark.parametrize(
    ("code", "day", "seat"),
    [
        ("DE", "1998-01-01", "Bonn"), ("DE", "2000-01-01", "Berlin"), ("DE", "1947-01-01", None), ("DD", "1980-01-01", "East Berlin"),
        ("KZ", "1995-01-01", "Almaty"), ("KZ", "2020-01-01", "Astana"), ("NG", "1990-01-01", "Lagos"), ("NG", "1992-01-01", "Abuja"),
        ("BR", "1959-01-01", "Rio de Janeiro"), ("BR", "1961-01-01", "Brasília"), ("PK", "1950-01-01", "Karachi"), ("PK", "1970-01-01", "Islamabad"),
        ("MM", "2020-01-01", "Yangon"), ("TZ", "2000-01-01", "Dar es Salaam"), ("TZ", "2024-01-01", "Dodoma"), ("NL", "2020-01-01", "The Hague"),
        ("BO", "2020-01-01", "La Paz"), ("CI", "2020-01-01", "Abidjan"), ("BJ", "2020-01-01", "Cotonou"), ("LK", "2020-01-01", "Colombo"),
        ("IL", "2020-01-01", "Tel Aviv"), ("SZ", "2020-01-01", "Mbabane"), ("MY", "2020-01-01", "Kuala Lumpur"), ("ZA", "2020-01-01", "Pretoria"),
        ("SA", "1970-01-01", "Jeddah"),
        ("SA", "2020-01-01", "Riyadh"),
        ("LT", "1930-01-01", "Kaunas"),
        ("LT", "1960-01-01", None),
        ("BI", "2024-01-01", "Bujumbura"), ("VA", "2024-01-01", "Rome"), ("CN", "1947-01-01", "Nanjing"), ("UG", "2024-01-01", "Kampala"),
    ],
)  # fmt: skip
def test_embassies_sit_where_they_sat_on_the_day(code: str, day: str, seat: str | None) -> None:
    """The seat of embassies follows the government's moves, and differs from the official capital where they do."""
    assert capital(code, dt.date.fromisoformat(day)) == seat


def test_the_seat_of_today_needs_no_day() -> None:
    """Without a day it is the present seat; the official capital stands beside it."""
    assert capital("TZ") == "Dodoma"
    assert (capital("NL"), state("NL").capital) == ("The Hague", "Amsterdam")


def test_codes_are_what_a_claim_takes() -> None:
    """Every code passes as sending state of a claim."""
    for one in states(territories=True):
        assert Claim(kind="explained", sending=one.code, quote="x", start=0, end=1).sending == one.code


def test_distances_are_those_of_the_globe() -> None:
    """Paris to London is about 344 km, Seoul to Pyongyang about 195 km, a place to itself nothing."""
    assert distance_km("FR", "GB") == pytest.approx(344, abs=5)
    assert distance_km("KR", "KP") == pytest.approx(195, abs=5)
    assert distance_km("UG", "UG") == 0
