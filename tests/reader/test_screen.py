"""The screen: it may pass what is empty, and never stops what holds a claim."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.reader.screen import relevant, spelled, stems

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize("folder", ["train", "plain", "dev"])
def test_no_relevant_document_of_the_corpora_is_lost(folder: str) -> None:
    """Every annotated document that holds a claim passes."""
    gold = CORPUS / folder / "gold.jsonl"
    if not gold.exists():
        pytest.skip(f"the corpus {folder} is not there")
    documents = [json.loads(row) for row in gold.read_text("utf-8").splitlines() if row.strip()]
    texts = {one["doc"]: (gold.parent / "docs" / f"{one['doc']}.txt").read_text("utf-8") for one in documents}
    lost = [one["doc"] for one in documents if one["claims"] and not relevant(texts[one["doc"]])]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        "Peru cuts ties with Zambia",
        "The Bolivian mission in Suva ceased operations.",
        "RELATIONS BETWEEN PERU AND ZAMBIA WERE RESTORED",
        "The CHARGÉ D’AFFAIRES was told to go.",
    ],
)
def test_claims_without_the_word_embassy_pass(text: str) -> None:
    """Common nouns pass beside a verb of change, capitals and curly apostrophes included."""
    assert relevant(text)


@pytest.mark.parametrize(
    "words",
    [
        b"high\ncommission",
        b"high\r\ncommission",
        b"HIGH&nbsp;COMMISSION",
        b"high\xa0commission",
        b"charg\xe9 d'affaires",
        b"CHARG\xc9 D&rsquo;AFFAIRES",
        b"charg&eacute;&#160;d&#8217;",
        "A legation".encode("utf-16"),
        "A nunciature".encode("utf-16-be"),
    ],
)
def test_words_are_seen_as_a_page_writes_them(words: bytes) -> None:
    """Line breaks, entities and other charsets within a stem hide it from nobody."""
    assert relevant(words)


@pytest.mark.parametrize(
    ("page", "passes"),
    [
        (
            b'<a href="https://n.example/%s">Relations</a>&nbsp;were <b class="%s">restored</b>'
            % (b"x" * 90, b"y" * 90),
            True,
        ),
        (b"cut<p>%s</p>ties<p>%s</p>moved" % (b"a " * 40, b"a " * 40), False),
    ],
)
def test_markup_between_noun_and_verb_is_no_distance(page: bytes, *, passes: bool) -> None:
    """How far a verb stands is counted in the words of the text, not in those of a link's address."""
    assert relevant(page) is passes


def test_every_spelling_of_a_stem_is_in_lower_case_and_found() -> None:
    """What is looked for is what the one pass to lower case leaves of a page."""
    for stem in stems():
        for spelling in spelled(stem):
            assert relevant(spelling), spelling


@pytest.mark.parametrize("text", ["", "The cup final was played in rain.", "Public relations is a growing trade."])
def test_other_news_is_stopped(text: str) -> None:
    """A text without a stem, or with a common noun alone, is stopped."""
    assert not relevant(text)


@given(st.text(max_size=200), st.sampled_from(stems()), st.text(max_size=200))
def test_a_stem_anywhere_passes(before: str, stem: str, after: str) -> None:
    """A stem passes whatever stands around it, as text and as bytes."""
    text = f"{before} {stem} {after}"
    assert relevant(text)
    assert relevant(text.encode("utf-8", "replace"))


@given(st.binary(max_size=2000))
def test_any_bytes_are_decided(raw: bytes) -> None:
    """Broken encodings are decided like any text."""
    assert relevant(raw) in (True, False)
