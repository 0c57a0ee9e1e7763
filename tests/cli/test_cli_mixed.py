"""One register of two data sets, articles and a ruling: what they disagree on is shown, and each is heard alone."""

import functools
import tempfile
from pathlib import Path

import pytest
from user import here, lines

SETS = {  # two tables that agree on Bern; the first alone has Lima and Oslo, the second Quito
    "atlas": ("2022-11-16", "CH,Bern,embassy\nPE,Lima,embassy\nNO,Oslo,embassy\n"),
    "almanac": ("2023-10-01", "CH,Bern,embassy\nEC,Quito,embassy\n"),
}
ARTICLES = {
    "lima.txt": "Tuvalu closed its embassy in Lima on Monday, the Peruvian Foreign Ministry said.\n",
}
DAY = ("--on", "2024-01-31")
ATLAS, ALMANAC = "source:Atlas House", "source:Almanac House"


@functools.cache
def mixed() -> Path:
    """Take in both tables and the articles, and rule that the embassy in Oslo is open."""
    folder = Path(tempfile.mkdtemp(prefix="legation-mixed-"))
    db = folder / "register.db"
    for name, (day, rows) in SETS.items():
        (folder / f"{name}.csv").write_text(f"state,city,mission\n{rows}", "utf-8")
        (folder / f"{name}.yaml").write_text(
            f"name: {name}\nversion: 1\ntitle: {name.capitalize()} of missions\npublisher: {name.capitalize()} House\n"
            f"licence: CC0-1.0\npublished: {day}\nsending: TV\nopen_on: {day}\n"
            "columns: {receiving: state, city: city, mission: mission}\ncorrections: {}\nrows: {least: 1, most: 9}\n",
            "utf-8",
        )
        run = here("import", folder / f"{name}.csv", "--mapping", folder / f"{name}.yaml", db=db)
        assert run.returncode == 0, run.stderr
    for name, words in ARTICLES.items():
        (folder / name).write_text(words, "utf-8")
        run = here("add", folder / name, "--published", "2023-12-01", "--publisher", "Fjord Post", db=db)
        assert run.returncode == 0, run.stderr
    run = here("decide", "accept", "TV-NO-embassy", "--reason", "their page says so", "--by", "clerk", db=db)
    assert run.returncode == 0, run.stderr
    return db


def verdicts(first: str, second: str) -> dict[str, str]:
    """Give each mission's verdict between two voices."""
    (form,) = lines(here("compare", "TV", first, second, *DAY, "--json", db=mixed()))
    return {one["id"]: one["verdict"] for one in form["said"]}


def test_each_data_set_is_heard_without_the_rest() -> None:
    """Between two tables neither the article's closing nor the ruling has a word."""
    assert verdicts(ATLAS, ALMANAC) == {
        "TV-CH-embassy": "agree",
        "TV-EC-embassy": "second_only",
        "TV-NO-embassy": "first_only",
        "TV-PE-embassy": "first_only",
    }


def test_a_data_set_differs_from_the_articles() -> None:
    """An article that tells of a closing differs from the table that has the mission; of others it says nothing."""
    assert verdicts(ATLAS, "source:Fjord Post")["TV-PE-embassy"] == "differ"
    assert verdicts(ATLAS, "holder:Peruvian Foreign Ministry")["TV-PE-embassy"] == "differ"


def test_all_together_make_one_network() -> None:
    """The register as a whole has what any of them has, less what the article closed, with the words of both tables."""
    (form,) = lines(here("network", "TV", *DAY, "--json", db=mixed()))
    counted = {one["id"]: one for one in form["missions"] if one["counted"] == "yes"}
    assert set(counted) == {"TV-CH-embassy", "TV-EC-embassy", "TV-NO-embassy"}
    assert {one["publisher"] for one in counted["TV-CH-embassy"]["quotes"]} >= {"Almanac House", "Atlas House"}


@pytest.mark.parametrize(
    ("asked", "told"), [("source:atlas", "Atlas House; Atlas of missions"), ("source:x", "Almanac House")]
)
def test_a_data_set_that_is_not_there_is_answered_with_those_that_are(asked: str, told: str) -> None:
    """The names that are nearly it come first, and they are names of data sets, not of holders."""
    run = here("compare", "TV", asked, ALMANAC, *DAY, db=mixed())
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert "Peruvian" not in run.stderr
