"""Whether the server lives, and whether it can answer."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "alive"}, headers={"Cache-Control": "no-store"})


@router.get("/readyz")
def ready(request: Request) -> JSONResponse:
    """Say that the register can be asked, up to which entry; 503 where it cannot."""
    known = request.app.state.registers.reading().known()
    form = {"status": "ready", "known": known.sequence if known else 0}
    return JSONResponse(form, headers={"Cache-Control": "no-store"})
