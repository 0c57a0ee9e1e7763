"""Name a person in full as the text first names them, without titles, with the state whose office they hold."""

import functools
import re
from typing import Any, Final

from legation.gazetteer import region_words
from legation.reader.grammar.clause import children, places_in
from legation.reader.holders.source import CAPITAL, Source, phrase_of, place_at, places_of, sort_of
from legation.reader.lexicon import load
from legation.reader.types import Page

_TITLES: Final = frozenset(load("holder")["titles"]["words"])
_TITLES_LOWER: Final = frozenset(word.lower() for word in _TITLES) | frozenset(
    noun for sort in ("organ", "person") for noun in load("holder")["nouns"][sort]
)
_PARTICLES: Final = frozenset(load("holder")["titles"]["particles"])
_MARKS: Final = frozenset({"-", "'", "’"})
_NAME: Final = re.compile(
    rf"[^\W\d_a-z][\w.'’-]+(?: (?:(?:{'|'.join(sorted(_PARTICLES))})[ -]){{0,2}}[^\W\d_a-z][\w'’-]+){{1,4}}"
)
_TEXT: Final = 200_000  # characters in which full names are looked for
_OPENERS: Final = frozenset({"The", "In", "But", "On", "When", "And", "At", "For", "After", "As", "If"})
_PEOPLE: Final = ("ese", "ian", "ish", "ean", "can", "ani", "eli", "aqi")


def person(page: Page, token: Any, phrase: list[Any]) -> Source | None:
    """Name a person: a run of capitalised words after titles, in the phrase or in an apposition to it."""
    head = [one for one in phrase if one.i <= token.i]
    run = _run(page, head)
    if not run:
        return _in_apposition(page, token, head)
    if token.pos_ != "PROPN" or sort_of(token) in ("organ", "outlet", "document"):
        return None
    title = any(_is_title(one) or sort_of(one) in ("organ", "person") for one in head[: len(head) - len(run)])
    if not title and (run[-1].lower_ in _regions() or (len(run) == 1 and place_at(page, run[0].idx) is not None)):
        return None
    if not title and any(one.lower_ == "the" for one in head):
        return None  # "the Herald Tribune", "the Gulf"
    if title or len(run) > 1 or (_full(page, run[-1].text) is not None):
        return _made(page, run, head, token)
    return None


def _is_title(token: Any) -> bool:
    return token.text in _TITLES and not token.text.islower()


def _in_apposition(page: Page, token: Any, head: list[Any]) -> Source | None:
    """Read "the foreign minister, Ana Rojas": the noun comes first, the name after it."""
    if sort_of(token) not in ("organ", "person", "crowd"):
        return None
    for other in children(token, "appos", "flat", "nmod"):
        run = _run(page, [one for one in phrase_of(other) if one.i <= other.i])
        named = len(run) > 1 or any(one.text in _TITLES for one in children(other))
        if run and named and other.i > token.i:
            return _made(page, run, head, token)
    return None


@functools.cache
def _regions() -> frozenset[str]:
    return frozenset(word for name in region_words() for word in name.split())


def _run(page: Page, tokens: list[Any]) -> list[Any]:
    """Take the run of a name's words from the end of a phrase."""
    run: list[Any] = []
    for one in reversed(tokens):
        inner = run and (one.lower_ in _PARTICLES or one.text in _MARKS)
        if not inner and not (CAPITAL.match(one.text) and one.text not in _TITLES and sort_of(one) is None):
            break
        place = place_at(page, one.idx)
        if place is not None and (place.kind in ("demonym", "body") or len(run) > 1):
            break
        run.insert(0, one)
    while run and not run[0].text[0].isupper():
        run.pop(0)
    return [] if any(sort_of(one) for one in run) else run


def _made(page: Page, run: list[Any], around: list[Any], token: Any) -> Source:
    name = " ".join(page.text[run[0].idx : run[-1].idx + len(run[-1].text)].split())
    if len(run) == 1:
        name = _full(page, name) or name
    beside = [one for other in children(token, "appos") for one in phrase_of(other)]
    title = [*(one for one in around if one.i < run[0].i), *beside]
    places = [place for place in places_of(page, title) if place.kind != "city"]
    office = any(sort_of(one) == "organ" or _is_title(one) for one in [*around, *beside])
    organ = places[0].state if places else _told_of(page, name) if office or len(run) == 1 else None
    nouns = frozenset(one.lower_ for one in [*around, *beside] if sort_of(one) in ("organ", "person"))
    titled = office or bool(nouns)
    return Source(name, organ, "person", run[0].idx, nouns, titled=titled, stateless=office and organ is None)


def _full(page: Page, surname: str) -> str | None:
    """Find the first mention of a surname with a forename before it."""
    cache = page.parse.user_data
    if "legation.names" not in cache:
        names: dict[str, str] = {}
        for match in _NAME.finditer(page.text, 0, _TEXT):
            words = match.group().split()
            while words and (words[0] in _TITLES or _is_no_name(words[0])):
                words.pop(0)
            if len(words) > 1:
                names.setdefault(words[-1].removesuffix("'s").removesuffix("’s"), " ".join(words))
        cache["legation.names"] = names
    found: dict[str, str] = cache["legation.names"]
    return found.get(surname)


@functools.lru_cache(maxsize=4096)
def _is_no_name(word: str) -> bool:
    return word in _OPENERS or (len(word) > 5 and word.lower().endswith(_PEOPLE))


def _told_of(page: Page, name: str) -> str | None:
    """Give the state beside a person's first mention: "Kenyan Foreign Minister Monica Juma"."""
    at = page.text.find(name, 0, _TEXT)
    found = [place for place in places_in(page, at - 60, at) if place.kind in ("demonym", "state", "body")]
    if not found:
        return None
    between = re.findall(r"[\w.-]+", page.text[found[-1].end : at].removeprefix("'s").removeprefix("’s"))
    return found[-1].state if all(word in _TITLES or word.lower() in _TITLES_LOWER for word in between) else None
