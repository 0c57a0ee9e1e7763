"""The reader's words, as commented TOML beside this file: what a trigger, a cause, a source or a number looks like.

A lexicon is a tree of tables whose leaves are strings, numbers or lists of them. Vocabulary is data, so that an
analyst can extend it without touching code, and a fault in it must be found when it is loaded, not when a text meets
it: an entry that can never match (stray blank, capital letter outside a table marked for it, curly apostrophe) or
that stands twice in one list is refused. Two lists that contradict each other are named in ``meta.exclusive`` (dotted
paths) and must share nothing.
"""

import functools
import itertools
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from legation.errors import VocabularyError

_CASED: Final = "cased"  # meta.cased lists the dotted paths whose entries are matched with their capitals


@functools.cache
def load(name: str) -> Mapping[str, Any]:
    """Give the lexicon ``name`` as a read-only tree, lists as tuples.

    Raises:
        VocabularyError: there is no such lexicon, it is no TOML, or an entry could never match or contradicts another.
    """
    source = resources.files(__package__).joinpath(f"{name}.toml")
    try:
        tree = tomllib.loads(source.read_text("utf-8"))
    except FileNotFoundError as error:
        raise VocabularyError(f"{name}.toml: there is no such lexicon in the reader; check the name") from error
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{name}.toml is no TOML ({error}); correct the line named") from error
    validate(name, tree)
    tree.pop("meta", None)
    frozen: Mapping[str, Any] = _freeze(tree)
    return frozen


def validate(name: str, tree: Mapping[str, Any]) -> None:
    """Refuse a lexicon with an entry that can never match, stands twice, or contradicts another list.

    Raises:
        VocabularyError: with the file, the list and the entry.
    """
    meta = tree.get("meta", {})
    cased = set(meta.get(_CASED, ()))
    lists = dict(_lists({key: value for key, value in tree.items() if key != "meta"}))
    for path, entries in lists.items():
        seen: set[Any] = set()
        for entry in entries:
            if isinstance(entry, str):
                _check_entry(f"{name}.toml, {path}", entry, cased=any(path.startswith(prefix) for prefix in cased))
            if entry in seen:
                raise VocabularyError(f"{name}.toml, {path}: {entry!r} stands twice; remove one")
            seen.add(entry)
    for group in meta.get("exclusive", ()):
        for one, other in itertools.combinations(group, 2):
            for path in (one, other):
                if path not in lists:
                    raise VocabularyError(f"{name}.toml, meta.exclusive: there is no list {path!r}; correct the path")
            both = set(lists[one]) & set(lists[other])
            if both:
                raise VocabularyError(f"{name}.toml: {sorted(both)} stand in {one} and in {other}; decide for one")


def _check_entry(place: str, entry: str, *, cased: bool) -> None:
    if not entry or entry != " ".join(entry.split()):
        raise VocabularyError(f"{place}: {entry!r} is empty or has stray blanks and can never match; trim it")
    if "’" in entry or unicodedata.normalize("NFC", entry) != entry:
        raise VocabularyError(f"{place}: {entry!r} must be written with a straight apostrophe and in NFC form")
    if not cased and entry != entry.lower():
        raise VocabularyError(f"{place}: {entry!r} has capitals but is matched in lower case; write it in lower case")


def _lists(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, list[Any]]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _lists(value, f"{prefix}{key}.")
        elif isinstance(value, list) and not any(isinstance(entry, Mapping | list) for entry in value):
            yield f"{prefix}{key}", value


def _freeze(value: Any) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({key: _freeze(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(inner) for inner in value)
    return value
