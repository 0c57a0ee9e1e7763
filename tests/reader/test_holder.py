"""Who is read as vouching for an event, and whose organ that is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_events import made, of_sentence, page_of

from legation.reader.holders.holder import holder
from legation.reader.lexicon import load
from legation.reader.types import Event

# text, trigger, sending, receiving, holder, organ
TABLE = [
    ("Peru closed its embassy in Oslo on Monday.", "closed", "PE", "NO", None, None),
    ("Peru closed its embassy in Oslo, the Norwegian foreign ministry said.", "closed", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("Peru has closed its embassy in Oslo, Foreign Minister Ana Rojas said on Friday.", "closed", "PE", "NO", "Ana Rojas", "PE"),
    ("Foreign Minister Ana Rojas said that Peru would close its embassy in Oslo.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("According to Yonhap, Peru will close its embassy in Oslo.", "close", "PE", "NO", "Yonhap", None),
    ("Peru will close its embassy in Oslo, according to a diplomat in Lima.", "close", "PE", "NO", "diplomat in Lima", None),
    ("Peru has closed its embassy in Oslo, NTB reported, citing the Norwegian foreign ministry.", "closed", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("Yonhap, quoting Ugandan media, reported that Peru would close its embassy.", "close", "PE", "UG", "Ugandan media", None),
    ("An official in Washington said the embassy in Oslo could be closed.", "closed", "US", "NO", "official in Washington", None),
    ("Peru denied that its embassy in Oslo would be closed.", "closed", "PE", "NO", "Peru", "PE"),
    ("The Norwegian ministry denied a report that the embassy had been closed.", "closed", "PE", "NO", "Norwegian ministry", "NO"),
    ("Ana Rojas, the foreign minister, announced that Peru would close in Oslo.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("Foreign Minister Ana Rojas spoke in Lima. The embassy in Oslo will close, she said.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("Foreign Minister Ana Rojas spoke in Lima. The embassy in Oslo will close, Rojas said.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("The Peruvian foreign ministry spoke of savings. It added that Oslo would close.", "close", "PE", "NO", "Peruvian foreign ministry", "PE"),
    ("The Peruvian foreign ministry spoke of savings. The ministry said Oslo would close.", "close", "PE", "NO", "Peruvian foreign ministry", "PE"),
    ("Foreign Minister Ana Rojas announced in 1971 that Peru had closed its embassy in Oslo.", "closed", "PE", "NO", None, None),
    ("Foreign Minister Ana Rojas announced on Monday that Peru closed its embassy in 1971.", "closed", "PE", "NO", "Ana Rojas", "PE"),
    ("Peru's ambassador in Oslo said goodbye to the king after two years.", "goodbye", "PE", "NO", None, None),
    ("The Norwegian ministry went further: Peru has closed its embassy in Oslo.", "closed", "PE", "NO", None, None),
    ("Peru will close its embassy in Oslo, the ministry said.", "close", "PE", "NO", "Peruvian ministry", "PE"),
    ("Norway's foreign ministry said Peru had closed its embassy.", "closed", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("Oslo's foreign ministry said Peru had closed its embassy.", "closed", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("The foreign ministry in Oslo said Peru had closed its embassy.", "closed", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("Peru closed its embassy in Oslo, Secretary of State John Doe said.", "closed", "PE", "NO", "John Doe", "PE"),
    ("Peru has closed its mission, the Bergen Institute said.", "closed", "PE", "NO", "Bergen Institute", None),
    ("Officials said that Peru would close its embassy in Oslo.", "close", "PE", "NO", "Peruvian officials", "PE"),
    ("Diplomats believe that Peru will close its embassy in Oslo.", "close", "PE", "NO", "diplomats", None),
    ("In his view Peru will close its embassy in Oslo.", "close", "PE", "NO", None, None),
    ("One of its diplomats said Peru would close in Oslo.", "close", "PE", "NO", "diplomats", None),
    ('"We will close our embassy in Oslo next year," President Luis Vega told reporters.', "close", "PE", "NO", "Luis Vega", "PE"),
    ("The embassy in Oslo, which was opened in 1955, will close, the minister said.", "opened", "PE", "NO", None, None),
    ("The embassy closed after the Norwegian foreign ministry had complained.", "closed", "PE", "NO", None, None),
    ("Lima said that its embassy in Oslo had been closed.", "closed", "PE", "NO", "Lima", "PE"),
    ("The Holy See announced that it was closing its nunciature.", "closing", "VA", "NO", "Holy See", "VA"),
    ("A statement from the Norwegian embassy said that Peru had closed its mission.", "closed", "PE", "NO", "Norwegian embassy", "NO"),
    ("Analysts say Peru will close its embassy in Oslo.", "close", "PE", "NO", "analysts", None),
    ("Ana Rojas spoke of savings. A Norwegian diplomat had told her so, she said. Peru could close its embassy in Oslo, she said.", "close", "PE", "NO", "Ana Rojas", None),
    ("Peru will close its embassy in Norway, the Norwegian foreign ministry said on Thursday.", "close", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("Peru will close its embassy, according to a memo seen by the Bergen Herald.", "close", "PE", "NO", "Bergen Herald", None),
    ("Peru will close its embassy, according to Budget Paper Four.", "close", "PE", "NO", "Budget Paper Four", None),
    ("Peru will close in Oslo, according to the Norwegian government's travel page.", "close", "PE", "NO", "Norwegian government", "NO"),
    ("According to plan Peru will close its embassy in Oslo.", "close", "PE", "NO", None, None),
    ("The Bergen Herald wrote of cuts. The paper says Peru will close in Oslo.", "close", "PE", "NO", "Bergen Herald", None),
    ("Peru has told Oslo that it will shut its embassy, a Norwegian official said.", "shut", "PE", "NO", "Norwegian official", "NO"),
    ("The Bergen Herald, citing an unnamed source, reported that Peru would close in Oslo.", "close", "PE", "NO", "Bergen Herald", None),
    ("The minister said Chile would stay, while Peru closed its embassy in Oslo.", "closed", "PE", "NO", None, None),
    ("Foreign Minister Ana Rojas spoke first. The minister wrote that Oslo would close.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("Foreign Minister Ana Rojas confirmed the cuts:\nOslo and Bergen will close.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("The proposal to close the embassy in Oslo was turned down by Foreign Minister Ana Rojas.", "close", "PE", "NO", "Ana Rojas", "PE"),
    ("Norwegian media reported cuts on Friday. Peru will close in Oslo, the reports said.", "close", "PE", "NO", "Norwegian media", None),
    ("The Peruvian embassy spoke of cuts in a note verbale. Bergen will close, according to the note.", "close", "PE", "NO", "Peruvian embassy", "PE"),
    ("The Norwegian foreign ministry named a day. Peru will close in Oslo, a ministry official said.", "close", "PE", "NO", "Norwegian ministry official", "NO"),
    ("Bergen, it turned out\nOSLO. Peru will close its embassy, an official at the palace said.", "close", "PE", "NO", "Norwegian official at the palace", "NO"),
    ("The Norwegian Trade Ministry and the Chilean Foreign Ministry met. Peru will close, the Trade Ministry said.", "close", "PE", "NO", "Norwegian Trade Ministry", "NO"),
    ("Before the cuts it had nine, and Peru closed in Oslo, by the count of the Norwegian foreign ministry.", "closed", "PE", "NO", "Norwegian foreign ministry", "NO"),
    ("Ana Rojas is confident that the embassy in Oslo will reopen.", "reopen", "PE", "NO", "Ana Rojas", None),
    ("Peru closed its embassy in Oslo on account of Chile.", "closed", "PE", "NO", None, None),
    ("Foreign Minister Ana Rojas spoke first. He pointed out that Oslo had been closed.", "closed", "PE", "NO", "Ana Rojas", "PE"),
    ("The cabinet will talk of the embassy, and closing it is an option, a senior official said.", "closing", "PE", "NO", "Peruvian senior official", "PE"),
    ("State House said Peru had closed its embassy.", "closed", "PE", "UG", "State House", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word", "sending", "receiving", "name", "organ"), TABLE, ids=[row[0] for row in TABLE]
)
def test_holder_of_a_sentence(  # noqa: PLR0917  # one row of the table
    text: str, word: str, sending: str, receiving: str, name: str | None, organ: str | None
) -> None:
    """The innermost source that vouches is named in the shortest way, with the state whose organ it is."""
    page, event = made(text, word, sending=sending, receiving=receiving)
    found = holder(page, event)
    assert (found.name, found.organ) == (name, organ)


def test_every_source_word_can_match() -> None:
    """Verbs, nouns and titles of the lexicon are single words, for each is compared with one token."""
    lexicon = load("holder")
    for table in ("verbs", "nouns", "offices", "titles"):
        for entries in lexicon[table].values():
            assert all(" " not in entry and "_" not in entry for entry in entries)


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    """A sentence inside a quotation has the speaker who is named after it."""
    text = '"We have thought about it for years. The embassy in Oslo will be closed in June," President Luis Vega told reporters.'
    page, event = made(text, "closed", sending="PE", receiving="NO")
    assert holder(page, event).name == "Luis Vega"


def test_reported_speech_goes_on_without_a_verb() -> None:
    """What a person goes on to say of plans is theirs, where the next sentence names nobody."""
    text = "The post in Bergen would go first, Foreign Minister Ana Rojas said. Oslo would be closed in June."
    page, event = made(text, "closed", sending="PE", receiving="NO")
    assert holder(page, event).name == "Ana Rojas"


def test_holder_of_an_event_without_trigger() -> None:
    """An event proposed as a whole sentence has its holder too."""
    page, event = made("Peru will close its embassy in Oslo, Foreign Minister Ana Rojas said.", "close", sending="PE")
    assert holder(page, of_sentence(page, event)).name == "Ana Rojas"


def test_a_holder_names_its_words() -> None:
    """The trace of a holder shows the rule and the words of the attribution."""
    page, event = made("Peru closed its embassy in Oslo, the Norwegian foreign ministry said.", "closed", sending="PE")
    trace = holder(page, event).trace
    assert (trace.field, trace.rule) == ("holder", "holder.sentence")
    assert "the Norwegian foreign ministry" in trace.words


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.integers(0, 300))
def test_any_text_has_a_holder_or_none(text: str, start: int) -> None:
    """No text makes the stage fail; an organ is a code of two letters."""
    found = holder(page_of(text), Event("closed", "KP", "UG", 0, (start, start + 3), (start, start + 3)))
    assert found.name is None or found.name.strip()
    assert found.organ is None or len(found.organ) == 2
