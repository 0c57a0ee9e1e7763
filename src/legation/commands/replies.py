"""What readers replied, from the keeper's side: replies list, forget, rotate. Ruling on them is done on the pages."""

from typing import Annotated

import typer

from legation.commands import options
from legation.commands.options import Db, Json
from legation.terminal.console import clean, warn


def show(json: Json = False, db: Db = None) -> None:
    """List the replies that wait and those that are published, without addresses."""
    from legation.web.replies import Ledger  # noqa: PLC0415  # brings the whole server

    with Ledger(options.location(db)) as ledger:
        for one in [*ledger.waiting(most=-1), *ledger.published()]:
            form = {
                "version": 1, "id": one.id, "state": one.state, "day": one.day, "page": one.page, "name": one.name,
                "text": one.text, "document": one.document,
            }  # fmt: skip
            if json:
                options.emit(form)
            else:
                print(one.id, one.state, one.day, one.page, clean(one.name))  # noqa: T201


def forget(
    key: Annotated[str, typer.Argument(metavar="ID", help="As `legation replies list` shows it.")], db: Db = None
) -> None:
    """Delete the e-mail address of a reply for good, as its writer may ask; the reply stays as it is."""
    from legation.web.replies import Ledger  # noqa: PLC0415

    with Ledger(options.location(db), write=True) as ledger:
        gone = ledger.forget(key)
    warn(f"the address of the reply {key} is deleted" if gone else f"the reply {key} has no address any more")


def rotate(db: Db = None) -> None:
    """Seal every e-mail address with a new key and drop the old ones; a server that runs follows at once."""
    from legation.web.replies import Ledger  # noqa: PLC0415

    with Ledger(options.location(db), write=True) as ledger:
        sealed, lost = ledger.rotate()
    warn(f"{sealed} addresses are sealed with a new key; copies of the old one open nothing that is kept now")
    if lost:
        warn(f"{lost} addresses stay as they were: no key that is here opens them")


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    held = typer.Typer(no_args_is_help=True, help="Readers' replies: list them, forget an address, change the key.")
    held.command("list")(show)
    held.command("forget")(forget)
    held.command("rotate")(rotate)
    app.add_typer(held, name="replies")
