"""Published replies and the form, put under a page. They are no part of its answer: not of its hash, nor of its other forms."""

import dataclasses
import datetime as dt
import hashlib

from fastapi import Request

from legation.web.answer import Answer
from legation.web.replies.desk import desk
from legation.web.replies.given import ADDRESS as LONGEST_ADDRESS
from legation.web.replies.given import NAME, SHORTEST, TEXT

LIMITS = {"name": NAME, "email": LONGEST_ADDRESS, "text": TEXT, "least": SHORTEST}


def under(request: Request, answer: Answer, path: str) -> Answer:
    """Give an answer with the replies that stand under its page and the form for another."""
    at = desk(request)
    with at.ledger() as ledger:
        replies = ledger.published(path)
    mark = at.marks.make(path, dt.datetime.now(tz=dt.UTC).date())
    stamp = hashlib.sha256("\n".join([mark, *(f"{one.id} {one.number}" for one in replies)]).encode()).hexdigest()[:8]
    more = {**answer.more, "replies": replies, **blank(path, mark)}
    return dataclasses.replace(answer, more=more, stamp=stamp)


def blank(path: str, mark: str) -> dict[str, object]:
    """Give what the form's template needs, with nothing filled in."""
    return {"reply": {"page": path, "mark": mark, "limits": LIMITS, "given": {"name": "", "text": ""}, "errors": {}}}
