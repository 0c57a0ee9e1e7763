"""What waits for a person's ruling, and the rulings there are."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from legation.network.rulings import agreement_form, case_form, record_form, ruling_form, statuses
from legation.register.review import agreement, review
from legation.web.api.forms import MANY, Limit, Offset, send_list
from legation.web.question import Asked, state_code

router = APIRouter(prefix="/api/v1", tags=["rulings"])


@router.get("/review")
def review_of(
    request: Request, *, question: Asked,
    sending: Annotated[str | None, Query(max_length=100, description="Only this sending state's matters.")] = None,
    limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List what is worth a person's ruling, the most worth first."""
    register, whose = request.app.state.registers.reading(), state_code(sending) if sending else None
    held = register.state(question.known, sending=whose)
    ruled = [entry.decision for entry in register.decisions(question.known) if entry.decision]
    return send_list(request, map(case_form, review(held, ruled, question.on, whose)), limit, offset)


@router.get("/rulings")
def rulings_of(
    request: Request, *, question: Asked,
    readers: Annotated[bool, Query(description="In their place, what was ruled of each reader's claims, by kind.")] = False,
    limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List people's rulings, and how far reviewers agree."""
    register = request.app.state.registers.reading()
    if readers:
        return send_list(request, map(record_form, register.records()), limit, offset)
    held = register.decisions(question.known)
    stale = {one.ruling for one in register.stale(question.known)} if held else set()
    told = [ruling_form(*each) for each in zip(held, statuses(held, stale), strict=True)]
    told += [agreement_form(one) for one in agreement([entry.decision for entry in held if entry.decision])]
    return send_list(request, told, limit, offset)
