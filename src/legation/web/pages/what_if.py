"""What if: close missions of one state, and see counts, coverage and distances change; the address holds the choice."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from legation.gazetteer import states
from legation.model import When
from legation.network import Gap, compare, coverage, network
from legation.register import Record, Register, State
from legation.terminal.words import name
from legation.web import drawing
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code

router = APIRouter(include_in_schema=False)


@router.get("/what-if")
@router.get("/what-if.{ending}")
def page(
    request: Request,
    question: Asked,
    ending: str | None = None,
    sending: Annotated[str | None, Query(description="The sending state whose missions are chosen.")] = None,
    close: Annotated[
        list[str] | None, Query(description="IDs of missions that close; several, or joined by commas.")
    ] = None,
) -> Response:
    """Show what would be, or give the same as JSON or CSV."""
    register = request.app.state.registers.reading()
    chosen = {one for part in close or [] for one in part.split(",") if one}
    code = state_code(sending.strip()) if sending else None
    return respond(request, answer(register, question, code, chosen), ending)


def closed(state: State, chosen: Iterable[str], on: dt.date) -> State:
    """Give the state as it would be if these missions closed on a day."""
    missions = dict(state.missions)
    for one in chosen:
        if one in missions:
            missions[one] = _ended(missions[one], on)
    return dataclasses.replace(state, missions=missions)


def _ended(record: Record, on: dt.date) -> Record:
    end = When.between(on, on)
    spells = tuple(
        dataclasses.replace(spell, end=end) if spell.end is None or spell.end.latest > on else spell
        for spell in record.spells
    )
    return dataclasses.replace(record, spells=spells, otherwise=None)


def answer(register: Register, question: Question, code: str | None, chosen: set[str]) -> Answer:
    """Answer what would change if the chosen missions closed on the day asked about."""
    definitions = register.policy.definitions
    names = [one.name for one in states()]
    if code is None:
        form: dict[str, Any] = {"version": 1, "sending": None}
        more = {"code": None, "names": names, "definitions": definitions, "chosen": chosen}
        return Answer("what_if.html", "What if", question, register.known(question.known), form, more)
    counts = question.counts(register)
    held = register.state(question.known, sending=code)
    then = closed(held, chosen, question.on)
    before = network(held, code, question.on, question.definition, counts)
    after = network(then, code, question.on, question.definition, counts)
    old = {gap.receiving for gap in coverage(held, code, question.on, counts)}
    gaps = [gap for gap in coverage(then, code, question.on, counts, nearest=1) if gap.receiving not in old]
    under = {
        label: (network(held, code, question.on, label, one).total, network(then, code, question.on, label, one).total)
        for label, one in definitions.items()
    }
    form = {
        "version": 1, "sending": code, "on": question.on.isoformat(), "close": sorted(chosen),
        "before": before.total, "after": after.total, "definitions": under,
        "difference": compare(before, after).json_form(), "left": [_gap(gap) for gap in gaps],
    }  # fmt: skip
    return Answer(
        "what_if.html", f"What if: {name(code)}", question, held.known, form,
        {
            "code": code, "names": names, "definitions": definitions, "chosen": chosen, "before": before, "after": after,
            "under": under, "gaps": form["left"], "spots": _spots(before.open, chosen),
        },
        rows=form["left"], also={"sending": code} | ({"close": ",".join(sorted(chosen))} if chosen else {}),
    )  # fmt: skip


def _gap(gap: Gap) -> dict[str, Any]:
    near = gap.guesses[0] if gap.guesses else None
    return {
        "receiving": gap.receiving, "covered_from": [one.from_ for one in gap.covers],
        "nearest": near.receiving if near else None, "nearest_city": near.city if near else None,
        "distance_km": round(near.distance) if near else None,
    }  # fmt: skip


def _spots(members: Iterable[Any], chosen: set[str]) -> list[dict[str, Any]]:
    found = []
    for one in members:
        at = drawing.spot(one.city, one.receiving)
        if at:
            look = "closed" if one.id in chosen else "open"
            found.append(
                {"x": at[0], "y": at[1], "look": look, "id": one.id, "label": f"{one.city}, {name(one.receiving)}"}
            )
    return found
