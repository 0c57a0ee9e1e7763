"""A state's page: its network, counts under each definition, what is to come, published figures, coverage."""

import dataclasses
import datetime as dt
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from legation.network import Network, check, coverage, host, network, outlook, present, reciprocity, series, ties
from legation.network.lifetimes import cases, tallies
from legation.register import Register, State
from legation.register.results import key_of, seen_on
from legation.terminal.words import by_name, name
from legation.web import drawing
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code
from legation.web.recall import Recall, folded
from legation.web.replies.under import under

router = APIRouter(include_in_schema=False)
_CHARTED: Final = dt.timedelta(days=2 * 365)


@router.get("/state/{code}")
def page(request: Request, code: str, question: Asked) -> Response:
    """Show a state, or give the same as JSON, CSV or GeoJSON."""
    word, dot, ending = code.partition(".")
    register = request.app.state.registers.reading()
    recall = request.app.state.recall
    code = state_code(word)
    whole = answer(register, recall, code, question)
    return respond(request, whole, ending) if dot else respond(request, under(request, whole, f"/state/{code}"), None)


def answer(register: Register, recall: Recall, code: str, question: Question) -> Answer:
    """Answer what a state's network is on a day; kept until an entry bears on the state, under the newest entry's number."""
    question.counts(register)
    known = register.known(question.known)
    upto = known.sequence if known else 0
    asked = (question.on, question.definition, question.given)
    key = ("state's page", key_of(register.policy), code, register.last_on(code, upto), *asked)
    found = recall.get(key, lambda: _answer(register, folded(register, recall, code, upto), code, question, upto))
    form = {**found.form, "known": known.sequence if known else None}
    return dataclasses.replace(found, question=question, known=known, form=form)


def _answer(register: Register, held: State, code: str, question: Question, upto: int) -> Answer:
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
        {"code": code, "network": found, "listed": sorted(form["missions"], key=lambda one: by_name(one["id"])), "under": under, **_beside(held, code, question, register, upto)},
        rows=lambda: [_row(one.json_form()) for one in found.members],
        features=lambda: [feature for one in found.members if (feature := _feature(one.json_form()))],
    )  # fmt: skip


def _beside(held: State, code: str, question: Question, register: Register, upto: int) -> dict[str, Any]:
    counts = question.counts(register)
    sent = register.courses(upto, sending=code)
    hosted = register.courses(upto, receiving=code)
    seen = [*seen_on(sent, question.on), *seen_on(hosted, question.on)]
    here = present(seen, counts)
    points = series(sent, question.on - _CHARTED, question.on, counts, "month")
    counted = [(one.on, len(one.certain), len(one.certain) + len(one.unsure)) for one in points]
    return {
        "host": host(seen, code, question.on, counts), "reciprocity": reciprocity(here, code, question.on),
        "ties": ties(held, code, question.on, counts), "chart": drawing.steps(counted), "points": points,
        "gaps": coverage(held, code, question.on, counts),
        "ahead": outlook(held, code, question.on, counts),
        "record": tallies(cases(held, question.on, "status", code)),
        "findings": check(held, code, register.policy.definitions, by=question.on if question.given else None),
        "reasons": [one for one in held.reasons if one.claim.sending == code],
    }  # fmt: skip


def _row(form: dict[str, Any]) -> dict[str, Any]:
    quotes = form.pop("quotes")
    return form | {"quote": quotes[0]["quote"] if quotes else None, "holder": quotes[0]["holder"] if quotes else None}


def _feature(form: dict[str, Any]) -> dict[str, Any] | None:
    return drawing.feature(form["id"], form["city"], form["receiving"], _row(form))


__all__ = ["Network", "answer", "router"]
