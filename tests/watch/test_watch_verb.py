"""The verb watch as its users run it: a process of its own beside a news site on loopback."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watch_server import Site, bomb, now, rss, site

from legation.errors import StoreError
from legation.register import Register
from legation.watch import Ledger, health

CLOSED = "Chile closed its embassy in Norway on Monday, the Foreign Ministry of Chile said."
PATIENCE = 240.0  # seconds; a process may take long to start on a busy machine


@pytest.fixture
def news() -> Iterator[Site]:
    """A news site."""
    with site() as held:
        yield held


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    """The command, with a register of the test's own in a file."""
    return watching(tmp_path, str(tmp_path / "r.db"))


def watching(folder: Path, db: str) -> list[str]:
    """Write the command for the list in a folder and a register."""
    return [
        *(sys.executable, "-m", "legation.cli", "watch", str(folder / "sources.toml")),
        *("--reader", "rules", "--allow-private", "--db", db),
    ]


def follow(folder: Path, *addresses: str) -> None:
    """Write the list."""
    body = "".join(f'[[source]]\nname = "Feed {n}"\nurl = "{url}"\n' for n, url in enumerate(addresses, 1))
    (folder / "sources.toml").write_text(f'[watch]\nevery = "1s"\ndelay = "0s"\n{body}')


def titles(folder: Path) -> list[str]:
    """List what the register holds."""
    try:
        with Register.open(folder / "r.db", read_only=True, create=False) as register:
            return sorted(one.title for one in register.documents())
    except StoreError:  # not laid yet
        return []


def until(found: Callable[[], bool]) -> None:
    """Wait for something to come."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.5)


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a watch, and leave none behind."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def test_once_takes_in_what_is_new_and_tells_what_failed(news: Site, tmp_path: Path, command: list[str]) -> None:
    """The exit code is 1 where a source failed, and the health says which and why."""
    page = news.article("/a/1", "Chile closes embassy", CLOSED)
    follow(tmp_path, news.page("/feed", rss((page, "Chile", now()))), news.address + "/none")
    ran = subprocess.run([*command, "--once", "--json"], capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "Feed 2: " in ran.stderr
    told = json.loads(ran.stdout)
    assert (told["asked"], told["failed"], told["kept"]) == (2, 1, 1)
    shown = subprocess.run([*command, "--health"], capture_output=True, text=True, check=True).stdout
    assert "2 sources, 1 well" in shown
    assert "the server answers 404" in " ".join(shown.split())
    lines = subprocess.run([*command, "--health", "--json"], capture_output=True, text=True, check=True).stdout
    assert [json.loads(line)["condition"] for line in lines.splitlines()] == ["failing", "well"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of a process is told by Linux")
def test_what_is_vast_when_unpacked_is_never_held(news: Site, tmp_path: Path, command: list[str]) -> None:
    """A feed and a page of 2 MB that would be 2 GB: both are told, and the watch never takes a quarter of that."""
    for path, media in (("/feed", "application/rss+xml"), ("/a/1", "text/html")):
        news.pages[path] = 200, {"Content-Type": media, "Content-Encoding": "gzip"}, bomb(2_000)
    listing = news.page("/listing", rss((news.address + "/a/1", "Chile", now())))
    follow(tmp_path, news.address + "/feed", listing)

    def told() -> list[str]:
        if not (tmp_path / "r.db.watch.db").exists():
            return []
        with Ledger(tmp_path / "r.db.watch.db") as ledger:
            found = health(ledger, time.time())
        return [said for one in found for said in (one.error, one.item_error) if said]

    with started(command) as running:
        until(lambda: len(told()) == 2)
        state = Path(f"/proc/{running.pid}/status").read_text()
    assert all("more than 10 MB" in one for one in told())
    (most,) = (int(line.split()[1]) for line in state.splitlines() if line.startswith("VmHWM"))
    assert most < 500_000  # kB


@pytest.mark.parametrize("where", ["a file", "PostgreSQL"])
def test_a_second_watch_on_one_register_is_refused(
    news: Site, tmp_path: Path, where: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one runs another begins nothing and says so; what it does may be looked at; one that is killed holds nothing."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))  # what belongs to a register in PostgreSQL lies there
    db = request.getfixturevalue("postgres") if where == "PostgreSQL" else str(tmp_path / "r.db")
    command = watching(tmp_path, db)
    feed = news.page("/feed", rss((news.article("/a/1", "Chile closes embassy", CLOSED), "Chile", now())))
    follow(tmp_path, feed)
    with started(command) as first:
        assert first.stderr is not None
        assert "following 1 source" in first.stderr.readline()
        second = subprocess.run([*command, "--once"], capture_output=True, text=True, check=False)
        assert second.returncode == 3
        assert "another `legation watch` follows feeds for this register; end it first" in " ".join(
            second.stderr.split()
        )
        shown = subprocess.run([*command, "--health"], capture_output=True, text=True, check=False)
        assert shown.returncode == 0, shown.stderr
        first.send_signal(signal.SIGKILL)
        first.wait()
    third = subprocess.run([*command, "--once"], capture_output=True, text=True, check=False)
    assert third.returncode == 0, third.stderr


def test_a_watch_that_is_killed_goes_on_where_it_was(news: Site, tmp_path: Path, command: list[str]) -> None:
    """What is published while it is dead comes in when it runs again, and nothing twice; SIGTERM ends it in order."""
    pages = [(news.article(f"/a/{n}", f"Story {n}", CLOSED.replace("Monday", f"{n} March")), "", now()) for n in (1, 2)]
    follow(tmp_path, news.page("/feed", rss(pages[0])))
    with started(command) as killed:
        until(lambda: titles(tmp_path) == ["Story 1"])
        killed.send_signal(signal.SIGKILL)
    news.page("/feed", rss(*reversed(pages)))
    with started(command) as running:
        until(lambda: titles(tmp_path) == ["Story 1", "Story 2"])
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0
    assert "1 document taken in" in said
    assert news.paths().count("/a/1") == 1
