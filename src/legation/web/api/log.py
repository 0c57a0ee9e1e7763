"""Questions to the log and to what fills it: changes, search, policies, sources, documents and one document."""

from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from legation.errors import DataError
from legation.network import change_form
from legation.network.changes import adopted_form
from legation.register import Hit, read_known
from legation.web.api.forms import MANY, Limit, Offset, send, send_list, send_stretch, stretch
from legation.web.pages.sources import followed
from legation.web.problems import not_found, refused
from legation.web.question import Asked, state_code

router = APIRouter(prefix="/api/v1", tags=["the log"])
Name = Annotated[str | None, Query(max_length=100)]
FAR: Final = 1000  # documents that a search passes over at most, since it finds those again each time


@router.get("/changes")
def changes(
    request: Request, *, question: Asked, sending: Name = None, receiving: Name = None,
    since: Annotated[str | None, Query(description="Only what was learned after it: a day, a moment, an entry.")] = None,
    limit: Limit = MANY, offset: Offset = 0,
) -> Response:  # fmt: skip
    """List what changed in the register, and because of what, the oldest first."""
    register = request.app.state.registers.reading()
    whose, host = (state_code(one) if one else None for one in (sending, receiving))
    try:
        after = read_known(since) if since else None
    except DataError as error:
        raise refused(f"since={since}: {error}") from None
    last = register.known(question.known)
    upto = last.sequence if last else 0
    found = []
    for one in register.changes(after):
        begin, end = one.mission.split("-")[:2]
        if one.known.sequence <= upto and whose in (None, begin) and host in (None, end):
            found.append({**change_form(one), "title": one.source.title})
    return send_list(request, found, limit, offset, head={"known": upto})


@router.get("/search")
def search(
    request: Request, *, question: Asked,
    q: Annotated[str, Query(description="All words must stand there; quote a phrase.", min_length=1, max_length=300)],
    in_quotes: Annotated[bool, Query(description="Only in the quotes of claims.")] = False,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    offset: Annotated[int, Query(ge=0, le=FAR, description="How many documents are passed over.")] = 0,
) -> Response:  # fmt: skip
    """Find documents and quotes by their words, the newest first; ``total`` is null while more follow."""
    wanted = offset + limit
    found = request.app.state.registers.reading().search(q, question.known, quotes=in_quotes, limit=wanted + 1)
    more, items = len(found) > wanted, [_hit(one) for one in stretch(found, limit, offset)]
    head = {"total": None if more else len(found)}
    return send_stretch(request, items, limit, offset, head=head, more=more and wanted <= FAR)


def _hit(hit: Hit) -> dict[str, Any]:
    source = hit.source
    about = {"title": source.title, "published": source.published, "publisher": source.publisher, "url": source.url}
    claims = [claim.json_form() for claim in hit.claims]
    return {
        "version": 1, "document": source.id, **about, "entry": hit.since, "passage": hit.passage, "claims": claims
    }  # fmt: skip


@router.get("/documents")
def documents(request: Request, limit: Limit = MANY, offset: Offset = 0) -> Response:
    """List the documents, in the order in which they came."""
    found = (
        {"document": one.id, "title": one.title, "published": one.published, "publisher": one.publisher, "url": one.url}
        for one in request.app.state.registers.reading().documents()
    )
    return send_list(request, found, limit, offset)


@router.get("/copies")
def copies(request: Request, question: Asked, limit: Limit = MANY, offset: Offset = 0) -> Response:
    """List the documents that have the text of an older one: copies, cut and re-headed ones too, and later versions."""
    register = request.app.state.registers.reading()
    known = register.known(question.known)
    found = register.copies(known.sequence) if known else []
    head = {"known": known.sequence if known else None}
    return send_list(request, ({"version": 1, **msgspec.to_builtins(one)} for one in found), limit, offset, head=head)


@router.get("/policy")
def policy(request: Request, limit: Limit = MANY, offset: Offset = 0) -> Response:
    """List under which policies the register stood and since when; ``toml`` is the one that answers are given under."""
    register = request.app.state.registers.reading()
    return send_list(request, map(adopted_form, register.adopted()), limit, offset, head={"toml": register.policy.text})


@router.get("/sources")
def sources(request: Request, limit: Limit = MANY, offset: Offset = 0) -> Response:
    """List how each feed and sitemap that is followed does now, those that need somebody first."""
    found = ({"version": 1, **one} for one in followed(request.app.state.settings.db))
    return send_list(request, found, limit, offset)


@router.get("/documents/{key}")
def document(request: Request, key: str, question: Asked) -> Response:
    """Give a document with its text, and the claims that were found in it."""
    register = request.app.state.registers.reading()
    try:
        found = register.document(key)
    except DataError:
        raise not_found(f"there is no document {key}; /api/v1/search finds documents by their words") from None
    told = register.told(key, question.known)
    claims = [{"claim": name, "reader": reader, **claim.json_form()} for name, (claim, reader) in told.items()]
    return send(request, {"version": 1, **found.json_form(), "claims": claims})
