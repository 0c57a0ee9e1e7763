"""The application: rooms of pages and endpoints put together, with what each answer carries."""

import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from typing import Final

import anyio.to_thread
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from legation.errors import StoreError
from legation.web import api, feeds, headers, limits, openapi, problems, reconcile, templating
from legation.web.api.reading import Readers
from legation.web.pages import ROUTERS, world
from legation.web.question import asked
from legation.web.recall import Recall
from legation.web.registers import Registers
from legation.web.replies.desk import Desk
from legation.web.sessions import desks
from legation.web.settings import Settings

_AT_ONCE: Final = 6  # answers worked on; more would share the same processor, and keep each other from ending


def create_app(settings: Settings, warmed: Callable[[], object] = lambda: None) -> FastAPI:
    """Make the application that serves one register; ``warmed`` is called once what most pages begin with is in memory.

    Raises:
        StoreError: at the first question, where the register cannot be used.
    """
    registers = Registers(settings)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
        warming = threading.Thread(target=_warm, args=(registers, app.state.recall, warmed), name="warming")
        warming.start()
        yield
        warming.join()
        registers.close()

    app = FastAPI(
        title="Legation",
        summary="A register of the world's diplomatic missions, with the words behind every cell",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.settings, app.state.registers, app.state.recall = settings, registers, Recall()
    app.state.readers, app.state.desk = Readers(), Desk(settings)
    app.state.tries = limits.Buckets(
        settings.share(10)
    )  # to sign in, a minute and client; hashing keeps guessing slow besides
    templating.install(app, desks)
    problems.install(app)
    app.add_middleware(
        GZipMiddleware, minimum_size=800, compresslevel=4
    )  # 9 takes four times as long and saves a tenth
    app.add_middleware(limits.Limits, size=settings.share(settings.rate))
    app.add_middleware(headers.SafeHeaders)
    app.mount("/static", StaticFiles(directory=templating.STATIC, check_dir=False), name="static")
    for router in (*ROUTERS, *api.ROUTERS, feeds.router, reconcile.router):
        app.include_router(router)
    openapi.install(app)
    return app


def _warm(registers: Registers, recall: Recall, warmed: Callable[[], object]) -> None:
    """Do, before the first reader comes, what most pages begin with, and answer what the first page asks."""
    registers.warm(recall)
    with contextlib.suppress(StoreError):
        world.answer(registers.reading(), recall, asked(), {})
    warmed()
