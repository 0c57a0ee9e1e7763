"""Following feeds and sitemaps: the verb watch."""

import time
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from legation.commands import options
from legation.commands.llm import BudgetOption, limited, tell_spent
from legation.commands.options import Db, Json
from legation.commands.readers import reader_of
from legation.commands.reading import REFUSED, Private, ReaderOption
from legation.commands.stopping import stopped_by_signals
from legation.errors import StoreLocked
from legation.register.beside import alone, beside
from legation.terminal.console import screen, warn
from legation.terminal.words import several


def watch(
    list_: Annotated[
        Path, typer.Argument(metavar="LIST", help="A TOML file with a [[source]] for each feed or sitemap.")
    ],
    once: Annotated[
        bool, typer.Option("--once", help="Ask each source once, take in what is new, and end; for cron.")
    ] = False,
    health: Annotated[
        bool, typer.Option("--health", help="Show how each source does; nothing is asked or fetched.")
    ] = False,
    reader: ReaderOption = None,
    budget: BudgetOption = None,
    private: Private = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """Follow feeds and news sitemaps: fetch what is new, read it, store it. Ctrl-C ends it.

    RSS, Atom and JSON feeds and news sitemaps. Hosts are asked as their robots.txt and ETags say, one page at a time. A
    source that fails is left alone for longer each time and stops no other. After an interruption the same command goes
    on where it was; two at once on one register are refused. With --once the exit code is 1 where a source failed.

    legation watch sources.toml

    legation watch sources.toml --health
    """
    from legation.watch import LEDGER, Ledger, follow, sources  # noqa: PLC0415  # feeds are read by nothing else
    from legation.watch.manners import Manners  # noqa: PLC0415

    found = sources(list_)
    place = beside(options.location(db, make=True), LEDGER)
    if health:
        with Ledger(place) as ledger:
            ledger.follow(found.sources)
            _show(ledger, found.sources, json=json)
        return
    chosen = limited(reader_of(reader), budget)
    manners = Manners(contact=found.contact, delay=found.delay, timeout=found.timeout, allow_private=private)
    busy = StoreLocked(f"{place}: another `legation watch` follows feeds for this register; end it first")
    with (
        alone(place, 0, busy, "what was asked cannot be kept there"),
        options.writing(db) as register,
        Ledger(place) as ledger,
        stopped_by_signals(manners.stop),
    ):
        warn(f"following {several(len(found.sources), 'source')}" + ("" if once else "; Ctrl-C ends it"))
        round_ = follow(register, chosen, found.sources, ledger, manners, once=once, tell=warn)
        warn(_said(round_))
        tell_spent(chosen)
    if json:
        options.emit({"version": 1, **msgspec.to_builtins(round_)})
    if once and round_.failed:
        raise typer.Exit(REFUSED)


def _show(ledger: Any, followed: Any, *, json: bool) -> None:
    from legation.terminal.health import sources_page  # noqa: PLC0415
    from legation.watch import health  # noqa: PLC0415

    found = health(ledger, time.time(), {one.name for one in followed})
    if json:
        options.emit_all({"version": 1, **msgspec.to_builtins(one)} for one in found)
    else:
        sources_page(screen(), found)


def _said(found: Any) -> str:
    parts = [f"{several(found.asked, 'ask')}, {found.failed} failed", f"{several(found.new, 'new item')}"]
    parts += [f"{several(found.kept, 'document')} taken in with {several(found.claims, 'claim')}"]
    parts += [f"{found.passed} with nothing in them", f"{found.refused} refused"]
    return "; ".join(parts)


def add_to(app: typer.Typer) -> None:
    """Add this verb to the command line."""
    app.command()(watch)
