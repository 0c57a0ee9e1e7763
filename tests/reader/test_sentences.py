"""Single sentences and the claims they hold: the table in ``sentences.toml``, one test a sentence."""

import functools
import tomllib
from pathlib import Path

import pytest

from legation.model import Claim, Document, check
from legation.model.vocabulary import RELATION_KINDS
from legation.reader import RuleReader

TABLE = Path(__file__).with_name("sentences.toml")
PUBLISHED = "2024-05-15"


@functools.cache
def table() -> list[tuple[str, str, tuple[str, ...]]]:
    """Give group, sentence and expected claims of every case."""
    groups = tomllib.loads(TABLE.read_text("utf-8"))
    return [(group, case[0], tuple(case[1:])) for group, content in groups.items() for case in content["cases"]]


@functools.cache
def readings() -> dict[str, tuple[Claim, ...]]:
    """Read all sentences together, as a stream of documents."""
    texts = [text for _, text, _ in table()]
    documents = [Document(text=text, published=PUBLISHED) for text in texts]
    return {text: reading.claims for text, reading in zip(texts, RuleReader().read_many(documents), strict=True)}


def line(claim: Claim) -> str:
    """Write a claim as the table writes it; relations in alphabetical order."""
    pair = (claim.sending or "", claim.receiving or "")
    if claim.kind in RELATION_KINDS:
        pair = (min(pair), max(pair))
    parts = [claim.kind, ">".join(pair), claim.city, claim.status, claim.from_ and f"from={claim.from_}"]
    return " ".join(part for part in parts if part)


def test_the_table_is_large_and_repeats_nothing() -> None:
    """The table holds at least 150 sentences, each once."""
    sentences = [text for _, text, _ in table()]
    assert len(sentences) >= 150
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("group", "text", "expected"), table(), ids=lambda value: str(value)[:60])
def test_a_sentence_gives_its_claims(group: str, text: str, expected: tuple[str, ...]) -> None:
    """A sentence gives exactly the claims that the table expects, and none where it expects none."""
    found = [line(claim) for claim in readings()[text] if claim.kind not in ("counted", "explained")]
    assert sorted(found) == sorted(expected), f"{group}: {text}"


def test_every_claim_holds_against_its_sentence() -> None:
    """Every claim read from the table passes the check at the door: quote in place, codes and dates well formed."""
    for text, claims in readings().items():
        for claim in claims:
            check(claim, text)
            assert text[claim.start : claim.end] == claim.quote


def test_one_document_reads_as_in_a_stream() -> None:
    """A document gives the same claims alone as among others."""
    for _, text, _ in table()[::40]:
        document = Document(text=text, published=PUBLISHED)
        assert RuleReader().read(document).claims == readings()[text]


def test_explain_gives_the_rule_and_words_behind_each_field() -> None:
    """An explanation holds the same claims, each with traces for kind and for both states."""
    document = Document(text="Norway closed its embassy in Suva on Monday.", published=PUBLISHED)
    explained = RuleReader().explain(document)
    assert tuple(claim for claim, _ in explained) == RuleReader().read(document).claims
    ((_, traces),) = explained
    fields = {trace.field: trace for trace in traces}
    assert {"kind", "sending", "receiving", "status", "date"} <= set(fields)
    assert fields["kind"].rule == "trigger.verb"
    assert fields["kind"].words == "close"


def test_headline_lede_and_body_are_one_claim() -> None:
    """Headline, lede and body that say the same are one claim, with the city and date of the most specific wording."""
    text = (
        "Norway shuts embassy in Fiji\n\nNorway has closed its embassy in Fiji, the government said.\n\n"
        "The embassy in Suva was closed on Monday."
    )
    claims = RuleReader().read(Document(text=text, published=PUBLISHED)).claims
    assert [line(claim) for claim in claims] == ["closed NO>FJ Suva done"]


def test_holders_who_differ_are_two_claims() -> None:
    """What one holder says was done and another denies are two claims."""
    text = (
        "Norway has closed its embassy in Suva, the Norwegian foreign ministry said.\n\n"
        "Fiji denied that Norway had closed its embassy in Suva."
    )
    claims = RuleReader().read(Document(text=text, published=PUBLISHED)).claims
    assert sorted(line(claim) for claim in claims) == ["closed NO>FJ Suva denied", "closed NO>FJ Suva done"]


def test_dates_far_apart_are_two_claims() -> None:
    """The same pair with different years is two claims."""
    text = "Missions in the Pacific\n\nNorway closed its embassy in Suva in 1994.\n\nNorway closed its embassy in Suva again in 2011."
    claims = RuleReader().read(Document(text=text, published=PUBLISHED)).claims
    assert [(line(claim), claim.date) for claim in claims] == [
        ("closed NO>FJ Suva done", "1994"),
        ("closed NO>FJ Suva done", "2011"),
    ]
