"""Which numbers of missions, relations, closures and openings are read, and whose they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_events import page_of

from legation.model.vocabulary import MEASURES, QUALIFIERS, STATUSES
from legation.reader.context.discourse import Discourse
from legation.reader.figures.number import counted, value_of

# text, then (sending, measure, value, qualifier) of each count
TABLE = [
    ("Peru has 47 embassies.", [("PE", "embassies", 47, "exact")]),
    ("Peru keeps 47 embassies, three consulates and three representative offices.", [("PE", "embassies", 47, "exact"), ("PE", "consulates", 3, "exact"), ("PE", "representative_offices", 3, "exact")]),
    ("Peru maintains relations with 159 countries.", [("PE", "relations", 159, "exact")]),
    ("Peru has diplomatic relations with some 180 states.", [("PE", "relations", 180, "about")]),
    ("Peru will close seven of its 38 missions.", [("PE", "closures", 7, "exact"), ("PE", "missions", 38, "exact")]),
    ("Peru will shut nearly a quarter of its missions.", [("PE", "share_closing", 0.25, "nearly")]),
    ("Peru is to close more than a dozen embassies.", [("PE", "closures", 12, "more_than")]),
    ("Peru may close around a dozen of its missions.", [("PE", "closures", 12, "about")]),
    ("Peru is closing a third of its consulates.", [("PE", "share_closing", 0.33, "exact")]),
    ("Peru cut the number of its missions from 53 to 46.", [("PE", "missions", 53, "exact"), ("PE", "missions", 46, "exact")]),
    ("Peru opened twenty-one missions in Africa.", [("PE", "openings", 21, "exact")]),
    ("Peru will open up to five new embassies.", [("PE", "openings", 5, "at_most")]),
    ("Peru has at least 20 consulates.", [("PE", "consulates", 20, "at_least")]),
    ("Peru has 60 or so embassies.", [("PE", "embassies", 60, "about")]),
    ("Peru has 40 embassies and consulates.", [("PE", "missions", 40, "exact")]),
    ("Peru has 53 missions, of which 47 are embassies.", [("PE", "missions", 53, "exact"), ("PE", "embassies", 47, "exact")]),
    ("Peru has 274 posts. France has 271.", [("PE", "missions", 274, "exact"), ("FR", "missions", 271, "exact")]),
    ("Peru keeps 103 posts, ahead of Japan (98) and France (97).", [("PE", "missions", 103, "exact"), ("JP", "missions", 98, "exact"), ("FR", "missions", 97, "exact")]),
    ("Peru ran no fewer than 81 missions at the end of 1998.", [("PE", "missions", 81, "at_least")]),
    ("Peru has lost half of its embassies.", [("PE", "share_closing", 0.5, "exact")]),
    ("One in ten Peruvian missions will go.", [("PE", "share_closing", 0.1, "exact")]),
    ("Peru has embassies in 49 countries.", [("PE", "embassies", 49, "exact")]),
    ("Peru's 15 consulates in Brazil are open.", [("PE", "consulates", 15, "exact")]),
    ("Peru runs 12 missions in Asia.", [("PE", "missions", 12, "exact")]),
    ("Peru has 97 missions in 65 countries.", [("PE", "missions", 97, "exact")]),
    ("Peru has 53 missions. The 53 missions are 47 embassies, three consulates and three representative offices.", [("PE", "missions", 53, "exact"), ("PE", "embassies", 47, "exact"), ("PE", "consulates", 3, "exact"), ("PE", "representative_offices", 3, "exact")]),
    ("Peru has 53 missions: 47 embassies, three consulates general and three trade offices.", [("PE", "missions", 53, "exact"), ("PE", "embassies", 47, "exact"), ("PE", "consulates", 3, "exact"), ("PE", "representative_offices", 3, "exact")]),
    ("Oslo puts the number of Peruvian missions at 44.", [("PE", "missions", 44, "exact")]),
    ("Peru had missions in Asia. The Norwegian ministry counted 53 Peruvian missions.", [("PE", "missions", 53, "exact")]),
    ("Peru has 46 missions after seven closures.", [("PE", "missions", 46, "exact"), ("PE", "closures", 7, "exact")]),
    ("Peru keeps 46 missions. Nine have now been withdrawn.", [("PE", "missions", 46, "exact"), ("PE", "closures", 9, "exact")]),
    ("Zambia sends envoys to Zambian embassies. Peru counts 30 embassies.", [("PE", "embassies", 30, "exact")]),
    ("Peru sends envoys to Peruvian embassies. The institute counts 30 embassies.", [("PE", "embassies", 30, "exact")]),
    ("Peru counts 30 embassies after five mission openings in Asia.", [("PE", "embassies", 30, "exact"), ("PE", "openings", 5, "exact")]),
    ("Peru ordered the withdrawal of 300 soldiers.", []),
    ("Peru has 12 foreign missions on its diplomatic list.", []),
    ("There are 150 embassies in Bonn.", []),
    ("The embassy has 40 employees and a garden of 3 hectares.", []),
    ("Peru closed two embassies in 2019.", []),
    ("Fourteen embassies take part in the film week in Lima.", []),
    ("The consulate is open from 9 to 12.", []),
    ("Peru sent 300 soldiers to the mission.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_counts_of_a_text(text: str, expected: list[tuple[str, str, float, str]]) -> None:
    """A number is read with what it counts, how exactly, and whose network it is of."""
    page = page_of(text)
    found = [(event.sending, event.measure, event.value, event.qualifier) for event in counted(page, Discourse(page))]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Peru closed 15 embassies.", "done"),
        ("Peru will close 15 embassies.", "planned"),
        ("Peru may close 15 embassies.", "possible"),
        ("Peru has no plans to close 15 embassies.", "denied"),
        ("Peru has 15 embassies.", "done"),
    ],
)
def test_status_of_a_count(text: str, status: str) -> None:
    """A number stands, is foreseen or is denied as its verb says."""
    page = page_of(text)
    assert [event.status for event in counted(page, Discourse(page))] == [status]


def test_the_whole_of_which_a_part_closes_stands() -> None:
    """Of "seven of its 38 missions" the seven are planned and the 38 are there."""
    page = page_of("Peru will close seven of its 38 missions.")
    assert [event.status for event in counted(page, Discourse(page))] == ["planned", "done"]


@pytest.mark.parametrize(
    ("text", "value"), [("47", 47), ("twenty-five", 25), ("a dozen", 12), ("half a dozen", 6), ("ninety", 90)]
)
def test_value_of_words(text: str, value: float) -> None:
    """Numbers are read in digits and in words."""
    assert value_of(text) == value


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Peru",
                "has",
                "closed",
                "of",
                "its",
                "47",
                "a dozen",
                "embassies",
                "missions",
                "from",
                "to",
                "one in",
                "three",
                "half",
                ",",
                "and",
                "with",
                "states",
                "relations",
            ]
        ),
        max_size=25,
    )
)
def test_any_words_give_known_counts(words: list[str]) -> None:
    """Whatever the words, each count has a known measure, qualifier and status, and its quote stands in the text."""
    page = page_of(" ".join(words))
    for event in counted(page, Discourse(page)):
        assert event.measure in MEASURES
        assert event.qualifier in QUALIFIERS
        assert event.status in STATUSES
        assert page.text[slice(*event.quote)].strip()


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_counted(text: str) -> None:
    """No text makes the stage fail."""
    page = page_of(text)
    assert isinstance(counted(page, Discourse(page)), list)
