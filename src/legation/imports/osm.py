"""OpenStreetMap: a feature that is tagged as a diplomatic mission stood there when the edition was made.

``country`` sends and ``target`` receives; of several targets the one whose seat of embassies the point lies nearest to
is where the mission is, and it covers the others. Residences of ambassadors, visa houses and closed offices (``disused:``
and the like) are no missions. The dates of a map are those of mapping, so it tells of no opening.
"""

import json
import re
from typing import Final

from legation.errors import ImportRefused
from legation.gazetteer import code_of
from legation.imports import places
from legation.imports.features import Feature, features, nearest
from legation.imports.source import Source, Writer, read_source
from legation.imports.table import Imported
from legation.model.vocabulary import CLASS_OF

VERSION: Final = "osm/1"
_RESIDENCE: Final = re.compile(r"\br[ée]sidence|\bresidenz|\bresidencia", re.IGNORECASE)
_FINER: Final = ("embassy", "consulate", "liaison", "diplomatic")


def read(text: str, on: str | None, source: Source | None = None, *, receiving: str | None = None) -> Imported:
    """Read an edition. ``receiving`` is the state from which a file of one city or state was drawn, if it was.

    Raises:
        ImportRefused: no GeoJSON FeatureCollection, or too few or too many features.
    """
    source = source or read_source("osm")
    writer = Writer(source, text, on)
    seen: dict[tuple[object, ...], int] = {}
    for feature in features(text, source.name):
        writer.at(feature.line, feature.start, feature.end)
        try:
            _claims(feature, writer, receiving, seen)
        except ImportRefused as error:
            writer.skip(str(error))
    return writer.done(VERSION)


def day_of(text: str) -> str | None:
    """Give the day that an export states for itself: Overpass's ``timestamp`` or ``metadata.date``; None if it does not."""
    whole = json.loads(text)
    if not isinstance(whole, dict):
        return None
    metadata = whole.get("metadata")
    stamp = whole.get("timestamp") or (metadata.get("date") if isinstance(metadata, dict) else None)
    found = re.match(r"\d{4}-\d{2}-\d{2}", str(stamp or ""))
    return found[0] if found else None


def _claims(feature: Feature, writer: Writer, home: str | None, seen: dict[tuple[object, ...], int]) -> None:
    tags = feature.properties
    if tags.get("office") != "diplomatic" and tags.get("amenity") not in ("diplomatic", "embassy"):
        raise ImportRefused("neither office=diplomatic nor amenity=diplomatic or embassy")
    mission = _mission(tags, writer.source)
    sending = _code("country", tags.get("country", ""))
    receiving, covered = _target(tags, feature, home)
    if sending == receiving:
        raise ImportRefused(f"country and target are both {sending}")
    city = places.city_of(tags.get("addr:city", ""), receiving, mission, feature.where)
    key = (sending, receiving, CLASS_OF[mission], city)
    if key in seen:
        writer.note(f"the same mission as line {seen[key]}")
    seen.setdefault(key, feature.line)
    writer.stood(None, sending=sending, receiving=receiving, city=city, mission=mission)
    for code in covered:
        since = f"../{writer.on}" if writer.on else None
        writer.say("accredited", sending=sending, receiving=code, from_=receiving, city=city, date=since)


def _mission(tags: dict[str, str], source: Source) -> str:
    name = tags.get("name:en") or tags.get("name", "")
    words = [tags[key] for key in _FINER if tags.get(key)]
    if "ambassadors_residence" in words or "residence" in words or _RESIDENCE.search(name):
        raise ImportRefused(f"{name!r} is a residence and no mission")
    if not words and tags.get("amenity") == "embassy":
        words = ["embassy"]
    found = next((source.missions[word] for word in words if word in source.missions), None)
    if found is None:
        raise ImportRefused(
            f"{name!r} does not say what kind of mission it is ({', '.join(words) or 'no diplomatic='})"
        )
    return found


def _target(tags: dict[str, str], feature: Feature, home: str | None) -> tuple[str, tuple[str, ...]]:
    """Give the state in which a mission is, and those that it covers from there."""
    named = tuple(
        dict.fromkeys(_code("target", one.strip()) for one in tags.get("target", "").split(";") if one.strip())
    )
    if home and named and home not in named:
        raise ImportRefused(f"target is {', '.join(named)}, and the file is one of {home}")
    near = nearest(feature.where, named) if feature.where and (named or not home) else None
    receiving = home or near or (named[0] if len(named) == 1 else None)
    if receiving is None:
        raise ImportRefused("no target, and the point tells no state for certain; name it with --receiving")
    return receiving, tuple(code for code in named if code != receiving)


def _code(field: str, value: str) -> str:
    found = code_of(value) if value else None
    if found is None:
        raise ImportRefused(f"{field} is {value!r}, which no state alone bears" if value else f"no {field} is given")
    return found
