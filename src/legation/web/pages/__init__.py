"""One module a page; each lends a router."""

from typing import Final

from fastapi import APIRouter

from legation.web.pages import state

ROUTERS: Final[tuple[APIRouter, ...]] = (state.router,)
