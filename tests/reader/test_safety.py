"""No input makes the reader hang, crash or grow without bound."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.model import Document, check
from legation.reader import RuleReader
from legation.reader.parse import PIECE, pages, pieces

READER = RuleReader()
WORDS = [
    "Norway", "Fiji", "Suva", "Peru", "Zambia", "Lusaka", "the", "its", "their", "embassy", "embassies", "consulate in", "ambassador", "diplomats",
    "relations with", "closed", "opened", "recalled", "expelled", "severed", "accredited to", "and", ",", ";", ".", "in", "to", "from", "both",
    "it", "they", "here", "there", "did so", "followed suit", "(", ")", "2004", "\n", "\n\n", "OSLO, May 3 (XYZ) - ", "• ", "each other's capitals",
]  # fmt: skip


def read(text: str) -> None:
    """Read a text and hold every claim against it."""
    for claim in READER.read(Document(text=text, published="2024-05-15")).claims:
        check(claim, text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_any_order_of_telling_words_is_read(text: str) -> None:
    """Whatever order the telling words come in, reading ends and every claim holds."""
    read(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """Arbitrary Unicode between two sentences of news changes nothing about their being read safely."""
    read(f"Norway closed its embassy in Suva. {text} Peru recalled its ambassador to Zambia.")


@pytest.mark.parametrize(
    "text",
    [
        "embassy " * 1500,
        "the embassy in " + "Peru, Kenya and " * 400,
        "The embassy " + "(" * 3000 + " closed",
        "Oslo, " * 1200 + "embassy closed",
        "Embassy in Oslo closed.\n" * 300,
        "«" * 2000 + " embassy \x00\x01\x02 closed \u202e in Oslo",
        "its " * 2500 + "embassy",
        "who said that " * 700 + "Norway closed its embassy in Suva",
    ],
    ids=lambda text: text[:24],
)
def test_hostile_texts_are_read(text: str) -> None:
    """Repetition, nesting, control characters and chains end and give claims that hold."""
    read(text)


def test_a_megabyte_without_a_full_stop_is_cut_into_bounded_pieces() -> None:
    """No piece handed to the parser is longer than the bound, and the pieces cover the text."""
    text = "Norway closed its embassy in Suva and " * 27_000
    cut = list(pieces(text))
    assert all(end - start <= PIECE for start, end, _ in cut)
    assert cut[0][0] == 0
    assert cut[-1][1] == len(text)
    assert all(left[1] == right[0] for left, right in itertools.pairwise(cut))


def test_work_grows_with_the_text_and_not_faster() -> None:
    """Twice the text gives twice the sentences to look at, never a sentence that spans the pieces."""
    clause = "Norway closed its embassy in Suva, and Peru recalled its ambassador to Zambia, "
    counts = []
    for times in (30, 60):
        page = next(pages([Document(text=clause * times)]))
        assert all(sentence.end - sentence.start <= PIECE for sentence in page.sentences)
        counts.append(len(page.sentences))
    assert counts[1] <= 2 * counts[0] + 2


def test_an_empty_document_gives_an_empty_reading() -> None:
    """Nothing in, nothing out."""
    assert READER.read(Document(text="")).claims == ()
