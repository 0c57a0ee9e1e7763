"""What is read as done, planned, possible or denied."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_events import PUBLISHED, made, of_sentence, page_of

from legation.model import Document
from legation.model.vocabulary import STATUSES
from legation.reader.lexicon import load
from legation.reader.parse import pages
from legation.reader.status import status
from legation.reader.types import Event

TABLE = [
    # done
    ("Chile closed its embassy in Oslo on Monday.", "closed", "closed", "done"),
    ("The Peruvian consulate in Turin was shut in 2004.", "shut", "closed", "done"),
    ("Ghana has opened a mission in Hanoi.", "opened", "opened", "done"),
    ("Chile to close its embassy in Oslo, ministry confirms", "close", "closed", "planned"),
    ("Ties were not restored until May 1996.", "restored", "relations_restored", "done"),
    ("After the closure of the embassy in Lima, staff moved to Quito.", "closure", "closed", "done"),
    ("Oman recalls its ambassador from Prague.", "recalls", "recalled", "done"),
    ("The diplomats have until Friday to leave Lisbon.", "leave", "expelled", "done"),
    ("Bhutan is pulling its staff out of Dhaka for now.", "pulling", "suspended", "done"),
    ("The two governments agreed to restore diplomatic relations.", "restore", "relations_restored", "done"),
    ("The legation, opened in 1921, is to become an embassy.", "opened", "opened", "done"),
    ("Samoa's answer, a day later, was to expel the consul.", "expel", "expelled", "done"),
    ("What Samoa did was to close its embassy in Lima.", "close", "closed", "done"),
    ("The first office to be opened in Graz employs two people.", "opened", "opened", "done"),
    # planned
    ("Samoa announced a consulate in Graz, to be opened in June.", "opened", "opened", "planned"),
    ("Its aim was to close the embassy in Lima.", "close", "closed", "planned"),
    ("Chile will close its embassy in Oslo next year.", "close", "closed", "planned"),
    ("The embassy in Oslo is to be closed by June.", "closed", "closed", "planned"),
    ("Ghana plans to open a mission in Hanoi.", "open", "opened", "planned"),
    ("The cabinet approved the closure of the consulate in Turin.", "closure", "closed", "planned"),
    ("Kuwait ordered the Syrian embassy shut.", "shut", "closed", "planned"),
    ("The minister announced that two embassies would be closed.", "closed", "closed", "planned"),
    ("An embassy in Kigali opens in January.", "opens", "opened", "planned"),
    ("Fiji is closing its mission in Brussels.", "closing", "closed", "planned"),
    ("The consulate is set to reopen in spring.", "reopen", "resumed", "planned"),
    ("They were told to close the embassy within a week.", "close", "closed", "planned"),
    # possible
    ("Chile may close its embassy in Oslo.", "close", "closed", "possible"),
    ("Ghana is considering opening a mission in Hanoi.", "opening", "opened", "possible"),
    ("The embassy would close if the budget were cut.", "close", "closed", "possible"),
    ("Lisbon threatened to expel the ambassador.", "expel", "expelled", "possible"),
    ("The closure of the post in Perth cannot be ruled out.", "closure", "closed", "possible"),
    ("A proposal to close the consulate is under review.", "close", "closed", "possible"),
    ("It is weighing whether to shut the office in Tunis.", "shut", "closed", "possible"),
    ("Perhaps the embassy in Oslo closes too.", "closes", "closed", "possible"),
    ("Samoa will probably close its embassy in Lima.", "close", "closed", "possible"),
    ("The minister did not rule out that the embassy would be closed.", "closed", "closed", "possible"),
    # denied
    ("Samoa would not leave the league, nor close its embassy in Lima.", "close", "closed", "denied"),
    ("Nor, said the minister, will Samoa close its embassy in Lima.", "close", "closed", "denied"),
    ("Reports that the embassy would be closed were without foundation.", "closed", "closed", "denied"),
    ("Chile did not close its embassy in Oslo.", "close", "closed", "denied"),
    ("Chile has no plans to close its embassy in Oslo.", "close", "closed", "denied"),
    ("The ministry denied that the consulate would be closed.", "closed", "closed", "denied"),
    ("Reports that the embassy will close are baseless.", "close", "closed", "denied"),
    ("Norway is not going to expel anybody.", "expel", "expelled", "denied"),
    ("It rejected a report that ties had been cut.", "cut", "relations_severed", "denied"),
    ("We are not severing relations, the president said.", "severing", "relations_severed", "denied"),
    ("The mission was to have been opened in April.", "opened", "opened", "denied"),
]


@pytest.mark.parametrize(("text", "word", "kind", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_status_of_a_sentence(text: str, word: str, kind: str, expected: str) -> None:
    """Tense, modals, negation, conditions and what governs the event decide its status."""
    page, event = made(text, word, kind=kind)
    assert status(page, event)[0] == expected


def test_status_of_sentences_without_a_trigger() -> None:
    """An event proposed as a whole sentence has the same status in most of the table's sentences."""
    right = 0
    for text, word, kind, expected in TABLE:
        page, event = made(text, word, kind=kind)
        right += status(page, of_sentence(page, event))[0] == expected
    assert right >= 0.8 * len(TABLE)


def test_a_status_that_the_trigger_decides_stands() -> None:
    """A status set by the trigger itself is not read again."""
    page, event = made("Chile closed its embassy in Oslo.", "closed")
    given_status = Event(
        event.kind, event.sending, event.receiving, event.sentence, event.trigger, event.quote, status="denied"
    )
    assert status(page, given_status)[0] == "denied"


def test_a_list_goes_on_with_the_plan_before_it() -> None:
    """A bare list after a sentence that plans tells of plans."""
    page, event = made("The ministry will shut five embassies. Those in Rome and Baku are among them.", "are")
    assert status(page, event)[0] == "planned"


def test_a_headline_goes_on_with_its_first_infinitive() -> None:
    """Of "Chile to close …, open …" both are to come; so is neither where nothing is."""
    for first, expected in (("to close", "planned"), ("has closed", "done")):
        text = f"Chile {first} three embassies, open one in Suva\n\nThe ministry in Santiago gave no reason on Monday."
        (page,) = pages([Document(text=text, published=PUBLISHED)])
        word = text.index("open one")
        event = Event(kind="opened", sending="CL", receiving="FJ", sentence=0, trigger=(word, word + 4), quote=(0, 50))
        assert status(page, event)[0] == expected


def test_what_stands_already_is_no_part_of_the_plan_before_it() -> None:
    """A sentence that says what a state has, or names a year that is over, does not go on with a plan."""
    for told in ("Samoa has had one in Lima since 1998.", "Lima followed in 1998."):
        page, event = made(f"The ministry will open five embassies. {told}", "Lima", kind="opened")
        assert status(page, event)[0] == "done"


def test_a_mission_that_is_missing_has_come_to_an_end() -> None:
    """What is negated of a mission that was there tells that it closed, where no word says so."""
    page, event = made("The consulate in Graz was never reopened.", "was", kind="closed")
    assert status(page, event)[0] == "done"
    page, event = made("The consulate in Graz was never closed.", "closed", kind="closed")
    assert status(page, event)[0] == "denied"


def test_every_status_names_its_rule_and_words() -> None:
    """The trace of a status names the rule and the words it rests on."""
    page, event = made("Chile may close its embassy in Oslo.", "close")
    trace = status(page, event)[1]
    assert (trace.field, trace.rule, trace.words) == ("status", "status.modal", "may")


def test_no_word_of_status_is_written_for_a_verb_it_cannot_be() -> None:
    """Verbs, nouns and modals of the lexicon are single words, for each is compared with one lemma."""
    lexicon = load("status")
    for name in STATUSES:
        for form in ("verbs", "nouns", "modals"):
            assert all(" " not in entry and "_" not in entry for entry in lexicon[name].get(form, ()))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 40))
def test_any_text_and_any_span_have_a_status(text: str, start: int, length: int) -> None:
    """No text and no span, however broken, makes the stage fail."""
    page = page_of(text)
    event = Event("closed", "KP", "UG", 0, (start, start + length), (start, start + length))
    assert status(page, event)[0] in STATUSES
