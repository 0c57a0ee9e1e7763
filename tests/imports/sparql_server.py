"""A SPARQL server on loopback over data in Wikidata's shape, which can fail in the ways in which the real one does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

PREFIXES = """@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix psv: <http://www.wikidata.org/prop/statement/value/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q3917681 wdt:P279 wd:Q213283 . wd:Q7843791 wdt:P279 wd:Q213283 . wd:Q372690 wdt:P279 wd:Q7843791 .
wd:Q64779402 wdt:P279 wd:Q213283 .
wd:Q38 rdfs:label "Italy"@en, "Italien"@de . wd:Q148 rdfs:label "People's Republic of China"@en .
wd:Q1036 rdfs:label "Uganda"@en . wd:Q30 rdfs:label "United States"@en . wd:Q32 rdfs:label "Luxembourg"@en .
wd:Q220 rdfs:label "Rome"@en . wd:Q11720 rdfs:label "Shenyang"@en . wd:Q3894 rdfs:label "Kampala"@en .
wd:Q190353 rdfs:label "Sovereign Military Order of Malta"@en . wd:Q1011 rdfs:label "Cape Verde"@en .
"""


def time(value: str, precision: int) -> str:
    """Write a time node as Wikidata does."""
    return f'[ wikibase:timeValue "{value}T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision {precision} ]'


@dataclass
class Wikidata:
    """What the server serves, what it was asked, and the failures that it plays before it answers, one a request."""

    turtle: str
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    address: str = ""


@contextmanager
def serving(turtle: str) -> Iterator[Wikidata]:
    """Serve data until the block ends."""
    world = Wikidata(turtle)
    store = pyoxigraph.Store()
    store.load((PREFIXES + turtle).encode(), pyoxigraph.RdfFormat.TURTLE)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)["query"][0]
            world.asked.append(query.rsplit("\n", 1)[-1])
            world.agents.add(self.headers["User-Agent"])
            fault = world.faults.pop(0) if world.faults else ""
            if fault == "hang up":
                self.connection.close()
                return
            if fault.isdigit() or fault.startswith("429"):
                status, _, wait = fault.partition(" after ")
                self.answer(int(status), b"too much", wait)
                return
            if fault == "html":
                self.answer(200, b'{"hello": "I am no SPARQL server"}')
                return
            found = store.query(query)
            assert isinstance(found, pyoxigraph.QuerySolutions)
            body = found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""
            self.answer(200, body[: len(body) // 2] if fault == "cut" else body)

        def answer(self, status: int, body: bytes, wait: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if wait:
                self.send_header("Retry-After", wait)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    world.address = f"http://127.0.0.1:{server.server_port}/sparql"
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
