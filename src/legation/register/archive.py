"""A register as one file that both kinds of database can be restored from: the log, gzipped JSON Lines.

The first line names the archive and its form, one line a row of the log follows, and the last holds how many there were
and their SHA-256, so that a file that lost its end is known. It is written from one state of the log, whatever others
write meanwhile, under another name until it is whole. What is derived from the log is not in it; it is laid anew.
"""

import gzip
import hashlib
import itertools
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from legation.errors import DataError, NewerSchema, StoreUnwritable
from legation.register import finding
from legation.register.derived import fill
from legation.register.tables import SCHEMA_VERSION, claims, decisions, documents, entries, policies, readings

FORM: Final = "legation-register"
_TABLES: Final = (documents, entries, readings, claims, decisions, policies)  # what is referred to first
_BATCH: Final = 2000


def write(connection: sa.Connection, path: Path) -> int:
    """Write the log to a file and tell how many entries it holds. The connection's transaction must see one state.

    Raises:
        StoreUnwritable: a file stands there already, or it cannot be written.
    """
    if path.exists():
        raise StoreUnwritable(f"{path}: stands there already; name a file that does not, or take it away")
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=3, mtime=0, filename="") as file:
                count = _write(connection, file)
            raw.flush()
            os.fsync(raw.fileno())
        part.rename(path)
    except OSError as error:
        raise StoreUnwritable(f"{path}: cannot be written ({error.strerror}); name another file") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(connection: sa.Connection, file: gzip.GzipFile) -> int:
    digest, counts = hashlib.sha256(), dict.fromkeys((str(table.name) for table in _TABLES), 0)
    file.write(json.dumps({"form": FORM, "schema": SCHEMA_VERSION}).encode() + b"\n")
    streaming = connection.execution_options(stream_results=True, yield_per=_BATCH)
    for table in _TABLES:
        for rows in streaming.execute(sa.select(table).order_by(*table.primary_key)).partitions():
            lines = b"".join(msgspec.json.encode([str(table.name), *row]) + b"\n" for row in rows)
            digest.update(lines)
            counts[table.name] += len(rows)
            file.write(lines)
    file.write(json.dumps({"rows": counts, "sha256": digest.hexdigest()}, sort_keys=True).encode() + b"\n")
    return counts["entries"]


def read(connection: sa.Connection, path: Path, where: str) -> int:
    """Put an archive into a database whose tables are laid and empty, and tell how many entries there were.

    Raises:
        DataError: no archive, or a damaged one; the transaction must then be given up.
        NewerSchema: written by a newer version of Legation.
        StoreUnwritable: the register holds something already.
    """
    if connection.execute(sa.select(sa.func.count()).select_from(entries)).scalar():
        raise StoreUnwritable(
            f"register {where}: holds entries already; restore into a place where no register stands yet"
        )
    connection.execute(sa.delete(policies))  # that of a register in which nothing stands is no part of any log
    try:
        with gzip.open(path, "rb") as file:
            count = _read(connection, file, path)
    except FileNotFoundError as error:
        raise DataError(f"{path}: no such file; name one that `legation backup` wrote") from error
    except (OSError, EOFError, zlib.error, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: no whole archive ({error}); use another backup") from error
    fill(connection)
    finding.lay(connection, 1, count)
    return count


def _read(connection: sa.Connection, file: gzip.GzipFile, path: Path) -> int:
    head: Any = msgspec.json.decode(file.readline())
    if not isinstance(head, dict) or head.get("form") != FORM:
        raise DataError(f"{path}: no archive of a register; name one that `legation backup` wrote")
    if head["schema"] > SCHEMA_VERSION:
        raise NewerSchema(f"{path}: written by a newer Legation (schema {head['schema']}); bring Legation up to date")
    digest, counts = hashlib.sha256(), dict.fromkeys((str(table.name) for table in _TABLES), 0)
    tables = {table.name: table for table in _TABLES}
    columns = {table.name: [column.name for column in table.columns] for table in _TABLES}
    last: Any = None
    for name, batch in itertools.groupby(_rows(file), key=lambda row: row[0]):
        if name is None:
            (last,) = [row[1] for row in batch]
            break
        for lines in _several(batch):
            digest.update(b"".join(line for _, _, line in lines))
            counts[name] += len(lines)
            inserted = [dict(zip(columns[name], row, strict=True)) for _, row, _ in lines]
            connection.execute(sa.insert(tables[name]), inserted)
    if not isinstance(last, dict) or last != {"rows": _told(counts, last), "sha256": digest.hexdigest()}:
        raise DataError(f"{path}: its end is missing or does not fit what it holds; use another backup")
    return counts["entries"]


def _told(counts: dict[str, int], last: dict[str, Any]) -> dict[str, int]:
    """Leave out the tables of which an older form knows nothing, where nothing was read of them."""
    return {name: count for name, count in counts.items() if count or name in last.get("rows", ())}


def _rows(file: gzip.GzipFile) -> Iterator[tuple[str | None, Any, bytes]]:
    for line in file:
        row = msgspec.json.decode(line)
        if isinstance(row, dict):
            yield None, row, line
        else:
            yield row[0], row[1:], line


def _several(rows: Iterator[tuple[str | None, Any, bytes]]) -> Iterator[list[tuple[str | None, Any, bytes]]]:
    while batch := list(itertools.islice(rows, _BATCH)):
        yield batch
