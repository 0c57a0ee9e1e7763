"""Published figures against the register and each other."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import Told, build, claim, counted, embassy, listed

from legation.model import Answer
from legation.network import Finding, check
from legation.network.figures import agrees
from legation.register import Policy

DEFINITIONS = Policy.default().definitions


def findings(*told: Told) -> dict[str, Finding]:
    """Check everything told, by what was said."""
    return {one.said: one for one in check(build(*told), "KP", DEFINITIONS)}


def closings(day: str, *codes: str, holder: str | None = None) -> list[dict[str, object]]:
    """Give closings said by a holder, by the day of the text."""
    return [embassy("closed", code, holder=holder, date=f"2023-10-02/{day}") for code in codes]


@pytest.mark.parametrize(
    ("value", "qualifier", "least", "most", "answer"),
    [
        (46, "exact", 46, 46, "yes"), (46, "exact", 44, 48, "unknown"), (46, "exact", 40, 45, "no"),
        (12, "about", 11, 13, "yes"), (12, "about", 10, 10, "no"), (50, "about", 46, 55, "yes"),
        (12, "more_than", 13, 13, "yes"), (12, "more_than", 12, 12, "no"), (12, "at_least", 12, 20, "yes"),
        (12, "at_most", 11, 13, "unknown"), (50, "nearly", 47, 50, "yes"), (50, "nearly", 51, 51, "no"),
    ],
)  # fmt: skip
def test_a_number_holds_of_a_count_as_its_qualifier_says(
    value: int, qualifier: str, least: int, most: int, answer: str
) -> None:
    """Exact, about, nearly and the bounds are held against a count that may itself be uncertain."""
    assert agrees(value, qualifier, least, most) == answer


@given(
    st.integers(3, 300),
    st.sampled_from(["exact", "about", "nearly", "at_least", "more_than", "at_most"]),
    st.integers(0, 300),
    st.integers(0, 9),
)
def test_a_verdict_never_turns_when_the_count_becomes_certain(
    value: int, qualifier: str, least: int, width: int
) -> None:
    """Where the answer for a range is yes or no, it is the same for each count within the range."""
    whole = agrees(value, qualifier, least, least + width)
    each = {agrees(value, qualifier, count, count) for count in range(least, least + width + 1)}
    if whole is not Answer.UNKNOWN:
        assert each == {whole}
    else:
        assert len(each) > 1


def test_parts_are_added_up_and_the_total_is_looked_for_on_an_earlier_day() -> None:
    """“3 missions before the withdrawals: 2 embassies and 1 consulate” agrees with the register before the closing."""
    found = findings(
        listed("AO", "ES"),
        ("List", "2023-10-01", [claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01")]),
        ("Paper", "2023-10-27", [embassy("closed", "AO", date="2023-10-25", holder="Angolan Ministry of External Relations", organ="AO")]),
        ("Agency", "2023-10-31", [
            counted("missions", 3, quote="maintained 3 missions before the withdrawals"),
            counted("embassies", 2, quote="2 embassies and a consulate"),
            counted("consulates", 1, quote="2 embassies and a consulate"),
        ]),
    )  # fmt: skip
    assert found["3 missions"].verdict == "agrees"
    assert "on 2023-10-24" in found["3 missions"].why
    assert found["2 embassies"].verdict == "agrees"


def test_a_total_that_does_not_look_back_differs() -> None:
    """The same number with no word of an earlier day is held against the day of the text."""
    found = findings(
        listed("AO", "ES"),
        ("Paper", "2023-10-27", [embassy("closed", "AO", date="2023-10-25", holder="Angolan Ministry of External Relations", organ="AO")]),
        ("Agency", "2023-10-31", [counted("missions", 2, quote="North Korea has 2 missions")]),
    )  # fmt: skip
    assert found["2 missions"].verdict == "differs"
    assert "the register has 1 on 2023-10-31" in found["2 missions"].why


def test_three_kinds_make_a_sum_and_a_wrong_one_is_told() -> None:
    """47 + 3 + 3 is 53, and is not 54."""
    parts = [counted("embassies", 47), counted("consulates", 3), counted("representative_offices", 3)]
    assert findings(("A", "2023-10-31", [counted("missions", 53), *parts]))["47 + 3 + 3 = 53"].verdict == "agrees"
    assert findings(("A", "2023-10-31", [counted("missions", 54), *parts]))["47 + 3 + 3 = 53 ≠ 54"].verdict == "differs"


def test_parts_that_do_not_tell_all_kinds_are_no_wrong_sum() -> None:
    """“53, three of them consulates and another three offices” leaves the rest unsaid; a sum that holds is told."""
    some = [counted("consulates", 3), counted("representative_offices", 3)]
    assert not [said for said in findings(("A", "2023-10-31", [counted("missions", 53), *some])) if "+" in said]
    assert findings(("A", "2023-10-31", [counted("missions", 6), *some]))["3 + 3 = 6"].verdict == "agrees"


@pytest.mark.parametrize(("closures", "verdict"), [(12, "agrees"), (11, "agrees"), (20, "differs"), (5, "differs")])
def test_a_dozen_of_53_is_nearly_a_quarter(closures: int, verdict: str) -> None:
    """The share that a document gives is held against its own numbers."""
    said = [
        counted("closures", closures, "about", status="planned"),
        counted("missions", 53),
        counted("share_closing", 0.25, "nearly", status="planned"),
    ]
    (share,) = [one for one in findings(("Wire", "2023-11-01", said)).values() if "of 53 is" in one.said]
    assert share.verdict == verdict


def test_an_earlier_total_of_the_same_government_less_the_closures_gives_the_later() -> None:
    """53 in October less seven is 46 in December, although another ministry of the same state says it."""
    found = findings(
        ("Agency", "2023-10-31", [counted("missions", 53, holder="South Korean Unification Ministry", organ="KR")]),
        ("Agency", "2023-12-05", [
            counted("missions", 46, holder="South Korean Foreign Ministry", organ="KR"),
            counted("closures", 7, holder="South Korean Foreign Ministry", organ="KR"),
        ]),
    )  # fmt: skip
    assert found["53 - 7 = 46"].verdict == "agrees"


def test_representative_offices_count_with_permanent_missions_where_only_that_agrees() -> None:
    """A number of representative offices is read with the permanent missions too, and says so."""
    found = findings(
        ("List", "2023-10-01", [
            claim("opened", "US", city="New York", mission="permanent_mission", date="../2023-10-01"),
            claim("opened", "CH", city="Geneva", mission="permanent_mission", date="../2023-10-01"),
            claim("opened", "FR", city="Paris", mission="representative_office", date="../2023-10-01"),
        ]),
        ("Agency", "2023-10-31", [counted("representative_offices", 3)]),
    )  # fmt: skip
    assert found["3 representative offices"].verdict == "agrees"
    assert "with permanent missions" in found["3 representative offices"].why


def test_the_number_of_all_missions_given_for_embassies_is_recognised() -> None:
    """“Embassies in 2 countries” where 2 is the count of every kind: differs, and the reason is named."""
    found = findings(
        listed("AO"),
        (
            "List",
            "2023-10-01",
            [claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01")],
        ),
        ("Paper", "2024-01-31", [counted("embassies", 2)]),
    )
    assert found["2 embassies"].verdict == "differs"
    assert "2 is the number of its missions of every kind" in found["2 embassies"].why


def test_a_number_for_a_part_of_the_world_is_counted_there() -> None:
    """“2 embassies in Africa” is held against the African embassies alone."""
    found = findings(
        listed("AO", "UG", "ES"),
        ("Paper", "2023-10-02", [counted("embassies", 2, quote="It has 2 embassies in Africa")]),
    )
    assert found["2 embassies"].verdict == "agrees"


def test_relations_are_held_against_resident_embassies() -> None:
    """159 relations with 2 embassies leave 157 states without one."""
    found = findings(listed("AO", "ES"), ("Agency", "2023-10-05", [counted("relations", 159), counted("missions", 2)]))
    assert "157 of these states have none" in found["159 relations against 2 missions"].why


def test_two_totals_of_one_number_with_different_members_are_told_apart() -> None:
    """Whose 46? Each list shows the missions that only it has closed, and each is held against the register."""
    found = findings(
        listed("AO", "CD", "GN", "SN"),
        ("Review", "2023-11-30", [counted("missions", 2), counted("closures", 2), *closings("2023-11-30", "AO", "CD")]),
        ("Agency", "2023-12-05", [
            counted("missions", 2, holder="South Korean Foreign Ministry"),
            counted("closures", 2, holder="South Korean Foreign Ministry"),
            *closings("2023-12-05", "AO", "GN", holder="South Korean Foreign Ministry"),
        ]),
        ("Agency", "2024-01-30", [embassy("closed", "CD", status="denied", holder="South Korean Foreign Ministry", organ="KR")]),
    )  # fmt: skip
    twice = found["2 missions, twice"]
    assert dict(twice.only) == {"Review": ("KP-CD-embassy",), "South Korean Foreign Ministry": ("KP-GN-embassy",)}
    assert found["2 missions, by name"].kind == "list"


def test_foreseen_numbers_are_not_judged() -> None:
    """“About a dozen will close” is foreseen: the register says how many have."""
    found = findings(
        listed("AO", "ES"),
        ("Paper", "2023-10-27", [counted("closures", 12, "about", status="planned")]),
        ("Paper", "2023-11-27", [embassy("closed", "AO", date="2023-11-25", holder="Angolan Ministry of External Relations", organ="AO")]),
    )  # fmt: skip
    one = found["about 12 closures"]
    assert (one.verdict, one.why) == ("foreseen", "the register has 1 closed by 2023-11-25")


def test_figures_of_another_state_are_left_out() -> None:
    """A question about one state checks no number of another."""
    state = build(listed("AO"), ("Paper", "2023-10-27", [counted("missions", 5)]))
    assert [one.verdict for one in check(state, "KP", DEFINITIONS)] == ["differs"]
    assert check(state, "KR", DEFINITIONS) == []


def test_a_look_back_to_uncertain_days_cannot_be_said() -> None:
    """Where the register's count on earlier days can be the number and need not, it does not differ."""
    state = (
        listed("AO"),
        ("Paper", "2023-10-20", [embassy("opened", "ES", date="2023-09/2023-10-15")]),
        ("Paper", "2023-10-27", [embassy("closed", "ES", date="2023-10-12/2023-10-25")]),
        ("Agency", "2023-10-31", [counted("missions", 2, quote="had 2 missions before")]),
    )
    assert findings(*state)["2 missions"].verdict == "cannot_say"


def test_figures_published_later_can_be_left_out() -> None:
    """``by`` checks what was published by a day alone."""
    state = build(
        listed("AO"), ("A", "2023-10-27", [counted("missions", 5)]), ("A", "2023-11-27", [counted("missions", 4)])
    )
    assert [one.said for one in check(state, "KP", DEFINITIONS, by=dt.date(2023, 10, 31))] == ["5 missions"]
