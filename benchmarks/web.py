"""The pages of a full world: each alone, cold and warm; 50 readers while documents are added; the map in a browser; scripts.

    python benchmarks/web.py [REGISTER [WORKERS]]

Without a register: the world's missions from outside tables where those are (LEGATION_OUTSIDE), else synthetic documents.
The register is copied first and nothing is written to the one that is given. Times are of the whole answer at a client; on
Linux the server's processor time stands beside them, which other work on the machine hardly moves.
"""

import asyncio
import datetime as dt
import gzip
import itertools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Final

import httpx

from legation.model import Claim, Document
from legation.register import Register

PAGES: Final = (
    "/", "/?sending=US", "/?receiving=FR", "/state/US", "/mission/US-FR-embassy", "/search?q=Madrid", "/search?q=embassy",
    "/changes", "/changes?sending=US", "/holder/{publisher}", "/document/{document}", "/about", "/what-if?sending=US",
    "/world.json", "/feeds/changes.atom",
)  # fmt: skip
READERS, ROUNDS, PAUSE = 50, 6, 0.1  # readers at once; pages each asks for; seconds between two documents
MOST: Final = 300  # ms that a page may take at the server
ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]  # fmt: skip


def main(given: Path | None, workers: str = "1") -> None:
    """Make or copy a register, serve it, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "register.db"
        if given:
            shutil.copy(given, db)
        else:
            fill(db)
        with Register.open(db) as register:
            missions = sorted(
                course[0] for one in register.courses() for course in one.courses if course[0].endswith("embassy")
            )
            count = sum(len(one.courses) for one in register.courses())
            source = next(register.documents())
        print(
            f"{dt.datetime.now(tz=dt.UTC).date()}, {os.cpu_count()} processors, {workers} serving; register: {count} missions, {db.stat().st_size / 1e6:.0f} MB"
        )
        pages = [one.format(publisher=source.publisher, document=source.id) for one in PAGES]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "legation.cli", "serve", "--db", str(db), "--port", str(port)]
        with subprocess.Popen([*command, "--workers", workers]) as server:
            try:
                measure(f"http://127.0.0.1:{port}", pages, db, missions, server.pid)
            finally:
                server.terminate()
    scripts()


def fill(db: Path) -> None:
    """Take in the world's missions from outside tables, or synthetic documents about as many."""
    outside = Path(os.environ.get("LEGATION_OUTSIDE", ROOT.parent / "shared")) / "registers"
    table = outside / "wikidata-missions-2022-11-16.csv"
    if table.is_file():
        command = [sys.executable, "-m", "legation.cli", "import", "wikidata", str(table), "--db", str(db)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return
    from synthetic import documents  # noqa: PLC0415  # beside this file

    with Register.open(db) as register:
        held: list[tuple[Document, list[Claim], str]] = []
        for one in documents(660_000):  # speak of 9,900 missions
            held.append(one)
            if len(held) == 500:
                register.add_all(held)
                held.clear()
        register.add_all(held)


def measure(base: str, pages: list[str], db: Path, missions: list[str], server: int) -> None:
    """Print what each page takes, what 50 readers see, and when the map is ready."""
    begun = time.perf_counter()
    wait(base)
    settle(server)
    print(f"first answer {1000 * (time.perf_counter() - begun):.0f} ms after the start\n")
    alone(base, pages, db, missions, server)
    ended, added = threading.Event(), [0]
    writer = threading.Thread(target=write, args=(db, missions, ended, added))
    writer.start()
    try:
        times, failed = asyncio.run(together(base, pages))
    finally:
        ended.set()
        writer.join()
    cuts = statistics.quantiles(times, n=20)
    print(
        f"\n{READERS} readers without a pause, {added[0]} documents added meanwhile: {len(times)} answers, "
        f"p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms, failed: {dict(failed) or 'none'}"
    )
    ready(base)


def wait(base: str) -> None:
    """Wait until the server answers."""
    for _ in range(600):
        try:
            httpx.get(f"{base}/readyz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")


def spent(server: int) -> float:
    """Give the processor time of a server's processes so far, in milliseconds; nan where the system does not tell it."""
    found = {server: 0.0}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if server in (int(status.parent.name), int(fields[1])):
            found[int(status.parent.name)] = (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return sum(found.values()) or float("nan")


def settle(server: int) -> None:
    """Wait until the server has warmed and rests: for a second it did next to nothing."""
    before = spent(server)
    for _ in range(300):
        time.sleep(1)
        now = spent(server)
        if not now - before > 20:
            return
        before = now


def alone(base: str, pages: list[str], db: Path, missions: list[str], server: int) -> None:
    """Print the time of each page: the first ever, the median of five more, and the first after a document was added."""
    print(f"{'page':40} {'first':>7} {'warm':>7} {'after a document':>17}   kB   processor: first, warm, after")
    with httpx.Client(timeout=60) as client, Register.open(db) as register:
        for number, page in enumerate(pages):
            marks = [spent(server)]
            first, size = timed(client, base + page)
            marks.append(spent(server))
            warm = statistics.median(timed(client, base + page)[0] for _ in range(5))
            marks.append(spent(server))
            register.add(*news(missions, number))
            after, _ = timed(client, base + page)
            cold, five, renewed = (later - one for one, later in itertools.pairwise([*marks, spent(server)]))
            used = f"{cold:8.0f} {five / 5:5.0f} {renewed:5.0f}"
            slow = "  over 300 ms" if max(first, warm, after) > MOST else ""
            print(f"{page[:40]:40} {first:7.0f} {warm:7.0f} {after:17.0f} {size / 1000:6.0f} {used}{slow}")


def timed(client: httpx.Client, address: str) -> tuple[float, int]:
    """Give the milliseconds of one answer and its bytes as sent."""
    begin = time.perf_counter()
    found = client.get(address, headers={"accept": "text/html"})
    if found.is_error:
        raise SystemExit(f"{address}: {found.status_code}")
    return 1000 * (time.perf_counter() - begin), found.num_bytes_downloaded


async def together(base: str, pages: list[str]) -> tuple[list[float], Counter[str]]:
    """Let all readers ask for page after page; give the milliseconds and how many failed."""
    times: list[float] = []
    failed: Counter[str] = Counter()

    async def reader(client: httpx.AsyncClient, first: int) -> None:
        for turn in range(ROUNDS):
            begin = time.perf_counter()
            try:
                found = await client.get(base + pages[(first + turn) % len(pages)], headers={"accept": "text/html"})
            except httpx.TimeoutException:
                failed["no answer"] += 1
            else:
                failed[str(found.status_code)] += found.is_error
            times.append(1000 * (time.perf_counter() - begin))

    limits = httpx.Limits(max_connections=READERS)
    async with httpx.AsyncClient(timeout=120, limits=limits) as client:
        await asyncio.gather(*(reader(client, number) for number in range(READERS)))
    return times, +failed


def news(missions: list[str], number: int) -> tuple[Document, list[Claim], str]:
    """Write a document that tells of one embassy, another each time."""
    sending, receiving, _ = missions[number * 37 % len(missions)].split("-", 2)
    text = f"{sending} suspended its embassy in {receiving}, dispatch {number} of {time.time_ns()} said."
    claim = Claim(
        kind="suspended", sending=sending, receiving=receiving, mission="embassy", status="done", date="2021-10", quote=text,
        start=0, end=len(text),
    )  # fmt: skip
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return Document(text=text, published=today, publisher="Benchmark"), [claim], "benchmark/1"


def write(db: Path, missions: list[str], ended: threading.Event, added: list[int]) -> None:
    """Add a small document every tenth of a second until told to end."""
    with Register.open(db) as register:
        while not ended.wait(PAUSE):
            added[0] += 1
            register.add(*news(missions, 1000 + added[0]))


def ready(base: str) -> None:
    """Print when the map is drawn and can be moved, in a Chromium that has seen nothing yet; the median of five."""
    chromium = os.environ.get("LEGATION_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("no Chromium here: the map's time is not measured")
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only here

    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=FLAGS)
        for _ in range(5):
            view = browser.new_context()
            page = view.new_page()
            page.goto(base + "/")
            while not page.evaluate("performance.getEntriesByName('map-ready').length"):
                page.wait_for_timeout(50)
            found.append(page.evaluate("performance.getEntriesByName('map-ready')[0].startTime"))
            view.close()
        browser.close()
    print(f"map ready: {statistics.median(found):.0f} ms after the address was asked for (most {max(found):.0f})")


def scripts() -> None:
    """Print what a reader's browser loads besides the pages."""
    for file in sorted((ROOT / "src/legation/web/static").glob("*")):
        whole = file.read_bytes()
        print(f"{file.name:14} {len(whole) / 1000:6.1f} kB, {len(gzip.compress(whole)) / 1000:6.1f} kB compressed")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None, *sys.argv[2:3])
