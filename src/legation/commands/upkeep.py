"""The log and its upkeep: changes, policy, rebuild."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, Json, KnownOption, PolicyOption, SendingArgument, SendingOption
from legation.errors import StoreUnwritable
from legation.network import change_form
from legation.network.changes import adopted_form
from legation.register import Change, Policy, Register
from legation.terminal import Footnotes, screen
from legation.terminal.checks import changes_page, policies_page
from legation.terminal.console import heading, paragraph, warn
from legation.terminal.networks import as_known
from legation.terminal.words import name, several


def changes(
    state: SendingArgument = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE|SEQ", help="Only what was learned after this day, moment or entry."),
    ] = None,
    known: KnownOption = None,
    sending: SendingOption = None,
    receiving: Annotated[
        str | None, typer.Option("--in", metavar="STATE", help="Only missions in this state or place.")
    ] = None,
    quotes: options.Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
    policies: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--policies", metavar="OLD NEW", help="What a change of policy alone changes: two TOML files."),
    ] = None,
) -> None:
    """List what changed in the register, and because of what.

    A new document is the world's doing; a newer reader, a ruling or another policy is ours.

    legation changes KP --since 2023-11-01
    """
    whose, host = options.one_state(state, sending), options.code(receiving) if receiving else None
    then, after = options.known(known), options.known(since, "--since")
    with options.reading(db, policy) as register:
        last = register.known(then)
        upto = last.sequence if last else 0
        if policies:
            told = register.changes_of_policy(Policy.read(policies[0]), Policy.read(policies[1]), then)
        else:
            told = register.changes(after)
        found = [one for one in told if one.known.sequence <= upto and _about(one, whose, host)]
    if json:
        options.emit_all({**change_form(one), "title": one.source.title} for one in found)
        return
    console, notes = screen(), Footnotes() if quotes else None
    heading(console, f"{name(whose)}: what changed in the register" if whose else "What changed in the register")
    if not changes_page(console, found, notes, whose=whose is None):
        after_what = f" after {since}" if since else ""
        nothing = "The two policies say the same" if policies else f"Nothing was learned{after_what}"
        paragraph(console, f"{nothing}, {as_known(last)}.")
    if notes:
        notes.print(console)


def policy(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Let the register stand under this policy (TOML) from now on.")
    ] = None,
    default: Annotated[
        bool, typer.Option("--default", help="Let it stand under the policy that ships with Legation again.")
    ] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the policy itself, as TOML.")] = False,
    on: Annotated[
        str | None, typer.Option("--replay", metavar="DATE", help="Take this day as the one on which it was adopted.")
    ] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Tell under which policies the register stood and since when, or adopt another.

    What is asked without `--policy` is answered under the register's own policy. A change of it is an entry of the log,
    and `legation changes` tells what it moved, with the cause `policy`.

    legation policy mine.toml
    """
    if file and default:
        raise typer.BadParameter(f"FILE is {str(file)!r} and --default is given; give one of them")
    place = options.location(db)
    chosen = Policy.read(file) if file else Policy.default()
    changes_it = bool(file or default)
    with Register.open(place, create=False, read_only=not changes_it, policy=chosen) as register:
        if changes_it:
            known = register.adopt(chosen, at=options.day(on, "--replay") if on else None)
            warn(f"stood under {chosen.label} already" if known is None else f"stands under {chosen.label} now")
        found = register.adopted()
    if show:
        sys.stdout.write(found[-1].text if found else Policy.default().text)
    elif json:
        options.emit_all(adopted_form(one) for one in found)
    else:
        policies_page(screen(), found)


def _about(change: Change, whose: str | None, host: str | None) -> bool:
    sending, receiving = change.mission.split("-")[:2]
    return whose in (None, sending) and host in (None, receiving)


def rebuild(
    history: Annotated[
        bool,
        typer.Option("--history", help="Lay too what held at every past entry, so that --known is as quick as now."),
    ] = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """Work the register out anew from its log.

    What is stored of answers is thrown away and laid anew; a register that may only be read is worked out and left as it
    is. The last line is its hash. Equal logs give equal hashes, in whatever order their documents came.
    """
    try:
        documents, digest = _rebuilt(db, policy, read_only=False)
    except StoreUnwritable:
        documents, digest = _rebuilt(db, policy, read_only=True)
    warn(f"worked out anew from {several(documents, 'document')}")
    if history:
        _lay(db, policy)
    sys.stdout.write(f"register sha256 {digest}\n")


def _lay(db: str | None, policy: Path | None) -> None:
    chosen = Policy.read(policy) if policy else None
    with Register.open(options.location(db), create=False, policy=chosen) as register:
        warn(f"laid {several(register.lay_past(), 'answer')} of the past")


def _rebuilt(db: str | None, policy: Path | None, *, read_only: bool) -> tuple[int, str]:
    chosen = Policy.read(policy) if policy else None
    with Register.open(options.location(db), create=False, read_only=read_only, policy=chosen) as register:
        return sum(1 for _ in register.documents()), register.rebuild()


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(changes)
    app.command()(policy)
    app.command()(rebuild)
