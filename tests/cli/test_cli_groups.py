"""`legation network --by`: groups add up to the network."""

import pytest
from test_questions_docs import dossier
from user import here, lines


@pytest.mark.parametrize("by", ["region", "receiving"])
def test_groups_add_up_to_the_network(by: str) -> None:
    """Every mission that counts, or may, stands in one group, and the sums are the totals."""
    (form,) = lines(here("network", "KP", "--on", "2023-10-31", "--by", by, "--json", db=dossier()))
    groups = form["groups"]
    assert sum(one["total"] for one in groups) == form["total"]
    assert sum(one["cannot_say"] for one in groups) == form["cannot_say"] > 0
    counted = [one["id"] for one in form["missions"] if one["counted"] != "no"]
    assert sorted(name for one in groups for name in one["missions"]) == sorted(counted)


def test_members_open_a_group() -> None:
    """``--members`` names the missions under their region."""
    run = here("network", "KP", "--on", "2024-01-31", "--by", "region", "--members", db=dossier())
    assert (run.returncode, run.stderr) == (0, "")
    assert "Beijing, China" in run.stdout.partition("Asia:")[2]
