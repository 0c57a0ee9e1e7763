"""Under which pages a reader may reply: states, missions and documents that there are."""

import msgspec

from legation.errors import DataError
from legation.gazetteer import code_of
from legation.register import Register
from legation.terminal import words
from legation.web.recall import UNTITLED, Recall, document, folded


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page under which replies stand: its address without a question, and what it is about."""

    path: str
    title: str


def find(register: Register, recall: Recall, path: str) -> Page | None:
    """Give the page at an address; None where there is none that takes replies."""
    room, _, key = path.strip().removeprefix("/").partition("/")
    if room == "state" and (code := code_of(key) or code_of(key.upper())):
        return Page(path=f"/state/{code}", title=words.name(code))
    if room == "mission" and code_of(key[:2]) and key in folded(register, recall, key[:2], None).missions:
        return Page(path=f"/mission/{key}", title=words.subject(key, whose=True))
    if room == "document":
        try:
            found, _ = document(register, recall, key)
        except DataError:
            return None
        return Page(path=f"/document/{found.id}", title=found.title or UNTITLED)
    return None
