"""How an answer of the API is sent: JSON with its hash as tag, and lists cut into stretches with the address of the next."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar

from fastapi import Path, Query, Request, Response

T = TypeVar("T")
State = Annotated[str, Path(description="A state by code or name.", examples=["KP"], max_length=100)]
Place = Annotated[str, Path(description="A state by code or name, or a city.", examples=["ES"], max_length=100)]
Limit = Annotated[int, Query(ge=1, le=500, description="How many items are sent at once.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many items are passed over.")]
Members = Annotated[bool, Query(description="Give the members behind every count too.")]
Quotes = Annotated[bool, Query(description="Give the members with their quotes too.")]
OPENED: Final = 20  # items sent at once of a list that is opened to members and quotes, each of which may hold hundreds
MANY: Final = 100


def send(request: Request, form: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Send one JSON object; nothing but its tag where the client has it already."""
    return send_bytes(request, json.dumps(form, ensure_ascii=False).encode("utf-8", "replace"), headers=headers)


def send_bytes(
    request: Request, body: bytes, media: str = "application/json", headers: Mapping[str, str] | None = None
) -> Response:
    """Send what is written already under its hash; nothing but its tag where the client has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    told = {"ETag": tag, "Cache-Control": "no-cache", **(headers or {})}
    if has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=told)
    return Response(body, headers=told, media_type=media)


def has(request: Request, tag: str) -> bool:
    """Whether the client has what bears this tag already."""
    return tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(","))


def send_list(
    request: Request, found: Iterable[Any], limit: int, offset: int, *, head: Mapping[str, Any] | None = None,
    form: Callable[[Any], Mapping[str, Any]] = dict,
) -> Response:  # fmt: skip
    """Send a stretch of a list, with ``next`` as field and as Link header where more follows.

    ``form`` makes the JSON object of an item, of those that are sent alone.
    """
    every = list(found)
    items = [form(one) for one in stretch(every, limit, offset)]
    return send_stretch(
        request, items, limit, offset, head={**(head or {}), "total": len(every)}, more=offset + limit < len(every)
    )


def send_stretch(
    request: Request, items: Sequence[Mapping[str, Any]], limit: int, offset: int, *, head: Mapping[str, Any], more: bool
) -> Response:  # fmt: skip
    """Send items that were cut already, with the address of the next where there are ``more``."""
    following = None
    if more:
        following = str(
            request.url.include_query_params(offset=offset + limit, limit=limit).replace(scheme="", netloc="")
        )
    whole = {"version": 1, **head, "next": following, "items": items}
    return send(request, whole, {"Link": f'<{following}>; rel="next"'} if following else None)


def stretch(found: Sequence[T], limit: int, offset: int) -> Sequence[T]:
    """Give the items of a list that are sent at once."""
    return found[offset : offset + limit]
