"""Editions: what is new, what changed and what has vanished, and the source files that stand behind every data set."""

import json
from pathlib import Path

import pytest

from legation.errors import ImportRefused, VocabularyError
from legation.gazetteer import state
from legation.imports import editions, osm
from legation.imports.source import parse_source, read_source
from legation.imports.sources import NAMES, listed, read_edition
from legation.imports.table import Imported
from legation.model import Document
from legation.register import Register

GOOD = "name: x\nversion: 1\ntitle: X\npublisher: P\nlicence: L\nmissions: {a: embassy}\n"


def mapped(on: str, *tags: dict[str, str]) -> Imported:
    """Read an edition of a map of missions in Rome."""
    found = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [12.48, 41.89]},
         "properties": {"office": "diplomatic", "diplomatic": "embassy", "target": "IT", "name": "x", **one}}
        for one in tags
    ]  # fmt: skip
    return osm.read(json.dumps({"type": "FeatureCollection", "features": found}), on)


def reread(document: Document) -> Imported:
    """Read a kept edition again."""
    return osm.read(document.text, document.published)


def test_a_new_edition_tells_what_is_new_changed_and_gone(tmp_path: Path) -> None:
    """Of three missions one vanishes, one comes, one covers another state and one stays; no closing is claimed."""
    before = mapped("2025-01-01", {"country": "KP"}, {"country": "CN"}, {"country": "UG"})
    after = mapped("2026-01-01", {"country": "CN"}, {"country": "GH"}, {"country": "UG", "target": "IT;SM"})
    with Register.open(tmp_path / "r.db") as register:
        register.add(before.document, before.claims, before.reader)
        assert editions.compare(register, before, reread) is None
        register.add(after.document, after.claims, after.reader)
        found = editions.compare(register, after, reread)
        missions = register.state(sending="KP").missions
    assert found is not None
    assert found.before == "2025-01-01"
    assert found.appeared == (("GH", "IT", "embassy", "Rome"), ("UG", "SM", "accredited", "Rome"))
    assert found.vanished == (("KP", "IT", "embassy", "Rome"),)
    assert found.changed == ()
    assert [line.split(":")[0] for line in found.lines] == ["new in this edition"] * 2 + ["no longer in this edition"]
    assert missions["KP-IT-embassy"].spells[-1].end is None


def test_a_changed_date_is_a_change(tmp_path: Path) -> None:
    """The same mission with another opening date is told with what was said before and is said now."""
    from test_wikidata import read, row  # noqa: PLC0415

    before, after = read(row(creation="1975-01-01T00:00:00Z")), read(row(creation="1974-01-01T00:00:00Z"))
    found = editions.difference(before, after)
    assert found.changed == ((("KP", "IT", "embassy", "Rome"), (("opened", "1975", ""),), (("opened", "1974", ""),)),)
    assert list(found.lines) == ["changed: KP in IT, embassy, Rome: opened 1975 → opened 1974"]


def test_order_and_day_of_an_edition_are_no_change() -> None:
    """The same missions in another order and a year later differ in nothing."""
    first = mapped("2025-01-01", {"country": "KP"}, {"country": "CN"})
    second = mapped("2026-01-01", {"country": "CN"}, {"country": "KP"})
    assert list(editions.difference(first, second).lines) == []


def test_other_data_sets_are_no_earlier_editions(tmp_path: Path) -> None:
    """An edition is compared with one of the same title and publisher, and the latest of them."""
    old, new = mapped("2024-01-01", {"country": "KP"}), mapped("2025-01-01", {"country": "CN"})
    other = Document(text="x", title=new.document.title, publisher="somebody else", published="2025-01-01")
    last = mapped("2026-01-01", {"country": "GH"})
    with Register.open(tmp_path / "r.db") as register:
        for one in (old, new):
            register.add(one.document, one.claims, one.reader)
        register.add(other, (), "x/1")
        found = editions.previous(register, last.document)
    assert found == new.document


@pytest.mark.parametrize("name", [*NAMES, "sparql"])
def test_every_source_file_says_who_where_and_how_many(name: str) -> None:
    """Each data set names publisher, licence and address, its rows, and corrections that lead to states that exist."""
    source = read_source(name)
    assert source.name == name
    assert all((source.title, source.publisher, source.licence, source.address))
    assert 0 < source.rows.least < source.rows.most
    for field in ("operator", "city"):
        for code in source.corrections.get(field, {}).values():
            assert state(code).code == code


def test_the_list_of_data_sets_is_whole() -> None:
    """Everything that can be taken in by name is listed with its licence."""
    assert [one["name"] for one in listed()] == list(NAMES)
    assert all(one["licence"] for one in listed())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("embassy", "igloo"), "'igloo' is no kind of mission"),
        (GOOD + "surprise: 1\n", "surprise"),
        (GOOD.replace("licence: L\n", ""), "licence"),
        (GOOD.replace("version: 1", "version: one"), "version"),
        ("{", "correct the entry"),
    ],
)
def test_a_wrong_source_file_is_refused(text: str, says: str) -> None:
    """An unknown key, a missing one, a wrong type or a kind of mission that does not exist is told by name."""
    assert parse_source(GOOD, "x.yaml").missions == {"a": "embassy"}
    with pytest.raises(VocabularyError, match=says):
        parse_source(text, "x.yaml")


def test_the_code_of_norway_is_no_falsehood() -> None:
    """YAML's habit of reading NO as false does not reach a source's corrections."""
    assert parse_source(GOOD + "corrections: {operator: {Q1: NO}}\n", "x.yaml").corrections == {
        "operator": {"Q1": "NO"}
    }


@pytest.mark.parametrize(
    ("name", "on", "says"),
    [("igloos", None, "there are cow, osm"), ("osm", "soon", "no date"), ("osm", None, "cannot be read")],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, on: str | None, says: str) -> None:
    """An unknown data set, a day that is none, and a file that is not there are refused with what to do."""
    path = tmp_path / "map.geojson"
    if on:
        path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    with pytest.raises(ImportRefused, match=says):
        read_edition(name, path, on)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """A file that is not UTF-8 is refused with the place of the first wrong byte."""
    (tmp_path / "map.geojson").write_bytes(b"ab\xff")
    with pytest.raises(ImportRefused, match="byte 2"):
        read_edition("osm", tmp_path / "map.geojson", "2026")
