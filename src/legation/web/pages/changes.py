"""The changes: day by day, what moved in the register and because of what."""

import itertools
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from legation.network import change_form, phrase
from legation.register import Change, Register, read_known
from legation.register.results import key_of
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code
from legation.web.recall import Recall

router = APIRouter(include_in_schema=False)
_SHOWN: Final = 400  # changes that a page shows, the newest
_MANY: Final = 300  # entries that are looked at where nobody says since when
CAUSES: Final = {
    "document": "a document",
    "reader": "another reading of the same document",
    "decision": "a person's ruling",
}


@router.get("/changes")
@router.get("/changes.{ending}")
def page(
    request: Request,
    question: Asked,
    ending: str | None = None,
    sending: Annotated[str | None, Query(description="Only this sending state.")] = None,
    since: Annotated[
        str | None, Query(description="Only what came after: a day, a moment or an entry's number.")
    ] = None,
) -> Response:
    """Show the changes, or give the same as JSON or CSV."""
    register = request.app.state.registers.reading()
    whose = state_code(sending) if sending else None
    return respond(request, answer(register, request.app.state.recall, question, whose, since), ending)


def answer(register: Register, recall: Recall, question: Question, sending: str | None, since: str | None) -> Answer:
    """Answer what the entries up to a point of known time changed, the newest day first."""
    known = register.known(question.known)
    upto = known.sequence if known else 0
    begin = read_known(since) if since else max(0, upto - _MANY)
    every = recall.get(
        ("changes", key_of(register.policy), upto, begin),
        lambda: [one for one in register.changes(begin) if one.known.sequence <= upto],
    )
    found = [one for one in every if sending is None or one.mission[:2] == sending]
    forms = [change_form(one) | {"what": phrase(one)} for one in found]
    also = {name: value for name, value in (("sending", sending), ("since", since)) if value}
    form: dict[str, Any] = {"version": 1, "known": upto, **also, "changes": forms}
    return Answer(
        "changes.html", "What changed", question, known, form,
        {
            "days": _days(found[-_SHOWN:]), "count": len(found), "shown": _SHOWN, "phrase": phrase, "sending": sending, "since": since, "causes": CAUSES,
            "definitions": register.policy.definitions,
        },
        rows=[{name: value for name, value in one.items() if name != "quotes"} for one in forms], also=also,
    )  # fmt: skip


def _days(found: list[Change]) -> list[tuple[Any, list[Change]]]:
    ordered = sorted(found, key=lambda one: -one.known.sequence)
    return [(day, list(same)) for day, same in itertools.groupby(ordered, key=lambda one: one.known.at.date())]
