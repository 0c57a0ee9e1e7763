"""The command line: one noun, verbs. JSON and answers go to standard output, everything else to standard error.

Exit codes: 0 fine; 1 some input was refused, the rest went in; 2 the command was not understood; 3 the register cannot be
used; 130 interrupted.
"""

import os
import sys
from typing import Annotated, Any, Final

import typer

import legation
from legation.commands import ask, intake, scores, upkeep
from legation.errors import LegationError, StoreError
from legation.terminal.console import warn

FINE: Final = 0
REFUSED: Final = 1
USAGE: Final = 2
UNUSABLE: Final = 3
INTERRUPTED: Final = 130  # 128 and SIGINT's number, as shells have it

# typer brings its own click from 0.24 on; this is the parent of its errors in either case
_Shown: type[Exception] = typer.BadParameter.__bases__[0].__bases__[0]

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
for room in (intake, ask, upkeep, scores):
    room.add_to(app)


def _version(value: bool) -> None:  # noqa: FBT001  # typer's way
    if value:
        print(f"legation {legation.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    try:
        result = typer.main.get_command(app).main(arguments, prog_name="legation", standalone_mode=False)
    except _Shown as error:
        _explain(error)
        return int(getattr(error, "exit_code", USAGE))
    except StoreError as error:
        warn(f"legation: {error}")
        return UNUSABLE
    except LegationError as error:
        warn(f"legation: {error}")
        return REFUSED
    except (typer.Abort, KeyboardInterrupt):
        warn("legation: interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output has enough; Python would complain of it once more while it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    return result if isinstance(result, int) else FINE


def _explain(error: Any) -> None:
    """Say what was not understood, with the usage of the verb; with no verb at all, the help."""
    context = getattr(error, "ctx", None)
    if context is not None and type(error).__name__ != "NoArgsIsHelpError":
        print(context.get_usage(), file=sys.stderr)
        print(f"Try `{context.command_path} --help`.", file=sys.stderr)
        warn(f"legation: {error.format_message()}")
    else:
        print(error.format_message(), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
