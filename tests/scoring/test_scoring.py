"""The project's scorer against the guide's own, and the gate that stands on it."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from legation.errors import DocumentRefused, PolicyError
from legation.scoring import Corpus, read_readings, score
from legation.scoring.gate import failures, gained_and_lost, measured, pin, read_floors
from legation.scoring.match import days, pairs, same_date, same_key

ROOT = Path(__file__).parents[2]
OUTSIDE = Path(os.environ.get("LEGATION_OUTSIDE", ROOT.parent / "shared"))
SCORER = OUTSIDE / "corpus" / "score.py"
CORPORA = ROOT / "corpus"
STATES = ["KP", "UG", "AO", "FR", "US", None]


def disturbed(corpus: Corpus, seed: int) -> dict[str, dict[str, Any]]:
    """Make a reading out of the annotations that is wrong in every way a reader can be wrong."""
    chance = random.Random(seed)
    readings: dict[str, dict[str, Any]] = {}
    for name, document in corpus.gold.items():
        claims = []
        for gold in document["claims"]:
            claim = dict(gold)
            for field, others in (
                ("status", ["done", "planned"]),
                ("holder", [None, "ministry", "Chad O'Carroll"]),
                ("city", ["Kampala", None]),
                ("date", ["2023", "2023-10-23/2023-10-29", "199X", None, "../2020", "2023-13", "1987~", "2023-24"]),
                ("sending", STATES),
                ("causes", [[], ["cost"], ["sanctions", "economy"]]),
                ("value", [12, "many", None]),
                ("quote", ["words that stand nowhere"]),
            ):
                if field in claim and chance.random() < 0.15:
                    claim[field] = chance.choice(others)
            if chance.random() < 0.8:
                claims.append(claim)
            if chance.random() < 0.2:
                claims.append({**claim, "kind": chance.choice(["opened", "closed", "dreamt"])})
        if chance.random() < 0.1:
            claims.append({"kind": "closed", "sending": "KP", "receiving": "UG", "quote": "", "causes": None})
        readings[name] = {"doc": name, "claims": claims}
    return readings


@pytest.mark.parametrize("folder", ["train", "plain", "dev"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_are_those_of_the_guides_scorer(folder: str, seed: int, tmp_path: Path) -> None:
    """Every figure equals the one that the guide's scorer prints for the same reading."""
    if not SCORER.exists():
        pytest.skip("the guide's scorer is not here; set LEGATION_OUTSIDE to the folder that holds corpus/score.py")
    corpus = Corpus(CORPORA / folder)
    readings = disturbed(corpus, seed)
    output = tmp_path / "readings.jsonl"
    output.write_text("".join(json.dumps(reading) + "\n" for reading in readings.values()), "utf-8")
    theirs = subprocess.run(
        [sys.executable, SCORER, corpus.path, output, "--json"], capture_output=True, check=True, text=True
    )
    ours = json.loads(json.dumps(score(corpus, read_readings(output)).json_form()))
    assert ours == json.loads(theirs.stdout)


def test_the_annotations_score_perfectly_against_themselves() -> None:
    """A reading equal to the annotations has F1 1 everywhere and no false alarm."""
    corpus = Corpus(CORPORA / "dev")
    figures = score(corpus, corpus.gold)
    assert figures.all == figures.events == figures.strict == (1.0, 1.0, 1.0)
    assert (figures.alarms, figures.false_quotes) == (0, 0)
    assert set(figures.accuracy.values()) == {1.0}


def test_reading_nothing_scores_nothing_and_raises_no_alarm() -> None:
    """An empty reading has F1 0 and lists every annotated claim as missed."""
    corpus = Corpus(CORPORA / "plain")
    figures = score(corpus, {})
    assert figures.all == (0.0, 0.0, 0.0)
    assert figures.alarms == 0
    assert len(figures.errors) == figures.total()[1] == sum("MISSED" in line for line in figures.errors)


@pytest.mark.parametrize(
    ("gold", "read", "same"),
    [
        ("2023-10-27", "2023-10", False),
        ("2023-10-27", "2023-10-23/2023-10-29", True),
        ("2023-10", "2023-10-27", False),
        ("2019", "2019-05/2019-09", True),
        ("199X", "1994", False),
        ("199X", "1990/1999", True),
        ("2023-10-27", "2023-11-27", False),
        ("2023-10-27", None, False),
        ("2023-02-30", "2023-02", False),
        ("../2020", "2019", False),
    ],
)
def test_dates_agree_if_they_can_be_the_same_and_are_about_as_wide(gold: str, read: str | None, same: bool) -> None:  # noqa: FBT001
    """A date matches if it overlaps and is at most about four times as wide."""
    assert same_date(gold, read) is same


def test_a_day_that_the_calendar_lacks_is_no_date() -> None:
    """The thirtieth of February gives None and not an error."""
    assert days("2023-02-30") is None
    assert days("tomorrow") is None


def test_relations_match_in_either_order() -> None:
    """Severed relations between two states are one thing whoever is named first."""
    gold = {"kind": "relations_severed", "sending": "BO", "receiving": "IL"}
    assert same_key(gold, {"kind": "relations_severed", "sending": "IL", "receiving": "BO"})
    assert not same_key({**gold, "kind": "recalled"}, {"kind": "recalled", "sending": "IL", "receiving": "BO"})


def test_pairing_prefers_the_claim_that_agrees_on_more() -> None:
    """Of two claims under one key the one with the right date and holder is paired."""
    gold = [{"kind": "closed", "sending": "KP", "receiving": "UG", "status": "done", "holder": "X", "date": "1994"}]
    poor = {"kind": "closed", "sending": "KP", "receiving": "UG", "status": "planned", "holder": None}
    assert pairs(gold, [poor, dict(gold[0])]) == [(0, 1)]


def test_a_line_that_is_no_reading_is_refused_with_its_number(tmp_path: Path) -> None:
    """A broken line names the file and the line."""
    file = tmp_path / "out.jsonl"
    file.write_text('{"doc": "a", "claims": []}\n{"document": "b"}\n', "utf-8")
    with pytest.raises(DocumentRefused, match=r"out\.jsonl, line 2"):
        read_readings(file)


def small_corpus(folder: Path) -> Corpus:
    """Write a corpus of one document with two claims."""
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "a.txt").write_text("Oman opens embassy in Lusaka\n\nOman shut its embassy in Quito.", "utf-8")
    claims = [
        {"kind": "opened", "sending": "OM", "receiving": "ZM", "status": "done", "holder": None, "quote": "Oman opens"},
        {"kind": "closed", "sending": "OM", "receiving": "EC", "status": "done", "holder": None, "quote": "Oman shut"},
    ]
    (folder / "gold.jsonl").write_text(json.dumps({"doc": "a", "claims": claims}) + "\n", "utf-8")
    (folder / "documents.jsonl").write_text('{"doc": "a"}\n', "utf-8")
    return Corpus(folder)


def without(corpus: Corpus, number: int) -> dict[str, Any]:
    """Read all but one annotated claim."""
    claims = [claim for place, claim in enumerate(corpus.gold["a"]["claims"]) if place != number]
    return {"a": {"doc": "a", "claims": claims}}


def test_the_gate_passes_at_its_own_floors_and_fails_below(tmp_path: Path) -> None:
    """Figures pinned as floors hold for the same reading and fail for one that lost a claim."""
    corpus, file = small_corpus(tmp_path / "small"), tmp_path / "floors.toml"
    pin(file, {"small": (corpus, score(corpus, corpus.gold))})
    floors = read_floors(file)
    assert list(failures(corpus, score(corpus, corpus.gold), floors)) == []
    worse = list(failures(corpus, score(corpus, without(corpus, 0)), floors))
    assert any("events 0.667, floor 1.000" in line for line in worse)


def test_the_gate_refuses_another_corpus_and_an_unpinned_one(tmp_path: Path) -> None:
    """A changed text changes the corpus's hash, and the gate says that the floors are not of this corpus."""
    corpus, file = small_corpus(tmp_path / "small"), tmp_path / "floors.toml"
    pin(file, {"small": (corpus, score(corpus, corpus.gold))})
    (corpus.path / "docs" / "a.txt").write_text("Oman opens embassy in Lusaka\n\nOman shut it.", "utf-8")
    again = Corpus(corpus.path)
    assert any("not the one" in line for line in failures(again, score(again, again.gold), read_floors(file)))
    assert any("no floors" in line for line in failures(again, score(again, again.gold), {}))


def test_floors_rise_by_themselves_and_fall_only_on_request(tmp_path: Path) -> None:
    """Pinning a worse reading keeps the floors unless lowering is asked for."""
    corpus, file = small_corpus(tmp_path / "small"), tmp_path / "floors.toml"
    pin(file, {"small": (corpus, score(corpus, corpus.gold))})
    worse = score(corpus, without(corpus, 1))
    assert pin(file, {"small": (corpus, worse)})["small"]["events"] == 1.0
    assert pin(file, {"small": (corpus, worse)}, lower=True)["small"]["events"] == measured(worse)["events"] < 1.0


def test_a_floor_with_an_unknown_name_is_refused(tmp_path: Path) -> None:
    """A misspelt floor would never be held, so the file is refused and the key named."""
    file = tmp_path / "floors.toml"
    file.write_text('[plain]\nsha256 = "0"\nevnets = 0.9\n', "utf-8")
    with pytest.raises(PolicyError, match="evnets"):
        read_floors(file)


def test_gains_and_losses_are_named_claim_by_claim(tmp_path: Path) -> None:
    """A reading that finds another claim than the one before shows one gain and one loss."""
    corpus = small_corpus(tmp_path / "small")
    lines = list(gained_and_lost(corpus, without(corpus, 0), without(corpus, 1)))
    assert [line.split(" “")[0] for line in lines] == ["a: GAINED opened OM>ZM done", "a: LOST closed OM>EC done"]
