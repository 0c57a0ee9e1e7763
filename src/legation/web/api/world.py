"""Questions about many states at once and over time: host, reciprocity, ties, graph, series, ranking."""

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response

from legation.network.graph import Measured, measures
from legation.network.graph import graphml as written
from legation.network.opened import (
    behind_points,
    behind_shifts,
    moved,
    quoted,
    told,
    told_over_time,
    touching,
)
from legation.network.presence import Present, host, present, reciprocity
from legation.network.series import Point, Shift, ranking, series, sliding
from legation.network.ties import ties
from legation.web.api.forms import (
    MANY,
    OPENED,
    Limit,
    Members,
    Offset,
    Place,
    Quotes,
    State,
    send,
    send_bytes,
    send_list,
    stretch,
)
from legation.web.problems import refused
from legation.web.question import Asked, Question, day_of, place_code, state_code

router = APIRouter(prefix="/api/v1", tags=["the world"])
Since = Annotated[str, Query(description="The first day of the stretch; `on` is its last.")]


@router.get("/host/{state}")
def host_of(
    request: Request, *, state: Place, question: Asked, city: Annotated[str | None, Query(max_length=100)] = None,
    quotes: Quotes = False,
) -> Response:  # fmt: skip
    """Give who is present in a state, or a city of it, on a day."""
    register, (receiving, town) = request.app.state.registers.reading(), place_code(state)
    seen = register.seen_on(question.on, question.known, receiving=receiving)
    found = host(seen, receiving, question.on, question.counts(register), city or town)
    backing = quoted(register, found.missions, question.on, question.known, wanted=quotes)
    return send(request, told(found.json_form() | {"definition": question.definition}, backing))


@router.get("/reciprocity/{state}")
def reciprocity_of(request: Request, *, state: State, question: Asked, quotes: Quotes = False) -> Response:
    """Give who is in a state without it being there, and the other way round."""
    register, code = request.app.state.registers.reading(), state_code(state)
    seen = [
        *register.seen_on(question.on, question.known, sending=code),
        *register.seen_on(question.on, question.known, receiving=code),
    ]
    found = reciprocity(present(seen, question.counts(register)), code, question.on)
    backing = quoted(register, found.missions, question.on, question.known, wanted=quotes)
    return send(request, told(found.json_form() | {"definition": question.definition}, backing))


@router.get("/ties/{state}")
def ties_of(request: Request, *, state: State, question: Asked, members: Members = False) -> Response:
    """Give relations without embassies, beside the number of relations published."""
    register, code = request.app.state.registers.reading(), state_code(state)
    found = ties(register.state(question.known, sending=code), code, question.on, question.counts(register))
    return send(request, found.json_form(members=members) | {"definition": question.definition})


@router.get("/series/{state}")
def series_of(
    request: Request, *, state: State, question: Asked, since: Since,
    by: Annotated[Literal["year", "month"], Query(description="Count at the end of each.")] = "year",
    members: Members = False, quotes: Quotes = False, limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """Count a state's missions at the end of every year or month; with members or quotes, at most twenty at once."""
    register, sending, first = request.app.state.registers.reading(), state_code(state), _first(question, since)
    limit = min(limit, OPENED) if members or quotes else limit
    counts, head = question.counts(register), {"sending": sending, "definition": question.definition}
    found = series(register.courses(question.known, sending=sending), first, question.on, counts, by)
    held = register.state(question.known, sending=sending) if quotes else None
    backing = behind_points(held, stretch(found, limit, offset), every=True) if held else None

    def form(one: Point) -> dict[str, Any]:
        return told_over_time({**one.json_form(members=members or quotes), **head}, backing, (*one.come, *one.gone))

    return send_list(request, found, limit, offset, form=form)


@router.get("/ranking")
def ranking_of(
    request: Request, *, question: Asked, since: Since = "1990-12-31",
    years: Annotated[int, Query(ge=0, le=200, description="Rank every window of so many years; 0 is the whole.")] = 0,
    grown: Annotated[bool, Query(description="Rank expansions in place of retreats.")] = False,
    sending: Annotated[str | None, Query(max_length=100)] = None,
    members: Annotated[bool, Query(description="With quotes: of what stayed too.")] = False, quotes: Quotes = False,
    limit: Limit = 10, offset: Offset = 0,
) -> Response:  # fmt: skip
    """Rank the largest retreats or expansions in a window, of one state or all; with quotes, at most twenty at once."""
    register, first = request.app.state.registers.reading(), _first(question, since)
    whose = state_code(sending) if sending else None
    ranked = ranking(
        register.courses(question.known), sliding(first, question.on, years), question.counts(register), grown=grown
    )
    head = {"definition": question.definition, "of": len(ranked)}
    found = [one for one in ranked if whose in (None, one.sending)]
    limit = min(limit, OPENED) if quotes else limit
    some = stretch(found, limit, offset)
    backing = behind_shifts(register, some, question.known, every=members) if quotes else None

    def form(one: Shift) -> dict[str, Any]:
        return told_over_time({**one.json_form(), **head}, backing, moved(one, every=members))

    return send_list(request, found, limit, offset, form=form)


def _first(question: Question, since: str) -> dt.date:
    first = day_of("since", since)
    if first >= question.on:
        raise refused(f"since={since} is not before on={question.on}")
    if question.on.year - first.year > 400:
        raise refused(f"since={since}: more than 400 years before on={question.on}; ask for less")
    return first


@router.get("/graph.graphml", response_class=Response, responses={200: {"content": {"application/graphml+xml": {}}}})
def graphml(request: Request, *, question: Asked) -> Response:
    """Give the graph of who sends where as GraphML, with every state's measures."""
    data, name = written(_missions(request, question), question.on), f"graph-{question.on}.graphml"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return send_bytes(request, data, "application/graphml+xml", told)


@router.get("/graph")
def graph(
    request: Request, *, question: Asked, members: Members = False, limit: Limit = MANY, offset: Offset = 0
) -> Response:
    """Measure the graph of who sends where: degrees, centrality, clustering."""
    missions = _missions(request, question)
    head = {"on": question.on.isoformat(), "definition": question.definition}

    def form(one: Measured) -> dict[str, Any]:
        return one.json_form() | ({"missions": touching(missions, one.state)} if members else {})

    return send_list(request, measures(missions), limit, offset, head=head, form=form)


def _missions(request: Request, question: Question) -> list[Present]:
    """Give the missions of all states that count or may count."""
    register = request.app.state.registers.reading()
    return present(register.seen_on(question.on, question.known), question.counts(register))
