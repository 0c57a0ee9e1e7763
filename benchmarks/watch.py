"""The watch against many feeds on loopback that publish, change, break and recover, with the pages served beside it.

    python benchmarks/watch.py [--feeds 50] [--minutes 30] [--kills 3]

Each feed has a host of its own (127.0.1.N). Of the articles published, half tell of an embassy, each of another pair of
states; each must come out in the feed of changes, once. The watch is killed with SIGKILL now and then and started again.
Printed: what became of the articles, how long from publication to the feed of changes while the feed was well and while
it was broken, how often each host was asked, and the peak memory. Nothing is asserted here.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from legation.gazetteer import capital, states

FAULTS = ("error", "drip", "damaged", "circle", "bomb", "cut", "charset", "page")
BOMB = gzip.compress(b" " * 200_000_000, 1)  # 200 MB of nothing
NOTHING = "The home side won the cup by two goals to one, and the crowd went home happy."


@dataclass
class Feed:
    """A feed: its articles, and how it misbehaves at the moment."""

    number: int
    items: list[tuple[int, str, str]] = field(default_factory=list)
    fault: str | None = None
    asked: int = 0
    spared: int = 0  # asks that were answered with 304
    faults: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def rss(self, base: str) -> bytes:
        """Write the feed, the newest first."""
        lines = "".join(
            f"<item><title>{title}</title><link>{base}/a/{key}</link><guid>{key}</guid><pubDate>{formatdate()}</pubDate></item>"
            for key, title, _ in reversed(self.items[-40:])
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{self.number}</title>{lines}</channel></rss>'.encode()


class World:
    """All feeds, and what was published when."""

    def __init__(self, feeds: int, chance: random.Random) -> None:
        self.feeds = [Feed(number) for number in range(feeds)]
        self.chance, self.keys = chance, itertools.count(1)
        seated = [state for state in states() if capital(state.code) and len(state.code) == 2 and state.code != "UN"]
        pairs = list(itertools.permutations(seated, 2))
        chance.shuffle(pairs)
        self.pairs = iter(pairs)
        self.published: dict[str, tuple[float, int]] = {}  # "PE-NO" → when, on which feed
        self.broken: list[tuple[int, float, float]] = []  # feed, from, to
        self.texts: dict[int, tuple[str, str]] = {}

    def publish(self, feed: Feed) -> None:
        """Publish one article."""
        key = next(self.keys)
        if self.chance.random() < 0.5:
            one, other = next(self.pairs)
            title = f"{one.name} closes embassy in {other.name}"
            text = f"{one.name} closed its embassy in {capital(other.code)}, {other.name}, on Monday, its foreign ministry said."
            self.published[f"{one.code}-{other.code}"] = time.time(), feed.number
        else:
            title, text = f"Cup final {key}", NOTHING
        self.texts[key] = title, text
        with feed.lock:
            feed.items.append((key, title, text))

    def change(self, feed: Feed) -> None:
        """Change the headline of an article that is out already."""
        with feed.lock:
            if feed.items:
                key, title, text = feed.items[-1]
                feed.items[-1] = key, f"{title} (updated)", text

    def live(self, minutes: float) -> None:
        """Publish, change, break and recover for a time; all is well in the last minute and a half."""
        begin = time.time()
        recover: dict[int, float] = {}
        while (now := time.time()) < begin + minutes * 60:
            for number in [one for one, moment in recover.items() if moment <= now]:
                self.feeds[number].fault = None
                del recover[number]
            calm = now > begin + minutes * 60 - 90
            feed = self.chance.choice(self.feeds)
            act = self.chance.random()
            if calm:
                for number in list(recover):
                    recover[number] = now
            elif act < 0.55:
                self.publish(feed)
            elif act < 0.7:
                self.change(feed)
            elif act < 0.78 and feed.fault is None:
                feed.fault, feed.faults = self.chance.choice(FAULTS), feed.faults + 1
                recover[feed.number] = now + self.chance.uniform(10, 60)
                self.broken.append((feed.number, now, recover[feed.number]))
            time.sleep(self.chance.uniform(0.5, 1.5))


class Answers(BaseHTTPRequestHandler):
    """Gives each host its feed, and every article."""

    world: World

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Keep the output clean."""

    def do_GET(self) -> None:
        """Answer."""
        host = self.headers.get("Host", "")
        number = int(host.partition(":")[0].rpartition(".")[2]) - 1
        try:
            if self.path == "/robots.txt":
                self.give(b"User-agent: *\nDisallow: /private/\n", "text/plain")
            elif self.path == "/feed":
                self.feed(self.world.feeds[number], f"http://{host}")
            elif self.path.startswith("/a/") and int(self.path[3:]) in self.world.texts:
                title, text = self.world.texts[int(self.path[3:])]
                page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
                self.give(page.encode())
            else:
                self.give(b"none", status=404)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def feed(self, feed: Feed, base: str) -> None:
        """Give a feed as it is at the moment."""
        feed.asked += 1
        with feed.lock:
            body = feed.rss(base)
        mark = f'"{hash(body.split(b"<pubDate>")[0]) & 0xFFFFFF}-{len(feed.items)}"'
        if feed.fault:
            getattr(self, f"give_{feed.fault}")(body)
        elif self.headers.get("If-None-Match") == mark:
            feed.spared += 1
            self.give(b"", status=304)
        else:
            self.give(body, "application/rss+xml", ETag=mark)

    def give_error(self, _: bytes) -> None:
        """Fail."""
        self.give(b"no", status=503)

    def give_drip(self, _: bytes) -> None:
        """Send a byte a second."""
        self.send_response(200)
        self.end_headers()
        for _second in range(60):
            self.wfile.write(b" ")
            time.sleep(1)

    def give_damaged(self, body: bytes) -> None:
        """End in the middle."""
        self.give(body[: len(body) // 3].replace(b"<rss", b"<rs"))

    def give_circle(self, _: bytes) -> None:
        """Lead back here."""
        self.give(b"", status=302, Location="/feed")

    def give_bomb(self, _: bytes) -> None:
        """Send 200 MB in 200 kB."""
        self.give(BOMB, Content_Encoding="gzip")

    def give_cut(self, body: bytes) -> None:
        """Promise more than is sent."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) + 1000))
        self.end_headers()
        self.wfile.write(body[:100])
        self.close_connection = True

    def give_charset(self, body: bytes) -> None:
        """Say another charset."""
        self.give(body, "application/rss+xml; charset=utf-32")

    def give_page(self, _: bytes) -> None:
        """Send a page in place of the feed."""
        self.give(b"<html><body>We will be back soon.</body></html>")

    def give(self, body: bytes, media: str = "text/html", status: int = 200, **head: str) -> None:
        """Send an answer."""
        self.send_response(status)
        self.send_header("Content-Type", media)
        for name, value in head.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Takes many at once."""

    daemon_threads = True
    request_queue_size = 256


@contextmanager
def served(world: World) -> Iterator[int]:
    """Serve the feeds, each on an address of its own."""
    Answers.world = world
    server = Server(("0.0.0.0", 0), Answers)  # noqa: S104  # every 127.0.1.N is a host of its own
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def listed(folder: Path, feeds: int, port: int) -> Path:
    """Write the list of sources."""
    path = folder / "sources.toml"
    head = '[watch]\ncontact = "https://desk.example"\nevery = "4s"\ndelay = "0s"\ntimeout = "8s"\n'
    body = "".join(f'[[source]]\nname = "Feed {n}"\nurl = "http://127.0.1.{n + 1}:{port}/feed"\n' for n in range(feeds))
    path.write_text(head + body)
    return path


def watching(folder: Path, path: Path) -> subprocess.Popen[bytes]:
    """Start the watch as its users do."""
    command = [
        sys.executable,
        "-m",
        "legation.cli",
        "watch",
        str(path),
        "--allow-private",
        "--db",
        str(folder / "r.db"),
    ]
    return subprocess.Popen(command, stderr=(folder / "watch.log").open("ab"))


def seen(base: str, found: dict[str, float], stop: threading.Event) -> None:
    """Keep asking the feed of changes, and note when each pair first stands in it."""
    while not stop.wait(0.5):
        try:
            with urllib.request.urlopen(f"{base}/feeds/changes.json", timeout=10) as answer:  # noqa: S310
                items = json.load(answer)["items"]
        except (urllib.error.URLError, OSError, ValueError):
            continue
        for one in items:
            for pair in re.findall(r"\b([A-Z]{2}-[A-Z]{2})-embassy", json.dumps(one)):
                found.setdefault(pair, time.time())


def memory(process: subprocess.Popen[bytes]) -> float:
    """Give the peak memory of a process in megabytes."""
    try:
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM")), 0.0)


def spread(times: list[float]) -> str:
    """Give median, 95th percentile and longest in seconds."""
    held = sorted(times)
    if not held:
        return "none"
    return f"p50 {held[len(held) // 2]:.1f} s  p95 {held[int(len(held) * 0.95)]:.1f} s  longest {held[-1]:.1f} s  (n={len(held)})"


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--feeds", type=int, default=50)
    options.add_argument("--minutes", type=float, default=30.0)
    options.add_argument("--kills", type=int, default=3)
    args = options.parse_args()
    chance = random.Random(11)  # noqa: S311
    world = World(args.feeds, chance)
    for feed in world.feeds:  # what is there at the first ask
        world.publish(feed)
    first = dict(world.published)
    with tempfile.TemporaryDirectory(prefix="legation-watch-") as name, served(world) as port:
        folder = Path(name)
        path = listed(folder, args.feeds, port)
        watch, peak, kills = watching(folder, path), 0.0, []
        while not (folder / "r.db").exists():
            time.sleep(0.2)
        time.sleep(10)
        serve = [sys.executable, "-m", "legation.cli", "serve", "--port", str(port + 1), "--db", str(folder / "r.db")]
        pages = subprocess.Popen(serve, stderr=(folder / "serve.log").open("ab"))
        found: dict[str, float] = {}
        stop = threading.Event()
        threading.Thread(target=seen, args=(f"http://127.0.0.1:{port + 1}", found, stop), daemon=True).start()
        living = threading.Thread(target=world.live, args=(args.minutes,), daemon=True)
        living.start()
        begin = time.time()
        moments = sorted(chance.uniform(0.1, 0.85) * args.minutes * 60 for _ in range(args.kills))
        while living.is_alive():
            time.sleep(1)
            peak = max(peak, memory(watch))
            if moments and time.time() - begin > moments[0]:
                moments.pop(0)
                watch.send_signal(signal.SIGKILL)
                watch.wait()
                kills.append(time.time())
                watch = watching(folder, path)
        time.sleep(45)
        stop.set()
        watch.send_signal(signal.SIGTERM)
        code = watch.wait(60)
        tell(world, first, found, kills)
        print(f"watch ended with {code} on SIGTERM; peak memory {max(peak, memory(watch)):.0f} MB", flush=True)
        os.kill(pages.pid, signal.SIGTERM)
        pages.wait(30)
        subprocess.run([sys.executable, "-m", "legation.cli", "watch", str(path), "--health", "--db", str(folder / "r.db")], check=False)  # fmt: skip
        doubled(folder)


def doubled(folder: Path) -> None:
    """Print how many documents the register holds, and how many of them twice."""
    from legation.register import Register  # noqa: PLC0415

    with Register.open(folder / "r.db", read_only=True) as register:
        urls = [one.url for one in register.documents()]
    print(f"documents in the register: {len(urls)}, of which twice: {len(urls) - len(set(urls))}")


def tell(world: World, first: dict[str, Any], found: dict[str, float], kills: list[float]) -> None:
    """Print what became of the articles."""
    lost = [pair for pair in world.published if pair not in found and pair not in first]
    well: list[float] = []
    troubled: list[float] = []
    for pair, (moment, number) in world.published.items():
        if pair in found and pair not in first:
            hindered = any(one == number and begin - 30 < moment < end + 60 for one, begin, end in world.broken)
            hindered |= any(-30 < moment - kill < 30 for kill in kills)
            (troubled if hindered else well).append(found[pair] - moment)
    asked, spared = sum(one.asked for one in world.feeds), sum(one.spared for one in world.feeds)
    print(
        f"articles: {len(world.texts)}, of an embassy {len(world.published)}, not in the feed of changes: {len(lost)} {lost[:5]}"
    )
    print(f"faults of feeds: {len(world.broken)}; kills: {len(kills)}")
    print(f"publication to feed of changes, feed well:    {spread(well)}")
    print(f"  feed broken, just recovered, or watch killed: {spread(troubled)}")
    print(f"asks of feeds: {asked}, of which answered with 304: {spared}")


if __name__ == "__main__":
    main()
