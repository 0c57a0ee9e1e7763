"""The score on the command line: corpora by name or setting, other people's readings, floors that must hold."""

import json
import os
import shutil
from pathlib import Path

import pytest
from user import ROOT, here, holds, lines

PLAIN = ROOT / "corpus" / "plain"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Make a corpus of four documents of the annotated ones."""
    folder = tmp_path / "few"
    (folder / "docs").mkdir(parents=True)
    for name in ("gold.jsonl", "documents.jsonl"):
        rows = (PLAIN / name).read_text("utf-8").splitlines()[:4]
        (folder / name).write_text("\n".join(rows) + "\n", "utf-8")
    for row in (folder / "documents.jsonl").read_text("utf-8").splitlines():
        file = f"{json.loads(row)['doc']}.txt"
        shutil.copy(PLAIN / "docs" / file, folder / "docs" / file)
    return folder


def test_a_corpus_is_read_and_scored(corpus: Path) -> None:
    """The figures have the documented form, and no quote is missing from its text."""
    run = here("score", corpus, "--json")
    (found,) = lines(run)
    holds("score", found)
    assert (run.returncode, found["corpus"], found["documents"]) == (0, "few", 4)
    assert found["bad_quotes"][0] == 0


def test_readings_of_another_are_scored_as_they_are(corpus: Path) -> None:
    """The annotation itself scores 1; a page for people fits 80 columns."""
    run = here("score", corpus, "--readings", corpus / "gold.jsonl", "--json")
    assert lines(run)[0]["all"] == [1.0, 1.0, 1.0]
    page = here("score", corpus, "--readings", corpus / "gold.jsonl")
    assert "ALL" in page.stdout
    assert max(map(len, page.stdout.splitlines())) <= 80


def test_floors_are_pinned_and_a_worse_reading_fails_them(corpus: Path, tmp_path: Path) -> None:
    """After ``--pin`` the gate passes for the same reading and ends with 1 for one that found nothing."""
    floors, nothing = tmp_path / "floors.toml", tmp_path / "nothing.jsonl"
    gold = corpus / "gold.jsonl"
    nothing.write_text(
        "".join(json.dumps({**json.loads(row), "claims": []}) + "\n" for row in gold.read_text("utf-8").splitlines())
    )
    assert here("score", corpus, "--readings", gold, "--floors", floors, "--pin").returncode == 0
    assert here("score", corpus, "--readings", gold, "--floors", floors, "--gate").returncode == 0
    run = here("score", corpus, "--readings", nothing, "--floors", floors, "--gate")
    assert run.returncode == 1
    assert "few: all" in run.stderr


def test_corpora_are_found_by_setting_or_told_to_be_missing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LEGATION_CORPUS names folders; where there is none at all, the message says what to do."""
    monkeypatch.chdir(tmp_path)
    missing = here("score")
    assert missing.returncode == 1
    assert "LEGATION_CORPUS" in missing.stderr
    words = ("score", "--readings", corpus / "gold.jsonl", "--json")
    named = here(*words, LEGATION_CORPUS=os.pathsep.join([str(corpus), str(corpus)]))
    assert [one["corpus"] for one in lines(named)] == ["few", "few"]
