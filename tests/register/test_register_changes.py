"""What each entry changed, and because of what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from register_claims import dossier, report, say

from legation.register import Change, Register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Give an empty register."""
    with Register.open(tmp_path / "register.db") as opened:
        yield opened


def lines(changes: Iterator[Change]) -> list[tuple[int, str, str, str, str | None, str | None]]:
    """Give the gist of changes: sequence, cause, mission, kind, standing before and after."""
    return [(each.known.sequence, each.cause, each.mission, each.kind, each.before, each.standing) for each in changes]


def test_a_closing_is_announced_then_reported_then_confirmed(register: Register) -> None:
    """Each document's effect is told once, with its cause, its holder and the words it brought."""
    ministry = "Ugandan Foreign Ministry"
    register.add(*report("2023-10-24", "A", say("closed", status="planned", holder=ministry)), "rules/1")
    register.add(*report("2023-11-24", "B", say("closed", date="2023-11-20")), "rules/1")
    register.add(*report("2023-11-25", "C", say("closed", date="2023-11-20", holder=ministry)), "rules/1")
    register.add(*report("2023-11-26", "D", say("closed", date="2023-11-20", holder=ministry)), "rules/1")
    told = list(register.changes())
    assert lines(iter(told)) == [
        (1, "document", "KP-UG-embassy", "closed", None, "announced"),
        (2, "document", "KP-UG-embassy", "closed", "announced", "reported"),
        (3, "document", "KP-UG-embassy", "closed", "reported", "confirmed"),
    ]
    assert [each.holder for each in told] == [ministry, "B", ministry]
    assert [(each.date_before, each.date) for each in told] == [
        (None, None), (None, "2023-11-20"), ("2023-11-20", "2023-11-20"),
    ]  # fmt: skip
    assert [[item.source.publisher for item in each.evidence] for each in told] == [["A"], ["B"], ["C"]]


def test_another_date_is_a_change(register: Register) -> None:
    """Two sources that differ widen the date, and the list says from what to what."""
    register.add(*report("2023-11-22", "A", say("closed", date="2023-11-20")), "rules/1")
    register.add(*report("2023-11-22", "A", say("closed", date="2023-11-21"), title="again"), "rules/1")
    (_, change) = register.changes()
    assert (change.before, change.standing) == ("reported", "reported")
    assert (change.date_before, change.date) == ("2023-11-20", "2023-11-20/2023-11-21")


def test_a_new_reader_is_told_apart_from_the_world(register: Register) -> None:
    """What a document loses when it is read again is told as no longer held, with the reader as its cause."""
    document, claims = report("2023-10-27", "A", say("closed", date="2023-10-25"))
    register.add(document, claims, "rules/1")
    register.add(document, [], "rules/2")
    assert lines(register.changes()) == [
        (1, "document", "KP-UG-embassy", "closed", None, "reported"),
        (2, "reader", "KP-UG-embassy", "closed", "reported", None),
    ]


def test_the_list_can_begin_anywhere(register: Register) -> None:
    """Changes since a point are the tail of all changes, to the letter."""
    for document, claims in dossier():
        register.add(document, claims, "rules/1", at=document.day)
    whole = list(register.changes())
    for since in (0, 1, 9, 23, 24):
        assert list(register.changes(since)) == [each for each in whole if each.known.sequence > since]
    assert len([each for each in whole if each.known.sequence == 1]) == 53


def test_changes_lead_to_the_state(register: Register) -> None:
    """Applying every change in turn ends at the standings that the register holds."""
    for document, claims in dossier():
        register.add(document, claims, "rules/1", at=document.day)
    held: dict[tuple[str, str, str | None], str] = {}
    for each in register.changes():
        if each.kind != "accredited" and each.standing and each.before is None:
            held[each.mission, each.kind, each.date] = each.standing
        elif each.kind != "accredited" and each.standing:
            del held[each.mission, each.kind, each.date_before]
            held[each.mission, each.kind, each.date] = each.standing
    state = register.state()
    every = [each for record in state.missions.values() for each in record.happenings]
    every += [*state.relations, *state.movements]
    assert held == {(each.mission, each.kind, each.when.edtf if each.when else None): each.standing for each in every}
