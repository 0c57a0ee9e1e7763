"""Cities: one answer or none."""

import pytest

from legation.gazetteer import State, capital, city, distance_km, find, state, states


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Kampala", None, ("Kampala", "UG")), ("Peking", None, ("Beijing", "CN")), ("Saigon", None, ("Ho Chi Minh City", "VN")),
        ("Saint Petersburg", None, ("St Petersburg", "RU")), ("St Petersburg", "US", ("St. Petersburg", "US")), ("Bogota", None, ("Bogotá", "CO")),
        ("Kingston", None, ("Kingston", "JM")), ("Kingston", "CA", ("Kingston", "CA")), ("Tripoli", None, ("Tripoli", "LY")),
        ("Tripoli", "LB", ("Tripoli", "LB")), ("Gdańsk", None, ("Gdansk", "PL")), ("Lille", "DE", None), ("Springfield", None, None),
        ("Nowhere-on-Sea", None, None), ("", None, None), ("London", None, ("London", "GB")), ("Santa Cruz", "BO", ("Santa Cruz de la Sierra", "BO")),
        ("Georgetown", None, ("Georgetown", "GY")), ("Constantinople", None, ("Istanbul", "TR")), ("Dar-es-Salaam", None, ("Dar es Salaam", "TZ")),
    ],
)  # fmt: skip
def test_a_name_gives_one_city_or_none(name: str, code: str | None, expected: tuple[str, str] | None) -> None:
    """A capital or a city five times larger than its namesakes is meant; otherwise there is no answer."""
    one = city(name, code)
    assert (one and (one.name, one.state)) == expected


@pytest.mark.parametrize(
    "one", [one for one in states(territories=True) if one.rank != "organisation"], ids=lambda one: one.code
)
def test_every_capital_and_seat_has_a_place_on_the_map(one: State) -> None:
    """Each official capital and each present seat of embassies is known with coordinates, near each other."""
    official = city(state(one.code).capital, one.code)
    assert official is not None
    assert official.state == one.code
    seat = capital(one.code)
    assert seat
    assert distance_km(official, one.code) < 1_500


def test_every_capital_of_a_state_is_found_in_a_text() -> None:
    """The words "in X" give the state of each official capital and seat."""
    for one in states():
        if one.rank == "organisation" or one.code == "VA":
            continue
        for name in {one.capital, one.seats[-1].city}:
            assert [place.state for place in find(f"the mission in {name} closed")] == [one.code], name


def test_large_cities_are_found_in_the_form_that_answers_carry() -> None:
    """What ``find`` gives as a city, ``city`` knows under that name and state."""
    text = "in Surabaya, in Thessaloniki, in Medan, in Izmir, in Porto Alegre, in Lubumbashi, in Kaduna, in Ludhiana"
    places = find(text)
    assert len(places) == 8
    for place in places:
        assert place.city is not None
        one = city(place.city, place.state)
        assert one is not None
        assert one.name == place.city
