"""The verb import over data sets known by name: what it says, stores, reports and refuses."""

import json
import sys
from pathlib import Path

import pytest
from sparql_server import serving
from test_maps import collection, mission
from test_sparql import WORLD

sys.path.append(str(Path(__file__).parents[1] / "cli"))
from user import here, holds, lines


def a_map(folder: Path, day: str, *countries: str) -> Path:
    """Write a map of embassies in Rome, and a residence on its first place."""
    path = folder / f"rome-{day}.geojson"
    found = [mission(embassy="residence"), *(mission(country=code) for code in countries)]
    path.write_text(collection(*found), "utf-8")
    return path


def test_a_data_set_goes_in_once(tmp_path: Path) -> None:
    """A dry run stores nothing, the first import is new, the second changes nothing; all three keep to the form."""
    path, db = a_map(tmp_path, "2025-01-01", "KP", "CN"), tmp_path / "r.db"
    tried = here("import", "osm", path, "--dry-run", "--json", db=db)
    assert not db.exists()
    first, second = (here("import", "osm", path, "--json", db=db) for _ in range(2))
    for run, outcome in ((tried, "dry run"), (first, "new"), (second, "known")):
        assert run.returncode == 0, run.stderr
        (form,) = lines(run)
        holds("import", form)
        assert (form["outcome"], form["rows"], len(form["skipped"])) == (outcome, 3, 1)
    assert "already in, nothing changed" in second.stderr
    assert "left out: 'Ambasciata' is a residence and no mission" in first.stderr


def test_a_new_edition_tells_what_changed(tmp_path: Path) -> None:
    """The second edition is told against the first, on the screen, in JSON and in the report, and nothing is closed."""
    db, report = tmp_path / "r.db", tmp_path / "report.jsonl"
    here("import", "osm", a_map(tmp_path, "2025-01-01", "KP", "CN"), db=db)
    run = here("import", "osm", a_map(tmp_path, "2026-01-01", "CN", "GH"), "--json", "--report", report, db=db)
    (form,) = lines(run)
    holds("import", form)
    assert form["since"] == "2025-01-01"
    assert form["changes"] == [
        "new in this edition: GH in IT, embassy, Rome",
        "no longer in this edition: KP in IT, embassy, Rome; that says nothing of a closing",
    ]
    assert "since the edition of 2025-01-01: 1 mission new, 1 no longer listed, 0 changed" in run.stderr
    told = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert [one["what"] for one in told] == ["left out", "changed", "changed"]
    (network,) = lines(here("network", "KP", "--on", "2026-01-01", "--json", db=db))
    assert "KP-IT-embassy" in json.dumps(network)


def test_wikidata_is_asked_live(tmp_path: Path) -> None:
    """Without a file, Wikidata is asked for a state's missions; asked again on the same day, nothing changes."""
    db, cache = tmp_path / "r.db", str(tmp_path / "cache")
    with serving(WORLD) as world:
        asked = ("import", "wikidata", "--sending", "North Korea", "--endpoint", world.address, "--page", "7", "--json")
        first, second = (here(*asked, db=db, XDG_CACHE_HOME=cache) for _ in range(2))
    assert (first.returncode, lines(first)[0]["outcome"], lines(first)[0]["rows"]) == (0, "new", 8)
    assert lines(second)[0]["outcome"] == "known"
    assert len(world.asked) > 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("osm",), "osm needs its FILE"),
        (("wikidata",), "--sending STATE"),
        (("igloos", "x.csv"), "there are cow, osm"),
        (("wikidata", "--sending", "Atlantis"), "Atlantis"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    """A data set without its file, one that is none, and a state that is none are errors of use, and store nothing."""
    run = here("import", *words, db=tmp_path / "r.db")
    assert run.returncode == 2
    assert says in " ".join(run.stderr.split())
    assert not (tmp_path / "r.db").exists()


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The import itself stands; the report's own trouble is said in one line."""
    run = here("import", "osm", a_map(tmp_path, "2025-01-01", "KP"), "--report", tmp_path, db=tmp_path / "r.db")
    assert run.returncode == 1
    assert "name a file for --report" in run.stderr
