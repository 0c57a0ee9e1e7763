"""A scenario: missions that close, open, suspend or resume work in somebody's thought, read from a TOML file, words or a link.

Nothing here touches a register: a scenario is what it says, entry by entry, and each entry knows where it stands, so that
whatever is wrong with it can be told by file and entry.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

from legation import gazetteer
from legation.errors import DataError, DateError
from legation.model import parse
from legation.model.vocabulary import CLASS_OF, Kind, MissionClass, MissionKind

KIND_OF: Final[dict[str, Kind]] = {"close": "closed", "open": "opened", "suspend": "suspended", "resume": "resumed"}
VERBS: Final[tuple[str, ...]] = tuple(KIND_OF)
MOST: Final = 500  # entries: a state has fewer missions than that
_TOP: Final = ("title", "note", "date", *VERBS, "claim")
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
        return " ".join(filter(None, (self.sending, self.receiving, which, self.city, self.date)))

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


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is supposed, in the order in which it was given; its ``title`` names the voice that its claims have."""

    steps: tuple[Step, ...]
    title: str = "what if"
    note: str = ""

    @property
    def senders(self) -> list[str]:
        """The states of whose missions it speaks, in order."""
        return sorted({one.sending for one in self.steps})

    def of(self, sending: str) -> "Scenario":
        """Give what it says of one state's missions.

        Raises:
            DataError: nothing.
        """
        some = tuple(one for one in self.steps if one.sending == sending)
        if not some:
            raise DataError(f"scenario {self.title}: says nothing of {sending}; it is about {', '.join(self.senders)}")
        return replace(self, steps=some)

    def asked(self) -> dict[str, list[str]]:
        """Give what stands of it in an address: the entries' short forms by verb, and the title where it has one."""
        found = {verb: [one.words for one in self.steps if one.verb == verb] for verb in VERBS}
        titled = {"title": [self.title]} if self.title != "what if" else {}
        return {**titled, **{verb: some for verb, some in found.items() if some}}

    def link(self, **asked: str | None) -> str:
        """Write an address that asks the same of whatever serves the register; notes are not part of it."""
        pairs = [(key, value) for key, value in asked.items() if value]
        pairs += [(key, value) for key, some in self.asked().items() for value in some]
        return f"/what-if?{urlencode(pairs, safe=',', quote_via=quote_plus)}"


def read_scenario(path: Path) -> Scenario:
    """Read a TOML file.

    Raises:
        DataError: it is not there, is no TOML, has an unknown key, or an entry that says too little or what cannot be.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise DataError(f"{path}: no such file; name a scenario in TOML, or give --close and --open") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: no TOML: {error}") from None
    return _from_table(table, path.name)


def _from_table(table: Mapping[str, Any], file: str) -> Scenario:
    _only(table, _TOP, file)
    title, note, date = (_text(table, key, file) for key in ("title", "note", "date"))
    steps = [one for verb in VERBS for one in _listed(table.get(verb, []), verb, file)]
    claims = table.get("claim", [])
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        raise DataError(f"{file}: claim: write each as a table headed [[claim]]")
    steps += [_from_claim(one, f"{file}: claim {number}") for number, one in enumerate(claims, 1)]
    if date:
        _day(date, f"{file}: date")
    dated = [one if one.date or not date else replace(one, date=date) for one in steps]
    return _whole(dated, title or Path(file).stem, note or "", file)


def _listed(entries: Any, verb: str, file: str) -> Iterator[Step]:
    if not isinstance(entries, list) or not all(isinstance(one, str) for one in entries):
        raise DataError(
            f'{file}: {verb}: write a list of short forms, such as {verb} = ["KP ES", "KP CN consular Shenyang"]'
        )
    for number, text in enumerate(entries, 1):
        yield read_step(verb, text, f"{file}: {verb} {number}")


def from_words(
    asked: Mapping[str, Sequence[str]], *, sending: str | None = None, title: str = "", at: str = ""
) -> Scenario:
    """Read short forms by verb, several of one verb in a list or joined by commas.

    Args:
        asked: the short forms by verb.
        sending: the state that is meant where an entry names only the receiving one.
        title: what the scenario is called.
        at: what stands before a verb in a message: ``--`` of an option.

    Raises:
        DataError: an entry cannot be read, or there is none.
    """
    steps = [
        read_step(verb, text, f"{at}{verb} {text.strip()!r}", sending)
        for verb in VERBS
        for given in asked.get(verb, ())
        for text in given.split(",")
        if text.strip()
    ]
    return _whole(steps, title.strip() or "what if", "", f"{at}close, {at}open")


def from_link(link: str) -> tuple[Scenario, dict[str, str]]:
    """Read an address that ``Scenario.link`` wrote, and what else it asks: sending, on, known, definition.

    Raises:
        DataError: it is no such address.
    """
    parts = parse_qs(urlsplit(link).query)
    known = ("sending", "on", "known", "definition", "title", "nearest", *VERBS)
    _only(parts, known, f"link {link.partition('?')[0]}?")
    asked: dict[str, str] = {key: parts[key][-1] for key in ("sending", "on", "known", "definition") if key in parts}
    sending = state_of(asked["sending"]) if "sending" in asked else None
    if "sending" in asked and sending is None:
        raise DataError(f"link: sending={asked['sending']} is no state; give its code, such as KP")
    title = parts.get("title", [""])[-1]
    return from_words({verb: parts.get(verb, []) for verb in VERBS}, sending=sending, title=title), asked


def _whole(steps: Iterable[Step], title: str, note: str, where: str) -> Scenario:
    found = tuple(dict.fromkeys(steps))
    if not found:
        raise DataError(f'{where}: nothing is supposed; give at least one entry, such as close = ["KP ES"]')
    if len(found) > MOST:
        raise DataError(f"{where}: {len(found)} entries; no more than {MOST} are taken at once")
    return Scenario(found, title, note)


def read_step(verb: str, text: str, where: str, sending: str | None = None) -> Step:
    """Read a short form: ``SENDING RECEIVING [KIND] [CITY] [DATE]``, or a mission's ID and a date.

    Raises:
        DataError: a state or city that is not known, or a date that is no EDTF.
    """
    words = text.split()
    date = words.pop() if len(words) > 1 and _DATE.fullmatch(words[-1]) else None
    if date:
        _day(date, where)
    if len(words) == 1 and (found := _ID.fullmatch(words[0])):
        _, host, class_, _ = found.groups()
        return Step(verb, found[1], host, where, class_=class_, date=date, id=words[0])  # type: ignore[arg-type]  # a class
    states, rest = _states(words, sending, where)
    kind, class_, rest = _which(rest)
    city = " ".join(rest) or None
    known = gazetteer.city(city, states[1]) if city else None
    if city and known is None:
        raise DataError(
            f"{where}: {city!r} is neither a kind of mission nor a city of {_name(states[1])} that is known; "
            f"write {verb} SENDING RECEIVING [KIND] [CITY] [DATE], or a [[claim]] with city = {city!r}"
        )
    return Step(verb, *states, where, class_, kind, known.name if known else None, date)


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


def _from_claim(table: Mapping[str, Any], where: str) -> Step:
    _only(table, _CLAIM, where)
    said = {key: _text(table, key, where) for key in _CLAIM}
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
        _day(said["date"], f"{where}: date")
    return Step(
        verb,
        codes[0],
        codes[1],
        where,
        class_,
        kind,
        said["city"],
        said["date"],
        said["title"] or "",
        said["note"] or "",
    )


def _day(text: str, where: str) -> None:
    try:
        parse(text)
    except DateError as error:
        raise DataError(f"{where}: {error}") from None


def _text(table: Mapping[str, Any], key: str, where: str) -> str | None:
    value = table.get(key)
    if key == "date" and value is not None and hasattr(value, "isoformat"):
        return str(value.isoformat())  # TOML has days of its own
    if value is not None and not isinstance(value, str):
        raise DataError(f"{where}: {key} is {value!r}; write it in quotation marks")
    return value


def _only(table: Iterable[str], names: Sequence[str], where: str) -> None:
    for key in table:
        if key not in names:
            near = difflib.get_close_matches(key, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"
            raise DataError(f"{where}: unknown key {key!r}; {hint}")


def _name(code: str) -> str:
    return gazetteer.state(code).name
