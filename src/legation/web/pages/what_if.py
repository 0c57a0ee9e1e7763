"""What if: close and open missions of one state, and see counts, coverage and distances change; the address holds the choice."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from legation.gazetteer import states
from legation.network import network
from legation.network.consequences import Consequences, Left, consequences
from legation.network.members import Member
from legation.network.scenario import from_words
from legation.network.steps import entries
from legation.register import Register
from legation.register.stoppages import STOPPED
from legation.terminal.words import name, place
from legation.web import drawing
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code
from legation.web.recall import Recall, folded

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
    title: Annotated[str, Query(max_length=200, description="What the scenario is called.")] = "",
) -> Response:
    """Show what would be, or give the same as JSON, CSV or GeoJSON."""
    register = request.app.state.registers.reading()
    code = state_code(sending.strip()) if sending else None
    words = {"close": close, "open": opened, "suspend": suspend, "resume": resume}
    given = {verb: [one for part in some or [] for one in entries(part)] for verb, some in words.items()}
    found = answer(register, request.app.state.recall, question, code, given, title=title.strip())
    return respond(request, found, ending)


def answer(
    register: Register, recall: Recall, question: Question, code: str | None, given: dict[str, list[str]], *, title: str
) -> Answer:
    """Answer what would change in one state's network; without a state, or with nothing supposed, there is only the form."""
    counts = question.counts(register)
    more: dict[str, Any] = {
        "code": code, "names": [one.name for one in states()], "definitions": register.policy.definitions,
        "given": {verb: ", ".join(some) for verb, some in given.items()}, "called": title,
    }  # fmt: skip
    if code is None:
        form: dict[str, Any] = {"version": 1, "sending": None}
        return Answer("what_if.html", "What if", question, register.known(question.known), form, more)
    held = folded(register, recall, code, question.known)
    found = None
    if any(given.values()):
        scenario = from_words(given, sending=code, title=title)
        found = consequences(held, scenario, register.policy, question.on, sending=code, definition=question.definition)
    before = found.difference.before if found else network(held, code, question.on, question.definition, counts)
    chosen = {one.mission: one.step.words for one in found.effects if one.step.verb == "close"} if found else {}
    come, looks = (found.difference.come, _looks(found)) if found else ((), {})
    more |= {
        "before": before, "chosen": chosen, "choices": _choices(before.open, chosen), "found": found,
        "spots": _spots([*before.open, *come], looks), "held": held.missions,
    }  # fmt: skip
    headed = f"{title or 'What if'}: {name(code)}"
    also = {"sending": code, "title": title} | {verb: ",".join(some) for verb, some in given.items()}
    form = found.json_form() if found else {"version": 1, "sending": code, "on": question.on.isoformat()}
    rows = [_gap(one) for one in found.left] if found else None
    asked = {key: said for key, said in also.items() if said}
    return Answer(
        "what_if.html", headed, question, held.known, form, more, rows=rows, also=asked,
        features=lambda: _features([*before.open, *come], looks),
    )  # fmt: skip


def _choices(members: Iterable[Member], chosen: Mapping[str, str]) -> list[Member]:
    """Order the boxes by state, those that are ticked first: a long list scrolls."""
    return sorted(members, key=lambda one: (one.id not in chosen, name(one.receiving), one.kind != "embassy", one.id))


def _looks(found: Consequences) -> dict[str, str]:
    """Give the shapes of the missions that would be lost or gained, as the legend has them."""
    stopped = {one.id for one in found.difference.gone if one.opinion.condition in STOPPED}
    gone = {one.id: "suspended" if one.id in stopped else "closed" for one in found.difference.gone}
    return gone | {one.id: "announced" for one in found.difference.come}


def _gap(gap: Left) -> dict[str, Any]:
    near = gap.near[0] if gap.near else None
    return {
        "receiving": gap.receiving, "covered_from": [one.from_ for one in gap.covers],
        "nearest": near.receiving if near else None, "nearest_city": near.city if near else None,
        "distance_km": round(near.distance) if near else None,
    }  # fmt: skip


def _features(members: Iterable[Member], looks: Mapping[str, str]) -> list[dict[str, Any]]:
    """Place missions on a map of others, with what would become of each."""
    found = []
    for one in members:
        properties = {
            "id": one.id, "sending": one.record.mission.sending, "receiving": one.receiving, "city": one.city, "mission": one.kind,
            "look": looks.get(one.id, "open"),
        }  # fmt: skip
        if feature := drawing.feature(one.id, one.city, one.receiving, properties):
            found.append(feature)
    return found


def _spots(members: Iterable[Member], looks: Mapping[str, str]) -> list[dict[str, Any]]:
    """Place missions on the map, those that would change last, so that none is hidden."""
    found = []
    for one in sorted(members, key=lambda one: (one.id in looks, one.id)):
        if at := drawing.spot(one.city, one.receiving):
            look = looks.get(one.id, "open")
            found.append({"x": at[0], "y": at[1], "look": look, "id": one.id, "label": place(one.city, one.receiving)})
    return found
