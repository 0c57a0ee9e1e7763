"""A user of the command line: runs it as a process of its own, on registers of its own."""

import contextlib
import datetime as dt
import functools
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import msgspec

from legation.cli import main
from legation.imports import read_mapping, read_table
from legation.intake import load
from legation.model import Claim
from legation.register import Register

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
ARTICLES = EXAMPLES / "dprk" / "articles"
META = EXAMPLES / "dprk" / "documents.jsonl"
FORMS = json.loads((ROOT / "docs" / "forms.json").read_text("utf-8"))
Run = subprocess.CompletedProcess[str]


def environment(**more: str) -> dict[str, str]:
    """Give an environment in which nothing of this machine's own register, terminal or colour plays a part."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LEGATION_") and key != "FORCE_COLOR"}
    return {**kept, "COLUMNS": "80", "PYTHONUTF8": "1", **more}


def command(*arguments: object) -> list[str]:
    """Give the command line of a run."""
    return [sys.executable, "-m", "legation.cli", *map(str, arguments)]


def legation(*arguments: object, db: Path | None = None, say: str | None = None, **more: str) -> Run:
    """Run the command line to its end."""
    named = {"LEGATION_DB": str(db)} if db else {}
    return subprocess.run(
        command(*arguments), input=say, capture_output=True, text=True, encoding="utf-8", check=False, timeout=240,
        env=environment(**named, **more), cwd=tempfile.gettempdir(),
    )  # fmt: skip


def here(*arguments: object, db: Path | None = None, **more: str) -> Run:
    """Run the command line within this process: the same entry, without the second that a process takes to start."""
    named = {"LEGATION_DB": str(db)} if db else {}
    out, err = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(environment(**named, **more))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(one) for one in arguments])
    finally:
        os.environ.clear()
        os.environ.update(before)
    return subprocess.CompletedProcess(command(*arguments), code, out.getvalue(), err.getvalue())


def lines(run: Run) -> list[dict[str, Any]]:
    """Read standard output as JSON Lines, and nothing else."""
    return [json.loads(line) for line in run.stdout.splitlines()]


def holds(form: str, value: object) -> None:
    """Hold a value to a form of docs/forms.json."""
    schema = {"$schema": FORMS["$schema"], "$ref": f"#/$defs/{form}", "$defs": FORMS["$defs"]}
    jsonschema.Draft202012Validator(schema).validate(value)


@functools.cache
def _careful() -> Path:
    """Make a register of the example as a careful reader reads it; kept as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="legation-careful-"))
    meta = {row["doc"]: row for row in map(json.loads, META.read_text("utf-8").splitlines())}
    with Register.open(folder / "register.db") as register:
        table = read_table(EXAMPLES / "dprk-missions.csv", read_mapping(EXAMPLES / "dprk-missions.yaml"))
        register.add(table.document, table.claims, table.reader, at=dt.date(2023, 10, 1))
        for line in (EXAMPLES / "dprk" / "expected.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            said = {key: value for key, value in meta[row["doc"]].items() if key != "doc"}
            document = load(next(ARTICLES.glob(f"{row['doc']}.*")), **said)
            claims = []
            for form in row["claims"]:
                start = document.text.index(form["quote"])
                claims.append(msgspec.convert({**form, "start": start, "end": start + len(form["quote"])}, Claim))
            day = dt.date.fromisoformat(row["published"])
            added = register.add(document, claims, "careful/1", at=day)
            assert added.refused == ()
    return folder / "register.db"


def careful_register(folder: Path) -> Path:
    """Give a copy of the register that a careful reader would make of the example."""
    return Path(shutil.copy(_careful(), folder / "register.db"))
