"""Tests of the tables kept between processes."""

from pathlib import Path

import pytest

from legation.gazetteer import names, towns
from legation.gazetteer.kept import kept

PLACED = {"Paris": (48.85, 2.35), "Oslo": (59.91, 10.75)}
FORM = dict[str, tuple[float, float]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "legation"


def refuse() -> FORM:
    """Stand for work that must not be done."""
    raise AssertionError("worked out again")


def test_a_table_is_worked_out_once_and_read_back_in_its_order(folder: Path) -> None:
    """What was kept comes back equal and in the same order, without the work."""
    assert kept("some", FORM, lambda: PLACED) == PLACED
    assert list(kept("some", FORM, refuse).items()) == list(PLACED.items())
    assert [each.name for each in folder.iterdir()] == ["gazetteer-some.msgpack"]


@pytest.mark.parametrize("place", [0, 31, 32], ids=["sum", "sum's end", "table"])
def test_a_table_of_other_sources_or_damaged_is_worked_out_anew(folder: Path, place: int) -> None:
    """A file whose sum or content is not what it should be is never used, and is put right."""
    kept("some", FORM, lambda: PLACED)
    file = folder / "gazetteer-some.msgpack"
    raw = bytearray(file.read_bytes())
    raw[place] ^= 0xFF
    file.write_bytes(raw)
    fresh = {"Rome": (41.89, 12.48)}
    assert kept("some", FORM, lambda: fresh) == fresh
    assert kept("some", FORM, refuse) == fresh


@pytest.mark.parametrize("cut", [0, 20, 40])
def test_a_table_cut_short_is_worked_out_anew(folder: Path, cut: int) -> None:
    """A file that ends too early is never used."""
    kept("some", FORM, lambda: PLACED)
    file = folder / "gazetteer-some.msgpack"
    file.write_bytes(file.read_bytes()[:cut])
    assert kept("some", FORM, lambda: PLACED) == PLACED
    assert kept("some", FORM, refuse) == PLACED


def test_without_a_cache_folder_tables_are_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be written the answer is the same, and nothing is left behind."""
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert kept("some", FORM, lambda: PLACED) == PLACED
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_the_room_s_own_tables_come_back_as_they_were_worked_out(folder: Path) -> None:
    """Names, curated cities and the index of cities survive being kept, with their order."""
    for uncached in (names.table.__wrapped__, towns.curated.__wrapped__, towns._index.__wrapped__):
        uncached()  # so that what follows reads what this wrote
    assert list(names.table.__wrapped__().items()) == list(names._table().items())
    assert list(towns.curated.__wrapped__().items()) == list(towns._curated().items())
    assert list(towns._index.__wrapped__().items()) == list(towns._indexed().items())
    assert len(list(folder.iterdir())) == 3
