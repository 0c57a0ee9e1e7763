"""Who may write over HTTP: token new, list, revoke."""

import datetime as dt
import re
from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, Json
from legation.terminal.console import clean, warn


def _until(text: str) -> dt.datetime:
    found = re.fullmatch(r"(\d{1,4})d", text)
    if not found or not int(found[1]):
        raise typer.BadParameter(f"--expires {text!r}: write a number of days, such as 30d")
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=int(found[1]))


def new(
    name: Annotated[str, typer.Option("--name", help="Who holds it; what they decide is signed so.")],
    scope: Annotated[str, typer.Option("--scope", help="Some of read,add,review,moderate.")] = "read",
    expires: Annotated[str, typer.Option("--expires", metavar="DAYS", help="How long it holds, such as 30d.")] = "30d",
    db: Db = None,
) -> None:
    """Make a token and print it, this once; only its hash is kept.

    legation token new --name "Ada Bell" --scope add,review --expires 30d
    """
    from legation.web.people import People  # noqa: PLC0415  # brings the whole server

    until = _until(expires)
    person, token = People(options.location(db)).new(name, [one.strip() for one in scope.split(",")], until)
    warn(f"token {person.id} of {clean(person.name)} holds until {person.expires:%Y-%m-%d}; it is shown this once")
    print(token)  # noqa: T201


def show(json: Json = False, db: Db = None) -> None:
    """List the tokens: who holds them, for what and until when."""
    from legation.web.people import People  # noqa: PLC0415

    for one in People(options.location(db)).all():
        form = {"version": 1, "id": one.id, "name": one.name, "scopes": one.scopes, "expires": one.expires.isoformat()}
        if json:
            options.emit(form)
        else:
            print(one.id, f"{one.expires:%Y-%m-%d}", ",".join(one.scopes), clean(one.name))  # noqa: T201


def revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="As `legation token list` shows it.")], db: Db = None
) -> None:
    """End a token at once."""
    from legation.web.people import People  # noqa: PLC0415

    found = People(options.location(db)).revoke(key)
    warn(f"token {found.id} of {clean(found.name)} is revoked")


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    held = typer.Typer(no_args_is_help=True, help="Make, list and revoke tokens for writing over HTTP.")
    held.command("new")(new)
    held.command("list")(show)
    held.command("revoke")(revoke)
    app.add_typer(held, name="token")
