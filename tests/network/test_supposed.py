"""A scenario folded beside the register: it changes what it says, and nothing else."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import build, claim, embassy, listed

from legation.errors import DataError
from legation.model import Answer
from legation.network.consequences import Consequences, consequences
from legation.network.scenario import Scenario, from_link, from_words, read_scenario
from legation.network.supposed import Supposed, suppose
from legation.register import Policy, State, open_on

POLICY = Policy.default()
DAY = dt.date(2024, 1, 31)
CODES = ("AO", "BD", "CN", "ES", "IT")
CLOSED = embassy("closed", "ES", date="2023-11-01", holder="Spanish Foreign Ministry", organ="ES")


def asked(state: State, on: dt.date = DAY, *, sending: str = "KP", **words: str) -> Supposed:
    """Fold short forms beside a register."""
    return suppose(state, from_words({verb: [some] for verb, some in words.items()}, sending=sending), POLICY, on)


def outcomes(found: Supposed) -> list[str]:
    """Give what became of each entry."""
    return [one.outcome for one in found.effects]


def opened(state: State, mission: str, on: dt.date = DAY) -> Answer:
    """Say whether a mission is open."""
    return open_on(state.missions[mission], on).answer


def answer(state: State, scenario: Scenario, sending: str = "KP") -> Consequences:
    """Ask what follows for one state."""
    return consequences(state, scenario, POLICY, DAY, sending=sending, definition="all")


def told_of(*kinds: str) -> st.SearchStrategy[list[Any]]:
    """Give papers that tell of embassies, dated and undated, in any order, at odds with each other or not."""
    one = st.builds(
        lambda kind, code, date, said: ("Paper", said, [embassy(kind, code, date=date, holder="Ministry")]),
        st.sampled_from(kinds),
        st.sampled_from(CODES),
        st.sampled_from([None, "2023", "2023-10", "2023-11-05", "2023-12-01/2024-01-10", "2024-03"]),
        st.sampled_from(["2023-10-20", "2023-11-20", "2024-02-20"]),
    )
    return st.lists(one, max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    told=told_of("opened", "closed", "suspended", "resumed"),
    verb=st.sampled_from(["close", "open", "suspend"]),
    code=st.sampled_from(CODES),
)
def test_what_a_scenario_does_not_name_stays_as_it_is(told: list[Any], verb: str, code: str) -> None:
    """Every other mission, its spells and its answer on any day are equal to those without the scenario."""
    state = build(listed(*CODES), *told)
    found = asked(state, DAY, **{verb: f"KP {code}"})
    own = f"KP-{code}-embassy"
    assert {key: one for key, one in found.state.missions.items() if key != own} == {
        key: one for key, one in state.missions.items() if key != own
    }
    if outcomes(found) == ["idle"]:
        assert found.state == state


def test_another_mission_in_the_same_state_keeps_its_answer() -> None:
    """The embassy closes; the consulate beside it has the same spells and the same happenings as before."""
    consulate = claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01")
    state = build(listed("CN"), ("List", "2023-10-01", [consulate]))
    found = asked(state, close="KP CN embassy").state
    assert opened(found, "KP-CN-embassy") is Answer.NO
    beside, before = (one.missions["KP-CN-consular-shenyang"] for one in (found, state))
    assert beside.spells == before.spells
    assert [one.id for one in beside.happenings] == [one.id for one in before.happenings]


@pytest.mark.parametrize("date", [None, "2023-11-01", "2023-11", "2023"])
def test_what_is_told_again_later_does_not_close_anew_what_the_scenario_opens(date: str | None) -> None:
    """Opened again in January, the mission stays open in March, though a paper of February tells of the old closing."""
    again = embassy("closed", "ES", date=date, holder="Spanish Foreign Ministry", organ="ES")
    state = build(listed("ES"), ("Paper", "2023-11-02", [CLOSED]), ("Paper", "2024-02-20", [again]))
    march = dt.date(2024, 3, 31)
    assert opened(state, "KP-ES-embassy", march) is Answer.NO
    found = asked(state, march, open="KP ES 2024-01-15")
    assert outcomes(found) == ["holds"]
    assert opened(found.state, "KP-ES-embassy", march) is Answer.YES
    assert opened(found.state, "KP-ES-embassy", dt.date(2023, 12, 1)) is Answer.NO


def test_a_closing_that_comes_after_the_entry_leaves_it_unsettled() -> None:
    """Opened in October in thought, and closed in November by a ministry: by January it is not open, and the reader is told."""
    state = build(listed("AO"), ("Paper", "2023-11-02", [CLOSED]))
    found = asked(state, open="KP ES 2023-10-15")
    assert outcomes(found) == ["unsettled"]
    assert opened(found.state, "KP-ES-embassy") is not Answer.YES


@pytest.mark.parametrize(
    ("words", "outcome", "why"),
    [
        ({"open": "KP AO"}, "idle", "it is open then without the scenario too"),
        ({"close": "KP ES"}, "idle", "it is closed then without the scenario too"),
        ({"close": "KP AO 2024-02-01"}, "later", "it comes after the day asked about"),
        ({"close": "KP AO 2024"}, "later", "its date reaches beyond the day asked about"),
        ({"close": "KP AO 2024-01"}, "holds", ""),
        ({"suspend": "KP AO"}, "holds", ""),
        ({"suspend": "KP BD"}, "idle", "it is not open then without the scenario too"),
        ({"suspend": "KP ES"}, "idle", "it is not open then without the scenario too"),
        ({"close": "KP BD"}, "holds", ""),
        ({"resume": "KP BD"}, "holds", ""),
    ],
)
def test_what_becomes_of_an_entry_is_told(words: dict[str, str], outcome: str, why: str) -> None:
    """An entry holds, changes nothing, or comes later than the day: Luanda is open, Madrid closed, Dhaka out of work."""
    stopped = embassy("suspended", "BD", date="2023-12-01", holder="Bangladeshi Foreign Ministry", organ="BD")
    state = build(listed("AO", "BD", "ES"), ("Paper", "2023-12-02", [CLOSED, stopped]))
    (effect,) = asked(state, DAY, **words).effects
    assert (effect.outcome, effect.why) == (outcome, why)


def test_two_entries_on_one_mission_are_taken_in_the_order_of_their_days() -> None:
    """Closed in November and opened in January, however they were given: open on the day, closed between."""
    found = asked(build(listed("AO")), open="KP AO 2024-01-15", close="KP AO 2023-11-01")
    assert outcomes(found) == ["holds", "holds"]
    days = (dt.date(2023, 10, 15), dt.date(2023, 12, 1), DAY)
    assert [opened(found.state, "KP-AO-embassy", one) for one in days] == [Answer.YES, Answer.NO, Answer.YES]


def test_one_scenario_may_speak_of_several_states() -> None:
    """Each sending state gets its own consequences, of its own entries alone; of a third nothing is said."""
    theirs = [embassy("opened", code, date="../2023-10-01") | {"sending": "KR"} for code in ("ES", "IT")]
    state = build(listed("ES", "IT"), ("List", "2023-10-01", theirs))
    scenario = from_words({"close": ["KP ES", "KR IT"]})
    assert scenario.senders == ["KP", "KR"]
    gone = {one: [each.id for each in answer(state, scenario, one).difference.gone] for one in scenario.senders}
    assert gone == {"KP": ["KP-ES-embassy"], "KR": ["KR-IT-embassy"]}
    with pytest.raises(DataError, match="says nothing of ES; it is about KP, KR"):
        answer(state, scenario, "ES")
    both = suppose(state, scenario, POLICY, DAY).state
    assert [opened(both, f"{one}-{code}-embassy") for one in ("KP", "KR") for code in ("ES", "IT")] == [
        Answer.NO, Answer.YES, Answer.YES, Answer.NO,
    ]  # fmt: skip


def test_a_mission_of_which_nothing_can_be_said_is_open_once_it_is_supposed() -> None:
    """Before its list nobody can say whether it is open; a supposed opening or closing settles it from its day on."""
    state, early = build(listed("AO")), dt.date(2023, 9, 1)
    assert opened(state, "KP-AO-embassy", early) is Answer.UNKNOWN
    found = asked(state, early, open="KP AO 2023-08-01")
    assert outcomes(found) == ["holds"]
    assert opened(found.state, "KP-AO-embassy", early) is Answer.YES
    assert opened(found.state, "KP-AO-embassy") is Answer.YES


@pytest.mark.parametrize("kind", ["opened", "closed"])
def test_claims_on_its_consulate_stay_with_the_one_they_are_about(kind: str) -> None:
    """A second consulate in China does not take, or make doubtful, undated words on “its consulate” there."""
    first = claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01", holder="List")
    said = claim(kind, "CN", mission="consulate", holder="Chinese Foreign Ministry", organ="CN")
    state = build(("List", "2023-10-01", [first]), ("Paper", "2023-11-20", [said]))
    before = opened(state, "KP-CN-consular-shenyang")
    found = asked(state, open="KP CN consulate Dandong")
    assert outcomes(found) == ["holds"]
    assert opened(found.state, "KP-CN-consular-shenyang") is before
    assert opened(found.state, "KP-CN-consular-dandong") is Answer.YES
    assert found.state.unresolved == state.unresolved


def test_what_is_left_is_told_with_who_covers_it_and_the_next_mission() -> None:
    """Rome covers Spain: with it closed, Italy is left without a mission, and Spain is covered no more."""
    cover = claim("accredited", "ES", **{"from": "IT", "holder": "Spanish Foreign Ministry", "organ": "ES"})
    state = build(listed("AO", "BD", "IT"), ("Paper", "2023-11-02", [CLOSED, cover]))
    found = answer(state, from_words({"close": ["KP IT"]}))
    assert [(one.receiving, [each.receiving for each in one.near]) for one in found.left] == [("IT", ["AO"])]
    assert [(one.receiving, one.row.from_) for one in found.uncovered] == [("ES", "IT")]
    assert found.under["all"][0].total - found.under["all"][1].total == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"close": "KP CN consulate Dandong"}, "in China it has KP-CN-consular-shenyang"),
        ({"close": "KP FR"}, "holds no mission of KP in France"),
        ({"open": "KP IT consulate"}, "needs its city"),
        ({"open": "KP IT Milan"}, "embassies sit in Rome"),
        ({"resume": "KP-XX-embassy-"}, "'KP-XX-embassy-'"),
    ],
)
def test_an_entry_on_no_mission_says_which_there_are(words: dict[str, str], told: str) -> None:
    """What cannot be supposed is refused with the entry's own words and a way out."""
    consulate = claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01")
    state = build(listed("IT"), ("List", "2023-10-01", [consulate]))
    with pytest.raises(DataError, match=next(iter(words.values()))) as error:
        asked(state, DAY, **words)
    assert told in str(error.value)


def test_a_link_says_all_that_the_file_does(tmp_path: Path) -> None:
    """A file with short forms, a table, a day for all and a title comes back from its link with the same entries."""
    file = tmp_path / "plan.toml"
    file.write_text(
        'title = "A & B"\ndate = 2024-01-10\nclose = ["KP ES", "KP CN consulate Shenyang 2023-12"]\n'
        '[[claim]]\nkind = "opened"\nsending = "KP"\nreceiving = "US"\nmission = "permanent mission"\ncity = "New York"\n'
        '[[claim]]\nkind = "opened"\nsending = "KP"\nreceiving = "UA"\nmission = "consulate"\ncity = "Small, \\"Old\\" Town"\n',
        "utf-8",
    )
    scenario = read_scenario(file)
    again, rest = from_link(scenario.link(sending="KP", on="2024-01-31", known="7"))
    assert rest == {"sending": "KP", "on": "2024-01-31", "known": "7"}
    assert again.title == "A & B"
    assert [(one.verb, one.words) for one in again.steps] == [(one.verb, one.words) for one in scenario.steps]
    assert [one.date for one in again.steps] == ["2024-01-10", "2023-12", "2024-01-10", "2024-01-10"]
    assert again.steps[-1].city == "Small, 'Old' Town"


@settings(max_examples=40, deadline=None)
@given(
    told=told_of("opened", "closed", "suspended"),
    verb=st.sampled_from(["close", "open", "suspend", "resume"]),
    code=st.sampled_from(CODES),
)
def test_what_comes_later_changes_no_answer_before_it(told: list[Any], verb: str, code: str) -> None:
    """An entry of 2030 leaves every answer up to then: to fold a mission anew is to fold it as it was."""
    state = build(listed(*CODES), *told)
    own = f"KP-{code}-embassy"
    found = asked(state, DAY, **{verb: f"KP {code} 2030-01-01"}).state
    for day in (dt.date(2023, 9, 1), dt.date(2023, 10, 15), dt.date(2023, 11, 30), DAY, dt.date(2029, 12, 31)):
        then, now = (open_on(one.missions[own], day) for one in (state, found))
        assert (now.answer, now.condition) == (then.answer, then.condition), day


def test_a_doubt_that_concerns_two_missions_stays_with_the_one_that_is_not_supposed() -> None:
    """“Its consulate” closed, and it has two: in thought one closes for certain, of the other nobody can say as before."""
    both = [
        claim("opened", "CN", city=city, mission="consulate", date="../2023-10-01", holder="List")
        for city in ("Shenyang", "Dandong")
    ]
    said = claim("closed", "CN", mission="consulate", date="2023-11", holder="Chinese Foreign Ministry", organ="CN")
    state = build(("List", "2023-10-01", both), ("Paper", "2023-11-20", [said]))
    found = asked(state, close="KP CN consulate Dandong 2023-12-01").state
    assert opened(state, "KP-CN-consular-dandong") is Answer.UNKNOWN
    assert opened(found, "KP-CN-consular-dandong") is Answer.NO
    assert found.missions["KP-CN-consular-shenyang"] == state.missions["KP-CN-consular-shenyang"]


def test_a_city_in_a_table_may_be_spelt_in_another_way(tmp_path: Path) -> None:
    """A new consulate is known by the gazetteer's name of its city, and holds on the day."""
    file = tmp_path / "plan.toml"
    file.write_text(
        '[[claim]]\nkind = "open"\nsending = "KP"\nreceiving = "UA"\nmission = "consulate"\ncity = "Kharkov"\n'
    )
    found = suppose(build(listed("AO")), read_scenario(file), POLICY, DAY)
    assert [(one.mission, one.outcome) for one in found.effects] == [("KP-UA-consular-kharkiv", "holds")]
    assert opened(found.state, "KP-UA-consular-kharkiv") is Answer.YES


def test_where_no_kind_is_said_an_embassy_opens_and_what_has_stopped_resumes() -> None:
    """Beside a permanent mission an embassy is new; of two missions that which is out of work resumes, and the open one closes."""
    york = claim("opened", "US", city="New York", mission="permanent_mission", date="../2023-10-01", holder="List")
    consulate = claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01", holder="List")
    stopped = embassy("suspended", "CN", date="2023-12-01", holder="Chinese Foreign Ministry", organ="CN")
    state = build(listed("CN"), ("List", "2023-10-01", [york, consulate]), ("Paper", "2023-12-02", [stopped]))
    aims = [
        ({"open": "US"}, "KP-US-embassy"),
        ({"resume": "CN"}, "KP-CN-embassy"),
        ({"close": "CN"}, "KP-CN-consular-shenyang"),
    ]
    for words, mission in aims:
        (effect,) = asked(state, DAY, **words).effects
        assert (effect.mission, effect.outcome) == (mission, "holds")


def test_a_real_closing_after_the_supposed_one_is_moot() -> None:
    """Who supposes that a mission closes earlier than it did gets a plain answer for the time between."""
    later = embassy("closed", "ES", date="2023-10-26", holder="Spanish Foreign Ministry", organ="ES")
    state = build(listed("AO", "ES"), ("Paper", "2023-11-02", [later]))
    found = asked(state, dt.date(2023, 10, 10), close="KP ES 2023-10-05")
    assert outcomes(found) == ["holds"]
    assert open_on(found.state.missions["KP-ES-embassy"], dt.date(2023, 10, 10)).answer is Answer.NO
