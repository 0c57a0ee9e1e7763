"""A reader's reply: the form on a page of its own, and where it is sent. Works without a script and without a cookie."""

from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from legation.errors import Full
from legation.web.limits import client
from legation.web.origin import from_here
from legation.web.problems import Problem, not_found
from legation.web.replies.desk import desk
from legation.web.replies.forms import fields
from legation.web.replies.given import Refused, checked, without
from legation.web.replies.pages import Page, find
from legation.web.replies.under import blank
from legation.web.templating import PRIVATE, rendered

router = APIRouter(include_in_schema=False)
_FIELDS: Final = ("page", "mark", "name", "email", "text", "website")
Where = Annotated[str, Query(description="The address of the page replied to.", max_length=500)]


@router.get("/reply")
def form(request: Request, page: Where) -> Response:
    """Show the form alone, for links from elsewhere."""
    return _form(request, _about(request, page))


@router.get("/replied")
def replied(request: Request, page: Where) -> Response:
    """Say that a reply has come in."""
    return rendered(request, "replied.html", {"title": "Thank you", "about": _about(request, page)})


@router.post("/reply")
async def send(request: Request) -> Response:
    """Take a reply; what is wrong with it is said beside the fields, which keep what was written."""
    given = await fields(request, _FIELDS)
    return await run_in_threadpool(_take, request, given)


def _take(request: Request, given: dict[str, str]) -> Response:
    if not from_here(request):
        raise Problem(
            HTTPStatus.FORBIDDEN, "a reply is sent from the form under its page, and this came from elsewhere"
        )
    about = _about(request, given["page"])
    thanks = RedirectResponse(f"/replied?{urlencode({'page': about.path})}", HTTPStatus.SEE_OTHER)
    if given["website"]:  # a program filled what people do not see; it learns nothing of it
        return thanks
    at = desk(request)
    if not at.marks.good(about.path, given["mark"]):
        return _form(request, about, given, HTTPStatus.FORBIDDEN, "The form was open for too long; send it again")
    try:
        clean = checked(about.path, given["name"], given["email"], given["text"])
    except Refused as error:
        return _form(request, about, given, HTTPStatus.UNPROCESSABLE_ENTITY, errors=error.errors)
    seconds = at.wait(client(request))
    if seconds:
        told = f"Many replies came from your address; send this one in {max(1, seconds // 60)} minutes"
        return _form(request, about, given, HTTPStatus.TOO_MANY_REQUESTS, told, retry=seconds)
    try:
        at.send(clean)
    except Full as error:
        return _form(request, about, given, HTTPStatus.SERVICE_UNAVAILABLE, str(error).capitalize())
    return thanks


def _about(request: Request, path: str) -> Page:
    found = find(request.app.state.registers.reading(), request.app.state.recall, path)
    if found is None:
        raise not_found("there is no page at this address that takes replies; states, missions and documents do")
    return found


def _form(
    request: Request, about: Page, given: dict[str, str] | None = None, status: HTTPStatus = HTTPStatus.OK,
    trouble: str = "", *, errors: dict[str, str] | None = None, retry: int = 0,
) -> Response:  # fmt: skip
    """Show the form with what was given, but never the address: it stands in no page, not even its owner's."""
    held: dict[str, Any] = blank(about.path, desk(request).marks.make(about.path))
    sent = given or {}
    kept = {one: without(sent.get("email", ""), sent.get(one, "")) for one in ("name", "text")}
    held["reply"] |= {"given": kept, "errors": errors or {}}
    whole = {
        "title": "Reply", "about": about, "trouble": trouble, "typed": bool(sent.get("email")), **held,
    }  # fmt: skip
    headers = PRIVATE | ({"Retry-After": str(retry)} if retry else {})
    return rendered(request, "reply.html", whole, status, headers)
