"""Archives: every kind gives its documents, and nothing bad in one stops the rest, takes long or fills the memory."""

import gzip
import json
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_archives import OTHER, STORY, letter, packed, paper, record, zipped
from intake_pages import HEADLINE, PARAGRAPHS
from intake_server import Answers, serving

from legation.errors import DataError
from legation.intake import Refusal, load
from legation.intake.archives import Count, Limits, archive
from legation.model import Document
from legation.reader.screen import relevant

LINES = [HEADLINE, *PARAGRAPHS]
Write = Callable[[str, bytes], str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file of this name, and give its path."""

    def write(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def read(source: str, limits: Limits | None = None, count: Count | None = None) -> tuple[list[Document], list[str]]:
    """Give the documents that the screen lets pass, and the reasons of what was refused."""
    found = list(archive(source, relevant, limits=limits or Limits(), count=count, allow_private=True))
    reasons = [one.reason for one in found if isinstance(one, Refusal)]
    return [one for one in found if isinstance(one, Document)], reasons


@pytest.mark.parametrize("how", ["plain", "gz", "zst"])
def test_a_warc_file_gives_the_pages_with_something_to_read(write: Write, how: str) -> None:
    """Of a WARC file, packed or not, come the relevant pages under their addresses, however the server packed them."""
    records = [
        record(OTHER, "https://a.example.org/"),
        record(STORY),
        record(STORY, "https://b.example.org/", packed=True),
    ]
    records += [record(b"\x89PNG\r\n", kind="image/png"), record(STORY, status=404), record(STORY, status=301)]
    count = Count()
    made, refused = read(write(f"crawl.warc.{how}".removesuffix(".plain"), packed(records, how)), count=count)
    assert [one.source for one in made] == ["https://news.example.org/story", "https://b.example.org/"]
    assert all(PARAGRAPHS[0] in one.text and one.published == "2024-03-05" for one in made)
    assert (count.records, count.passed_over, count.taken, refused) == (3, 1, 2, [])


@pytest.mark.parametrize("how", ["plain", "gz", "zst"])
def test_a_truncated_archive_gives_what_came_before_the_cut(write: Write, how: str) -> None:
    """Where an archive is cut off, the records before the cut are read and the cut is told."""
    data = packed([record(STORY), record(STORY, "https://b.example.org/")], how)
    made, refused = read(write(f"cut.warc.{how}".removesuffix(".plain"), data[:-400]))
    assert [one.source for one in made] == ["https://news.example.org/story"]
    assert refused


@pytest.mark.parametrize("how", ["gz", "zst"])
def test_reading_goes_on_behind_a_damaged_part(write: Write, how: str) -> None:
    """A part of an archive with wrong bytes costs itself alone."""
    parts = [packed([record(STORY, f"https://n.example.org/{number}")], how) for number in range(5)]
    parts[2] = parts[2][:60] + bytes(one ^ 0x5A for one in parts[2][60:200]) + parts[2][200:]
    made, refused = read(write(f"damaged.warc.{how}", b"".join(parts)))
    assert [one.source for one in made if one.source] == [f"https://n.example.org/{number}" for number in (0, 1, 3, 4)]
    assert refused


def test_reading_goes_on_behind_records_that_are_none(write: Write) -> None:
    """Rubbish between records, and a length that swallows the next record, cost what they touch alone."""
    data = record(STORY, "https://n.example.org/0") + b"rubbish\r\n\r\n" + record(STORY, "https://n.example.org/1")
    data += record(STORY, "https://n.example.org/2", excess=300) + record(STORY, "https://n.example.org/3")
    made, refused = read(write("odd.warc", data))
    assert {"https://n.example.org/0", "https://n.example.org/1", "https://n.example.org/3"} <= {
        one.source for one in made
    }
    assert len(refused) >= 2


@pytest.mark.parametrize("name", ["bomb.warc.gz", "bomb.warc.zst", "inner.warc.gz", "bomb.zip"])
def test_a_bomb_is_refused_in_little_memory_and_the_rest_is_read(write: Write, name: str) -> None:
    """What swells a thousandfold is refused before it fills the memory, and the next record is read."""
    vast = b" " * 300_000_000
    how = "zst" if name.endswith("zst") else "gz"
    if name == "bomb.zip":
        data = zipped({"a.html": vast, "b.html": STORY.encode()})
    elif name.startswith("inner"):
        data = packed([record(vast, packed=True), record(STORY)], how)
    else:
        data = packed([record(vast), record(STORY)], how)
    path = write(name, data)
    del vast, data
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made, refused = read(path, Limits(record=1_000_000, free=4_000_000))
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 100_000  # kilobytes
    assert refused
    assert [HEADLINE in one.text for one in made] == [True]


def test_a_zipped_folder_is_read_with_its_meta_file(write: Write) -> None:
    """A zip archive is a folder: texts, pages, PDF and messages, with the lines of its meta file."""
    meta = {"doc": "story", "published": "2024-03-07", "publisher": "Fjord Times"}
    files = {
        "in/documents.jsonl": json.dumps(meta).encode() + b"\nno json\n",
        "in/story.txt": "\n\n".join(LINES).encode(),
        "in/page.html": STORY.encode(),
        "in/letter.eml": bytes(letter(HEADLINE, "\n\n".join(PARAGRAPHS))),
        "in/.hidden.txt": b"The embassy closed.",
        "in/picture.png": b"\x89PNG\r\n",
        "in/sport.txt": b"The Rovers beat the Harriers.",
    }
    made, refused = read(write("folder.zip", zipped(files)))
    by_name = {str(one.source).rpartition("/")[2]: one for one in made}
    assert sorted(by_name) == ["letter.eml", "story"]
    assert (by_name["story"].published, by_name["story"].publisher) == ("2024-03-07", "Fjord Times")
    assert any("line 2" in reason for reason in refused)


def test_a_wacz_gives_the_pages_of_its_warc_files(write: Write) -> None:
    """Of a WACZ come the pages in its WARC files, not its own tables."""
    files = {"archive/data.warc.gz": packed([record(STORY), record(OTHER)], "gz"), "pages/pages.jsonl": b"{}"}
    made, refused = read(write("site.wacz", zipped(files)))
    assert ([one.source for one in made], refused) == (["https://news.example.org/story"], [])


def test_newsletters_give_page_day_headline_and_sender(write: Write) -> None:
    """Of an mbox come the messages, each with what its head says, and the PDF that hang on them."""
    letters = [
        letter("=?utf-8?q?Chile_closes_its_embassy=2C_says_Curd=C3=B2?=", "See the page.", STORY),
        letter("Rovers win", "The Rovers beat the Harriers."),
        letter("A note", "A note from the embassy.", paper=paper(LINES)),
    ]
    data = b"".join(b"From x Tue Mar  5 23:30:00 2024\n" + bytes(one) + b"\n\n" for one in letters)
    made, refused = read(write("letters.mbox", data))
    assert refused == []
    assert [str(one.source).rpartition("mbox")[2] for one in made] == ["#1", "#3", "#3/note.pdf"]
    assert (made[0].title, made[0].publisher, made[0].published) == (
        "Chile closes its embassy, says Curdò",
        "Fjord Times",
        "2024-03-05",
    )
    assert PARAGRAPHS[1] in made[0].text


def test_a_message_over_the_limit_leaves_the_next_one(write: Write) -> None:
    """One vast message in an mbox is refused, and the one behind it is read."""
    head = b"From x Tue Mar  5 23:30:00 2024\nSubject: vast\n\n"
    good = b"\nFrom x Tue Mar  5 23:30:00 2024\n" + bytes(letter(HEADLINE, PARAGRAPHS[0]))
    made, refused = read(write("vast.mbox", head + b"embassy\n" * 300_000 + good), Limits(record=1_000_000))
    assert ([one.title for one in made], len(refused)) == ([HEADLINE], 1)


def test_a_press_release_in_pdf_is_read_by_its_text_layer(write: Write) -> None:
    """A PDF's words, its first line as the title, and the day on which it was made."""
    made = load(write("release.pdf", paper(LINES)))
    assert (made.title, made.published) == (HEADLINE, "2024-03-05")
    assert all(one in made.text for one in PARAGRAPHS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"%PDF-1.7 words", "damaged"), (paper([]), "without a text layer"), (paper(LINES)[:300], "damaged")],
)
def test_a_pdf_without_words_is_refused_with_what_to_do(write: Write, data: bytes, reason: str) -> None:
    """A damaged PDF and a scan are refused as what they are."""
    with pytest.raises(DataError, match=reason):
        load(write("bad.pdf", data))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("no.zip", b"PK\x03\x04 and no more"),
        ("no.warc.gz", b"\x1f\x8b\x08 and no more"),
        ("no.warc", b"words"),
        ("no.mbox", b"words"),
        ("no.eml", b""),
        (
            "locked.zip",
            zipped({"a.html": STORY.encode()}).replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x01\x00\x08\x00"),
        ),
    ],
)
def test_what_is_no_archive_is_refused(write: Write, name: str, data: bytes) -> None:
    """A file that is not what its name says gives a refusal and no document."""
    made, refused = read(write(name, data))
    assert made == []
    assert refused


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig", "latin-1", "cp1252"])
def test_the_screen_sees_through_charsets(write: Write, charset: str) -> None:
    """Pages in wide or old charsets, also under a wrong label, are screened and read like any other."""
    page = STORY.replace('<meta charset="utf-8">', "")
    made, refused = read(write("c.warc", record(page.encode(charset), kind="text/html; charset=utf-8")))
    assert ([PARAGRAPHS[0] in one.text for one in made], refused) == ([True], [])


def test_an_archive_over_http_is_read_as_it_comes(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """WARC and zip archives are read from an address, which must be allowed where it is private."""
    data = {"a.warc.gz": packed([record(STORY), record(OTHER)], "gz"), "b.zip": zipped({"a.html": STORY.encode()})}
    monkeypatch.setattr(Answers, "files", data, raising=False)
    with serving() as port:
        for name in data:
            assert len(read(f"http://127.0.0.1:{port}/files/{name}")[0]) == 1
            with pytest.raises(DataError, match="private"):
                list(archive(f"http://127.0.0.1:{port}/files/{name}"))


@pytest.mark.parametrize("path", ["drip", "drophead", "silent", "circle", "status/500", "short"])
def test_a_server_that_fails_is_left_in_time(path: str) -> None:
    """A server that drips, keeps silent, leads in circles, breaks off or has trouble costs a bounded time and is told."""
    with serving() as port:
        try:
            found = list(archive(f"http://127.0.0.1:{port}/{path}", allow_private=True, limits=Limits(patience=0.5)))
            told = [one.reason for one in found if isinstance(one, Refusal)]
        except DataError as error:
            told = [str(error)]
    assert any(f"/{path}: " in one for one in told)


def test_a_server_that_breaks_off_leaves_what_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """What came before a server broke off is read, and the break is told."""
    data = packed([record(STORY), record(STORY, "https://b.example.org/")], "gz")
    monkeypatch.setattr(Answers, "files", {"cut.warc.gz": data[:-100]}, raising=False)
    monkeypatch.setattr(Answers, "promised", len(data), raising=False)
    with serving() as port:
        made, refused = read(f"http://127.0.0.1:{port}/files/cut.warc.gz")
    assert len(made) == 1
    assert any("cut off after" in one for one in refused)


def test_gzip_of_all_records_at_once_is_read_too(write: Write) -> None:
    """A WARC file that was packed as a whole, against the standard, gives its records as well."""
    data = gzip.compress(b"".join(record(STORY, f"https://n.example.org/{number}") for number in range(40)))
    assert len(read(write("whole.warc.gz", data))[0]) == 40
