"""What if, over HTTP: the same parameters as the page and the command line's links, answered by the same function."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from legation.network.consequences import ask
from legation.network.scenario import from_text, from_words
from legation.web.api.comparing import LONGEST
from legation.web.api.forms import State, send
from legation.web.problems import refused
from legation.web.question import DEFAULT, Asked, Question, asked, state_code

router = APIRouter(prefix="/api/v1", tags=["one state"])
Words = Annotated[list[str] | None, Query(description="Short forms such as `KP ES 2024-02`; several, or with commas.")]


@router.get("/scenario/{state}")
def scenario_of(
    request: Request, *, state: State, question: Asked, close: Words = None,
    opened: Annotated[list[str] | None, Query(alias="open", description="Likewise.")] = None,
    suspend: Words = None, resume: Words = None, title: Annotated[str, Query(max_length=200)] = "",
    text: Annotated[
        str | None, Query(alias="scenario", max_length=LONGEST, description="In place of them: TOML, or an address of `/what-if`.")
    ] = None,
    nearest: Annotated[int, Query(ge=0, le=20)] = 1,
) -> Response:  # fmt: skip
    """Give what would change if missions closed or opened; nothing is stored."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    words = {"close": close or [], "open": opened or [], "suspend": suspend or [], "resume": resume or []}
    if text is None:
        supposed = from_words(words, sending=sending, title=title)
    elif title or any(words.values()):
        raise refused("give a scenario, or close, open, suspend, resume and title; not both")
    else:
        supposed, said = from_text(text)
        question = _completed(request, said)
    question.counts(register)
    found = ask(
        register, supposed, sending, question.on, known=question.known, definition=question.definition, near=nearest
    )
    return send(request, found.json_form())


def _completed(request: Request, said: Mapping[str, str]) -> Question:
    """Take from a scenario's address what the question leaves open."""
    given = {key: request.query_params.get(key) or said.get(key) for key in ("on", "known", "definition")}
    return asked(given["on"], given["known"], given["definition"] or DEFAULT)
