"""Signing in with a token in a browser, and out again."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from legation.web.limits import client
from legation.web.origin import from_here
from legation.web.people import People
from legation.web.problems import Problem
from legation.web.sessions import COOKIE, LASTS, Sessions, checked, session
from legation.web.templating import PRIVATE, rendered

router = APIRouter(include_in_schema=False)
Next = Annotated[str, Query(max_length=500)]


@router.get("/sign-in")
def form(request: Request, next: Next = "/review") -> Response:  # noqa: A002  # the word that readers see in the address
    """Show the form, or who is signed in."""
    return _page(request, _local(next), "")


@router.post("/sign-in")
def sign_in(
    request: Request, token: Annotated[str, Form(max_length=500)] = "", next: Annotated[str, Form(max_length=500)] = "/review",  # noqa: A002
) -> Response:  # fmt: skip
    """Begin a session for the holder of a token."""
    if not from_here(request):
        raise Problem(HTTPStatus.FORBIDDEN, "sign in from the page itself; this came from elsewhere")
    passes, _, seconds = request.app.state.tries.take(client(request))
    if not passes:
        detail = f"too many tries; wait {seconds} seconds"
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(seconds)})
    db = request.app.state.settings.db
    person = People(db).holder(token.strip())
    if person is None:
        return _page(request, _local(next), "No such token, or it has ended. `legation token new` makes one.", 403)
    answer = RedirectResponse(_local(next), HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        COOKIE, Sessions(db).begin(person), max_age=LASTS, path="/", httponly=True, samesite="strict",
        secure=request.app.state.settings.base.startswith("https://"),
    )  # fmt: skip
    return answer


@router.post("/sign-out")
def sign_out(request: Request, mark: Annotated[str, Form(max_length=100)] = "") -> Response:
    """End the session."""
    held = session(request)
    if held:
        checked(request, held, mark)
    Sessions(request.app.state.settings.db).end(request.cookies.get(COOKIE))
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _page(request: Request, there: str, fault: str, status: int = 200) -> Response:
    more = {"title": "Sign in", "next": there, "fault": fault, "session": session(request)}
    return rendered(request, "sign_in.html", more, status, PRIVATE)


def _local(there: str) -> str:
    """Keep to addresses of this server: who signs in is never sent elsewhere."""
    good = there.startswith("/") and not there.startswith(("//", "/\\")) and there.isprintable()
    return there if good else "/review"
