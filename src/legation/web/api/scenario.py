"""What if, over HTTP: the same parameters as the page and the command line's links, answered by the same function."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from legation.network.consequences import ask
from legation.network.scenario import Scenario, from_text, from_words
from legation.register.policy import DEFAULT
from legation.web.api.comparing import LONGEST
from legation.web.api.forms import Offset, State, send, send_list
from legation.web.problems import refused
from legation.web.question import Asked, Question, asked, state_code

router = APIRouter(prefix="/api/v1")
Words = Annotated[list[str] | None, Query(description="Short forms such as `KP ES 2024-02`; several, or with commas.")]
Nearest = Annotated[int, Query(ge=0, le=20, description="How many next missions are named.")]


@dataclass(frozen=True, slots=True)
class Given:
    """A scenario as it was sent: short forms by verb with a title, or text in their place."""

    words: Mapping[str, list[str]]
    title: str
    text: str | None

    def read(self, sending: str | None = None) -> tuple[Scenario, dict[str, str]]:
        """Read it, and what else an address asks; ``sending`` is the state that is meant where an entry names none.

        Raises:
            DataError: it says what cannot be, or nothing.
            Problem: both ways are taken at once.
        """
        if self.text is None:
            return from_words(self.words, sending=sending, title=self.title), {}
        if self.title or any(self.words.values()):
            raise refused("give a scenario, or close, open, suspend, resume and title; not both")
        return from_text(self.text)


def _given(
    *, close: Words = None, opened: Annotated[list[str] | None, Query(alias="open", description="Likewise.")] = None,
    suspend: Words = None, resume: Words = None, title: Annotated[str, Query(max_length=200)] = "",
    text: Annotated[
        str | None, Query(alias="scenario", max_length=LONGEST, description="In place of them: TOML, or an address of `/what-if`.")
    ] = None,
) -> Given:  # fmt: skip
    words = {"close": close or [], "open": opened or [], "suspend": suspend or [], "resume": resume or []}
    return Given(words, title, text)


Supposed = Annotated[Given, Depends(_given)]


@router.get("/scenario", tags=["the world"])
def scenario_of_all(
    request: Request, *, question: Asked, given: Supposed, nearest: Nearest = 1,
    limit: Annotated[int, Query(ge=1, le=10, description="How many states are sent at once.")] = 10, offset: Offset = 0,
) -> Response:  # fmt: skip
    """Give what would change for every state whose missions are named; nothing is stored."""
    supposed, said = given.read()
    question = _completed(request, question, said)
    question.counts(request.app.state.registers.reading())
    senders = [state_code(said["sending"])] if "sending" in said else supposed.senders

    def told(sending: str) -> dict[str, Any]:
        return _asked(request, supposed, sending, question, nearest)

    return send_list(request, senders, limit, offset, form=told)


@router.get("/scenario/{state}", tags=["one state"])
def scenario_of(request: Request, *, state: State, question: Asked, given: Supposed, nearest: Nearest = 1) -> Response:
    """Give what would change if missions closed or opened; nothing is stored."""
    sending = state_code(state)
    supposed, said = given.read(sending)
    question = _completed(request, question, said)
    question.counts(request.app.state.registers.reading())
    return send(request, _asked(request, supposed, sending, question, nearest))


def _asked(request: Request, supposed: Scenario, sending: str, question: Question, nearest: int) -> dict[str, Any]:
    register, (on, known) = request.app.state.registers.reading(), (question.on, question.known)
    found = ask(register, supposed, sending, on, known=known, definition=question.definition, near=nearest)
    return found.json_form()


def _completed(request: Request, question: Question, said: Mapping[str, str]) -> Question:
    """Take from a scenario's address what the question leaves open."""
    if not said:
        return question
    given = {key: request.query_params.get(key) or said.get(key) for key in ("on", "known", "definition")}
    return asked(given["on"], given["known"], given["definition"] or DEFAULT)
