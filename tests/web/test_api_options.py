"""What the command line's options ask, asked over HTTP: each answer is the command line's, to the letter."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from user import here, holds, lines

ON = ("--on", "2024-01-31")
SINCE = ("--since", "2023-09-30")
ASKED: dict[str, tuple[str, ...]] = {
    "network/KP?by=region": ("network", "KP", "--by", "region"),
    "network/KP?by=receiving&definition=embassies": ("network", "KP", "--by", "receiving", "--definition", "embassies"),
    "mission/KP/Madrid": ("mission", "KP", "Madrid"),
    "mission/KP/CN?city=Shenyang": ("mission", "KP", "CN", "--city", "Shenyang"),
    "check/KP?members=true": ("check", "KP", "--members"),
    "check/KP?definition=seoul": ("check", "KP", "--definition", "seoul"),
    "coverage/KP?members=true&nearest=2": ("coverage", "KP", "--members", "--nearest", "2"),
    "outlook/KP?by=2024-06-30&all_states=true": ("outlook", "KP", "--by", "2024-06-30", "--all-states"),
    "outlook/KP/back-test": ("outlook", "KP", "--back-test"),
    "host/Shenyang?quotes=true": ("host", "Shenyang", "--quotes"),
    "host/CN?city=Shenyang": ("host", "CN", "--city", "Shenyang"),
    "reciprocity/KP?quotes=true": ("reciprocity", "KP", "--quotes"),
    "ties/KP?members=true": ("ties", "KP", "--members"),
    "series/KP?since=2023-09-30&by=month&members=true": ("series", "KP", *SINCE, "--by", "month", "--members"),
    "series/KP?since=2023-09-30&by=month&quotes=true": ("series", "KP", *SINCE, "--by", "month", "--quotes"),
    "ranking?since=2023-09-30&quotes=true": ("ranking", *SINCE, "--quotes"),
    "ranking?since=2023-09-30&quotes=true&members=true": ("ranking", *SINCE, "--quotes", "--members"),
    "ranking?since=2021-09-30&years=1&sending=KP": ("ranking", "KP", "--since", "2021-09-30", "--years", "1"),
    "graph?members=true": ("graph", "--members"),
    "review?sending=KP": ("review", "KP", "--limit", "500"),
    "changes?sending=KP&receiving=ES": ("changes", "KP", "--in", "ES"),
}  # fmt: skip


def told(client: TestClient, address: str) -> list[dict[str, Any]]:
    """Give all that an address answers, following ``next``; a single answer as a list of one."""
    found: list[dict[str, Any]] = []
    following: str | None = f"/api/v1/{address}"
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        if "items" not in answer.json():
            return [answer.json()]
        found += answer.json()["items"]
        following = answer.json()["next"]
    return found


@pytest.mark.parametrize("address", ASKED)
def test_an_option_gives_what_it_gives_on_the_command_line(client: TestClient, db: Path, address: str) -> None:
    """The same objects in the same order, each of the documented form."""
    verb, *words = ASKED[address]
    dated = () if verb == "changes" or address.startswith("check") else ON
    wanted = lines(here(verb, *words, *dated, "--json", db=db))
    assert wanted
    sign = "&" if "?" in address else "?"
    assert told(client, address + (f"{sign}on=2024-01-31" if dated else "")) == wanted
    for one in wanted:
        holds(verb, one)


@pytest.mark.parametrize("address", ["series/KP?since=2023-09-30&by=month&quotes=true", "check/KP?members=true"])
def test_stretches_are_opened_as_the_whole_is(client: TestClient, address: str) -> None:
    """Two at a time, each has the quotes that it has in the whole list, though they are looked up for those sent alone."""
    day = "&on=2024-01-31"
    assert told(client, f"{address}{day}&limit=2") == told(client, f"{address}{day}&limit=500")


def test_a_list_that_is_opened_comes_by_twenty(client: TestClient) -> None:
    """However many are asked for: each may hold hundreds of members with all their words; the rest follows."""
    asked = "/api/v1/series/KP?since=2015-01-01&by=month&on=2024-01-31&limit=500"
    bare, opened = client.get(asked).json(), client.get(f"{asked}&quotes=true").json()
    assert (len(bare["items"]), len(opened["items"]), opened["total"]) == (bare["total"], 20, bare["total"])
    assert len(client.get(opened["next"]).json()["items"]) == 20


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("network/KP?by=continent", 422), ("network/KP?by=", 422), ("host/Nowhere", 404), ("mission/KP/Nowhere", 404),
        ("ties/KP?members=perhaps", 422), ("outlook/Nowhere/back-test", 404), ("outlook/KP/back-test?definition=mine", 422),
        ("outlook/KP/back-test?on=9999-12-31", 422),
        ("ranking?quotes=2", 422),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_understood_is_a_problem(client: TestClient, address: str, status: int) -> None:
    """RFC 9457, with the option's name or what to give."""
    found = client.get(f"/api/v1/{address}")
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert found.json()["detail"]
