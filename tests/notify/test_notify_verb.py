"""The verb notify as its users run it: a process of its own beside a subscriber on loopback."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest
from subscriber import SECRET, Answer, Subscriber, Taken, news

FORMS = json.loads((Path(__file__).parents[2] / "docs" / "forms.json").read_text("utf-8"))
PATIENCE = 240.0  # seconds; a process may take long to start on a busy machine
Run = subprocess.CompletedProcess[str]


@pytest.fixture
def command(tmp_path: Path, other: Subscriber) -> list[str]:
    """The command, with a register of the test's own that holds one document, and a list with one subscriber."""
    news(tmp_path, "Old news", sending="FR", receiving="ML")
    (tmp_path / "list.toml").write_text(
        f'[notify]\nevery = "1s"\nwait = "0s"\n[[subscription]]\nname = "Desk"\nto = "{other.address}"\nsecret = "DESK"\n'
    )
    return [
        *(sys.executable, "-m", "legation.cli", "notify", str(tmp_path / "list.toml")),
        *("--allow-private", "--db", str(tmp_path / "r.db")),
    ]


def run(command: list[str], *more: str) -> Run:
    """Run it to its end."""
    return subprocess.run(
        [*command, *more], capture_output=True, text=True, check=False, timeout=PATIENCE,
        env={**os.environ, "DESK": SECRET, "COLUMNS": "120"},
    )  # fmt: skip


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Let it run, and leave none behind."""
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "DESK": SECRET}
    ) as running:  # fmt: skip
        try:
            yield running
        finally:
            running.kill()


def until(found: Callable[[], bool]) -> None:
    """Wait for something to come."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.2)


def holds(form: str, value: object) -> None:
    """Hold a value to a form of docs/forms.json."""
    schema = {"$schema": FORMS["$schema"], "$ref": f"#/$defs/{form}", "$defs": FORMS["$defs"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def test_once_sends_what_is_due_and_tells_what_failed(tmp_path: Path, command: list[str], other: Subscriber) -> None:
    """The exit code is 1 where a letter was not taken, and the health says why, with no secret in it."""
    first = run(command, "--once", "--json")
    assert (first.returncode, json.loads(first.stdout)["found"]) == (0, 0), first.stderr
    news(tmp_path, "New")
    other.answer = lambda _: (500, {})
    failed = run(command, "--once", "--json")
    assert failed.returncode == 1
    holds("notify", json.loads(failed.stdout))
    assert json.loads(failed.stdout) == {"version": 1, "found": 1, "sent": 0, "failed": 1, "given_up": 0}
    assert "Desk: the server answers 500" in failed.stderr
    (line,) = run(command, "--health", "--json").stdout.splitlines()
    holds("notify_health", json.loads(line))
    assert (json.loads(line)["condition"], json.loads(line)["waiting"]) == ("failing", 1)
    shown = run(command, "--health").stdout
    assert "1 subscription, 0 well" in shown
    assert SECRET not in shown + failed.stderr
    other.answer = lambda _: (200, {})
    assert run(command, "--once").returncode == 0
    assert other.titles() == ["New"]
    holds("letter", other.taken[0].form)
    assert "1 subscription, 1 well" in run(command, "--health").stdout


def test_killed_in_the_middle_it_goes_on_where_it_was(tmp_path: Path, command: list[str], other: Subscriber) -> None:
    """Killed while a letter is under way, it sends each change once or more, never not at all, under the same key."""
    assert run(command, "--once").returncode == 0
    titles = [f"Story {n}" for n in range(6)]
    for title, code in zip(titles, ("PE", "BO", "EC", "UY", "PY", "CO"), strict=True):
        news(tmp_path, title, sending=code)
    released = threading.Event()

    def hold_the_third(_: Taken) -> Answer:
        if len(other.asked) == 3:
            released.wait(PATIENCE)
        return 204, {}

    other.answer = hold_the_third
    with started(command) as killed:
        until(lambda: len(other.asked) == 3)
        killed.send_signal(signal.SIGKILL)
        killed.wait(PATIENCE)
    released.set()
    with started(command) as running:
        until(lambda: set(other.titles()) == set(titles))
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, said
    assert [one for one in other.titles() if one == "Story 2"] == ["Story 2"] * 2
    assert [one for one in other.titles() if one != "Story 2"] == [one for one in titles if one != "Story 2"]
    by_title = {(one.form["change"]["title"], one.key, one.body) for one in other.asked}
    assert len(by_title) == 6
    assert run(command, "--once", "--json").stdout.count('"sent": 0') == 1


def test_only_one_process_sends(tmp_path: Path, command: list[str], other: Subscriber) -> None:
    """A second one on the same register ends at once and says why."""
    assert run(command, "--once").returncode == 0
    news(tmp_path, "New")
    released = threading.Event()
    other.answer = lambda _: (204 if released.wait(PATIENCE) else 500, {})
    with started(command):
        until(lambda: len(other.asked) == 1)
        second = run(command, "--once")
        released.set()
    assert second.returncode == 3
    assert "another `legation notify` is at work" in second.stderr


def test_a_bad_list_ends_it_at_once(tmp_path: Path, command: list[str]) -> None:
    """The field is named in one line and nothing is begun; without --allow-private http is refused."""
    refused = run([one for one in command if one != "--allow-private"], "--once")
    assert refused.returncode == 1
    assert "Desk: to: http can be read on the way" in refused.stderr
    (tmp_path / "list.toml").write_text(
        '[[subscription]]\nname = "Desk"\nto = "https://x.example"\nsecret = "NOWHERE"\n'
    )
    refused = run(command, "--once")
    assert refused.returncode == 1
    assert "Desk: secret: the environment variable NOWHERE is not set" in refused.stderr
    assert not (tmp_path / "r.db.notify.db").exists()


def test_without_a_register_it_says_so(tmp_path: Path, command: list[str]) -> None:
    """No register is made by asking for news of it."""
    ran = run([*command[:-1], str(tmp_path / "none.db")], "--once")
    assert ran.returncode == 3
    assert not (tmp_path / "none.db").exists()
