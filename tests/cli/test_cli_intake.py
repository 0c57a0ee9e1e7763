"""Reading and taking in on the command line, with the input that users really have."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from user import ARTICLES, EXAMPLES, META, careful_register, command, environment, here, holds, legation, lines

STORY = """Angola says North Korea has closed its embassy

LUANDA. North Korea closed its embassy in Luanda on Wednesday, the Angolan Ministry of External Relations said on Friday.
"""
TABLE, MAPPING = EXAMPLES / "dprk-missions.csv", EXAMPLES / "dprk-missions.yaml"


def story(folder: Path, name: str = "luanda", text: str = STORY) -> Path:
    """Write a story to a file."""
    file = folder / f"{name}.txt"
    file.write_text(text, "utf-8")
    return file


@contextmanager
def page(body: bytes) -> Iterator[str]:
    """Serve a page on loopback and give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/story"
        finally:
            server.shutdown()
            thread.join()


def test_a_folder_is_read_into_one_line_a_document_with_exact_offsets(tmp_path: Path) -> None:
    """Each line has the guide's form and the meta file's day and publisher; each quote stands at its offsets in the file."""
    run = here("read", ARTICLES, "--meta", META)
    assert (run.returncode, run.stderr) == (0, "")
    read = {one["doc"]: one for one in lines(run)}
    meta = {one["doc"]: one for one in map(json.loads, META.read_text("utf-8").splitlines())}
    assert list(read) == sorted(meta)
    for name, one in read.items():
        holds("read", one)
        assert (one["published"], one["publisher"]) == (meta[name]["published"], meta[name]["publisher"])
        file = ARTICLES / f"{name}.txt"
        if file.exists():
            with file.open(encoding="utf-8", newline="") as stream:
                text = stream.read()
            assert all(text[claim["start"] : claim["end"]] == claim["quote"] for claim in one["claims"])
    assert sum(len(one["claims"]) for one in read.values()) > 23


def test_the_guides_scorer_takes_the_output_as_it_is(outside: Path, tmp_path: Path) -> None:
    """The output of ``read`` goes into score.py unchanged, and no quote is found to be missing from its text."""
    scorer = outside / "corpus" / "score.py"
    if not scorer.exists():
        pytest.skip(f"the guide's scorer is not in {scorer.parent}; set LEGATION_OUTSIDE")
    corpus = outside / "corpus" / "plain"
    few = tmp_path / "docs"
    few.mkdir()
    for file in sorted((corpus / "docs").glob("*.txt"))[:6]:
        (few / file.name).write_bytes(file.read_bytes())
    names = {file.stem for file in few.iterdir()}
    gold = [
        line for line in (corpus / "gold.jsonl").read_text("utf-8").splitlines() if json.loads(line)["doc"] in names
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(gold), "utf-8")
    run = here("read", few, "--meta", tmp_path / "gold.jsonl")
    (tmp_path / "out.jsonl").write_text(run.stdout, "utf-8")
    scored = subprocess.run(
        [sys.executable, scorer, tmp_path, tmp_path / "out.jsonl", "--json"], capture_output=True, text=True, check=True
    )
    figures = json.loads(scored.stdout)
    assert figures["documents"] == 6
    assert figures["bad_quotes"][0] == 0


def test_a_single_file_takes_its_day_and_says_why(tmp_path: Path) -> None:
    """``--published`` places "Wednesday"; ``--why`` gives each claim the rules and words behind it."""
    run = here("read", story(tmp_path), "--published", "2023-10-27", "--publisher", "Test Wire", "--why")
    (one,) = lines(run)
    holds("read", one)
    assert (one["doc"], one["published"], one["publisher"]) == ("luanda", "2023-10-27", "Test Wire")
    closed = next(claim for claim in one["claims"] if claim["kind"] == "closed")
    assert (closed["receiving"], closed["date"]) == ("AO", "2023-10-25")
    assert {"field", "rule", "words"} == set(closed["why"][0])


def test_standard_input_is_a_document() -> None:
    """``-`` reads standard input."""
    run = legation("read", "-", "--published", "2023-10-27", say=STORY)
    (one,) = lines(run)
    assert one["doc"] == "-"
    assert [claim["receiving"] for claim in one["claims"] if claim["kind"] == "closed"] == ["AO"]


def test_an_address_of_this_machine_is_fetched_only_with_the_explicit_switch() -> None:
    """Loopback is refused by default; with ``--allow-private`` the page is read."""
    words = STORY.split("\n\n")[1]
    body = f"<html><head><title>Embassy closed</title></head><body><article><h1>Embassy closed</h1><p>{words}</p><p>{words}</p></article></body></html>"
    with page(body.encode()) as address:
        refused = here("read", address)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "private" in refused.stderr
        (one,) = lines(here("read", address, "--allow-private", "--published", "2023-10-27"))
    assert one["doc"] == address
    assert [claim["receiving"] for claim in one["claims"]] == ["AO"]


def bad_files(folder: Path) -> dict[str, str]:
    """Write one file of each sort of bad input, and give a word of the message that each must get."""
    files: dict[str, tuple[bytes, str]] = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \n\n", "empty"),
        "binary.txt": (bytes(range(256)) * 40, "binary"),
        "cut.txt": ("Séoul é".encode()[:-1], "cut off"),
        "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        "shell.html": (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "text"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(200), "image"),
    }
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    with (folder / "huge.txt").open("wb") as stream:
        stream.truncate(50_000_000)
    return {name: word for name, (_, word) in files.items()} | {"huge.txt": "50 MB"}


def test_bad_documents_never_stop_a_batch(tmp_path: Path) -> None:
    """Each bad file gets a message with its name and what is wrong; the good one is read; the exit code is 1."""
    words = bad_files(tmp_path)
    story(tmp_path)
    run = here("read", tmp_path, "--published", "2023-10-27")
    assert run.returncode == 1
    assert [one["doc"] for one in lines(run)] == ["luanda"]
    for name, word in words.items():
        (message,) = [line for line in run.stderr.splitlines() if name in line]
        assert word in message
    assert "Traceback" not in run.stderr


def test_a_day_in_the_future_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    """A day of publication that has not come is refused in the meta file and on the command line."""
    meta = tmp_path / "meta.jsonl"
    meta.write_text('{"doc": "luanda", "published": "2999-01-01", "publisher": "X"}\n', "utf-8")
    docs = tmp_path / "docs"
    docs.mkdir()
    for run in (
        here("read", story(docs).parent, "--meta", meta),
        here("read", story(docs), "--published", "2999-01-01"),
    ):
        assert (run.returncode, run.stdout) == (1, "")
        assert "future" in run.stderr


def test_an_older_encoding_is_read_and_not_garbled(tmp_path: Path) -> None:
    """A text in Windows-1252 is read; its quotes hold the letters that were meant."""
    text = STORY.replace("Angolan Ministry", "Ministério das Relações Exteriores, the Angolan Ministry")
    (tmp_path / "old.txt").write_bytes(text.encode("cp1252"))
    (one,) = lines(here("read", tmp_path / "old.txt", "--published", "2023-10-27"))
    assert any("Relações" in claim["quote"] or claim["kind"] == "closed" for claim in one["claims"])


@pytest.mark.skipif(
    os.geteuid() == 0, reason="root may read everything; run the tests as an ordinary user to check this"
)
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    """A folder that may not be read is named with what to do."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)
    run = here("read", folder)
    assert run.returncode == 1
    assert "may not be read" in run.stderr


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    """A folder that holds none is not read in silence."""
    run = here("read", tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert "no .txt, .md, .html or .pdf" in run.stderr


def test_missing_files_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    """A name that is no file does not stop what follows it."""
    run = here("read", tmp_path / "nothing.txt", story(tmp_path), "--published", "2023-10-27")
    assert run.returncode == 1
    assert [one["doc"] for one in lines(run)] == ["luanda"]
    assert "no such file" in run.stderr


def test_the_same_document_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    """The second time the outcome is "known", and the register's hash is the same."""
    db = tmp_path / "register.db"
    words = ("add", story(tmp_path), "--published", "2023-10-27", "--publisher", "Test Wire", "--json")
    first, once = here(*words, db=db), here("rebuild", db=db).stdout
    second, twice = here(*words, db=db), here("rebuild", db=db).stdout
    assert [one["outcome"] for run in (first, second) for one in lines(run)] == ["new", "known"]
    for one in (*lines(first), *lines(second)):
        holds("add", one)
    assert once == twice
    assert "nothing changed" in second.stderr
    assert (first.returncode, second.returncode) == (0, 0)


def test_bad_documents_are_left_out_of_the_register_and_the_rest_goes_in(tmp_path: Path) -> None:
    """``add`` on a folder with bad files takes in the good one, tells the rest, and ends with 1."""
    docs = tmp_path / "docs"
    docs.mkdir()
    bad_files(docs)
    story(docs)
    run = here("add", docs, "--published", "2023-10-27", db=tmp_path / "register.db")
    assert run.returncode == 1
    assert "1 document taken in" in run.stderr
    assert "8 refused" in run.stderr
    assert json.loads(here("network", "KP", "--json", db=tmp_path / "register.db").stdout)["missions"]


def test_an_interruption_leaves_whole_documents_and_a_second_run_takes_in_the_rest(tmp_path: Path) -> None:
    """Ctrl-C in the middle of ``add`` ends with 130 and says what is in; run again, the register is as if never stopped."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(120):
        story(docs, f"story-{number:03}", STORY.replace("LUANDA.", f"LUANDA, item {number}."))
    db, words = tmp_path / "register.db", ("add", docs, "--published", "2023-10-27", "--publisher", "Wire")
    started = subprocess.Popen(
        command(*words), env=environment(LEGATION_DB=str(db)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=heed_interruptions,  # noqa: PLW1509  # the tests start no threads before it
    )  # fmt: skip
    deadline = time.monotonic() + 200
    while entries(db) == 0 and time.monotonic() < deadline and started.poll() is None:
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    _, told = started.communicate(timeout=100)
    assert started.returncode == 130
    assert "run the same command again" in told
    assert 0 < entries(db) < 120
    with closing(sqlite3.connect(db)) as connection:
        orphans = connection.execute(
            "SELECT count(*) FROM claims WHERE seq NOT IN (SELECT seq FROM entries)"
        ).fetchone()
    assert orphans == (0,)
    again = here(*words, db=db)
    assert again.returncode == 0
    assert "already in" in again.stderr
    here(*words, db=tmp_path / "whole.db")
    assert here("rebuild", db=db).stdout == here("rebuild", db=tmp_path / "whole.db").stdout


def heed_interruptions() -> None:
    """Let a child heed Ctrl-C also where the tests run in the background, whose children are started deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def entries(db: Path) -> int:
    """Count the entries of a register; 0 where none can be read yet."""
    try:
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_locked_register_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    """While another process holds the lock, taking in ends with 3 and a message that says to wait."""
    db = careful_register(tmp_path)
    before = entries(db)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        run = here("import", TABLE, "--mapping", changed_mapping(tmp_path), db=db)
        other.execute("ROLLBACK")
    assert run.returncode == 3
    assert "another process" in run.stderr
    assert entries(db) == before


def changed_mapping(folder: Path) -> Path:
    """Write the example's mapping with a raised version, so that its table is read again."""
    file = folder / "again.yaml"
    file.write_text(MAPPING.read_text("utf-8").replace("version: 1", "version: 2"), "utf-8")
    return file


def test_a_register_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    """A schema from the future is neither read nor written, and the message says to bring Legation up to date."""
    db = careful_register(tmp_path)
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("UPDATE about SET value = '999' WHERE key = 'schema_version'")
    for words in (("network", "KP"), ("import", TABLE)):
        run = here(*words, db=db)
        assert (run.returncode, run.stdout) == (3, "")
        assert "newer" in run.stderr


@pytest.mark.parametrize("make", ["missing", "text", "folder", "elsewhere"])
def test_what_is_no_register_is_told_and_left_as_it_is(tmp_path: Path, make: str) -> None:
    """A missing path, a text file, a folder and another program's database end with 3; nothing is overwritten."""
    db = tmp_path / "thing.db"
    if make == "text":
        db.write_text("notes " * 500, "utf-8")
    elif make == "folder":
        db.mkdir()
    elif make == "elsewhere":
        with closing(sqlite3.connect(db)) as connection:
            connection.execute("CREATE TABLE recipes (name TEXT)")
            connection.commit()
    before = contents(db)
    for words in (("network", "KP"), ("rebuild",), *(() if make == "missing" else (("import", TABLE),))):
        run = here(*words, db=db)
        assert (run.returncode, run.stdout) == (3, "")
        assert run.stderr.startswith("legation: ")
    assert contents(db) == before


def contents(path: Path) -> object:
    """Give what a file holds; of a database its statements, because opening one may change a mark in its head."""
    if not path.is_file():
        return path.exists()
    if not path.read_bytes().startswith(b"SQLite"):
        return path.read_bytes()
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_path_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A register in a place where nothing can be made ends with 3."""
    run = here("import", TABLE, db=Path("/proc/register.db"))
    assert run.returncode == 3
    assert "Traceback" not in run.stderr


def test_a_full_disk_leaves_the_register_as_it_was(tmp_path: Path) -> None:
    """Where no more can be written, taking in ends with 3 and the register answers as before."""
    db = careful_register(tmp_path)
    before = here("rebuild", db=db).stdout
    room = 65536  # for the index of a write-ahead log, and not for the log itself
    run = subprocess.run(
        command("import", TABLE, "--mapping", changed_mapping(tmp_path)), env=environment(LEGATION_DB=str(db)),
        capture_output=True, text=True, check=False, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),  # no threads here
    )  # fmt: skip
    assert run.returncode == 3, run.stderr
    assert "Traceback" not in run.stderr
    assert here("rebuild", db=db).stdout == before


def test_an_answer_that_cannot_be_written_whole_is_told(tmp_path: Path) -> None:
    """A full disk behind standard output ends with 1; a reader that closes the pipe ends nothing."""
    db = careful_register(tmp_path)
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            command("changes", "--json"), env=environment(LEGATION_DB=str(db)), stdout=full, stderr=subprocess.PIPE,
            text=True, check=False, timeout=120,
        )  # fmt: skip
    assert run.returncode == 1
    assert "not whole" in run.stderr
    assert "Traceback" not in run.stderr
    started = subprocess.Popen(
        command("changes", "--json"),
        env=environment(LEGATION_DB=str(db)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout
    assert started.stderr
    started.stdout.read(10)
    started.stdout.close()
    assert started.wait(timeout=120) == 0
    assert started.stderr.read() == b""
    started.stderr.close()


def test_a_table_goes_in_once_and_can_be_tried_first(tmp_path: Path) -> None:
    """``--dry-run`` makes no register; the second import changes nothing; all three keep to the form."""
    db = tmp_path / "register.db"
    tried = here("import", TABLE, "--dry-run", "--json", db=db)
    assert not db.exists()
    first, second = (here("import", TABLE, "--json", db=db) for _ in range(2))
    found = [json.loads(run.stdout) for run in (tried, first, second)]
    for one in found:
        holds("import", one)
    assert [(one["outcome"], one["claims"]) for one in found] == [("dry run", 70), ("new", 70), ("known", 0)]
    assert "nothing changed" in second.stderr


def test_rows_left_out_are_told_with_their_line(tmp_path: Path) -> None:
    """A bad row is named on standard error and in JSON; the rest goes in; the exit code is 1."""
    table = tmp_path / "list.csv"
    table.write_text(TABLE.read_text("utf-8").replace("AO,Luanda,embassy", "AO,Luanda,castle"), "utf-8")
    run = here("import", table, "--mapping", MAPPING, "--json", db=tmp_path / "register.db")
    assert run.returncode == 1
    assert "line 2" in run.stderr
    assert [one["line"] for one in json.loads(run.stdout)["skipped"]] == [2]


def test_a_replay_that_runs_backwards_is_refused(tmp_path: Path) -> None:
    """After something was learned today, a document cannot be taken in as if learned in 2023."""
    db = tmp_path / "register.db"
    assert here("import", TABLE, db=db).returncode == 0
    run = here("add", story(tmp_path), "--published", "2023-10-27", "--replay", db=db)
    assert run.returncode == 1
    assert "not in: luanda" in run.stderr
    assert entries(db) == 1


def test_a_reader_that_is_not_set_up_or_does_not_answer_is_told(tmp_path: Path) -> None:
    """Without settings the language-model reader cannot be used; where it has no answer, the document is kept unread."""
    file = story(tmp_path)
    unset = here("read", file, "--published", "2023-10-27", "--reader", "llm")
    assert (unset.returncode, unset.stdout) == (1, "")
    assert "LEGATION_LLM_URL" in unset.stderr
    silent = {"LEGATION_LLM_URL": "http://127.0.0.1:9/v1", "LEGATION_LLM_MODEL": "none", "LEGATION_LLM_ATTEMPTS": "1"}
    db = tmp_path / "register.db"
    for words in (("read", file), ("add", file)):
        run = here(*words, "--published", "2023-10-27", "--reader", "llm", db=db, **silent)
        assert (run.returncode, run.stdout) == (1, "")
        assert "luanda: not read" in run.stderr
    assert entries(db) == 1


def test_one_meta_file_may_speak_of_several_folders(tmp_path: Path) -> None:
    """A line is for the folder that holds its document; one that none of them holds is told of once."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        (folder / f"{folder.name}.txt").write_text(
            "Peru opens embassy\n\nPeru opened an embassy in Suva, Fiji.", "utf-8"
        )
    meta = tmp_path / "meta.jsonl"
    meta.write_text(
        "".join(f'{{"doc": "{name}", "published": "2020-05-01"}}\n' for name in ("one", "two", "three")), "utf-8"
    )
    run = here("read", *map(str, folders), "--meta", meta)
    assert [one["doc"] for one in lines(run)] == ["one", "two"]
    assert run.stderr.count("'three'") == 1
