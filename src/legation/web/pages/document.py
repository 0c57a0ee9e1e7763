"""A document's page: its text as it was read, with each claim's words marked and linked to the mission."""

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from legation.errors import DataError
from legation.model import Claim
from legation.register import Copy, Register
from legation.web.answer import Answer, respond
from legation.web.problems import not_found
from legation.web.question import Asked, Question
from legation.web.recall import UNTITLED, Recall
from legation.web.recall import document as read_once
from legation.web.replies.under import under
from legation.web.whereabouts import Place, places

router = APIRouter(include_in_schema=False)
NAMED: Final = 10  # copies that a page names; a wire's story can have hundreds, which JSON gives
MOST: Final = 100  # claims that a page shows; an outside table can have tens of thousands, which CSV gives


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, the numbers of the claims whose quotes cover it, and of those whose quotes end with it."""

    text: str
    claims: tuple[int, ...]
    ends: tuple[int, ...]


@router.get("/document/{key}")
def page(
    request: Request, *, key: str, question: Asked,
    why: Annotated[str | None, Query(description="1 opens every claim's reasons; a claim's ID opens its own.")] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000, description="How many claims are passed over.")] = 0,
) -> Response:  # fmt: skip
    """Show a document, or give the same as JSON or CSV."""
    word, dot, ending = key.partition(".")
    register = request.app.state.registers.reading()
    found = answer(register, request.app.state.recall, word, question, offset)
    if dot:
        return respond(request, found, ending)
    opened = dataclasses.replace(found, more={**found.more, "why": why or ""})
    return respond(request, under(request, opened, f"/document/{found.form['id']}"), None)


def answer(register: Register, recall: Recall, key: str, question: Question, offset: int) -> Answer:
    """Answer what stands in a document and what was read in it: its claims a page at a time, as CSV all of them."""
    try:
        document, minutes = read_once(register, recall, key)
    except DataError:
        raise not_found(f"there is no document {key}; /search finds documents by their words") from None
    known = register.known(question.known)
    upto = known.sequence if known else 0
    asked = ("told", key, upto, offset)
    total, told = recall.get(asked, lambda: register.told_some(key, upto, limit=MOST, offset=offset))
    shown = {number: claim for number, (claim, _) in enumerate(told.values(), offset + 1)}
    where = places(register, recall, {name: claim for name, (claim, _) in told.items()}, upto)
    claims = [_form(number, *one, where) for number, one in enumerate(told.items(), offset + 1)]
    following = offset + MOST if offset + MOST < total else None
    begin = min(one.start for one in shown.values()) if offset and shown else 0
    end = max(one.end for one in shown.values()) if following else len(document.text)
    links = recall.get(("copies", key, upto), lambda: register.copies(upto, document=key)) if upto else []
    form = {
        "version": 1, "known": known.sequence if known else None, **document.json_form(), "total": total,
        "offset": offset, "next": following, "claims": claims, "copies": [msgspec.to_builtins(one) for one in links],
    }  # fmt: skip
    return Answer(
        "document.html", document.title or UNTITLED, question, known, form,
        {
            "document": document, "minutes": minutes, "pieces": pieces(document.text, shown, begin, end),
            "claims": {one["number"]: one for one in claims}, "cut": (begin > 0, end < len(document.text)),
            **_alike(register, recall, key, links),
        },
        rows=lambda: [_form(number, *one, {}) for number, one in enumerate(_all(register, key, upto), 1)],
        also={"offset": str(offset)} if offset else {},
    )  # fmt: skip


def _alike(register: Register, recall: Recall, key: str, links: Sequence[Copy]) -> dict[str, Any]:
    """Name the document that one has its text of, the one to which that goes back, and those that have its own."""
    own = next((one for one in links if one.document == key), None)
    back = dict.fromkeys([own.earlier, own.original]) if own else {}
    ahead = [one for one in links if one.earlier == key]
    return {
        "own": own,
        "older": [read_once(register, recall, one)[0] for one in back],
        "copies": [(one, read_once(register, recall, one.document)[0]) for one in ahead[:NAMED]],
        "unnamed": len(ahead[NAMED:]),
    }


def _all(register: Register, key: str, upto: int) -> list[tuple[str, tuple[Claim, str]]]:
    return sorted(register.told(key, upto).items(), key=lambda item: (item[1][0].start, item[1][0].end))


def _form(number: int, name: str, found: tuple[Claim, str], where: Mapping[str, Place]) -> dict[str, Any]:
    claim, reader = found
    state = f"/state/{claim.sending}" if claim.sending else None
    link = where[name].link if name in where else state
    return {"claim": name, "number": number, "reader": reader, "link": link, **claim.json_form()}


def pieces(text: str, claims: Mapping[int, Claim], begin: int, end: int) -> list[Piece]:
    """Cut a stretch of text at the ends of all quotes, so that quotes which overlap share what lies between them."""
    starts, ends = defaultdict(list), defaultdict(list)
    for number, one in claims.items():
        starts[one.start].append(number)
        ends[one.end].append(number)
    over: set[int] = set()
    found = []
    for left, right in itertools.pairwise(sorted({begin, end, *starts, *ends})):
        over = (over - set(ends[left])) | set(starts[left])
        found.append(Piece(text[left:right], tuple(sorted(over)), tuple(sorted(ends[right]))))
    return found
