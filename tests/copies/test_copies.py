"""Copies, cuts and versions of a text; and what is none."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.copies import Index, likeness, marks, shingles
from legation.model import Document

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = (CORPUS / "train" / "docs" / "americas-mideast-gulf-states-baghdad-2008-06.txt").read_text("utf-8")
WORDS = st.lists(
    st.sampled_from(["embassy", "in", "the", "closed", "opened", "of", "city", "state", "and", "on", "Monday"]),
    min_size=30,
    max_size=90,
)


def document(text: str, publisher: str | None = None, url: str | None = None) -> Document:
    """Make a document."""
    return Document(text=text, publisher=publisher, url=url)


def test_case_accents_punctuation_and_layout_make_no_other_text() -> None:
    """What a page's template changes leaves the runs of words as they are."""
    changed = TEXT.upper().replace(".", " –").replace("\n\n", "\n")
    assert shingles(changed) == shingles(TEXT)


def test_a_new_headline_and_a_cut_tail_leave_a_copy() -> None:
    """Two fifths of a text under another headline are found as its copy."""
    head, _, body = TEXT.partition("\n\n")
    assert head
    cut = "Another headline altogether\n\n" + body[: int(len(body) * 0.4)]
    index = Index()
    assert index.add(document(TEXT, "The Wire")) == []
    (link,) = index.add(document(cut, "The Post"))
    assert (link.relation, link.earlier) == ("copy", document(TEXT, "The Wire").id)


@pytest.mark.parametrize(("publisher", "url"), [("The Wire", None), (None, "https://wire.example/1")])
def test_what_the_same_publisher_or_address_gives_again_is_a_version(publisher: str | None, url: str | None) -> None:
    """A correction is linked to what it corrects."""
    index = Index()
    index.add(document(TEXT, publisher, url))
    (link,) = index.add(document(TEXT.replace("Tuesday", "Wednesday") + "\n\nCorrects the day.", publisher, url))
    assert link.relation == "version"


def test_no_two_annotated_articles_are_copies() -> None:
    """Texts on the same matters, each written by itself, are far from it."""
    index = Index()
    links = []
    for folder in ("train", "plain", "dev"):
        for line in (CORPUS / folder / "documents.jsonl").read_text("utf-8").splitlines():
            name = json.loads(line)["doc"]
            links += index.add(document((CORPUS / folder / "docs" / f"{name}.txt").read_text("utf-8"), name))
    assert links == []


def test_a_short_text_is_a_copy_only_word_for_word() -> None:
    """A set phrase is no reprint."""
    index = Index()
    index.add(document("Chile closed its embassy in Oslo.", "A"))
    assert index.add(document("Chile closed its embassy in Lima.", "B")) == []
    assert len(index.add(document("Chile closed  its embassy in Oslo.", "C"))) == 1


@given(WORDS, WORDS)
def test_likeness_is_even_and_within_its_bounds(one: list[str], other: list[str]) -> None:
    """It does not matter which text came first, and a text is wholly like itself."""
    first, second = shingles(" ".join(one)), shingles(" ".join(other))
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert not first or likeness(first, first) == 1
    assert marks(first) == marks(shingles("  ".join(one).title()))
