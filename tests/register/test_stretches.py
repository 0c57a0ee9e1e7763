"""Pages of changes, and what one voice says, taken from a stretch of the log: the same as the whole log tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from legation.model import Claim, Document
from legation.register import Change, Register
from legation.register.stretches import Touch, touch_of


def _claim(text: str, **fields: object) -> Claim:
    form = {"kind": "opened", "sending": "PE", "receiving": "SD", "city": "Khartoum", "mission": "embassy", "status": "done"}  # fmt: skip
    return Claim(**{**form, "quote": text, "start": 0, "end": len(text), **fields})  # type: ignore[arg-type]


def _told(register: Register, text: str, publisher: str, reader: str = "test/1", **fields: object) -> None:
    document = Document(text=text, published="2023-10-01", publisher=publisher)
    register.add(document, [_claim(text, **fields)], reader)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Keep a log with openings, a relation, coverage, a recall, a ruling and a second reading."""
    with Register.open(tmp_path / "register.db") as found:
        _told(found, "Peru opened its embassy in Khartoum.", "Paper", date="2020-03-01")
        _told(found, "Peru plans an embassy in Quito.", "Paper", receiving="EC", city="Quito", status="planned")
        _told(found, "Sudan and Peru took up relations.", "Wire", kind="relations_established", city=None, mission=None)
        _told(found, "Peru's man in Juba serves Sudan.", "Wire", kind="accredited", city="Juba", from_="SS")
        _told(
            found, "Peru closed its embassy in Khartoum.", "Wire", kind="closed", date="2023-04", holder="Sudan's desk"
        )
        _told(found, "Peru opened its embassy in Khartoum.", "Paper", reader="test/2", date="2020-04-01")
        _told(found, "Peru recalled its envoy to Sudan.", "Paper", kind="recalled", city=None, mission=None)
        first = next(iter(found.told(next(found.documents()).id)))
        found.decide(found.draft("reject", [first], by="A. Reader", reason="wrong"))
        yield found


def _pages(register: Register, size: int, **sides: str) -> list[Touch]:
    last = register.known()
    assert last is not None
    found: list[Touch] = []
    while page := register.touched(0, last.sequence, limit=size, beyond=found[-1] if found else None, **sides):
        found += page
    return found


@pytest.mark.parametrize("size", [1, 2, 100])
def test_pages_of_any_size_hold_every_change_once(register: Register, size: int) -> None:
    """What the pages tell together is what the whole log tells, the newest entry first."""
    touches = _pages(register, size)
    told = [change for touch in touches for change in register.changed([touch])]
    assert [touch.seq for touch in touches] == sorted((touch.seq for touch in touches), reverse=True)
    assert sorted(told, key=_key) == sorted(register.changes(), key=_key)
    assert register.changed(touches) == told


def _key(change: Change) -> tuple[str, ...]:
    return *map(str, touch_of(change)), change.mission, change.kind, str(change.happening), str(change.standing)


def test_a_page_is_of_one_state_or_host_alone(register: Register) -> None:
    """A relation is of both its states; a mission of its sender, and of its host as host."""
    assert {touch.other for touch in _pages(register, 2, receiving="EC")} == {"EC"}
    assert {touch.kind for touch in _pages(register, 2, sending="SD")} == {"relation"}
    assert len(_pages(register, 2, sending="PE")) == len(_pages(register, 2))


def test_a_state_is_borne_on_as_sender_and_as_host(register: Register) -> None:
    """The last entry that bears on a state is known for each point of known time."""
    before = register.last_on("EC")
    _told(register, "Ecuador opened its embassy in Lima.", "Paper", sending="EC", receiving="PE", city="Lima")
    last = register.known()
    assert last is not None
    assert (before, register.last_on("EC"), register.last_on("EC", before)) == (2, last.sequence, before)
    assert register.last_on("FR") == 0


def test_a_voice_is_a_holder_or_a_publisher_in_its_own_words(register: Register) -> None:
    """The words of a holder count for the holder and not for the paper that prints them."""
    assert register.said("Sudan's desk")[0] == 1
    count, page = register.said("Wire", limit=1, offset=1)
    assert (count, len(page)) == (2, 1)
    assert register.said("Nobody") == (0, [])


def test_of_a_publisher_who_only_quotes_the_quotes_are_given(register: Register) -> None:
    """So that every publisher of a document has a page."""
    _told(register, "The ministry says that Peru left.", "Echo", kind="closed", holder="The ministry")
    count, (one,) = register.said("Echo")
    assert (count, one.claim.holder) == (1, "The ministry")


def test_a_part_of_a_state_is_held_as_the_whole_holds_it(register: Register) -> None:
    """The missions in some states are the same, folded alone or with the others."""
    whole, part = register.state(sending="PE"), register.state(sending="PE", receiving=["SD"])
    assert part.missions == {key: one for key, one in whole.missions.items() if one.mission.receiving == "SD"}
    assert part.missions


def test_a_search_gives_so_many_claims_of_a_document(tmp_path: Path) -> None:
    """The first of those whose quotes hold the words, in their order in the text."""
    words = [f"Peru opened embassy {number} of ten." for number in range(10)]
    text = " ".join(words)
    claims = [_claim(one, start=text.index(one), end=text.index(one) + len(one)) for one in words]
    with Register.open(tmp_path / "register.db") as register:
        register.add(Document(text=text), claims, "test/1")
        (some,), (every,) = register.search("embassy", most=3), register.search("embassy", quotes=True)
        assert [claim.quote for claim in some.claims] == words[:3]
        assert [claim.quote for claim in every.claims] == words
        (one,) = register.search('"embassy 7"', quotes=True)
        assert [claim.quote for claim in one.claims] == [words[7]]


@pytest.mark.parametrize("size", [1, 2, 100])
def test_pages_of_a_documents_claims_follow_its_text(tmp_path: Path, size: int) -> None:
    """Pages of any size hold each claim once, as its quotes stand, under the reader that found it last."""
    text = "Peru opened its embassy in Khartoum. Peru closed its embassy in Quito. Peru planned an embassy in Juba."
    quotes = [f"{one}." for one in text.rstrip(".").split(". ")]
    document = Document(text=text, published="2024-01-01", publisher="Paper")
    told = [_claim(text, quote=one, start=text.index(one), end=text.index(one) + len(one)) for one in quotes]
    with Register.open(tmp_path / "register.db") as register:
        register.add(document, told[1:], "test/1")
        register.add(document, told[:2], "test/2")
        known = register.known()
        assert known is not None
        whole = register.told(document.id)
        pages = [register.told_some(document.id, limit=size, offset=at) for at in range(0, 4, size)]
        before = register.told_some(document.id, known.sequence - 1, limit=size)
    assert {count for count, _ in pages} == {3}
    found = {key: one for _, page in pages for key, one in page.items()}
    assert [claim.quote for claim, _ in found.values()] == quotes
    assert found == whole
    assert before[0] == 2
