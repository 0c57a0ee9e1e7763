"""The screen: it may pass what is empty, and never stops what holds a claim."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.reader.screen import relevant, stems

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
