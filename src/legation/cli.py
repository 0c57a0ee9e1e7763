"""The command line: one noun, verbs. JSON and answers go to standard output, everything else to standard error.

Exit codes: 0 fine; 1 some input was refused, the rest went in; 2 the command was not understood; 3 the register cannot be
used; 130 interrupted.
"""

import contextlib
import gc
import importlib
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final

import typer

import legation
from legation.errors import LegationError, StoreError

FINE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNUSABLE: Final = 3
INTERRUPTED: Final = 130  # 128 and SIGINT's number, as shells have it

# typer brings its own click from 0.24 on; this is the parent of its errors in either case
_Shown: type[Exception] = typer.BadParameter.__bases__[0].__bases__[0]

ROOMS: Final = (
    "intake",
    "bulk",
    "watch",
    "notify",
    "copies",
    "importing",
    "ask",
    "scenario",
    "comparing",
    "outlook",
    "world",
    "overtime",
    "upkeep",
    "scores",
    "export",
    "rulings",
    "archives",
    "serve",
    "token",
    "replies",
)
ROOM_OF: Final = {  # of questions, and of what is asked as often
    **dict.fromkeys(("network", "mission", "check", "coverage"), "ask"),
    "compare": "comparing",
    "outlook": "outlook",
    **dict.fromkeys(("host", "reciprocity", "ties", "graph"), "world"),
    **dict.fromkeys(("series", "ranking"), "overtime"),
    **dict.fromkeys(("changes", "policy"), "upkeep"),
    "search": "archives",
    "scenario": "scenario",
    "serve": "serve",
}


def _version(value: bool) -> None:  # noqa: FBT001  # typer's way
    if value:
        print(f"legation {legation.__version__}")
        raise typer.Exit


def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    pass


def application(rooms: Iterable[str] = ROOMS) -> typer.Typer:
    """Give the command line with the verbs of some rooms; of all of them by default."""
    app = typer.Typer(
        name="legation",
        help="Read news of embassies and consulates, and keep a register of them with the words behind every cell.",
        epilog="Exit codes: 0 fine, 1 some input refused, 2 usage, 3 register unusable, 130 interrupted.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    )
    app.callback()(_main)
    for room in rooms:
        importlib.import_module(f"legation.commands.{room}").add_to(app)
    return app


def _rooms(arguments: Sequence[str]) -> Iterable[str]:
    """Name the rooms that a command needs: a question's own one, since the others' libraries take a second to import."""
    first = arguments[0] if arguments else ""
    if first == "--version":
        return ()
    return [ROOM_OF[first]] if first in ROOM_OF else ROOMS


@contextlib.contextmanager
def _whole(arguments: Sequence[str], *, last: bool) -> Iterator[None]:
    """Let a question be answered without a search for cycles in memory, which its tables of names make a third of its time.

    Where it is the ``last`` thing that a process does, Python's own search at the end, a tenth of a second, is spared too.
    """
    asked = gc.isenabled() and bool(arguments) and arguments[0] in ROOM_OF and arguments[0] != "serve"
    if asked:
        gc.disable()
    try:
        yield
    finally:
        if asked and last:
            gc.freeze()
        if asked:
            gc.enable()


def __getattr__(name: str) -> typer.Typer:
    """Give ``app``, the whole command line, to whoever asks this module for it."""
    if name == "app":
        return application()
    raise AttributeError(name)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    # libraries that log what they think of a page are not the ones to speak here
    logging.lastResort = logging.NullHandler()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with _whole(given, last=arguments is None):
            command = typer.main.get_command(application(_rooms(given)))
            with command.make_context("legation", given) as context:
                command.invoke(context)
        sys.stdout.flush()  # here, so that a full disk behind it is told and not lost
    except typer.Exit as ended:
        return int(ended.exit_code)
    except _Shown as error:
        _explain(error)
        return int(getattr(error, "exit_code", USAGE))
    except (LegationError, OSError, typer.Abort, KeyboardInterrupt) as error:
        return _told(error)
    return FINE


def _told(error: BaseException) -> int:
    """Say in one line what went wrong, and give the exit code for it."""
    if isinstance(error, BrokenPipeError):
        _drop_output()  # whoever reads our output has enough
        return FINE
    if isinstance(error, OSError):
        _warn(f"legation: {error.filename or 'standard output'}: {error.strerror}; the answer is not whole")
        _drop_output()
        return REFUSED
    if isinstance(error, LegationError):
        _warn(f"legation: {error}")
        return UNUSABLE if isinstance(error, StoreError) else REFUSED
    _warn("legation: interrupted")
    return INTERRUPTED


def _warn(text: str) -> None:
    from legation.terminal.console import warn  # noqa: PLC0415  # the footnotes beside it bring the register

    warn(text)


def _drop_output() -> None:
    """Lead what is left to be written nowhere, so that Python does not stumble over it while it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _explain(error: Any) -> None:
    """Say what was not understood, with the usage of the verb; with no verb at all, the help."""
    context = getattr(error, "ctx", None)
    if context is not None and type(error).__name__ != "NoArgsIsHelpError":
        print(context.get_usage(), file=sys.stderr)
        print(f"Try `{context.command_path} --help`.", file=sys.stderr)
        _warn(f"legation: {error.format_message()}")
    else:
        print(error.format_message(), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
