"""GeoJSON, GraphML, FollowTheMoney, RDF and QuickStatements against the libraries and grammars that define them."""

import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import networkx as nx
import pytest
import rdflib
from export_world import HOSTILE, ask

from legation.exports import Extract, render
from legation.exports.quickstatements import quickstatements_bytes
from legation.exports.wikidata import timed
from legation.model import Claim, Document, parse
from legation.register import Register

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
_POINT: dict[str, Any] = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"const": "Point"},
        "coordinates": {
            "type": "array",
            "prefixItems": [
                {"type": "number", "minimum": -180, "maximum": 180},
                {"type": "number", "minimum": -90, "maximum": 90},
            ],
            "minItems": 2,
            "maxItems": 2,
        },
    },
}
# RFC 7946: sections 3.2 (Feature), 3.3 (FeatureCollection), 3.1.1 (Position), 7.1 (no member of another type)
GEOJSON: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["type", "features"],
    "not": {"anyOf": [{"required": ["coordinates"]}, {"required": ["geometry"]}, {"required": ["crs"]}]},
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "geometry": {"oneOf": [{"type": "null"}, _POINT]},
                    "properties": {"type": ["object", "null"]},
                },
            },
        },
    },
}
_LUANDA: tuple[tuple[str, str, str, str, dict[str, Any]], ...] = (
    ("2023-10-20", "opened", "2013", "The embassy in Luanda opened in 2013.", {"receiving": "AO", "city": "Luanda"}),
    ("2023-10-21", "closed", "1998", "An earlier embassy in Luanda closed in 1998.", {"receiving": "AO", "city": "Luanda"}),
    ("2023-10-22", "farewell", "2023-10-22", "The ambassador to Angola paid a farewell call.", {"receiving": "AO"}),
    ("2023-10-23", "farewell", "2023-10-23", "The ambassador to Zimbabwe paid a farewell call.", {"receiving": "ZW"}),
    ("2023-10-24", "accredited", "2023", "The embassy in Rome will cover Uganda.",
     {"receiving": "UG", "from": "IT", "status": "planned", "mission": "embassy"}),
    ("2023-10-24", "opened", "2000", "The embassy in Rome opened in 2000.", {"receiving": "IT", "city": "Rome"}),
    ("2023-10-26", "closed", "2023-10-25", "The embassy in Luanda closed on 25 October.",
     {"receiving": "AO", "city": "Luanda", "holder": "Angolan Foreign Ministry", "organ": "AO"}),
    ("2023-10-27", "opened", "1990", "Q1;Embassy in Lima;1990", {"receiving": "PE", "url": "https://www.wikidata.org/"}),
    ("2023-10-27", "opened", "2019-05", HOSTILE, {"receiving": "FR", "city": "Paris"}),
)  # fmt: skip
_TEXT = r'"[^"\t\n]*"'
_TIME = r"\+\d{4}-\d\d-\d\dT00:00:00Z/(?:9|10|11)"
_SNAK = rf"(?:{_TEXT}|en:{_TEXT}|{_TIME}|Q[1-9]\d*)"
_COMMAND = re.compile(
    rf"CREATE|(?:LAST|Q[1-9]\d*)\t(?:Len\t{_TEXT}|P\d+\t{_SNAK}(?:\tP\d+\t{_SNAK})*(?:\t!?S\d+\t{_SNAK})+)(?: /\*(?:(?!\*/)[^\t\n])*\*/)"
)


def luanda(folder: Path) -> Extract:
    """Ask a register in which mixed words of one embassy stand."""
    with Register.open(folder / "luanda.db") as register:
        for day, kind, date, quote, extra in _LUANDA:
            text = f"{quote}\n"
            fields = {"kind": kind, "sending": "KP", "date": date, "quote": quote, "start": 0, "end": len(quote)}
            claim = msgspec.convert(
                {
                    **fields,
                    "mission": "embassy",
                    "status": "done",
                    **{key: one for key, one in extra.items() if key != "url"},
                },
                Claim,
            )
            url = extra.get("url", f"https://paper.example/{day}")
            document = Document(text=text, title=quote, publisher=f"Paper {day}", published=day, url=url)
            assert not register.add(document, [claim], "rules/1", at=dt.date.fromisoformat(day)).refused
    return ask(folder / "luanda.db")


def test_geojson_follows_the_standard(answer: Extract) -> None:
    """The file fits RFC 7946, puts longitude first, and gives an unknown place no point."""
    whole = json.loads(render(answer, "geojson"))
    jsonschema.validate(whole, GEOJSON)
    features = {one["id"]: one for one in whole["features"]}
    east, north = features["KP-ES-embassy"]["geometry"]["coordinates"]
    assert (round(east), round(north)) == (-4, 40)
    assert features["KP-CN-consular-nowheretown"]["geometry"] is None
    assert features["KP-IT-embassy"]["properties"]["placed_by"] == "city"
    assert whole["legation"] == answer.stamp


def test_graphml_is_read_back_by_networkx(answer: Extract) -> None:
    """The graph has an edge for each mission that counts or may count, none for a closed one, and the stamp."""
    graph = nx.read_graphml(io.BytesIO(render(answer, "graphml")))
    assert graph.has_edge("KP", "ES")
    assert not graph.has_edge("KP", "UG")
    assert graph.graph["legation_content_sha256"] == answer.content
    assert graph.nodes["ES"]["name"] == "Spain"


def test_followthemoney_reads_the_statements(answer: Extract) -> None:
    """Every statement has a property of FollowTheMoney's model and a value that its type takes as it stands."""
    reason = "followthemoney is not installed (it builds PyICU from source): pip install 'legation[ftm]'"
    model = pytest.importorskip("followthemoney", reason=reason).model
    read_csv_statements = pytest.importorskip("followthemoney.statement.serialize").read_csv_statements
    statements = list(read_csv_statements(io.BytesIO(render(answer, "ftm"))))
    assert len({one.id for one in statements}) == len(statements)
    for one in statements:
        prop = model.get(one.schema).get(one.prop)
        assert prop is not None, one.prop
        assert prop.type.clean(one.value) == one.value, (one.prop, one.value)
        assert one.id == one.generate_key()
    values = {(one.entity_id, one.prop): one.value for one in statements}
    assert values["legation-kp-ug-embassy", "incorporationDate"] == "1972"
    assert ("legation-kp-ug-embassy", "dissolutionDate") not in values  # a week is no prefix of a date


# rdflib 7.6 warns of its own classes while it reads JSON-LD
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_forms_of_rdf_hold_one_graph(answer: Extract) -> None:
    """Turtle and JSON-LD parse to the same triples, with no blank node among them."""
    turtle = rdflib.Graph().parse(data=render(answer, "turtle"), format="turtle")
    jsonld = rdflib.Graph().parse(data=render(answer, "jsonld"), format="json-ld")
    assert set(turtle) == set(jsonld)
    assert not [one for triple in turtle for one in triple if isinstance(one, rdflib.BNode)]


def test_annotations_point_into_the_text(answer: Extract) -> None:
    """Every claim's two selectors name the same words of its document, and the claim says where it was quoted from."""
    graph = rdflib.Graph().parse(data=render(answer, "turtle"), format="turtle")
    found = 0
    for target, document in graph.subject_objects(OA.hasSource):
        text = answer.documents[str(document).rpartition(":")[2]].text
        selectors = list(graph.objects(target, OA.hasSelector))
        start, end = (
            next(int(str(graph.value(one, key))) for one in selectors if graph.value(one, key) is not None)
            for key in (OA.start, OA.end)
        )
        quote = next(one for one in selectors if graph.value(one, OA.exact) is not None)
        exact, before, after = (str(graph.value(quote, key)) for key in (OA.exact, OA.prefix, OA.suffix))
        assert text[start:end] == exact
        assert text[:start].endswith(before)
        assert text[end:].startswith(after)
        claim = graph.value(predicate=OA.hasTarget, object=target)
        assert (claim, PROV.wasQuotedFrom, document) in graph
        found += 1
    assert found == len(answer.claims)


def test_no_address_but_those_of_the_web_becomes_one(answer: Extract) -> None:
    """A document's javascript address is no node of the graph."""
    graph = rdflib.Graph().parse(data=render(answer, "turtle"), format="turtle")
    assert not [
        one for triple in graph for one in triple if isinstance(one, rdflib.URIRef) and one.startswith("javascript")
    ]


def test_quickstatements_keep_the_grammar(tmp_path: Path) -> None:
    """Every line is a command of V1, ends with the stamp, and every statement has a reference, whatever the quote holds."""
    answer = luanda(tmp_path)
    lines = render(answer, "quickstatements").decode().split("\n")[:-1]
    assert sum(line == "CREATE" for line in lines) == 3
    for line in lines:
        assert _COMMAND.fullmatch(line), line
        if "\tP" in line:
            assert "\tS854\t" in line
            assert "\tS813\t" in line
    assert not [line for line in lines if line.startswith("Q1\tP31")]
    assert all(answer.content[:16] in line for line in lines if line != "CREATE")


def test_quickstatements_cite_only_what_supports_the_statement(tmp_path: Path) -> None:
    """That a mission is stands on openings and coverage, its end on its closing; neither on a farewell or an older end."""
    lines = quickstatements_bytes(luanda(tmp_path)).decode().split("\n")
    cited = {(f[1], re.search("S1683.*", line)[0]) for line in lines if "\tP" in line for f in [line.split("\t")]}  # type: ignore[index]
    being = {text for prop, text in cited if prop in ("P31", "P137", "P17")}
    assert any("opened in 2013" in text for text in being)
    assert any("will cover Uganda" in text for text in being)
    assert not [text for _, text in cited if "farewell" in text]
    assert not [text for text in being if "closed" in text]
    assert {text.partition(" /*")[0] for prop, text in cited if prop == "P576"} == {
        'S1683\ten:"The embassy in Luanda closed on 25 October."'
    }
    assert not [line for line in lines if "Harare" in line or "Q954" in line]  # only a farewell speaks of it
    assert not [line for line in lines if "wikidata.org" in line or "Lima" in line]  # Wikidata is no source for itself


def test_quickstatements_use_items_that_are_known(answer: Extract) -> None:
    """A mission whose item is given is added to and not made anew."""
    text = quickstatements_bytes(answer, {"KP-UG-embassy": "Q42"}).decode()
    ended = next(line for line in text.split("\n") if line.startswith("Q42\tP576"))
    assert "+2023-10-00T00:00:00Z/10\tP1319\t+2023-10-23T00:00:00Z/11\tP1326\t+2023-10-24T00:00:00Z/11" in ended
    assert "CREATE" not in text.partition("Q42")[0]


def test_wikidata_times_are_no_sharper_than_what_is_known() -> None:
    """A day, month and year have precision 11, 10 and 9; what no year holds has no time at all."""
    known = {
        "2023-10-27": "+2023-10-27T00:00:00Z/11",
        "2023-10": "+2023-10-00T00:00:00Z/10",
        "2023": "+2023-00-00T00:00:00Z/9",
    }
    for edtf, value in known.items():
        assert timed(parse(edtf)) == value
    assert timed(parse("2023-11/2024-02")) is None
    assert timed(parse("../2023")) is None


def test_hostile_words_stay_whole_where_the_form_allows(answer: Extract) -> None:
    """RDF carries the hostile quote letter for letter."""
    graph = rdflib.Graph().parse(data=render(answer, "turtle"), format="turtle")
    assert rdflib.Literal(HOSTILE) in set(graph.objects(None, OA.exact))
