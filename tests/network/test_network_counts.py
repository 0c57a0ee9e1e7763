"""A network on a day: what is listed, what counts, and what cannot be said."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from worlds import build, claim, counted, embassy, listed

from legation.model import Answer
from legation.network import compare, network
from legation.register import Policy

POLICY = Policy.default()
BEFORE, AFTER = dt.date(2023, 10, 1), dt.date(2024, 1, 31)
CODES = ("AO", "BD", "CD", "DZ", "ES", "GN", "NP", "SN", "UG")


def test_a_list_is_open_on_its_day_and_says_nothing_of_the_day_before() -> None:
    """What stands in a list on a day is open then; whether it was open earlier cannot be said."""
    state = build(listed("AO", "ES"))
    found = network(state, "KP", BEFORE, "all", POLICY.definition("all"))
    assert (found.total, found.most, found.counts) == (2, 2, {"embassy": 2})
    earlier = network(state, "KP", BEFORE - dt.timedelta(days=1), "all", POLICY.definition("all"))
    assert (earlier.total, earlier.most) == (0, 2)


def test_a_closing_within_days_leaves_the_count_uncertain_in_between() -> None:
    """Between the first and the last day on which it may have closed, a mission is in no count."""
    state = build(
        listed("AO", "ES"),
        (
            "Paper",
            "2023-11-10",
            [embassy("closed", "ES", date="2023-11-02/2023-11-08", holder="Spanish Foreign Ministry", organ="ES")],
        ),
    )
    totals = {
        day: (found.total, found.most)
        for day in (dt.date(2023, 11, 1), dt.date(2023, 11, 5), dt.date(2023, 11, 8))
        if (found := network(state, "KP", day, "all", POLICY.definition("all")))
    }
    assert totals == {dt.date(2023, 11, 1): (2, 2), dt.date(2023, 11, 5): (1, 2), dt.date(2023, 11, 8): (1, 1)}
    unsure = network(state, "KP", dt.date(2023, 11, 5), "all", POLICY.definition("all")).unsure
    assert [one.id for one in unsure] == ["KP-ES-embassy"]


def test_definitions_count_differently() -> None:
    """Embassies only; all; and Seoul's way, which leaves honorary consulates out."""
    state = build(
        listed("AO"),
        ("List", "2023-10-01", [
            claim("opened", "US", city="New York", mission="permanent_mission", date="../2023-10-01"),
            claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01"),
            claim("opened", "NP", city="Pokhara", mission="honorary_consulate", date="../2023-10-01"),
        ]),
    )  # fmt: skip
    totals = {name: network(state, "KP", BEFORE, name, POLICY.definition(name)).total for name in POLICY.definitions}
    assert totals == {"all": 4, "embassies": 1, "seoul": 3}


def test_every_member_leads_to_the_words_it_hangs_on() -> None:
    """A member's JSON carries the quotes of the claims on which its answer hangs, with holder and offsets."""
    found = network(build(listed("AO")), "KP", BEFORE, "all", POLICY.definition("all")).json_form()
    (mission,) = found["missions"]
    assert (mission["id"], mission["open"], mission["standing"], mission["since"]) == (
        "KP-AO-embassy", "yes", "reported", "../2023-10-01",
    )  # fmt: skip
    (quote,) = mission["quotes"]
    assert quote["holder"] == "List"
    assert quote["end"] - quote["start"] == len(quote["quote"])


def test_what_is_only_expected_is_marked_and_stays_open() -> None:
    """“Would close” moves no spell: the mission counts, with a mark."""
    state = build(listed("DZ"), ("Paper", "2023-11-14", [embassy("closed", "DZ", status="possible", holder="Analyst")]))
    (member,) = network(state, "KP", AFTER, "all", POLICY.definition("all")).members
    assert member.counted is Answer.YES
    assert member.opinion.marks == ("expected",)


def test_two_days_are_compared_member_by_member() -> None:
    """Who is gone is shown with the claims of its closing, who came with those of its opening."""
    state = build(
        listed("AO", "ES"),
        ("Paper", "2023-11-22", [
            embassy("closed", "ES", date="2023-11-20", holder="Spanish Foreign Ministry", organ="ES"),
            embassy("opened", "NI", date="2023-11-21", holder="Nicaraguan Foreign Ministry", organ="NI"),
        ]),
    )  # fmt: skip
    old, new = (network(state, "KP", day, "all", POLICY.definition("all")) for day in (BEFORE, AFTER))
    found = compare(old, new)
    assert [one.id for one in found.gone] == ["KP-ES-embassy"]
    assert [one.id for one in found.come] == ["KP-NI-embassy"]
    assert found.gone[0].holds
    assert found.gone[0].holds.kind == "closed"
    assert (found.same, found.changed) == (1, ())


@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True), st.data())
def test_counts_are_the_members_and_change_by_who_went(codes: list[str], data: st.DataObject) -> None:
    """For any closings: total is the sum over kinds and the number of open members, and gone plus same is the old total."""
    closed = data.draw(st.lists(st.sampled_from(codes), unique=True))
    closings = [embassy("closed", code, date="2023-11-05", holder="Ministry", organ=code) for code in closed]
    state = build(listed(*codes), ("Paper", "2023-11-10", closings))
    old, new = (network(state, "KP", day, "all", POLICY.definition("all")) for day in (BEFORE, AFTER))
    assert new.total == sum(new.counts.values()) == len(new.open) == len(codes) - len(closed)
    found = compare(old, new)
    assert len(found.gone) + found.same == old.total
    assert {one.receiving for one in found.gone} == set(closed)


def test_the_last_published_total_stands_beside_the_registers_own() -> None:
    """Of the totals published by the day, the last that speaks of its own time; later ones and looks back are left out."""
    state = build(
        listed("AO", "ES"),
        ("Agency", "2023-10-31", [counted("missions", 50, quote="It has 50 missions")]),
        ("Agency", "2023-11-03", [counted("missions", 53, quote="It had 53 missions before")]),
        ("Agency", "2024-01-30", [counted("missions", 44, quote="It has 44 missions")]),
    )
    found = network(state, "KP", dt.date(2023, 11, 30), "all", POLICY.definition("all"))
    assert found.published
    assert found.published.claim.value == 50
    assert network(state, "KP", BEFORE, "all", POLICY.definition("all")).published is None
