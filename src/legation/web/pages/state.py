"""A state's page: its network, counts under each definition, what is to come, published figures, coverage."""

from typing import Any

from fastapi import APIRouter, Request, Response

from legation.gazetteer import city
from legation.network import Network, check, coverage, network, outlook
from legation.register import Register, State
from legation.terminal.words import name
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code

router = APIRouter(include_in_schema=False)


@router.get("/state/{code}")
def page(request: Request, code: str, question: Asked) -> Response:
    """Show a state, or give the same as JSON, CSV or GeoJSON."""
    word, dot, ending = code.partition(".")
    register = request.app.state.registers.reading()
    return respond(request, answer(register, state_code(word), question), ending if dot else None)


def answer(register: Register, code: str, question: Question) -> Answer:
    """Answer what a state's network is on a day."""
    held = register.state(question.known, sending=code)
    found = network(held, code, question.on, question.definition, question.counts(register))
    under = {
        one: network(held, code, question.on, one, register.policy.definition(one))
        for one in register.policy.definitions
    }
    form = found.json_form() | {
        "definitions": {one: {"total": each.total, "most": each.most} for one, each in under.items()}
    }
    return Answer(
        "state.html", f"{name(code)}: missions", question, held.known, form,
        {"code": code, "network": found, "under": under, **_beside(held, code, question, register)},
        rows=[_row(one.json_form()) for one in found.members],
        features=[feature for one in found.members if (feature := _feature(one.json_form()))],
    )  # fmt: skip


def _beside(held: State, code: str, question: Question, register: Register) -> dict[str, Any]:
    counts = question.counts(register)
    return {
        "gaps": coverage(held, code, question.on, counts),
        "ahead": outlook(held, code, question.on, counts),
        "findings": check(held, code, register.policy.definitions, by=question.on if question.given else None),
    }


def _row(form: dict[str, Any]) -> dict[str, Any]:
    quotes = form.pop("quotes")
    return form | {"quote": quotes[0]["quote"] if quotes else None, "holder": quotes[0]["holder"] if quotes else None}


def _feature(form: dict[str, Any]) -> dict[str, Any] | None:
    seat = city(form["city"], form["receiving"]) if form["city"] else None
    if seat is None:
        return None
    point = {"type": "Point", "coordinates": [seat.longitude, seat.latitude]}
    return {"type": "Feature", "id": form["id"], "geometry": point, "properties": _row(form)}


__all__ = ["Network", "answer", "router"]
