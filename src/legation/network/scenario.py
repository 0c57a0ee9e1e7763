"""A scenario: missions that close, open, suspend or resume work in somebody's thought, read from a TOML file, words or a link.

Nothing here touches a register: a scenario is what it says, entry by entry.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

from legation.errors import DataError
from legation.network.steps import VERBS, Step, check_day, entries, only, read_claim, read_step, state_of, text_of

MOST: Final = 500  # entries: a state has fewer missions than that
_SPACE: Final = re.compile(r"\s")
_TOP: Final = ("title", "note", "date", *VERBS, "claim")


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


def from_source(source: str) -> tuple[Scenario, dict[str, str]]:
    """Read an address or, where it is none, the TOML file of that path; and what else an address asks.

    Raises:
        DataError: it is neither, or says what cannot be.
    """
    return from_link(source) if "what-if?" in source else (read_scenario(Path(source)), {})


def read_scenario(path: Path) -> Scenario:
    """Read a TOML file.

    Raises:
        DataError: it is not there, is no TOML, has an unknown key, or an entry that says too little or what cannot be.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise DataError(f"{path}: no such file; name a scenario in TOML, or give --close and --open") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: no TOML: {error}") from None
    return _from_table(_table(text, str(path)), path.name)


def from_text(text: str) -> tuple[Scenario, dict[str, str]]:
    """Read an address or, where it is none, TOML itself: for who is sent a scenario, so that nothing is opened for it.

    Raises:
        DataError: it is neither, or says what cannot be.
    """
    if "what-if?" in text and not _SPACE.search(text.strip()):
        return from_link(text.strip())
    table = _table(text, "scenario")
    return _from_table({"title": "what if", **table}, "scenario"), {}


def _table(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{where}: no TOML: {error}") from None
    except RecursionError:
        raise DataError(f"{where}: no TOML that can be read: lists or tables stand too deep in each other") from None


def _from_table(table: Mapping[str, Any], file: str) -> Scenario:
    only(table, _TOP, file)
    title, note, date = (text_of(table, key, file) for key in ("title", "note", "date"))
    steps = [one for verb in VERBS for one in _listed(table.get(verb, []), verb, file)]
    claims = table.get("claim", [])
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        raise DataError(f"{file}: claim: write each as a table headed [[claim]]")
    steps += [read_claim(one, f"{file}: claim {number}") for number, one in enumerate(claims, 1)]
    if date:
        check_day(date, f"{file}: date")
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
        for text in entries(given)
    ]
    return _whole(steps, title.strip() or "what if", "", f"{at}close, {at}open")


def from_link(link: str) -> tuple[Scenario, dict[str, str]]:
    """Read an address that ``Scenario.link`` wrote, and what else it asks: sending, on, known, definition.

    Raises:
        DataError: it is no such address.
    """
    try:
        parts = parse_qs(urlsplit(link).query)
    except ValueError as error:
        raise DataError(f"link: no address ({error}); give one that was printed") from None
    known = ("sending", "on", "known", "definition", "title", "nearest", *VERBS)
    only(parts, known, f"link {link.partition('?')[0]}?")
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
