"""Under which pages a reader may reply: states, missions and documents that there are."""

import msgspec

from legation.errors import DataError
from legation.gazetteer import code_of
from legation.register import Register
from legation.terminal import words
from legation.web.recall import Recall, folded


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page under which replies stand: its address without a question, and what it is about."""

    path: str
    title: str
    kind: str


def find(register: Register, recall: Recall, path: str) -> Page | None:
    """Give the page at an address; None where there is none that takes replies."""
    room, _, key = path.strip().removeprefix("/").partition("/")
    if room == "state" and (code := code_of(key) or code_of(key.upper())):
        return Page(path=f"/state/{code}", title=words.name(code), kind=room)
    if room == "mission" and code_of(key[:2]) and key in folded(register, recall, key[:2], None).missions:
        return Page(path=f"/mission/{key}", title=words.subject(key, whose=True), kind=room)
    if room == "document":
        try:
            document = register.document(key)
        except DataError:
            return None
        return Page(path=f"/document/{document.id}", title=document.title or "A document without a title", kind=room)
    return None
