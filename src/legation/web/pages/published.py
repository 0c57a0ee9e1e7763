"""Readers' replies that moderators have published, under one page or all, the newest first."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from legation.web.answer import Answer, respond
from legation.web.problems import not_found
from legation.web.question import Asked
from legation.web.replies.desk import desk
from legation.web.replies.pages import find

router = APIRouter(include_in_schema=False)
SHOWN: Final = 100  # replies on a page


@router.get("/replies")
@router.get("/replies.{ending}")
def page(
    request: Request, question: Asked, ending: str | None = None,
    page: Annotated[str | None, Query(description="Only those under this page.", max_length=500)] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many replies are passed over.")] = 0,
) -> Response:  # fmt: skip
    """Show the replies, or give the same as JSON or CSV. The answer is of now, whatever the question's times."""
    register, recall = request.app.state.registers.reading(), request.app.state.recall
    about = find(register, recall, page) if page else None
    if page and about is None:
        raise not_found("there is no page at this address that takes replies; states, missions and documents do")
    with desk(request).ledger() as ledger:
        every = ledger.published(about.path if about else None)[::-1]
    shown = every[offset : offset + SHOWN]
    rows = [one.json_form() for one in shown]
    form: dict[str, Any] = {
        "version": 1, "page": about.path if about else None, "total": len(every), "offset": offset,
        "next": offset + SHOWN if offset + SHOWN < len(every) else None, "replies": rows,
    }  # fmt: skip
    also = {
        name: value for name, value in (("page", about and about.path), ("offset", offset and str(offset))) if value
    }
    titles = {path: found.title for path in {one.page for one in shown} if (found := find(register, recall, path))}
    title = f"Replies: {about.title}" if about else "Readers' replies"
    more = {"about": about, "titles": titles, "replies": shown}
    return respond(
        request, Answer("published.html", title, question, register.known(), form, more, rows=rows, also=also), ending
    )
