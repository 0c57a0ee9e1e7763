"""The judge: both halves brought together, each distinct claim weighed once, and the rules alone where weights are missing."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.model import Claim, Document, check
from legation.reader import DefaultReader, RuleReader, learned
from legation.reader.context.discourse import Discourse
from legation.reader.features import cases, key_of, odds
from legation.reader.judge import judge, logistic
from legation.reader.learned import Proposal
from legation.reader.parse import pages
from legation.reader.rules import candidates
from legation.reader.types import Event, Page

CORPUS = Path(__file__).parents[2] / "corpus"

PLAIN = Document(
    text=(
        "Ghana opens embassy in Lima\n\nGhana opened an embassy in Lima on Monday, its foreign ministry said. "
        "The Ghanaian ambassador thanked Peru for its help."
    ),
    published="2021-06-09",
)
IMPLIED = Document(
    text=(
        "A quiet goodbye in Apia\n\nThe Chilean mission in Samoa has six weeks left. The plate comes down at the end of "
        "July, and after that Santiago will look after the islands from Wellington, the Chilean foreign ministry said."
    ),
    published="2014-06-12",
)
NOTHING = Document(
    text=(
        "Ambassador opens film week\n\nThe ambassador of Norway opened the film week in Hanoi on Friday. The embassy "
        "closed its doors to the public at noon for the reception, and diplomats of nine countries attended."
    ),
    published="2019-05-12",
)


def page_of(document: Document) -> Page:
    """Parse one document."""
    return next(pages([document]))


def proposal(kind: str, sending: str, receiving: str | None, score: float, trigger: tuple[int, int]) -> Proposal:
    """Make a proposal for the second sentence."""
    return Proposal(kind, sending, receiving, 1, score, trigger, sentences=((1, 1.0),))


def brief(claims: tuple[Claim, ...]) -> set[tuple[str, str | None, str | None]]:
    """Give kind and states of each claim."""
    return {(claim.kind, claim.sending, claim.receiving) for claim in claims}


def test_what_both_halves_say_counts_once() -> None:
    """A plain opening is one claim, with the words and the city that the rules found."""
    reading = DefaultReader().read(PLAIN)
    assert brief(reading.claims) == {("opened", "GH", "PE")}
    assert reading.claims[0].city == "Lima"


def test_a_page_that_only_speaks_of_embassies_holds_nothing() -> None:
    """Receptions and film weeks raise no claim."""
    assert DefaultReader().read(NOTHING).claims == ()


def test_a_likely_proposal_becomes_an_event_where_the_rules_found_no_words() -> None:
    """A closure that is only implied is read from the proposal, quoted by its sentence, with mission and city."""
    page = page_of(IMPLIED)
    start = IMPLIED.text.index("six weeks left")
    told = [proposal("closed", "CL", "WS", 0.97, (start, start + 3))]
    events = judge(page, Discourse(page), [], told)
    assert [(event.kind, event.sending, event.receiving) for event in events] == [("closed", "CL", "WS")]
    low, high = events[0].quote
    assert "six weeks left" in IMPLIED.text[low:high]


def test_an_unlikely_proposal_alone_says_nothing() -> None:
    """What the learned half hardly believes and the rules have no words for is left out."""
    page = page_of(IMPLIED)
    assert judge(page, Discourse(page), [], [proposal("closed", "CL", "WS", 0.1, (30, 36))]) == []


def test_a_number_of_unnamed_missions_closes_none_where_the_text_is_written() -> None:
    """What the learned half holds for a closure in the dateline's city is left to the number that the sentence gives."""
    chosen = {}
    for number in ("a dozen of", "all"):
        text = f"Cuts ahead\n\nOSLO. Peru will close {number} its embassies, diplomats said. Lima is silent."
        page = page_of(Document(text=text, published="2019-03-02"))
        start = text.index("close")
        index = next(one.index for one in page.sentences if one.start <= start < one.end)
        told = [Proposal("closed", "PE", "NO", index, 0.97, (start, start + 5), sentences=((index, 1.0),))]
        found = judge(page, Discourse(page), candidates(page, Discourse(page)), told)
        chosen[number] = {(one.kind, one.receiving) for one in found}
    assert ("closed", "NO") in chosen["all"]
    assert ("closed", "NO") not in chosen["a dozen of"]


def test_what_closes_here_and_opens_there_is_not_opened_here() -> None:
    """Where the rules read both ends of a sentence, the learned half does not exchange them; without them it may."""
    page = page_of(Document(text="Peru will close its embassy in Oslo and open one in Suva.", published="2019-03-02"))
    word = page.text.index("open")
    told = [Proposal("opened", "PE", "NO", 0, 0.97, (word, word + 4), sentences=((0, 1.0),))]
    ruled = candidates(page, Discourse(page))
    assert ("opened", "NO") not in {
        (case.kind, case.events[0].receiving) for case in cases(page, ruled, told) if case.events
    }
    assert [case.proposal for case in cases(page, ruled, told) if case.proposal] == []
    assert [case.proposal for case in cases(page, [], told)] == told


def test_relations_are_one_claim_in_either_order() -> None:
    """The key of relations does not depend on who is named first; that of an expulsion does."""
    one, other = (proposal("relations_severed", *pair, 0.5, (0, 3)) for pair in (("PE", "GH"), ("GH", "PE")))
    assert key_of(one) == key_of(other)
    assert key_of(proposal("expelled", "PE", "GH", 0.5, (0, 3))) != key_of(
        proposal("expelled", "GH", "PE", 0.5, (0, 3))
    )


def test_a_rival_on_the_same_word_is_told_from_one_elsewhere_in_the_sentence() -> None:
    """The exchanged pair on one word and the exchanged pair on another are different features."""
    page = page_of(PLAIN)
    word = PLAIN.text.index("opened an")
    own = proposal("opened", "PE", "GH", 0.4, (word, word + 6))
    near = proposal("opened", "GH", "PE", 0.9, (word, word + 6))
    far = proposal("opened", "GH", "PE", 0.9, (word + 40, word + 46))
    features = [next(iter(cases(page, [], [own, rival]))).features for rival in (near, far)]
    assert "mirror.word.ahead" in features[0]
    assert "mirror.sentence.ahead" in features[1]
    assert "mirror.word.ahead" not in features[1]


def test_every_candidate_and_proposal_stands_in_exactly_one_case() -> None:
    """Nothing that either half says is lost or weighed twice."""
    page = page_of(PLAIN)
    events, proposals = candidates(page, Discourse(page)), learned.propose(page)
    found = list(cases(page, events, proposals))
    told: list[Event] = [event for case in found for event in case.events]
    assert sorted(map(id, told)) == sorted(map(id, events))
    assert [case.proposal for case in found if case.proposal] == proposals or {
        id(case.proposal) for case in found if case.proposal
    } == {id(one) for one in proposals}


def test_without_the_weights_the_rules_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package of weights is not installed, name and claims are those of the rules."""
    monkeypatch.setattr(learned, "PACKAGE", "a_package_that_is_not_installed")
    reader = DefaultReader()
    assert reader.name == RuleReader().name
    assert reader.read(PLAIN).claims == RuleReader().read(PLAIN).claims


def test_a_reading_is_signed_with_the_readers_name_and_both_versions() -> None:
    """The log can tell a reading of new weights from one of old ones."""
    reader = DefaultReader()
    assert reader.read(PLAIN).reader == reader.name
    assert reader.name.startswith("default/")
    assert reader.name.endswith(learned.model().version.rpartition("/")[2])


def test_the_judge_adds_what_the_rules_miss_on_hard_articles() -> None:
    """On the hard articles both halves together find more annotated claims than the rules alone."""
    lines = (CORPUS / "dev" / "gold.jsonl").read_text("utf-8").splitlines()
    golds = [json.loads(line) for line in lines]
    documents = [
        Document(text=(CORPUS / "dev" / "docs" / f"{gold['doc']}.txt").read_text("utf-8"), published=gold["published"])
        for gold in golds
    ]

    def found(reader: RuleReader) -> int:
        hits = 0
        for gold, reading in zip(golds, reader.read_many(documents), strict=True):
            hits += len(brief(reading.claims) & {(c["kind"], c["sending"], c["receiving"]) for c in gold["claims"]})
        return hits

    assert found(DefaultReader()) > found(RuleReader())


@given(st.floats(0.001, 0.999))
def test_odds_and_chance_undo_each_other(chance: float) -> None:
    """The log odds of a chance give the chance back."""
    assert logistic(odds(chance)) == pytest.approx(chance)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_safely(text: str) -> None:
    """Arbitrary text gives claims that hold against it, or none, and never an error."""
    document = Document(text=f"Ghana closed its embassy in Peru. {text} Peru expelled two diplomats of Ghana.")
    for claim in DefaultReader().read(document).claims:
        check(claim, document.text)
