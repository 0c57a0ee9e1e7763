"""Who is present in a state or city, and who is present without being answered: host and reciprocity.

Both read what the register says of a day without the claims behind it (``Register.seen_on``), which is stored by pairs
of states; the claims are asked for only where somebody wants the quotes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legation import gazetteer
from legation.model import Answer
from legation.model.vocabulary import MISSION_KINDS
from legation.register import Definition
from legation.register.results import Seen

VERSION: Final = 1  # of the JSON forms


@dataclass(frozen=True, slots=True)
class Present:
    """One mission on one day, without its claims: who sends it, where it is, and whether it counts."""

    id: str
    sending: str
    receiving: str
    kind: str
    city: str | None
    counted: Answer
    condition: str | None
    marks: tuple[str, ...]

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of a mission in a table of many states."""
        return {
            "id": self.id,
            "sending": self.sending,
            "receiving": self.receiving,
            "city": self.city,
            "mission": self.kind,
            "counted": self.counted.value,
            "condition": self.condition,
            "marks": list(self.marks),
        }


def present(seen: Iterable[Seen], definition: Definition) -> list[Present]:
    """Turn what the register says of a day into missions that count or may count under a definition, by ID."""
    found = []
    for one in seen:
        counted = counts(one, definition)
        if counted is Answer.NO:
            continue
        sending, receiving = one.mission.split("-", 2)[:2]
        kind = one.kind or "mission"
        found.append(Present(one.mission, sending, receiving, kind, one.city, counted, one.condition, one.marks))
    return sorted(found, key=lambda one: one.id)


def counts(one: Seen, definition: Definition) -> Answer:
    """Say whether a mission counts under a definition."""
    return definition.answer(one.kind, one.answer, one.condition)


@dataclass(frozen=True, slots=True)
class Host:
    """The missions in a state, or in one of its cities, on a day."""

    receiving: str
    city: str | None
    on: dt.date
    missions: tuple[Present, ...]

    @property
    def certain(self) -> list[Present]:
        """Those that count for certain."""
        return [one for one in self.missions if one.counted is Answer.YES]

    @property
    def counts(self) -> dict[str, int]:
        """How many count for certain, by kind."""
        found = Counter(one.kind for one in self.certain)
        return {kind: found[kind] for kind in MISSION_KINDS if found[kind]}

    @property
    def senders(self) -> list[str]:
        """The states that are present for certain."""
        return sorted({one.sending for one in self.certain})

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of ``legation host --json``."""
        return {
            "version": VERSION,
            "receiving": self.receiving,
            "city": self.city,
            "on": self.on.isoformat(),
            "total": len(self.certain),
            "cannot_say": len(self.missions) - len(self.certain),
            "senders": self.senders,
            "counts": self.counts,
            "missions": [one.json_form() for one in self.missions],
        }


def host(seen: Iterable[Seen], receiving: str, on: dt.date, definition: Definition, city: str | None = None) -> Host:
    """Answer who is present in a state; with ``city``, in that city, in any spelling the gazetteer knows."""
    found = [one for one in present(seen, definition) if one.receiving == receiving]
    if city:
        wanted = city_name(city, receiving)
        found = [one for one in found if one.city and city_name(one.city, receiving) == wanted]
    return Host(receiving, city, on, tuple(found))


def city_name(name: str, code: str) -> str:
    """Give one name for all spellings of a city."""
    known = gazetteer.city(name, code)
    return (known.name if known else name).casefold()


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Of one state: whom it sends to and who sends to it. ``unsure`` names those on whom either answer hangs."""

    state: str
    on: dt.date
    mutual: tuple[str, ...]
    only_here: tuple[str, ...]  # they are here without the state being there
    only_there: tuple[str, ...]  # the state is there without them being here
    unsure: tuple[str, ...]
    missions: tuple[Present, ...]

    @property
    def share(self) -> float | None:
        """Mutual presence among all that is certain; None where there is none."""
        whole = len(self.mutual) + len(self.only_here) + len(self.only_there)
        return len(self.mutual) / whole if whole else None

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of ``legation reciprocity --json``."""
        return {
            "version": VERSION,
            "state": self.state,
            "on": self.on.isoformat(),
            "mutual": list(self.mutual),
            "only_here": list(self.only_here),
            "only_there": list(self.only_there),
            "unsure": list(self.unsure),
            "share": round(self.share, 4) if self.share is not None else None,
            "missions": [one.json_form() for one in self.missions],
        }


def reciprocity(missions: Sequence[Present], state: str, on: dt.date) -> Reciprocity:
    """Say who is in a state without it being there, the other way round, and both."""
    own = [one for one in missions if state in (one.sending, one.receiving) and one.sending != one.receiving]
    there = {one.receiving for one in own if one.sending == state and one.counted is Answer.YES}
    here = {one.sending for one in own if one.receiving == state and one.counted is Answer.YES}
    maybe_there = {one.receiving for one in own if one.sending == state} - there
    maybe_here = {one.sending for one in own if one.receiving == state} - here
    unsure = maybe_there | maybe_here
    return Reciprocity(
        state,
        on,
        mutual=tuple(sorted(there & here)),
        only_here=tuple(sorted(here - there - unsure)),
        only_there=tuple(sorted(there - here - unsure)),
        unsure=tuple(sorted(unsure)),
        missions=tuple(own),
    )
