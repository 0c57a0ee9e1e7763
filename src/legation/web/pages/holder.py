"""A holder's page: what a source said, when, and how it came out."""

from collections import Counter
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from legation.model import Claim
from legation.network.quotes import said_form
from legation.register import Happening, Register
from legation.register.results import key_of
from legation.register.stretches import Said
from legation.web.answer import Answer, respond
from legation.web.problems import not_found
from legation.web.question import Asked, Question
from legation.web.recall import Recall
from legation.web.whereabouts import Place, places

router = APIRouter(include_in_schema=False)
SHOWN: Final = 100  # claims on a page
GONE: Final = "no longer held"


@router.get("/holder/{label:path}")
def page(
    request: Request, label: str, question: Asked,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many claims are passed over.")] = 0,
) -> Response:  # fmt: skip
    """Show a holder, or give the same as JSON or CSV."""
    stem, dot, ending = label.rpartition(".")
    formed = dot and ending in ("json", "csv", "geojson")
    register = request.app.state.registers.reading()
    asked = stem if formed else label
    found = answer(register, request.app.state.recall, question, asked, offset)
    return respond(request, found, ending if formed else None)


def answer(register: Register, recall: Recall, question: Question, label: str, offset: int) -> Answer:
    """Answer what a holder said, the newest first, a page at a time; not found where it says nothing."""
    known = register.known(question.known)
    upto = known.sequence if known else 0
    key = ("said", key_of(register.policy), label, upto, offset)
    count, said = recall.get(key, lambda: register.said(label, upto, limit=SHOWN, offset=offset))
    if not said:
        raise not_found(f"nobody of the name {label} says anything there; /search finds holders")
    where = places(register, recall, {one.id: one.claim for one in said}, upto)
    rows = [_row(one, where.get(one.id)) for one in said]
    outcomes = Counter(row["outcome"] for row in rows)
    following = offset + SHOWN if offset + SHOWN < count else None
    form = {
        "version": 1, "known": upto, "holder": label, "total": count, "offset": offset, "next": following,
        "outcomes": outcomes, "claims": rows,
    }  # fmt: skip
    return Answer(
        "holder.html", label, question, known, form,
        {"rows": rows, "outcomes": outcomes, "label": label, "links": {one.id: place.link for one in said if (place := where.get(one.id))}},
        rows=rows, also={"offset": str(offset)} if offset else {},
    )  # fmt: skip


def _row(one: Said, place: Place | None) -> dict[str, Any]:
    happening = place.happening if place else None
    return {
        "about": place.about if place else _pair(one), "kind": one.claim.kind,
        **said_form(one.id, one.claim, one.source, one.since), "standing": happening.standing if happening else None,
        "outcome": outcome(one.claim, happening) if place else GONE,
    }  # fmt: skip


def _pair(one: Said) -> str:
    return "-".join(code for code in (one.claim.sending, one.claim.receiving) if code)


def outcome(claim: Claim, happening: Happening | None) -> str:
    """Say how a claim came out, by the standing that its happening has come to."""
    if happening is None:
        return "nothing to hold it against"
    came = happening.standing in ("confirmed", "reported")
    if claim.status in ("planned", "possible"):
        return "came true" if came else "disputed" if happening.standing == "disputed" else "still open"
    if claim.status == "denied":
        return "stands against the rest" if came else "not refuted"
    return (
        "confirmed"
        if happening.standing == "confirmed"
        else "reported"
        if came
        else "disputed"
        if happening.standing == "disputed"
        else "denied"
    )
