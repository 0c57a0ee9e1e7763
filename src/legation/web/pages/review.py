"""Review: one matter at a time, its sources beside it, and a ruling by a key or a button; for who is signed in.

The queue is the register's own (``legation review``). What is passed over waits until the session ends; what was ruled in
this session can be undone, which withdraws the ruling and leaves it in the log.
"""

import datetime as dt
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from legation.errors import DataError, DecisionRefused
from legation.register import Happening, Register, State
from legation.register.decisions import CORRECTABLE, DecisionKind
from legation.register.results import key_of
from legation.register.review import Case
from legation.register.review import review as cases_of
from legation.register.state import Evidence
from legation.terminal.words import MATTER
from legation.web.problems import refused
from legation.web.question import state_code
from legation.web.recall import Recall, document, folded
from legation.web.sessions import COOKIE, Reviewer, Sessions, checked
from legation.web.templating import PRIVATE, rendered

router = APIRouter(include_in_schema=False)
_AROUND: Final = 240  # signs of the text shown on either side of a quote
_SHOWN: Final = 8  # sources of one matter
REASON: Final = "as the sources quoted in review say"
_ACTS: Final[dict[str, DecisionKind]] = {
    "accept": "accept", "reject": "reject", "merge": "merge", "correct": "correct", "withdraw": "withdraw",
}  # fmt: skip
Word = Annotated[str, Form(max_length=2000)]


@router.get("/review")
def page(
    request: Request, held: Reviewer,
    sending: Annotated[str | None, Query(max_length=200, description="Only this sending state's matters.")] = None,
    said: Annotated[str, Query(max_length=300)] = "",
) -> Response:  # fmt: skip
    """Show the matter most worth a minute that was not passed over."""
    whose = state_code(sending) if sending else None
    register, recall, sessions = request.app.state.registers.reading(), request.app.state.recall, _sessions(request)
    state, every = _queue(register, recall, whose)
    passed = sessions.passed(request.cookies.get(COOKIE))
    open_ = [one for one in every if one.target not in passed]
    more: dict[str, Any] = {
        "title": "Review", "session": held, "sending": whose, "said": said, "total": len(every), "left": len(open_),
        "undo": sessions.ruled(request.cookies.get(COOKIE)), "case": None, "reason": REASON, "fields": CORRECTABLE,
        "matters": MATTER,
    }  # fmt: skip
    if open_:
        case = open_[0]
        more |= {
            "case": case, "sources": [_source(register, recall, one) for one in case.evidence[:_SHOWN]],
            "more_sources": len(case.evidence) - _SHOWN, "others": list(_others(state, case)),
        }  # fmt: skip
    return rendered(request, "review.html", more, headers=PRIVATE)


@router.post("/review")
def rule(
    request: Request, held: Reviewer, *, act: Word, target: Word = "", mark: Word = "", reason: Word = "", sending: Word = "",
    other: Word = "", field: Word = "", value: Word = "", claim: Word = "",
) -> Response:  # fmt: skip
    """Rule on a matter, pass it over, or undo the last ruling of this session."""
    checked(request, held, mark)
    sessions, cookie = _sessions(request), request.cookies.get(COOKIE)
    if act == "skip":
        sessions.pass_over(cookie, target)
        return _on(sending, "Passed over until you sign out.")
    if act == "undo":
        ruling = sessions.ruled(cookie)
        if ruling is None:
            return _on(sending, "There is nothing to undo.")
        said = _decide(request, held.person.name, "withdraw", [ruling], reason="undone in review")
        sessions.undone(cookie, ruling)
        return _on(sending, said[1])
    if act not in _ACTS:
        raise refused(f"act={act}: this is none; give accept, reject, merge, correct, withdraw, skip or undo")
    if not target:
        raise refused("target is missing: it is the ID of what is ruled on")
    names = [target, other] if act == "merge" else [claim or target] if act == "correct" else [target]
    corrections = {field: value or None} if act == "correct" else None
    ruling, told = _decide(
        request, held.person.name, _ACTS[act], names, reason=reason or REASON, corrections=corrections
    )
    if ruling:
        sessions.rule(cookie, ruling)
    return _on(sending, told)


def _decide(
    request: Request, by: str, kind: DecisionKind, names: list[str], *, reason: str, corrections: dict[str, Any] | None = None
) -> tuple[str, str]:  # fmt: skip
    """Write a ruling; give its ID and what to tell, or none and why it was refused."""
    try:
        with request.app.state.registers.writing() as register:
            drafted = register.draft(kind, [one for one in names if one], by=by, reason=reason, corrections=corrections)
            _, known = register.decide(drafted)
    except (DecisionRefused, DataError) as error:
        return "", f"Not ruled: {error}"
    return drafted.id, f"{kind.capitalize()} noted as entry {known.sequence} of the log."


def _on(sending: str, said: str) -> Response:
    asked = {"said": said[:300]} | ({"sending": sending} if sending else {})
    return RedirectResponse(f"/review?{urlencode(asked)}", HTTPStatus.SEE_OTHER)


def _sessions(request: Request) -> Sessions:
    return Sessions(request.app.state.settings.db)


def _queue(register: Register, recall: Recall, whose: str | None) -> tuple[State, list[Case]]:
    last = register.known()
    upto = last.sequence if last else 0
    today = dt.datetime.now(dt.UTC).date()

    def work() -> tuple[State, list[Case]]:
        state = folded(register, recall, whose, upto) if whose else register.state(upto)
        ruled = [entry.decision for entry in register.decisions(upto) if entry.decision]
        return state, cases_of(state, ruled, today, whose)

    made: tuple[State, list[Case]] = recall.get(("review", key_of(register.policy), upto, whose, today), work)
    return made


def _source(register: Register, recall: Recall, one: Evidence) -> dict[str, Any]:
    """Show a claim's words where they stand, with what is around them."""
    text = document(register, recall, one.source.id)[0].text
    start, end = one.claim.start, one.claim.end
    begin, stop = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return {
        "evidence": one, "claim": one.claim, "before": ("… " if begin else "") + text[begin:start],
        "quote": text[start:end], "after": text[end:stop] + (" …" if stop < len(text) else ""),
    }  # fmt: skip


def _others(state: State, case: Case) -> Iterable[Happening]:
    """Give the happenings with which a matter may be merged: of the same states and kind."""
    pair = case.about.split("-")[:2]
    for record in state.missions.values():
        if [record.mission.sending, record.mission.receiving] == pair:
            yield from (one for one in record.happenings if one.kind == case.kind and one.id != case.target)
