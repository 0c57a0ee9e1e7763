"""A real browser and a real server, for the tests that look at pages."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = os.environ.get("LEGATION_CHROMIUM") or shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
BROWSED = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; on Debian: apt-get install -y chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning"),
]
PATIENCE = 120.0  # seconds for a process to start on a busy machine


@contextmanager
def started(
    command: Callable[[int], list[str]], out: IO[bytes] | int = subprocess.DEVNULL, port: int = 0
) -> Iterator[str]:
    """Start a server by a command that is told the port (a free one by default), and give its address once it answers."""
    port = port or free_port()
    with subprocess.Popen(command(port), stdout=out, stderr=out, env=dict(os.environ)) as server:
        try:
            _wait(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def serving(db: str, *more: str, port: int = 0) -> AbstractContextManager[str]:
    """Serve a register by the command line, and give its address."""
    command = [sys.executable, "-m", "legation.cli", "serve", "--db", db, *more]
    return started(lambda at: [*command, "--port", str(at)], port=port)


def _wait(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/healthz"):  # noqa: S310  # our own server
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the server did not start")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()
