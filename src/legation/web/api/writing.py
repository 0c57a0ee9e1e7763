"""Documents and decisions in, for those whose token allows it; what is decided is signed with the token's name."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from legation.intake import fetch
from legation.register.decisions import DecisionKind
from legation.web.api.reading import Text
from legation.web.people import People, Person, Scope
from legation.web.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["writing"])
_BEARER = HTTPBearer(auto_error=False, description="A token of `legation token new`.")
Shown = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


def allowed(scope: Scope) -> Callable[..., Person]:
    """Make a check that a request bears a valid token with a scope."""

    def check(request: Request, shown: Shown) -> Person:
        person = People(request.app.state.settings.db).holder(shown.credentials) if shown else None
        if person is None:
            detail = "this needs a valid token: Authorization: Bearer …; `legation token new` makes one"
            raise Problem(HTTPStatus.UNAUTHORIZED, detail, {"WWW-Authenticate": "Bearer"})
        if scope not in person.scopes:
            raise Problem(HTTPStatus.FORBIDDEN, f"this token has not the scope {scope}")
        return person

    return check


class Address(BaseModel):
    """The address of a page to take in."""

    model_config = ConfigDict(extra="forbid")
    fetch: Annotated[
        str, Field(min_length=8, max_length=2000, description="http or https, and never a private network.")
    ]


class Ruling(BaseModel):
    """A ruling; the first of ``names`` is its target. Who rules is the token's holder."""

    model_config = ConfigDict(extra="forbid")
    kind: DecisionKind
    names: Annotated[list[Annotated[str, Field(min_length=1, max_length=300)]], Field(min_length=1, max_length=100)]
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    corrections: dict[str, JsonValue] | None = None


@router.post("/documents", status_code=HTTPStatus.CREATED)
def add(request: Request, given: Text | Address, _: Annotated[Person, Depends(allowed("add"))]) -> JSONResponse:
    """Take in a document, or the page at an address, and read it. What is in already changes nothing (200)."""
    document = fetch(given.fetch) if isinstance(given, Address) else given.document()
    reading: Any = request.app.state.readers.read(document)
    with request.app.state.registers.writing() as register:
        added = register.add(document, reading.claims, reading.reader)
    form = {
        "version": 1, "doc": document.source, "document": document.id, "outcome": added.outcome, "claims": added.stored,
        "refused": list(added.refused), "flagged": list(added.flagged),
    }  # fmt: skip
    status = HTTPStatus.OK if added.outcome == "known" else HTTPStatus.CREATED
    return JSONResponse(form, status, {"Location": f"/api/v1/documents/{document.id}"})


@router.post("/decisions", status_code=HTTPStatus.CREATED)
def decide(request: Request, given: Ruling, person: Annotated[Person, Depends(allowed("review"))]) -> JSONResponse:
    """Rule on claims, happenings or missions; signed with the name of the token's holder."""
    with request.app.state.registers.writing() as register:
        drafted = register.draft(
            given.kind, given.names, by=person.name, reason=given.reason, corrections=given.corrections
        )
        outcome, known = register.decide(drafted)
    form = {"version": 1, "outcome": outcome, "sequence": known.sequence, **drafted.json_form()}
    return JSONResponse(form, HTTPStatus.OK if outcome == "known" else HTTPStatus.CREATED)
