"""The data files of this reader, read once and checked when they are read."""

import functools
import re
import tomllib
from importlib import resources
from typing import Any, Final

from legation.errors import VocabularyError
from legation.model.vocabulary import KINDS

_FIELDS: Final = ("kind", "sending", "receiving", "city", "mission", "status", "holder", "date", "causes", "quote")


@functools.cache
def terms() -> dict[str, Any]:
    """Give the reading guide's terms.

    Raises:
        VocabularyError: a field or kind is missing, or one is explained that does not exist.
    """
    found = _load("terms")
    for table, words in (("fields", _FIELDS), ("kinds", KINDS)):
        if set(found[table]) != set(words):
            odd = sorted(set(found[table]) ^ set(words))
            raise VocabularyError(
                f"terms.toml, [{table}]: {odd} missing or unknown; explain exactly the words there are"
            )
    return found


@functools.cache
def examples() -> tuple[dict[str, Any], ...]:
    """Give the worked examples, in the order of the file."""
    return tuple(_load("examples")["example"])


@functools.cache
def addressing() -> re.Pattern[str]:
    """Give one expression for all that gives away a text that speaks to a machine.

    Raises:
        VocabularyError: an expression stands twice, or is none.
    """
    parts = [one for table in _load("addressing").values() for one in table["expressions"]]
    doubled = sorted({one for one in parts if parts.count(one) > 1})
    if doubled:
        raise VocabularyError(f"addressing.toml: {doubled[0]!r} stands twice; remove one")
    for one in parts:
        try:
            re.compile(one)
        except re.error as error:
            raise VocabularyError(f"addressing.toml: {one!r} is no regular expression ({error})") from error
    return re.compile("|".join(f"(?:{one})" for one in parts), re.MULTILINE)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
