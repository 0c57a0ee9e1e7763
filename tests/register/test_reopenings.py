"""A reopening that one document calls an opening and another a resumption is one happening."""

from register_claims import edtf, log, report, say

from legation.register import Record, fold


def record(*told: tuple[str, str, str]) -> Record:
    """Fold what papers of their own said of one embassy: day of publication, kind, date."""
    reports = [
        report(day, f"Paper {index}", say(kind, date=date), title=str(index))
        for index, (day, kind, date) in enumerate(told)
    ]
    (found,) = fold(log(*reports)).missions.values()
    return found


def gist(found: Record) -> list[tuple[str, str, str | None]]:
    """Give kind, standing and date of every happening."""
    return [(each.kind, each.standing, edtf(each.when)) for each in found.happenings]


def test_opened_and_resumed_on_one_day_are_one() -> None:
    """Two papers on one reopening confirm each other, under the word that says more; its dates narrow each other."""
    found = record(
        ("1973-11-01", "closed", "1973-10-25"),
        ("2025-08-20", "opened", "2025-08-20"),
        ("2025-08-21", "resumed", "2025-08"),
    )
    assert gist(found) == [("closed", "reported", "1973-10-25"), ("resumed", "confirmed", "2025-08-20")]
    assert [(spell.condition, edtf(spell.begin)) for spell in found.spells] == [("open", None), ("open", "2025-08-20")]


def test_a_resumption_says_itself_that_the_mission_had_been_there() -> None:
    """Where nobody tells of an end, an exact opening on the day of a resumption is the same reopening."""
    found = record(("2025-08-20", "opened", "2025-08-20"), ("2025-08-21", "resumed", "2025-08-20"))
    assert gist(found) == [("resumed", "confirmed", "2025-08-20")]
    assert [(spell.condition, edtf(spell.end)) for spell in found.spells] == [("open", "../2025-08-20"), ("open", None)]


def test_the_first_opening_stays_one() -> None:
    """An opening in a year in which the mission was closed and resumed later may be the first, and is left alone."""
    found = record(
        ("2014-01-01", "opened", "2013"),
        ("2014-01-01", "suspended", "2013-05-01"),
        ("2014-01-01", "resumed", "2013-08-01"),
    )
    assert sorted(kind for kind, *_ in gist(found)) == ["opened", "resumed", "suspended"]


def test_dates_that_cannot_agree_are_two() -> None:
    """An opening of one month and a resumption of another are not brought together."""
    found = record(
        ("1973-11-01", "closed", "1973-10-25"),
        ("2025-08-20", "opened", "2025-08-20"),
        ("2025-10-21", "resumed", "2025-10"),
    )
    assert sorted(kind for kind, *_ in gist(found)) == ["closed", "opened", "resumed"]
