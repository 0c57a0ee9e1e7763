"""States and missions for OpenRefine: the reconciliation API (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/)."""

import json
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import JSONResponse

from legation.gazetteer import code_of, states
from legation.terminal.words import name
from legation.web.problems import refused

router = APIRouter(prefix="/reconcile", tags=["reconciliation"])
STATE: Final = {"id": "state", "name": "State or place"}
MISSION: Final = {"id": "mission", "name": "Diplomatic mission"}
_MOST: Final = 50  # queries at once
_LIMIT: Final = 10


class Asked(msgspec.Struct):
    """One query of a batch; ``type`` narrows it, a mission is asked for by its ID or as "SENDER in HOST"."""

    query: Annotated[str, msgspec.Meta(max_length=300)]
    type: str | list[str] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = _LIMIT


Queries = Annotated[
    str | None,  # an address of more than 64 kB is not taken by the server; a sign may be twelve bytes of it
    Query(max_length=5_000, description="A batch of queries, as JSON; a longer one is sent by POST."),
]


@router.get("")
def manifest(request: Request, queries: Queries = None) -> JSONResponse:
    """Give what the service is; with ``queries``, the candidates."""
    if queries is not None:
        return JSONResponse(_batch(request, queries))
    base = request.app.state.settings.base
    return JSONResponse({
        "versions": ["0.2"], "name": "Legation", "identifierSpace": f"{base}/", "schemaSpace": f"{base}/reconcile/",
        "defaultTypes": [STATE, MISSION], "view": {"url": f"{base}/{{{{id}}}}"},
    })  # fmt: skip


@router.post("")
def match(request: Request, queries: Annotated[str, Form(max_length=100_000)]) -> JSONResponse:
    """Give the candidates for each query."""
    return JSONResponse(_batch(request, queries))


def _batch(request: Request, queries: str) -> dict[str, Any]:
    try:
        asked = msgspec.convert(json.loads(queries), dict[str, Asked])
    except (ValueError, RecursionError) as error:
        raise refused(f"queries: no batch of the reconciliation API ({error})") from None
    if len(asked) > _MOST:
        raise refused(f"queries: more than {_MOST} at once; send fewer")
    return {key: {"result": _candidates(request, one)} for key, one in asked.items()}


def _candidates(request: Request, asked: Asked) -> list[dict[str, Any]]:
    wanted = (
        {"state", "mission"} if not asked.type else {asked.type} if isinstance(asked.type, str) else set(asked.type)
    )
    found = _states(asked.query.strip()) if "state" in wanted else []
    found += _missions(request, asked.query.strip()) if "mission" in wanted else []
    return sorted(found, key=lambda one: (-one["score"], one["id"]))[: asked.limit]


def _states(words: str) -> list[dict[str, Any]]:
    if code := code_of(words) or code_of(words.upper()):
        return [_told(f"state/{code}", name(code), STATE, 100)]
    part = words.casefold()
    near = [one for one in states(territories=True) if len(part) > 2 and part in one.name.casefold()]
    return [_told(f"state/{one.code}", one.name, STATE, round(90 * len(part) / len(one.name))) for one in near]


def _missions(request: Request, words: str) -> list[dict[str, Any]]:
    begin, _, end = words.removeprefix("mission/").partition(" in " if " in " in words else "-")
    sending, receiving = code_of(begin.strip()), code_of(end.strip().partition("-")[0])
    if not sending or not receiving:
        return []
    known = request.app.state.registers.reading().state(sending=sending)
    there = [one.mission for one in known.missions.values() if one.mission.receiving == receiving]
    return [
        _told(f"mission/{one.id}", f"{one.id} ({name(sending)} in {name(receiving)})", MISSION,
              100 if one.id == words.removeprefix("mission/") or len(there) == 1 else 60)
        for one in there
    ]  # fmt: skip


def _told(key: str, label: str, kind: dict[str, str], score: int) -> dict[str, Any]:
    return {"id": key, "name": label, "type": [kind], "score": score, "match": score == 100}
