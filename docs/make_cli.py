"""Write docs/cli.md from what the program says of itself: the help of every verb, and the forms of docs/forms.json.

python docs/make_cli.py           writes the file
python docs/make_cli.py --check   says whether it is stale, and ends with 1 if it is
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any, Final

import typer
from typer.testing import CliRunner

from legation.cli import app

HERE: Final = Path(__file__).parent
HEAD: Final = """\
# The command line

*Written by `docs/make_cli.py` from the program's own help and from `docs/forms.json`; a test fails where it is stale.*

Answers go to standard output, everything else to standard error. With `--json`, standard output holds JSON alone: one
object, or one object a line, in the forms below. `legation read` always prints JSON Lines.

| exit code | means |
| --- | --- |
| 0 | fine |
| 1 | some input was refused (standard error says which and why); the rest went in |
| 2 | the command was not understood |
| 3 | the register cannot be used: missing, locked, of a newer version, damaged, or no space |
| 130 | interrupted; what had gone in whole is in |

The register is one file, named by `--db` or the environment variable `LEGATION_DB`; without either it lies in your data
folder. A state is given by code or name. `--on` asks about a day, `--known` answers with what the register knew at the end
of a day, at a moment, or at an entry of its log: any combination of the two may be asked.
"""


def reference() -> str:
    """Give the whole page."""
    parts = [HEAD, "## Verbs\n"]
    command = typer.main.get_command(app)
    verbs = command.commands  # type: ignore[attr-defined]  # a group
    parts += [f"### legation {verb}\n\n```text\n{_help(verb)}\n```\n" for verb in verbs]
    parts.append(
        "## Forms\n\nJSON Schema (2020-12): `docs/forms.json`, each form under `$defs`. Within a version fields are added,\nnever renamed or removed.\n"
    )
    for name, form in json.loads((HERE / "forms.json").read_text("utf-8"))["$defs"].items():
        parts.append(f"### {name}\n\n{form['description']}\n\n{_fields(form)}")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def _help(verb: str) -> str:
    # the width of help follows the terminal, and its colour the environment
    environment = {"COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [verb, "--help"], env=environment, prog_name="legation")
    return "\n".join(line.rstrip() for line in result.output.strip().splitlines())


def _fields(form: dict[str, Any]) -> str:
    parts = form.get("oneOf") or form.get("allOf")
    if parts:
        return "\n".join(_fields(part) for part in parts if "$ref" not in part) + "\n"
    if "$ref" in form:
        return ""
    lines = ["| field | type | meaning |", "| --- | --- | --- |"]
    for name, field in form.get("properties", {}).items():
        needed = "" if name in form["required"] else " (optional)"
        lines.append(f"| `{name}`{needed} | {_type(field)} | {field.get('description', '')} |")
    return "\n".join(lines) + "\n" if len(lines) > 2 else ""


def _type(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "enum" in field:
        return ", ".join("null" if one is None else f"`{one}`" for one in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    if "oneOf" in field:
        return " or ".join(_type(one) for one in field["oneOf"])
    kind = field.get("type", "object")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    os.environ.pop("LEGATION_DB", None)
    page, file = reference(), HERE / "cli.md"
    if "--check" in arguments:
        stale = not file.exists() or file.read_text("utf-8") != page
        sys.stderr.write("docs/cli.md is stale; run `python docs/make_cli.py`\n" if stale else "")
        return int(stale)
    file.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
