"""One form for every error: RFC 9457 problem details for programs, the same in words on a page for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from legation.errors import DataError, LegationError, MissingExtra, NewerSchema, StoreError, StoreLocked
from legation.web.templating import wants_page

MEDIA: Final = "application/problem+json"


class Problem(HTTPException):
    """An error with a message that tells the reader what to do."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, dict(headers) if headers else None)


def not_found(detail: str) -> Problem:
    """Say that there is no such thing."""
    return Problem(HTTPStatus.NOT_FOUND, detail)


def refused(detail: str) -> Problem:
    """Say that the question cannot be understood."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail)


def answer(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """Give an error as a page or as problem details, as the client asks for."""
    title = HTTPStatus(status).phrase
    if wants_page(request):
        templates = request.app.state.templates
        context = {"status": status, "title": title, "detail": detail}
        page: Response = templates.TemplateResponse(
            request, "problem.html", context, status_code=status, headers=headers
        )
        return page
    form = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **more,
    }
    return JSONResponse(form, status, dict(headers or {}), MEDIA)


def install(app: FastAPI) -> None:
    """Let the application answer every error in this form."""

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return answer(request, error.status_code, str(error.detail), error.headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        told = [{"in": ".".join(map(str, one["loc"])), "says": one["msg"]} for one in error.errors()]
        detail = "; ".join(f"{one['in']}: {one['says']}" for one in told)
        return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=told)

    @app.exception_handler(LegationError)
    def ours(request: Request, error: LegationError) -> Response:
        if isinstance(error, StoreLocked):
            return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"Retry-After": "2"})
        unusable = isinstance(error, StoreError | NewerSchema)
        status = HTTPStatus.SERVICE_UNAVAILABLE if unusable else HTTPStatus.UNPROCESSABLE_ENTITY
        if isinstance(error, MissingExtra):
            status = HTTPStatus.NOT_IMPLEMENTED
        elif not unusable and not isinstance(error, DataError):
            status = HTTPStatus.INTERNAL_SERVER_ERROR
        return answer(request, status, str(error))
