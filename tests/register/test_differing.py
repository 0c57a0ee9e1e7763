"""What two readers differ on waits for people; rulings on what is read no longer are marked; readers have records."""

import datetime as dt

import pytest
from register_claims import report, say
from test_decisions import ruling

from legation.errors import DecisionRefused
from legation.model import Answer
from legation.register import Register, open_on
from legation.register.review import Case, review

DAY = dt.date(2024, 6, 1)
BOTH = "rules-1+llm-1"
PAPER = report(
    "2023-11-01",
    "A",
    say("opened", date="1972", quote="open since 1972"),
    say("closed", date="2023-10-30", quote="it closed on 30 October"),
    say("closed", date="2023-10-30", status="planned", quote="it closed on 30 October"),
    say("farewell", quote="paid a farewell call"),
)
AGREED, DONE, PLANNED, FAREWELL = (claim.id_in(PAPER[0].id) for claim in PAPER[1])


def take_in(register: Register, version: str = BOTH) -> None:
    """Take in what two readers agree on, and what each has that the other has not."""
    document, (agreed, done, planned, farewell) = PAPER
    register.add_all(
        [
            (document, [agreed], f"both/{version}"),
            (document, [done], f"waiting:rules/{version}"),
            (document, [planned, farewell], f"waiting:llm/{version}"),
        ]
    )


def queue(register: Register) -> list[Case]:
    """Give what waits."""
    return review(register.state(), [each.decision for each in register.decisions() if each.decision], DAY)


def closed(register: Register) -> list[str]:
    """Give the standings of all closings."""
    held = register.state().missions["KP-UG-embassy"]
    return [each.standing for each in held.happenings if each.kind == "closed"]


def test_what_readers_differ_on_counts_for_nothing_and_waits(place: str) -> None:
    """The agreed opening counts; the closing that they read otherwise and the farewell of one alone come up for review."""
    with Register.open(place) as register:
        take_in(register)
        record = register.state().missions["KP-UG-embassy"]
        assert [each.kind for each in record.happenings] == ["opened"]
        assert [each.answer for each in register.seen_on(DAY)] == [open_on(record, DAY).answer] == [Answer.YES]
        told = {(each.matter, each.kind, len(each.evidence), each.why.partition(":")[0]) for each in queue(register)}
        assert told == {
            ("readers", "closed", 2, "readers rules and llm differ"),
            ("readers", "farewell", 1, "found by reader llm alone"),
        }


def test_who_accepts_what_one_reader_found_lets_it_in_and_settles_the_difference(place: str) -> None:
    """It counts as its source's word, not as confirmed by the reviewer; a withdrawal takes it out again."""
    with Register.open(place) as register:
        take_in(register)
        before = register.rebuild()
        decision = ruling("accept", DONE)
        register.decide(decision)
        assert closed(register) == ["reported"]
        assert [each.answer for each in register.seen_on(DAY)] == [Answer.NO]
        assert [each.kind for each in queue(register) if each.matter == "readers"] == ["farewell"]
        register.decide(ruling("correct", FAREWELL, date="2023-10-27"))
        assert [each for each in queue(register) if each.matter == "readers"] == []
        register.decide(ruling("withdraw", decision.id))
        register.decide(ruling("withdraw", register.decisions()[1].source.id))
        assert register.rebuild() == before


def test_a_claim_that_a_reader_alone_finds_later_waits_no_more(place: str) -> None:
    """What a reader that is trusted by itself claims goes in, whatever two readers differed on; two that agree anew end the wait."""
    with Register.open(place) as register:
        take_in(register)
        register.add(PAPER[0], [PAPER[1][1]], "zeta/1")
        assert closed(register) == ["reported"]
        assert [each.target for each in queue(register) if each.kind == "closed" and each.matter == "readers"] == [
            PLANNED
        ]
        register.add(PAPER[0], PAPER[1][:1], "both/rules-2+llm-1")
        assert [each for each in queue(register) if each.matter == "readers"] == []


def test_the_records_of_readers_count_rulings_on_claims_by_name(place: str) -> None:
    """By reader and kind: what both found, what one alone found; a ruling on a happening judges no reader."""
    with Register.open(place) as register:
        take_in(register)
        register.decide(ruling("accept", DONE))
        register.decide(ruling("reject", PLANNED))
        register.decide(ruling("correct", FAREWELL, date="2023-10-27"))
        register.decide(register.draft("accept", ["KP-UG-embassy"], by="Ada", reason="seen"))
        found = [(each.reader, each.kind, each.accepted, each.corrected, each.rejected) for each in register.records()]
        assert found == [("llm", "closed", 0, 0, 1), ("llm", "farewell", 0, 1, 0), ("rules", "closed", 1, 0, 0)]
        register.decide(ruling("accept", AGREED))
        assert ("both", "opened", 1, 0, 0) in [
            (each.reader, each.kind, each.accepted, each.corrected, each.rejected) for each in register.records()
        ]


def test_a_ruling_on_what_is_read_no_longer_is_marked(place: str) -> None:
    """After another version of the reader finds something else, the ruling is stale in the answers and the queue until withdrawn."""
    with Register.open(place) as register:
        document, claims = PAPER
        register.add(document, claims[:2], "rules/1")
        decision = ruling("accept", DONE)
        register.decide(decision)
        assert register.state(sending="KP").stale == register.state().stale == ()
        then = register.known()
        register.add(document, claims[:1], "rules/2")
        for state in (register.state(), register.state(sending="KP")):
            (held,) = state.stale
            assert (held.ruling, held.about, [each.id for each in held.gone], held.left) == (
                decision.id, "KP-UG", [DONE], 0,
            )  # fmt: skip
        assert register.state(then.sequence if then else 0).stale == ()
        first = queue(register)[0]
        assert (first.matter, first.target) == ("stale", decision.id)
        with pytest.raises(DecisionRefused, match="contradicts"):
            register.decide(ruling("reject", DONE))
        register.decide(ruling("withdraw", decision.id))
        assert register.state().stale == ()
        assert queue(register) == []
