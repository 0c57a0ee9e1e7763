"""Foreign embassies in Washington: one point each, with the state as COUNTRY and the title that the embassy bears.

Where COUNTRY means two states ("Korea"), the title decides ("Embassy of the Republic of Korea"). Taiwan's is listed as
"Embassy of the Republic of China on Taiwan": that is this list's word for it, and the claim's.
"""

import re
from typing import Final

from legation.errors import ImportRefused
from legation.gazetteer import code_of
from legation.imports.features import Feature, features
from legation.imports.source import Source, Writer, named_state, read_source
from legation.imports.table import Imported

VERSION: Final = "washington/1"
RECEIVING, CITY = "US", "Washington"
_OF: Final = re.compile(r"embassy of (?:the )?(.+)", re.IGNORECASE)


def read(text: str, on: str | None, source: Source | None = None) -> Imported:
    """Read an edition; ImportRefused where it is no GeoJSON, or has too few or too many features."""
    source = source or read_source("washington")
    writer = Writer(source, text, on)
    seen: dict[str, int] = {}
    for feature in features(text, source.name):
        writer.at(feature.line, feature.start, feature.end)
        try:
            sending = _sending(feature, source)
        except ImportRefused as error:
            writer.skip(str(error))
            continue
        if sending in seen:
            writer.note(f"the same mission as feature {seen[sending]}")
        seen.setdefault(sending, writer.rows)
        writer.stood(
            None, sending=sending, receiving=RECEIVING, city=CITY, mission=_mission(feature.properties, source)
        )
    return writer.done(VERSION)


def _sending(feature: Feature, source: Source) -> str:
    title = _OF.search(feature.properties.get("EMB_TITLE", ""))
    by_title = code_of(title[1]) if title else None
    try:
        by_country = named_state(source, "state", feature.properties.get("COUNTRY", ""))
    except ImportRefused:
        if by_title is None:
            raise
        return by_title
    if by_title and by_title != by_country:
        raise ImportRefused(f"COUNTRY means {by_country}, the title {by_title}")
    return by_country


def _mission(properties: dict[str, str], source: Source) -> str:
    title = properties.get("EMB_TITLE", "").casefold()
    return next((kind for word, kind in source.missions.items() if word in title), "embassy")
