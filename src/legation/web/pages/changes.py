"""The changes: day by day, what moved in the register and because of what."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from legation.errors import DataError
from legation.network import change_form, phrase
from legation.register import Change, Register, read_known
from legation.register.entries import DOCUMENTED
from legation.register.stretches import Touch, touch_of
from legation.web.answer import Answer, respond
from legation.web.newest import newest
from legation.web.problems import refused
from legation.web.question import Asked, Question, state_code
from legation.web.recall import Courses, Recall, courses

router = APIRouter(include_in_schema=False)
SHOWN: Final = 100  # changes on a page
CAUSES: Final = {
    "document": "a document",
    "backlog": "a document that was there before its source was followed",
    "reader": "another reading of the same document",
    "decision": "a person's ruling",
    "policy": "another policy",
}


@router.get("/changes")
@router.get("/changes.{ending}")
def page(
    request: Request,
    *,
    question: Asked,
    ending: str | None = None,
    sending: Annotated[str | None, Query(description="Only this sending state.")] = None,
    since: Annotated[
        str | None, Query(description="Only what came after: a day, a moment or an entry's number.")
    ] = None,
    beyond: Annotated[str | None, Query(description="What a page before gives as ``next``.", max_length=100)] = None,
) -> Response:
    """Show the changes, or give the same as JSON or CSV."""
    register = request.app.state.registers.reading()
    whose = state_code(sending.strip()) if sending and sending.strip() else None
    also = {"sending": whose or "", "since": (since or "").strip(), "beyond": beyond or ""}
    return respond(request, answer(register, request.app.state.recall, question, also), ending)


def answer(register: Register, recall: Recall, question: Question, also: Mapping[str, str]) -> Answer:
    """Answer what the entries up to a point of known time changed, the newest first, a page at a time."""
    known = register.known(question.known)
    upto = known.sequence if known else 0
    asked = {name: value for name, value in also.items() if value}
    start = _place(asked["beyond"]) if "beyond" in asked else None
    found, following = _page(
        newest(
            register, recall, upto=upto, after=_after(register, asked.get("since")), sending=asked.get("sending"),
            beyond=start,
        )
    )  # fmt: skip
    forms = [change_form(one) | {"what": phrase(one)} for one in found]
    form: dict[str, Any] = {"version": 1, "known": upto, **asked, "changes": forms, "next": following}
    return Answer(
        "changes.html", "What changed", question, known, form,
        {
            "days": _days(found), "following": following, "phrase": phrase, "asked": {"sending": "", "since": "", "beyond": ""} | asked,
            "causes": CAUSES, "documented": DOCUMENTED, "there": _there(courses(register, recall, upto), found),
        },
        rows=[{name: value for name, value in one.items() if name != "quotes"} for one in forms], also=asked,
    )  # fmt: skip


def _page(pairs: Iterator[tuple[Touch, list[Change]]]) -> tuple[list[Change], str | None]:
    """Take a page of changes, and name the place behind which the next begins; None where there is no more."""
    found: list[Change] = []
    last: Touch | None = None
    for touch, group in pairs:
        if not group:
            continue
        if last is not None and len(found) + len(group) > SHOWN:
            return found, ".".join(map(str, last))
        found += group
        last = touch
    return found, None


def _there(held: Courses, found: list[Change]) -> set[str]:
    """Tell which of the missions that changed are held, so that they have a page."""
    pairs = {(touch.one, touch.other) for touch in map(touch_of, found)}
    return {course[0] for pair in pairs if pair in held.pairs for course in held.pairs[pair].courses}


def _place(text: str) -> Touch:
    match text.split("."):
        case [seq, kind, one, other] if seq.isascii() and seq.isdigit() and len(seq) < 16:
            return Touch(int(seq), kind, one, other)
    raise refused(f"beyond={text}: take it from the page before, which gives it as next")


def _after(register: Register, since: str | None) -> int:
    if not since:
        return 0
    try:
        last = register.known(read_known(since))
    except DataError as error:
        raise refused(f"since={since}: {error}") from None
    return last.sequence if last else 0


def _days(found: list[Change]) -> list[tuple[Any, list[Change]]]:
    return [(day, list(same)) for day, same in itertools.groupby(found, key=lambda one: one.known.at.date())]
