"""Where results lie: a folder, or a place that fsspec knows such as S3. A file is there whole or not at all.

On a disk it is written under another name and renamed; an object store shows an object only when it has come whole.
"""

import os
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from legation.errors import DataError, MissingExtra


class Place:
    """A folder of results."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            import fsspec  # noqa: PLC0415  # part of an extra

            self._files, self._root = fsspec.core.url_to_fs(self.address)
        except ImportError as error:
            extra = "s3" if urlsplit(address).scheme.startswith("s3") else "bulk"
            raise MissingExtra(
                f"{address}: needs a package that is not installed; run pip install 'legation[bulk,{extra}]'"
            ) from error
        except ValueError as error:
            raise DataError(
                f"{address}: no place that is known ({error}); name a folder or s3://BUCKET/FOLDER"
            ) from error
        self._local = "file" in self._files.protocol

    def names(self) -> list[str]:
        """List the files there, in order; none where nothing is there yet."""
        try:
            self._files.invalidate_cache()
            found = self._files.ls(self._root, detail=False)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DataError(f"{self.address}: cannot be listed ({error}); check the address and your rights") from error
        return sorted(str(one).rpartition("/")[2] for one in found)

    def read(self, name: str) -> bytes:
        """Give a file's bytes."""
        try:
            return bytes(self._files.cat_file(f"{self._root}/{name}"))
        except (OSError, ValueError) as error:
            raise DataError(f"{self.address}/{name}: cannot be read ({error}); run the same `bulk` again") from error

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, in place of one of the same name."""
        try:
            if not self._local:
                self._files.pipe_file(f"{self._root}/{name}", data)
                return
            folder = Path(self._root)
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / f".{name}.{os.getpid()}.{uuid.uuid4().hex[:8]}.part"
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(folder / name)
        except OSError as error:
            raise DataError(f"{self.address}/{name}: cannot be written ({error}); check space and rights") from error


def frame(rows: list[dict[str, Any]], columns: dict[str, str]) -> bytes:
    """Write rows as a Parquet file; a column's type is ``text``, ``texts``, ``number`` or ``count``.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    arrow, parquet = arrow_of()
    types = {
        "text": arrow.string(),
        "texts": arrow.list_(arrow.string()),
        "number": arrow.float64(),
        "count": arrow.int64(),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in columns.items()])
    sink = arrow.BufferOutputStream()
    parquet.write_table(arrow.Table.from_pylist(rows, schema=schema), sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """Read the rows of a Parquet file."""
    arrow, parquet = arrow_of()
    return list(parquet.read_table(arrow.BufferReader(data)).to_pylist())


def arrow_of() -> tuple[Any, Any]:
    """Give pyarrow and its Parquet.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import pyarrow  # noqa: ICN001, PLC0415  # part of an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("Parquet needs a package that is not installed; run pip install 'legation[bulk]'") from error
    return pyarrow, pyarrow.parquet
