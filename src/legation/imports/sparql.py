"""Wikidata's missions of one state, live: one row a statement, so that a date keeps its precision and nothing multiplies.

The answer becomes a document of JSON lines, ordered by item, and a claim quotes all lines of its mission. Unlike the
table this has ends: a mission with one is closed then, or, where the item that replaced it is of the same kind of post,
has changed its level or moved. What has no end stood on the day of asking.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from legation.errors import DataError, ImportRefused
from legation.gazetteer import codes, exists, state
from legation.imports import places, wikidata
from legation.imports.source import Source, Writer, read_source
from legation.imports.table import Imported
from legation.imports.wdqs import PAGE, Answers, Row, Told, grouped
from legation.model import dates
from legation.model.vocabulary import CLASS_OF, MissionKind

VERSION: Final = "wikidata-sparql/1"
_TIME: Final = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T.*")
_POINT: Final = re.compile(r"Point\((-?[\d.]+) (-?[\d.]+)\)", re.IGNORECASE)
_QUESTION: Final = """PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?mission ?property ?value ?precision ?label WHERE {
  VALUES ?operator { %s }
  ?mission wdt:P137 ?operator ; wdt:P31/wdt:P279* wd:Q213283 .
  {
    VALUES (?direct ?property) {
      (wdt:P31 "P31") (wdt:P17 "P17") (wdt:P131 "P131") (wdt:P625 "P625") (wdt:P1001 "P1001") (wdt:P1366 "P1366")
    }
    ?mission ?direct ?value .
  } UNION {
    VALUES (?claim ?full ?property) {
      (p:P571 psv:P571 "P571") (p:P576 psv:P576 "P576") (p:P582 psv:P582 "P582")
    }
    ?mission ?claim [ ?full [ wikibase:timeValue ?value ; wikibase:timePrecision ?precision ] ] .
  } UNION {
    ?mission p:P137 [ ps:P137 ?operator ; pqv:P582 [ wikibase:timeValue ?value ; wikibase:timePrecision ?precision ] ] .
    BIND("P582" AS ?property)
  }
  OPTIONAL { ?value rdfs:label ?label . FILTER(LANG(?label) = "en") }
} ORDER BY ?mission ?property ?value ?precision ?label"""


@dataclass(slots=True)
class Item:
    """One mission with its statements by property, and where its lines stand in the document."""

    qid: str
    line: int
    start: int
    end: int
    told: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def fetch(
    sending: str,
    kept: Path,
    *,
    endpoint: str | None = None,
    page: int = PAGE,
    pause: Callable[[float], None] | None = None,
    tell: Callable[[Told], None] = lambda _: None,
) -> tuple[str, str]:
    """Ask for the missions of a state; give the document's text and the day of asking. ``kept`` holds what has come.

    Raises:
        UnknownState: no such state.
        FetchRefused, ImportRefused: see ``Answers.rows``.
    """
    operators = " ".join(f"wd:{qid}" for qid in codes.codes_of("qid", sending))
    if not operators:
        raise ImportRefused(f"{sending}: no Wikidata item is known for it; add it to codes.toml")
    options = {"pause": pause} if pause else {}
    source = read_source("sparql")
    answers = Answers(endpoint or source.address or "", _QUESTION % operators, kept, page=page, tell=tell, **options)
    lines = [json.dumps(_short(row), ensure_ascii=False, sort_keys=True) for row in answers.rows()]
    answers.forget()
    return "\n".join(dict.fromkeys(lines)) + "\n" if lines else "", answers.day


def read(text: str, on: str | None, sending: str, source: Source | None = None) -> Imported:
    """Read what ``fetch`` gave for a state, on its day.

    Raises:
        ImportRefused: no JSON lines of that kind, or too few or too many missions.
    """
    source, kinds = source or read_source("sparql"), read_source("wikidata")
    source = msgspec.structs.replace(source, missions=kinds.missions, corrections=kinds.corrections)
    writer = Writer(source, text, on)
    items = _items(text)
    reader = _Reader(writer, sending, {item.qid: item for item in items})
    for item in items:
        writer.at(item.line, item.start, item.end)
        try:
            reader.claims(item)
        except DataError as error:
            writer.skip(f"{item.qid}: {error}")
    return writer.done(VERSION, f"{source.title} of {state(sending).name}")


def _short(row: Row) -> Row:
    """Write items without their addresses; what is measured in the address of an entity is its number alone."""
    return {key: wikidata.item(value) if "/entity/" in value else value for key, value in row.items()}


def _items(text: str) -> list[Item]:
    found, at, rows = [], 0, list[Row]()
    spans = list[tuple[int, int]]()
    try:
        for line in text.splitlines(keepends=True):
            rows.append({"_": str(len(spans)), **json.loads(line)})
            spans.append((at, at + len(line.rstrip("\n"))))
            at += len(line)
        for qid, held in grouped(rows, "mission"):
            first, last = int(held[0]["_"]), int(held[-1]["_"])
            item = Item(qid, first + 1, spans[first][0], spans[last][1])
            for row in held:
                item.told[row["property"]].append(row)
            found.append(item)
    except (ValueError, KeyError, TypeError) as error:
        raise ImportRefused(f"Wikidata's answer is not as it was kept ({error}); ask again") from error
    return found


@dataclass(slots=True)
class _Reader:
    """Makes the claims of items that may speak of one another."""

    writer: Writer
    sending: str
    items: dict[str, Item]

    def claims(self, item: Item) -> None:
        """Write the claims of one mission; DataError says what is wrong with it."""
        receiving, mission = self._receiving(item), self._mission(item)
        if receiving == self.sending:
            raise ImportRefused(f"operator and country are both {receiving}")
        city = self._city(item, receiving, mission)
        of = {"sending": self.sending, "receiving": receiving}
        opened = [date for date in self._dates(item, "P571") if self._possible(date, receiving)]
        ended = sorted({*self._dates(item, "P576"), *self._dates(item, "P582")})
        for date in opened if ended else opened[1:]:
            self.writer.say("opened", **of, city=city, mission=mission, date=date)
        if not ended:
            self.writer.stood(opened[0] if opened else None, **of, city=city, mission=mission)
            self._cover(item, receiving, city, mission)
        for date in ended:
            kind, to_mission, to_city = self._end(item, receiving, mission, city)
            self.writer.say(kind, **of, city=to_city, mission=to_mission, date=date)

    def _receiving(self, item: Item) -> str:
        own = wikidata.of_their_own(self.writer.source)
        found = {own[row["value"]] for row in item.told["P131"] if row["value"] in own}
        found = found or {self._code(row) for row in item.told["P17"]}
        if len(found) != 1:
            raise ImportRefused(f"in several states: {', '.join(sorted(found))}" if found else "no country (P17)")
        return found.pop()

    def _code(self, row: Row) -> str:
        return wikidata.state_of(self.writer.source, "country", row.get("label", ""), row["value"])

    def _mission(self, item: Item) -> MissionKind:
        missions, types = self.writer.source.missions, [row["value"] for row in item.told["P31"]]
        found = sorted({missions[one] for one in types if one in missions})
        exact = [one for one in found if one != "mission"] or found
        if not exact:
            raise ImportRefused(f"type is {', '.join(types)}, which the source file does not know")
        if len(exact) > 1:
            raise ImportRefused(f"several kinds of mission in one item: {', '.join(exact)}")
        return exact[0]  # type: ignore[return-value]  # checked on loading

    def _city(self, item: Item, receiving: str, mission: MissionKind) -> str | None:
        point = next((_POINT.fullmatch(row["value"]) for row in item.told["P625"]), None)
        where = places.point(point[2], point[1]) if point else None
        name = next((row["label"] for row in item.told["P131"] if row.get("label")), "")
        return places.city_of(name, receiving, mission, where)

    def _dates(self, item: Item, property_: str) -> list[str]:
        found = []
        for row in item.told[property_]:
            date = date_of(row["value"], row.get("precision", ""))
            if date is None:
                self.writer.note(f"{item.qid}: {property_} is {row['value']}, no date of year or better; left out")
            else:
                found.append(date)
        return list(dict.fromkeys(found))

    def _possible(self, date: str, receiving: str) -> bool:
        """Whether a mission can have opened then; a note where the date must be of something else."""
        when = dates.parse(date)
        if when.latest.year < self.writer.source.earliest:
            self.writer.note(f"inception {date} is earlier than any resident mission; left out")
            return False
        young = [code for code in (self.sending, receiving) if not exists(code, when.latest)]
        if young:
            self.writer.note(f"inception {date} is before {young[0]} existed, so of something else; left out")
        return not young

    def _cover(self, item: Item, receiving: str, city: str | None, mission: MissionKind) -> None:
        if CLASS_OF[mission] == "embassy":
            named = [(row.get("label", ""), row["value"]) for row in item.told["P1001"]]
            wikidata.cover(self.writer, named, self.sending, receiving, city)

    def _end(
        self, item: Item, receiving: str, mission: MissionKind, city: str | None
    ) -> tuple[str, MissionKind, str | None]:
        """Tell what an end was: a closing, or the step to the item that replaced this one in the same state."""
        for row in item.told["P1366"]:
            after = self.items.get(row["value"])
            if after is None:
                continue
            try:
                if self._receiving(after) != receiving or CLASS_OF[self._mission(after)] != CLASS_OF[mission]:
                    continue
            except ImportRefused:
                continue
            to_mission = self._mission(after)
            to_city = self._city(after, receiving, to_mission)
            if to_city != city and to_city:
                return "moved", to_mission, to_city
            if to_mission != mission:
                return "level_changed", to_mission, to_city
        return "closed", mission, city


def date_of(value: str, precision: str) -> str | None:
    """Give a Wikidata time in EDTF to its precision (11 day, 10 month, 9 year, 8 decade); None for anything vaguer."""
    found = _TIME.fullmatch(value)
    if not found:
        return None
    year, month, day = found.groups()
    return {"11": f"{year}-{month}-{day}", "10": f"{year}-{month}", "9": year, "8": f"{year[:3]}X"}.get(precision)
