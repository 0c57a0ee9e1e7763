"""Files over HTTP: the bytes of the command line's exports and charts, under the hash that they bear."""

import concurrent.futures
import datetime as dt
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register, legation

from legation.exports import FORMATS, extract
from legation.exports.charts import draw
from legation.exports.schema import tables
from legation.register import Register
from legation.web import Settings, create_app
from legation.web.api import export as making

DAY = "2024-01-31"
ON = {"on": DAY}


def told(db: Path, folder: Path, *arguments: str) -> bytes:
    """Give the bytes that a verb of the command line writes."""
    file = folder / ("file" + (".png" if "--png" in arguments else ".svg"))
    run = legation(*(one for one in arguments if one != "--png"), "-o", file, db=db)
    assert run.returncode == 0, run.stderr
    return file.read_bytes()


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_file_has_the_bytes_of_the_command_lines(client: TestClient, db: Path, tmp_path: Path, form: str) -> None:
    """Of each format, with its media type and a name that says what it holds; both refuse a format whose package is not there."""
    found = client.get(f"/api/v1/export/{form}", params={**ON, "sending": "North Korea"})
    if find_spec("followthemoney") is None and form == "ftm":
        assert (found.status_code, found.headers["content-type"]) == (501, "application/problem+json")
        assert found.json()["detail"] in legation("export", form, "KP", "--on", DAY, db=db).stderr
        return
    assert found.status_code == 200, found.text
    assert found.content == told(db, tmp_path, "export", form, "KP", "--on", DAY)
    assert found.headers["content-type"].partition(";")[0] == FORMATS[form].media_type
    assert found.headers["content-disposition"] == f'attachment; filename="KP-{DAY}{FORMATS[form].suffix}"'


def test_all_that_the_command_line_may_ask_of_a_file_may_be_asked(client: TestClient, db: Path, tmp_path: Path) -> None:
    """A host, a table, what counts, what was known and the licence reach the file."""
    asked = {
        **ON, "receiving": "Spain", "table": "spells", "definition": "embassies", "known": "2023-11-30", "licence": "CC0-1.0",
    }  # fmt: skip
    found = client.get("/api/v1/export/csv", params=asked)
    words = [
        "--in",
        "ES",
        "--table",
        "spells",
        "--definition",
        "embassies",
        "--known",
        "2023-11-30",
        "--licence",
        "CC0-1.0",
    ]
    assert found.content == told(db, tmp_path, "export", "csv", "--on", DAY, *words)
    assert found.headers["content-disposition"] == f'attachment; filename="missions-in-ES-{DAY}-spells.csv"'
    assert b"CC0-1.0" in found.content


def test_the_tag_of_a_file_is_the_hash_that_it_bears(client: TestClient, db: Path) -> None:
    """In every format one hash, that of the extract; who has it is sent nothing, also by a server that has made no file yet."""
    with Register.open(db, read_only=True) as register:
        wanted = f'"{extract(register, dt.date.fromisoformat(DAY), sending="KP").content}"'
    for form in ("csv", "turtle", "sqlite"):
        assert client.get(f"/api/v1/export/{form}", params={**ON, "sending": "KP"}).headers["etag"] == wanted
    with TestClient(create_app(Settings(str(db)))) as fresh:
        for server in (client, fresh):
            asked = {"params": {**ON, "sending": "KP"}, "headers": {"if-none-match": wanted}}
            again = server.get("/api/v1/export/csv", **asked)  # type: ignore[arg-type]
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", wanted)
    other = client.get(
        "/api/v1/export/csv", params={"on": "2023-10-01", "sending": "KP"}, headers={"if-none-match": wanted}
    )
    assert other.status_code == 200


def test_another_document_makes_another_file(tmp_path: Path) -> None:
    """What is kept of hashes never hides what came since."""
    own = careful_register(tmp_path)
    with TestClient(create_app(Settings(str(own)))) as served:
        asked = {**ON, "sending": "KP"}
        first = served.get("/api/v1/export/jsonl", params=asked)
        with Register.open(own) as register:
            (target, *_) = (one.id for one in register.state().missions["KP-ES-embassy"].happenings)
            register.decide(register.draft("reject", [target], by="Ada", reason="seen open"))
        after = served.get("/api/v1/export/jsonl", params=asked, headers={"if-none-match": first.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["etag"] != first.headers["etag"]


def test_missions_have_the_items_that_are_named(client: TestClient, db: Path, tmp_path: Path) -> None:
    """As with ``--items``, without a file: what is named is not made anew."""
    (tmp_path / "items.csv").write_text("KP-ES-embassy,Q42\nKP-IT-embassy,Q43\n", "utf-8")
    asked = {**ON, "sending": "KP", "item": ["KP-ES-embassy,Q42", "KP-IT-embassy, Q43"]}
    found = client.get("/api/v1/export/quickstatements", params=asked)
    words = ["KP", "--items", str(tmp_path / "items.csv"), "--on", DAY]
    assert found.content == told(db, tmp_path, "export", "quickstatements", *words)
    assert b"Q43\t" in found.content


@pytest.mark.parametrize("asked", ["map svg", "map png", "network svg", "network png"])
def test_a_chart_is_the_command_lines(client: TestClient, db: Path, tmp_path: Path, asked: str) -> None:
    """As SVG and PNG, over time from the day that is asked for."""
    kind, ending = asked.split()
    since = {"since": "2023-01-01"} if kind == "network" else {}
    found = client.get(f"/api/v1/chart/{kind}/KP", params={**ON, "format": ending, **since})
    assert found.status_code == 200, found.text
    assert found.content.startswith(b"<?xml" if ending == "svg" else b"\x89PNG")
    words = ["--since", "2023-01-01"] if since else []
    assert found.content == told(
        db, tmp_path, "chart", kind, "KP", "--on", DAY, *words, *(["--png"] if ending == "png" else [])
    )
    assert found.headers["content-disposition"] == f'attachment; filename="KP-{kind}-{DAY}.{ending}"'
    tag = {"if-none-match": found.headers["etag"]}
    assert (
        client.get(f"/api/v1/chart/{kind}/KP", params={**ON, "format": ending, **since}, headers=tag).status_code == 304
    )


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("export/xlsx", 404, "there are csv, jsonl"),
        ("export/csv?table=all", 422, "there are missions"),
        ("export/geojson?table=spells", 422, "leave it out"),
        ("export/csv?item=KP-ES-embassy,Q42", 422, "item is for quickstatements"),
        ("export/quickstatements?item=KP-ES-embassy", 422, "item: line 1"),
        ("export/quickstatements?item=/etc/passwd", 422, "item: line 1"),
        ("export/csv?sending=Nowhere", 404, "give its code"),
        ("export/csv?definition=mine", 422, "mine"),
        ("export/csv?licence=%3Cscript%3E", 422, "licence"),
        ("export/..%2F..%2Fetc%2Fpasswd", 404, "Not Found"),
        ("chart/pie/KP", 404, "there are network, map"),
        ("chart/map/KP?format=pdf", 422, "format"),
        ("chart/network/KP?since=soon", 422, "write it as 2023-10-28"),
        ("chart/network/KP?since=2024-02-01&on=2024-01-31", 422, "has no days"),
        ("chart/network/KP?since=2023-02-30", 422, "write it as 2023-10-28"),
        ("chart/map/US", 422, "nothing to draw"),
    ],
)
def test_what_cannot_be_written_is_a_problem(client: TestClient, address: str, status: int, says: str) -> None:
    """RFC 9457, with what there is."""
    found = client.get(f"/api/v1/{address}")
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert says in found.json()["detail"]


def test_a_file_opens(client: TestClient, tmp_path: Path) -> None:
    """What was sent packed is whole: the database has every table, and its rows."""
    found = client.get("/api/v1/export/sqlite", params=ON, headers={"accept-encoding": "gzip"})
    (tmp_path / "file.sqlite").write_bytes(found.content)
    with sqlite3.connect(tmp_path / "file.sqlite") as base:
        assert {one for (one,) in base.execute("select name from sqlite_master where type = 'table'")} >= set(tables())
        assert base.execute("select count(*) from missions").fetchone()[0] > 40


def test_files_made_at_once_are_each_whole(client: TestClient, db: Path) -> None:
    """Charts asked for side by side, whose library keeps one state for the process, are each what one alone would be."""
    with Register.open(db, read_only=True) as register:
        days = [dt.date(2023, 10, 1), dt.date(2024, 1, 31)]
        wanted = [draw(extract(register, day, sending="KP"), "map", "svg") for day in days]

    def one(day: dt.date) -> bytes:
        while True:
            found = client.get("/api/v1/chart/map/KP", params={"on": day.isoformat()})
            if found.status_code != 503:
                return found.content
            assert found.headers["retry-after"]

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, days * 2)) == wanted * 2


def test_a_chart_at_an_end_of_the_calendar_is_drawn_or_refused(client: TestClient) -> None:
    """Before the first day there is none where it could begin; a fault of the server would be no answer."""
    found = {day: client.get("/api/v1/chart/network/KP", params={"on": day}) for day in ("0001-01-01", "9999-12-31")}
    assert {day: one.status_code for day, one in found.items()} == {"0001-01-01": 422, "9999-12-31": 200}


def test_who_must_wait_for_a_large_file_is_told_so(client: TestClient) -> None:
    """While a file of all senders is made, another is refused at once with when to ask again; one of a single sender comes."""
    with making.WHOLE:
        refused = client.get("/api/v1/export/csv", params=ON)
        part = client.get("/api/v1/export/csv", params={**ON, "sending": "KP"})
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert int(refused.headers["retry-after"]) > 0
    assert part.status_code == 200
    assert client.get("/api/v1/export/csv", params=ON).status_code == 200
