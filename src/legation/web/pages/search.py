"""Search over missions, holders, documents and the quotes of claims."""

import dataclasses
import functools
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from legation.errors import DataError
from legation.register import Hit, Register
from legation.terminal.words import by_name, kind, name
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question
from legation.web.recall import Recall, courses

router = APIRouter(include_in_schema=False)
_MANY: Final = 25  # documents
_QUOTED: Final = 20  # quotes of one document
_MISSIONS: Final = 50


@router.get("/search")
@router.get("/search.{ending}")
def page(
    request: Request,
    question: Asked,
    ending: str | None = None,
    q: Annotated[str, Query(description='Words; "in quotation marks" side by side.', max_length=300)] = "",
) -> Response:
    """Show what is found, or give the same as JSON or CSV."""
    register = request.app.state.registers.reading()
    return respond(request, answer(register, request.app.state.recall, question, q.strip()), ending)


def answer(register: Register, recall: Recall, question: Question, words: str) -> Answer:
    """Answer where words stand: the newest documents, the first quotes of each, and the first missions by name."""
    known = register.known(question.known)
    upto = known.sequence if known else 0
    documents: list[Hit] = []
    quotes: list[Hit] = []
    trouble = None
    if words:
        try:
            documents, quotes = recall.get(("search", words, upto), lambda: _found(register, words, upto))
        except DataError as error:
            trouble = str(error)
    missions = _missions(register, recall, question, words) if words and not trouble else []
    holders = sorted({claim.holder for hit in quotes for claim in hit.claims if claim.holder})
    rows = [
        {"document": hit.source.id, "published": hit.source.published, "publisher": hit.source.publisher, "quote": claim.quote, "kind": claim.kind}
        for hit in quotes for claim in hit.claims
    ]  # fmt: skip
    form = {
        "version": 1, "known": known.sequence if known else None, "q": words, "missions": missions, "holders": holders,
        "documents": [dataclasses.asdict(hit.source) | {"passage": hit.passage} for hit in documents], "quotes": rows,
    }  # fmt: skip
    return Answer(
        "search.html", f"Search: {words}" if words else "Search", question, known, form,
        {
            "words": words, "documents": documents, "quotes": quotes, "trouble": trouble, "missions": missions,
            "holders": holders, "most": {"missions": _MISSIONS, "documents": _MANY, "quotes": _QUOTED},
        },
        rows=rows, also={"q": words} if words else {},
    )  # fmt: skip


def _found(register: Register, words: str, upto: int) -> tuple[list[Hit], list[Hit]]:
    """Give the newest documents with the words in their text, and those with the words in their quotes."""
    documents = register.search(words, upto, limit=_MANY, most=0)
    return documents, register.search(words, upto, quotes=True, limit=_MANY, most=_QUOTED)


def _missions(register: Register, recall: Recall, question: Question, words: str) -> list[dict[str, Any]]:
    """Find missions in whose states, city and kind all the words stand."""
    wanted = words.replace('"', "").casefold().split()
    found = []
    for result in courses(register, recall, question.known).pairs.values():
        for mission, level, city, _ in result.courses:
            text = _text(mission, level, city)
            if all(word in text for word in wanted):
                found.append({"id": mission, "city": city, "mission": level or "mission"})
    return sorted(found, key=lambda one: by_name(str(one["id"])))[:_MISSIONS]


@functools.lru_cache(maxsize=65536)
def _text(mission: str, level: str | None, city: str | None) -> str:
    sending, receiving = mission.split("-", 2)[:2]
    return f"{mission} {name(sending)} {name(receiving)} {city or ''} {kind(level)}".casefold()
