"""What a table's columns mean, who publishes it and what it must hold: one YAML file beside each data set.

    name: dprk-missions                       # short name
    version: 1                                # raise it after a change to this file, so that the table is read again
    title: North Korea's missions …           # as its holder is shown
    publisher: …                              # who made the table
    licence: Apache-2.0
    address: https://…                        # where it can be had; optional
    published: 2023-10-01                     # the day of the edition; also what the register takes as its day of learning
    sending: KP                               # a code, or leave it out and name a column
    holder: …                                 # optional; the title where it is left out
    open_on: 2023-10-01                       # the day on which all rows were open, as far as they say no other; optional
    columns: {receiving: state, city: city, mission: mission, opened: opened}
    delimiter: ";"                            # between cells; a comma where it is left out
    corrections: {city: {Pekin: Beijing}}     # value as it stands → value meant, by field; optional
    rows: {least: 53, most: 53}               # a table with fewer or more is refused whole

Nothing in it is guessed: an unknown key is refused.
"""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from legation.errors import DateError, ImportRefused
from legation.model import dates

FIELDS: Final = ("sending", "receiving", "city", "mission", "opened", "closed", "holder")


class Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many rows an edition may have."""

    least: int = 1
    most: int = 1_000_000


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mapping file, checked."""

    name: str
    version: int
    title: str
    publisher: str
    licence: str
    columns: dict[str, str]
    published: str | None = None
    address: str | None = None
    sending: str | None = None
    holder: str | None = None
    open_on: str | None = None
    delimiter: str = ","
    corrections: dict[str, dict[str, str]] = {}
    rows: Rows = Rows()

    def meant(self, field: str, value: str) -> str:
        """Give the value that is meant for one that stands in the table."""
        return self.corrections.get(field, {}).get(value, value)


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping file.

    Raises:
        ImportRefused: it cannot be read, is no YAML, lacks a key or has an unknown one; the message names it.
    """
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise ImportRefused(
            f"{path}: cannot be read ({error.strerror}); name the mapping with --mapping FILE"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path}: not YAML ({' '.join(str(error).split())})") from error
    try:
        mapping = msgspec.convert(_plain(raw), Mapping)
    except msgspec.ValidationError as error:
        raise ImportRefused(f"{path}: {error}; correct or remove that key") from error
    _check(mapping, path)
    return mapping


def mapping_beside(table: Path) -> Path:
    """Give the mapping file that belongs to a table where none is named: the same name with ``.yaml``."""
    return table.with_suffix(".yaml")


def _plain(raw: Any) -> Any:
    """Turn YAML's own dates into the text that they were; ISO days are the one form that both share."""
    if isinstance(raw, dict):
        return {str(key) if not isinstance(key, bool) else _norway(key): _plain(value) for key, value in raw.items()}
    if isinstance(raw, dt.date):
        return raw.isoformat()
    return _norway(raw) if isinstance(raw, bool) else raw


def _norway(value: bool) -> str:  # noqa: FBT001  # YAML's own value
    """YAML 1.1 reads the code of Norway as false."""
    return "NO" if value is False else "yes"


def _check(mapping: Mapping, path: Path) -> None:
    unknown = sorted((set(mapping.columns) | set(mapping.corrections)) - set(FIELDS))
    if unknown:
        raise ImportRefused(f"{path}: {unknown[0]!r} is no field; fields are {', '.join(FIELDS)}")
    if "receiving" not in mapping.columns:
        raise ImportRefused(f"{path}: columns must name the column of `receiving`")
    if mapping.sending is None and "sending" not in mapping.columns:
        raise ImportRefused(f"{path}: give `sending` as a code, or name its column")
    if len(mapping.delimiter) != 1:
        raise ImportRefused(f"{path}: delimiter must be one character, not {mapping.delimiter!r}")
    if "mission" not in mapping.columns:
        raise ImportRefused(f"{path}: columns must name the column of `mission` (embassy, consulate_general, …)")
    for key in ("published", "open_on"):
        value = getattr(mapping, key)
        try:
            if value is not None and dates.parse(value).days != 1:
                raise ImportRefused(f"{path}: {key} must be a day such as 2023-10-01, not {value!r}")
        except DateError as error:
            raise ImportRefused(f"{path}: {key}: {error}") from error
