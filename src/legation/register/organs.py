"""Whose organ a holder is, worked out from its words where the reader left it open.

"Bangladeshi Foreign Ministry" is an organ of Bangladesh, "Seoul" stands for South Korea's government, "North Korean
embassy in Madrid" for North Korea's; "South Korean media" and "a former Nepali ambassador" are organs of nobody. What
cannot be said for certain stays None: an organ too many would make a rumour look confirmed.
"""

import functools
import importlib.resources
import re
import tomllib
import unicodedata
from typing import Any, Final

from legation import gazetteer
from legation.errors import VocabularyError

_NOT_LETTERS: Final = re.compile(r"[\W_]+")


@functools.lru_cache(maxsize=65536)
def plain(name: str) -> str:
    """Bring a name to one spelling for comparison: no case, accents, punctuation or leading article."""
    return words_of(name)


def words_of(text: str) -> str:
    """Give a text's words alone, as ``plain`` does for a name."""
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return _NOT_LETTERS.sub(" ", text).strip().removeprefix("the ")


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
    words = _words()
    text = name.casefold()
    if words["not"].search(text):
        return None
    for seat, state in words["named"].items():
        if re.search(rf"\b{re.escape(seat)}\b", text):
            return str(state)
    if not words["organ"].search(text):
        return None
    places = [place for place in gazetteer.find(name) if place.state]
    owner = next((place for place in places if place.kind == "demonym"), places[0] if places else None)
    return owner.state if owner else None


def _is_capital(city: str, state: str | None) -> bool:
    if state is None:
        return False
    return plain(city) in {plain(gazetteer.state(state).capital), plain(gazetteer.capital(state) or "")}


@functools.cache
def _words() -> dict[str, Any]:
    source = importlib.resources.files("legation.register") / "organs.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    if unknown := sorted(set(raw) - {"words", "not_organs", "named"}):
        raise VocabularyError(f"organs.toml: unknown key {unknown[0]!r}")
    return {
        "organ": re.compile(rf"\b(?:{'|'.join(map(re.escape, raw['words']))})\b"),
        "not": re.compile(rf"\b(?:{'|'.join(map(re.escape, raw['not_organs']))})"),
        "named": raw["named"],
    }
