"""GeoJSON (RFC 7946): one feature a mission, at its city; longitude before latitude, WGS 84.

A mission of which no city is known has a null geometry rather than a made-up point.
"""

import json
from typing import Any

from legation.exports.extract import Extract
from legation.exports.schema import tables


def geojson_bytes(extract: Extract) -> bytes:
    """Write a FeatureCollection; the stamp is its foreign member ``legation`` (RFC 7946, 6.1)."""
    whole = {
        "type": "FeatureCollection",
        "legation": extract.stamp,
        "features": [_feature(one) for one in _missions(extract)],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _missions(extract: Extract) -> list[dict[str, Any]]:
    names = tables()["missions"].names
    return [dict(zip(names, row, strict=True)) for row in extract.tables["missions"]]


def _feature(mission: dict[str, Any]) -> dict[str, Any]:
    latitude, longitude = mission.pop("latitude"), mission.pop("longitude")
    point = None if latitude is None else {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]}
    return {"type": "Feature", "id": mission["id"], "geometry": point, "properties": mission}
