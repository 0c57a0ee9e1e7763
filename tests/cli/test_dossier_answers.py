"""What the example's register answers, held claim by claim to what its articles say: the whole path, from file to answer.

The other tests of this folder ask a register as a careful reader makes it; here the example's own reader reads.
"""

import atexit
import functools
import importlib.util
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from user import ARTICLES, EXAMPLES, META, here, lines

from legation.model import parse
from legation.scoring import score
from legation.scoring.corpus import Corpus, read_readings

BEFORE, AFTER = "2023-10-01", "2024-01-31"

# receiver: standing of the closing, the interval in which it must fall, and who says that it is done or to come
CLOSINGS = {
    "AO": ("confirmed", "2023-10-25", "2023-10-25", {"Angolan Ministry of External Relations", "South Korean Foreign Ministry"}),
    "UG": ("confirmed", "2023-10-24", "2023-11-30", {"State House", "South Korean Foreign Ministry"}),
    "ES": ("confirmed", "2023-11-01", "2023-11-30", {"website of a left-wing party", "South Korean Foreign Ministry"}),
    "HK": ("confirmed", "2023-11-01", "2024-01-04", {"Chinese Foreign Ministry", "Hong Kong government", "South Korean Foreign Ministry"}),
    "NP": ("confirmed", "2023-11-09", "2023-11-30", {"Nepali Foreign Ministry", "South Korean Foreign Ministry"}),
    "BD": ("confirmed", "2023-11-20", "2023-11-21", {"Bangladeshi Foreign Ministry", "South Korean Foreign Ministry"}),
    "CD": ("disputed", "2023-10-01", "2023-12-31", {"Mara Lindqvist", "Congolese Foreign Ministry", "South Korean Foreign Ministry"}),
    "GN": ("reported", "2023-10-01", "2023-12-05", {"South Korean Foreign Ministry"}),
    "SN": ("reported", "2023-10-01", "2023-12-05", {"South Korean Foreign Ministry"}),
    "LY": ("reported", "2023-10-01", "2024-01-30", {"South Korean Foreign Ministry"}),
}  # fmt: skip
# receiver: the seats of the missions that are to cover it, by whom
COVERED = {
    "UG": {("GQ", "State House"), ("ZA", "Mara Lindqvist")},
    "AO": {("ZA", "Mara Lindqvist")},
    "NP": {("IN", "Nepali Foreign Ministry")},
    "BD": {("IN", "Bangladeshi Foreign Ministry")},
    "CD": {("ET", "Congolese Foreign Ministry")},
    "ES": {("IT", "website of a left-wing party"), ("IT", "embassy of the Democratic People's Republic of Korea")},
}
# claims of the articles that the rules do not find yet
GAPS = {
    ("2023-10-27-tokyo-morning-mail", "explained", "KP>None"),
    ("2023-10-31-han-river-news-agency", "explained", "KP>None"),
    ("2023-12-07-teranga-tribune", "closed", "KP>GN"),
    ("2024-01-04-kowloon-gazette", "closed", "KP>HK"),
}
SPEAKERS = {
    ("Angolan Ministry of External Relations", "AO"),
    ("Bangladeshi Foreign Ministry", "BD"),
    ("Chinese Foreign Ministry", "CN"),
    ("Congolese Foreign Ministry", "CD"),
    ("Hong Kong government", "HK"),
    ("Mara Lindqvist", None),
    ("Nepali Foreign Ministry", "NP"),
    ("Nepali official at the prime minister's office", "NP"),
    ("North Korea's missions on 1 October 2023", None),
    ("North Korean state media", None),
    ("South Korean Foreign Ministry", "KR"),
    ("South Korean Unification Ministry", "KR"),
    ("South Korean media", None),
    ("South Korean ministry", "KR"),
    ("South Korean ministry official", "KR"),
    ("South Korean official", "KR"),
    ("North Korean ambassador", "KP"),
    ("State House", None),
    ("spokesman for the Foreign Ministry of the DPRK", "KP"),
    ("Ugandan State House", "UG"),
    ("embassy of the Democratic People's Republic of Korea", "KP"),
    ("officials at the Bangladeshi Foreign Ministry", "BD"),
    ("sources familiar with the matter", None),
    ("website of a left-wing party", None),
}


@functools.cache
def register() -> Path:
    """Take in the example as ``make run`` does; once."""
    spec = importlib.util.spec_from_file_location("example_run", EXAMPLES / "run.py")
    assert spec is not None
    assert spec.loader is not None
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    folder = tempfile.mkdtemp(prefix="legation-answers-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    db = Path(folder) / "register.db"
    run.take_in(db)
    return db


@functools.cache
def ask(*question: str) -> list[dict[str, Any]]:
    """Ask on the command line, for JSON."""
    run = here(*question, "--json", db=register())
    assert (run.returncode, run.stderr) == (0, "")
    return lines(run)


def happenings(code: str, kind: str = "closed") -> list[dict[str, Any]]:
    """Give what is told of the missions in a receiving state since the table of missions was drawn up."""
    found = [
        one for mission in ask("mission", "KP", code, "--on", AFTER)[0]["missions"] for one in mission["happenings"]
    ]
    return [
        one for one in found if one["kind"] == kind and (one["date"] is None or parse(one["date"]).latest.year > 2022)
    ]


def findings(said: str) -> list[dict[str, Any]]:
    """Give what was found on a figure."""
    return [one for one in ask("check", "KP") if one["said"] == said]


@pytest.mark.parametrize("code", CLOSINGS)
def test_each_closing_has_the_standing_the_interval_and_the_voices_of_the_articles(code: str) -> None:
    """Every mission that the articles speak of stands as they tell it, within the days that they allow, by those who say so."""
    standing, earliest, latest, voices = CLOSINGS[code]
    (closing,) = [one for one in happenings(code) if one["standing"] not in ("denied", "expected", "announced")]
    when = parse(closing["date"])
    assert closing["standing"] == standing
    assert earliest <= when.earliest.isoformat() <= when.latest.isoformat() <= latest
    assert voices <= {quote["holder"] for quote in closing["quotes"]}


@pytest.mark.parametrize(("code", "day"), [("UG", "2023-10-23"), ("AO", "2023-10-27"), ("NP", "2023-11-06")])
def test_farewells_stand_beside_the_closings(code: str, day: str) -> None:
    """The farewell calls have the days of the articles."""
    assert day in {one["date"] for one in happenings(code, "farewell")}


def test_the_network_by_kind_on_both_days() -> None:
    """53 missions were 47 embassies, three consulates general and three offices; 44 are left, by Seoul's definition."""
    (first,) = ask("network", "KP", "--on", BEFORE)
    (last,) = ask("network", "KP", "--on", AFTER, "--definition", "seoul")
    offices = {"permanent_mission": 2, "representative_office": 1}
    assert (first["total"], first["counts"]) == (53, {"embassy": 47, "consulate_general": 3, **offices})
    assert (last["total"], last["counts"]) == (44, {"embassy": 39, "consulate_general": 2, **offices})
    assert last["cannot_say"] == first["cannot_say"] == 0


def test_nothing_is_gone_that_no_article_says() -> None:
    """The missions gone between the two days are nine; the disputed one is not among them."""
    (both,) = ask("compare", "KP", BEFORE, AFTER)
    assert {one["receiving"] for one in both["gone"]} == set(CLOSINGS) - {"CD"}


def test_what_is_still_to_come() -> None:
    """Algiers is expected to close by one analyst; Kinshasa is disputed; nothing else is open."""
    told = {
        one["receiving"]: one["standing"] for one in ask("outlook", "KP", "--on", AFTER) if one["type"] == "happening"
    }
    assert told == {"DZ": "expected", "CD": "disputed"}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("47 + 3 + 3 = 53", "agrees"),
        ("53 - 7 = 46", "agrees"),
        ("53 - 9 = 44", "agrees"),
        ("12 of 53 is 22.6%; said: nearly 25%", "agrees"),
        ("159 relations against 53 missions", "agrees"),
        ("47 embassies", "agrees"),
        ("44 missions", "agrees"),
        ("44 embassies", "differs"),
        ("49 missions", "foreseen"),
    ],
)
def test_published_figures_are_checked(said: str, verdict: str) -> None:
    """Each figure of the articles is found and gets its verdict."""
    assert {one["verdict"] for one in findings(said)} == {verdict}


def test_two_totals_of_46_mean_different_missions() -> None:
    """Seoul's 46 and the press's 46 differ by members: Guinea and Senegal there, Hong Kong and Kinshasa here."""
    (twice,) = findings("46 missions, twice")
    members = {whose: {one.split("-")[1] for one in ids} for whose, ids in twice["only"].items()}
    assert members == {"South Korean Foreign Ministry": {"GN", "SN"}, "Embassy Row Review": {"CD", "HK"}}


@pytest.mark.parametrize("code", COVERED)
def test_who_covers_the_states_left(code: str) -> None:
    """Each covering mission is named with the one who says so; where two differ, both are."""
    (gap,) = [one for one in ask("coverage", "KP", "--on", AFTER) if one["receiving"] == code]
    said = {(cover["from"], quote["holder"]) for cover in gap["covers"] for quote in cover["quotes"]}
    assert COVERED[code] <= said
    assert {seat for seat, _ in said} == {seat for seat, _ in COVERED[code]}


def test_states_left_without_a_covering_mission() -> None:
    """Rome covers Spain; for Guinea, Senegal and Libya no article names a mission."""
    seats = {
        one["receiving"]: {cover["from"] for cover in one["covers"]} for one in ask("coverage", "KP", "--on", AFTER)
    }
    assert seats["ES"] == {"IT"}
    assert {code for code, found in seats.items() if not found} == {"GN", "SN", "LY"}


def test_what_was_known_on_28_october() -> None:
    """With what was known then, Luanda alone had closed, and Kampala and Hong Kong were to."""
    (then,) = ask("network", "KP", "--on", "2023-10-28", "--known", "2023-10-28")
    told = ask("outlook", "KP", "--on", "2023-10-28", "--known", "2023-10-28")
    assert then["total"] == 52
    assert {one["receiving"] for one in then["missions"] if one["open"] == "no"} == {"AO"}
    assert {one["receiving"] for one in told if one["type"] == "happening"} == {"UG", "HK"}


def test_every_quote_stands_in_its_article() -> None:
    """The words quoted for a closing are those of the document at the offsets given."""
    run = here("changes", "--json", db=register())
    quoted = [quote for one in lines(run) for quote in one["quotes"] if quote["url"]]
    sources = [path.read_text("utf-8") for path in (EXAMPLES / "dprk" / "articles").iterdir()]
    assert quoted
    assert all(any(quote["quote"] in text for text in sources) for quote in quoted)


def test_every_claim_read_is_one_that_its_article_makes() -> None:
    """Claim by claim: nothing read is false or wrong in any field, and what is missed are the gaps known today."""
    run = here("read", str(ARTICLES), "--meta", str(META), "--reader", "rules")
    corpus = Corpus(EXAMPLES / "dprk")
    vars(corpus)["gold"] = read_readings(corpus.path / "expected.jsonl")
    errors = [line.split(" ")[:4] for line in score(corpus, {one["doc"]: one for one in lines(run)}).errors]
    assert {(doc.rstrip(":"), kind, pair) for doc, what, kind, pair in errors if what == "MISSED"} <= GAPS
    assert [error for error in errors if error[1] != "MISSED"] == []


def test_each_speaker_is_of_its_own_state() -> None:
    """Officials in Seoul are South Korean, one in Kathmandu is Nepali, and what a note says is the embassy's that sent it."""
    with closing(sqlite3.connect(register())) as connection:
        found = connection.execute("SELECT DISTINCT holder, organ FROM claims WHERE holder IS NOT NULL").fetchall()
    assert set(found) == SPEAKERS
