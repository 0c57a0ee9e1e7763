"""The claim log and what follows from it: missions, happenings, standing and spells, in two times."""

from legation.register.changes import Change
from legation.register.copies import Copy
from legation.register.decisions import Decision
from legation.register.entries import Added, Entry, KnownAs, read_known
from legation.register.fold import fold
from legation.register.opinion import open_on
from legation.register.policy import Definition, Policy
from legation.register.register import Register
from legation.register.results import Seen
from legation.register.search import Hit
from legation.register.state import (
    Coverage,
    Evidence,
    Happening,
    Known,
    Opinion,
    Record,
    Source,
    Spell,
    State,
)

__all__ = [
    "Added",
    "Change",
    "Copy",
    "Coverage",
    "Decision",
    "Definition",
    "Entry",
    "Evidence",
    "Happening",
    "Hit",
    "Known",
    "KnownAs",
    "Opinion",
    "Policy",
    "Record",
    "Register",
    "Seen",
    "Source",
    "Spell",
    "State",
    "fold",
    "open_on",
    "read_known",
]
