"""One module a page; each lends a router."""

from typing import Final

from fastapi import APIRouter

from legation.web.pages import (
    about,
    changes,
    document,
    holder,
    mission,
    moderate,
    published,
    replies,
    review,
    search,
    sign_in,
    sources,
    state,
    what_if,
    world,
)

ROUTERS: Final[tuple[APIRouter, ...]] = tuple(
    one.router
    for one in (
        world,
        state,
        mission,
        document,
        changes,
        search,
        holder,
        what_if,
        about,
        replies,
        published,
        moderate,
        sign_in,
        review,
        sources,
    )
)
