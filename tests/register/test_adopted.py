"""Under which policy a register stands is noted in its log, and what a change of policy moved is told apart from the world's."""

import datetime as dt
import gzip
import hashlib
import json
from pathlib import Path

import pytest
from places import ask
from register_claims import report, say
from test_policy_changes import policy

from legation.errors import DataError, PolicyError
from legation.register import Policy, Register
from legation.register.joining import join
from legation.register.tables import SCHEMA_VERSION

STRICT = policy("independent_origins = 2", "independent_origins = 3")


def two_origins(place: str | Path, policy: Policy | None = None) -> Register:
    """Give a register in which two papers tell of one closing."""
    register = Register.open(place, policy=policy)
    for name in "AB":
        register.add(*report("2023-10-27", name, say("closed", date="2023-10-25"), title=name), "rules/1")
    return register


def test_a_change_of_policy_is_told_in_its_place_in_the_log(place: str) -> None:
    """Documents before it are told under the old policy, its own entry by what it moved, those after under the new one."""
    with two_origins(place) as register:
        known = register.adopt(STRICT)
        assert known is not None
        assert known.sequence == 3
        assert register.adopt(STRICT) is None
        register.add(*report("2023-10-28", "C", say("closed", date="2023-10-25"), title="C"), "rules/1")
        told = [(one.known.sequence, one.cause, one.before, one.standing) for one in register.changes()]
        assert told == [
            (1, "document", None, "reported"),
            (2, "document", "reported", "confirmed"),
            (3, "policy", "confirmed", "reported"),
            (4, "document", "reported", "confirmed"),
        ]
        (moved,) = [one for one in register.changes(2) if one.cause == "policy"]
        assert (moved.reader, moved.source.title) == ("default/3", "in place of default/2")
        assert [one.known.sequence for one in register.changes(3)] == [4]


def test_a_register_is_asked_under_the_policy_that_was_adopted_for_it(place: str) -> None:
    """Whoever opens it next asks under that one, at any point of known time; another policy may be asked for by name."""
    with two_origins(place) as register:
        register.adopt(STRICT)
    with Register.open(place, read_only=True) as register:
        assert register.policy == STRICT
        assert {register.state(known).policy for known in (1, 2, None)} == {"default/3"}
    with Register.open(place, policy=Policy.default()) as register:
        assert register.state().policy == "default/2"
        assert {one.cause for one in register.changes()} == {"document"}


def test_a_policy_changes_no_sum_but_under_its_own_rules(place: str) -> None:
    """Adopted and given up again, a policy leaves two entries, and the sum is that of a register that never knew it."""
    with two_origins(place) as register:
        before = register.rebuild()
        register.adopt(STRICT)
        assert register.rebuild() != before
        register.adopt(Policy.default())
        assert register.rebuild() == before
        causes = [(one.known.sequence, one.standing) for one in register.changes(2)]
        assert causes == [(3, "reported"), (4, "confirmed")]
        assert [one.shipped for one in register.adopted()] == [True, False, True]


def test_what_ships_with_legation_anew_is_noted_with_the_next_writing(place: str) -> None:
    """A register that stands under the default of an older Legation tells what the newer default moved, in a replay too."""
    with Register.open(place, policy=STRICT) as register:
        for name in "AB":
            paper = report("2023-10-27", name, say("closed", date="2023-10-25"), title=name)
            register.add(*paper, "rules/1", at=dt.date(2023, 10, 27))
    ask(place, "UPDATE policies SET shipped = 1")  # as if it had shipped then
    with Register.open(place) as register:
        assert register.policy == Policy.default()
        register.add(*report("2023-10-28", "C", say("opened", "AO", date="2023")), "rules/1", at=dt.date(2023, 10, 28))
        (moved,) = [one for one in register.changes() if one.cause == "policy"]
        assert (moved.known.sequence, moved.known.at.date(), moved.standing) == (3, dt.date(2023, 10, 28), "confirmed")
        register.add(*report("2023-10-29", "D", say("opened", "AO", date="2023")), "rules/1")
        assert [one.known.sequence for one in register.adopted()] == [0, 3]


def test_a_policy_of_a_form_that_is_no_longer_read_is_named_and_can_be_left(place: str) -> None:
    """The message names the policy and its entry; another may be asked under, or adopted."""
    with two_origins(place) as register:
        register.adopt(STRICT)
    ask(place, "UPDATE policies SET text = 'name = \"old\"' WHERE seq = 3")
    with pytest.raises(PolicyError, match=r"default/3 that the register stands under since entry 3.*--policy FILE"):
        Register.open(place)
    with Register.open(place, policy=Policy.default()) as register:
        register.adopt(Policy.default())
        assert list(register.changes(4)) == []


def test_a_policy_cannot_be_adopted_in_the_past(place: str) -> None:
    """Its entry keeps to the order of the log like any other."""
    with two_origins(place) as register:
        with pytest.raises(DataError, match="already learned"):
            register.adopt(STRICT, at=dt.date(2020, 1, 1))
        assert [one.label for one in register.adopted()] == ["default/2"]


def test_a_backup_carries_the_policies(place: str, tmp_path: Path) -> None:
    """Restored, or joined by an empty register, the log tells the same changes; a register that holds something keeps its own."""
    with two_origins(place) as register:
        register.adopt(STRICT)
        register.backup(tmp_path / "backup")
        told, sum_ = list(register.changes()), register.rebuild()
    with Register.open(tmp_path / "empty.db") as empty:
        join(empty, tmp_path / "backup")
        assert (list(empty.changes()), empty.rebuild(), empty.policy) == (told, sum_, STRICT)
    with Register.open(tmp_path / "other.db") as other:
        other.add(*report("2023-10-28", "C", say("opened", "AO", date="2023")), "rules/1")
        join(other, tmp_path / "backup")
        assert [one.label for one in other.adopted()] == ["default/2"]


def test_a_backup_of_an_older_form_is_restored(tmp_path: Path) -> None:
    """A file that knows nothing of policies is as whole as it was."""
    with two_origins(tmp_path / "register.db") as register:
        register.backup(tmp_path / "backup")
        told = list(register.changes())
    head, *body = gzip.decompress((tmp_path / "backup").read_bytes()).splitlines(keepends=True)
    kept = [line for line in body[:-1] if not line.startswith(b'["policies"')]
    assert len(kept) == len(body) - 2
    last = json.loads(body[-1])
    del last["rows"]["policies"]
    last["sha256"] = hashlib.sha256(b"".join(kept)).hexdigest()
    older = [
        head.replace(f'"schema": {SCHEMA_VERSION}'.encode(), b'"schema": 2'),
        *kept,
        json.dumps(last).encode() + b"\n",
    ]
    (tmp_path / "older").write_bytes(gzip.compress(b"".join(older)))
    with Register.open(tmp_path / "restored.db") as restored:
        restored.restore(tmp_path / "older")
        assert (list(restored.changes()), restored.adopted()) == (told, [])
