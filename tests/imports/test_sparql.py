"""Wikidata live, over a real SPARQL server on loopback: what its statements become, and how faults are borne."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sparql_server import Wikidata, serving, time

from legation.errors import FetchRefused, ImportRefused
from legation.imports import sparql
from legation.imports.table import Imported
from legation.imports.wdqs import Answers
from legation.register import Register, open_on

KP = "wdt:P137 wd:Q423 ; p:P137 [ ps:P137 wd:Q423 ]"
WORLD = f"""
wd:Q900001 {KP} ; wdt:P31 wd:Q3917681 ; wdt:P17 wd:Q38 ; wdt:P131 wd:Q220 ; wdt:P1001 wd:Q38, wd:Q32, wd:Q190353 ;
    wdt:P625 "Point(12.4 41.8)"^^geo:wktLiteral ; p:P571 [ psv:P571 {time("2000-01-01", 9)} ] .
wd:Q900002 {KP} ; wdt:P31 wd:Q372690 ; wdt:P17 wd:Q148 ; wdt:P131 wd:Q11720 ; p:P571 [ psv:P571 {time("1987-06-01", 10)} ] .
wd:Q900003 {KP} ; wdt:P31 wd:Q3917681 ; wdt:P17 wd:Q1036 ; p:P571 [ psv:P571 {time("1972-08-15", 11)} ] ;
    p:P576 [ psv:P576 {time("2023-10-23", 11)} ] .
wd:Q900004 wdt:P137 wd:Q423 ; p:P137 [ ps:P137 wd:Q423 ; pqv:P582 {time("2014-01-01", 9)} ] ;
    wdt:P31 wd:Q3917681 ; wdt:P17 wd:Q1011 .
wd:Q900005 {KP} ; wdt:P31 wd:Q64779402 ; wdt:P17 wd:Q30 ; wdt:P1366 wd:Q900006 ; p:P576 [ psv:P576 {time("1999-01-01", 8)} ] .
wd:Q900006 {KP} ; wdt:P31 wd:Q3917681 ; wdt:P17 wd:Q30 .
wd:Q900007 {KP} ; wdt:P31 wd:Q3917681 .
wd:Q900008 {KP} ; wdt:P31 wd:Q3917681 ; wdt:P17 wd:Q38, wd:Q148 .
wd:Q900009 {KP} ; wdt:P31 wd:Q3914 ; wdt:P17 wd:Q38 .
wd:Q900010 wdt:P137 wd:Q884 ; p:P137 [ ps:P137 wd:Q884 ] ; wdt:P31 wd:Q3917681 ; wdt:P17 wd:Q38 .
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Wikidata]:
    """Serve the small world."""
    with serving(WORLD) as world:
        yield world


@pytest.fixture
def world(server: Wikidata) -> Wikidata:
    """Give the server with no fault waiting and nothing asked."""
    server.faults.clear()
    server.asked.clear()
    return server


def fetched(world: Wikidata, folder: Path, page: int = 500) -> tuple[str, str, list[float]]:
    """Fetch the missions of North Korea without waiting; give text, day and the waits that there would have been."""
    waits: list[float] = []
    text, day = sparql.fetch("KP", folder / "kept", endpoint=world.address, page=page, pause=waits.append)
    return text, day, waits


def imported(world: Wikidata, folder: Path) -> Imported:
    """Fetch and read."""
    text, day, _ = fetched(world, folder)
    return sparql.read(text, day, "KP")


def claims(found: Imported) -> set[tuple[object, ...]]:
    """Give the claims without quotes, in the short form in which the tests write them."""
    return {(c.kind, c.receiving, c.city, c.mission, c.date, c.from_) for c in found.claims}


def test_statements_become_claims(world: Wikidata, tmp_path: Path) -> None:
    """Inception, end, end of operation, jurisdictions and successors become claims with the precision they have."""
    text, day, _ = fetched(world, tmp_path)
    found = sparql.read(text, day, "KP")
    assert claims(found) == {
        ("opened", "IT", "Rome", "embassy", "2000", None),
        ("opened", "IT", "Rome", "embassy", f"../{day}", None),
        ("accredited", "LU", "Rome", None, f"../{day}", "IT"),
        ("opened", "CN", "Shenyang", "consulate_general", "1987-06", None),
        ("opened", "CN", "Shenyang", "consulate_general", f"../{day}", None),
        ("opened", "UG", None, "embassy", "1972-08-15", None),
        ("closed", "UG", None, "embassy", "2023-10-23", None),
        ("closed", "CV", None, "embassy", "2014", None),
        ("level_changed", "US", None, "embassy", "199X", None),
        ("opened", "US", None, "embassy", f"../{day}", None),
    }


def test_what_is_left_out_is_told(world: Wikidata, tmp_path: Path) -> None:
    """A mission without a country or in two, and a jurisdiction without a code, are left out with the reason."""
    found = imported(world, tmp_path)
    assert [one.why for one in found.skipped] == ["Q900007: no country (P17)", "Q900008: in several states: CN, IT"]
    assert [one.why for one in found.noted] == [
        "jurisdiction is 'Sovereign Military Order of Malta' (Q190353), which has no state code; left out"
    ]
    assert found.rows == 8


def test_claims_quote_all_lines_of_their_mission(world: Wikidata, tmp_path: Path) -> None:
    """Each quote stands at its offsets, holds whole lines, and names one item alone."""
    found = imported(world, tmp_path)
    for claim in found.claims:
        quote = found.document.text[claim.start : claim.end]
        assert quote == claim.quote
        assert len({line.split('"mission": ')[1].split(",")[0] for line in quote.splitlines()}) == 1
        assert found.document.text[claim.end] == "\n"


def test_the_register_answers_from_it(world: Wikidata, tmp_path: Path) -> None:
    """After the import Kampala's embassy is closed from its last day on, Rome's is open, and twice changes nothing."""
    found = imported(world, tmp_path)
    with Register.open(tmp_path / "r.db") as register:
        added = register.add(found.document, found.claims, found.reader)
        again = imported(world, tmp_path)
        assert (added.outcome, added.refused) == ("new", ())
        assert register.add(again.document, again.claims, again.reader).outcome == "known"
        missions = register.state(sending="KP").missions
    last = found.document.day
    assert last is not None
    assert open_on(missions["KP-IT-embassy"], last).answer == "yes"
    assert open_on(missions["KP-UG-embassy"], last).answer == "no"
    assert open_on(missions["KP-US-embassy"], last).answer == "yes"


@pytest.mark.parametrize("page", [1, 2, 7, 30, 500])
def test_pages_make_one_answer(world: Wikidata, tmp_path: Path, page: int) -> None:
    """Whatever the size of a page, the same text comes, and the number of requests is what the size demands."""
    whole = fetched(world, tmp_path)[0]
    world.asked.clear()
    text, _, waits = fetched(world, tmp_path, page)
    assert text == whole
    assert waits == []
    assert len(world.asked) == len(text.splitlines()) // page + 1


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        (["429 after 7"], [7.0]),
        (["429 after 100000"], [120.0]),
        (["503", "500"], [1.0, 2.0]),
        (["hang up"], [1.0]),
        (["cut"], [1.0]),
        (["504", "cut", "429 after 3", "hang up"], [1.0, 2.0, 3.0, 8.0]),
    ],
)
def test_passing_faults_are_waited_out(world: Wikidata, tmp_path: Path, faults: list[str], waits: list[float]) -> None:
    """A server that is busy, breaks off or cuts its answer short is asked again, after as long as it says or longer each time."""
    whole = fetched(world, tmp_path)[0]
    world.faults += faults
    text, _, waited = fetched(world, tmp_path)
    assert (text, waited) == (whole, waits)


def test_a_page_that_keeps_failing_is_asked_for_in_parts(world: Wikidata, tmp_path: Path) -> None:
    """After the second failure of a page the next request asks for half of it."""
    world.faults += ["504", "504", "504"]
    fetched(world, tmp_path)
    sizes = [int(line.split()[1]) for line in world.asked]
    assert sizes[:4] == [500, 500, 250, 125]


def test_an_interrupted_fetch_goes_on_where_it_was(world: Wikidata, tmp_path: Path) -> None:
    """Rows that came before the server failed for good are kept, and are not asked for again."""
    whole = fetched(world, tmp_path)[0]
    world.asked.clear()
    with pytest.raises(FetchRefused, match="10 rows are kept"):
        sparql.fetch("KP", tmp_path / "kept", endpoint=world.address, page=5, pause=lambda _: None,
                     tell=lambda told: world.faults.extend(["503"] * 7) if told.rows == 10 and not told.waiting and not world.faults else None)  # fmt: skip
    world.faults.clear()
    world.asked.clear()
    text, _, _ = fetched(world, tmp_path, 5)
    assert text == whole
    assert world.asked[0] == "LIMIT 5 OFFSET 10"
    assert not (tmp_path / "kept").exists()


def test_a_kept_line_that_was_cut_off_is_asked_for_again(world: Wikidata, tmp_path: Path) -> None:
    """A process that died while writing leaves half a line, which counts for nothing."""
    whole, day, _ = fetched(world, tmp_path)
    answers = Answers(world.address, sparql._QUESTION % "wd:Q423", tmp_path / "kept", page=5)
    assert answers.day == day
    rows = answers.rows()
    kept = (tmp_path / "kept").read_text("utf-8")
    (tmp_path / "kept").write_text("\n".join(kept.split("\n")[:4]) + '\n{"mission": "htt', "utf-8")
    world.asked.clear()
    assert answers.rows() == rows
    assert world.asked[0] == "LIMIT 5 OFFSET 3"
    assert len(whole.splitlines()) == len(rows)


def test_what_was_kept_of_another_question_is_forgotten(world: Wikidata, tmp_path: Path) -> None:
    """Rows of another state or another day are not taken for an answer to this question."""
    (tmp_path / "kept").write_text('another\n{"mission": "x"}\n', "utf-8")
    text, _, _ = fetched(world, tmp_path)
    assert '"x"' not in text
    assert world.asked[0].endswith("OFFSET 0")


@pytest.mark.parametrize(("fault", "says"), [("400", "refuses the question"), ("html", "no SPARQL answer")])
def test_lasting_faults_are_told_at_once(world: Wikidata, tmp_path: Path, fault: str, says: str) -> None:
    """A server that refuses the question, or is no SPARQL server, is asked once and not again."""
    world.faults += [fault]
    with pytest.raises(ImportRefused, match=says):
        fetched(world, tmp_path)
    assert len(world.asked) == 1


def test_the_client_says_who_it_is(world: Wikidata, tmp_path: Path) -> None:
    """Every request bears the name and version of the program, as Wikidata's rules want it."""
    fetched(world, tmp_path)
    assert all(agent.startswith("Legation/") for agent in world.agents)


def test_no_missions_is_no_edition(world: Wikidata, tmp_path: Path) -> None:
    """A state of which the server knows nothing gives a refusal, and not an empty document."""
    text, day = sparql.fetch("TV", tmp_path / "kept", endpoint=world.address)
    assert not text
    with pytest.raises(ImportRefused, match="0 rows"):
        sparql.read(text, day, "TV")


@pytest.mark.parametrize(
    ("value", "precision", "expected"),
    [
        ("2023-10-23T00:00:00Z", "11", "2023-10-23"),
        ("+2023-10-00T00:00:00Z", "10", "2023-10"),
        ("2023-01-01T00:00:00Z", "9", "2023"),
        ("1970-01-01T00:00:00Z", "8", "197X"),
        ("1900-01-01T00:00:00Z", "7", None),
        ("-0044-03-15T00:00:00Z", "11", None),
        ("_:b0", "", None),
    ],
)
def test_times_keep_their_precision(value: str, precision: str, expected: str | None) -> None:
    """A time is written as exactly as Wikidata knows it; what is vaguer than a decade, or unknown, is none."""
    assert sparql.date_of(value, precision) == expected
