"""How answers are written: dates, places, wrapped text, and quotes that cannot take hold of the terminal."""

import contextlib
import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.model import Claim, parse
from legation.register import Evidence, Known, Source
from legation.terminal import Footnotes, screen
from legation.terminal.console import clean, heading, paragraph
from legation.terminal.notes import shown
from legation.terminal.words import listing, place, subject, turn, when


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2023-10-25", "25 Oct 2023"), ("2023-10", "Oct 2023"), ("2013", "2013"), ("197X", "1970 to 1979"),
        ("2023-10-20/2023-10-21", "20 to 21 Oct 2023"), ("2023-10-24/2023-11-30", "24 Oct to 30 Nov 2023"),
        ("2023-11-01/2024-01-04", "1 Nov 2023 to 4 Jan 2024"), ("../2023-10-01", "by 1 Oct 2023"),
        ("2023-10-01/..", "1 Oct 2023 or later"), ("1973-23", "autumn 1973"), ("2023-10/2023-11", "Oct to Nov 2023"),
    ],
)  # fmt: skip
def test_a_date_is_written_as_short_as_it_is_exact(edtf: str, words: str) -> None:
    """No day is written that the date does not have."""
    assert when(parse(edtf)) == words


def test_no_date_is_said_to_be_none() -> None:
    """Where nobody dates it, that is said."""
    assert when(None) == when(parse("../..")) == "no date said"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("KP-UG-embassy", "Uganda"), ("KP-RU-consular-vladivostok", "Vladivostok, Russia"), ("GN-KP", "Guinea and North Korea"),
        ("KP-UG-from-GQ", "Uganda from Equatorial Guinea"), ("KP-US-permanent-new-york", "New York, United States"),
    ],
)  # fmt: skip
def test_what_a_change_is_about_is_written_in_names(label: str, words: str) -> None:
    """IDs and pairs of codes are written with the names of states and cities."""
    assert subject(label) == words


def test_places_and_turns_are_written_plainly() -> None:
    """A city-state is named once; what is to come is not told as done; an unknown code stands for itself."""
    assert place("Singapore", "SG") == "Singapore"
    assert place("Luanda", "AO") == "Luanda, Angola"
    assert place(None, "QQ") == "QQ"
    assert (turn("closed", "confirmed"), turn("closed", "expected")) == ("closed", "to close")
    assert listing(["a", "b", "c"]) == "a, b and c"
    assert listing([]) == ""


def printed(text: str, indent: int, hang: int) -> list[str]:
    """Print a paragraph on a screen of 80 columns and give its lines."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setenv("COLUMNS", "80")
        paragraph(screen(), text, indent=indent, hang=hang)
    return out.getvalue().splitlines()


words = st.lists(st.text("abcdefghij[]\\", min_size=1, max_size=20), min_size=1, max_size=60).map(" ".join)


@given(words, st.integers(0, 12), st.integers(0, 12))
def test_a_paragraph_keeps_every_word_and_the_width(text: str, indent: int, hang: int) -> None:
    """Whatever the indents, no line is wider than the screen, no word is lost, and nothing is read as markup."""
    lines = printed(text, indent, hang)
    assert max(map(len, lines)) <= 80
    assert " ".join(lines).split() == text.split()
    assert all(line.startswith(" " * (indent + hang)) for line in lines[1:])


@given(st.text())
def test_no_text_can_take_hold_of_the_terminal(text: str) -> None:
    """Control characters of a document never reach the screen."""
    assert clean("\x1b]0;title\x07" + text).isprintable()
    assert "\x1b" not in clean("\x1b[2J" + text)


def test_addresses_in_a_quote_are_shortened_on_the_screen_with_a_mark() -> None:
    """A row's addresses are shown by their hosts, and the cut is marked."""
    assert shown("AO,Luanda,embassy,2013,,https://angop.ao/en/noticias/x?y=1 http://www.wikidata.org/entity/Q1") == (
        "AO,Luanda,embassy,2013,,angop.ao/… wikidata.org/…"
    )
    assert shown("word " * 100).endswith(" …")


def test_equal_words_of_one_document_share_a_footnote(evidence: list[Evidence]) -> None:
    """Two claims of one sentence have one number; another document has the next."""
    notes = Footnotes()
    assert [notes.mark(one) for one in evidence] == ["[1]", "[1]", "[2]"]
    assert notes.marks(evidence) == "[1][2]"
    assert notes.mark(None) == ""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        notes.print(screen())
    assert out.getvalue().count("closed its embassies") == 2
    assert "[2] Paper B, 28 Oct 2023" in out.getvalue()


@pytest.fixture
def evidence() -> list[Evidence]:
    """Give three claims: two of one sentence, one of another document with the same words."""
    known = Known(1, dt.datetime(2023, 10, 28, tzinfo=dt.UTC))
    quote = "It closed its embassies in Angola and Uganda."

    def one(number: str, document: str, receiving: str, day: str) -> Evidence:
        claim = Claim(kind="closed", sending="KP", receiving=receiving, quote=quote, start=0, end=len(quote))
        source = Source(document, "Title", f"Paper {document}", day, None)
        return Evidence(number, claim, source, "origin", official=False, reader="test/1", known=known)

    return [one("1", "A", "AO", "2023-10-27"), one("2", "A", "UG", "2023-10-27"), one("3", "B", "AO", "2023-10-28")]


def test_a_heading_is_underlined_across_the_text(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rule under a heading is as wide as the screen, and no wider than 80."""
    monkeypatch.setenv("COLUMNS", "200")
    heading(screen(), "A title")
    assert max(map(len, capsys.readouterr().out.splitlines())) == 80
