"""Records: identity from content, the guide's JSON form, refusal of what does not hold, schemas that cannot drift."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

import legation
from legation.errors import ClaimRefused, LegationError
from legation.model import Claim, Document, Mission, Reading, check, json_schema
from legation.model.schema import RECORDS
from legation.model.vocabulary import CAUSES, CLASS_OF, KINDS, MEASURES, MISSION_KINDS, QUALIFIERS, STATUSES

TEXT = "Oman opens embassy in Lusaka\n\nOman opened an embassy in Lusaka on Monday, its foreign ministry said."
GUIDE = Path(__file__).parents[2] / "corpus" / "GUIDE.md"


def claim(**changes: Any) -> Claim:
    """Make a claim that holds against TEXT, but for the changes."""
    quote = changes.pop("quote", "Oman opened an embassy in Lusaka")
    start = changes.pop("start", TEXT.find(quote))
    fields = {
        "kind": "opened", "sending": "OM", "receiving": "ZM", "city": "Lusaka", "mission": "embassy", "status": "done",
        "quote": quote, "start": start, "end": start + len(quote),
    }  # fmt: skip
    return Claim(**fields | changes)


def test_a_claim_whose_words_stand_in_the_document_holds() -> None:
    """A right claim passes the check, and its slice equals its quote."""
    check(claim(), TEXT)
    assert TEXT[claim().start : claim().end] == claim().quote


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": 3}, "quote does not stand"),
        ({"quote": "Oman shut"}, "quote does not stand"),
        ({"quote": ""}, "quote does not stand"),
        ({"sending": "Oman"}, "sending is 'Oman'"),
        ({"receiving": "zm"}, "receiving is 'zm'"),
        ({"sending": "ÄÖ"}, "sending is 'ÄÖ'"),
        ({"organ": "O1"}, "organ is 'O1'"),
        ({"from_": "?"}, "from is"),
        ({"date": "last week"}, "date"),
        ({"receiving": None}, "needs both"),
        ({"kind": "counted", "receiving": None}, "needs measure"),
        ({"kind": "explained", "sending": None, "receiving": None}, "needs a sending"),
        ({"kind": "relations_severed", "sending": None}, "needs a sending"),
        ({"kind": "relations_severed", "receiving": None}, "needs both"),
    ],
)
def test_a_claim_that_does_not_hold_is_refused_by_the_field_that_fails(changes: dict[str, Any], message: str) -> None:
    """The refusal names the claim and the field."""
    with pytest.raises(ClaimRefused, match=message):
        check(claim(**changes), TEXT)


def test_the_json_form_is_the_guides() -> None:
    """Every field of the guide stands under its name; fields of other kinds are left out; whole numbers are whole."""
    form = claim().json_form()
    assert set(form) == {"kind", "sending", "receiving", "city", "mission", "status", "holder", "date", "causes"} | {
        "quote", "start", "end",
    }  # fmt: skip
    counted = claim(kind="counted", receiving=None, measure="missions", value=53.0, qualifier="exact").json_form()
    assert json.dumps(counted["value"]) == "53"
    assert claim(kind="accredited", from_="ZA").json_form()["from"] == "ZA"


def test_a_word_that_the_guide_does_not_have_cannot_be_decoded() -> None:
    """A claim of an unknown kind is refused when it is decoded."""
    with pytest.raises(msgspec.ValidationError, match="Invalid enum value 'dreamt'"):
        msgspec.json.decode(json.dumps(claim().json_form() | {"kind": "dreamt"}), type=Claim)


def test_every_annotated_claim_decodes_and_holds_against_its_text() -> None:
    """All claims of the corpora are claims of this model, and their quotes stand in their texts."""
    seen = 0
    for gold in sorted(GUIDE.parent.glob("*/gold.jsonl")):
        for line in gold.read_text("utf-8").splitlines():
            document = json.loads(line)
            text = (gold.parent / "docs" / f"{document['doc']}.txt").read_text("utf-8")
            for form in document["claims"]:
                start = text.find(form["quote"])
                check(msgspec.convert(form | {"start": start, "end": start + len(form["quote"])}, Claim), text)
                seen += 1
    assert seen > 3000


def test_the_vocabulary_is_the_guides() -> None:
    """Every kind, status, mission, cause, measure and qualifier stands in the guide between code marks."""
    guide = GUIDE.read_text("utf-8")
    for word in (*KINDS, *STATUSES, *MISSION_KINDS, *CAUSES, *MEASURES, *QUALIFIERS):
        assert f"`{word}`" in guide
    assert set(CLASS_OF) == set(MISSION_KINDS)


def test_identity_follows_from_content_alone() -> None:
    """The same text from the same publisher on the same day is one document, whatever file it came from."""
    one = Document(text=TEXT, published="2023-11-01", publisher="A", source="a.txt")
    assert one.id == Document(text=TEXT, published="2023-11-01", publisher="A", url="https://example.org").id
    assert one.id != Document(text=TEXT, published="2023-11-02", publisher="A").id
    assert claim().id_in("d") == claim().id_in("d") != claim(city=None).id_in("d")
    assert one.day == dt.date(2023, 11, 1)


def test_a_state_has_one_embassy_in_another_and_consulates_by_city() -> None:
    """An embassy's identity leaves the city out, a consulate's does not."""
    embassy = Mission(sending="KP", receiving="ES", class_="embassy", city="Madrid")
    assert embassy.id == "KP-ES-embassy"
    assert Mission(sending="KP", receiving="CN", class_="consular", city="Shenyang").id == "KP-CN-consular-shenyang"
    assert Mission(sending="KP", receiving="CN", class_="consular").id == "KP-CN-consular-unknown"
    assert Mission(sending="KP", receiving="IN", class_="unspecified", city="Mumbai").id == "KP-IN-unspecified-mumbai"
    assert Mission(sending="KP", receiving="IN", class_="unspecified").id == "KP-IN-unspecified"


def test_reading_time_is_at_least_a_minute() -> None:
    """A short item takes one minute, a text of 2,380 words ten."""
    assert Document(text="Short.").reading_minutes == 1
    assert Document(text="word " * 2380).reading_minutes == 10


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_records_are_valid_under_their_own_schema(name: str) -> None:
    """Each record's JSON form is valid under the JSON Schema made from its type, and a broken one is not."""
    examples: dict[str, Any] = {
        "document": Document(text=TEXT, published="2023-11-01"),
        "claim": claim(),
        "reading": Reading(document="d", reader="rules/1", claims=(claim(),)),
        "mission": Mission(sending="KP", receiving="ES", class_="embassy"),
    }
    schema = json_schema(name)
    form = msgspec.to_builtins(examples[name])
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(msgspec.json.encode(form)))
    assert not validator.is_valid({})


def test_the_root_lends_out_what_it_says() -> None:
    """`__all__` of the package is sorted and every name in it exists."""
    assert list(legation.__all__) == sorted(legation.__all__)
    assert all(hasattr(legation, name) for name in legation.__all__)


def test_every_error_has_a_sentence_and_stands_in_the_drawn_tree() -> None:
    """The tree in the errors module's docstring names every error class there is."""
    import legation.errors as module  # noqa: PLC0415

    def below(error: type[BaseException]) -> list[type[BaseException]]:
        return [error, *[one for child in error.__subclasses__() for one in below(child)]]

    for error in below(LegationError):
        assert error.__doc__
        assert error.__name__ in (module.__doc__ or "")
