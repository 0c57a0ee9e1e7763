"""Questions about one state: network, mission, check, coverage, outlook, compare."""

import dataclasses
import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from legation.network import check, coverage, member, network, outlook
from legation.network.coverage import Gap
from legation.network.forecast import forecast
from legation.network.groups import By, grouped
from legation.network.hindsight import back_test
from legation.network.lifetimes import Per, cases, tallies
from legation.network.opened import found_form
from legation.network.outlook import figures_foreseen
from legation.network.quotes import figure_form
from legation.network.story import record_form
from legation.register import Register
from legation.register import State as Folded
from legation.web.api.forms import MANY, Limit, Members, Offset, Place, State, send, send_list
from legation.web.problems import refused
from legation.web.question import Asked, place_code, state_code

router = APIRouter(prefix="/api/v1", tags=["one state"])


@router.get("/network/{state}")
def network_of(
    request: Request, state: State, question: Asked,
    by: Annotated[By | None, Query(description="Count by region or receiving state too.")] = None,
) -> Response:  # fmt: skip
    """Give a state's missions on a day, and how many of each kind."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    held = register.state(question.known, sending=sending)
    found = network(held, sending, question.on, question.definition, question.counts(register))
    groups = {"by": by, "groups": [one.json_form() for one in grouped(found, by)]} if by else {}
    return send(request, {**found.json_form(), **groups})


@router.get("/mission/{state}/{receiving}")
def mission_of(
    request: Request, state: State, receiving: Place, question: Asked, city: Annotated[str | None, Query(max_length=100)] = None
) -> Response:  # fmt: skip
    """Give a state's missions in another: spells, happenings and every quote."""
    register = request.app.state.registers.reading()
    sending, (host, town) = state_code(state), place_code(receiving)
    city = city or town
    held, counts = register.state(question.known, sending=sending), question.counts(register)
    there = [
        one for one in held.missions.values()
        if (one.mission.sending, one.mission.receiving) == (sending, host)
        and (not city or city.casefold() in {(one.city or "").casefold(), (one.mission.city or "").casefold()})
    ]  # fmt: skip
    missions = [
        {**member(one, question.on, counts).json_form(), **record_form(one)}
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


@router.get("/check/{state}")
def check_of(
    request: Request,
    *,
    state: State,
    question: Asked,
    members: Members = False,
    limit: Limit = MANY,
    offset: Offset = 0,
) -> Response:
    """Hold published figures against the register; with ``on``, only those published by that day."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    held = register.state(question.known, sending=sending)
    definitions = register.policy.definitions
    if "definition" in request.query_params:
        definitions = {question.definition: question.counts(register)}
    found = check(held, sending, definitions, by=question.on if question.given else None)
    return send_list(request, found, limit, offset, form=lambda one: found_form(one, held, opened=members))


@router.get("/coverage/{state}")
def coverage_of(
    request: Request, *, state: State, question: Asked, nearest: Annotated[int, Query(ge=0, le=20)] = 0,
    members: Members = False, limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List states without a resident embassy, and who covers them."""
    register, sending = request.app.state.registers.reading(), state_code(state)
    held, counts = register.state(question.known, sending=sending), question.counts(register)
    whole = network(held, sending, question.on, question.definition, counts)
    head = {"version": 1, "sending": sending, "on": question.on.isoformat()}
    found = coverage(held, sending, question.on, counts, nearest=nearest)

    def told(one: Gap) -> dict[str, Any]:
        return {**head, **one.json_form(members=members), "network": whole.completeness}

    return send_list(request, found, limit, offset, form=told)


@router.get("/outlook/{state}")
def outlook_of(
    request: Request, *, state: State, question: Asked,
    by: Annotated[dt.date | None, Query(description="Say too how many missions there will be by this day.")] = None,
    all_states: Annotated[bool, Query(description="Take the record of past words from all states; slower.")] = False,
    limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List what is announced or expected and has not happened, the numbers foreseen, and what became of such words."""
    if by and by <= question.on:
        raise refused(f"by={by}: this is not after {question.on}")
    register, sending = request.app.state.registers.reading(), state_code(state)
    held, counts, on = register.state(question.known, sending=sending), question.counts(register), question.on
    pool = register.state(question.known) if all_states else None
    whole, waited = network(held, sending, on, question.definition, counts), outlook(held, sending, on, counts)
    told = [{"type": "happening", **one.json_form(), "network": whole.completeness} for one in waited]
    told += [{"type": "figure", **figure_form(one)} for one in figures_foreseen(held, sending, on)]
    if by:
        told.append({"type": "forecast", **forecast(held, sending, waited, (on, by), counts, pool=pool).json_form()})
    pers: tuple[Per, ...] = ("status", "holder")
    for per in pers:
        every = tallies(cases(pool or held, on, per, None if pool else sending))
        told += [{"type": "record", "per": per, **one.json_form(on)} for one in every]
    return send_list(request, ({"version": 1, **one} for one in told), limit, offset)


@router.get("/outlook/{state}/back-test")
def back_test_of(request: Request, state: State, question: Asked, limit: Limit = MANY, offset: Offset = 0) -> Response:
    """Give what would have been said at each month's end, with what was known then, and what came."""
    register: Register = request.app.state.registers.reading()
    sending = state_code(state)
    if question.on > dt.datetime.now(tz=dt.UTC).date():
        raise refused(f"on={question.on}: nobody can know yet what came by then; give today or an earlier day")
    counts, now = question.counts(register), register.state(question.known, sending=sending)

    def as_known(at: dt.date | None) -> Folded:
        early = at is not None and now.known is not None and at < now.known.at.date()
        return register.state(at, sending=sending) if early else now

    found = back_test(as_known, sending, question.on, counts)
    return send_list(request, ({"version": 1, "type": "back_test", **one.json_form()} for one in found), limit, offset)
