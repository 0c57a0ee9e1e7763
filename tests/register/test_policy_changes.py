"""What a change of policy alone changes, told with the cause "policy" and no entry of the log of its own."""

from register_claims import ROOT, report, say

from legation.network.changes import phrase
from legation.register import Policy, Register

TEXT = ROOT / "src" / "legation" / "register" / "policies"


def policy(old: str, new: str) -> Policy:
    """Give the default policy with one line altered, as a version of its own."""
    text = (TEXT / "default.toml").read_text(encoding="utf-8")
    assert old in text
    return Policy.parse(text.replace(old, new).replace('version = "2"', 'version = "3"'), "altered.toml")


def test_a_stricter_rule_lowers_a_standing_because_of_the_policy(place: str) -> None:
    """Two origins confirm under one policy and report under another; documents changed nothing, and back is the reverse."""
    strict = policy("independent_origins = 2", "independent_origins = 3")
    with Register.open(place) as register:
        for name in "AB":
            register.add(*report("2023-10-27", name, say("closed", date="2023-10-25"), title=name), "rules/1")
        (change,) = register.changes_of_policy(Policy.default(), strict)
        assert (change.cause, change.reader, change.source.title) == ("policy", "default/3", "in place of default/2")
        assert (change.mission, change.kind) == ("KP-UG-embassy", "closed")
        assert (change.before, change.standing, change.known.sequence) == ("confirmed", "reported", 2)
        (back,) = register.changes_of_policy(strict, Policy.default())
        assert (back.before, back.standing) == ("reported", "confirmed")
        assert list(register.changes_of_policy(Policy.default(), strict, 1)) == []
        assert {each.cause for each in register.changes()} == {"document"}


def test_what_moves_spells_changes_spells_and_no_standing(place: str) -> None:
    """Where reports move nothing any more, the mission's spells are told before and after."""
    cautious = policy('moves_spells = ["confirmed", "reported"]', 'moves_spells = ["confirmed"]')
    with Register.open(place) as register:
        register.add(*report("2023-10-27", "A", say("closed", date="2023-10-25")), "rules/1")
        change, marks = register.changes_of_policy(Policy.default(), cautious)
        assert (change.kind, change.before, change.standing) == ("spells", None, None)
        assert phrase(change) == "open - to 2023-10-25 → none"
        assert (marks.kind, phrase(marks)) == ("counts", "none → all?, embassies?, seoul?")


def test_a_definition_moves_counts_and_a_mark_may_last_longer(place: str) -> None:
    """What counts, and which marks are still borne on the day of the change, is told mission by mission."""
    narrow = policy('kinds = ["embassy", "high_commission", "nunciature"]', 'kinds = ["nunciature"]')
    brief = policy("marks_last_days = 730", "marks_last_days = 1")
    with Register.open(place) as register:
        register.add(*report("2023-10-27", "A", say("opened", date="2020")), "rules/1")
        (counted,) = register.changes_of_policy(Policy.default(), narrow)
        assert (counted.mission, counted.kind) == ("KP-UG-embassy", "counts")
        assert phrase(counted) == "all, embassies, seoul → all, seoul"
        register.add(*report("2025-06-01", "A", say("closed", status="planned")), "rules/1")
        marks = [one for one in register.changes_of_policy(Policy.default(), brief) if one.kind == "marks"]
        assert [phrase(one) for one in marks] == ["expected → none"]


def test_the_same_rules_change_nothing(place: str) -> None:
    """A policy against itself, or an empty register, gives an empty list."""
    with Register.open(place) as register:
        assert (
            list(register.changes_of_policy(Policy.default(), policy("marks_last_days = 730", "marks_last_days = 1")))
            == []
        )
        register.add(*report("2023-10-27", "A", say("closed", date="2023-10-25")), "rules/1")
        assert list(register.changes_of_policy(Policy.default(), Policy.default())) == []
