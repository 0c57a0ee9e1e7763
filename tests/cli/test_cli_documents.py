"""What the documents say of the command line is what it does; the example prints what it promises."""

import contextlib
import importlib.util
import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest
from user import EXAMPLES, FORMS, ROOT, careful_register, environment

from legation.cli import app


def program(path: Path) -> ModuleType:
    """Load a program that is no part of the package."""
    spec = importlib.util.spec_from_file_location(path.stem + "_program", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_program_says_of_itself() -> None:
    """docs/cli.md is the help of every verb and the forms as they are today; `python docs/make_cli.py` brings it up to date."""
    assert program(ROOT / "docs" / "make_cli.py").reference() == (ROOT / "docs" / "cli.md").read_text("utf-8")


def test_every_verb_is_documented_with_its_form() -> None:
    """Each verb has a section, and each that prints JSON has a form of its own name."""
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    verbs = [command.name or str(getattr(command.callback, "__name__", "")) for command in app.registered_commands]
    for verb in verbs:
        assert f"### legation {verb}\n" in page
        section = page.split(f"### legation {verb}\n")[1].split("\n### ")[0]
        assert verb in FORMS["$defs"] or "--json" not in section


def test_the_forms_are_json_schemas() -> None:
    """docs/forms.json is itself valid against the standard it names."""
    jsonschema.Draft202012Validator.check_schema(FORMS)


def printed(run: Callable[[], object]) -> str:
    """Give what a function prints on an 80-column screen that is no terminal."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setenv("COLUMNS", "80")
        run()
    return out.getvalue()


def test_the_example_prints_what_a_careful_reader_would_find(tmp_path: Path) -> None:
    """From a careful reading, `make run` tells nine closings and one dispute, the counts, the figures and the gaps."""
    page = printed(lambda: program(EXAMPLES / "run.py").report(careful_register(tmp_path)))
    plain = re.sub(r"\s+", " ", page)
    for words in (
        "53 missions became 44, by 24 documents. Closings: 6 confirmed, 1 disputed and 3 reported.",
        "8 states left without a resident embassy; for 3 no source says who covers it, and for Uganda sources differ.",
        "Luanda, Angola, embassy closed, confirmed 25 Oct 2023 Angolan Ministry of External Relations: “The North Korean",
        "Dhaka, Bangladesh, embassy closed, confirmed 20 to 21 Nov 2023",
        "Kinshasa, Democratic Republic of the Congo, embassy closed, disputed",
        "South Korean Foreign Ministry (denies): “The embassy in Kinshasa has not closed, the ministry said.”",
        "together 53 44 -9",
        "agrees 47 + 3 + 3 = 53",
        "agrees 12 of 53 is 22.6%; said: nearly 25%",
        "agrees 159 relations against 53 missions",
        "closed only for Embassy Row Review: Kinshasa and Hong Kong",
        "closed only for South Korean Foreign Ministry: Conakry and Dakar",
        "Uganda sources differ Malabo, Equatorial Guinea",
        "Guinea not known: no source names a covering mission",
        "52 missions that day by what was known then; 48 to 52 by all that is known now.",
    ):
        assert words in plain
    assert max(map(len, page.splitlines())) <= 80


def test_every_footnote_mark_leads_to_a_quote_with_publisher_and_date(tmp_path: Path) -> None:
    """Marks are numbered in the order of mention without gaps, and each number stands once in the list of quotes."""
    page = printed(lambda: program(EXAMPLES / "run.py").report(careful_register(tmp_path)))
    text, _, quotes = page.partition("\nQuotes\n")
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", text)]
    listed = re.findall(r"^\[(\d+)\] +[^\n]+?, \d+ \w{3} \d{4}:", quotes, re.MULTILINE)
    assert list(dict.fromkeys(marks)) == list(range(1, max(marks) + 1))
    assert [int(number) for number in listed] == sorted(set(marks))


def test_make_run_ends_well_and_names_the_next_commands(tmp_path: Path) -> None:
    """The program that `make run` runs takes in 23 articles, prints within 80 columns, and ends with 0."""
    run = subprocess.run(
        [sys.executable, EXAMPLES / "run.py", tmp_path / "example.db"], capture_output=True, text=True, encoding="utf-8", check=False, timeout=280,
        env=environment(), cwd=ROOT,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "23 documents taken in" in run.stderr
    assert max(map(len, run.stdout.splitlines())) <= 80
    assert "legation mission KP ES" in run.stdout.splitlines()[-6]
    for title in (
        "what changed",
        "The network on",
        "Announced or expected",
        "Published figures",
        "Without a resident",
        "as it was known",
    ):
        assert title in run.stdout
    shown = (ROOT / "README.md").read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    printed = "\n".join(line.rstrip() for line in run.stdout.splitlines())
    assert all(part.strip("\n") in printed for part in shown.split("…\n"))
