"""The verb that opens a register to a browser."""

from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, PolicyOption
from legation.register import Policy, Register
from legation.terminal.console import warn


def serve(
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen at.")] = 8411,
    base: Annotated[
        str | None, typer.Option("--base", metavar="URL", help="The address under which readers know the server.")
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="How many processes answer; one for each processor, say.")
    ] = 1,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Open the register to a browser: pages, and the same questions over HTTP.

    Each process grants a client its part of the limits: of 600 questions a minute, 300 where there are two.

    legation serve --db register.db --port 8411
    """
    from legation.web import Settings  # noqa: PLC0415  # takes as long to load as all other verbs together
    from legation.web.processes import run  # noqa: PLC0415

    place = options.location(db)
    with Register.open(place, create=False, read_only=True, policy=Policy.read(policy) if policy else None):
        pass  # so that a register that cannot be used is told now and not to the first reader
    settings = Settings(place, policy, base or f"http://{host}:{port}", workers=workers)
    warn(f"legation: serving {place} at {settings.base} (Ctrl+C ends it)")
    run(settings, host, port)


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command("serve")(serve)
