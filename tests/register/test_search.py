"""Search over documents and quotes: the same answers from either kind of database."""

from collections.abc import Iterator

import msgspec
import pytest
from register_claims import report, say

from legation.errors import DataError
from legation.model import Claim, Document
from legation.register import Register

QUOTE = "The embassy in Kampala closed its doors"


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    """Give a register of three documents."""
    texts = [
        ("2023-10-27", "Kampala", f"Farewell to Museveni. {QUOTE} on Monday.", say("closed", quote=QUOTE)),
        ("2023-11-01", "São Tomé", "Brasília's envoy flew to São Tomé; Kampala's did not.", None),
        (None, "An undated note", "Of closed doors, Kampala, and an embassy.", None),
    ]
    with Register.open(place) as opened:
        for day, title, text, fields in texts:
            document = Document(text=text, title=title, published=day, publisher="A")
            claims: list[Claim] = []
            if fields:
                _, (claim,) = report(day, "A", fields)
                at = text.index(QUOTE)
                claims = [
                    Claim(
                        **{
                            **{name: getattr(claim, name) for name in Claim.__struct_fields__},
                            "start": at,
                            "end": at + len(QUOTE),
                        }
                    )
                ]
            opened.add(document, claims, "test/1")
        yield opened


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("kampala", ["São Tomé", "Kampala", "An undated note"]),
        ("closed Kampala", ["Kampala", "An undated note"]),
        ('"closed its doors"', ["Kampala"]),
        ('"doors closed"', []),
        ("sao tome", ["São Tomé"]),
        ("BRASÍLIA", ["São Tomé"]),
        ("Kampala's", ["São Tomé"]),
        ("undated", ["An undated note"]),
        ('embassy OR "NOT', []),
        ("camp", []),
    ],
)
def test_documents_are_found_by_all_their_words(register: Register, words: str, titles: list[str]) -> None:
    """Case, accents and punctuation play no part; the newest comes first, and no word has a meaning of its own."""
    assert [hit.source.title for hit in register.search(words)] == titles


def test_quotes_are_found_with_their_claims(register: Register) -> None:
    """Words of a quote lead to its claim; a document that has them elsewhere is not told of."""
    (hit,) = register.search("embassy doors", quotes=True)
    assert [claim.quote for claim in hit.claims] == [QUOTE]
    assert hit.passage == "Kampala Farewell to Museveni. The embassy in Kampala closed its doors on Monday."
    assert register.search("Museveni", quotes=True) == []
    (first, *_) = register.search("Museveni")
    assert first.claims == ()


def test_a_search_can_be_asked_of_the_past_and_be_cut_short(register: Register) -> None:
    """What came later is not found as of an earlier entry."""
    assert [hit.since for hit in register.search("kampala", 1)] == [1]
    assert [hit.since for hit in register.search("kampala", limit=1)] == [2]
    assert register.search("kampala", 0) == []


def test_a_search_for_nothing_is_refused(register: Register) -> None:
    """Punctuation alone is no word."""
    with pytest.raises(DataError, match="holds no word"):
        register.search(' "…" - ')


def test_a_document_read_again_is_found_once(register: Register) -> None:
    """The words of a document and of a claim are kept once, whoever reads it again."""
    document = register.document(register.search("museveni")[0].source.id)
    claim = register.search("embassy doors", quotes=True)[0].claims[0]
    register.add(document, [claim], "test/2")
    (hit,) = register.search("embassy doors", quotes=True)
    assert hit.claims == (claim,)


@pytest.mark.parametrize(("most", "quotes"), [(0, []), (1, [QUOTE]), (None, [QUOTE, "embassy in Kampala closed"])])
def test_only_so_many_claims_of_a_document_are_given(place: str, most: int | None, quotes: list[str]) -> None:
    """The first in the text are given; the document is found all the same."""
    text = f"{QUOTE} on Monday."
    fields = [say("closed", quote=quote) for quote in (QUOTE, "embassy in Kampala closed")]
    _, claims = report("2023-10-27", "A", *fields)
    placed = [
        msgspec.structs.replace(one, start=text.index(one.quote), end=text.index(one.quote) + len(one.quote))
        for one in claims
    ]
    with Register.open(place) as register:
        register.add(Document(text=text, title="Kampala", published="2023-10-27", publisher="A"), placed, "test/1")
        (hit,) = register.search("kampala closed", quotes=True, most=most)
    assert [claim.quote for claim in hit.claims] == quotes
