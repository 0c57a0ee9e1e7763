"""A folder gives its documents by name, and one that is bad never stops the rest."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from legation.errors import DocumentRefused
from legation.intake import Refusal, folder
from legation.model import Document

TEXT = "Chile leaves Oslo\n\nThe embassy closed on Monday.\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Give a folder with three documents and things beside them."""
    path = tmp_path / "docs"
    path.mkdir()
    (path / "b-text.txt").write_text(TEXT)
    (path / "a.page.html").write_text("<html><body><h1>Peru</h1><p>Peru opened an embassy.</p></body></html>")
    (path / "c-marks.md").write_text("# Kenya\n\nKenya *moved* its embassy.\n")
    (path / ".hidden.txt").write_text("x")
    (path / "README").write_text("x")
    (path / "table.csv").write_text("x")
    (path / "inner").mkdir()
    return path


def meta(path: Path, *rows: object) -> Path:
    """Write a meta file; strings are written as they are."""
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return path


def names(found: list[Document | Refusal]) -> list[tuple[str, str | None]]:
    """Give each one's kind and name."""
    return [(type(one).__name__, one.source) for one in found]


def test_documents_by_name(docs: Path, tmp_path: Path) -> None:
    """Documents come in the order of their names, under their names, with what the meta file says."""
    rows = [
        {
            "doc": "b-text",
            "published": "2023-11-02T08:00:00+09:00",
            "publisher": "Wire",
            "url": "https://x.example.org/",
        },
        {"doc": "a.page", "published": "2023-11-01", "publisher": "Post", "language": "en"},
        {"doc": "c-marks", "published": None, "publisher": None, "claims": []},
    ]
    found = list(folder(docs, meta(tmp_path / "m.jsonl", *rows)))
    assert names(found) == [("Document", "a.page"), ("Document", "b-text"), ("Document", "c-marks")]
    page, text, marks = (one for one in found if isinstance(one, Document))
    assert (text.text, text.published, text.publisher, text.url) == (
        TEXT,
        "2023-11-02",
        "Wire",
        "https://x.example.org/",
    )
    assert (page.text, page.published, page.language) == ("Peru\n\nPeru opened an embassy.", "2023-11-01", "en")
    assert (marks.text, marks.published) == ("Kenya\n\nKenya moved its embassy.", None)


def test_meta_in_the_folder(docs: Path) -> None:
    """A documents.jsonl in the folder is used where no other is named; without one, the documents stand alone."""
    assert [one.published for one in folder(docs) if isinstance(one, Document)] == [None, None, None]
    meta(docs / "documents.jsonl", {"doc": "b-text", "published": "2023-11-02", "publisher": "Wire"})
    assert [one.published for one in folder(docs) if isinstance(one, Document)] == [None, "2023-11-02", None]


def test_bad_documents_stop_nothing(docs: Path) -> None:
    """Empty, binary and foreign files are refused in their place, and the rest is taken."""
    (docs / "aa.txt").write_text("")
    (docs / "b-zz.txt").write_bytes(b"\x00\x01")
    (docs / "bulletin.pdf").write_bytes(b"%PDF-1.7")
    (docs / "c-marks.html").write_text("<html><body><p>Kenya.</p></body></html>")
    found = list(folder(docs))
    assert names(found) == [
        ("Document", "a.page"),
        ("Refusal", "aa"),
        ("Document", "b-text"),
        ("Refusal", "b-zz"),
        ("Refusal", "bulletin"),
        ("Document", "c-marks"),
        ("Refusal", "c-marks"),
    ]
    reasons = [one.reason for one in found if isinstance(one, Refusal)]
    assert [
        name in reason
        for name, reason in zip(["aa.txt", "b-zz.txt", "bulletin.pdf", "c-marks.md"], reasons, strict=True)
    ]
    assert "empty" in reasons[0]
    assert "binary" in reasons[1]
    assert "a PDF that is damaged" in reasons[2]
    assert "c-marks.html bears the same name; rename one" in reasons[3]


@pytest.mark.parametrize(
    ("line", "source", "reason"),
    [
        ("{no json", "m.jsonl:1", r"m\.jsonl, line 1: no JSON"),
        ("[" * 100_000, "m.jsonl:1", r"m\.jsonl, line 1: no JSON"),
        ("[1]", "m.jsonl:1", r"m\.jsonl, line 1: no object"),
        ({"published": "2023-11-02"}, "m.jsonl:1", r"m\.jsonl, line 1: doc: missing"),
        ({"doc": 7}, "m.jsonl:1", r"m\.jsonl, line 1: doc: missing"),
    ],
)
def test_lines_that_name_no_document(docs: Path, tmp_path: Path, line: object, source: str, reason: str) -> None:
    """A line that cannot be read is refused by number, and with it what has no line: one of those is what it was for."""
    found = list(folder(docs, meta(tmp_path / "m.jsonl", line, {"doc": "a.page"}, "", {"doc": "c-marks"})))
    assert names(found) == [
        ("Refusal", source),
        ("Document", "a.page"),
        ("Refusal", "b-text"),
        ("Document", "c-marks"),
    ]
    assert isinstance(found[0], Refusal)
    assert re.search(reason, found[0].reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"published": "soon"}, "line 1: published 'soon' is no date; write it as"),
        ({"published": "2999-01-01"}, "line 1: published 2999-01-01 lies in the future"),
        ({"published": 20231102}, "line 1: published: 20231102 is no text"),
        ({"publisher": ["Wire"]}, "line 1: publisher: ['Wire'] is no text"),
    ],
)
def test_bad_field(docs: Path, tmp_path: Path, row: dict[str, object], reason: str) -> None:
    """A bad field refuses its document once, naming file, line and field; the others are taken."""
    found = list(folder(docs, meta(tmp_path / "m.jsonl", {"doc": "b-text", **row})))
    assert names(found) == [("Refusal", "b-text"), ("Document", "a.page"), ("Document", "c-marks")]
    assert isinstance(found[0], Refusal)
    assert f"{tmp_path / 'm.jsonl'}, {reason}" in found[0].reason


def test_lines_against_files(docs: Path, tmp_path: Path) -> None:
    """A line for a file that is not there, and a second line for one, are refused."""
    rows = [{"doc": "missing"}, {"doc": "b-text", "publisher": "A"}, {"doc": "b-text", "publisher": "B"}]
    found = list(folder(docs, meta(tmp_path / "m.jsonl", *rows)))
    assert names(found) == [
        ("Refusal", "b-text"),
        ("Document", "a.page"),
        ("Document", "c-marks"),
        ("Refusal", "missing"),
    ]
    assert isinstance(found[0], Refusal)
    assert isinstance(found[-1], Refusal)
    assert "line 3: doc: 'b-text' stands in line 2 too" in found[0].reason
    assert "line 1: doc: " in found[-1].reason
    assert "has no file 'missing'" in found[-1].reason


def test_whole_folder_refused(docs: Path, tmp_path: Path) -> None:
    """A folder or meta file that is not there is refused as a whole."""
    with pytest.raises(DocumentRefused, match="there is no such folder"):
        list(folder(tmp_path / "nowhere"))
    with pytest.raises(DocumentRefused, match="a file, not a folder"):
        list(folder(docs / "b-text.txt"))
    with pytest.raises(DocumentRefused, match=r"nowhere\.jsonl: there is no such file"):
        list(folder(docs, tmp_path / "nowhere.jsonl"))


def test_refusal_is_frozen() -> None:
    """A refusal cannot be changed after the fact."""
    one = Refusal("a", "b")
    with pytest.raises(AttributeError):
        one.reason = "c"  # type: ignore[misc]
    assert msgspec.to_builtins(one) == {"source": "a", "reason": "b"}
