"""The instruction says what people and rules are told, and teaches nothing that the checks would refuse."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from legation.model import Document
from legation.model.vocabulary import CAUSES, KINDS, MEASURES, MISSION_KINDS, QUALIFIERS, STATUSES
from legation.reader.lexicon import load
from legation.reader.llm import instruction as told
from legation.reader.llm.checks import Checks, Dropped
from legation.reader.llm.data import examples, terms
from legation.reader.llm.reply import Raw

GUIDE = (Path(__file__).parents[2] / "corpus" / "GUIDE.md").read_text("utf-8")


def _rows(heading: str) -> list[list[str]]:
    part = GUIDE.split(heading, 1)[1]
    lines = re.findall(r"^\|(.*)\|$", part.split("\n#", 1)[0], re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines][2:]


def test_fields_and_kinds_mean_what_the_guide_says() -> None:
    """The model is told of each field and kind in the guide's own words."""
    fields = {row[0].strip("`"): row[1] for row in _rows("## A claim")}
    kinds = {name: row[2] for row in _rows("### Kinds") for name in re.findall(r"`(\w+)`", row[0])}
    assert terms()["fields"] == fields
    assert terms()["kinds"] == kinds


def test_the_decided_cases_are_the_guide_s() -> None:
    """Each hard case that people were given stands in the instruction too."""
    part = GUIDE.split("## Cases decided")[1].split("\n## ")[0]
    cases = [" ".join(case.split()) for case in re.split(r"^- ", part, flags=re.MULTILINE)[1:]]
    assert list(terms()["cases"]["decided"]) == cases
    for one in (terms()["counted"]["meaning"], terms()["claim"]["meaning"], terms()["claim"]["no_claim"]):
        assert one in " ".join(GUIDE.split())


def test_the_instruction_holds_every_word_of_the_vocabulary_and_words_of_the_lexicons() -> None:
    """No kind, status, cause, level, measure or qualifier is left for the model to guess."""
    text = told.instruction()
    for word in (*KINDS, *STATUSES, *CAUSES, *MISSION_KINDS, *MEASURES, *QUALIFIERS):
        assert word in text, word
    for kind in ("opened", "closed", "suspended"):
        assert load("triggers")[kind]["verbs"][0] in text


def test_the_version_follows_from_instruction_and_schema() -> None:
    """It has the generation and a hash, so that two instructions never bear one version."""
    assert re.fullmatch(r"\d+\.[0-9a-f]{8}", told.version())


@pytest.mark.parametrize("one", examples(), ids=lambda one: one["text"].strip().splitlines()[0])
def test_the_worked_examples_pass_the_checks_and_the_schema(one: dict[str, Any]) -> None:
    """What the model is shown as right is right."""
    document = Document(text=one["text"].strip(), published=one["published"])
    checks = Checks(document)
    for claim in one["claims"]:
        assert not isinstance(checks.claim(msgspec.convert(claim, Raw)), Dropped), checks.claim(
            msgspec.convert(claim, Raw)
        )
    empty = dict.fromkeys(told.schema()["properties"]["claims"]["items"]["properties"])
    full = [{**empty, "causes": [], **claim} for claim in one["claims"]]
    jsonschema.validate({"claims": full}, told.schema())


def test_the_schema_is_one_that_endpoints_take_as_strict() -> None:
    """All fields are required, nothing else is allowed, and it is valid JSON Schema."""
    jsonschema.Draft202012Validator.check_schema(told.schema())
    claim = told.schema()["properties"]["claims"]["items"]
    assert claim["required"] == list(claim["properties"])
    assert claim["additionalProperties"] is False


def test_a_text_cannot_close_its_own_frame() -> None:
    """The marks around a text follow from it, so that it cannot hold them."""
    question = told.question("Some text", "2020-01-01")
    [first, second] = re.findall(r"^===== \w{16} =====$", question, re.MULTILINE)
    assert first == second
    mark = first.split()[1]
    inside = told.question(f"===== {mark} =====\nSome text", "2020-01-01")
    assert inside.count(mark) == 1
