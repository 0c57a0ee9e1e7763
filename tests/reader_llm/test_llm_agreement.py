"""When two readers agree, and what becomes of what they differ on."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.model import Claim, Document, Reading
from legation.reader import Reader
from legation.reader.agreement import Agreed, PairReader, compare, differences
from legation.reader.unread import Unread

_TEXT = "Norway shut its embassy in Lome."
_BASE = Claim(
    kind="closed", sending="NO", receiving="TG", city="Lome", mission="embassy", status="done", holder="Foreign Ministry of Norway",
    date="2021-06", quote=_TEXT, start=0, end=len(_TEXT),
)  # fmt: skip


def _with(**changed: Any) -> Claim:
    return msgspec.structs.replace(_BASE, **changed)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, ()),
        ({"city": None, "date": None, "mission": None, "holder": None}, ()),
        ({"city": "Lomé", "date": "2021-06-30", "holder": "Norway's ministry", "quote": "Norway shut", "end": 11}, ()),
        ({"mission": "high_commission"}, ()),
        ({"causes": ("cost",)}, ()),
        ({"status": "planned"}, ("status",)),
        ({"city": "Kara"}, ("city",)),
        ({"date": "2020"}, ("date",)),
        ({"mission": "consulate"}, ("mission",)),
        ({"holder": "Reuters"}, ("holder",)),
        ({"status": "denied", "date": "1999"}, ("status", "date")),
    ],
)
def test_readers_differ_where_fields_contradict_each_other(changed: dict[str, Any], fields: tuple[str, ...]) -> None:
    """Silence contradicts nothing, marks and precision do not, another status, city, day, class or holder does."""
    assert differences(_BASE, _with(**changed)) == fields
    found = compare([_BASE], [_with(**changed)])
    assert len(found.agreed) == (not fields)
    assert [one.fields for one in found.differing] == ([fields] if fields else [])


@pytest.mark.parametrize("changed", [{"kind": "opened"}, {"sending": "SE"}, {"receiving": "BJ"}])
def test_another_kind_or_state_is_another_claim(changed: dict[str, Any]) -> None:
    """Then each claim is told as one that a single reader has."""
    found = compare([_BASE], [_with(**changed)])
    assert found.agreed == ()
    assert [(one.first is None, one.second is None) for one in found.differing] == [(False, True), (True, False)]


def test_relations_and_numbers_are_compared_by_their_own_keys() -> None:
    """Relations have no direction; numbers agree by measure and value; reasons by a shared cause."""
    severed = _with(kind="relations_severed", city=None, mission=None)
    assert compare([severed], [msgspec.structs.replace(severed, sending="TG", receiving="NO")]).differing == ()
    number = _with(kind="counted", receiving=None, measure="share_closing", value=0.25, qualifier="about")
    assert compare([number], [msgspec.structs.replace(number, value=0.24)]).differing == ()
    assert len(compare([number], [msgspec.structs.replace(number, value=0.5)]).differing) == 2
    reason = _with(kind="explained", receiving=None, causes=("cost", "economy"))
    assert compare([reason], [msgspec.structs.replace(reason, causes=("cost",))]).differing == ()


_CLAIMS = st.lists(
    st.builds(
        _with,
        sending=st.sampled_from(["NO", "SE"]),
        receiving=st.sampled_from(["TG", "BJ"]),
        status=st.sampled_from(["done", "planned"]),
        city=st.sampled_from([None, "Lome", "Kara"]),
    ),
    max_size=6,
)


@given(_CLAIMS, _CLAIMS)
def test_every_claim_is_in_the_comparison_once_and_sides_can_be_swapped(one: list[Claim], other: list[Claim]) -> None:
    """Nothing is lost or doubled, and it does not matter which reader is named first."""
    found, swapped = compare(one, other), compare(other, one)
    left = [pair[0] for pair in found.agreed] + [each.first for each in found.differing if each.first]
    right = [pair[1] for pair in found.agreed] + [each.second for each in found.differing if each.second]
    assert sorted(map(repr, left)) == sorted(map(repr, one))
    assert sorted(map(repr, right)) == sorted(map(repr, other))
    assert len(found.agreed) == len(swapped.agreed)
    assert len(found.differing) == len(swapped.differing)


@given(_CLAIMS)
def test_a_reader_agrees_with_itself(claims: list[Claim]) -> None:
    """Compared with itself, a reading differs in nothing."""
    assert compare(claims, claims).differing == ()


class _Fixed:
    """A reader that always finds the same."""

    def __init__(self, name: str, claims: tuple[Claim, ...] | None) -> None:
        self.name, self._claims = name, claims

    def read(self, document: Document) -> Reading:
        """Give the claims, or say that they could not be read."""
        if self._claims is None:
            return Unread(document=document.id, reader=self.name, claims=(), fault="timeout")
        return Reading(document=document.id, reader=self.name, claims=self._claims)

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read many."""
        return map(self.read, documents)


def test_a_pair_claims_what_both_find_and_hands_on_the_rest() -> None:
    """Agreed claims are in the first one's words; a difference is held back; the name says who read."""
    sure, doubtful = _BASE, _with(sending="SE")
    pair = PairReader(
        _Fixed("rules/1", (sure, doubtful)), _Fixed("llm/2", (sure, _with(sending="SE", status="planned")))
    )
    document = Document(text=_TEXT)
    assert isinstance(pair, Reader)
    assert pair.name == "both/rules-1+llm-2"
    for reading in (pair.read(document), *pair.read_many(iter([document, document]))):
        assert isinstance(reading, Agreed)
        assert reading.claims == (sure,)
        assert [one.fields for one in reading.waiting] == [("status",)]


def test_half_of_a_comparison_is_none() -> None:
    """Where one of the two could not read a document, the pair has not read it."""
    pair = PairReader(_Fixed("rules/1", (_BASE,)), _Fixed("llm/2", None))
    reading = pair.read(Document(text=_TEXT))
    assert isinstance(reading, Unread)
    assert (reading.fault, reading.claims) == ("timeout", ())
