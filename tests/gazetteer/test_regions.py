"""Regions and the words for them."""

import pytest

from legation.gazetteer import members, region, region_words, states


@pytest.mark.parametrize(
    ("code", "name"),
    [("UG", "Africa"), ("CY", "Asia"), ("XK", "Europe"), ("MX", "Latin America and the Caribbean"), ("US", "Northern America"), ("TW", "Asia"), ("FJ", "Oceania"), ("EU", None)],
)  # fmt: skip
def test_each_state_lies_in_its_m49_region(code: str, name: str | None) -> None:
    """Regions are those of the United Nations' M49; an organisation has none."""
    assert region(code) == name


@pytest.mark.parametrize(
    ("word", "inside", "outside"),
    [
        ("Africa", "UG", "YE"), ("the Balkans", "RS", "AT"), ("Central Asia", "KZ", "MN"), ("the Gulf", "QA", "IR"), ("The Baltic states", "EE", "FI"),
        ("Latin America", "BR", "US"), ("sub-Saharan Africa", "NG", "EG"), ("Southeast Asia", "VN", "CN"), ("Oceania", "NZ", "ID"), ("the Pacific", "TO", "AU"),
        ("the former Soviet Union", "GE", "PL"), ("Europe", "XK", "TR"), ("the Middle East", "IL", "PK"), ("Micronesia", "PW", "FJ"),
    ],
)  # fmt: skip
def test_region_words_cover_their_states(word: str, inside: str, outside: str) -> None:
    """A region word of the news holds what it should and not its neighbour."""
    assert inside in members(word)
    assert outside not in members(word)


def test_an_unknown_region_word_covers_nothing() -> None:
    """The word "Atlantis" gives no state."""
    assert members("Atlantis") == frozenset()


def test_region_words_only_name_states_that_exist() -> None:
    """Every word covers at least two states, all of them known."""
    known = {one.code for one in states(territories=True)}
    for word in region_words():
        assert len(members(word)) > 1, word
        assert members(word) <= known
