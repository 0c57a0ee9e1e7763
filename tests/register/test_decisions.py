"""People's rulings: what each does, that withdrawing undoes it, and what is refused or flagged by name."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_claims import edtf, log, report, say
from test_register_properties import Report, histories

from legation.errors import DecisionRefused
from legation.model import Answer
from legation.register import Decision, Entry, Happening, Known, Register, Source, State, canonical, fold, open_on
from legation.register.decisions import standing_rulings
from legation.register.fold import without_known

AT = "2024-02-01T10:00:00+00:00"


def ruling(kind: Any, /, *names: str, by: str = "Ada", **corrections: Any) -> Decision:
    """Write a ruling in one line."""
    return Decision(
        kind=kind, target=names[0], others=names[1:], corrections=corrections, by=by, reason="seen the note", at=AT
    )


def ruled(entries: Sequence[Entry], *decisions: Decision) -> list[Entry]:
    """Put rulings behind a log."""
    day = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    return [*entries] + [
        Entry(Known(number, day), "decision", Source(one.id, one.reason, one.by, None, None), "", {}, decision=one)
        for number, one in enumerate(decisions, len(entries) + 1)
    ]


def told(state: State, kind: str = "closed") -> list[Happening]:
    """List the happenings of a kind, in time."""
    return [each for record in state.missions.values() for each in record.happenings if each.kind == kind]


PAPER = report("2023-11-01", "A", say("closed", date="2023-10-30"))
DENIAL = report("2023-11-02", "B", say("closed", status="denied", holder="Ugandan Foreign Ministry"))
CLOSED, DENIED = (each[1][0].id_in(each[0].id) for each in (PAPER, DENIAL))


def test_an_accepted_claim_settles_a_dispute_and_says_who_settled_it() -> None:
    """Accepting what is disputed makes it confirmed, with the name and reason in the rule."""
    entries = log(PAPER, DENIAL)
    assert [each.standing for each in told(fold(entries))] == ["disputed"]
    (closing,) = told(fold(ruled(entries, ruling("accept", CLOSED))))
    assert (closing.standing, closing.why) == ("confirmed", "accepted by Ada (seen the note)")


def test_a_rejected_claim_counts_for_nothing() -> None:
    """Rejecting the only report of a closing leaves no closing."""
    assert told(fold(ruled(log(PAPER), ruling("reject", CLOSED)))) == []


def test_a_corrected_claim_counts_as_corrected_and_keeps_its_id() -> None:
    """A wrong date is put right, and the evidence is still the claim that was read."""
    (closing,) = told(fold(ruled(log(PAPER), ruling("correct", CLOSED, date="2023-10-31"))))
    assert (edtf(closing.when), closing.evidence[0].id) == ("2023-10-31", CLOSED)


def test_merging_makes_two_happenings_one_and_splitting_takes_one_apart() -> None:
    """Two closings three years apart become one by a ruling; two reports of one closing become two."""
    old = report("2020-01-01", "B", say("closed", date="2019-12-30"))
    near = report("2023-11-05", "C", say("closed", date="2023-10-28"))
    older, nearer = (each[1][0].id_in(each[0].id) for each in (old, near))
    assert len(told(fold(log(PAPER, old)))) == 2
    (one,) = told(fold(ruled(log(PAPER, old), ruling("merge", CLOSED, older))))
    assert edtf(one.when) == "2019-12-30/2023-10-30"
    assert len(told(fold(log(PAPER, near)))) == 1
    apart = told(fold(ruled(log(PAPER, near), ruling("split", nearer))))
    assert [edtf(each.when) for each in apart] == ["2023-10-28", "2023-10-30"]


def test_merging_with_a_claim_of_a_known_mission_resolves_what_is_unresolved() -> None:
    """A consulate in China that nobody names belongs to one of two posts once a person says to which."""
    posts = [
        report("2020-01-01", "A", say("opened", "CN", mission="consulate_general", city=city, date="2001"))
        for city in ("Shenyang", "Dandong")
    ]
    vague = report("2024-01-01", "B", say("closed", "CN", mission="consulate", date="2023-12-20"))
    dandong, closed = (each[1][0].id_in(each[0].id) for each in (posts[1], vague))
    entries = log(*posts, vague)
    assert [item.id for item in fold(entries).unresolved] == [closed]
    state = fold(ruled(entries, ruling("merge", dandong, closed)))
    assert state.unresolved == ()
    answers = {key: open_on(record, dt.date(2024, 1, 1)).answer for key, record in state.missions.items()}
    assert answers == {"KP-CN-consular-dandong": Answer.NO, "KP-CN-consular-shenyang": Answer.YES}


def test_two_people_who_contradict_each_other_leave_the_sources_to_speak() -> None:
    """Neither of two contradicting rulings is heeded, both are flagged, and withdrawing one lets the other count."""
    entries, one, other = log(PAPER), ruling("accept", CLOSED), ruling("reject", CLOSED, by="Ben")
    both = ruled(entries, one, other)
    assert without_known(fold(both)) == without_known(fold(entries))
    held, against = standing_rulings([one, other])
    assert held == sorted([one, other], key=lambda each: each.id)
    assert against == {one.id: (other.id,), other.id: (one.id,)}
    left = fold(ruled(entries, one, other, ruling("withdraw", other.id, by="Ben")))
    assert [each.standing for each in told(left)] == ["confirmed"]


@settings(deadline=None)
@given(histories, st.data())
def test_withdrawing_leaves_the_register_as_it_was(history: list[Report], data: st.DataObject) -> None:
    """Whatever was ruled, once all of it is withdrawn the register is the same; rulings never make spells overlap."""
    entries = log(*history)
    decisions = data.draw(rulings_on([key for entry in entries for key in entry.claims]))
    state = fold(ruled(entries, *decisions))
    for record in state.missions.values():
        ends = [when for spell in record.spells for when in (spell.begin, spell.end) if when]
        assert [when.latest for when in ends] == sorted(when.latest for when in ends)
    chance = data.draw(st.randoms(use_true_random=False))
    shuffled = ruled(entries, *decisions)
    chance.shuffle(shuffled)
    assert fold(shuffled) == state
    undone = [*decisions, *(ruling("withdraw", key) for key in {each.id for each in decisions})]
    assert without_known(fold(ruled(entries, *undone))) == without_known(fold(entries))


@st.composite
def rulings_on(draw: st.DrawFn, claims: list[str]) -> list[Decision]:
    """Draw rulings of two people on claims."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["accept", "reject", "merge", "split", "correct"]))
        names = draw(st.lists(st.sampled_from(claims), min_size=1, max_size=3, unique=True))
        fields = (
            {"date": draw(st.sampled_from(["2013", "2023-10", "../2023-10-01", None]))} if kind == "correct" else {}
        )
        found.append(
            ruling(kind, *(names[:1] if fields else names), by=draw(st.sampled_from(["Ada", "Ben"])), **fields)
        )
    return found


@pytest.fixture
def register(place: str) -> Any:
    """Give a register that holds a disputed closing, in each kind of database."""
    with Register.open(place) as opened:
        for found, claims in (PAPER, DENIAL):
            opened.add(found, claims, "test/1")
        yield opened


def test_a_ruling_is_an_entry_of_the_log_and_stays_in_its_past(register: Register) -> None:
    """A ruling changes the answer from its entry on, is told as the cause, and its withdrawal brings the old sum back."""
    before, form = register.rebuild(), canonical.form(register.state())
    decision = register.draft("accept", [told(register.state())[0].id], by="Ada", reason="seen the note")
    assert decision.others == (CLOSED,)
    outcome, known = register.decide(decision)
    assert (outcome, known.sequence) == ("new", 3)
    assert register.decide(decision) == ("known", known)
    assert [each.standing for each in told(register.state())] == ["confirmed"]
    assert [each.answer for each in register.seen_on(dt.date(2024, 1, 1))] == [Answer.NO]
    assert canonical.form(register.state(2)) == form
    (change,) = register.changes(since=2)
    assert (change.cause, change.before, change.standing, change.holder) == ("decision", "disputed", "confirmed", "Ada")
    register.decide(register.draft("withdraw", [decision.id], by="Ada", reason="not the right note"))
    assert canonical.form(register.state()) == form
    assert register.rebuild() == before
    assert [each.decision and each.decision.kind for each in register.decisions()] == ["accept", "withdraw"]
    assert register.decisions()[0].decision == decision


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (ruling("accept", "0123456789abcdef"), "no claim 0123456789abcdef"),
        (ruling("withdraw", "0123456789abcdef"), "no such decision"),
        (ruling("reject", CLOSED), "contradicts decision"),
        (ruling("correct", CLOSED, date="last week"), "last week"),
        (ruling("correct", CLOSED, status="maybe"), "maybe"),
        (ruling("correct", CLOSED, quote="shut"), "quote cannot be corrected"),
        (ruling("correct", CLOSED, sending="Uganda"), "sending is .Uganda."),
        (ruling("correct", CLOSED, sending="ZZ"), "sending: no state has the code 'ZZ'"),
        (ruling("correct", CLOSED, organ="ZZ"), "organ: no state has the code 'ZZ'"),
        (ruling("correct", "0123456789abcdef", date="2023"), "a correction is of one claim"),
        (ruling("correct", CLOSED, kind="shut"), "shut"),
        (ruling("correct", CLOSED, receiving=None), "needs both a sending and a receiving state"),
        (ruling("correct", CLOSED, kind="counted"), "needs measure, value and qualifier"),
        (ruling("correct", CLOSED), "corrections belong to"),
        (ruling("merge", CLOSED), "nothing to merge"),
        (ruling("accept", CLOSED, by=" "), "by is empty"),
    ],
)
def test_a_ruling_that_cannot_stand_is_refused_by_name(tmp_path: Path, decision: Decision, message: str) -> None:
    """What names nothing, says too little or contradicts its author is refused, and nothing is written."""
    with Register.open(tmp_path / "register.db") as register:
        for found, claims in (PAPER, DENIAL):
            register.add(found, claims, "test/1")
        register.decide(ruling("accept", CLOSED))
        with pytest.raises(DecisionRefused, match=message):
            register.decide(decision)
        assert register.known() == register.known(3)


def test_a_name_that_is_nothing_is_refused_while_drafting(tmp_path: Path) -> None:
    """A ruling on a happening or mission that the register does not hold says where to look."""
    with Register.open(tmp_path / "register.db") as register:
        register.add(*PAPER, "test/1")
        with pytest.raises(DecisionRefused, match="KP-XX-embassy: no claim, happening or mission"):
            register.draft("accept", ["KP-XX-embassy"], by="Ada", reason="seen the note")


def seen(register: Register) -> dict[str, str]:
    """Say of every mission whether it was open after all that is told here."""
    return {each.mission: each.answer.value for each in register.seen_on(dt.date(2024, 1, 1))}


def test_a_claim_of_the_wrong_states_counts_for_the_right_ones(place: str, tmp_path: Path) -> None:
    """Uganda's closing was Kenya's: the change is told, stored answers follow, and withdrawing brings the old sum back."""
    with Register.open(place) as register:
        for found, claims in (PAPER, DENIAL, report("2020-01-01", "C", say("opened", "KE", date="1975"))):
            register.add(found, claims, "test/1")
        before, answers = register.rebuild(), seen(register)
        assert answers == {"KP-KE-embassy": "yes", "KP-UG-embassy": "unknown"}
        decision = register.draft("correct", [CLOSED], by="Ada", reason="misread", corrections={"receiving": "KE"})
        sequence = register.decide(decision)[1].sequence
        assert seen(register) == {"KP-KE-embassy": "no", "KP-UG-embassy": "unknown"}
        assert [(each.mission, each.standing) for each in register.changes(since=sequence - 1)] == [
            ("KP-KE-embassy", "reported"),
            ("KP-UG-embassy", "denied"),
        ]
        assert canonical.form(register.state(sending="KP")) == canonical.form(register.state())
        register.backup(tmp_path / "backup")
        register.add(PAPER[0], [], "test/2")  # read again, the claim is gone from Kenya too
        assert seen(register) == {"KP-KE-embassy": "yes", "KP-UG-embassy": "unknown"}
        register.decide(ruling("withdraw", decision.id))
        register.add(PAPER[0], PAPER[1], "test/3")
        assert seen(register) == answers
    with Register.open(tmp_path / "restored.db") as restored:
        restored.restore(tmp_path / "backup")
        assert {each.mission: each.answer.value for each in restored.seen_on(dt.date(2024, 1, 1), 3)} == answers
        assert seen(restored) == {"KP-KE-embassy": "no", "KP-UG-embassy": "unknown"}
        restored.decide(ruling("withdraw", decision.id))
        assert restored.rebuild() == before


def test_a_claim_of_a_state_of_which_nothing_else_is_said_is_found_there(place: str) -> None:
    """Sending state and kind can be put right too: what was read as North Korea's closing is South Korea's rupture."""
    with Register.open(place) as register:
        register.add(*PAPER, "test/1")
        before = register.rebuild()
        fields = {"sending": "KR", "kind": "relations_severed"}
        decision = register.draft("correct", [CLOSED], by="Ada", reason="misread", corrections=fields)
        register.decide(decision)
        assert register.state().missions == register.state(sending="KP").missions == {}
        for state in (register.state(sending="KR"), register.state(sending="UG"), register.state()):
            assert [(each.mission, each.kind) for each in state.relations] == [("KR-UG", "relations_severed")]
        assert seen(register) == {}
        changed = register.rebuild()
        register.decide(ruling("withdraw", decision.id))
        assert changed != register.rebuild() == before
