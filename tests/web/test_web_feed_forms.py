"""The feeds against the formats: Atom by a grammar of RFC 4287 and what a grammar cannot say, JSON Feed 1.1 by a schema."""

import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from fastapi.testclient import TestClient
from lxml import etree

HERE = Path(__file__).parent
ATOM = "{http://www.w3.org/2005/Atom}"
ASKED = (
    "", "sending=KP", "receiving=AO", "mission=KP-ES-embassy", "standing=confirmed", "q=Madrid", "backlog=true", "q=nothing-of-the-kind",
    f"sending=KP&q={quote('a b & <c> “d”')}", f"q={quote(chr(11) + chr(0xFFFE))}", "sending=North+Korea&standing=announced",
)  # fmt: skip


@pytest.fixture(scope="module")
def grammar() -> Any:
    """Read the grammar."""
    return etree.RelaxNG(etree.parse(HERE / "atom.rng"))


@pytest.mark.parametrize("asked", ASKED)
def test_a_feed_is_valid_atom(client: TestClient, grammar: Any, asked: str) -> None:
    """By the grammar; and IDs are each one's own, itself and its other form are linked once, no time is in the future."""
    answer = client.get(f"/feeds/changes.atom?{asked}")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = etree.fromstring(answer.content)
    grammar.assertValid(root)
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    links = [(one.get("rel", "alternate"), one.get("type")) for one in root.findall(f"{ATOM}link")]
    assert [rel for rel, _ in links].count("self") == 1
    assert len(links) == len(set(links))
    moments = [dt.datetime.fromisoformat(str(one.text)) for one in root.iter(f"{ATOM}updated")]
    assert max(moments) == moments[0] <= dt.datetime.now(dt.UTC)
    for entry in root.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}content") or entry.find(f"{ATOM}link") is not None


@pytest.mark.parametrize("asked", ASKED)
def test_a_feed_is_valid_json_feed(client: TestClient, asked: str) -> None:
    """By the schema; IDs are each one's own, and they are those of the Atom feed in its order."""
    answer = client.get(f"/feeds/changes.json?{asked}")
    assert answer.headers["content-type"] == "application/feed+json"
    form = answer.json()
    jsonschema.Draft202012Validator(json.loads((HERE / "jsonfeed.json").read_text("utf-8"))).validate(form)
    ids = [one["id"] for one in form["items"]]
    assert len(ids) == len(set(ids))
    atom = etree.fromstring(client.get(f"/feeds/changes.atom?{asked}").content)
    assert [one.findtext(f"{ATOM}id") for one in atom.iter(f"{ATOM}entry")] == ids


def test_some_of_the_feeds_asked_for_have_entries(client: TestClient) -> None:
    """What is held of entries is held of some."""
    counts = [len(client.get(f"/feeds/changes.json?{asked}").json()["items"]) for asked in ASKED]
    assert sum(one > 0 for one in counts) >= 5


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("<id>http://127.0.0.1:8411/feeds/changes.atom</id>", ""), ("<title>Legation: what changed</title>", "<title/><title/>"),
        ("<updated>", "<updated>on "), ("+00:00</updated>", "</updated>"), ("<author>", "<author><age>7</age>"), (' href="', ' src="'),
        ("<entry>", "<item/><entry>"), ('type="text"', 'type="words"'),
    ],
)  # fmt: skip
def test_the_grammar_sees_faults(client: TestClient, grammar: Any, here: str, there: str) -> None:
    """A feed with one thing wrong is not valid."""
    text = client.get("/feeds/changes.atom").text
    assert here in text
    assert not grammar.validate(etree.fromstring(text.replace(here, there, 1).encode()))
