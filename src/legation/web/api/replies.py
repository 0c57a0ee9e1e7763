"""Replies over HTTP: those published, for all; and one in, by the same rules as the form's."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from legation.errors import Full
from legation.web.api.forms import MANY, Limit, Offset, send_list
from legation.web.limits import client
from legation.web.origin import from_here
from legation.web.problems import Problem, not_found
from legation.web.replies.desk import desk
from legation.web.replies.given import Refused, checked
from legation.web.replies.pages import Page, find

router = APIRouter(prefix="/api/v1", tags=["replies"])


class Said(BaseModel):
    """A reply. ``page`` is the address of a state, mission or document, such as /state/KP; the address is not published."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    page: Annotated[str, Field(min_length=1, max_length=500)]
    name: Annotated[str, Field(max_length=1000)]
    email: Annotated[str, Field(max_length=1000, description="Sealed, and seen by moderators only.")]
    text: Annotated[str, Field(max_length=20_000)]


@router.post("/replies", status_code=HTTPStatus.ACCEPTED)
def reply(request: Request, given: Said) -> JSONResponse:
    """Give a reply. A moderator reads it before it is published."""
    if not from_here(request, browser=False):
        raise Problem(HTTPStatus.FORBIDDEN, "pages of other origins may not write")
    about = _about(request, given.page)
    try:
        clean = checked(about.path, given.name, given.email, given.text)
    except Refused as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from None
    at = desk(request)
    seconds = at.wait(client(request))
    if seconds:
        detail = f"too many replies from this client; send this one in {seconds} seconds"
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})
    try:
        key = at.send(clean)
    except Full as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from None
    return JSONResponse({"version": 1, "id": key, "page": about.path, "state": "waiting"}, HTTPStatus.ACCEPTED)


@router.get("/replies")
def published(
    request: Request,
    page: Annotated[str | None, Query(description="Only those under this page.", max_length=500)] = None,
    limit: Limit = MANY,
    offset: Offset = 0,
) -> Response:
    """List the published replies, the oldest first."""
    path = None if page is None else _about(request, page).path
    with desk(request).ledger() as ledger:
        found = ledger.published(path)
    return send_list(request, [one.json_form() for one in found], limit, offset)


def _about(request: Request, path: str) -> Page:
    found = find(request.app.state.registers.reading(), request.app.state.recall, path)
    if found is None:
        raise not_found("there is no such page that takes replies; give /state/…, /mission/… or /document/…")
    return found
