"""The language-model reader from the command line: reading, comparing, estimating, spending, storing."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from llm_parts import KEY, Story
from llm_server import Act, ModelServer

from legation.cli import main
from legation.register import Register

FORMS = json.loads((Path(__file__).parents[2] / "docs" / "forms.json").read_text("utf-8"))
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs a command with the endpoint set, and gives its exit code and what it said."""
    for name in [name for name in os.environ if name.startswith("LEGATION_")]:
        monkeypatch.delenv(name)
    usual = {"URL": server.url, "MODEL": "small", "KEY": KEY, "ATTEMPTS": "1", "LONGEST_WAIT": "0.1"}
    usual |= {"CACHE": str(tmp_path / "cache"), "LEDGER": str(tmp_path / "usage.jsonl")}
    for name, value in usual.items():
        monkeypatch.setenv(f"LEGATION_LLM_{name}", value)

    def command(*words: object) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(word) for word in words])
        assert KEY not in out.getvalue() + err.getvalue()
        return code, out.getvalue(), err.getvalue()

    return command


@pytest.fixture
def file(tmp_path: Path, story: Story) -> Path:
    """Give the story as a file."""
    path = tmp_path / "togo.txt"
    path.write_text(story.document.text, "utf-8")
    return path


def _lines(text: str, form: str = "") -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines if form else ():
        jsonschema.validate(line, {**FORMS, "$ref": f"#/$defs/{form}"})
    return lines


def test_reading_with_a_model_prints_the_guide_s_form(server: ModelServer, run: Run, file: Path, story: Story) -> None:
    """The output is that of any reader, and what it cost is told on standard error."""
    server.play(Act(claims=story.claims))
    code, out, err = run("read", file, "--published", "2021-03-12", "--reader", "llm")
    [line] = _lines(out)
    assert code == 0
    assert [claim["sending"] for claim in line["claims"]] == ["NO", "SE"]
    assert "1 request" in err


def test_why_shows_what_was_dropped(server: ModelServer, run: Run, file: Path, story: Story) -> None:
    """With --why each claim has its reasons, and each claim that was not believed stands there with its own."""
    server.play(Act(claims=[story.claims[0], {**story.claims[1], "quote": "Sweden shut every embassy it had"}]))
    _, out, _ = run("read", file, "--published", "2021-03-12", "--reader", "llm", "--why")
    [line] = _lines(out, "read")
    assert {one["field"] for one in line["claims"][0]["why"]} >= {"quote", "sending", "receiving", "date"}
    assert [(one["reason"], one["claim"]["sending"]) for one in line["dropped"]] == [("quote", "SE")]
    assert line["usage"]["requests"] == 1


def test_a_document_that_is_not_read_is_told(server: ModelServer, run: Run, file: Path) -> None:
    """The exit code is 1, the fault is named, and nothing passes for an empty reading, with reasons or without."""
    server.play(Act(text="?"))
    for words in ((), ("--why",)):
        code, out, err = run("read", file, "--published", "2021-03-12", "--reader", "llm", *words)
        assert (code, out) == (1, "")
        assert "togo: not read, not_json" in err


def test_comparing_shows_agreement_claim_by_claim(server: ModelServer, run: Run, file: Path, story: Story) -> None:
    """Agreed claims, claims of one reader alone, and the fields in which two differ."""
    server.play(Act(claims=[story.claims[0], {**story.claims[1], "status": "possible"}]))
    code, out, err = run("read", file, "--published", "2021-03-12", "--compare", "rules,llm")
    [line] = _lines(out, "comparison")
    assert code == 0
    assert [one.split("/")[0] for one in line["readers"]] == ["rules", "llm"]
    assert [claim["sending"] for claim in line["agreed"]] == ["NO"]
    assert [one["fields"] for one in line["differing"]] == [["status"]]
    assert "1 claim agreed, 1 with differences" in err


@pytest.mark.parametrize("names", ["llm", "llm,llm", "rules,tea-leaves", "a,b,c"])
def test_comparing_takes_two_readers(run: Run, file: Path, names: str) -> None:
    """One, three, the same twice, and one that there is not are errors of usage."""
    assert run("read", file, "--compare", names)[0] == 2


def test_a_dry_run_prints_the_estimate_and_asks_nothing(server: ModelServer, run: Run, file: Path) -> None:
    """What it would cost at most, as one JSON object."""
    code, out, _ = run("read", file, "--published", "2021-03-12", "--reader", "llm", "--dry-run")
    [line] = _lines(out, "estimate")
    assert code == 0
    assert (line["documents"], line["requests"]) == (1, 1)
    assert line["input_tokens"] > 1000
    assert server.asked == []


@pytest.mark.parametrize("words", [("--dry-run",), ("--budget", "1000")])
def test_a_reader_that_spends_nothing_has_no_budget(run: Run, file: Path, words: tuple[str, ...]) -> None:
    """A budget for the rules is an error of usage, and not passed over in silence."""
    assert run("read", file, "--reader", "rules", *words)[0] == 2


def test_a_budget_stops_the_run_cleanly(server: ModelServer, run: Run, tmp_path: Path, story: Story) -> None:
    """What the budget allows is printed, the rest is told as not read, and the exit code is 1."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(6):
        (folder / f"togo-{number}.txt").write_text(f"{story.document.text}\n\nIssue {number}.", "utf-8")
    server.play(Act(claims=story.claims, tokens=(8000, 500)))
    code, out, err = run("read", folder, "--published", "2021-03-12", "--reader", "llm", "--budget", "30k")
    assert code == 1
    assert 0 < len(_lines(out)) < 6
    assert "not read, budget" in err
    assert len(server.asked) == len(_lines(out))


def test_a_document_that_could_not_be_read_is_kept_and_read_by_the_next_run(
    server: ModelServer, run: Run, file: Path, story: Story, tmp_path: Path
) -> None:
    """It stands in the register marked as not read; when the endpoint answers again it gets its claims."""
    db = tmp_path / "register.db"
    words = ("add", file, "--published", "2021-03-12", "--reader", "llm", "--db", db)
    server.play(Act(status=500))
    for _ in range(2):
        assert run(*words)[0] == 1
    with Register.open(db) as register:
        assert len(list(register.documents())) == 1
        last = register.known()
        assert last is not None
        assert last.sequence == 1
    server.play(Act(claims=story.claims))
    assert run(*words)[0] == 0
    with Register.open(db) as register:
        assert len(register.state(sending="NO").missions) == 1


def test_a_failure_takes_nothing_from_what_another_reader_found(
    server: ModelServer, run: Run, file: Path, story: Story, tmp_path: Path
) -> None:
    """A document that one model has read keeps its claims when another cannot read it."""
    db = tmp_path / "register.db"
    words = ("add", file, "--published", "2021-03-12", "--reader", "llm", "--db", db)
    server.play(Act(claims=story.claims))
    assert run(*words)[0] == 0
    os.environ["LEGATION_LLM_MODEL"] = "other"
    server.play(Act(status=500))
    assert run(*words)[0] == 1
    with Register.open(db) as register:
        assert len(register.state(sending="NO").missions) == 1


def test_with_both_readers_what_they_agree_on_goes_in_and_the_rest_waits(
    server: ModelServer, run: Run, file: Path, story: Story, tmp_path: Path
) -> None:
    """`--reader rules+llm` stores agreement at once; differences wait in the queue until somebody rules, and count for nothing."""
    db = tmp_path / "register.db"
    server.play(Act(claims=[story.claims[0], {**story.claims[1], "status": "possible"}]))
    words = ("--published", "2021-03-12", "--reader", "rules+llm", "--db", db, "--json")
    code, out, err = run("add", file, *words)
    lines = _lines(out, "add")
    assert code == 0
    assert {line["outcome"] for line in lines} == {"new", "review"}
    [review] = [line for line in lines if line["outcome"] == "review"]
    assert [one["fields"] for one in review["differing"]] == [["status"]]
    assert "1 difference between readers left for review" in err
    with Register.open(db) as register:
        assert len(register.state(sending="NO").missions) == 1
        assert len(register.state(sending="SE").missions) == 0
    _, out, _ = run("review", "--db", db, "--json")
    first = json.loads(out.splitlines()[0])
    assert (first["matter"], len(first["quotes"])) == ("readers", 2)
    assert "readers rules and llm differ: status" in first["why"]
    run("decide", "accept", first["target"], "--by", "Ada", "--reason", "it says so", "--db", db)
    with Register.open(db) as register:
        assert len(register.state(sending="SE").missions) == 1
    _, out, _ = run("rulings", "--readers", "--db", db, "--json")
    assert [line["accepted"] for line in map(json.loads, out.splitlines())] == [1]


def test_a_model_can_be_scored_on_one_s_own_gold(server: ModelServer, run: Run, tmp_path: Path, story: Story) -> None:
    """A folder with texts and gold is all that it takes."""
    corpus = tmp_path / "mine"
    (corpus / "docs").mkdir(parents=True)
    (corpus / "docs" / "togo.txt").write_text(story.document.text, "utf-8")
    gold = {"doc": "togo", "published": "2021-03-12", "publisher": "Fjord Wire", "claims": story.claims}
    (corpus / "gold.jsonl").write_text(json.dumps(gold) + "\n", "utf-8")
    server.play(Act(claims=story.claims))
    code, out, _ = run("score", corpus, "--reader", "llm", "--json")
    [line] = _lines(out)
    assert code == 0
    assert line["all"] == [1.0, 1.0, 1.0]


def test_the_whole_command_shows_no_key_even_where_everything_fails(
    server: ModelServer, file: Path, tmp_path: Path
) -> None:
    """As a process of its own, with the client libraries' logs on and a server that echoes the key, no output has it."""
    server.play(Act(status=401, text=f"wrong key {KEY}"))
    settings = {"LEGATION_LLM_URL": server.url, "LEGATION_LLM_MODEL": "m", "LEGATION_LLM_KEY": KEY}
    settings |= {
        "LEGATION_LLM_CACHE": "off",
        "LEGATION_LLM_LEDGER": "off",
        "OPENAI_LOG": "debug",
        "ANTHROPIC_LOG": "debug",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "legation.cli", "add", file, "--published", "2021-03-12", "--reader", "llm"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **settings, "LEGATION_DB": str(tmp_path / "register.db")},
    )
    assert ran.returncode == 1
    assert "not read, unauthorised" in ran.stderr
    assert KEY not in ran.stdout + ran.stderr
    assert KEY.encode() not in (tmp_path / "register.db").read_bytes()
