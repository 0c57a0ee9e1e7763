"""What if: close and open missions of one state, and see counts, coverage and distances change; the address holds the choice."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from legation.gazetteer import states
from legation.network import network
from legation.network.consequences import Left, consequences
from legation.network.scenario import from_words
from legation.register import Register
from legation.terminal.words import name
from legation.web import drawing
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code

router = APIRouter(include_in_schema=False)


@router.get("/what-if")
@router.get("/what-if.{ending}")
def page(
    request: Request,
    *,
    question: Asked,
    ending: str | None = None,
    sending: Annotated[str | None, Query(description="The sending state whose missions are chosen.")] = None,
    close: Annotated[
        list[str] | None, Query(description="Missions that close, by ID or as `KP ES`; several, or joined by commas.")
    ] = None,
    opened: Annotated[
        list[str] | None, Query(alias="open", description="Missions that open: `KP UG embassy Kampala`.")
    ] = None,
    suspend: Annotated[list[str] | None, Query(description="Missions that suspend work.")] = None,
    resume: Annotated[list[str] | None, Query(description="Missions that resume work.")] = None,
) -> Response:
    """Show what would be, or give the same as JSON or CSV."""
    register = request.app.state.registers.reading()
    code = state_code(sending.strip()) if sending else None
    words = {"close": close, "open": opened, "suspend": suspend, "resume": resume}
    given = {
        verb: [one.strip() for part in some or [] for one in part.split(",") if one.strip()]
        for verb, some in words.items()
    }
    return respond(request, answer(register, question, code, given), ending)


def answer(register: Register, question: Question, code: str | None, given: dict[str, list[str]]) -> Answer:
    """Answer what would change in one state's network; without a state, or with nothing supposed, there is only the form."""
    names, definitions = [one.name for one in states()], register.policy.definitions
    if code is None:
        more: dict[str, Any] = {"code": None, "names": names, "definitions": definitions, "opens": ""}
        form: dict[str, Any] = {"version": 1, "sending": None}
        return Answer("what_if.html", "What if", question, register.known(question.known), form, more)
    counts = question.counts(register)
    held = register.state(question.known, sending=code)
    before = network(held, code, question.on, question.definition, counts)
    also = {"sending": code} | {verb: ",".join(some) for verb, some in given.items() if some}
    more = {
        "code": code,
        "names": names,
        "definitions": definitions,
        "before": before,
        "opens": ", ".join(given["open"]),
    }
    if not any(given.values()):
        form = {"version": 1, "sending": code, "on": question.on.isoformat()}
        more |= {"chosen": set(), "found": None, "spots": _spots(before.open, set())}
        return Answer("what_if.html", f"What if: {name(code)}", question, held.known, form, more, also=also)
    scenario = from_words(given, sending=code)
    found = consequences(held, scenario, register.policy, question.on, sending=code, definition=question.definition)
    chosen = {one.mission for one in found.effects if one.step.verb == "close"}
    more |= {"chosen": chosen, "found": found, "spots": _spots([*before.open, *found.difference.come], chosen)}
    rows = [_gap(one) for one in found.left]
    return Answer(
        "what_if.html", f"What if: {name(code)}", question, held.known, found.json_form(), more, rows=rows, also=also
    )


def _gap(gap: Left) -> dict[str, Any]:
    near = gap.near[0] if gap.near else None
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
