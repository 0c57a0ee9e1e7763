"""The lexicons: each loads, and a list that could never match or that contradicts another is refused."""

import re
from importlib import resources
from typing import Any

import pytest

from legation.errors import VocabularyError
from legation.model.vocabulary import CAUSES, KINDS, MISSION_KINDS
from legation.reader import lexicon
from legation.reader.lexicon import load, validate

NAMES = sorted(
    path.name.removesuffix(".toml") for path in resources.files(lexicon).iterdir() if path.name.endswith(".toml")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_lexicon_loads(name: str) -> None:
    """Each lexicon beside the reader is valid and not empty."""
    assert load(name)


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        ({"a": {"words": [" shut"]}}, "stray blanks"),
        ({"a": {"words": ["shut  down"]}}, "stray blanks"),
        ({"a": {"words": [""]}}, "empty"),
        ({"a": {"words": ["Shut"]}}, "lower case"),
        ({"a": {"words": ["people’s bureau"]}}, "straight apostrophe"),
        ({"a": {"words": ["shut", "shut"]}}, "stands twice"),
        ({"meta": {"exclusive": [["a", "b"]]}, "a": ["shut"], "b": ["shut"]}, "decide for one"),
        ({"meta": {"exclusive": [["a", "c"]]}, "a": ["shut"]}, "no list"),
    ],
)
def test_a_faulty_lexicon_is_refused(tree: dict[str, Any], fault: str) -> None:
    """An entry that can never match, stands twice or contradicts another list is refused, and the message says so."""
    with pytest.raises(VocabularyError, match=fault):
        validate("trial", tree)


def test_an_unknown_lexicon_is_refused() -> None:
    """A lexicon that does not exist is an error that names it."""
    with pytest.raises(VocabularyError, match="nowhere"):
        load("nowhere")


def test_trigger_tables_are_named_for_kinds() -> None:
    """A table with verbs, nouns or doors is read only if a kind bears its name, so each that has them does."""
    for name, table in load("triggers").items():
        if {"verbs", "nouns", "doors", "flags"} & set(table):
            assert name in KINDS, name


def test_mission_levels_are_those_of_the_guide() -> None:
    """Every class of mission in the lexicon is one of the guide's."""
    assert set(load("missions")["level"]) <= set(MISSION_KINDS)
    assert set(load("missions")["headed"]) <= set(MISSION_KINDS)


def test_no_word_names_two_levels() -> None:
    """A word for a mission stands for one class only."""
    entries = [entry for level in load("missions")["level"].values() for entry in level]
    assert len(entries) == len(set(entries))


def test_conditions_speak_of_verbs_that_exist() -> None:
    """A condition on a verb that no table lists could never hold."""
    triggers = load("triggers")
    verbs = {verb for name in KINDS if name in triggers for verb in triggers[name].get("verbs", ())}
    conditions = triggers["conditions"]
    for name in ("mission_only", "needs_end", "city_alone", "place_alone"):
        assert set(conditions[name]) <= verbs, name
    assert set(triggers["needs"]) <= verbs
    assert set(triggers["people"]["either"]) <= verbs
    assert set(triggers["people"]["by_name"]) <= verbs


def test_patterns_compile() -> None:
    """The few entries that are patterns are valid ones."""
    for name in ("farewell", "echo"):
        for pattern in load("triggers")[name]["patterns"]:
            re.compile(pattern)


def test_screen_verbs_are_stems_without_blanks() -> None:
    """A verb of the screen matches within words, so it is one word."""
    for verb in load("screen")["pairs"]["verbs"]:
        assert " " not in verb


def test_cause_tags_are_those_of_the_guide() -> None:
    """Every cause that has words is one of the guide's."""
    causes = load("why").get("causes", {})
    assert set(causes) <= set(CAUSES)
