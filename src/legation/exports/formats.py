"""The table of formats: name, suffix, media type, the extra that it needs, and the function that writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from legation.errors import DataError
from legation.exports.dossier import html_bytes, markdown_bytes
from legation.exports.extract import Extract
from legation.exports.ftm import ftm_bytes
from legation.exports.geojson import geojson_bytes
from legation.exports.graph import graphml_bytes
from legation.exports.plain import csv_bytes, jsonl_bytes, parquet_bytes, sqlite_bytes
from legation.exports.quickstatements import quickstatements_bytes
from legation.exports.rdf import jsonld_bytes, turtle_bytes
from legation.exports.schema import tables


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``extra`` is None where nothing but Legation is needed; ``one_table`` tells formats that hold one."""

    name: str
    suffix: str
    media_type: str
    about: str
    write: Callable[[Extract], bytes]
    extra: str | None = None
    one_table: Callable[[Extract, str], bytes] | None = None


_LIST: Final = (
    Format("csv", ".csv", "text/csv", "one table", csv_bytes, None, csv_bytes),
    Format("jsonl", ".jsonl", "application/jsonl", "all tables, one object a line", jsonl_bytes),
    Format(
        "parquet", ".parquet", "application/vnd.apache.parquet", "one table", parquet_bytes, "parquet", parquet_bytes
    ),
    Format("geojson", ".geojson", "application/geo+json", "missions as points", geojson_bytes),
    Format("sqlite", ".sqlite", "application/vnd.sqlite3", "all tables, with keys", sqlite_bytes),
    Format("graphml", ".graphml", "application/graphml+xml", "states and missions as a graph", graphml_bytes, "graph"),
    Format("ftm", ".ftm.csv", "text/csv", "FollowTheMoney statements", ftm_bytes, "ftm"),
    Format("turtle", ".ttl", "text/turtle", "RDF", turtle_bytes, "rdf"),
    Format("jsonld", ".jsonld", "application/ld+json", "RDF", jsonld_bytes, "rdf"),
    Format(
        "quickstatements", ".qs.tsv", "text/tab-separated-values", "Wikidata QuickStatements V1", quickstatements_bytes
    ),
    Format("markdown", ".md", "text/markdown", "dossier", markdown_bytes),
    Format("html", ".html", "text/html", "dossier, printable", html_bytes),
)
FORMATS: Final[dict[str, Format]] = {one.name: one for one in _LIST}


def render(extract: Extract, name: str, table: str | None = None) -> bytes:
    """Write an extract in a format; the same extract gives the same bytes.

    Raises:
        DataError: no such format or table, or a table for a format that holds them all.
        MissingExtra: the format needs a package that is not installed.
    """
    form = FORMATS.get(name)
    if form is None:
        raise DataError(f"no format {name!r}; there are {', '.join(FORMATS)}")
    if table is None:
        return form.write(extract)
    if form.one_table is None:
        raise DataError(f"{name} takes no table; leave --table out")
    if table not in tables():
        raise DataError(f"no table {table!r}; there are {', '.join(tables())}")
    return form.one_table(extract, table)
