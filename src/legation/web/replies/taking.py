"""A reply becomes a document like any other: read by the reader, its claims in the register, with the reply as their source."""

import time
from typing import Any

from legation.errors import DataError
from legation.model import Document
from legation.register import Register
from legation.terminal.words import name
from legation.web.api.reading import Readers
from legation.web.registers import Registers
from legation.web.replies.ledger import Ledger, Reply


def document_of(reply: Reply, base: str) -> Document:
    """Make a document of a reply: published by its writer on the day it was sent, which "yesterday" in it counts from."""
    return Document(
        text=reply.text, title="A reader's reply", published=reply.day, publisher=f"reply by {reply.name} on Legation",
        url=f"{base.rstrip('/')}{reply.page}#reply-{reply.id}", source="reply",
    )  # fmt: skip


def take_in(ledger: Ledger, key: str, by: str, *, registers: Registers, readers: Readers, base: str) -> None:
    """Read a published reply and add it to the register; again, it changes nothing.

    The register learns the document first and the ledger notes it after: a server killed in between has a document that
    the next try finds known.

    Raises:
        DataError: there is no such reply, or readers cannot see it.
    """
    reply = ledger.reply(key)
    if reply.state != "published":
        raise DataError(f"the reply {key} is {reply.state}; publish it before it is taken in: a document is public")
    document = document_of(reply, base)
    reading: Any = readers.read(document)
    with registers.writing() as register:
        register.add(document, reading.claims, reading.reader)
    ledger.taken(key, document.id, by, time.time())


def claims_of(register: Register, reply: Reply) -> list[str]:
    """Tell what was read in a reply that was taken in, one line a claim; nothing where it was not."""
    if reply.document is None:
        return []
    known = register.known(None)
    told = register.told(reply.document, known.sequence if known else 0)
    return [_line(claim.json_form()) for claim, _ in told.values()]


def _line(claim: dict[str, Any]) -> str:
    where = " in ".join(name(claim[one]) for one in ("sending", "receiving") if claim.get(one))
    dated = f", {claim['date']}" if claim.get("date") else ""
    return f"{claim['kind']} ({claim['status']}): {where or 'no state'}{dated}"
