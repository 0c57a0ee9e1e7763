"""The same questions as the command line's, over HTTP: one module a kind of question; each lends a router."""

from typing import Final

from fastapi import APIRouter

from legation.web.api import (
    comparing,
    export,
    health,
    log,
    networks,
    reading,
    replies,
    rulings,
    scenario,
    world,
    writing,
)

ROUTERS: Final[tuple[APIRouter, ...]] = tuple(
    one.router
    for one in (networks, comparing, scenario, world, export, log, reading, writing, rulings, replies, health)
)
