"""Telling others what changed: the verb notify."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from legation.commands import options
from legation.commands.options import Db, Json
from legation.commands.reading import REFUSED
from legation.commands.stopping import stopped_by_signals
from legation.errors import StoreLocked
from legation.register.beside import alone, beside
from legation.terminal.console import screen, warn
from legation.terminal.words import several


def notify(
    list_: Annotated[
        Path, typer.Argument(metavar="LIST", help="A TOML file with a [[subscription]] for each who is told.")
    ],
    once: Annotated[bool, typer.Option("--once", help="Look once, send what is due, and end; for cron.")] = False,
    health: Annotated[bool, typer.Option("--health", help="Show how each subscription does; nothing is sent.")] = False,
    private: Annotated[
        bool, typer.Option("--allow-private", help="Let letters go into private networks, and by http.")
    ] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Tell others what changed in the register: by webhook, mail or chat. Ctrl-C ends it.

    The first run begins with what changes from then on. Webhooks are JSON, signed with a secret from the environment. Who
    does not answer is tried again, later each time, and stops no other. After an interruption the same command goes on
    where it was: each change is told at least once, always with the same key. With --once the exit code is 1 where a
    letter was not taken. Mail and chat need legation[notify]. docs/notify.md has the list and how to check a signature.

    legation notify subscriptions.toml

    legation notify subscriptions.toml --health
    """
    from legation.notify import OUTBOX, Outbox, Post, subscriptions  # noqa: PLC0415  # letters are sent by nothing else
    from legation.notify import notify as run  # noqa: PLC0415

    listed = subscriptions(list_, insecure=private or health, secrets=not health)
    place = beside(options.location(db, make=True), OUTBOX)
    if health:
        with Outbox(place) as outbox:
            _show(outbox, listed.subscriptions, json=json)
        return
    busy = StoreLocked(f"{place}: another `legation notify` is at work on this register; end it first")
    with alone(place, 0, busy, "letters cannot be kept there"), Outbox(place) as outbox:
        sender = Post(listed=listed, outbox=outbox, tell=warn, allow_private=private)
        warn(f"telling {several(len(listed.subscriptions), 'subscription')}" + ("" if once else "; Ctrl-C ends it"))
        with stopped_by_signals(sender.stop):
            told = run(lambda: options.reading(db), sender, once=once)
    warn(
        f"{several(told.found, 'letter')} written, {told.sent} sent, {told.failed} not taken, {told.given_up} given up"
    )
    if json:
        options.emit({"version": 1, **msgspec.to_builtins(told)})
    if once and told.failed:
        raise typer.Exit(REFUSED)


def _show(outbox: Any, listed: Any, *, json: bool) -> None:
    from legation.notify import health  # noqa: PLC0415
    from legation.terminal.health import subscriptions_page  # noqa: PLC0415

    found = health(outbox, listed)
    if json:
        options.emit_all({"version": 1, **msgspec.to_builtins(one)} for one in found)
    else:
        subscriptions_page(screen(), found)


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command()(notify)
