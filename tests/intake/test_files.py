"""A text is taken as it stands; what no document can be made of is refused by name and with advice."""

import codecs
import datetime as dt
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from legation.errors import DocumentRefused
from legation.intake import PAGE_LIMIT, TEXT_LIMIT, folder, load

TEXT = "Curaçao’s envoy leaves Oslo\r\n\r\nThe embassy closed on Monday.\r\n"


def written(tmp_path: Path, data: bytes | str, name: str = "story.txt") -> Path:
    """Write a file."""
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@contextmanager
def without_rights(path: Path) -> Iterator[None]:
    """Take the rights to a path away, also from root, who needs none."""
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        path.chmod(0o700)


def test_text_as_it_stands(tmp_path: Path) -> None:
    """Line endings and all else stay, so that offsets count in the file; the first line is the title."""
    made = load(written(tmp_path, TEXT), published="2023-11-02", publisher="Wire", url="https://wire.example.org/1")
    assert made.text == TEXT
    assert made.title == "Curaçao’s envoy leaves Oslo"
    assert (made.published, made.publisher, made.url) == ("2023-11-02", "Wire", "https://wire.example.org/1")
    assert made.language == "en"
    assert made.source == str(tmp_path / "story.txt")


def test_byte_order_mark_keeps_its_place(tmp_path: Path) -> None:
    """Offsets hold in a file with a byte order mark as everything that reads plain UTF-8 counts them."""
    path = written(tmp_path, codecs.BOM_UTF8 + TEXT.encode())
    made = load(path)
    plain = path.read_bytes().decode("utf-8")
    at = made.text.index("The embassy")
    assert plain[at : at + 20] == made.text[at : at + 20]
    assert len(plain) == len(made.text)
    assert made.text[0] == " "
    assert made.title == "Curaçao’s envoy leaves Oslo"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """A text in any encoding that can be told is read without a changed character."""
    text = (
        TEXT
        + "L’ambassadeur a quitté la ville après trois années, a déclaré le ministère des Affaires étrangères.\n" * 5
    )
    assert load(written(tmp_path, text.encode(encoding))).text == text


def test_declared_charset_of_a_page(tmp_path: Path) -> None:
    """A page's declared charset is honoured, and passed over where the page does not keep to it."""
    page = '<html><head><meta charset="{}"></head><body><p>Посольство закрыто, сообщило министерство.</p></body></html>'
    for said, real in (("windows-1251", "cp1251"), ("utf-16", "utf-8"), ("rot13", "utf-8"), ("no-such", "utf-8")):
        made = load(written(tmp_path, page.format(said).encode(real), "page.html"))
        assert made.text == "Посольство закрыто, сообщило министерство."


@pytest.mark.parametrize(
    ("name", "data", "advice"),
    [
        ("empty.txt", b"", "empty; give a file with text"),
        ("blank.txt", b" \r\n\t\n", "empty; give a file with text"),
        ("mark.txt", codecs.BOM_UTF8, "empty; give a file with text"),
        ("nul.txt", b"Embassy\x00closed", "binary, not text; save its words as plain text"),
        ("controls.txt", b"\x01\x02\x03\x04 Embassy closed", "binary, not text"),
        ("random.txt", bytes(range(256)) * 50, "binary, not text"),
        ("cut.txt", "Curaçao’s envoy leaves Oslo".encode()[:10], "cut off within its last character; get the whole"),
        ("half.txt", codecs.BOM_UTF16_LE + b"a\x00b", "does not keep to it; save it as UTF-8"),
        ("paper.pdf", b"%PDF-1.4\n1 0 obj", "a PDF that is damaged"),
        ("paper.txt", b"\n%PDF-1.4\n1 0 obj", "a PDF that is damaged"),
        ("story.docx", b"PK\x03\x04rest", "a zip archive or office document; save its words as plain text"),
        ("photo.html", b"\x89PNG\r\n\x1a\n", "an image; save its words as plain text"),
        ("marks.md", b"---\ntitle: x\n---\n\n<!-- -->\n", "Markdown without text"),
    ],
)
def test_no_text(tmp_path: Path, name: str, data: bytes, advice: str) -> None:
    """What holds no text is refused with the file's name and what to do."""
    with pytest.raises(DocumentRefused, match=advice) as refused:
        load(written(tmp_path, data, name))
    assert str(tmp_path / name) in str(refused.value)


def test_too_large(tmp_path: Path) -> None:
    """A file over the limit is refused before it is read, a text at 5 MB and a page at 10 MB, or at a limit of one's own."""
    for name, limit in (("big.txt", TEXT_LIMIT), ("big.html", PAGE_LIMIT), ("big.md", TEXT_LIMIT)):
        path = tmp_path / name
        with path.open("wb") as stream:
            stream.truncate(50_000_000)
        with pytest.raises(DocumentRefused, match=rf"50 MB, the limit is {limit // 1_000_000} MB; split it"):
            load(path)
    path = written(tmp_path, TEXT)
    size = path.stat().st_size
    assert load(path, limit=size).text == TEXT
    with pytest.raises(DocumentRefused, match=f"{size} bytes, the limit is {size - 1} bytes"):
        load(path, limit=size - 1)


def test_large_text_in_time(tmp_path: Path) -> None:
    """A text just under the limit is taken whole."""
    line = "The embassy in Oslo closed on Monday. "
    text = line * (TEXT_LIMIT // len(line))
    assert load(written(tmp_path, text)).text == text


def test_places_that_are_no_files(tmp_path: Path) -> None:
    """A missing file, a folder and a file without rights are told apart."""
    with pytest.raises(DocumentRefused, match=r"nothing\.txt: there is no such file; check the name"):
        load(tmp_path / "nothing.txt")
    with pytest.raises(DocumentRefused, match="a folder, not a file"):
        load(tmp_path)
    path = written(tmp_path, TEXT)
    with without_rights(path), pytest.raises(DocumentRefused, match=r"story\.txt: may not be read; ask for the right"):
        load(path)


def test_folder_without_rights(tmp_path: Path) -> None:
    """A folder that may not be read is refused as a whole."""
    closed = tmp_path / "closed"
    closed.mkdir()
    with without_rights(closed), pytest.raises(DocumentRefused, match="may not be read; ask for the right"):
        list(folder(closed))


@pytest.mark.parametrize(
    "day", ["2023-11-01", "2023-11-01T23:59:00-09:00", "2023-11-01T00:30:00+14:00", " 2023-11-01 "]
)
def test_day_as_written(tmp_path: Path, day: str) -> None:
    """A moment gives the day that it has in its own offset."""
    assert load(written(tmp_path, TEXT), published=day).published == "2023-11-01"


@pytest.mark.parametrize("day", ["yesterday", "2023-13-01", "2023-02-30", "01/11/2023", "2023", "2023-11-01T99:00"])
def test_no_day(tmp_path: Path, day: str) -> None:
    """What is no ISO date is refused, with how to write it."""
    with pytest.raises(DocumentRefused, match=r"story\.txt: published .* is no date; write it as 2023-11-01"):
        load(written(tmp_path, TEXT), published=day)


def test_future(tmp_path: Path) -> None:
    """Tomorrow in UTC may be today elsewhere; the day after is refused."""
    today = dt.datetime.now(dt.UTC).date()
    path = written(tmp_path, TEXT)
    assert load(path, published=today + dt.timedelta(days=1)).published is not None
    with pytest.raises(DocumentRefused, match="lies in the future; correct it"):
        load(path, published=today + dt.timedelta(days=3))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads standard input, text or page, and no more of it than the limit."""
    for data, text in ((TEXT, TEXT), ("<html><body><p>Embassy closed.</p></body></html>", "Embassy closed.")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        made = load("-")
        assert (made.text, made.source) == (text, "-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"word " * 100)))
    with pytest.raises(DocumentRefused, match="standard input: more than 99 bytes"):
        load("-", limit=99)


def test_markdown(tmp_path: Path) -> None:
    """Markdown is rendered: words stay, marks go, and the front matter says who published it and when."""
    text = (
        "---\ntitle: Chile leaves Oslo\ndate: 2024-03-05\npublisher: 'Wire'\nlang: en\n---\n\nThe embassy in **Oslo**\nis "
        "[closed](https://example.org), ![x](y.png) the `ministry` said.\n\n* Oslo\n* Bergen\n\n> Norway regrets &amp; waits.\n"
    )
    made = load(written(tmp_path, text, "story.md"))
    assert made.text == (
        "Chile leaves Oslo\n\nThe embassy in Oslo is closed,  the ministry said.\n\nOslo\n\nBergen\n\nNorway regrets & waits."
    )
    assert (made.title, made.published, made.publisher) == ("Chile leaves Oslo", "2024-03-05", "Wire")
    made = load(written(tmp_path, "# Oslo *closes*\n\nThe embassy is closed.\n", "plain.md"))
    assert (made.title, made.text) == ("Oslo closes", "Oslo closes\n\nThe embassy is closed.")


@pytest.mark.parametrize("text", ["Kim", "1234 5678 " * 20, "Oslo"])
def test_language_unsure(tmp_path: Path, text: str) -> None:
    """Where a text is too short to tell its language, none is given."""
    assert load(written(tmp_path, text)).language is None
