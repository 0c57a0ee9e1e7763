"""Dossiers: what a reader finds, and that no quoted word becomes markup."""

import re

import lxml.html
import pytest
from export_world import HOSTILE, ask
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from legation.exports import Extract, render
from legation.exports.dossier import escape, link

_OURS = {
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "em", "strong", "table", "thead", "tbody", "tr",
    "th", "td", "ul", "li", "blockquote", "br", "a", "code",
}  # fmt: skip


def test_a_dossier_gives_quotes_dates_and_reading_time(answer: Extract) -> None:
    """The page has the words behind a closing, their address, both dates, the reading time and the stamp."""
    page = render(answer, "markdown").decode()
    assert "closed UG says Kampala Courier." in page
    assert "<https://courier.example/a>" in page
    assert re.search(r"On 2024-01-31, as known with entry 4 of 2023-12-01 .* Reading time: \d+ minutes?\.", page)
    assert answer.content in page


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


@given(st.text(max_size=60))
def test_escaped_text_is_shown_letter_for_letter(text: str) -> None:
    """Any text, escaped and rendered where HTML is allowed, gives one paragraph without a tag."""
    body = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(f"x{escape(text)}x")
    assert re.findall(r"<[^>]*>", body) == ["<p>", "</p>"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "https://a.example/<b>", "https://a.example/ b", None]
)
def test_only_addresses_of_the_web_become_links(address: str | None) -> None:
    """An address with another scheme, or with a sign that could end the link, is not linked."""
    assert link("words", address) == "words"
