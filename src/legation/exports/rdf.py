"""RDF as Turtle and JSON-LD: W3C PROV for where things come from, Web Annotation for quotes, Wikidata for missions.

A claim is a ``prov:Entity`` that was quoted from its document and an ``oa:Annotation`` whose target has a
``TextQuoteSelector`` (exact, prefix, suffix) and a ``TextPositionSelector`` in Unicode code points; ``legation:textSha256``
says which text the positions count in. A happening was derived from claims. There are no blank nodes, and triples are
sorted, so that the same extract gives the same bytes.
"""

import functools
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from legation.exports import wikidata
from legation.exports.extract import Extract
from legation.exports.extras import need
from legation.exports.rows import coverage_id, place
from legation.gazetteer import name_of
from legation.network import Member
from legation.register import Evidence

_CONTEXT: Final = 32  # characters of prefix and suffix: enough to find a quote again, too few to copy a text
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
SPACES: Final = {
    "legation": "urn:legation:",
    "term": "urn:legation:term:",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Fact = tuple[str, str, Any]  # subject, predicate, and a value, or an address as _Ref


class _Ref(str):
    """An address, or a name in one of ``SPACES``, rather than a text."""

    __slots__ = ()


def turtle_bytes(extract: Extract) -> bytes:
    """Write Turtle; straight from the facts, since a graph of a world of missions takes rdflib half a minute."""
    rdflib = need("rdflib", "rdf")
    short = functools.lru_cache(maxsize=1 << 16)(functools.partial(_short, rdflib))
    lines = [f"@prefix {name}: <{space}> ." for name, space in sorted(SPACES.items())]
    subjects: dict[str, set[str]] = {}
    for subject, predicate, value in _facts(extract):
        if value is not None:
            written = short(value) if isinstance(value, _Ref) else rdflib.Literal(value).n3()
            subjects.setdefault(short(subject), set()).add(f"    {short(predicate)} {written}")
    for subject in sorted(subjects):
        lines += ["", subject, " ;\n".join(sorted(subjects[subject])) + " ."]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _short(rdflib: Any, text: str) -> str:
    """Write an address as Turtle has it."""
    full = _full(text)
    for name, space in SPACES.items():
        local = full[len(space) :]
        if full.startswith(space) and _LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return str(rdflib.URIRef(full).n3())


def _full(text: str) -> str:
    """Give the whole address of a name in one of ``SPACES``; an address as it is."""
    space, _, name = text.partition(":")
    return SPACES[space] + name if space in SPACES else text


def jsonld_bytes(extract: Extract) -> bytes:
    """Write JSON-LD with its context inside; straight from the facts too, for rdflib takes over a minute and 2 GB."""
    rdflib = need("rdflib", "rdf")
    nodes: dict[str, dict[str, dict[str, Any]]] = {}
    for subject, predicate, value in _facts(extract):
        if value is None:
            continue
        key, one = _node_value(rdflib, value)
        node = nodes.setdefault(_named(subject), {})
        if predicate == "rdf:type":
            node.setdefault("@type", {})[key] = str(value)
        else:
            node.setdefault(predicate, {})[key] = one
    graph = [
        {"@id": subject, **{name: _values(held) for name, held in sorted(node.items())}}
        for subject, node in sorted(nodes.items())
    ]
    whole = {"@context": dict(sorted(SPACES.items())), "@graph": graph}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _values(held: dict[str, Any]) -> Any:
    found = [held[key] for key in sorted(held)]
    return found if len(found) > 1 else found[0]


def _named(text: str) -> str:
    """Write a name of ours in full, and one of another vocabulary in short."""
    return _full(text) if text.startswith("legation:") else str(text)


def _node_value(rdflib: Any, value: Any) -> tuple[str, Any]:
    """Give a value as JSON-LD has it, and by what to sort it; fractions as they are written, lest a reader round them."""
    if isinstance(value, _Ref):
        return f"0 {value}", {"@id": _named(value)}
    if isinstance(value, int):  # true and false are int too, and both are written as they are
        return f"2 {value}", value
    literal = rdflib.Literal(value)
    if literal.datatype is None:
        return f"1 {literal}", str(literal)
    kind = "xsd:" + str(literal.datatype).removeprefix(SPACES["xsd"])
    return f"2 {literal}", {"@type": kind, "@value": str(literal)}


def _facts(extract: Extract) -> Iterator[Fact]:
    bundle = "legation:extract:" + extract.content[:16]
    yield bundle, "rdf:type", _Ref("prov:Collection")
    for name, value in extract.stamp.items():
        yield bundle, f"term:{name}", value
    for one in extract.members:
        yield bundle, "prov:hadMember", _Ref(f"legation:mission:{_slug(one.id)}")
        yield from _mission(one)
    yield from _happenings(extract)
    yield from _documents(extract)
    for evidence in extract.claims:
        yield from _claim(evidence, extract.documents[evidence.source.id].text)


def _happenings(extract: Extract) -> Iterator[Fact]:
    for happening in extract.events:
        subject = f"legation:happening:{happening.id}"
        yield subject, "rdf:type", _Ref("prov:Entity")
        yield subject, "dcterms:subject", _Ref(f"legation:mission:{_slug(happening.mission)}")
        yield subject, "term:kind", happening.kind
        yield subject, "term:standing", happening.standing
        yield subject, "term:why", happening.why
        yield subject, "dcterms:date", happening.when.edtf if happening.when else None
        for evidence in happening.evidence:
            yield subject, "prov:wasDerivedFrom", _Ref(f"legation:claim:{evidence.id}")
    for cover in extract.coverage:
        subject = f"legation:coverage:{coverage_id(cover)}"
        yield subject, "rdf:type", _Ref("prov:Entity")
        for name in ("sending", "receiving", "from_", "city", "standing"):
            yield subject, f"term:{name.rstrip('_')}", getattr(cover, name)
        for evidence in cover.evidence:
            yield subject, "prov:wasDerivedFrom", _Ref(f"legation:claim:{evidence.id}")


def _documents(extract: Extract) -> Iterator[Fact]:
    sums = {row[0]: row[-1] for row in extract.tables["documents"]}
    for key, document in extract.documents.items():
        subject = f"legation:document:{key}"
        yield subject, "rdf:type", _Ref("prov:Entity")
        yield subject, "dcterms:title", document.title
        yield subject, "dcterms:publisher", document.publisher
        yield subject, "dcterms:issued", document.published
        yield subject, "term:textSha256", sums[key]
        if document.url and _ADDRESS.fullmatch(document.url):
            yield subject, "dcterms:source", _Ref(document.url)


def _mission(one: Member) -> Iterator[Fact]:
    mission, subject = one.record.mission, f"legation:mission:{_slug(one.id)}"
    yield subject, "rdf:type", _Ref("prov:Entity")
    yield (
        subject,
        "rdfs:label",
        f"{one.kind.replace('_', ' ')} of {name_of(mission.sending)} in {name_of(mission.receiving)}",
    )
    if one.kind in wikidata.CLASSES:
        yield subject, "wdt:P31", _Ref("wd:" + wikidata.CLASSES[one.kind])
    for prop, state in (("wdt:P137", mission.sending), ("wdt:P17", mission.receiving)):
        item = wikidata.item_of(state)
        yield subject, prop, _Ref("wd:" + item) if item else None
    for name, value in (
        ("id", one.id),
        ("sending", mission.sending),
        ("receiving", mission.receiving),
        ("city", one.city),
    ):
        yield subject, f"term:{name}", value
    yield subject, "term:open", one.opinion.answer.value
    yield subject, "term:counted", one.counted.value
    where = place(mission.receiving, one.city, mission.class_)
    if where:
        yield subject, "geo:lat", where[0]
        yield subject, "geo:long", where[1]
    for number, spell in enumerate(one.record.spells, 1):
        part = f"{subject}:spell:{number}"
        yield subject, "term:spell", _Ref(part)
        yield part, "term:condition", spell.condition
        yield part, "term:from", spell.begin.edtf if spell.begin else None
        yield part, "term:to", spell.end.edtf if spell.end else None
        for prop, happening in (("term:begunBy", spell.begun_by), ("term:endedBy", spell.ended_by)):
            if happening:
                yield part, prop, _Ref(f"legation:happening:{happening}")
                yield part, "prov:wasDerivedFrom", _Ref(f"legation:happening:{happening}")


def _claim(one: Evidence, text: str) -> Iterator[Fact]:
    subject, claim = f"legation:claim:{one.id}", one.claim
    document = f"legation:document:{one.source.id}"
    target, quote, position = (f"{subject}:{part}" for part in ("target", "quote", "position"))
    yield subject, "rdf:type", _Ref("prov:Entity")
    yield subject, "rdf:type", _Ref("oa:Annotation")
    yield subject, "oa:motivatedBy", _Ref("oa:describing")
    yield subject, "prov:wasQuotedFrom", _Ref(document)
    yield subject, "prov:generatedAtTime", one.known.at
    yield subject, "oa:hasTarget", _Ref(target)
    yield target, "rdf:type", _Ref("oa:SpecificResource")
    yield target, "oa:hasSource", _Ref(document)
    yield target, "oa:hasSelector", _Ref(quote)
    yield target, "oa:hasSelector", _Ref(position)
    yield quote, "rdf:type", _Ref("oa:TextQuoteSelector")
    yield quote, "oa:exact", claim.quote
    yield quote, "oa:prefix", text[max(0, claim.start - _CONTEXT) : claim.start]
    yield quote, "oa:suffix", text[claim.end : claim.end + _CONTEXT]
    yield position, "rdf:type", _Ref("oa:TextPositionSelector")
    yield position, "oa:start", claim.start
    yield position, "oa:end", claim.end
    for name in ("kind", "sending", "receiving", "city", "mission", "status", "holder", "date", "measure", "value"):
        yield subject, f"term:{name}", getattr(claim, name)
    yield subject, "term:reader", one.reader


def _slug(text: str) -> str:
    """Write an ID so that it can stand in an address: everything but letters, digits and hyphens as UTF-8 bytes."""
    return "".join(
        c if c.isascii() and (c.isalnum() or c == "-") else "".join(f"%{b:02X}" for b in c.encode()) for c in text
    )
