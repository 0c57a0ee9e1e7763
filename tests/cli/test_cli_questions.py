"""Questions on the command line, asked of the example as a careful reader reads it."""

import contextlib
import datetime as dt
import functools
import json
import os
import pty
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from user import Run, careful_register, command, environment, here, holds, legation, lines

QUESTIONS = {
    "network": ("network", "KP", "--on", "2024-01-31"),
    "mission": ("mission", "KP", "CD", "--on", "2024-01-31"),
    "changes": ("changes",),
    "check": ("check", "KP"),
    "coverage": ("coverage", "KP", "--on", "2024-01-31"),
    "outlook": ("outlook", "KP", "--on", "2024-01-31"),
    "compare": ("compare", "KP", "2023-10-01", "2024-01-31"),
}


@functools.cache
def register() -> Path:
    """Give one register for all questions; they change nothing."""
    return careful_register(Path(tempfile.mkdtemp(prefix="legation-questions-")))


@functools.cache
def ask(*arguments: str) -> Run:
    """Ask once."""
    return here(*arguments, db=register())


@pytest.mark.parametrize("form", QUESTIONS)
def test_json_keeps_to_its_form_and_nothing_else_is_on_standard_output(form: str) -> None:
    """Every line of ``--json`` is an object of the documented form, and nothing is said on standard error."""
    run = ask(*QUESTIONS[form], "--json")
    assert (run.returncode, run.stderr) == (0, "")
    found = lines(run)
    assert found
    for one in found:
        holds(form, one)


@pytest.mark.parametrize("form", QUESTIONS)
def test_pages_for_people_fit_80_columns_without_colour(form: str) -> None:
    """Where standard output is no terminal, no line is wider than 80 and no escape code is written."""
    run = ask(*QUESTIONS[form], *(["--quotes"] if form in ("network", "changes") else []))
    assert run.returncode == 0
    assert "\x1b" not in run.stdout
    assert max(len(line) for line in run.stdout.splitlines()) <= 80
    assert len(run.stdout.splitlines()) > 5


def test_the_same_question_gives_the_same_bytes_in_a_process_of_its_own() -> None:
    """Order is part of an answer, and nothing of it comes from the process that asks."""
    for form in ("network", "check"):
        assert legation(*QUESTIONS[form], "--json", db=register()).stdout == ask(*QUESTIONS[form], "--json").stdout


def test_the_network_is_53_before_and_44_after() -> None:
    """47 + 3 + 3 on 1 October 2023, and 44 on 31 January 2024, as the issue's case has it."""
    before = json.loads(ask("network", "KP", "--on", "2023-10-01", "--json").stdout)
    after = json.loads(ask("network", "KP", "--on", "2024-01-31", "--json").stdout)
    assert (before["total"], before["cannot_say"]) == (53, 0)
    assert before["counts"] == {
        "embassy": 47,
        "consulate_general": 3,
        "permanent_mission": 2,
        "representative_office": 1,
    }
    assert (after["total"], after["sending"], after["on"], after["definition"]) == (44, "KP", "2024-01-31", "all")
    assert after["total"] == sum(after["counts"].values()) == sum(one["open"] == "yes" for one in after["missions"])
    kinshasa = next(one for one in after["missions"] if one["receiving"] == "CD")
    assert (kinshasa["open"], kinshasa["marks"]) == ("yes", ["disputed"])


def test_a_state_may_be_given_by_name_and_nothing_changes() -> None:
    """KP, kp and "North Korea" are one state; "Korea" means two and is a usage error."""
    answers = {ask("network", word, "--on", "2024-01-31", "--json").stdout for word in ("KP", "kp", "North Korea")}
    assert len(answers) == 1
    run = ask("network", "Korea")
    assert run.returncode == 2
    assert "several" in run.stderr


def test_the_past_can_be_asked_as_it_was_known() -> None:
    """On 28 October only Luanda was known to have closed; by a sequence number the answer is the same."""
    then = json.loads(ask("network", "KP", "--on", "2023-10-28", "--known", "2023-10-28", "--json").stdout)
    assert (then["total"], then["cannot_say"]) == (52, 0)
    assert dt.datetime.fromisoformat(then["known_at"]).date() == dt.date(2023, 10, 27)
    same = json.loads(ask("network", "KP", "--on", "2023-10-28", "--known", str(then["known"]), "--json").stdout)
    assert same == then
    now = json.loads(ask("network", "KP", "--on", "2023-10-28", "--json").stdout)
    assert now["total"] < then["total"] <= now["total"] + now["cannot_say"]


def test_definitions_can_be_asked_for_and_an_unknown_one_is_named() -> None:
    """``--definition`` changes what counts; a wrong name lists the right ones and is a usage error."""
    assert (
        json.loads(ask("network", "KP", "--on", "2023-10-01", "--definition", "embassies", "--json").stdout)["total"]
        == 47
    )
    run = ask("network", "KP", "--definition", "mine")
    assert run.returncode == 2
    assert "all, embassies, seoul" in run.stderr


def test_published_figures_are_checked_as_an_analyst_would() -> None:
    """47 + 3 + 3; a dozen of 53 against nearly a quarter; 159 against 53; 44 embassies; and whose 46."""
    found = {one["said"]: one for one in lines(ask("check", "KP", "--json"))}
    assert found["47 + 3 + 3 = 53"]["verdict"] == "agrees"
    assert found["12 of 53 is 22.6%; said: nearly 25%"]["verdict"] == "agrees"
    assert "112 of these states have none" in found["159 relations against 53 missions"]["why"]
    assert found["44 missions"]["verdict"] == "agrees"
    assert found["44 embassies"]["verdict"] == "differs"
    assert found["46 missions, twice"]["only"] == {
        "Embassy Row Review": ["KP-CD-embassy", "KP-HK-consular-hong-kong"],
        "South Korean Foreign Ministry": ["KP-GN-embassy", "KP-SN-embassy"],
    }


def test_who_covers_whom_is_told_by_each_source() -> None:
    """Kampala is covered from Malabo or Pretoria; for Conakry, Dakar and Tripoli nobody says."""
    found = {one["receiving"]: one for one in lines(ask(*QUESTIONS["coverage"], "--json"))}
    assert sorted(found) == ["AO", "BD", "CD", "ES", "GN", "LY", "NP", "SN", "UG"]
    assert [(one["from"], one["city"]) for one in found["UG"]["covers"]] == [("GQ", "Malabo"), ("ZA", "Pretoria")]
    assert found["UG"]["disputed"]
    assert [code for code, one in found.items() if not one["covers"]] == ["GN", "LY", "SN"]
    assert found["CD"]["resident"] == "yes"


def test_only_what_has_not_come_is_in_the_outlook() -> None:
    """Algiers is expected and Kinshasa disputed; what closed is in neither."""
    found = [one for one in lines(ask(*QUESTIONS["outlook"], "--json")) if one["type"] == "happening"]
    assert [(one["mission"], one["standing"]) for one in found] == [
        ("KP-DZ-embassy", "expected"),
        ("KP-CD-embassy", "disputed"),
    ]


def test_comparing_names_who_went() -> None:
    """Between the two days nine missions went, and none came."""
    found = json.loads(ask(*QUESTIONS["compare"], "--json").stdout)
    assert sorted(one["receiving"] for one in found["gone"]) == ["AO", "BD", "ES", "GN", "HK", "LY", "NP", "SN", "UG"]
    assert (found["come"], found["same"], found["after"]["total"]) == ([], 44, 44)


def test_definitions_and_known_times_can_be_compared() -> None:
    """DATE@KNOWN/DEFINITION names a side in full; a broken one is a usage error."""
    found = json.loads(ask("compare", "KP", "2023-10-28@2023-10-28", "2023-10-28/embassies", "--json").stdout)
    assert (found["before"]["total"], found["after"]["definition"]) == (52, "embassies")
    assert ask("compare", "KP", "last week", "2023-10-28").returncode == 2


def test_changes_name_their_cause_and_can_be_cut_by_time_and_state() -> None:
    """Each change has mission, kind, standing, date, holder and cause; ``--since`` leaves the earlier entries out."""
    every = lines(ask("changes", "--json"))
    assert {one["cause"] for one in every} == {"document"}
    late = lines(ask("changes", "--since", "2023-12-31", "--json"))
    assert late == [one for one in every if one["known"] > "2024"]
    assert {one["mission"].split("-")[0] for one in lines(ask("changes", "--sending", "KP", "--json"))} == {"KP"}
    luanda = [one for one in every if one["mission"] == "KP-AO-embassy" and one["date"] == "2023-10-25"]
    assert [(one["kind"], one["standing"], one["holder"]) for one in luanda] == [
        ("closed", "confirmed", "Angolan Ministry of External Relations")
    ]


def test_changes_take_a_state_like_the_other_questions() -> None:
    """STATE, ``--sending`` and a name mean the same; two states are refused; ``--in`` keeps one receiving state."""
    whole = ask("changes", "--sending", "KP", "--json").stdout
    assert ask("changes", "KP", "--json").stdout == ask("changes", "North Korea", "--json").stdout == whole
    assert ask("changes", "KP", "--sending", "FR").returncode == 2
    assert {one["mission"].split("-")[1] for one in lines(ask("changes", "KP", "--in", "Uganda", "--json"))} == {"UG"}
    assert ask("review", "KP").stdout == ask("review", "--sending", "KP").stdout


def test_changes_of_all_states_say_whose_they_are_and_show_marks_with_quotes_only() -> None:
    """A list of more than one state names the sender on each line; a footnote mark never stands without its footnote."""
    assert "North Korea in Libya: closed" in " ".join(ask("changes").stdout.split())
    one = ask("changes", "KP", "--since", "2024-01-01").stdout
    assert one.splitlines()[1] == "North Korea: what changed in the register"
    assert "North Korea in" not in one
    assert not re.search(r"\[\d+\]", one)
    assert "[1] " in ask("changes", "KP", "--since", "2024-01-01", "--quotes").stdout


def test_where_nothing_changed_the_page_says_up_to_when() -> None:
    """An empty answer tells what was asked and how far the register knows."""
    told = " ".join(ask("changes", "KP", "--since", "2030-01-01").stdout.split())
    assert re.search(r"Nothing was learned after 2030-01-01, as known at entry \d+ \(31 Jan 2024\)\.", told)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("Korea", "North Korea (KP) or South Korea (KR)"), ("Nroth Korea", "did you mean North Korea (KP)"),
        ("Frnace", "did you mean France (FR)?"), ("Pyongyang", "is a city; did you mean North Korea (KP)?"),
        ("Qwxyz", "two-letter code"),
    ],
)  # fmt: skip
def test_a_word_that_is_no_state_is_answered_with_those_that_may_be_meant(word: str, hint: str) -> None:
    """A part of a name, a misspelling and a city each lead to a code; nothing is guessed in the user's stead."""
    run = ask("network", word)
    assert run.returncode == 2
    assert hint in run.stderr


def test_a_mission_may_be_asked_for_by_its_city() -> None:
    """A city in place of the receiving state opens the mission in it, and where none is the answer says what to ask."""
    assert ask("mission", "KP", "Madrid").stdout == ask("mission", "KP", "ES", "--city", "Madrid").stdout
    assert "KP-ES-embassy" in ask("mission", "KP", "Madrid").stdout
    assert "it has one in Madrid: leave out --city" in ask("mission", "KP", "ES", "--city", "Barcelona").stderr
    assert "Spain (ES)" in ask("mission", "KP", "Barcelona").stderr  # Venezuela has one too
    assert "`legation network KP --all`" in ask("mission", "KP", "FJ").stderr


def test_comparing_keeps_apart_what_the_totals_leave_out() -> None:
    """The missions listed as only in the first, for certain, are those that the fall in the total counts."""
    old, new = (json.loads(ask("network", "KP", "--on", on, "--json").stdout) for on in ("2023-10-01", "2024-01-31"))
    found = json.loads(ask("compare", "KP", "2023-10-01", "2024-01-31", "--json").stdout)
    sure = {one["id"] for one in old["missions"] if one["open"] == "yes"} & {one["id"] for one in found["gone"]}
    assert f"Only in the first ({len(sure)})" in ask("compare", "KP", "2023-10-01", "2024-01-31").stdout
    assert old["total"] > new["total"]


def test_a_mission_opens_to_every_quote_and_rule() -> None:
    """``mission --why`` prints each quote once and says by which rule each standing stands."""
    run = ask("mission", "KP", "CD", "--why", "--on", "2024-01-31")
    assert "closing disputed" in run.stdout
    assert "because said done by Embassy Row Review, denied by South Korean Foreign" in run.stdout
    assert "The embassy in Kinshasa has not closed, the ministry said." in run.stdout
    nothing = ask("mission", "KP", "FR", "--city", "Lyon")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "holds nothing" in nothing.stderr


def test_rebuilding_ends_with_the_hash_of_the_register() -> None:
    """The one line on standard output is the hash, the same each time."""
    run = ask("rebuild")
    assert run.returncode == 0
    assert run.stdout.startswith("register sha256 ")
    assert len(run.stdout.split()[-1]) == 64
    assert legation("rebuild", db=register()).stdout == run.stdout


def test_rebuilding_lays_the_past_where_that_is_asked_for() -> None:
    """It tells how much it laid, and neither the hash nor an answer about the past is another."""
    before, total = ask("network", "KP", "--known", "2023-11-15").stdout, ask("rebuild").stdout
    run = ask("rebuild", "--history")
    assert (run.returncode, run.stdout) == (0, total)
    assert re.search(r"laid \d+ answers of the past", run.stderr)
    assert ask("network", "KP", "--known", "2023-11-15").stdout == before


@pytest.mark.parametrize("words", [(), ("--help",), ("network", "--help"), ("--version",)])
def test_help_and_version_are_there(words: tuple[str, ...]) -> None:
    """No verb at all shows the help and is a usage error; asking for help is fine."""
    run = ask(*words)
    assert run.returncode == (0 if words else 2)
    assert "legation" in (run.stdout + run.stderr).lower()


@pytest.mark.parametrize(
    "words",
    [
        ("networks", "KP"), ("network",), ("network", "KP", "--on", "yesterday"), ("network", "KP", "--known", "then"),
        ("mission", "KP", "Ruritania"), ("network", "KP", "--colour"), ("read", "x.txt", "--reader", "oracle"),
        ("read", "x.txt", "--published", "soon"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_a_usage_error_that_says_what_to_do(words: tuple[str, ...]) -> None:
    """Exit code 2, nothing on standard output, and one message that begins with the program's name."""
    run = ask(*words)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.splitlines()[-1].startswith("legation: ")
    assert "Traceback" not in run.stderr


def test_a_state_of_which_nothing_is_held_is_told_so() -> None:
    """No claim is not a count of nought: the page says so, and JSON lists no mission."""
    assert "nothing known" in ask("network", "FR").stdout
    found = json.loads(ask("network", "FR", "--json").stdout)
    assert (found["total"], found["missions"], found["published"]) == (0, [], None)


def test_figures_can_be_cut_by_day_and_definition() -> None:
    """``check --on`` leaves later figures out, ``--definition`` counts totals under one alone."""
    early = lines(ask("check", "KP", "--on", "2023-10-31", "--json"))
    assert all(quote["published"] <= "2023-10-31" for one in early for quote in one["quotes"])
    seoul = lines(ask("check", "KP", "--definition", "seoul", "--json"))
    readings = {row["reading"] for one in seoul if one["said"] == "53 missions" for row in one["register"]}
    assert readings == {"definition seoul"}


def test_a_reader_that_has_enough_is_no_fault() -> None:
    """Where the other end of a pipe closes early, as ``head`` does, the exit code is 0 and nothing is complained of."""
    for words in (("network", "KP"), ("changes",), ("changes", "--json")):
        with subprocess.Popen(
            command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment(LEGATION_DB=str(register())), cwd=tempfile.gettempdir(),
        ) as run:  # fmt: skip
            assert run.stdout is not None
            assert run.stderr is not None
            run.stdout.close()
            assert run.stderr.read() == b""
            assert run.wait() == 0


def test_colour_is_used_on_a_terminal_only() -> None:
    """On a terminal the standing is coloured; NO_COLOR leaves it plain."""
    pages = {}
    for setting in ({}, {"NO_COLOR": "1"}):
        ours, theirs = pty.openpty()
        started = subprocess.Popen(
            command("coverage", "KP", "--on", "2024-01-31"), stdout=theirs, stderr=theirs,
            env=environment(LEGATION_DB=str(register()), TERM="xterm-256color", **setting),
        )  # fmt: skip
        os.close(theirs)
        pages[bool(setting)] = drain(ours)
        os.close(ours)
        assert started.wait(timeout=100) == 0
    assert re.search(rb"\x1b\[[0-9;]*3\dm", pages[False])
    assert not re.search(rb"\x1b\[[0-9;]*3\dm", pages[True])


def drain(terminal: int) -> bytes:
    """Read a terminal until its other side is closed."""
    found = b""
    with contextlib.suppress(OSError):  # Linux ends a closed terminal with EIO
        while piece := os.read(terminal, 65536):
            found += piece
    return found


@pytest.mark.parametrize("more", [("--by", "2024-06-30"), ("--back-test",), ("--by", "2024-06-30", "--all-states")])
def test_the_outlook_for_a_day_and_its_back_test_keep_to_their_form(more: tuple[str, ...]) -> None:
    """Forecast, record and back-test are lines of the documented form; too few cases give no interval."""
    found = lines(ask(*QUESTIONS["outlook"], *more, "--json"))
    for one in found:
        holds("outlook", one)
    told = [one for one in found if one["type"] in ("forecast", "back_test")]
    assert told
    assert {(one["low"], one["high"]) for one in told} == {(None, None)}


def test_the_outlook_holds_the_record_of_each_status() -> None:
    """Of seven closings expected five came by the end of January, of four announced three."""
    found = lines(ask(*QUESTIONS["outlook"], "--json"))
    record = {one["who"]: (one["cases"], one["came"]) for one in found if one.get("per") == "status"}
    assert record == {"expected": (7, 5), "announced": (4, 3)}


def test_a_day_that_is_not_ahead_is_a_usage_error() -> None:
    """--by a day that is past, or today, is refused with both days named."""
    run = ask(*QUESTIONS["outlook"], "--by", "2024-01-31")
    assert run.returncode == 2
    assert "2024-01-31" in run.stderr
