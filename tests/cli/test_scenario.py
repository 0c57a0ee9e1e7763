"""`legation scenario`: a file, words or a link, one answer; what is wrong is told by file and entry."""

from pathlib import Path

import pytest
from test_questions_docs import dossier
from user import here, holds, lines

DAY = ("--on", "2024-01-31")


def test_a_file_words_and_the_printed_link_give_one_answer(tmp_path: Path) -> None:
    """Rome and New Delhi close, Kampala opens: 43, and Spain, Bangladesh and Nepal are covered no more."""
    file = tmp_path / "what if.toml"
    file.write_text(
        'close = ["KP IT", "KP IN"]\n[[claim]]\nkind = "opened"\nsending = "KP"\nreceiving = "UG"\n', "utf-8"
    )
    (form,) = lines(here("scenario", file, *DAY, "--json", db=dossier()))
    holds("scenario", form)
    assert (form["before"]["total"], form["after"]["total"]) == (44, 43)
    assert [one["receiving"] for one in form["left"]] == ["IN", "IT"]
    assert [one["receiving"] for one in form["uncovered"]] == ["BD", "ES", "NP"]
    (again,) = lines(here("scenario", form["permalink"], "--json", db=dossier()))
    assert again == form


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('clsoe = ["KP ES"]', "unknown key 'clsoe'; did you mean close?"),
        ('close = ["KP ES", "KP XX"]', "close 2: 'XX' is no state"),
        ('close = ["KP ES 2024-13"]', "close 1: "),
        ('close = ["KP CN consulate Shanghai"]', "holds no such mission; in China it has KP-CN-consular-shenyang"),
        ("close = []", "nothing is supposed"),
        ("close = [", "no TOML"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_entry(tmp_path: Path, text: str, told: str) -> None:
    """One line on standard error names the file and what to do; nothing is answered."""
    file = tmp_path / "bad.toml"
    file.write_text(text, "utf-8")
    run = here("scenario", file, *DAY, db=dossier())
    assert (run.returncode, run.stdout) == (1, "")
    assert "bad.toml" in run.stderr
    assert told in run.stderr
