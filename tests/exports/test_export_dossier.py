"""Dossiers: what a reader finds, and that no quoted word becomes markup."""

import html
import re

import lxml.html
import pytest
from export_world import HOSTILE, ask
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from legation.exports import Extract, render
from legation.exports.dossier import escape, link
from legation.exports.wording import in_words
from legation.model import parse

_OURS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "em", "strong", "table", "thead", "tbody", "tr",
    "th", "td", "ul", "li", "blockquote", "br", "a", "code",
}  # fmt: skip


def test_a_dossier_gives_quotes_dates_and_reading_time(answer: Extract) -> None:
    """The page has the words behind a closing, their address, both dates, the reading time and the stamp."""
    page = render(answer, "markdown").decode()
    assert "closed UG says Kampala Courier." in page
    assert "<https://courier.example/a>" in page
    told = "On 31 January 2024, as known with entry 4, made on 1 December 2023 .* Reading time: \\d+ minutes?\\."
    assert re.search(told, page)
    assert answer.content in page


def test_a_dossier_reads_in_words_and_by_name(answer: Extract) -> None:
    """Rows stand in the order of the names that they show, and dates and the stamp are written out."""
    page = render(answer, "markdown").decode()
    rows = [line.split(" | ") for line in page.split("\n") if line.startswith("| ")][2:]
    assert [row[0].removeprefix("| ") for row in rows] == ["China", "China", "France", "Italy", "Spain", "Uganda"]
    spain = next(row for row in rows if row[0] == "| Spain")
    assert spain[4:6] == ["reported \\(besides: announced\\)", "by 1 October 2023"]
    assert "../" not in page.replace(HOSTILE, "")
    assert "- open: began by 1 October 2023; no end is told" in page
    assert "- Sending state: North Korea \\(KP\\)" in page
    assert "- Read by: csv/1 rules/1" in page
    assert "known\\_at" not in page


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2023-10-25", "25 October 2023"),
        ("2023-10", "October 2023"),
        ("2023", "2023"),
        ("197X", "between 1970 and 1979"),
        ("../2023-10-01", "by 1 October 2023"),
        ("2023-10-01/..", "1 October 2023 or later"),
        ("2023-11-20/2023-11-21", "20 or 21 November 2023"),
        ("2023-11-30/2023-12-01", "30 November or 1 December 2023"),
        ("2023-11-09/2023-11-30", "between 9 and 30 November 2023"),
        ("2023-10-02/2024-01-30", "between 2 October 2023 and 30 January 2024"),
        ("1973-09/1973-11", "between September and November 1973"),
        ("1973-09/1974-11", "between September 1973 and November 1974"),
    ],
)
def test_dates_are_written_out_as_exactly_as_they_are_known(edtf: str, words: str) -> None:
    """A date in words says the same days as its EDTF, no more and no less."""
    assert in_words(parse(edtf)) == words


def test_a_dossier_of_one_host_leaves_the_others_out(export_register: object) -> None:
    """Asked for one receiving state, the dossier speaks of missions there alone."""
    page = render(ask(export_register, receiving="UG"), "html").decode()  # type: ignore[arg-type]
    assert "Missions of North Korea in Uganda" in page
    assert "Kampala" in page
    assert "Madrid" not in page


def test_hostile_words_make_no_markup(answer: Extract) -> None:
    """The HTML holds only tags of our own, no script, no image, links to the web alone, and the words as they stand."""
    tree = lxml.html.document_fromstring(render(answer, "html"))
    assert {one.tag for one in tree.iter() if isinstance(one.tag, str)} <= _OURS
    assert {one.get("href") for one in tree.iter("a")} == {"https://courier.example/a", "https://daily.example/b"}
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
    assert " ".join(HOSTILE.split()) in " ".join(tree.text_content().split())
    assert [one.text_content() for one in tree.iter("h1")] == ["Missions of North Korea"]


_SIGNS = st.text(st.sampled_from("-+=#*_.)(>|~`:/\\\\& 1w<![]\\n\\tx"), max_size=12) | st.text(max_size=60)


@given(_SIGNS)
def test_escaped_text_is_shown_letter_for_letter(text: str) -> None:
    """Any text, escaped and rendered where HTML is allowed, even at the start of a line, gives its own letters and no tag."""
    body = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .render(f"x\n> {escape(text)}x\n> {escape(text)}")
    )
    assert set(re.findall(r"<[^>]*>", body)) <= {"<p>", "</p>", "<blockquote>", "</blockquote>"}
    shown = re.search(r"<blockquote>\s*<p>(.*)</p>", body, re.DOTALL)
    flat = " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f]", " ", text).split())
    assert shown
    assert "".join(html.unescape(shown[1]).split()) == "".join(f"{flat}x{flat}".split())


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "https://a.example/<b>", "https://a.example/ b", None]
)
def test_only_addresses_of_the_web_become_links(address: str | None) -> None:
    """An address with another scheme, or with a sign that could end the link, is not linked."""
    assert link("words", address) == "words"
