"""Releases against Frictionless; the same question giving the same bytes; extras that are missing."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from export_world import ask, formats
from frictionless import Package

from legation.errors import DataError
from legation.exports import FORMATS, Extract, MissingExtra, release, render
from legation.exports.extras import need
from legation.exports.schema import tables

_SUMS = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from export_world import ask, formats
from legation.exports import render
from legation.exports.charts import CHARTS, draw
found = ask(Path(sys.argv[1]))
for name in formats():
    print(name, hashlib.sha256(render(found, name)).hexdigest())
for kind in CHARTS:
    for suffix in ("svg", "png"):
        print(kind, suffix, hashlib.sha256(draw(found, kind, suffix)).hexdigest())
"""


def test_a_release_is_a_valid_data_package(answer: Extract, tmp_path: Path) -> None:
    """Frictionless finds every cell, type, key and link in order, and every file has the sum that the package gives."""
    folder = tmp_path / "release"
    files, missing = release(answer, folder)
    assert {one.partition(":")[0] for one in missing} == {"ftm"} - set(formats())
    assert {one for one in files if one.startswith("data/")} == {f"data/{name}.csv" for name in tables()}
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note"])
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert package["legation"] == answer.stamp
    assert set(package["files"]) == set(files) - {"datapackage.json"}
    for name, total in package["files"].items():
        assert total == "sha256:" + hashlib.sha256((folder / name).read_bytes()).hexdigest()


def test_a_release_with_a_broken_cell_is_found_out(answer: Extract, tmp_path: Path) -> None:
    """Frictionless rejects the package when one quote loses its document, so that its approval means something."""
    folder = tmp_path / "release"
    release(answer, folder)
    path = folder / "data" / "documents.csv"
    path.write_text("\n".join(path.read_text("utf-8").split("\n")[:2]) + "\n", encoding="utf-8")
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_a_release_has_codebook_and_citation(answer: Extract, tmp_path: Path) -> None:
    """The codebook explains every column, and the citation has what CFF 1.2.0 requires."""
    release(answer, tmp_path / "r")
    book = (tmp_path / "r" / "codebook.md").read_text("utf-8")
    for table in tables().values():
        assert all(f"| `{one.name}` | {one.type} | {one.about}" in book for one in table.columns)
    cited = yaml.safe_load((tmp_path / "r" / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert cited["license"] == "CC-BY-4.0"
    assert answer.content in cited["identifiers"][0]["value"]


def test_a_release_never_overwrites(answer: Extract, tmp_path: Path) -> None:
    """A folder that holds anything is refused, and what it holds stays."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(DataError, match="not an empty folder"):
        release(answer, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_the_same_question_gives_the_same_bytes(export_register: Path) -> None:
    """Two processes with different hash seeds write every format and chart alike."""
    command = [sys.executable, "-W", "ignore", "-c", _SUMS, str(export_register), str(Path(__file__).parent)]
    runs = [
        subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(runs[0].splitlines()) == len(formats()) + 4
    assert runs[0] == runs[1]


def test_every_format_carries_the_stamp(answer: Extract) -> None:
    """Each file says its content hash, dates, definition, policy and readers."""
    for name in set(formats()) - {"quickstatements", "parquet"}:  # these have tests of their own
        data = render(answer, name)
        for word in (answer.content, "2024-01-31", "default/2", "rules/1", "CC-BY-4.0"):
            plain = data.replace(b"\\", b"")
            assert word.encode() in plain, (name, word)


def test_another_question_has_another_hash(export_register: Path, answer: Extract) -> None:
    """Another known time, or another definition, is another content."""
    assert ask(export_register, known=1).content != answer.content
    assert ask(export_register, definition="embassies").content != answer.content
    assert ask(export_register).content == answer.content


def test_what_was_not_yet_known_is_not_exported(export_register: Path) -> None:
    """An export as known at the first entry holds the list and none of the articles."""
    first = ask(export_register, known=1)
    assert {row[0] for row in first.tables["documents"]} == {one.source.id for one in first.claims}
    assert len(first.documents) == 1


def test_a_missing_extra_is_named() -> None:
    """A package that is not installed is told with the extra that brings it."""
    with pytest.raises(MissingExtra, match=r"no_such_package is not installed; install legation\[graph\]"):
        need("no_such_package.part", "graph")


def test_a_format_without_its_package_names_the_extra(answer: Extract, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a format's package cannot be imported, its error names its own extra."""
    for name, package in (
        ("parquet", "pyarrow"),
        ("graphml", "networkx"),
        ("turtle", "rdflib"),
        ("ftm", "followthemoney.statement"),
    ):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, package, None)
            with pytest.raises(MissingExtra, match=rf"legation\[{FORMATS[name].extra}\]"):
                render(answer, name)


def test_unknown_formats_and_tables_are_refused(answer: Extract) -> None:
    """The message lists what there is."""
    with pytest.raises(DataError, match="there are csv, jsonl"):
        render(answer, "xlsx")
    with pytest.raises(DataError, match="there are missions"):
        render(answer, "csv", "nothing")
    with pytest.raises(DataError, match="takes no table"):
        render(answer, "geojson", "claims")
