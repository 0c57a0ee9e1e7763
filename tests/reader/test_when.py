"""Which date an event gets, worked out from the publication date (Thursday 2 November 2023 unless said otherwise)."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making_events import PUBLISHED, made, of_sentence, page_of

from legation.model import parse
from legation.reader.dates.moment import timeline
from legation.reader.dates.when import when
from legation.reader.types import Event, Trace

TABLE = [
    ("State media reported on Monday that Chile had closed its embassy.", "closed", "done", None),
    ("Chile has closed its embassy. Oslo made it public on Tuesday.", "closed", "done", None),
    ("Chile could close its embassy. The one of Peru in Suva, Fiji, may go before the end of the year.", "close", "possible", None),
    ("Chile closed its embassy on Monday.", "closed", "done", "2023-10-30"),
    ("Chile will close its embassy on Monday.", "close", "planned", "2023-11-06"),
    ("Chile closed its embassy last week.", "closed", "done", "2023-10-23/2023-10-29"),
    ("Chile closed its embassy earlier this month.", "closed", "done", "2023-11"),
    ("It opened in 1958. Chile will close its embassy by the end of the year.", "close", "planned", "2023-12"),
    ("It opened in 1958. Chile closed its embassy before the end of the year.", "closed", "done", "1958-12"),
    ("Chile will close its embassy by year-end.", "close", "planned", "2023-12"),
    ("Chile will close its embassy before the year is out.", "close", "planned", "2023-11-02/2023-12-31"),
    ("Chile closed its embassy 30 years ago.", "closed", "done", "1993"),
    ("Chile closed its embassy three days ago.", "closed", "done", "2023-10-30"),
    ("Chile closed its embassy in 1998.", "closed", "done", "1998"),
    ("Chile closed its embassy on 9 August 1994.", "closed", "done", "1994-08-09"),
    ("Chile closed its embassy on Aug. 9.", "closed", "done", "2023-08-09"),
    ("Chile will close its embassy on 9 August.", "close", "planned", "2024-08-09"),
    ("Chile closed its embassy in March.", "closed", "done", "2023-03"),
    ("Chile will close its embassy in March.", "close", "planned", "2024-03"),
    ("Chile closed its embassy last December.", "closed", "done", "2022-12"),
    ("Chile will close its embassy by the end of this month.", "close", "planned", "2023-11-30"),
    ("Chile will close its embassy at the end of June.", "close", "planned", "2024-06"),
    ("Chile closed its embassy in the nineties.", "closed", "done", "199X"),
    ("Chile closed its embassy in the summer of 2003.", "closed", "done", "2003-06/2003-08"),
    ("Chile will close its embassy in the first half of 2024.", "close", "planned", "2024-01/2024-06"),
    ("Chile closed its embassy yesterday, the ministry said on Thursday.", "closed", "done", "2023-11-01"),
    ("Chile closed its embassy on 1992-05-17.", "closed", "done", "1992-05-17"),
    ("Chile will close its embassy next year.", "close", "planned", "2024"),
    ("Chile closed its embassy between 2001 and 2003.", "closed", "done", "2001/2003"),
    ("The mission, closed in 1986, had been opened in 1971.", "closed", "done", "1986"),
    ("The mission, closed in 1986, had been opened in 1971.", "opened", "done", "1971"),
    ("Chile will close its embassy over the next two years.", "close", "planned", "2023-11-02/2025-11-02"),
    ("Chile broke ties in May 1973. The embassy was closed a week later.", "closed", "done", "1973-05"),
    ("On 4 July 1996 the coup began. It was over in 1997. Chile closed its embassy that day.", "closed", "done", "1996-07-04"),
    ("On 4 July 1996 it fell, after months of war. Chile closed its embassy two days earlier.", "closed", "done", "1996-07-02"),
    ("On 4 July 1996 the fort fell. Chile had closed its embassy the night before.", "closed", "done", "1996-07-03"),
    ("It began in 1991. Chile will close its embassy within a year.", "close", "planned", "2023-11-02/2024-11-02"),
    ("Chile will close its embassy in the next few weeks.", "close", "planned", "2023-11/2024-01"),
    ("Parliament on Tuesday approved the closure of Chile's embassy.", "closure", "planned", None),
    ("It reopened in 2016. Chile has had its embassy closed since October.", "closed", "done", "2023-10"),
    ("The war came in 1939. The embassy was closed overnight.", "closed", "done", "1939"),
    ("OSLO, Oct. 31 - Chile today closed its embassy here.", "closed", "done", "2023-10-31"),
    ("OSLO, Nov. 2 - Chile today closed its embassy here.", "closed", "done", "2023-11-02"),
    ("Chile closed its embassy.", "closed", "done", None),
    ("Chile will close its embassy, the ministry said last week.", "close", "planned", None),
    ("Chile will close its embassy, the ministry said on Monday.", "close", "planned", None),
    ("The envoy took his leave on Monday. Chile will close its embassy.", "close", "planned", None),
    ("Chile will close its embassy, it said in a note dated October 26.", "close", "planned", None),
    ("Chile has closed its embassy in Oslo, the Norwegian foreign ministry said on Tuesday.", "closed", "done", None),
    ("Chile has closed its embassy in Oslo, the Chilean foreign ministry said on Tuesday.", "closed", "done", "2023-10-31"),
    ("Chile has closed its embassies in Oslo and Riga since August.", "closed", "done", "2023-08/2023-11-02"),
    ("Chile has closed its embassies in Oslo and Riga since 2019.", "closed", "done", "2019/2023"),
    ("The embassy has been closed since August.", "closed", "done", "2023-08"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "status", "expected"), TABLE, ids=[f"{row[1]}: {row[0]}" for row in TABLE])
def test_date_of_a_sentence(text: str, word: str, status: str, expected: str | None) -> None:
    """A date is read as the words give it and no more precisely."""
    page, event = made(text, word, kind="opened" if word == "opened" else "closed", sending="CL", receiving=None)
    assert when(page, event, status)[0] == expected


def test_each_of_a_list_has_its_own_date() -> None:
    """In a list of states and times, an event has the time that stands beside its state."""
    text = "Kenya came back in May 1982, Togo in 1987 and Benin in March 1990."
    for state, date in (("KE", "1982-05"), ("TG", "1987"), ("BJ", "1990-03")):
        page, event = made(text, "came", kind="relations_restored", sending=state, receiving="IL")
        assert when(page, event, "done")[0] == date


def test_times_in_a_row_go_with_places_in_a_row() -> None:
    """Of as many times as places, each in a row, the first goes with the first and the last with the last."""
    text = "Missions in Oslo, Riga and Rome were opened in 1981, 1983 and 1990."
    for state, city, date in (("NO", "Oslo", "1981"), ("LV", "Riga", "1983"), ("IT", "Rome", "1990")):
        page, event = made(text, "opened", kind="opened", sending="CL", receiving=state, city=city)
        assert when(page, event, "done")[0] == date


def test_a_proposal_without_a_word_takes_the_time_of_its_own_part() -> None:
    """An event that the learned half points at with any word has the time that stands in the part with its place."""
    page, event = made(
        "Ties with Togo date from 3 May 1961; Benin followed on 9 June 1962.",
        "Ties",
        kind="relations_established",
        sending="BJ",
        receiving="CL",
    )
    event = dataclasses.replace(event, trace=(Trace("kind", "learned.proposal", "Ties"),))
    assert when(page, event, "done")[0] == "1962-06-09"


def test_a_chronicle_dates_its_items_by_their_heads() -> None:
    """Items that say nothing of time have the date that heads them."""
    text = "3 Oct. Oman opened a mission in Oslo.\n\n9 Oct. Togo shut its office in Riga.\n\n20 Oct. Fiji left Bonn."
    page, event = made(text, "shut", sending="TG", receiving="LV")
    assert when(page, event, "done")[0] == "2023-10-09"


def test_a_sentence_without_trigger_has_its_date() -> None:
    """An event proposed as a whole sentence is dated too."""
    page, event = made("The embassy in Oslo was closed on 9 August 1994.", "closed", sending="CL", receiving="NO")
    assert when(page, of_sentence(page, event), "done")[0] == "1994-08-09"


def test_without_a_publication_date_nothing_is_dated() -> None:
    """Where the day of publication is not known, no date is given."""
    page, event = made("Chile closed its embassy on Monday.", "closed", published=None)
    assert when(page, event, "done") == (None, None)


def test_a_date_names_its_rule_and_words() -> None:
    """The trace of a date names the rule and the words."""
    page, event = made("Chile closed its embassy last week.", "closed")
    trace = when(page, event, "done")[1]
    assert trace is not None
    assert (trace.rule, trace.words) == ("when.unit", "last week")


_WORDS = [
    "on Friday",
    "in March",
    "last week",
    "by year-end",
    "in 2031",
    "tomorrow",
    "on 30 February",
    "three days ago",
    "next month",
    "in the spring",
    "since 1998",
    "on 3 May 1977",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4), st.dates(dt.date(1951, 1, 1), dt.date(2090, 1, 1)))
def test_every_moment_parses_as_edtf(words: list[str], day: dt.date) -> None:
    """Whatever the words and the day, each reading is EDTF, and the one looking ahead does not lie before the other."""
    for moment in timeline(f"It closed {', '.join(words)}.", day):
        assert parse(moment.past).earliest <= parse(moment.ahead).latest


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["on Friday", "in March", "on 7 June", "in the spring", "tomorrow", "next year", "by year-end"]))
def test_a_planned_date_is_not_over(words: str) -> None:
    """A plan dated without a year lies on or after the day of publication."""
    page, event = made(f"Chile will close its embassy {words}.", "close")
    date = when(page, event, "planned")[0]
    assert date is not None
    assert parse(date).latest >= dt.date.fromisoformat(PUBLISHED)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["done", "planned", "possible", "denied"]))
def test_any_text_gives_a_date_or_none(text: str, status: str) -> None:
    """No text makes the stage fail, and what it gives is EDTF."""
    page = page_of(text)
    date = when(page, Event("closed", "KP", "UG", 0, (0, 5), (0, 5)), status)[0]
    assert date is None or parse(date)
