"""Copies of documents in the register: whom they go back to, at every point of known time, and what that does to a standing."""

import datetime as dt
import importlib.resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from likes import originals
from places import ask, file
from register_claims import log, report, say

from legation.copies import likeness, shingles
from legation.model import Answer, Claim, Document
from legation.register import Policy, Register, State, finding, fold

STORY = (
    "The flag came down shortly before noon, witnesses said, and two removal vans waited in the lane behind the "
    "compound while staff carried out boxes of papers. Neighbours had heard of the plan a week before, from a gardener "
    "who had worked there for eleven years and was told to look for another place. The ministry promised a note to the "
    "press by the end of the week, and asked for patience with those who still wait for their visas and stamps."
)
OTHER = (
    "Traders at the harbour complained of long queues and short tempers, as customs officers checked each crate of "
    "fruit twice and sent away whoever lacked the new yellow form. A spokeswoman for the port said that the machines "
    "had been serviced on Monday and would be back within a fortnight, rain or shine, whatever the unions might say. "
    "Nobody in the hall believed her, and the older drivers went home early to sleep through the heat of the day."
)
STRICT = Policy.parse(
    (importlib.resources.files("legation.register") / "policies" / "default.toml")
    .read_text("utf-8")
    .replace('["confirmed", "reported"]', '["confirmed"]'),
    "strict",
)
CLOSED = say("closed", date="2023-10-25")


def paper(
    day: str | None, publisher: str | None, body: str, *said: dict[str, Any], head: str = ""
) -> tuple[Document, list[Claim]]:
    """Write an article with a body of its own around what it says."""
    document, claims = report(day, publisher, *(said or (CLOSED,)), title=head)
    return Document(text=f"{document.text}\n{body}", title=head, published=day, publisher=publisher), claims


def cut(body: str, share: float) -> str:
    """Keep only the beginning."""
    return body[: int(len(body) * share)]


def standing(register: Register, known: int | None = None) -> str:
    """Give the standing of the only happening of the embassy in Kampala."""
    (happening,) = register.state(known).missions["KP-UG-embassy"].happenings
    return happening.standing


def test_a_cut_and_headed_copy_is_no_second_origin(place: str) -> None:
    """Two papers with one text confirm nothing; a third with words of its own does."""
    with Register.open(place) as register:
        register.add(*paper("2023-10-26", "Wire", STORY), "test/1")
        register.add(*paper("2023-10-27", "Post", cut(STORY, 0.6), head="Another headline"), "test/1")
        assert standing(register) == "reported"
        (link,) = register.copies()
        assert (link.relation, link.original == link.earlier) == ("copy", True)
        register.add(*paper("2023-10-28", "Herald", OTHER), "test/1")
        assert standing(register) == "confirmed"
        assert standing(register, 2) == "reported"


def test_an_older_document_that_comes_later_becomes_the_original(place: str) -> None:
    """What was held of the younger ones follows it from then on, and the change names the entry; the past stays as it was."""
    with Register.open(place, policy=STRICT) as register:
        register.add(*paper("2023-10-27", "Post", STORY), "test/1")
        register.add(*paper("2023-10-28", "Wire", OTHER), "test/1")
        assert standing(register) == "confirmed"
        seen = register.seen_on(dt.date(2024, 1, 1))
        wire = paper("2023-10-26", "Wire", cut(STORY, 0.7), say("opened", "AO", date="2023-01-01"))
        register.add(*wire, "test/1")
        assert standing(register) == "reported"
        assert standing(register, 2) == "confirmed"
        assert [one.mission for one in register.changes(2)] == ["KP-AO-embassy", "KP-UG-embassy"]
        assert register.seen_on(dt.date(2024, 1, 1), 2) == seen
        (now,) = [one for one in register.seen_on(dt.date(2024, 1, 1)) if one.mission == "KP-UG-embassy"]
        assert (seen[0].answer, now.answer) == (Answer.NO, Answer.UNKNOWN)
        register.lay_past()
        assert register.seen_on(dt.date(2024, 1, 1), 2) == seen
        assert [one.original for one in register.copies()] == [wire[0].id]
        assert register.copies(2) == []


def test_a_piece_put_together_of_two_leaves_them_two(place: str) -> None:
    """A later document with half of each goes back to the older; the two confirm each other as before."""
    with Register.open(place) as register:
        first, second = paper("2023-10-26", "Wire", STORY), paper("2023-10-27", "Herald", OTHER)
        register.add(*first, "test/1")
        register.add(*second, "test/1")
        both = paper("2023-10-28", "Post", f"{cut(STORY, 0.6)}\n{cut(OTHER, 0.6)}")
        register.add(*both, "test/1")
        assert standing(register) == "confirmed"
        (link,) = register.copies(document=both[0].id)
        assert link.earlier == first[0].id
        assert register.copies(document=first[0].id) == [link]
        assert register.copies(document=second[0].id) == []


@pytest.mark.parametrize("kept", [{"publisher": "Wire"}, {"url": "https://wire.example/1"}])
def test_what_the_same_publisher_or_address_gives_again_is_a_version(place: str, kept: dict[str, str]) -> None:
    """A correction is linked to what it corrects."""
    with Register.open(place) as register:
        first = Document(text=STORY, published="2023-10-26", **kept)
        register.add(first, [], "test/1")
        register.add(Document(text=STORY.replace("noon", "dusk"), published="2023-10-27", **kept), [], "test/1")
        (link,) = register.copies()
        assert (link.relation, link.earlier) == ("version", first.id)


def test_a_correction_is_a_later_word_and_a_reprint_is_none(place: str) -> None:
    """Who takes back in a corrected version what the article said has taken it back; the same words later say nothing new."""
    with Register.open(place) as register:
        register.add(*paper("2023-10-26", "Wire", STORY), "test/1")
        register.add(*paper("2023-10-29", "Wire", STORY, head="Again"), "test/1")
        (happening,) = register.state().missions["KP-UG-embassy"].happenings
        assert [one.said for one in happening.evidence] == [dt.date(2023, 10, 26)] * 2
        denied = say("closed", date="2023-10-25", status="denied")
        register.add(*paper("2023-10-28", "Wire", STORY.replace("noon", "dusk"), denied), "test/1")
        assert standing(register) == "denied"
        assert standing(register, 2) == "reported"


def test_a_moved_claim_takes_its_original_along(place: str) -> None:
    """A claim that a person moved to another state is of the same origin there, whatever comes before or after the ruling."""
    with Register.open(place) as register:
        register.add(*paper("2023-10-27", "Post", STORY), "test/1")
        post = register.state().missions["KP-UG-embassy"].happenings[0].evidence[0].id
        register.add(*paper("2023-10-26", "Wire", cut(STORY, 0.7), say("closed", "AO", date="2023-10-25")), "test/1")
        register.decide(register.draft("correct", [post], by="Ada", reason="Angola", corrections={"receiving": "AO"}))
        (happening,) = register.state().missions["KP-AO-embassy"].happenings
        assert (happening.standing, {one.origin for one in happening.evidence}) == ("reported", {"name:wire"})
        (part,) = register.state(sending="KP", receiving=["AO"]).missions["KP-AO-embassy"].happenings
        assert part == happening
        register.add(*paper("2023-10-25", "Gazette", cut(STORY, 0.9), say("opened", "GN", date="2023-01-01")), "test/1")
        (happening,) = register.state(sending="KP", receiving=["AO"]).missions["KP-AO-embassy"].happenings
        assert {one.origin for one in happening.evidence} == {"name:gazette"}


def test_a_vast_text_is_no_copy(place: str) -> None:
    """An outside table's next edition is alike by its nature."""
    table = "\n".join(f"{number},embassy,city {number},opened" for number in range(9000))
    with Register.open(place) as register:
        register.add(Document(text=table, publisher="Table"), [], "test/1")
        register.add(Document(text=f"{table}\n9000,embassy,city,opened", publisher="Another"), [], "test/1")
        assert len(table) > finding.LONGEST
        assert register.copies() == []


def test_a_set_phrase_finds_nothing(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What more texts share than one story can have finds nothing any more, and takes no more room."""
    monkeypatch.setattr(finding, "COMMON", 3)
    with Register.open(place) as register:
        for number in range(8):
            register.add(Document(text=f"{STORY} No. {number}", publisher=f"paper {number}"), [], "test/1")
        assert len(register.copies()) == 3
    ((most,),) = ask(place, "SELECT max(n) FROM (SELECT count(*) AS n FROM marks GROUP BY mark) AS counted")
    assert most <= 3


def told(state: State) -> list[tuple[str, str, list[tuple[str, str, dt.date | None]]]]:
    """Say how each happening stands, to whom its claims go back, and since when they were said."""
    happenings = [(key, one) for key, record in state.missions.items() for one in record.happenings]
    return [
        (key, one.standing, [(each.id, each.origin, each.said) for each in one.evidence]) for key, one in happenings
    ]


PAPERS = st.lists(
    st.tuples(
        st.sampled_from(
            [STORY, OTHER, f"{cut(STORY, 0.5)}{cut(OTHER, 0.5)}", cut(STORY, 0.7), "Short.", STORY.upper()]
        ),
        st.sampled_from([1.0, 0.8, 0.5]),
        st.sampled_from(["2023-10-26", "2023-10-27", "2023-10-28", None]),
        st.sampled_from(["Wire", "Post", "Herald", None]),
    ),
    min_size=2,
    max_size=7,
    unique=True,
)


@settings(deadline=None, max_examples=40)
@given(PAPERS)
def test_what_stands_beside_the_log_is_what_all_comparisons_say(
    given_papers: list[tuple[str, float, str | None, str | None]],
) -> None:
    """At every entry each document goes back to the same as by the naive model, and the state is that of its log."""
    papers = [paper(day, publisher, cut(text, share), head=f"{share}") for text, share, day, publisher in given_papers]
    with file() as place, Register.open(place) as register:
        for document, claims in papers:
            register.add(document, claims, "test/1")
        entries = log(*papers)
        for upto in range(1, len(papers) + 1):
            documents = [document for document, _ in papers[:upto]]
            expected = {key: root.id for key, (root, _) in originals(documents).items()}
            assert {one.document: one.original for one in register.copies(upto)} == expected
            assert told(register.state(upto)) == told(fold(entries[:upto]))
            assert register.state(upto, sending="KP", receiving=["UG"]).missions == register.state(upto).missions
        once = register.rebuild()
    with file() as place, Register.open(place) as register:
        register.add_all([(document, claims, "test/1") for document, claims in reversed(papers)])
        assert register.rebuild() == once


def test_a_register_restored_knows_the_same_copies(place: str, tmp_path: Path) -> None:
    """What stands beside the log is laid anew from it."""
    with Register.open(tmp_path / "first.db") as first, Register.open(place) as second:
        first.add(*paper("2023-10-27", "Post", STORY), "test/1")
        first.add(*paper("2023-10-26", "Wire", cut(STORY, 0.7)), "test/1")
        first.add(*paper("2023-10-27", "Post", STORY), "test/2")
        first.backup(tmp_path / "kept")
        second.restore(tmp_path / "kept")
        for known in (1, 2, 3):
            assert second.copies(known) == first.copies(known)
            assert second.state(known) == first.state(known)
    query = "SELECT document, seq, earlier, original FROM copies ORDER BY 1, 2"
    assert ask(place, query) == ask(str(tmp_path / "first.db"), query)


def test_the_two_texts_of_these_tests_are_not_alike() -> None:
    """Otherwise they would show nothing."""
    assert likeness(shingles(STORY), shingles(OTHER)) < 0.05
