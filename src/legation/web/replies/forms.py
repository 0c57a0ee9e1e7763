"""The fields of a form, as a browser without a script sends it; its size is held before it is read."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from fastapi import Request

from legation.web.problems import Problem

LARGEST: Final = 80_000  # bytes: the longest text with each sign written as four escaped bytes, and some room
_MOST: Final = 20  # fields


async def fields(request: Request, names: Sequence[str]) -> dict[str, str]:
    """Read a form; a field that is not there is empty, and others than these are passed over.

    Raises:
        Problem: it is no form, or larger than any honest one.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send the form as application/x-www-form-urlencoded")
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST:
        raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a form has at most {LARGEST} bytes; shorten the text")
    body = (await request.body()).decode("ascii", "replace")
    try:
        sent = parse_qs(body, keep_blank_values=True, max_num_fields=_MOST, errors="replace")
    except ValueError:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the form has too many fields; send it from the page") from None
    return {name: sent.get(name, [""])[0] for name in names}
