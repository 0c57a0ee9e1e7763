"""Whatever the bytes, a document comes out that keeps its promises, or a refusal."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import DocumentRefused
from legation.intake import load
from legation.model import Document

SUFFIXES = st.sampled_from([".txt", ".md", ".html", ""])
PARTS = st.one_of(
    st.sampled_from(
        ["<html>", "<body>", "<p>", "</p>", "<div class=related>", "</div>", "<table><tr><td>", "<!--", "-->"]
    ),
    st.sampled_from(
        ["<meta charset=utf-16>", "<script>", "<h1>", "<time", "<a href='http://[", "&amp;", "&#0;", "&#xD800;"]
    ),
    st.just('<script type="application/ld+json">{"@type":"Article","datePublished":7}</script>'),
    st.sampled_from(["Chile closed its embassy. ", "\x00", "\ufeff", "é", "---\n", "# ", "[a](b)", "\n"]),
)


def attempt(data: bytes, suffix: str, published: str | None = None) -> Document | None:
    """Load bytes as a file; None where they are refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"story{suffix}"
        path.write_bytes(data)
        try:
            return load(path, published=published)
        except DocumentRefused as error:
            assert str(path) in str(error)  # noqa: PT017  # both outcomes are held to something
            return None


@settings(deadline=None)
@given(st.binary(max_size=2000), SUFFIXES)
def test_any_bytes(data: bytes, suffix: str) -> None:
    """Arbitrary bytes give a document with text, or a refusal that names the file; nothing else is ever raised."""
    made = attempt(data, suffix)
    if made is not None:
        assert made.text.strip()
        assert "\x00" not in made.text
        made.text.encode("utf-8")


@settings(deadline=None)
@given(st.lists(PARTS, max_size=30), SUFFIXES)
def test_any_markup(parts: list[str], suffix: str) -> None:
    """The same holds of markup in any order, sound or not."""
    made = attempt("".join(parts).encode(), suffix)
    if made is not None:
        assert made.text.strip()
        made.text.encode("utf-8")


@settings(deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip), st.booleans()
)
def test_any_text(text: str, crlf: bool) -> None:  # noqa: FBT001
    """A text in UTF-8 is taken letter for letter, its first character apart where that is a byte order mark."""
    text = ("." + text + "\n\nThe end.").replace("\n", "\r\n" if crlf else "\n")
    made = attempt(text.encode(), ".txt")
    assert made is not None
    assert made.text == text
    assert text.startswith(made.title[:1])


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=30), st.dates().map(str), st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat())
    )
)
def test_any_day(day: str) -> None:
    """Any words for a day give an ISO day or a refusal."""
    made = attempt(b"Chile closed its embassy.", ".txt", day)
    if made is not None and made.published is not None:
        assert made.day is not None
        assert made.day.isoformat() == made.published
