"""Sources: how each feed and sitemap that ``legation watch`` follows does, those that need somebody first."""

import time
from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from legation.register.beside import beside
from legation.watch import LEDGER, Ledger, health
from legation.web.answer import Answer, respond
from legation.web.question import Asked

router = APIRouter(include_in_schema=False)


@router.get("/sources")
@router.get("/sources.{ending}")
def page(request: Request, question: Asked, ending: str | None = None) -> Response:
    """Show the sources, or give the same as JSON or CSV. The answer is of now, whatever the question's times."""
    rows = followed(request.app.state.settings.db)
    form = {"version": 1, "sources": rows}
    known = request.app.state.registers.reading().known()
    return respond(request, Answer("sources.html", "Sources", question, known, form, {"rows": rows}, rows=rows), ending)


def followed(db: str) -> list[dict[str, Any]]:
    """Tell how each source of a register does now; of none where nothing was ever followed."""
    path = beside(db, LEDGER)
    if not path.exists():
        return []
    with Ledger(path) as ledger:
        return [msgspec.to_builtins(one) for one in health(ledger, time.time())]
