"""Bulk reading: the same result whoever reads, nothing lost or doubled by kills, and all of it taken into a register."""

import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import s3fs
from moto.server import ThreadedMotoServer

from legation.bulk import Summary, kept, run
from legation.bulk.places import Place
from legation.bulk.run import manifests
from legation.commands.bulk import take
from legation.register import Register

_STATES = ("Angola", "Kenya", "Nepal", "Spain", "Uganda", "Chile", "Ghana", "Peru", "Jordan", "Norway")


def page(number: int) -> bytes:
    """Write a page; every third one says that an embassy closed."""
    state = _STATES[number % len(_STATES)]
    words = f"North Korea has closed its embassy in {state}, the Foreign Ministry of {state} said on Monday."
    if number % 3:
        words = f"The Rovers beat the Harriers {number}-1 in front of a sold-out crowd on Monday."
    return (
        f'<html lang="en"><head><title>Item {number}</title><meta property="article:published_time" '
        f'content="2023-11-{1 + number % 28:02}"></head><body><article><h1>Item {number}</h1><p>{words}</p>'
        f"<p>A second paragraph, number {number}, says some more about it.</p></article></body></html>"
    ).encode()


def record(number: int) -> bytes:
    """Write a page as a record of a crawl."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(number)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2023-11-30T00:00:00Z\r\n"
        f"WARC-Target-URI: https://n.example.org/{number}\r\nContent-Type: application/http\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Write eight archives of thirty pages each."""
    folder = tmp_path_factory.mktemp("crawl")
    for part in range(8):
        records = (gzip.compress(record(number)) for number in range(30 * part, 30 * part + 30))
        (folder / f"{part}.warc.gz").write_bytes(b"".join(records))
    return sorted(str(path) for path in folder.iterdir())


@pytest.fixture(scope="module")
def alone(crawl: list[str], tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """Read them in one process."""
    return run(crawl, str(tmp_path_factory.mktemp("alone")), reader="rules")


def test_one_process_keeps_what_holds_claims(alone: Summary) -> None:
    """Of all pages those with claims are kept, and all are counted."""
    assert (alone.parts, alone.records, alone.documents, alone.failed) == (8, 240, 80, [])
    assert alone.claims >= 80


def test_two_workers_give_the_same(crawl: list[str], alone: Summary, tmp_path: Path) -> None:
    """The result's sum is the same on two workers of Ray, in another order of the archives, of which alone is spoken."""
    ran = subprocess.run(command(crawl[::-1], tmp_path / "out", 2), capture_output=True, text=True, check=True)
    assert json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))["sha256"] == alone.sha256
    *each, whole = ran.stderr.splitlines()
    assert sorted(line.partition(":")[0] for line in each) == crawl
    assert whole.startswith("8 parts (0 done before)")


def test_nobody_else_can_use_the_workers(crawl: list[str], tmp_path: Path) -> None:
    """Ray's ports take nothing from a process that does not know the run's token."""
    said = list[str]()

    def intrude(_: object) -> None:
        import ray  # noqa: PLC0415  # looks at its environment when it is imported

        if not said:
            code = f"import ray; ray.init(address='{ray.get_runtime_context().gcs_address}')"
            env = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
            env["RAY_gcs_server_port_wait_time_s"] = "1"  # and gives up soon
            came = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
            said.append(f"{came.returncode} {came.stderr}")

    run(crawl[:2], str(tmp_path / "out"), reader="rules", workers=2, tell=intrude)
    assert said[0].startswith("1 ")
    assert "token" in said[0]


def test_a_second_run_does_nothing_again(crawl: list[str], alone: Summary, tmp_path: Path) -> None:
    """What is done stays as it is, file by file, and what is missing is done."""
    out = tmp_path / "out"
    run(crawl[:3], str(out), reader="rules")
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.name != "summary.json"}
    again = run(crawl, str(out), reader="rules")
    assert (again.done_before, again.sha256) == (3, alone.sha256)
    assert before.items() <= {path.name: path.stat().st_mtime_ns for path in out.iterdir()}.items()


def started(crawl: list[str], out: Path, workers: int) -> "subprocess.Popen[bytes]":
    """Begin a run in a process group of its own."""
    return subprocess.Popen(command(crawl, out, workers), start_new_session=True, stderr=subprocess.DEVNULL)


def command(crawl: list[str], out: Path, workers: int) -> list[str]:
    """Give the command line of a run."""
    words = [sys.executable, "-m", "legation.cli", "bulk", *crawl, "--out", str(out), "--reader", "rules"]
    return [*words, "--workers", str(workers)]


def done(out: Path) -> int:
    """Count the parts that are done."""
    return sum(path.suffix == ".json" and path.name != "summary.json" for path in out.glob("*"))


def wait_for(out: Path, parts: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until so many parts are done."""
    while done(out) < parts and process.poll() is None:
        time.sleep(0.02)


@pytest.mark.parametrize("parts", [0, 1, 4])
def test_a_killed_driver_loses_nothing_and_doubles_nothing(
    crawl: list[str], alone: Summary, tmp_path: Path, parts: int
) -> None:
    """After SIGKILL in the middle, the same run again comes to the same sum, with no part twice."""
    out = tmp_path / "out"
    process = started(crawl, out, 1)
    wait_for(out, parts, process)
    if not parts:
        time.sleep(1.5)  # in the middle of loading or of the first part
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    again = run(crawl, str(out), reader="rules")
    assert (again.sha256, again.parts, again.documents) == (alone.sha256, 8, 80)


def workers_of(driver: int) -> list[int]:
    """Find Ray's worker processes that a driver's raylet has begun."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                names[int(folder.name)] = (folder / "cmdline").read_bytes()
    found = []
    for process in parents:
        above = process
        while above in parents and above != driver:
            above = parents[above]
        if above == driver and names[process].startswith(b"ray::work"):
            found.append(process)
    return found


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds workers by Linux's /proc")
def test_a_killed_worker_loses_nothing_and_doubles_nothing(crawl: list[str], alone: Summary, tmp_path: Path) -> None:
    """A worker killed in the middle of a part costs time only: the run ends by itself with the same sum."""
    out = tmp_path / "out"
    process, killed = started(crawl, out, 2), 0
    while process.poll() is None and killed < 2:
        for worker in workers_of(process.pid)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
                killed += 1
        time.sleep(0.5)
    assert process.wait() == 0
    assert killed
    assert run(crawl, str(out), reader="rules").sha256 == alone.sha256


def test_one_bad_archive_stops_no_other(crawl: list[str], tmp_path: Path) -> None:
    """An archive that is not there is told, the rest is read, and a later run asks for it again."""
    out = str(tmp_path / "out")
    found = run([*crawl[:2], str(tmp_path / "none.warc.gz")], out, reader="rules")
    assert (found.parts, len(found.failed)) == (2, 1)
    assert "there is no such file" in found.failed[0]


def test_the_result_goes_into_a_register_once(crawl: list[str], tmp_path: Path) -> None:
    """All documents and claims of a run go in, and the same result again changes nothing."""
    out = str(tmp_path / "out")
    found = run(crawl[:2], out, reader="rules")
    with Register.open(tmp_path / "register.db") as register:
        told = take(register, out)
        assert (told["new"], told["claims"], told["refused"]) == (found.documents, found.claims, 0)
        again = take(register, out)
        assert (again["new"], again["known"]) == (0, found.documents)
        assert "KP-AO-embassy" in register.state().missions


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run an S3 server on loopback with a bucket in it."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("crawl")
    yield "s3://crawl"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_archives_and_result_may_lie_in_s3(store: str, crawl: list[str], tmp_path: Path) -> None:
    """Read from S3 into S3, the rows are those that come from a disk, and go into a register from there."""
    files = s3fs.S3FileSystem()
    for path in crawl[:2]:
        files.put(path, f"crawl/{Path(path).name}")
    found = run([f"{store}/{Path(path).name}" for path in crawl[:2]], f"{store}/out", reader="rules")
    here = run(crawl[:2], str(tmp_path / "out"), reader="rules")
    assert (found.failed, found.documents, found.claims) == ([], here.documents, here.claims)
    sums = [[one.sha256 for one in manifests(Place(place))] for place in (f"{store}/out", str(tmp_path / "out"))]
    assert sums[0] == sums[1]
    assert sum(1 for _ in kept(f"{store}/out")) == here.documents


def test_archives_may_lie_behind_http(crawl: list[str], tmp_path: Path) -> None:
    """Read from a web server, the rows are those that come from a disk."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(Path(crawl[0]).parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}/0.warc.gz"
        found = run([address], str(tmp_path / "there"), reader="rules", private=True)
    finally:
        server.shutdown()
        server.server_close()
    here = run(crawl[:1], str(tmp_path / "here"), reader="rules")
    assert (found.records, found.documents, found.claims) == (here.records, here.documents, here.claims)
