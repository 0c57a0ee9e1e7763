"""A holder's page: what a source said, when, and how it came out."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response

from legation.network.quotes import quote_form, voice
from legation.register import Evidence, Happening, Register, State
from legation.register.results import key_of
from legation.web.answer import Answer, respond
from legation.web.problems import not_found
from legation.web.question import Asked, Question
from legation.web.recall import Recall

router = APIRouter(include_in_schema=False)
Said = tuple[str, Evidence, Happening | None]


@router.get("/holder/{label:path}")
def page(request: Request, label: str, question: Asked) -> Response:
    """Show a holder, or give the same as JSON or CSV."""
    stem, dot, ending = label.rpartition(".")
    formed = dot and ending in ("json", "csv", "geojson")
    register = request.app.state.registers.reading()
    asked = stem if formed else label
    return respond(request, answer(register, request.app.state.recall, question, asked), ending if formed else None)


def answer(register: Register, recall: Recall, question: Question, label: str) -> Answer:
    """Answer what a holder said; not found where nothing is held."""
    known = register.known(question.known)
    upto = known.sequence if known else 0
    by_voice = recall.get(("voices", key_of(register.policy), upto), lambda: _by_voice(register.state(question.known)))
    found = sorted(by_voice.get(label, []), key=lambda one: (one[1].source.published or "", one[1].claim.start))
    if not found:
        raise not_found(f"nobody of the name {label} says anything; /search finds holders")
    rows = [_row(*one) for one in found]
    outcomes = Counter(row["outcome"] for row in rows)
    form = {"version": 1, "known": upto, "holder": label, "outcomes": outcomes, "claims": rows}
    return Answer(
        "holder.html", label, question, known, form,
        {"rows": rows, "outcomes": outcomes, "label": label}, rows=rows,
    )  # fmt: skip


def _by_voice(state: State) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for one in _told(state):
        found.setdefault(voice(one[1]), []).append(one)
    return found


def _told(state: State) -> Iterator[Said]:
    for record in state.missions.values():
        for happening in record.happenings:
            yield from ((record.mission.id, one, happening) for one in happening.evidence)
    for happening in (*state.relations, *state.movements):
        yield from ((happening.mission, one, happening) for one in happening.evidence)
    for row in state.coverage:
        yield from ((f"{row.sending}-{row.receiving}-from-{row.from_}", one, None) for one in row.evidence)
    for one in (*state.figures, *state.reasons):
        yield (one.claim.sending or "", one, None)


def _row(about: str, one: Evidence, happening: Happening | None) -> dict[str, Any]:
    return {
        "about": about, "kind": one.claim.kind, **quote_form(one),
        "standing": happening.standing if happening else None, "outcome": outcome(one, happening),
    }  # fmt: skip


def outcome(one: Evidence, happening: Happening | None) -> str:
    """Say how a claim came out, by the standing that its happening has come to."""
    if happening is None:
        return "nothing to hold it against"
    came = happening.standing in ("confirmed", "reported")
    if one.claim.status in ("planned", "possible"):
        return "came true" if came else "disputed" if happening.standing == "disputed" else "still open"
    if one.claim.status == "denied":
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
