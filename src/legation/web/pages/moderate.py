"""The moderators' desk: what waits, with the address that only they see; publish, reject, take back, take in."""

import time
from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from legation.errors import Conflict, DataError
from legation.web.problems import Problem
from legation.web.replies.desk import desk
from legation.web.replies.forms import fields
from legation.web.replies.ledger import Ledger, Reply
from legation.web.replies.pages import find
from legation.web.replies.taking import claims_of, take_in
from legation.web.sessions import Moderator, Session, checked
from legation.web.templating import PRIVATE, rendered

router = APIRouter(include_in_schema=False)
Action = Literal["publish", "reject", "undo", "take-in"]
_FIELDS: Final = ("mark", "seen", "action", "reason")
_SAID: Final = {
    "publish": "Published: readers see it now.", "reject": "Rejected: readers do not see it.",
    "undo": "Taken back: it stands as before.", "take-in": "Taken in as a document; what was read in it stands below.",
}  # fmt: skip
_LONGEST: Final = 500  # characters of a reason


@router.get("/moderate")
def queue(
    request: Request, held: Moderator, done: Annotated[Action | None, Query(description="What was just done.")] = None
) -> Response:
    """Show what waits and what was ruled on of late."""
    return _page(request, held, done=_SAID[done] if done else "")


@router.post("/moderate/{key}")
async def rule(request: Request, key: str, held: Moderator) -> Response:
    """Rule on a reply."""
    given = await fields(request, _FIELDS)
    return await run_in_threadpool(_ruled, request, held, key, given)


def _ruled(request: Request, held: Session, key: str, given: dict[str, str]) -> Response:
    checked(request, held, given["mark"])
    if given["action"] not in _SAID or not given["seen"].isdecimal():
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the form is not one of this page; open /moderate again")
    try:
        _act(request, held, key, given)
    except Conflict as error:
        return _page(request, held, trouble=str(error), status=HTTPStatus.CONFLICT)
    except DataError as error:
        return _page(request, held, trouble=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return RedirectResponse(f"/moderate?{urlencode({'done': given['action']})}#reply-{key}", HTTPStatus.SEE_OTHER)


def _act(request: Request, held: Session, key: str, given: dict[str, str]) -> None:
    by, seen, now = held.person.name, int(given["seen"]), time.time()
    state = request.app.state
    with desk(request).ledger(write=True) as ledger:
        match given["action"]:
            case "publish":
                ledger.rule(key, "published", by, now, seen=seen, reason=given["reason"].strip()[:_LONGEST])
            case "reject":
                ledger.rule(key, "rejected", by, now, seen=seen, reason=given["reason"].strip()[:_LONGEST])
            case "undo":
                ledger.undo(key, by, now, seen=seen)
            case _:
                if not held.may("add"):
                    raise Problem(
                        HTTPStatus.FORBIDDEN, "taking in a document needs the scope add; your token has it not"
                    )
                take_in(ledger, key, by, registers=state.registers, readers=state.readers, base=state.settings.base)


def _page(
    request: Request, held: Session, *, done: str = "", trouble: str = "", status: HTTPStatus = HTTPStatus.OK
) -> Response:
    with desk(request).ledger() as ledger:
        whole = {
            "title": "Replies to moderate", "mark": held.mark, "name": held.person.name,
            "may_add": held.may("add"), "done": done, "trouble": trouble,
            "count": ledger.count_waiting(), "waiting": _shown(request, ledger, ledger.waiting()),
            "ruled": _ruled_on(request, ledger),
        }  # fmt: skip
    return rendered(request, "moderate.html", whole, status, PRIVATE)


def _shown(request: Request, ledger: Ledger, replies: Sequence[Reply]) -> list[dict[str, Any]]:
    """Put beside each reply what only moderators see."""
    register, recall = request.app.state.registers.reading(), request.app.state.recall
    shown = []
    for one in replies:
        about = find(register, recall, one.page)
        title = about.title if about else one.page
        shown.append({"reply": one, "title": title, "address": ledger.address(one.id)})
    return shown


def _ruled_on(request: Request, ledger: Ledger) -> list[dict[str, Any]]:
    """Put beside each reply that was ruled on what became of it, and what was read in it where it was taken in."""
    register = request.app.state.registers.reading()
    return [
        {**one, "claims": claims_of(register, one["reply"]), "history": ledger.history(one["reply"].id)[1:]}
        for one in _shown(request, ledger, ledger.ruled())
    ]
