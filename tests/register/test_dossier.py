"""The dossier's answers, checked by hand against its articles: standing, spells, counts, and what was known when."""

import datetime as dt
from collections import Counter

import pytest
from register_claims import dossier, edtf, log

from legation.model import Answer
from legation.network.check import check
from legation.register import Happening, Policy, Record, Register, State, fold, open_on

BEFORE = dt.date(2023, 10, 1)
AFTER = dt.date(2024, 1, 31)


@pytest.fixture(scope="module")
def state() -> State:
    """Fold the whole dossier."""
    return fold(log(*dossier()))


def closing(record: Record) -> Happening:
    """Give the last closing that is held of a mission."""
    return [each for each in record.happenings if each.kind == "closed"][-1]


@pytest.mark.parametrize(
    ("mission", "standing", "when"),
    [
        ("KP-AO-embassy", "confirmed", "2023-10-25"),  # the Angolan ministry gave the day
        ("KP-UG-embassy", "confirmed", "2023-10-24/2023-11-30"),  # State House planned; Seoul and a tally: done
        (
            "KP-HK-consular-hong-kong",
            "confirmed",
            "2023-11-01/2024-01-04",
        ),  # announced 1 November, off the list 4 January
        ("KP-ES-embassy", "confirmed", "2023-11"),  # the embassy's own note; Seoul and a tally: done
        ("KP-NP-embassy", "confirmed", "2023-11-09/2023-11-30"),
        ("KP-BD-embassy", "confirmed", "2023-11-20/2023-11-21"),  # one ministry, two days
        ("KP-GN-embassy", "reported", "2023-10-02/2023-12-05"),  # Seoul alone, told again by a local paper
        ("KP-SN-embassy", "reported", "2023-10-02/2023-12-05"),
        ("KP-LY-embassy", "reported", "2023-10-02/2024-01-30"),
        ("KP-CD-embassy", "disputed", "2023-11-27/2023-11-30"),  # a tally says done, Seoul denies
        ("KP-DZ-embassy", "expected", None),  # an analyst: "could also close"
    ],
)
def test_each_closing_stands_as_a_careful_reader_would_put_it(
    state: State, mission: str, standing: str, when: str | None
) -> None:
    """Standing and date of every closing follow from who said what, and no date is narrower than the articles allow."""
    held = closing(state.missions[mission])
    assert (held.standing, edtf(held.when)) == (standing, when)


def test_the_network_has_53_missions_before_and_44_after_with_two_marked(state: State) -> None:
    """The count of 1 October 2023 is 53; nine are gone on 31 January 2024; Kinshasa and Algiers are open with a mark."""
    before = Counter(open_on(record, BEFORE).answer for record in state.missions.values())
    opinions = {key: open_on(record, AFTER) for key, record in state.missions.items()}
    assert before == {Answer.YES: 53}
    assert Counter(opinion.answer for opinion in opinions.values()) == {Answer.YES: 44, Answer.NO: 9}
    marked = {key: opinion.marks for key, opinion in opinions.items() if opinion.marks}
    assert marked == {"KP-CD-embassy": ("disputed",), "KP-DZ-embassy": ("expected",)}


def test_the_53_are_47_embassies_3_consulates_and_3_offices(state: State) -> None:
    """The kinds of the list add up as Seoul's ministry said, and all of them count as Seoul counts."""
    kinds = Counter(record.kind for record in state.missions.values())
    assert kinds == {"embassy": 47, "consulate_general": 3, "permanent_mission": 2, "representative_office": 1}
    seoul, embassies = Policy.default().definition("seoul"), Policy.default().definition("embassies")
    assert sum(seoul.counts(record.kind, "open") for record in state.missions.values()) == 53
    assert sum(embassies.counts(record.kind, "open") for record in state.missions.values()) == 47


def test_luanda_has_two_spells(state: State) -> None:
    """An embassy that closed in 1998 and opened again in 2013 was closed in between, and each end has its own claim."""
    luanda = state.missions["KP-AO-embassy"]
    ends = [(edtf(spell.begin), edtf(spell.end)) for spell in luanda.spells]
    assert ends == [(None, "1998"), ("2013", "2023-10-25")]
    assert open_on(luanda, dt.date(2005, 1, 1)).answer is Answer.NO
    assert open_on(luanda, dt.date(2023, 10, 24)).answer is Answer.YES
    assert open_on(luanda, dt.date(2023, 10, 25)).answer is Answer.NO


def test_dhaka_keeps_both_days(state: State) -> None:
    """Between the two days that were named nobody can say; both claims stay, and the answer hangs on them."""
    dhaka = state.missions["KP-BD-embassy"]
    dates = {item.claim.date for item in closing(dhaka).evidence if item.official}
    assert dates == {"2023-11-20", "2023-11-21"}
    opinion = open_on(dhaka, dt.date(2023, 11, 20))
    assert opinion.answer is Answer.UNKNOWN
    assert {item.id for item in closing(dhaka).evidence} <= set(opinion.hangs_on)


def test_kinshasa_stays_open_because_a_disputed_closing_moves_no_spell(state: State) -> None:
    """The ministry announced it, a tally said it was done, Seoul denied: all five claims are kept, no spell ends."""
    kinshasa = state.missions["KP-CD-embassy"]
    assert len(closing(kinshasa).evidence) == 5
    assert [spell.end for spell in kinshasa.spells] == [None]
    assert open_on(kinshasa, AFTER).condition == "open"
    assert open_on(kinshasa, dt.date(2023, 11, 1)).marks == ()  # nobody had spoken of it by then


def test_kampala_is_covered_from_two_places_according_to_two_voices(state: State) -> None:
    """State House announced Malabo, an analyst expects Pretoria; both stand side by side."""
    rows = {(row.from_, row.city): row.standing for row in state.coverage if row.receiving == "UG"}
    assert rows == {("GQ", "Malabo"): "announced", ("ZA", "Pretoria"): "expected"}


def test_every_figure_and_reason_is_kept_and_nothing_is_unresolved(state: State) -> None:
    """All counted and explained claims of the dossier come through the fold; every mission claim found its mission."""
    counted = sum(claim.kind == "counted" for _, claims in dossier() for claim in claims)
    explained = sum(claim.kind == "explained" for _, claims in dossier() for claim in claims)
    assert (len(state.figures), len(state.reasons)) == (counted, explained)
    assert state.unresolved == ()


def test_the_same_question_as_it_was_known_on_28_october(tmp_path_factory: pytest.TempPathFactory) -> None:
    """On 28 October only Luanda was gone; Kampala was announced, Hong Kong expected, and the rest not yet spoken of."""
    with Register.open(tmp_path_factory.mktemp("known") / "register.db") as register:
        for document, claims in dossier():
            register.add(document, claims, "test/1", at=document.day)
        now, then = register.state(sending="KP"), register.state(dt.date(2023, 10, 28), sending="KP")
    gone = {key for key, record in then.missions.items() if open_on(record, AFTER).answer is Answer.NO}
    marks = {key: open_on(record, AFTER).marks for key, record in then.missions.items() if open_on(record, AFTER).marks}
    assert gone == {"KP-AO-embassy"}
    assert marks == {"KP-HK-consular-hong-kong": ("expected",), "KP-UG-embassy": ("announced",)}
    assert len([record for record in now.missions.values() if open_on(record, AFTER).answer is Answer.NO]) == 9


def test_whose_46_is_which(state: State) -> None:
    """Press and Seoul both say 46 and mean other missions; Seoul's list agrees with the register, the press's cannot be judged."""
    found = [each for each in check(state, "KP", Policy.default().definitions) if each.said.startswith("46 missions,")]
    review, seoul = "Embassy Row Review", "South Korean Foreign Ministry"
    press_only, seoul_only = ("KP-CD-embassy", "KP-HK-consular-hong-kong"), ("KP-GN-embassy", "KP-SN-embassy")
    assert [(each.said, each.verdict, dict(each.only)) for each in found] == [
        ("46 missions, by name", "cannot_say", {review: press_only, "the register": ()}),
        ("46 missions, by name", "agrees", {seoul: (), "the register": ()}),
        ("46 missions, twice", "differs", {review: press_only, seoul: seoul_only}),
    ]
