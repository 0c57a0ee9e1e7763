"""Lists that people write for the program to follow (TOML), and the lengths of time in them."""

import re
import tomllib
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from legation.errors import DataError

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN: Final = re.compile(r"(\d+)\s*([smhd])")
Form = TypeVar("Form", bound=msgspec.Struct)


def read_list(path: Path, form: type[Form], *, entry: str, page: str) -> Form:
    """Read a list of ``[[entry]]`` and hold it to its form; ``page`` tells how it is written.

    Raises:
        DataError: it cannot be read, is no TOML, or a key is unknown, missing or of the wrong kind; the message names it.
    """
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), form)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); give a TOML file with a [[{entry}]] for each") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: no TOML ({error})") from None
    except msgspec.ValidationError as error:
        raise DataError(f"{path}: {error}; see {page}") from None


def seconds(field: str, said: str) -> int:
    """Read a length of time: "90s", "15m", "2h" or "7d".

    Raises:
        DataError: it is none; the message begins with ``field``.
    """
    found = _SPAN.fullmatch(said.strip())
    if not found:
        raise DataError(f'{field} = {said!r} is no length of time; write "90s", "15m", "2h" or "7d"')
    return int(found[1]) * _UNITS[found[2]]
