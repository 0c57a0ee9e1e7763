"""Policies are data: read whole, or refused with the key that is wrong."""

import datetime as dt
import importlib.resources
from pathlib import Path

import pytest
from register_claims import log, report, say

from legation.errors import PolicyError
from legation.model.vocabulary import MISSION_KINDS
from legation.register import Policy, fold, open_on

TEXT = (importlib.resources.files("legation.register") / "policies" / "default.toml").read_text(encoding="utf-8")


def test_the_shipped_definitions_differ_in_what_they_count() -> None:
    """All counts every kind; embassies only those; Seoul leaves out honorary consulates and keeps inactive missions."""
    policy = Policy.default()
    counted = {
        name: {kind for kind in MISSION_KINDS if each.has_kind(kind)} for name, each in policy.definitions.items()
    }
    assert counted["all"] == set(MISSION_KINDS)
    assert counted["embassies"] == {"embassy", "high_commission", "nunciature"}
    assert counted["all"] - counted["seoul"] == {"honorary_consulate", "trade_office"}
    assert [each.counts("embassy", "suspended") for each in policy.definitions.values()] == [False, False, True]
    assert not policy.definition("all").counts("embassy", "closed")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("independent_origins = 2", "independent_orgins = 2", "independent_or"),
        ("independent_origins = 2", "", "independent_origins"),
        ("independent_origins = 2", 'independent_origins = "two"', "independent_origins"),
        ("independent_origins = 2", "independent_origins = 0", "independent_origins"),
        ("marks_last_days = 730", "marks_last_days = -1", "marks_last_days"),
        ('moves_spells = ["confirmed", "reported"]', 'moves_spells = ["announced"]', "announced"),
        ('conditions = ["open"]', 'conditions = ["ajar"]', "ajar"),
        ('version = "2"', 'version = "2"\nauthor = "me"', "author"),
        ('name = "default"', "name = default", "not TOML"),
    ],
)
def test_a_wrong_key_is_named(old: str, new: str, named: str) -> None:
    """An unknown, missing or impossible key is refused with the file and the key."""
    assert old in TEXT
    with pytest.raises(PolicyError, match=rf"mine\.toml.*{named}"):
        Policy.parse(TEXT.replace(old, new, 1), "mine.toml")


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    """A policy of one's own changes the answer, and the answer names it."""
    place = tmp_path / "strict.toml"
    place.write_text(
        TEXT.replace('name = "default"', 'name = "strict"').replace(
            "independent_origins = 2", "independent_origins = 3"
        ),
        encoding="utf-8",
    )
    reports = [report("2023-10-27", name, say("closed", date="2023-10-25")) for name in "AB"]
    state = fold(log(*reports), Policy.read(place))
    assert state.policy == "strict/2"
    assert [each.standing for each in state.missions["KP-UG-embassy"].happenings] == ["reported"]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A missing file is an error of the policy, by name."""
    with pytest.raises(PolicyError, match=r"none\.toml.*give a TOML file"):
        Policy.read(tmp_path / "none.toml")


def test_an_unknown_definition_is_told_with_those_there_are() -> None:
    """The message lists the names."""
    with pytest.raises(PolicyError, match="no definition 'lowy'; it has all, embassies, seoul"):
        Policy.default().definition("lowy")


def test_how_long_a_plan_is_a_mark_is_the_policys_to_say() -> None:
    """Announced in November and asked about in the new year: a mark under the default, none where marks last a month."""
    entries = log(report("2023-11-01", "KCNA", say("closed", status="planned"), say("opened", date="1972")))
    month = Policy.parse(TEXT.replace("marks_last_days = 730", "marks_last_days = 30"), "month")
    for policy, marks in ((Policy.default(), ("announced",)), (month, ())):
        (record,) = fold(entries, policy).missions.values()
        assert open_on(record, dt.date(2024, 1, 5)).marks == marks
        assert open_on(record, dt.date(2023, 11, 5)).marks == ("announced",)
