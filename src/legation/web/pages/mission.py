"""A mission's page: its spells as a time line, its happenings with every claim, incidents, who covers now."""

from typing import Any

from fastapi import APIRouter, Request, Response

from legation.gazetteer import code_of
from legation.network import coverage, member
from legation.network.members import Member
from legation.network.story import happening_form
from legation.register import Record, Register
from legation.terminal.words import kind, name, place
from legation.web import drawing
from legation.web.answer import Answer, respond
from legation.web.problems import not_found
from legation.web.question import Asked, Question
from legation.web.recall import Recall, folded
from legation.web.replies.under import under

router = APIRouter(include_in_schema=False)


@router.get("/mission/{identity:path}")
def page(request: Request, identity: str, question: Asked) -> Response:
    """Show a mission, or give the same as JSON, CSV or GeoJSON."""
    stem, dot, ending = identity.rpartition(".")
    known = dot and ending in ("json", "csv", "geojson")
    register = request.app.state.registers.reading()
    recall = request.app.state.recall
    found = stem if known else identity
    whole = answer(register, recall, found, question)
    return (
        respond(request, whole, ending) if known else respond(request, under(request, whole, f"/mission/{found}"), None)
    )


def answer(register: Register, recall: Recall, identity: str, question: Question) -> Answer:
    """Answer what is held of a mission; not found where nothing is."""
    sending = identity[:2]
    if code_of(sending) is None:
        raise not_found(f"{identity} is no mission; an ID looks like KP-ES-embassy")
    held = folded(register, recall, sending, question.known)
    record = held.missions.get(identity)
    if record is None:
        raise not_found(f"the register holds nothing of {identity} then; /state/{sending} lists those it has")
    counts = question.counts(register)
    one = member(record, question.on, counts)
    form = {
        "version": 1, "known": held.known.sequence if held.known else None, "on": question.on.isoformat(), "sending": sending,
        **one.json_form(), "spells": _spells(record), "happenings": [happening_form(each) for each in record.happenings],
    }  # fmt: skip
    gaps = [gap for gap in coverage(held, sending, question.on, counts) if gap.receiving == record.mission.receiving]
    bars, ticks = drawing.timeline(record.spells, question.on)
    title = f"{kind(record.kind)} of {name(sending)} in {place(one.city, record.mission.receiving)}"
    return Answer(
        "mission.html", title[:1].upper() + title[1:], question, held.known, form,
        {
            "record": record, "member": one, "bars": bars, "ticks": ticks, "gaps": gaps,
            "definitions": register.policy.definitions,
            "incidents": [each for each in record.happenings if each.kind == "incident"],
            "turns": [each for each in record.happenings if each.kind != "incident"],
        },
        rows=[
            {"happening": each["kind"], "standing": each["standing"], "when": each["date"], **quote}
            for each in form["happenings"] for quote in each["quotes"]
        ],
        features=lambda: [found for found in [_feature(one)] if found],
    )  # fmt: skip


def _feature(one: Member) -> dict[str, Any] | None:
    form = one.json_form()
    quotes = form.pop("quotes")
    return drawing.feature(one.id, one.city, one.receiving, form | {"claims": len(quotes)})


def _spells(record: Record) -> list[dict[str, Any]]:
    return [
        {
            "condition": one.condition, "begin": one.begin.edtf if one.begin else None,
            "end": one.end.edtf if one.end else None, "begun_by": one.begun_by, "ended_by": one.ended_by,
        }
        for one in record.spells
    ]  # fmt: skip
