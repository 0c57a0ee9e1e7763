"""The pages under load: p50 and p95 at 50 concurrent readers while documents are being added, and each page alone."""

import asyncio
import datetime as dt
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from legation.model import Document
from legation.register import Register

PAGES = (
    "/",
    "/?sending=US",
    "/state/US",
    "/mission/US-FR-embassy",
    "/search?q=Madrid",
    "/changes",
    "/about",
    "/what-if?sending=US",
)
READERS, ROUNDS = 50, 4


def main(db: str) -> None:
    """Serve a register, ask it alone, then with 50 at once while a document comes every tenth of a second."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-m", "legation.cli", "serve", "--db", db, "--port", str(port)]) as server:
        try:
            wait(base)
            alone(base)
            ended = threading.Event()
            writer = threading.Thread(target=write, args=(db, ended))
            writer.start()
            times, failed = asyncio.run(together(base))
            ended.set()
            writer.join()
            cuts = statistics.quantiles(times, n=20)
            print(
                f"{READERS} readers while adding: {len(times)} answers, p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, failed {failed}"
            )
        finally:
            server.terminate()


def wait(base: str) -> None:
    """Wait until the server answers."""
    for _ in range(300):
        try:
            httpx.get(f"{base}/about.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


def alone(base: str) -> None:
    """Print the time of each page, the first and the median of five more."""
    for page in PAGES:
        times = [timed(base + page) for _ in range(6)]
        print(f"{page:28} first {times[0]:6.0f} ms, then {statistics.median(times[1:]):6.0f} ms")


def timed(address: str) -> float:
    """Give the milliseconds of one answer."""
    begin = time.perf_counter()
    httpx.get(address, timeout=60)
    return 1000 * (time.perf_counter() - begin)


async def together(base: str) -> tuple[list[float], int]:
    """Let all readers ask for every page in turn; give the milliseconds and how many failed."""
    times: list[float] = []
    failed = 0

    async def reader(client: httpx.AsyncClient, first: int) -> None:
        nonlocal failed
        for turn in range(ROUNDS):
            begin = time.perf_counter()
            found = await client.get(base + PAGES[(first + turn) % len(PAGES)])
            times.append(1000 * (time.perf_counter() - begin))
            failed += found.status_code >= 400

    limits = httpx.Limits(max_connections=READERS)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        await asyncio.gather(*(reader(client, number) for number in range(READERS)))
    return times, failed


def write(db: str, ended: threading.Event) -> None:
    """Add a small document every tenth of a second until told to end."""
    with Register.open(db) as register:
        number = 0
        while not ended.wait(0.1):
            number += 1
            text = f"The {number}th notice of {dt.datetime.now(tz=dt.UTC).isoformat()} says nothing of missions."
            register.add(Document(text=text, publisher="Benchmark"), [], "benchmark/1")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        sys.path.insert(0, str(Path(__file__).parents[1] / "examples"))
        from run import take_in  # type: ignore[import-not-found,unused-ignore]

        with tempfile.TemporaryDirectory() as folder:
            take_in(Path(folder) / "register.db")
            main(str(Path(folder) / "register.db"))
