"""One register's backup taken into another: the whole of it into an empty one, what is new into any other."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register_claims import dossier

from legation.errors import DataError
from legation.register import Register
from legation.register.joining import is_backup, join


def ruled(register: Register) -> None:
    """Accept the first claim of a mission's closing."""
    record = next(one for one in register.state(sending="KP").missions.values() if one.mission.receiving == "UG")
    claim = record.happenings[-1].evidence[0].id
    register.decide(register.draft("accept", [claim], by="Ada", reason="saw the note"))


def backup_of(folder: Path, numbers: list[int] | None = None) -> Path:
    """Write a register of the dossier's documents, with a ruling where it is whole, and back it up."""
    told = dossier() if numbers is None else [dossier()[number] for number in numbers]
    path = folder / "other.gz"
    path.unlink(missing_ok=True)
    with Register.open(folder / f"other-{len(list(folder.iterdir()))}.db") as other:
        for document, claims in told:
            other.add(document, claims, "test/1")
        if numbers is None:
            ruled(other)
        other.backup(path)
    return path


def test_an_empty_register_becomes_the_other(place: str, tmp_path: Path) -> None:
    """Every answer, the rulings and the points of known time are those of the register that was written."""
    path = backup_of(tmp_path)
    with Register.open(place) as register, Register.open(next(tmp_path.glob("other-*.db"))) as other:
        assert join(register, path).whole
        assert register.state(sending="KP") == other.state(sending="KP")
        assert register.state(5, sending="KP") == other.state(5, sending="KP")
        assert register.rebuild() == other.rebuild()


def test_what_is_new_goes_in_once_and_what_is_held_stays(place: str, tmp_path: Path) -> None:
    """A register that holds a part learns the rest, rulings too; the same file again changes nothing."""
    path = backup_of(tmp_path)
    with Register.open(place) as register, Register.open(next(tmp_path.glob("other-*.db"))) as other:
        for document, claims in dossier()[:5]:
            register.add(document, claims, "test/1")
        first = join(register, path)
        again = join(register, path)
        assert (first.known, first.readings, first.rulings) == (5, len(dossier()) - 5, 1)
        assert (again.readings, again.rulings, again.refused) == (0, 0, [])
        assert register.rebuild() == other.rebuild()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 20), unique=True, max_size=8),
    st.lists(st.integers(0, 20), unique=True, min_size=1, max_size=8),
)
def test_any_two_registers_make_one(tmp_path: Path, own: list[int], theirs: list[int]) -> None:
    """Whatever each held, the joined register's sum is that of one that took in all documents itself."""
    path = backup_of(tmp_path, theirs)
    count = len(list(tmp_path.iterdir()))
    with Register.open(tmp_path / f"own-{count}.db") as register, Register.open(tmp_path / f"all-{count}.db") as whole:
        for number in own:
            register.add(*dossier()[number], "test/1")
        join(register, path)
        for number in dict.fromkeys([*theirs, *own]):
            whole.add(*dossier()[number], "test/1")
        assert register.rebuild() == whole.rebuild()


def test_only_a_whole_backup_is_taken_in(tmp_path: Path) -> None:
    """Another file is told apart, and a cut one is refused with nothing of it in the register."""
    path = backup_of(tmp_path)
    assert is_backup(path)
    (tmp_path / "list.csv").write_text("a,b\n", "utf-8")
    assert not is_backup(tmp_path / "list.csv")
    path.write_bytes(path.read_bytes()[:-40])
    with Register.open(tmp_path / "register.db") as register:
        register.add(*dossier()[0], "test/1")
        with pytest.raises(DataError, match="no whole archive"):
            join(register, path)
        assert len(list(register.documents())) == 1
