"""Readers' replies: what is taken, what is held back, and that an address comes out nowhere."""

import base64
import datetime as dt
import re
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from user import careful_register, here, lines

from legation.errors import Full
from legation.web import Settings, create_app
from legation.web.origin import Marks
from legation.web.replies import Conflict, Given, Ledger, Refused, checked
from legation.web.replies.desk import Desk

ADDRESS = "whistle.blower+tip@hidden-mailbox.example"
TEXT = "The embassy in Kampala closed a day later than is said here: the flag came down on 24 October 2023."
REPLY = {"page": "/state/KP", "name": "Ada Bell", "email": ADDRESS, "text": TEXT}
HERE = {"origin": "http://testserver"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Keep a register of the test's own."""
    return careful_register(tmp_path)


@pytest.fixture
def client(db: Path) -> Iterator[TestClient]:
    """Serve it; fifty replies an hour are let in."""
    with TestClient(create_app(Settings(str(db), replies=50))) as found:
        yield found


def mark(client: TestClient, page: str = "/state/KP") -> str:
    """Give the mark of a page's form."""
    found = re.search(r'name="mark" value="(\w+)"', client.get(page).text)
    assert found
    return found[1]


def send(client: TestClient, headers: dict[str, str] = HERE, /, **more: str) -> tuple[int, str]:
    """Send the form of a page as a browser does; gives the status, and where to or what is said."""
    page = more.get("page", REPLY["page"])
    form = {**REPLY, "mark": mark(client, page), "website": "", **more}
    found = client.post("/reply", data=form, headers=headers, follow_redirects=False)
    return found.status_code, found.headers.get("location", found.text)


def waiting(db: Path) -> list[tuple[str, str, str]]:
    """List what waits."""
    with Ledger(str(db)) as ledger:
        return [(one.page, one.name, one.text) for one in ledger.waiting()]


def publish(db: Path, by: str = "Mo Derator") -> list[str]:
    """Publish all that waits; gives the IDs."""
    with Ledger(str(db), write=True) as ledger:
        held = ledger.waiting()
        for one in held:
            ledger.rule(one.id, "published", by, time.time(), seen=one.number)
    return [one.id for one in held]


def document(client: TestClient) -> str:
    """Give the address of a document's page."""
    found = re.search(r"/document/\w+", client.get("/mission/KP-UG-embassy").text)
    assert found
    return found[0]


def test_a_reply_waits_and_is_shown_when_it_is_published(db: Path, client: TestClient) -> None:
    """Under a state, a mission and a document: nothing before a moderator has ruled, name, day and text after."""
    for page in ("/state/KP", "/mission/KP-UG-embassy", document(client)):
        assert send(client, page=page) == (303, f"/replied?page={page.replace('/', '%2F')}")
        assert TEXT not in client.get(page).text
        (key,) = publish(db)
        shown = client.get(page).text
        assert f'id="reply-{key}"' in shown
        assert all(one in shown for one in (TEXT, "Ada Bell", dt.datetime.now(dt.UTC).date().isoformat()))
        found = client.get("/api/v1/replies", params={"page": page}).json()
        assert [(one["id"], one["page"], one["text"]) for one in found["items"]] == [(key, page, TEXT)]


def test_published_replies_have_a_page_of_their_own(db: Path, client: TestClient) -> None:
    """The newest first, under one page or all, as a page, JSON and CSV; what waits and what is sealed is in none of them."""
    assert "No reply is published" in client.get("/replies").text
    for number, page in enumerate(("/state/KP", "/mission/KP-UG-embassy")):
        assert send(client, page=page, text=f"{TEXT} {number}")[0] == 303
    publish(db)
    assert send(client, text=f"{TEXT} Unread.")[0] == 303
    every, one = client.get("/replies.json").json(), client.get("/replies.json?page=/state/KP").json()
    assert [each["page"] for each in every["replies"]] == ["/mission/KP-UG-embassy", "/state/KP"]
    assert [each["text"] for each in one["replies"]] == [f"{TEXT} 0"]
    assert one["replies"] == client.get("/api/v1/replies?page=/state/KP").json()["items"]
    for ending in ("", ".json", ".csv"):
        told = client.get(f"/replies{ending}").text
        assert (told.count(TEXT), "Unread" in told, "hidden-mailbox" in told) == (2, False, False)
    assert '<a href="/replies.json?page=/state/KP">' in client.get("/state/KP").text
    assert client.get("/replies?page=/about").status_code == 404


def test_a_page_kept_by_a_browser_is_sent_anew_when_a_reply_is_published(db: Path, client: TestClient) -> None:
    """The page's tag changes with its replies; the hash of the answer, which others cite, does not."""
    before = client.get("/state/KP?on=2024-01-31")
    assert send(client)[0] == 303
    publish(db)
    after = client.get("/state/KP?on=2024-01-31", headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    digests = [re.findall(r"SHA-256 <code>(\w+)", one.text) for one in (before, after)]
    assert digests[0] == digests[1] != []


def test_a_form_needs_a_page_of_this_server(db: Path, client: TestClient) -> None:
    """Another origin, none at all, or a form without its mark: nothing is kept."""
    for headers in (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {},
        {**HERE, "sec-fetch-site": "cross-site"},
    ):
        assert send(client, headers)[0] == 403
    assert send(client, mark="")[0] == 403
    assert send(client, mark=mark(client, "/state/ES"))[0] == 403
    assert (
        client.post("/api/v1/replies", json=REPLY, headers={"origin": "https://elsewhere.example"}).status_code == 403
    )
    assert waiting(db) == []


def test_a_mark_ends_after_days(tmp_path: Path) -> None:
    """The form of last week is refused, and that of another register's server."""
    marks, day = Marks.kept(str(tmp_path / "one.db")), dt.date(2024, 2, 1)
    made = marks.make("/state/KP", day)
    assert marks.good("/state/KP", made, day + dt.timedelta(days=3))
    assert not marks.good("/state/KP", made, day + dt.timedelta(days=4))
    assert not Marks.kept(str(tmp_path / "other.db")).good("/state/KP", made, day)


def test_a_form_opened_before_a_new_start_can_be_sent_after_it(db: Path) -> None:
    """The reply goes through at the next server, its first try."""
    with TestClient(create_app(Settings(str(db)))) as before:
        held = mark(before)
    with TestClient(create_app(Settings(str(db)))) as after:
        answer = after.post("/reply", data={**REPLY, "mark": held, "website": ""}, headers=HERE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/replied?page=%2Fstate%2FKP")
    assert waiting(db) == [("/state/KP", "Ada Bell", TEXT)]


def test_the_secret_of_forms_lies_in_a_file_of_its_owner_and_nowhere_else(db: Path, client: TestClient) -> None:
    """Mode 0600, beside the register; no other file, page, export or backup has it."""
    pages = [client.get(one).text for one in ("/state/KP", "/about.json", "/api/v1/openapi.json")]
    path = db.parent / f"{db.name}.forms.key"
    secret = path.read_bytes()
    assert (len(secret), stat.S_IMODE(path.stat().st_mode)) == (32, 0o600)
    assert send(client)[0] == 303
    for form in ("csv", "jsonl", "turtle"):
        assert here("export", form, "KP", "--out", db.parent / form, db=db).returncode == 0
    assert here("backup", db.parent / "kept", db=db).returncode == 0
    held = [one.read_bytes() for one in db.parent.iterdir() if one.is_file() and one != path]
    for one in (secret, secret.hex().encode(), base64.b64encode(secret)):
        assert [each[:80] for each in (*held, *(page.encode() for page in pages)) if one in each] == []


def test_a_secret_of_forms_that_is_lost_or_cut_short_is_made_anew(tmp_path: Path) -> None:
    """An empty secret would let marks be guessed; many servers that start at once agree upon one."""
    db = str(tmp_path / "register.db")
    path, day = tmp_path / "register.db.forms.key", dt.date(2024, 2, 1)
    path.touch()
    with ThreadPoolExecutor(8) as pool:
        made = {one.make("/state/KP", day) for one in pool.map(Marks.kept, [db] * 8)}
    assert (len(made), len(path.read_bytes())) == (1, 32)
    assert Marks(b"").make("/state/KP", day) not in made
    path.unlink()
    assert Marks.kept(db).make("/state/KP", day) not in made
    (tmp_path / "no folder").touch()
    assert Marks.kept(str(tmp_path / "no folder" / "register.db")).make("/state/KP", day) not in made


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"), ({"name": "\u202e\u200b"}, "name"), ({"name": "A" * 81}, "name"), ({"email": ""}, "email"),
        ({"email": "ada at example"}, "email"), ({"email": f"{'a' * 250}@b.example"}, "email"), ({"text": " \n "}, "text"),
        ({"text": "é" * 5001}, "text"), ({"text": f"Write to {ADDRESS.upper()} for more."}, "text"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(db: Path, client: TestClient, more: dict[str, str], field: str) -> None:
    """Nothing is kept; what was written stays in the form, but for the address; a program is told the same."""
    status, said = send(client, **more)
    assert status == 422
    assert f'id="reply-{field}-error"' in said
    assert ADDRESS not in said
    if field == "email":
        assert TEXT in said
    found = client.post("/api/v1/replies", json={**REPLY, **more})
    assert (found.status_code, found.headers["content-type"]) == (422, "application/problem+json")
    assert waiting(db) == []


def test_a_program_that_fills_every_field_learns_nothing(db: Path, client: TestClient) -> None:
    """Who fills the field that people do not see is thanked, and nothing is kept."""
    assert send(client, website="https://spam.example")[0] == 303
    assert waiting(db) == []


def test_one_client_sends_so_many_replies_an_hour(db: Path) -> None:
    """The third of two is refused by form and API alike, with when to try again; other clients are not held up."""
    with TestClient(create_app(Settings(str(db), replies=2))) as client:
        assert send(client, text=TEXT + " One.")[0] == 303
        assert client.post("/api/v1/replies", json={**REPLY, "text": TEXT + " Two."}).status_code == 202
        status, said = send(client, text=TEXT + " Three.")
        assert (status, TEXT + " Three." in said) == (429, True)
        found = client.post("/api/v1/replies", json=REPLY)
        assert found.status_code == 429
        assert 0 < int(found.headers["retry-after"]) <= 1800
    assert len(waiting(db)) == 2
    desk = Desk(Settings(str(db), replies=2))
    assert [desk.wait("1.2.3.4", 0.0) > 0 for _ in range(3)] == [False, False, True]
    assert desk.wait("4.3.2.1", 0.0) == 0
    assert desk.wait("1.2.3.4", 1801.0) == 0


def test_a_form_too_large_or_of_another_kind_is_refused(db: Path, client: TestClient) -> None:
    """Before it is read."""
    assert client.post("/reply", data={**REPLY, "text": "a" * 90_000}, headers=HERE).status_code == 413
    assert client.post("/reply", json=REPLY, headers=HERE).status_code == 415
    assert client.post("/reply", files={"text": b"x"}, headers=HERE).status_code == 415
    many = "&".join(f"f{n}=1" for n in range(50))
    form = {"content-type": "application/x-www-form-urlencoded", **HERE}
    assert client.post("/reply", content=many, headers=form).status_code == 422
    assert waiting(db) == []


@pytest.mark.parametrize(
    "page", ["/state/Nowhere", "/mission/KP-ES-moon", "/document/0", "/about", "//evil.example", ""]
)
def test_a_reply_needs_a_page_that_there_is(client: TestClient, page: str) -> None:
    """A reply to nothing is refused, and no answer leads elsewhere."""
    form = {**REPLY, "page": page, "mark": mark(client)}
    assert client.post("/reply", data=form, headers=HERE, follow_redirects=False).status_code == 404
    assert client.get("/reply", params={"page": page}).status_code == 404
    assert client.post("/api/v1/replies", json={**REPLY, "page": page or "x"}).status_code == 404


def test_the_same_words_twice_are_one_reply(db: Path, client: TestClient) -> None:
    """A reader who presses twice does no harm, also at once."""
    form = {**REPLY, "mark": mark(client), "website": ""}
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: client.post("/reply", data=form, headers=HERE), range(6)))
    assert len(waiting(db)) == 1


def test_the_address_is_sealed_in_a_file_and_its_key_in_another(db: Path, client: TestClient) -> None:
    """Both are their owner's alone; the address stands in no file; moderators can read it."""
    assert send(client)[0] == 303
    beside = sorted(one.name for one in db.parent.iterdir() if "replies" in one.name)
    assert beside == [f"{db.name}.replies.db", f"{db.name}.replies.key"]
    assert {stat.S_IMODE((db.parent / one).stat().st_mode) for one in beside} == {0o600}
    key = (db.parent / beside[1]).read_bytes().strip()
    for file in db.parent.iterdir():
        held = file.read_bytes()
        assert ADDRESS.encode() not in held
        assert b"hidden-mailbox" not in held
        assert key not in held or file.name == beside[1]
    with Ledger(str(db)) as ledger:
        (one,) = ledger.waiting()
        assert ledger.address(one.id) == ADDRESS


def test_seals_tell_nothing_and_hold_for_one_reply(db: Path) -> None:
    """The longest and the shortest address give seals of one length, and none opens for another reply."""
    with Ledger(str(db), write=True) as ledger:
        short, long = ledger.seal.close("a", "a@b.cd"), ledger.seal.close("b", f"{'é' * 64}@{'x' * 180}.example")
        assert len(short) == len(long)
        assert (ledger.seal.open("a", short), ledger.seal.open("b", short)) == ("a@b.cd", None)


def test_a_new_key_opens_what_was_sealed_and_the_old_one_opens_nothing(db: Path, client: TestClient) -> None:
    """`legation replies rotate` seals all anew while the server runs, and what comes after is sealed with the new key."""
    assert send(client)[0] == 303
    file = db.parent / f"{db.name}.replies.key"
    old = file.read_text("ascii")
    assert here("replies", "rotate", db=db).returncode == 0
    assert send(client, name="Bo Carr")[0] == 303
    with Ledger(str(db)) as ledger:
        assert [ledger.address(one.id) for one in ledger.waiting()] == [ADDRESS, ADDRESS]
        assert len(file.read_text("ascii").split()) == 1
        file.write_text(old, "ascii")
        assert [ledger.address(one.id) for one in ledger.waiting()] == [None, None]


def test_a_lost_key_loses_addresses_only(db: Path, client: TestClient) -> None:
    """Replies stay, new ones are taken under a new key, and a change of keys leaves what it cannot open."""
    assert send(client)[0] == 303
    (db.parent / f"{db.name}.replies.key").unlink()
    assert send(client, name="Bo Carr")[0] == 303
    told = here("replies", "rotate", db=db).stderr
    assert "1 addresses are sealed" in told
    assert "1 addresses stay" in told
    with Ledger(str(db)) as ledger:
        assert [ledger.address(one.id) for one in ledger.waiting()] == [None, ADDRESS]


def test_an_address_can_be_forgotten(db: Path, client: TestClient) -> None:
    """`legation replies forget` deletes it for good and leaves the reply; the list on the command line shows no address."""
    assert send(client)[0] == 303
    listed = here("replies", "list", "--json", db=db)
    (one,) = lines(listed)
    assert (one["state"], one["name"], ADDRESS in listed.stdout) == ("waiting", "Ada Bell", False)
    assert here("replies", "forget", one["id"], db=db).returncode == 0
    with Ledger(str(db)) as ledger:
        assert ledger.address(one["id"]) is None
    assert len(waiting(db)) == 1
    assert here("replies", "forget", "nobody", db=db).returncode == 1


def test_what_was_written_is_never_changed(db: Path, client: TestClient) -> None:
    """The database itself refuses to change or delete a reply or a ruling."""
    assert send(client)[0] == 303
    held = sqlite3.connect(f"{db}.replies.db")
    for words in (
        "UPDATE replies SET text = 'x'",
        "DELETE FROM replies",
        "UPDATE events SET by = 'x'",
        "DELETE FROM events",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="are not"):
            held.execute(words)
    held.close()


def test_rulings_are_taken_back_and_none_overrides_another_unseen(db: Path, client: TestClient) -> None:
    """Undo gives the state before; who rules on what has changed meanwhile is told; all of it stays on record."""
    assert send(client)[0] == 303
    with Ledger(str(db), write=True) as ledger:
        (one,) = ledger.waiting()
        out = ledger.rule(one.id, "published", "Mo", 1.0, seen=one.number)
        with pytest.raises(Conflict):
            ledger.rule(one.id, "rejected", "Eve", 2.0, seen=one.number)
        back = ledger.undo(one.id, "Mo", 3.0, seen=out.number)
        assert (back.state, ledger.published()) == ("waiting", [])
        ledger.rule(one.id, "rejected", "Mo", 4.0, seen=back.number)
        assert [(each.state, each.by) for each in ledger.history(one.id)] == [
            ("waiting", ""), ("published", "Mo"), ("waiting", "Mo"), ("rejected", "Mo"),
        ]  # fmt: skip


def test_no_more_wait_than_moderators_can_read(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood from many clients ends at a number, and what is ruled on makes room."""
    monkeypatch.setattr("legation.web.replies.ledger.MOST_WAITING", 3)
    with Ledger(str(db), write=True) as ledger:
        given = [Given(page="/state/KP", name=f"N{n}", address="a@b.cd", text=TEXT) for n in range(4)]
        keys = [ledger.send(one, 1.0) for one in given[:3]]
        with pytest.raises(Full):
            ledger.send(given[3], 1.0)
        ledger.rule(keys[0], "rejected", "Mo", 2.0, seen=1)
        assert ledger.send(given[3], 3.0)


def test_a_writer_killed_in_between_loses_nothing_that_was_thanked_for(db: Path) -> None:
    """A process that keeps replies is killed: each it told of is there, whole, with its address, and more can come."""
    code = (
        "import sys, time\nfrom legation.web.replies import Ledger, checked\n"
        "with Ledger(sys.argv[1], write=True) as ledger:\n    number = 0\n    while True:\n"
        "        key = ledger.send(checked('/state/KP', f'N{number}', 'a@b.example', 'word ' * 400), time.time())\n"
        "        print(key, flush=True)\n        number += 1\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(db)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        told = [writer.stdout.readline().strip() for _ in range(5)]
        writer.kill()
        told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    with Ledger(str(db)) as ledger:
        held = {one.id: ledger.address(one.id) for one in ledger.waiting(most=-1)}
        assert set(told) <= set(held)
        assert set(held.values()) == {"a@b.example"}
    with Ledger(str(db), write=True) as ledger:
        assert ledger.send(checked("/state/KP", "After", "a@b.example", TEXT), time.time())


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "Nobody has replied yet"), (b"no database at all" * 99, "cannot be read")]
)
def test_pages_are_there_where_replies_are_not(db: Path, client: TestClient, content: bytes, words: str) -> None:
    """A file of replies that was just begun, or is damaged, takes no page of the register away."""
    Path(f"{db}.replies.db").write_bytes(content)
    page = client.get("/state/KP")
    assert (page.status_code, words in page.text) == (200, True)


@settings(max_examples=200)
@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=300))
def test_what_passes_is_clean_and_what_does_not_is_not_repeated(name: str, address: str, text: str) -> None:
    """Whatever is given: no hidden or control sign goes in, it passes again unchanged, and no message holds the address."""
    try:
        found = checked("/state/KP", name, address, text)
    except Refused as error:
        said = str(error)
        assert len(address.strip()) < 6 or address.strip() not in said  # both ways are good here
        return
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", found.name + found.text)
    assert checked("/state/KP", found.name, found.address, found.text) == found
    assert found.address not in repr(found)
