"""The register as files and pictures over HTTP: the bytes of the command line's ``export`` and ``chart``, under the same hash.

A file's tag is the SHA-256 that its own stamp bears (``content_sha256``), so that who has a file can ask whether it is
still the answer. Nothing is written on the server, and nothing of it is read but the register.
"""

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request, Response

import legation
from legation.exports import FORMATS, Extract, extract, render
from legation.exports.charts import CHARTS, draw
from legation.exports.extract import LICENCE
from legation.exports.quickstatements import items_of, quickstatements_bytes
from legation.exports.schema import tables
from legation.register.results import key_of
from legation.web.api.forms import State, has
from legation.web.problems import Problem, not_found, refused
from legation.web.question import Asked, Question, day_of, state_code

router = APIRouter(prefix="/api/v1", tags=["files"])
Whose = Annotated[str | None, Query(max_length=100, description="Only this sending state's missions.")]
Host = Annotated[str | None, Query(max_length=100, description="Only missions in this state.")]
Licence = Annotated[
    str,
    Query(pattern=r"^[A-Za-z0-9][A-Za-z0-9 .+()-]{0,99}$", description="The licence (SPDX) that the file is to say."),
]
_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}
_PATIENCE: Final = 1.0  # seconds that a file waits for others before it
WHOLE = threading.Semaphore(1)  # of all senders one file at a time: it may take a gigabyte and a quarter of a minute
PART = threading.Semaphore(2)  # of one sender, so that others have answers meanwhile
_DRAWING = threading.Lock()  # pyplot keeps its state for the whole process


@router.get(
    "/export/{format}",
    response_class=Response,
    responses={200: {"content": {media: {} for media in sorted({one.media_type for one in FORMATS.values()})}}},
)
def export(
    request: Request, *, name: Annotated[str, Path(alias="format", json_schema_extra={"enum": list(FORMATS)})], question: Asked,
    sending: Whose = None, receiving: Host = None,
    table: Annotated[
        str | None, Query(json_schema_extra={"enum": list(tables())}, description="For csv and parquet: which; missions.")
    ] = None,
    item: Annotated[
        list[Annotated[str, Query(max_length=200)]] | None,
        Query(max_length=1000, description="For quickstatements: a mission and its Wikidata item, `KP-ES-embassy,Q42`; several."),
    ] = None,
    licence: Licence = LICENCE,
) -> Response:  # fmt: skip
    """Give the register, or a part, as a file that others read."""
    form = FORMATS.get(name)
    if form is None:
        raise not_found(f"{name} is no format; there are {', '.join(FORMATS)}")
    if table is not None and (form.one_table is None or table not in tables()):
        raise refused(
            f"table={table}: {name} holds all tables; leave it out"
            if form.one_table is None
            else f"table={table}: there are {', '.join(tables())}"
        )
    if item and name != "quickstatements":
        raise refused("item is for quickstatements")
    items = items_of(item or (), "item")
    whose, host = (state_code(one) if one else None for one in (sending, receiving))
    called = "-".join(one for one in (whose or "missions", host and f"in-{host}", f"{question.on}", table) if one)
    return _file(
        request, question, (whose, host, licence), (f"{called}{form.suffix}", form.media_type),
        lambda found: quickstatements_bytes(found, items) if items else render(found, name, table),
    )  # fmt: skip


@router.get(
    "/chart/{kind}/{state}",
    response_class=Response,
    responses={200: {"content": {media: {} for media in _TYPES.values()}}},
)
def chart(
    request: Request, *, kind: Annotated[str, Path(json_schema_extra={"enum": list(CHARTS)})], state: State, question: Asked,
    ending: Annotated[Literal["svg", "png"], Query(alias="format")] = "svg",
    since: Annotated[str | None, Query(description="The first day of a chart over time.")] = None,
) -> Response:  # fmt: skip
    """Draw a state's network over time, or a map of its missions."""
    if kind not in CHARTS:
        raise not_found(f"{kind} is no chart; there are {', '.join(CHARTS)}")
    first = day_of("since", since) if since else None
    sending = state_code(state)

    def drawn(found: Extract) -> bytes:
        with _DRAWING:
            return draw(found, kind, ending, first)

    asked = (sending, None, LICENCE)
    return _file(request, question, asked, (f"{sending}-{kind}-{question.on}.{ending}", _TYPES[ending]), drawn)


def _file(
    request: Request, question: Question, asked: tuple[str | None, str | None, str], named: tuple[str, str],
    written: Callable[[Extract], bytes],
) -> Response:  # fmt: skip
    """Send a file under its content's hash; nothing but the tag where the client has it already.

    ``asked`` is the sender, the host and the licence; ``named`` the file's name and media type.
    """
    register, (sending, receiving, licence) = request.app.state.registers.reading(), asked
    question.counts(register)
    known = register.known(question.known)
    upto = known.sequence if known else 0
    # the log only grows, so what it held up to an entry never changes, and neither does the hash of an answer
    about = (key_of(register.policy), legation.__version__, upto, question.on, question.definition, *asked)
    small = request.app.state.recall.small
    headers = {"Cache-Control": "no-cache", "Content-Disposition": f'attachment; filename="{named[0]}"'}
    tag = small.latest(("content", *about))
    if tag and has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, **headers})
    making = PART if sending else WHOLE
    if not making.acquire(timeout=_PATIENCE):
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "other files are being made; ask again", {"Retry-After": "5"})
    try:
        found = extract(
            register, question.on, definition=question.definition, known=upto, sending=sending, receiving=receiving,
            licence=licence,
        )  # fmt: skip
        tag = f'"{found.content}"'
        small.keep(("content", *about), tag)
        if has(request, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag, **headers})
        return Response(written(found), headers={"ETag": tag, **headers}, media_type=named[1])
    finally:
        making.release()
