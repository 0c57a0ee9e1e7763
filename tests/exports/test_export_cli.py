"""The verbs export, release and chart, and what the documents say of them."""

import datetime as dt
import json
import sqlite3
import sys
from pathlib import Path

import pytest
import typer
from export_world import ask, formats
from typer.testing import CliRunner

from legation.commands import export as verbs
from legation.exports import FORMATS, MissingExtra, render
from legation.exports.quickstatements import read_items
from legation.exports.schema import tables
from legation.model import Answer

ROOT = Path(__file__).parents[2]
app = typer.Typer()
verbs.add_to(app)


def run(register: Path, *words: str) -> tuple[int, bytes, str]:
    """Run a verb against the register; give exit code, standard output and standard error."""
    result = CliRunner().invoke(app, [*words, "--on", "2024-01-31", "--db", str(register)])
    if isinstance(result.exception, Exception) and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes, result.stderr


@pytest.mark.parametrize("name", formats())
def test_every_format_can_be_written_to_a_file_and_to_the_pipe(
    export_register: Path, tmp_path: Path, name: str
) -> None:
    """Standard output and -o give the same bytes."""
    path = tmp_path / f"out{FORMATS[name].suffix}"
    assert run(export_register, "export", name, "North Korea", "-o", str(path))[:2] == (0, b"")
    assert run(export_register, "export", name, "KP")[1] == path.read_bytes() != b""


def test_export_names_what_there_is(export_register: Path) -> None:
    """A format that does not exist is a usage error that lists those that do."""
    code, out, told = run(export_register, "export", "xlsx")
    assert (code, out) == (2, b"")
    assert "geojson" in told


def test_export_takes_a_table_and_a_host(export_register: Path) -> None:
    """--table and --in narrow what is written."""
    out = run(export_register, "export", "csv", "KP", "--in", "UG", "--table", "happenings")[1].decode()
    assert "KP-UG-embassy" in out
    assert "KP-ES-embassy" not in out


def test_export_warns_of_missions_made_anew(export_register: Path, tmp_path: Path) -> None:
    """QuickStatements that create items say so on standard error, and items that are named are not created."""
    told = run(export_register, "export", "quickstatements", "KP")[2]
    assert "made anew" in told
    items = tmp_path / "items.csv"
    items.write_text("KP-UG-embassy,Q42\n")
    assert read_items(items) == {"KP-UG-embassy": "Q42"}
    assert b"Q42\tP576" in run(export_register, "export", "quickstatements", "KP", "--items", str(items))[1]


def test_release_and_chart_write_what_they_promise(export_register: Path, tmp_path: Path) -> None:
    """A release has its package, and a chart is refused under a suffix that it cannot write."""
    assert run(export_register, "release", str(tmp_path / "r"), "KP")[0] == 0
    assert json.loads((tmp_path / "r" / "datapackage.json").read_text("utf-8"))["legation"]["on"] == "2024-01-31"
    assert run(export_register, "chart", "map", "KP", "-o", str(tmp_path / "map.svg"))[0] == 0
    assert (tmp_path / "map.svg").read_bytes().startswith(b"<?xml")
    assert run(export_register, "chart", "map", "KP", "-o", str(tmp_path / "map.pdf"))[0] == 2


def test_a_missing_package_ends_in_its_name(export_register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without matplotlib, a chart is refused with the extra to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"legation\[charts\]"):
        run(export_register, "chart", "map", "KP", "-o", "never.svg")


def test_the_sql_of_the_documents_agrees_with_the_register(export_register: Path) -> None:
    """The query that docs/exports.md gives for "certainly open" finds the missions that the register says are open."""
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    start = page.index("    SELECT DISTINCT mission")
    sql = page[start : page.index("\n\n", start)]
    for day in ("2023-10-01", "2023-10-23", "2024-01-31"):
        base = sqlite3.connect(":memory:")
        found = ask(export_register, on=dt.date.fromisoformat(day))
        base.deserialize(render(found, "sqlite"))
        certain = {one for (one,) in base.execute(sql.replace("'D'", f"'{day}'"))}
        assert certain == {one.id for one in found.members if one.opinion.answer is Answer.YES} != set()
        base.close()


def test_the_documents_know_every_format_and_table() -> None:
    """docs/exports.md lists each format with its suffix and extra, and each table."""
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    for one in FORMATS.values():
        row = next(line for line in page.splitlines() if line.startswith(f"| `{one.name}` | `{one.suffix}` |"))
        assert row.endswith(f"| `{one.extra}` |" if one.extra else "| |")
    assert all(f"| `{name}` |" in page for name in tables())
