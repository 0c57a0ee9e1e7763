"""Pages: what is parsed, what is left unread, and that company changes nothing."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.model import Document
from legation.reader import DefaultReader, learned
from legation.reader.parse import FAR, near, pages, pieces

CORPUS = Path(__file__).parents[2] / "corpus"
NEWS = "The harriers won in the rain and moved to the top of the table.\n\n"
CLOSING = "Norway closed its embassy in Suva on Monday, the foreign ministry in Oslo said.\n\n"


def document(text: str) -> Document:
    """Make a document."""
    return Document(text=text, published="2024-05-15")


def annotated(folder: str) -> list[Document]:
    """Give the documents of a corpus in its order."""
    golds = map(json.loads, (CORPUS / folder / "gold.jsonl").read_text("utf-8").splitlines())
    return [
        Document(text=(CORPUS / folder / "docs" / f"{gold['doc']}.txt").read_text("utf-8"), published=gold["published"])
        for gold in golds
    ]


def kinds(text: str) -> list[str]:
    """Give the kinds of the pieces of a text."""
    return [kind for *_, kind in near(text, list(pieces(text)))]


def test_what_stands_far_from_all_diplomacy_is_left_unread() -> None:
    """Of a long round-up with one item of diplomacy only that item, its neighbours, headline and first paragraph are read."""
    text = "Round-up\n\n" + NEWS * 20 + CLOSING + NEWS * 20
    assert [number for number, kind in enumerate(kinds(text)) if kind != FAR] == [0, 1, 19, 20, 21, 22, 23]
    page = next(pages([document(text)]))
    assert len(page.sentences) == 7
    assert page.parse.text == text
    for sentence in page.sentences:
        words = page.parse[sentence.first_token : sentence.last_token].text.strip()
        assert text[sentence.start : sentence.end] == words


def test_what_is_said_amid_other_news_is_read() -> None:
    """A closure in the middle of a long round-up is the same claim as by itself."""
    alone, amid = DefaultReader().read_many(
        [document("Envoys\n\n" + CLOSING), document("Envoys\n\n" + NEWS * 30 + CLOSING + NEWS * 30)]
    )
    assert [(one.kind, one.sending, one.receiving) for one in amid.claims] == [("closed", "NO", "FJ")]
    assert [one.quote for one in amid.claims] == [one.quote for one in alone.claims]


def test_an_article_most_of_which_is_near_is_read_whole() -> None:
    """A few paragraphs of other things do not leave anything unread."""
    assert FAR not in kinds("Envoys\n\n" + CLOSING * 6 + NEWS * 6)


@pytest.mark.parametrize("folder", ["train", "plain", "dev"])
def test_no_annotated_article_with_claims_is_cut_down(folder: str) -> None:
    """What the figures are measured on is read whole, so that they do not rest on what is left out."""
    golds = map(json.loads, (CORPUS / folder / "gold.jsonl").read_text("utf-8").splitlines())
    cut = [
        gold["doc"]
        for gold, one in zip(golds, annotated(folder), strict=True)
        if gold["claims"] and FAR in kinds(one.text)
    ]
    assert cut == []


@settings(max_examples=60)
@given(st.lists(st.sampled_from([NEWS, CLOSING, "\n", "SUVA, May 3 (XYZ) - ", "\x00 (", "ties were cut. "])))
def test_marking_covers_every_character_once(parts: list[str]) -> None:
    """Whatever is left unread, the pieces still cover the text in order."""
    text = "".join(parts)
    cut = near(text, list(pieces(text)))
    assert [start for start, *_ in cut] == [0, *(end for _, end, _ in cut)][: len(cut)]
    assert not cut or cut[-1][1] == len(text)


@pytest.mark.skipif(not learned.available(), reason="legation_reader_en or onnxruntime is not installed")
def test_a_reading_does_not_depend_on_its_company() -> None:
    """Documents read together, in another order, amid others that hold nothing, or alone give the same claims."""
    documents = annotated("plain")[:24]
    reader = DefaultReader()
    together = {one.document: one.claims for one in reader.read_many(documents)}
    mixed = [*documents, *(document(NEWS * number) for number in range(1, 20))]
    random.Random(5).shuffle(mixed)
    amid = {one.document: one.claims for one in reader.read_many(mixed)}
    assert together == {name: claims for name, claims in amid.items() if name in together}
    assert all(reader.read(one).claims == together[one.id] for one in documents[:8])


def test_readings_come_in_the_order_of_documents_whatever_passes_the_screen() -> None:
    """More documents than are screened at a time give one reading each, in order, with claims where they belong."""
    documents = [document((CLOSING if number % 97 == 5 else NEWS) + f"No. {number}") for number in range(2500)]
    readings = list(DefaultReader().read_many(documents))
    assert [one.document for one in readings] == [one.id for one in documents]
    assert [number for number, one in enumerate(readings) if one.claims] == list(range(5, 2500, 97))
