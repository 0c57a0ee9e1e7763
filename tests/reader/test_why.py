"""Which causes are read for an event, and which reasons for a network."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_events import made, of_sentence, page_of

from legation.model.vocabulary import CAUSES
from legation.reader.context.discourse import Discourse
from legation.reader.lexicon import load
from legation.reader.types import Event
from legation.reader.why import causes, explained

TABLE = [
    ("Peru closed its embassy in Oslo to save money.", "closed", "closed", "cost"),
    ("Peru closed its embassy in Oslo because of budget cuts.", "closed", "closed", "cost"),
    ("For lack of funds the embassy in Oslo was shut.", "shut", "closed", "cost"),
    ("Peru closed its embassy, citing the economic crisis at home.", "closed", "closed", "economy"),
    ("The consulate closed because UN sanctions had left it without customers.", "closed", "closed", "sanctions"),
    ("The embassy was evacuated after a bomb went off at its gate.", "evacuated", "suspended", "security"),
    ("Staff were withdrawn because of threats against the mission.", "withdrawn", "suspended", "security"),
    ("The embassy suspended its work as fighting reached the suburbs.", "suspended", "suspended", "conflict"),
    ("Peru severed relations over the war in Gaza.", "severed", "relations_severed", "conflict"),
    (
        "Peru recalled its ambassador in protest at remarks by the president.",
        "recalled",
        "recalled",
        "bilateral_dispute",
    ),
    (
        "Peru expelled the ambassador, accusing him of interfering in its affairs.",
        "expelled",
        "expelled",
        "bilateral_dispute",
    ),
    (
        "Peru broke off relations in a row over asylum for a fugitive.",
        "broke",
        "relations_severed",
        "bilateral_dispute",
    ),
    ("Norway expelled two Peruvians in retaliation.", "expelled", "expelled", "reciprocity"),
    ("Norway responded in kind and expelled two diplomats.", "expelled", "expelled", "reciprocity"),
    (
        "Peru expelled the Norwegians hours after Oslo had sent home two Peruvians.",
        "expelled",
        "expelled",
        "reciprocity",
    ),
    ("Oslo acted on Monday. Peru reacted and expelled the Norwegians.", "expelled", "expelled", "reciprocity"),
    ("The two were expelled for spying.", "expelled", "expelled", "security"),
    ("The embassy shut in April because of the pandemic.", "shut", "suspended", "pandemic"),
    ("The consulate closed after its cook caught the coronavirus.", "closed", "suspended", "pandemic"),
    ("The embassy moved to Osaka after the earthquake.", "moved", "suspended", "disaster"),
    (
        "The consulate in Bergen was closed as part of a reorganisation of the network.",
        "closed",
        "closed",
        "reorganisation",
    ),
    ("An embassy was opened to deepen trade and investment.", "opened", "opened", "engagement"),
    (
        "Relations were established after the new government switched recognition.",
        "established",
        "relations_established",
        "alignment",
    ),
    (
        "Peru recognised Beijing under the one-China principle and broke with Taipei.",
        "broke",
        "relations_severed",
        "alignment",
    ),
    ("The embassy was shut. The ministry blamed the budget.", "shut", "closed", "cost"),
    ("Money was short. The embassy in Oslo was therefore closed.", "closed", "closed", "cost"),
    ("The post was axed on grounds of cost.", "axed", "closed", "cost"),
    ("The embassy closed because Peru could no longer afford the rent.", "closed", "closed", "cost"),
]


@pytest.mark.parametrize(("text", "word", "kind", "tag"), TABLE, ids=[row[0] for row in TABLE])
def test_cause_of_a_sentence(text: str, word: str, kind: str, tag: str) -> None:
    """The cause that the words give is among those read, two at most."""
    page, event = made(text, word, kind=kind, sending="PE", receiving="NO")
    found = causes(page, event)[0]
    assert tag in found
    assert len(found) <= 2


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Peru opened an embassy in Oslo on Monday.", "opened", "opened"),
        ("The ambassador paid a farewell call on the president.", "farewell", "farewell"),
        ("The consul in Bergen is accredited to Iceland.", "accredited", "accredited"),
        ("Relations were established on 3 May 1977.", "established", "relations_established"),
    ],
)
def test_no_cause_where_none_is_given(text: str, word: str, kind: str) -> None:
    """Nothing is said of causes where the text says nothing."""
    page, event = made(text, word, kind=kind)
    assert causes(page, event)[0] == ()


def test_causes_of_an_event_without_trigger() -> None:
    """An event proposed as a whole sentence has its causes too."""
    page, event = made("Peru closed its embassy in Oslo because of budget cuts.", "closed", sending="PE")
    assert "cost" in causes(page, of_sentence(page, event))[0]


def test_a_reason_for_a_network_is_explained() -> None:
    """A reason given for the cuts as a whole is a claim of its own."""
    text = (
        "Peru will close its embassies in Norway, Poland and Ghana and its consulates in Brazil and Chile.\n\n"
        "The closures are forced by a lack of money, the Peruvian foreign ministry said."
    )
    page = page_of(text)
    found = explained(page, Discourse(page))
    assert [(event.kind, event.sending) for event in found] == [("explained", "PE")]
    assert "cost" in causes(page, found[0])[0]


def test_a_motive_that_is_no_tag_is_other() -> None:
    """A plainly named motive counts as another cause where no tag's words are there."""
    text = (
        "Peru will close its embassies in Norway, Poland and Ghana and its consulates in Brazil and Chile.\n\n"
        "The true motive of the closures is jealousy, a former ambassador said."
    )
    page = page_of(text)
    found = explained(page, Discourse(page))
    assert [causes(page, event)[0] for event in found] == [("other",)]


def test_a_page_without_a_network_explains_nothing() -> None:
    """A reason on a page about one mission is no reason for a network."""
    page = page_of("Peru closed its embassy in Oslo because there was no money.")
    assert explained(page, Discourse(page)) == []


def test_the_tables_of_causes_know_every_tag() -> None:
    """Each cause but "other" has words, and each prior is one of a cause."""
    lexicon = load("why")
    for tag in CAUSES:
        assert tag == "other" or lexicon[tag]["words"]
        assert tag == "other" or all("- " not in word and "_" not in word for word in lexicon[tag]["words"])
    for row in lexicon["prior"].values():
        assert set(row) <= set(CAUSES)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.integers(0, 300))
def test_any_text_has_known_causes(text: str, start: int) -> None:
    """No text makes the stage fail, and every tag exists."""
    page = page_of(text)
    found = causes(page, Event("closed", "KP", "UG", 0, (start, start + 3), (start, start + 3)))[0]
    assert set(found) <= set(CAUSES)
    assert all(event.kind == "explained" for event in explained(page, Discourse(page)))
