"""CSV, JSON Lines, Parquet and SQLite: the tables themselves.

CSV is UTF-8 with a header and ends each row of the answer with the stamp, so that a row that is cut out still says when
and by what it was answered. A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage
return; such text gets an apostrophe before it (as does text that begins with one, so that taking the first apostrophe
away gives every text back). Numbers and dates are left as they are.
"""

import csv
import io
import json
import sqlite3
from typing import Final

from legation.exports.extract import Extract
from legation.exports.extras import need
from legation.exports.schema import SQL, Cell, Row, Table, tables

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "|", "%", "＝", "＋", "－", "＠")
STAMPED: Final = (  # new names go to the end, so that no column that somebody counts on moves
    "on", "known", "known_at", "definition", "policy", "readers", "licence", "content_sha256", "sending", "receiving",
    "legation",
)  # fmt: skip


def csv_bytes(extract: Extract, table: str = "missions", *, stamped: bool = True) -> bytes:
    """Write one table as CSV; ``stamped`` adds the stamp's columns to each row."""
    chosen = tables()[table]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    stamp = {f"extract_{name}": extract.stamp[name] for name in STAMPED} if stamped else {}
    writer.writerow([*chosen.names, *stamp])
    last = [_inert(one) for one in stamp.values()]
    writer.writerows([*_cells(chosen, row), *last] for row in extract.tables[table])
    return out.getvalue().encode("utf-8", "replace")


def inert(text: str) -> str:
    """Keep a spreadsheet from running a text."""
    return f"'{text}" if text.startswith(_RUNS) else text


def jsonl_bytes(extract: Extract) -> bytes:
    """Write every row of every table as one JSON object a line, with the stamp first; ``record`` names the table."""
    lines: list[dict[str, Cell]] = [{"record": "extract", **extract.stamp}]
    for name, table in tables().items():
        lines += [{"record": name, **dict(zip(table.names, row, strict=True))} for row in extract.tables[name]]
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    return text.encode("utf-8", "replace")


def parquet_bytes(extract: Extract, table: str = "missions") -> bytes:
    """Write one table as Parquet with real dates; the stamp stands in the file's metadata under ``legation``."""
    pa, parquet = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    chosen = tables()[table]
    types = {
        "string": pa.string(),
        "date": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
    }
    rows = extract.tables[table]
    arrays = []
    for at, column in enumerate(chosen.columns):
        array = pa.array([row[at] for row in rows], type=types[column.type])
        arrays.append(array.cast(pa.date32()) if column.type == "date" else array)
    fields = [
        pa.field(column.name, array.type, metadata={"about": column.about})
        for column, array in zip(chosen.columns, arrays, strict=True)
    ]
    schema = pa.schema(fields, metadata={"legation": extract.stamp_text})
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def sqlite_bytes(extract: Extract) -> bytes:
    """Write an SQLite database with every table, its keys, the stamp in ``extract`` and the codebook in ``columns``."""
    base = sqlite3.connect(":memory:")
    try:
        base.execute("CREATE TABLE extract (name TEXT PRIMARY KEY, value ANY) STRICT")
        base.executemany("INSERT INTO extract VALUES (?, ?)", list(extract.stamp.items()))
        base.execute("CREATE TABLE columns (of TEXT, name TEXT, type TEXT, about TEXT, PRIMARY KEY (of, name)) STRICT")
        for table in _referred_first():
            base.execute(_ddl(table))
            base.executemany(
                "INSERT INTO columns VALUES (?, ?, ?, ?)",
                [(table.name, one.name, one.type, one.about) for one in table.columns],
            )
            marks = ", ".join("?" * len(table.columns))
            base.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', extract.tables[table.name])
        base.commit()
        return bytes(base.serialize())
    finally:
        base.close()


def _referred_first() -> list[Table]:
    return sorted(tables().values(), key=lambda one: (one.name not in ("documents", "missions"), one.name != "claims"))


def _ddl(table: Table) -> str:
    # every name comes from tables.toml; several are words of SQL (from, to), so all are quoted
    parts = [f'"{one.name}" {SQL[one.type]}' for one in table.columns]
    parts.append(f"PRIMARY KEY ({', '.join(f'{chr(34)}{one}{chr(34)}' for one in table.key)})")
    for one in table.columns:
        if one.points_to:
            other, _, column = one.points_to.partition(".")
            parts.append(f'FOREIGN KEY ("{one.name}") REFERENCES "{other}" ("{column}")')
    return f'CREATE TABLE "{table.name}" ({", ".join(parts)}) STRICT'


def _cells(table: Table, row: Row) -> list[Cell]:
    return [
        _inert(one) if column.type == "string" else _plain(one) for column, one in zip(table.columns, row, strict=True)
    ]


def _inert(cell: Cell) -> Cell:
    return inert(cell) if isinstance(cell, str) else cell


def _plain(cell: Cell) -> Cell:
    return {True: "true", False: "false"}[cell] if isinstance(cell, bool) else cell
