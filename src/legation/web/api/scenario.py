"""What if, over HTTP: the same parameters as the page and the command line's links, answered by the same function."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from legation.network.consequences import ask
from legation.network.scenario import from_words
from legation.web.api.forms import State, send
from legation.web.question import Asked, state_code

router = APIRouter(prefix="/api/v1", tags=["one state"])
Words = Annotated[list[str] | None, Query(description="Short forms such as `KP ES 2024-02`; several, or with commas.")]


@router.get("/scenario/{state}")
def scenario_of(
    request: Request, *, state: State, question: Asked, close: Words = None,
    opened: Annotated[list[str] | None, Query(alias="open", description="Likewise.")] = None,
    suspend: Words = None, resume: Words = None, title: Annotated[str, Query(max_length=200)] = "",
    nearest: Annotated[int, Query(ge=0, le=20)] = 1,
) -> Response:  # fmt: skip
    """Give what would change if missions closed or opened; nothing is stored."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    question.counts(register)
    words = {"close": close or [], "open": opened or [], "suspend": suspend or [], "resume": resume or []}
    supposed = from_words(words, sending=sending, title=title)
    found = ask(
        register, supposed, sending, question.on, known=question.known, definition=question.definition, near=nearest
    )
    return send(request, found.json_form())
