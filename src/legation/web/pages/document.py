"""A document's page: its text as it was read, with each claim's words marked and linked to the mission."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response

from legation.errors import DataError
from legation.model import Claim
from legation.model.vocabulary import CLASS_OF
from legation.register import Register
from legation.web.answer import Answer, respond
from legation.web.problems import not_found
from legation.web.question import Asked, Question

router = APIRouter(include_in_schema=False)
_MOST: Final = 400  # claims that a page shows; an outside table can have tens of thousands, which CSV and JSON give


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, the numbers of the claims whose quotes cover it, and of those whose quotes end with it."""

    text: str
    claims: tuple[int, ...]
    ends: tuple[int, ...]


@router.get("/document/{key}")
def page(request: Request, key: str, question: Asked) -> Response:
    """Show a document, or give the same as JSON or CSV."""
    word, dot, ending = key.partition(".")
    register = request.app.state.registers.reading()
    return respond(request, answer(register, word, question), ending if dot else None)


def answer(register: Register, key: str, question: Question) -> Answer:
    """Answer what stands in a document and what was read in it."""
    try:
        document = register.document(key)
    except DataError:
        raise not_found(f"there is no document {key}; /search finds documents by their words") from None
    known = register.known(question.known)
    told = dict(sorted(register.told(key, question.known).items(), key=lambda item: (item[1][0].start, item[1][0].end)))
    claims = [
        {"claim": name, "number": number, "reader": reader, "link": link(claim), **claim.json_form()}
        for number, (name, (claim, reader)) in enumerate(told.items(), 1)
    ]
    shown = {number: told[name][0] for number, name in enumerate(itertools.islice(told, _MOST), 1)}
    end = max(one.end for one in shown.values()) if len(claims) > _MOST else len(document.text)
    form = {"version": 1, "known": known.sequence if known else None, **document.json_form(), "claims": claims}
    return Answer(
        "document.html", document.title or "A document without a title", question, known, form,
        {
            "document": document, "pieces": pieces(document.text[:end], shown),
            "claims": claims[:_MOST], "count": len(claims), "cut": end < len(document.text), "definitions": register.policy.definitions,
        },
        rows=claims,
    )  # fmt: skip


def pieces(text: str, claims: Mapping[int, Claim]) -> list[Piece]:
    """Cut a text at the ends of all quotes, so that quotes which overlap share the stretch between them."""
    cuts = sorted({0, len(text), *(end for one in claims.values() for end in (one.start, one.end))})
    found = []
    for begin, end in itertools.pairwise(cuts):
        over = tuple(number for number, one in claims.items() if one.start <= begin and end <= one.end)
        found.append(Piece(text[begin:end], over, tuple(number for number in over if claims[number].end == end)))
    return found


def link(claim: Claim) -> str | None:
    """Lead from a claim to what it is about: its mission where it names one, else the sending state."""
    if claim.sending and claim.receiving and CLASS_OF.get(claim.mission or "") == "embassy":
        return f"/mission/{claim.sending}-{claim.receiving}-embassy"
    if claim.sending and claim.receiving and claim.city and claim.mission and CLASS_OF[claim.mission] != "unspecified":
        town = claim.city.casefold().replace(" ", "-")
        return f"/mission/{claim.sending}-{claim.receiving}-{CLASS_OF[claim.mission]}-{town}"
    return f"/state/{claim.sending}" if claim.sending else None
