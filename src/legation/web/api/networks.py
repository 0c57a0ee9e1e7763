"""Questions about one state: network, mission, check, coverage, outlook, compare."""

import dataclasses
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from legation.network import check, coverage, member, network, outlook
from legation.network.forecast import forecast
from legation.network.lifetimes import Per, cases, tallies
from legation.network.outlook import figures_foreseen
from legation.network.quotes import figure_form
from legation.network.story import happening_form
from legation.register import Record
from legation.web.api.forms import MANY, Limit, Offset, State, send, send_list
from legation.web.problems import refused
from legation.web.question import Asked, state_code

router = APIRouter(prefix="/api/v1", tags=["one state"])


@router.get("/network/{state}")
def network_of(request: Request, state: State, question: Asked) -> Response:
    """Give a state's missions on a day, and how many of each kind."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    held = register.state(question.known, sending=sending)
    found = network(held, sending, question.on, question.definition, question.counts(register))
    return send(request, found.json_form())


@router.get("/mission/{state}/{receiving}")
def mission_of(
    request: Request, state: State, receiving: State, question: Asked, city: Annotated[str | None, Query(max_length=100)] = None
) -> Response:  # fmt: skip
    """Give a state's missions in another: spells, happenings and every quote."""
    register = request.app.state.registers.reading()
    sending, host = state_code(state), state_code(receiving)
    held, counts = register.state(question.known, sending=sending), question.counts(register)
    there = [
        one for one in held.missions.values()
        if (one.mission.sending, one.mission.receiving) == (sending, host)
        and (not city or city.casefold() in {(one.city or "").casefold(), (one.mission.city or "").casefold()})
    ]  # fmt: skip
    missions = [
        {**member(one, question.on, counts).json_form(), **_record(one)}
        for one in sorted(there, key=lambda one: one.mission.id)
    ]
    stale = [one for one in held.stale if one.about == f"{sending}-{host}"]
    head = {"version": 1, "sending": sending, "receiving": host, "on": question.on.isoformat()}
    rest = {
        "known": held.known.sequence if held.known else None,
        "definition": question.definition,
        "missions": missions,
    }
    told = [dataclasses.asdict(one) | {"gone": [each.id for each in one.gone]} for one in stale]
    return send(request, {**head, **rest, "stale_rulings": told})


def _record(record: Record) -> dict[str, Any]:
    spells = [
        {
            "condition": one.condition, "begin": one.begin.edtf if one.begin else None,
            "end": one.end.edtf if one.end else None, "begun_by": one.begun_by, "ended_by": one.ended_by,
        }
        for one in record.spells
    ]  # fmt: skip
    return {"spells": spells, "happenings": [happening_form(one) for one in record.happenings]}


@router.get("/check/{state}")
def check_of(request: Request, state: State, question: Asked, limit: Limit = MANY, offset: Offset = 0) -> Response:
    """Hold published figures against the register; with ``on``, only those published by that day."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    held = register.state(question.known, sending=sending)
    definitions = register.policy.definitions
    if "definition" in request.query_params:
        definitions = {question.definition: question.counts(register)}
    found = check(held, sending, definitions, by=question.on if question.given else None)
    return send_list(request, (one.json_form() for one in found), limit, offset)


@router.get("/coverage/{state}")
def coverage_of(
    request: Request, *, state: State, question: Asked, nearest: Annotated[int, Query(ge=0, le=20)] = 0,
    limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List states without a resident embassy, and who covers them."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    held, counts = register.state(question.known, sending=sending), question.counts(register)
    whole = network(held, sending, question.on, question.definition, counts)
    head = {"version": 1, "sending": sending, "on": question.on.isoformat()}
    found = coverage(held, sending, question.on, counts, nearest=nearest)
    told = ({**head, **one.json_form(), "network": whole.completeness} for one in found)
    return send_list(request, told, limit, offset)


@router.get("/outlook/{state}")
def outlook_of(
    request: Request, *, state: State, question: Asked,
    by: Annotated[dt.date | None, Query(description="Say too how many missions there will be by this day.")] = None,
    limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List what is announced or expected and has not happened, the numbers foreseen, and what became of such words."""
    if by and by <= question.on:
        raise refused(f"by={by}: this is not after {question.on}")
    register, sending = request.app.state.registers.reading(), state_code(state)
    held, counts, on = register.state(question.known, sending=sending), question.counts(register), question.on
    whole, waited = network(held, sending, on, question.definition, counts), outlook(held, sending, on, counts)
    told = [{"type": "happening", **one.json_form(), "network": whole.completeness} for one in waited]
    told += [{"type": "figure", **figure_form(one)} for one in figures_foreseen(held, sending, on)]
    if by:
        told.append({"type": "forecast", **forecast(held, sending, waited, (on, by), counts).json_form()})
    pers: tuple[Per, ...] = ("status", "holder")
    for per in pers:
        every = tallies(cases(held, on, per, sending))
        told += [{"type": "record", "per": per, **one.json_form(on)} for one in every]
    return send_list(request, ({"version": 1, **one} for one in told), limit, offset)
