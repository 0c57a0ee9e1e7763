"""One entry of a scenario: a mission that closes, opens, suspends or resumes work; read from a short form or a TOML table.

Each entry knows where it stands, so that whatever is wrong with it can be told by file and entry.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legation import gazetteer
from legation.errors import DataError, DateError
from legation.model import parse
from legation.model.vocabulary import CLASS_OF, Kind, MissionClass, MissionKind

KIND_OF: Final[dict[str, Kind]] = {"close": "closed", "open": "opened", "suspend": "suspended", "resume": "resumed"}
VERBS: Final[tuple[str, ...]] = tuple(KIND_OF)
_CLAIM: Final = ("kind", "sending", "receiving", "mission", "city", "date", "title", "note")
# A class stands for its usual level where a new mission's level is not said.
_LEVEL: Final[dict[str, MissionKind]] = {
    "embassy": "embassy",
    "consular": "consulate",
    "permanent": "permanent_mission",
    "office": "representative_office",
}
_ID: Final = re.compile(r"([A-Z]{2})-([A-Z]{2})-(embassy|consular|permanent|office|unspecified)(?:-(.+))?")
_DATE: Final = re.compile(r"(?:\d|\.\./).*")
_ENTRY: Final = re.compile(r'(?:"[^"]*"|[^,])+')
_QUOTED: Final = re.compile(r'"([^"]*)"')
_LONGEST_NAME: Final = 6  # words in a state's name


@dataclass(frozen=True, slots=True)
class Step:
    """One entry: what happens to which mission and when. ``where`` names the file and entry for whoever reads an error.

    ``class_`` is None where any mission is meant; ``kind`` is given where a level was said, ``id`` where a mission's ID was.
    """

    verb: str
    sending: str
    receiving: str
    where: str
    class_: MissionClass | None = None
    kind: MissionKind | None = None
    city: str | None = None
    date: str | None = None
    title: str = ""
    note: str = ""
    id: str | None = None

    @property
    def words(self) -> str:
        """Write the short form, without the verb: ``KP CN consulate Shenyang 2024-02``."""
        if self.id:
            return " ".join(filter(None, (self.id, self.date)))
        which = self.kind or self.class_
        city = self.city and (self.city if _plain(self.city, self.receiving) else f'"{self.city}"')
        return " ".join(filter(None, (self.sending, self.receiving, which, city, self.date)))

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of the entry as it was given."""
        return {
            "verb": self.verb,
            "words": self.words,
            "sending": self.sending,
            "receiving": self.receiving,
            "date": self.date,
            "title": self.title or None,
            "note": self.note or None,
        }


def entries(given: str) -> list[str]:
    """Part short forms at their commas, those in quotation marks apart."""
    return [one.strip() for one in _ENTRY.findall(given) if one.strip()]


def read_step(verb: str, text: str, where: str, sending: str | None = None) -> Step:
    """Read a short form: ``SENDING RECEIVING [KIND] [CITY] [DATE]``, or a mission's ID and a date.

    A city stands in quotation marks where the gazetteer does not know it.

    Raises:
        DataError: a state or city that is not known, or a date that is no EDTF.
    """
    quoted = _QUOTED.search(text)
    words = _QUOTED.sub(" ", text).split()
    date = words.pop() if len(words) > 1 and _DATE.fullmatch(words[-1]) else None
    if date:
        check_day(date, where)
    if len(words) == 1 and (found := _ID.fullmatch(words[0])):
        _, host, class_, _ = found.groups()
        return Step(verb, found[1], host, where, class_=class_, date=date, id=words[0])  # type: ignore[arg-type]  # a class
    states, rest = _states(words, sending, where)
    kind, class_, rest = _which(rest)
    city = " ".join(rest) or None
    if city and (quoted or not gazetteer.city(city, states[1])):
        raise DataError(
            f"{where}: {city!r} is neither a kind of mission nor a city of {_name(states[1])} that is known; "
            f"write {verb} SENDING RECEIVING [KIND] [CITY] [DATE], and a small town in quotation marks"
        )
    return Step(verb, *states, where, class_, kind, _city(quoted[1] if quoted else city, states[1]), date)


def _city(text: str | None, state: str) -> str | None:
    """Give a city by the gazetteer's name for it, else as it is written; the short form keeps quotation marks for itself."""
    if not text or not text.strip():
        return None
    known = gazetteer.city(text, state)
    return known.name if known else " ".join(text.replace('"', "'").split())


def _plain(city: str, state: str) -> bool:
    """Whether a city can stand in a short form without quotation marks."""
    return "," not in city and gazetteer.city(city, state) is not None


def _states(words: Sequence[str], sending: str | None, where: str) -> tuple[tuple[str, str], list[str]]:
    """Take the two states from the front; one, where the sending state is known already and a single one stands there."""
    first, rest = _state(words)
    second, after = _state(rest)
    if first and second and not (sending and second == first):
        return (first, second), after
    if first and sending:
        return (sending, first), rest
    bad = (rest or words)[0] if first and rest else " ".join(words) or "nothing"
    if first and not rest:
        raise DataError(f"{where}: names one state; write SENDING RECEIVING, such as KP ES")
    near = difflib.get_close_matches(bad, [one.name for one in gazetteer.states(territories=True)], 1, 0.7)
    hint = f"did you mean {near[0]}?" if near else "give its two-letter code or usual English name, such as KP"
    raise DataError(f"{where}: {bad!r} is no state; {hint}")


def _state(words: Sequence[str]) -> tuple[str | None, list[str]]:
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        if code := state_of(" ".join(words[:length])):
            return code, list(words[length:])
    return None, list(words)


def state_of(word: str) -> str | None:
    """Give a state's code by code, in any case, or name."""
    return gazetteer.code_of(word) or (gazetteer.code_of(word.upper()) if len(word) == 2 else None)


def _which(words: Sequence[str]) -> tuple[MissionKind | None, MissionClass | None, list[str]]:
    """Take a level ("consulate general") or class ("consular") from the front."""
    for length in (2, 1):
        word = "_".join(words[:length]).casefold()
        if len(words) >= length and word in CLASS_OF:
            kind: Any = word
            return kind, CLASS_OF[kind], list(words[length:])
    if words and words[0].casefold() in _LEVEL:
        class_: Any = words[0].casefold()
        return None, class_, list(words[1:])
    return None, None, list(words)


def level_of(step: Step) -> MissionKind:
    """Give the level of a mission that is new: as said, else the usual one of its class; an embassy where nothing is said."""
    return step.kind or _LEVEL.get(step.class_ or "embassy", "mission")


def read_claim(table: Mapping[str, Any], where: str) -> Step:
    """Read a table of a TOML file, which has room for a title and a note.

    Raises:
        DataError: an unknown key, a state, kind or date that is none.
    """
    only(table, _CLAIM, where)
    said = {key: text_of(table, key, where) for key in _CLAIM}
    verbs: dict[str, str] = {kind: verb for verb, kind in KIND_OF.items()}
    verb = verbs.get(said["kind"] or "", said["kind"])
    if verb not in VERBS:
        raise DataError(f"{where}: kind is {said['kind']!r}; give one of {', '.join(verbs)}")
    codes = []
    for side in ("sending", "receiving"):
        code = state_of(said[side] or "")
        if code is None:
            raise DataError(f"{where}: {side} is {said[side]!r}, no state; give its two-letter code, such as KP")
        codes.append(code)
    kind, class_, rest = _which((said["mission"] or "").split())
    if rest:
        raise DataError(f"{where}: mission is {said['mission']!r}; give one of {', '.join(CLASS_OF)}")
    if said["date"]:
        check_day(said["date"], f"{where}: date")
    return Step(
        verb,
        codes[0],
        codes[1],
        where,
        class_,
        kind,
        _city(said["city"], codes[1]),
        said["date"],
        said["title"] or "",
        said["note"] or "",
    )


def check_day(text: str, where: str) -> None:
    """Raise a DataError where a date is no EDTF."""
    try:
        parse(text)
    except DateError as error:
        raise DataError(f"{where}: {error}") from None


def text_of(table: Mapping[str, Any], key: str, where: str) -> str | None:
    """Give a key's text, a day of TOML's own among it; raise a DataError where it is something else."""
    value = table.get(key)
    if key == "date" and value is not None and hasattr(value, "isoformat"):
        return str(value.isoformat())  # TOML has days of its own
    if value is not None and not isinstance(value, str):
        raise DataError(f"{where}: {key} is {value!r}; write it in quotation marks")
    return value


def only(table: Iterable[str], names: Sequence[str], where: str) -> None:
    """Raise a DataError that names the key that is not known, and what may have been meant."""
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
            raise DataError(f"{where}: unknown key {key!r}; {hint}")


def _name(code: str) -> str:
    return gazetteer.state(code).name
