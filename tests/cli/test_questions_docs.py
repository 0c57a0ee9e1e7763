"""docs/questions.md is true: every command in it is run, and prints what stands there."""

import functools
import os
import re
import shlex
import tempfile
from pathlib import Path

import pytest
from user import ROOT, careful_register, here

PAGE = ROOT / "docs" / "questions.md"
_BLOCK = re.compile(r"<!-- (?P<on>dossier|world) -->\n```console\n\$ legation (?P<ask>.*)\n(?P<answer>[\s\S]*?)```\n")
CSV = "registers/wikidata-missions-2022-11-16.csv"


@functools.cache
def dossier() -> Path:
    """Give one register of the example for all blocks; they change nothing."""
    return careful_register(Path(tempfile.mkdtemp(prefix="legation-morning-")))


@functools.cache
def world(outside: Path) -> Path:
    """Give one register of the world, as Wikidata had it on a day."""
    place = Path(tempfile.mkdtemp(prefix="legation-world-")) / "world.db"
    assert here("import", "wikidata", outside / CSV, db=place).returncode == 0
    return place


def printed(ask: str, db: Path) -> str:
    """Run one command of the page and give what it prints, without spaces at the ends of lines."""
    run = here(*shlex.split(ask), db=db)
    assert (run.returncode, run.stderr) == (0, ""), ask
    return "".join(f"{line.rstrip()}\n" for line in run.stdout.strip("\n").splitlines())


def blocks(on: str) -> list[tuple[str, str]]:
    """List the commands of the page with what it says they print."""
    return [(found["ask"], found["answer"]) for found in _BLOCK.finditer(PAGE.read_text("utf-8")) if found["on"] == on]


@pytest.mark.parametrize(("ask", "answer"), blocks("dossier"), ids=[ask for ask, _ in blocks("dossier")])
def test_the_morning_on_the_example_prints_what_the_page_says(ask: str, answer: str) -> None:
    """Each command, asked of the example as a careful reader reads it, answers as printed, in 80 columns."""
    assert printed(ask, dossier()) == answer
    assert max(map(len, answer.splitlines())) <= 80


@pytest.mark.parametrize(("ask", "answer"), blocks("world"), ids=[ask for ask, _ in blocks("world")])
def test_the_morning_on_the_world_prints_what_the_page_says(ask: str, answer: str, outside: Path) -> None:
    """Each command, asked of Wikidata's missions, answers as printed, in 80 columns."""
    assert printed(ask, world(outside)) == answer
    assert max(map(len, answer.splitlines())) <= 80


def write(outside: Path) -> None:
    """Write the answers into the page anew."""

    def answered(found: re.Match[str]) -> str:
        db = dossier() if found["on"] == "dossier" else world(outside)
        return f"<!-- {found['on']} -->\n```console\n$ legation {found['ask']}\n{printed(found['ask'], db)}```\n"

    PAGE.write_text(_BLOCK.sub(answered, PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    write(Path(os.environ.get("LEGATION_OUTSIDE", ROOT.parent / "shared")))
