"""Copies, cuts and versions of a text; and what is none."""

import itertools
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from legation.copies import ENOUGH, SHARED, likeness, marks, shingles

CORPUS = Path(__file__).parents[2] / "corpus"
TEXT = (CORPUS / "train" / "docs" / "americas-mideast-gulf-states-baghdad-2008-06.txt").read_text("utf-8")
WORDS = st.lists(
    st.sampled_from(["embassy", "in", "the", "closed", "opened", "of", "city", "state", "and", "on", "Monday"]),
    min_size=30,
    max_size=90,
)


def test_case_accents_punctuation_and_layout_make_no_other_text() -> None:
    """What a page's template changes leaves the runs of words as they are."""
    changed = TEXT.upper().replace(".", " –").replace("\n\n", "\n")
    assert shingles(changed) == shingles(TEXT)


def test_a_new_headline_and_a_cut_tail_leave_a_copy() -> None:
    """Two fifths of a text under another headline are found by their marks, and stand wholly in it."""
    body = TEXT.partition("\n\n")[2]
    cut = shingles("Another headline altogether\n\n" + body[: int(len(body) * 0.4)])
    assert len(set(marks(cut)) & set(marks(shingles(TEXT)))) >= SHARED
    assert likeness(cut, shingles(TEXT)) > 0.9


def test_no_two_annotated_articles_are_copies() -> None:
    """Texts on the same matters, each written by itself, are far from it."""
    texts = [
        shingles(file.read_text("utf-8"))
        for part in ("train", "plain", "dev")
        for file in sorted((CORPUS / part / "docs").iterdir())
    ]
    near = [(one, other) for one, other in itertools.combinations(texts, 2) if likeness(one, other) >= ENOUGH]
    assert near == []


def test_a_short_text_has_no_marks() -> None:
    """A set phrase is no reprint."""
    assert marks(shingles("Chile closed its embassy in Oslo.")) == ()


@given(WORDS, WORDS)
def test_likeness_is_even_and_within_its_bounds(one: list[str], other: list[str]) -> None:
    """It does not matter which text came first, and a text is wholly like itself."""
    first, second = shingles(" ".join(one)), shingles(" ".join(other))
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert not first or likeness(first, first) == 1
    assert marks(first) == marks(shingles("  ".join(one).title()))
