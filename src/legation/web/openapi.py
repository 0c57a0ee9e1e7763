"""What the OpenAPI document says beyond what is read off the functions: which errors there are, in one form, and the frame of answers.

The problem details are those of RFC 9457. Tests hold the running server to this document, so it promises no more than holds.
"""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI

from legation.web.problems import MEDIA

_PROBLEM: Final[dict[str, Any]] = {
    "type": "object", "title": "Problem", "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"}, "title": {"type": "string", "minLength": 1},
        "status": {"type": "integer", "minimum": 400, "maximum": 599}, "detail": {"type": "string", "minLength": 1},
        "instance": {"type": "string"},
        "errors": {
            "type": "array", "description": "What is wrong, and where.",
            "items": {
                "type": "object", "required": ["in", "says"], "properties": {"in": {"type": "string"}, "says": {"type": "string"}},
            },
        },
    },
}  # fmt: skip
_LIST: Final[dict[str, Any]] = {
    "type": "object", "title": "Stretch", "description": "A stretch of a list; `next` is where more follows; `total` is null where nobody counted.",
    "required": ["version", "total", "next", "items"],
    "properties": {
        "version": {"const": 1}, "total": {"type": ["integer", "null"], "minimum": 0}, "next": {"type": ["string", "null"]},
        "items": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
_ONE: Final[dict[str, Any]] = {
    "type": "object", "title": "Answer", "required": ["version"], "properties": {"version": {"const": 1}},
}  # fmt: skip
_FILES: Final = ("/api/v1/export/", "/api/v1/chart/", "/api/v1/graph.graphml")
_PACKAGED: Final = (*_FILES, "/api/v1/graph")  # what needs a package that a server may lack
_SAYS: Final = {
    "304": "The client has this answer already (If-None-Match).",
    "400": "The body cannot be taken apart.",
    "401": "This needs a valid token.",
    "403": "The token has not the scope, or a page of another origin wrote.",
    "404": "There is no such thing.",
    "411": "The size of the body is not told.",
    "413": "The body is too large.",
    "422": "The question or the body cannot be understood.",
    "429": "Too many requests; Retry-After tells when to ask again.",
    "501": "The server lacks the package for this format.",
    "503": "The register cannot be used, or is locked; ask again.",
}


def install(app: FastAPI) -> None:
    """Let the application give the completed document."""
    plain = app.openapi

    def completed() -> dict[str, Any]:
        found = plain()
        if "Problem" not in found["components"]["schemas"]:
            _complete(found)
        return found

    app.openapi = completed  # type: ignore[method-assign]  # the way that FastAPI names for it


def _complete(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    schemas |= {"Problem": _PROBLEM, "Stretch": _LIST, "Answer": _ONE}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            for status in _errors(path, method, operation):
                answers[status] = {"description": _SAYS[status]} | (
                    {} if status == "304" else {"content": {MEDIA: {"schema": _named("Problem")}}}
                )
            _frame(path, method, operation)


def _errors(path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    if path == "/healthz":
        return
    yield "503"
    if path == "/readyz":
        return
    yield from ("404", "422", "429")
    if path.startswith(_PACKAGED):
        yield "501"
    if method == "get" and path != "/reconcile":
        yield "304"
    if method == "post":
        yield from ("400", "411", "413")
    if "security" in operation:
        yield from ("401", "403")
    if method == "post" and path == "/api/v1/replies":
        yield "403"


def _frame(path: str, method: str, operation: dict[str, Any]) -> None:
    """Say what an answer is made of, as far as all of its kind share it; what is given in stretches takes a limit."""
    answers = operation["responses"]
    if path.startswith("/feeds/"):
        told = {"type": "object", "required": ["version", "title", "items"]}
        answers["200"]["content"] = {"application/feed+json": {"schema": told}, "application/atom+xml": {}}
    if not path.startswith("/api/v1/") or path.startswith(_FILES):
        return
    if method == "post" and "201" in answers:
        answers["200"] = {"description": "It was in already.", "content": {"application/json": {}}}
    many = any(one["name"] == "limit" for one in operation.get("parameters", ()))
    for status in ("200", "201", "202"):
        if status in answers:
            answers[status]["content"] = {"application/json": {"schema": _named("Stretch" if many else "Answer")}}


def _named(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}
