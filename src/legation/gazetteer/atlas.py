"""States: who they are, when they existed, where embassies to them sit, and what names they go by."""

import datetime as dt
import difflib
import functools
import re
from collections import defaultdict
from typing import Final

from legation.errors import UnknownState
from legation.gazetteer import letters, tables, towns
from legation.gazetteer.records import City, Former, Seat, State

_SHORTENED: Final = {"rep": "republic", "dem": "democratic", "st": "saint", "fed": "federal"}
_TURNED: Final = re.compile(r"(.+?)(?:, | \()([^()]+?)\)?")
_PARTS: Final = re.compile(r" ?[(/]")


@functools.cache
def _all() -> dict[str, State]:
    return {code: _state(code) for code in tables.states()}


def _state(code: str) -> State:
    row = tables.states()[code]
    seats = tuple(Seat(seat.city, seat.since, seat.until) for seat in tables.seats().get(code, ()))
    seats = seats or (Seat(row.capital),)
    where = _where(code, seats[-1].city)
    subregion = next((name for name, sub in tables.regions().subregions.items() if code in sub.states.split()), None)
    return State(
        code=code,
        name=row.name,
        names=row.also,
        formal=row.formal,
        demonyms=plurals(row.demonyms),
        abbreviations=row.abbr,
        capital=row.capital,
        seats=seats,
        rank=row.rank,
        began=row.began,
        ended=row.ended,
        continued_by=row.continued_by,
        formerly=tuple(
            Former(old.name, (*old.also, *old.abbr), plurals(old.demonyms), old.began, old.ended, old.iso)
            for old in tables.former()
            if old.code == code
        ),
        region=tables.regions().subregions[subregion].region if subregion else None,
        subregion=subregion,
        latitude=where[0],
        longitude=where[1],
    )


def _where(code: str, city: str) -> tuple[float, float]:
    # The seats of these two lie in another state: embassies to the Holy See are in Rome.
    home = {"VA": ("IT", "Rome"), "EU": ("BE", "Brussels"), "UN": ("US", "New York")}.get(code, (code, city))
    found = towns.curated()[home][0]
    return found.latitude, found.longitude


def plurals(demonyms: tuple[str, ...]) -> tuple[str, ...]:
    """Add the plural in -s to each word in -n or -i ("Kenyan", "Omani"); other plurals stand in the data."""
    more = (f"{word}s" for word in demonyms if word[-1] in "ni" and not word.endswith(("men", "Ni-Vanuatu")))
    return tuple(dict.fromkeys((*demonyms, *more)))


def name_of(code: str) -> str:
    """Give a state's usual English name; the code itself where no state bears it."""
    found = _all().get(code)
    return found.name if found else code


def state(code: str) -> State:
    """Give the state of an alpha-2 code.

    Raises:
        UnknownState: no state has it; the message names close codes and names.
    """
    found = _all().get(code)
    if found:
        return found
    close = [f"{one} ({_all()[one].name})" for one in difflib.get_close_matches(str(code).upper(), _all(), 3, 0.5)]
    named = code_of(code) if isinstance(code, str) else None
    hint = f"{code} is the name of {named}" if named else f"did you mean {', '.join(close)}?" if close else ""
    raise UnknownState(
        f"no state has the code {code!r}; give an ISO 3166-1 alpha-2 code" + (f"; {hint}" if hint else "")
    )


def states(on: dt.date | None = None, *, territories: bool = False) -> list[State]:
    """Give all states in order of code, those that existed on a day, or all; dependent territories only if asked for."""
    return [
        one for code, one in sorted(_all().items())
        if (on is None or exists(code, on)) and (territories or one.rank != "territory")
    ]  # fmt: skip


def exists(code: str, on: dt.date) -> bool:
    """Whether a state of this code, or one that it continues, existed on a day. UnknownState for a wrong code."""
    one = state(code)
    if (one.began is None or one.began <= on) and (one.ended is None or on < one.ended):
        return True
    return any((old.began is None or old.began <= on) and on < old.ended for old in one.formerly)


def capital(code: str, on: dt.date | None = None) -> str | None:
    """Give the city in which embassies to a state sit on a day (today's, if none is given).

    That is not always the official capital: see ``State.capital``. None where there was no seat on that day.
    """
    one = state(code)
    if on is None:
        return one.seats[-1].city
    return next(
        (
            seat.city for seat in one.seats
            if (seat.since is None or seat.since <= on) and (seat.until is None or on < seat.until)
        ),
        None,
    )  # fmt: skip


@functools.cache
def _names() -> dict[str, frozenset[str]]:
    """Names by folded form; codes and abbreviations as they stand, since "it" and "us" are words."""
    names: dict[str, set[str]] = defaultdict(set)
    for code, row in tables.states().items():
        for form in (code, *row.abbr):
            names[form].add(code)
        for form in (row.name, row.formal, *row.also, *plurals(row.demonyms), *tables.bodies().get(code, ())):
            names[_key(form)].add(code)
    for old in tables.former():
        for form in (*old.abbr, *((old.iso,) if old.iso else ())):
            names[form].add(old.code)
        for form in (old.name, *old.also, *plurals(old.demonyms)):
            names[_key(form)].add(old.code)
    for word in tables.ambiguous().word:
        for form in word.surfaces:
            names[_key(form)].update(code for code in word.codes if code != "-")
    return {key: frozenset(codes) for key, codes in names.items()}


def _key(name: str) -> str:
    """Fold a name; "of" and "the" carry nothing, and lists shorten "Republic"."""
    words = (_SHORTENED.get(word, word) for word in letters.fold(name).split())
    return " ".join(word for word in words if word not in ("of", "the"))


def code_of(name: str) -> str | None:
    """Give the code of a name, short form, abbreviation, adjective, body or code of a state; None unless exactly one fits.

    "Korea" and "Congo" mean two states and give None; "Peking" is a city and gives None. The forms of lists are read as
    well: "Gambia, The", "Moldova, Republic of", "Congo (Kinshasa)", and "Myanmar (Burma)", where both names must agree.
    """
    codes = _codes(name)
    if not codes:
        turned = _TURNED.fullmatch(name)
        codes = _codes(f"{turned[2]} {turned[1]}") if turned else codes
    if not codes:
        parts = [part.strip(" )") for part in _PARTS.split(name)]
        codes = frozenset.intersection(*map(_codes, parts)) if len(parts) > 1 else codes
    return next(iter(codes)) if len(codes) == 1 else None


def town_meant(word: str) -> City | None:
    """Find the city that a word means where it means no state, whatever its case; None for a state, and for neither."""
    return None if code_of(word) or code_of(word.upper()) else towns.city(word)


def _codes(name: str) -> frozenset[str]:
    return _names().get(name) or _names().get(_key(name), frozenset())
