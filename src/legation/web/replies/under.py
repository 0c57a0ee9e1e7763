"""Published replies and the form, put under a page. They are no part of its answer: not of its hash, nor of its other forms."""

import contextlib
import dataclasses
import hashlib

from fastapi import Request

from legation.errors import StoreUnwritable
from legation.web.answer import Answer
from legation.web.replies.desk import Desk, desk
from legation.web.replies.given import ADDRESS as LONGEST_ADDRESS
from legation.web.replies.given import NAME, SHORTEST, TEXT
from legation.web.replies.ledger import Reply

LIMITS = {"name": NAME, "email": LONGEST_ADDRESS, "text": TEXT, "least": SHORTEST}


def under(request: Request, answer: Answer, path: str) -> Answer:
    """Give an answer with the replies that stand under its page and the form for another."""
    at = desk(request)
    replies = _published(at, path)
    mark = at.marks.make(path)
    stamp = hashlib.sha256(
        "\n".join([mark, *(f"{one.id} {one.number}" for one in replies or ())]).encode()
    ).hexdigest()[:8]
    more = {**answer.more, "replies": replies, **blank(path, mark)}
    return dataclasses.replace(answer, more=more, stamp=stamp)


def _published(at: Desk, path: str) -> list[Reply] | None:
    """List what readers see; None where it cannot be read, which takes no page of the register away."""
    with contextlib.suppress(StoreUnwritable), at.ledger() as ledger:
        return ledger.published(path)
    return None


def blank(path: str, mark: str) -> dict[str, object]:
    """Give what the form's template needs, with nothing filled in."""
    return {"reply": {"page": path, "mark": mark, "limits": LIMITS, "given": {"name": "", "text": ""}, "errors": {}}}
