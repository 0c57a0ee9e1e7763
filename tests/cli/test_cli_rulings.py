"""Rulings on the command line: the queue, a ruling and its file, and how far reviewers agree."""

from pathlib import Path
from typing import Any

import pytest
from user import careful_register, here, holds, lines

KINSHASA = "KP-CD-embassy"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Give the example's register."""
    return careful_register(tmp_path)


def queue(db: Path) -> list[dict[str, Any]]:
    """Give what waits for review of the example."""
    return lines(here("review", "--on", "2024-01-31", "--json", db=db))


def test_the_queue_begins_with_the_dispute_then_the_closings_told_by_one(db: Path) -> None:
    """Kinshasa comes first, closings that rest on Seoul alone next, and what is still to come last."""
    found = queue(db)
    for one in found:
        holds("review", one)
    assert found[0]["about"] == KINSHASA
    assert [one["matter"] for one in found] == ["disputed", *["single_source"] * 4, "unmoved"]
    page = here("review", db=db)
    assert max(map(len, page.stdout.splitlines())) <= 80


def test_a_ruling_settles_a_matter_and_its_withdrawal_brings_it_back(db: Path) -> None:
    """An accepted closing is confirmed, leaves the queue, and comes back to it when the ruling is withdrawn."""
    before, total = queue(db), here("rebuild", db=db).stdout
    run = here("decide", "accept", before[0]["target"], "--by", "Ada", "--reason", "seen the note", "--json", db=db)
    (ruled,) = lines(run)
    holds("decide", ruled)
    assert before[0]["target"] not in [one["target"] for one in queue(db)]
    assert "accepted by Ada (seen the note)" in " ".join(
        here("mission", "KP", "CD", "--why", db=db).stdout.replace("│", " ").split()
    )
    assert "decision by Ada: seen the note" in here("changes", "--since", str(ruled["sequence"] - 1), db=db).stdout
    assert here("decide", "withdraw", ruled["id"], "--by", "Ada", "--reason", "misread", db=db).returncode == 0
    assert queue(db) == before
    assert here("rebuild", db=db).stdout == total


def test_rulings_travel_as_a_file_and_agreement_is_told(db: Path, tmp_path: Path) -> None:
    """One team's file goes into another's register line by line; a line that cannot stand is named, the rest goes in."""
    (tmp_path / "other").mkdir()
    other, file = careful_register(tmp_path / "other"), tmp_path / "rulings.jsonl"
    first, second, *_ = [one["target"] for one in queue(db)]
    for verb, target in (("accept", first), ("reject", second)):
        assert here("decide", verb, target, "--by", "Ada", "--reason", "x", "--file", str(file), db=db).returncode == 0
    for target in (first, second):
        assert here("decide", "accept", target, "--by", "Ben", "--reason", "y", db=other).returncode == 0
    altered = file.read_text("utf-8").replace('"x"', '"z"').splitlines()[0]
    with file.open("a", encoding="utf-8") as appended:
        appended.write(f"{altered}\nnot JSON\n")
    run = here("rulings", "--read", str(file), "--json", db=other)
    assert run.returncode == 1
    assert [line.split(": ")[0] for line in run.stderr.splitlines()] == [f"{file}:3", f"{file}:4"]
    for one in lines(run):
        holds("rulings", one)
    assert [one["status"] for one in lines(run)[:-1]] == ["in force", "contradicted", "in force", "contradicted"]
    assert lines(run)[-1] == {
        "version": 1, "type": "agreement", "reviewers": ["Ada", "Ben"], "both": 2, "agreed": 1, "kappa": 0.0,
    }  # fmt: skip
    assert queue(other)[0]["matter"] == "contradiction"
    page = here("rulings", "--write", str(tmp_path / "all.jsonl"), db=other)
    assert max(map(len, page.stdout.splitlines())) <= 80
    assert len((tmp_path / "all.jsonl").read_text("utf-8").splitlines()) == 4


def test_a_ruling_on_what_does_not_exist_is_refused(db: Path) -> None:
    """A name that is no claim, happening or mission ends with 1 and says where to look; a wrong verb with 2."""
    run = here("decide", "accept", "KP-XX-embassy", "--by", "Ada", "--reason", "x", db=db)
    assert (run.returncode, "no claim, happening or mission of this name" in run.stderr) == (1, True)
    assert here("decide", "maybe", "x", "--by", "Ada", "--reason", "x", db=db).returncode == 2
    assert here("decide", "correct", KINSHASA, "--by", "A", "--reason", "x", "--set", "date", db=db).returncode == 2
