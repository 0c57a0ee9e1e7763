"""Whose organ a holder is, worked out from its words where the reader left it open.

"Bangladeshi Foreign Ministry" is an organ of Bangladesh, "Seoul" stands for South Korea's government, "North Korean
embassy in Madrid" for North Korea's; "South Korean media" and "a former Nepali ambassador" are organs of nobody. What
cannot be said for certain stays None: an organ too many would make a rumour look confirmed.
"""

import functools
import importlib.resources
import re
import tomllib
from typing import Final

import msgspec

from legation import gazetteer
from legation.errors import VocabularyError
from legation.gazetteer.letters import unmarked

# "The German Foreign Office" is Germany's, whatever office the name alone would mean; "embassy of Cuba in Spain" Cuba's.
_OWNERS: Final = ("demonym", "body", "state", "city")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@functools.lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Bring a name to one spelling for comparison: no case, accents, punctuation or leading article."""
    return words_of(name)


def words_of(text: str) -> str:
    """Give a text's words alone, as ``plain`` does for a name."""
    return _NOT_LETTERS.sub(" ", unmarked(text.casefold())).strip().removeprefix("the ")


def named(holder: str) -> bool:
    """Whether the holder has a name. "sources familiar with the matter" has none, and may be anyone's or the same."""
    return any(sign.isupper() or sign.isdigit() for sign in holder)


@functools.lru_cache(maxsize=65536)
def organ_of(holder: str) -> str | None:
    """Give the code of the state whose organ this holder is, or None where its words do not say."""
    owner = organ_words(holder)
    if owner:
        return owner
    places = [place for place in gazetteer.find(holder) if place.state]
    if len(places) != 1 or places[0].kind == "demonym":
        return None
    alone = plain(holder) == plain(places[0].text)
    capital = places[0].city is None or _is_capital(places[0].city, places[0].state)
    return places[0].state if alone and capital else None


@functools.lru_cache(maxsize=65536)
def organ_words(name: str) -> str | None:
    """Give the code of the state whose organ is named by a word for an organ: a ministry, an embassy, a spokesman."""
    words, text = _words(), name.casefold()
    if words.excluding.search(text):
        return None
    places = [place for place in gazetteer.find(name) if place.state]
    if not words.organ.search(text) and not any(place.kind == "body" for place in places):
        return None
    owners = sorted(places, key=lambda place: _OWNERS.index(place.kind))
    return owners[0].state if owners else None


def _is_capital(city: str, state: str | None) -> bool:
    if state is None:
        return False
    return plain(city) in {plain(gazetteer.state(state).capital), plain(gazetteer.capital(state) or "")}


class _Words(msgspec.Struct, frozen=True):
    organ: re.Pattern[str]
    excluding: re.Pattern[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    not_organs: tuple[str, ...]


@functools.cache
def _words() -> _Words:
    source = importlib.resources.files("legation.register") / "organs.toml"
    try:
        raw = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise VocabularyError(f"organs.toml: {error}") from error
    return _Words(
        organ=re.compile(rf"\b(?:{'|'.join(map(re.escape, raw.words))})\b"),
        excluding=re.compile(rf"\b(?:{'|'.join(map(re.escape, raw.not_organs))})"),
    )
