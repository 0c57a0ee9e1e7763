"""CSV, JSON Lines, Parquet and SQLite against the libraries that read them."""

import csv
import datetime as dt
import io
import json
import sqlite3

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from export_world import HOSTILE

from legation.exports import Extract, render
from legation.exports.plain import csv_bytes, inert
from legation.exports.schema import tables


def read_csv(answer: Extract, table: str) -> list[dict[str, str]]:
    """Read one table as a spreadsheet would."""
    return list(csv.DictReader(io.StringIO(csv_bytes(answer, table).decode(), newline="")))


def test_csv_gives_edtf_and_the_four_bounds(answer: Extract) -> None:
    """A mission's row has EDTF beside the first and last day of each end, and leaves an open end empty."""
    rows = {row["id"]: row for row in read_csv(answer, "missions")}
    uganda, spain = rows["KP-UG-embassy"], rows["KP-ES-embassy"]
    assert (uganda["from"], uganda["from_earliest"], uganda["from_latest"]) == ("1972", "1972-01-01", "1972-12-31")
    assert (uganda["to_earliest"], uganda["to_latest"]) == ("2023-10-23", "2023-10-24")
    assert (spain["from_earliest"], spain["to"], spain["to_earliest"]) == ("", "", "")
    assert uganda["open"] == "no"
    assert spain["open"] == "yes"


@pytest.mark.parametrize("table", tables())
def test_every_row_of_a_csv_file_carries_the_whole_stamp(answer: Extract, table: str) -> None:
    """A row that is cut out says all that the stamp says; a part that was not asked for is empty."""
    for row in read_csv(answer, table):
        stamp = {name.removeprefix("extract_"): cell for name, cell in row.items() if name.startswith("extract_")}
        assert stamp == {name: "" if value is None else str(value) for name, value in answer.stamp.items()}


@pytest.mark.parametrize("table", tables())
def test_no_cell_of_a_csv_file_is_run_by_a_spreadsheet(answer: Extract, table: str) -> None:
    """No text cell begins with a sign that a spreadsheet takes for a formula."""
    numeric = {one.name for one in tables()[table].columns if one.type in ("integer", "number")}
    for row in read_csv(answer, table):
        assert not [
            value
            for name, value in row.items()
            if name not in numeric and value.startswith(("=", "+", "-", "@", "\t", "\r"))
        ]


def test_inert_text_can_be_read_back(answer: Extract) -> None:
    """Taking the first apostrophe away gives every text back, hostile ones and those that begin with one."""
    quotes = {row["quote"] for row in read_csv(answer, "claims")}
    assert "'" + HOSTILE in quotes
    for text in ("=1", "'=1", "'", "plain", "@x", "-"):
        shown = inert(text)
        assert shown.removeprefix("'") == text


def test_json_lines_hold_every_row_and_the_stamp_first(answer: Extract) -> None:
    """The first line is the stamp, and every table's rows follow letter for letter."""
    lines = [json.loads(line) for line in render(answer, "jsonl").decode().split("\n") if line]
    assert lines[0] == {"record": "extract", **answer.stamp}
    for name in tables():
        assert sum(one["record"] == name for one in lines) == len(answer.tables[name])
    assert HOSTILE in [one.get("quote") for one in lines]


def test_parquet_has_real_dates_and_the_stamp(answer: Extract) -> None:
    """Parquet gives day columns as dates, numbers as numbers, and the stamp in its metadata."""
    found = pq.read_table(pa.BufferReader(render(answer, "parquet", "happenings")))
    assert found.schema.field("date_earliest").type == pa.date32()
    assert dt.date(2023, 10, 23) in found.column("date_earliest").to_pylist()
    assert json.loads(found.schema.metadata[b"legation"]) == answer.stamp
    assert found.num_rows == len(answer.tables["happenings"])


def test_sqlite_is_whole_and_joins(answer: Extract) -> None:
    """The database passes SQLite's own checks, its links hold, and a cell leads to its words by joins alone."""
    base = sqlite3.connect(":memory:")
    base.deserialize(render(answer, "sqlite"))
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    sql = """SELECT c.quote FROM missions m JOIN happenings h ON h.subject = m.id JOIN supports s ON s.subject = h.id
             JOIN claims c ON c.id = s.claim WHERE m.id = 'KP-UG-embassy' AND h.kind = 'closed'"""
    assert base.execute(sql).fetchall() == [("closed UG says Kampala Courier.",)]
    assert dict(base.execute("SELECT name, value FROM extract")) == answer.stamp
    for name, table in tables().items():
        assert tuple(row[1] for row in base.execute(f'PRAGMA table_info("{name}")')) == table.names
    base.close()
