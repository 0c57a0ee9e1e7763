"""In which condition a happening leaves a mission: open, closed or, where its work stops, in one of three conditions.

The reading guide has one kind for every stop of work, ``suspended``. Its quotes tell whether the people were brought out
or the work goes on from another place, by the lexicon ``stoppages.toml``; so does a seat in another state (``from``).
"""

import functools
import re
import tomllib
from importlib.resources import files
from typing import Final

import msgspec

from legation.errors import VocabularyError
from legation.gazetteer.towns import candidates
from legation.model import Claim
from legation.model.vocabulary import CONDITION_AFTER, Condition
from legation.register.seats import abroad
from legation.register.state import Happening

STOPPED: Final[tuple[Condition, ...]] = ("suspended", "evacuated", "elsewhere")


def condition_after(happening: Happening) -> Condition:
    """Give the condition that a mission is in after a happening that moves a spell.

    What is said done decides, not what is planned. A mission that works from elsewhere has left its seat too, so of the
    two it is said to work from elsewhere.
    """
    if works_elsewhere(happening):
        return "elsewhere"
    if happening.kind != "suspended":
        return CONDITION_AFTER.get(happening.kind, "open")
    quotes = _quotes(happening)
    if any(_words().elsewhere.search(quote) for quote in quotes):
        return "elsewhere"
    return "evacuated" if any(_words().evacuated.search(quote) for quote in quotes) else "suspended"


def works_elsewhere(happening: Happening) -> bool:
    """Whether a suspension or move gives the mission a seat in a state other than the one to which it is sent."""
    claims = [item.claim for item in happening.evidence if item.claim.status == "done"]
    return happening.kind in ("suspended", "moved") and any(map(_seated_elsewhere, claims))


def comes_back(happening: Happening) -> bool:
    """Whether a move brings the mission to a city that is known to lie in the state to which it is sent."""
    claims = [item.claim for item in happening.evidence if item.claim.status == "done"]
    if happening.kind != "moved" or works_elsewhere(happening):
        return False
    return any(claim.city is not None and bool(candidates(claim.city, claim.receiving)) for claim in claims)


def _seated_elsewhere(claim: Claim) -> bool:
    """Whether a claim names another state as the seat, or moves it to a city that is known to lie in another state alone."""
    if claim.from_ is not None:
        return claim.from_ not in (claim.receiving, claim.sending)
    return claim.kind == "moved" and abroad(claim.city, claim.receiving) not in (None, claim.sending)


def _quotes(happening: Happening) -> list[str]:
    return [" ".join(item.claim.quote.casefold().split()) for item in happening.evidence if item.claim.status == "done"]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    elsewhere: tuple[str, ...]
    evacuated: tuple[str, ...]


class _Words(msgspec.Struct, frozen=True):
    elsewhere: re.Pattern[str]
    evacuated: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    source = files("legation.register") / "stoppages.toml"
    try:
        raw = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _File)
        return _Words(re.compile("|".join(raw.elsewhere)), re.compile("|".join(raw.evacuated)))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as error:
        raise VocabularyError(f"stoppages.toml: {error}") from error
