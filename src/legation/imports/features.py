"""GeoJSON features with the place where each stands in the text, so that a claim can quote the feature as written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from legation.errors import ImportRefused
from legation.gazetteer import City, distance_km, states

NEAR: Final = 60.0  # kilometres from the seat of embassies within which a point is taken to lie in that state
_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: its line (the first is 1), where it stands, its properties, and its point as latitude, longitude."""

    line: int
    start: int
    end: int
    properties: dict[str, str]
    where: tuple[float, float] | None


def features(text: str, name: str) -> Iterator[Feature]:
    """Go through the features of a GeoJSON FeatureCollection.

    Raises:
        ImportRefused: not JSON, or no FeatureCollection.
    """
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise ImportRefused(f"{name}: not JSON, line {error.lineno}: {error.msg}; the file may be cut off") from error
    if not isinstance(whole, dict) or not isinstance(whole.get("features"), list):
        raise ImportRefused(f"{name}: no GeoJSON FeatureCollection; export it as GeoJSON")
    at, line, counted = _first(text, len(whole["features"])), 1, 0
    for _ in whole["features"]:
        at = _skip(text, at)
        one, end = _DECODER.raw_decode(text, at)
        line += text.count("\n", counted, at)
        counted = at
        yield Feature(line, at, end, _properties(one), _point(one))
        at = end


def _first(text: str, count: int) -> int:
    """Find where the list of features begins: the key ``features`` of the outermost object."""
    at = _skip(text, text.index("{") + 1) if count else len(text)
    while at < len(text):
        key, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
        if key == "features":
            return at + 1
        _, at = _DECODER.raw_decode(text, at)
        at = _skip(text, at)
    return at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,:":
        at += 1
    return at


def _properties(feature: Any) -> dict[str, str]:
    """Give the properties as text; some exporters keep OpenStreetMap's tags in an object of their own."""
    found = feature.get("properties") if isinstance(feature, dict) else None
    found = {**found, **(found.get("tags") or {})} if isinstance(found, dict) else {}
    return {key: " ".join(str(value).split()) for key, value in found.items() if isinstance(value, str | int | float)}


def _point(feature: Any) -> tuple[float, float] | None:
    """Give the point of a feature; of a line or area the first one, which is near enough for a city."""
    found = (feature.get("geometry") or {}).get("coordinates") if isinstance(feature, dict) else None
    while isinstance(found, list) and found and isinstance(found[0], list):
        found = found[0]
    if not isinstance(found, list) or len(found) < 2 or not all(isinstance(one, int | float) for one in found[:2]):
        return None
    longitude, latitude = found[:2]
    return (latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else None


def nearest(where: tuple[float, float], among: tuple[str, ...] = ()) -> str | None:
    """Give the state to whose seat of embassies a point lies nearest, if it is near and no other nearly as near."""
    spot = City("", "", *where)
    codes = among or tuple(one.code for one in states() if one.rank != "organisation")
    near = sorted((distance_km(code, spot), code) for code in codes if code != "VA")
    if not near or near[0][0] > NEAR:
        return None
    return None if len(near) > 1 and near[1][0] < 2 * near[0][0] + 10 and not among else near[0][1]
