"""A release: the whole register as a Frictionless data package, with codebook, citation and the other formats beside it.

The data resources are CSV without the stamp's columns, which ``datapackage.json`` carries once, with the SHA-256 of
every file. Each resource has its types and keys, so that ``frictionless validate`` checks every cell and every link.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import yaml

from legation.errors import DataError, MissingExtra
from legation.exports.extract import Extract
from legation.exports.formats import FORMATS
from legation.exports.plain import csv_bytes
from legation.exports.schema import Table, tables
from legation.gazetteer import name_of

# QuickStatements are left out: they are orders to Wikidata, to be read before they are given
_BESIDE: Final = ("jsonl", "geojson", "sqlite", "graphml", "ftm", "turtle", "jsonld", "markdown", "html")
_LICENCES: Final = {
    "CC-BY-4.0": ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"),
    "CC0-1.0": ("https://creativecommons.org/publicdomain/zero/1.0/", "Creative Commons Zero 1.0"),
    "ODbL-1.0": ("https://opendatacommons.org/licenses/odbl/1-0/", "Open Data Commons Open Database License 1.0"),
}


def release(extract: Extract, folder: Path) -> tuple[list[str], list[str]]:
    """Write a release into a folder that is empty or not there; give the files written and the formats left out, with why.

    Raises:
        DataError: the folder holds something, or cannot be made.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(f"{folder} is not an empty folder; name a new one, so that no release overwrites another")
    files, missing = {}, []
    for name in tables():
        files[f"data/{name}.csv"] = csv_bytes(extract, name, stamped=False)
    for name in _BESIDE:
        try:
            files[f"legation{FORMATS[name].suffix}"] = FORMATS[name].write(extract)
        except MissingExtra as error:
            missing.append(f"{name}: {error}")
    files["codebook.md"] = codebook(extract).encode()
    files["CITATION.cff"] = citation(extract).encode()
    files["datapackage.json"] = (json.dumps(_package(extract, files), ensure_ascii=False, indent=1) + "\n").encode()
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise DataError(f"{folder}: {error.strerror}; the release is not whole") from error
    return list(files), missing


def codebook(extract: Extract | None = None) -> str:
    """Say what each table and column means, in Markdown; with an extract, of what it is the codebook."""
    lines = ["# Codebook", "", "Dates are EDTF (ISO 8601-2). An empty cell is not known, or does not apply.", ""]
    if extract:
        lines += ["| | |", "| --- | --- |"]
        lines += [f"| {name} | {'all' if value is None else value} |" for name, value in extract.stamp.items()]
        lines.append("")
    for table in tables().values():
        lines += [f"## {table.name}", "", f"{table.about} Key: {', '.join(f'`{one}`' for one in table.key)}.", ""]
        lines += ["| column | type | meaning |", "| --- | --- | --- |"]
        for one in table.columns:
            points = f" → `{one.points_to}`" if one.points_to else ""
            lines.append(f"| `{one.name}` | {one.type} | {one.about}{points} |")
        lines.append("")
    return "\n".join(lines)


def citation(extract: Extract) -> str:
    """Write CITATION.cff 1.2.0; the version names both dates and the content, never the day of writing."""
    known = extract.state.known
    fields: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, cite them as below.",
        "type": "dataset",
        "title": f"Register of diplomatic missions: {name_of(extract.sending) if extract.sending else 'all states'}, on {extract.on}",
        "authors": [{"name": "The keepers of this register, with Legation"}],
        "version": f"{extract.on}+{known.sequence if known else 0}.{extract.content[:12]}",
        "license": extract.licence,
        "identifiers": [{"type": "other", "value": f"sha256:{extract.content}", "description": "Content hash"}],
    }
    if known:
        fields["date-released"] = known.at.date().isoformat()
    return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True)


def _package(extract: Extract, files: dict[str, bytes]) -> dict[str, Any]:
    path, title = _LICENCES.get(extract.licence, (None, extract.licence))
    licence = {"name": extract.licence, "title": title} | ({"path": path} if path else {})
    known = extract.state.known
    return {
        "name": "legation-register",
        "title": "Register of diplomatic missions",
        "version": f"{extract.on}+{known.sequence if known else 0}.{extract.content[:12]}",
        "licenses": [licence],
        "legation": extract.stamp,
        "resources": [_resource(one, files[f"data/{one.name}.csv"]) for one in tables().values()],
        "files": {name: f"sha256:{hashlib.sha256(data).hexdigest()}" for name, data in sorted(files.items())},
    }


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    fields = []
    for one in table.columns:
        field: dict[str, Any] = {"name": one.name, "type": one.type, "description": one.about}
        if one.name in table.key:
            field["constraints"] = {"required": True}
        fields.append(field)
    keys = [
        {
            "fields": [one.name],
            "reference": {"resource": one.points_to.split(".")[0], "fields": [one.points_to.split(".")[1]]},
        }
        for one in table.columns
        if one.points_to
    ]
    return {
        "name": table.name,
        "description": table.about,
        "path": f"data/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {"fields": fields, "primaryKey": list(table.key)} | ({"foreignKeys": keys} if keys else {}),
    }
