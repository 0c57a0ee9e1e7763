"""Where things stand in the pages' drawings: the map's projection, symbols by place, arcs, time lines and step charts.

The projection is Natural Earth I (Patterson 2008, polynomials by Šavrič et al. 2011), as the front end's build draws the
land in it, so that points made here lie on that land.
"""

import datetime as dt
import functools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from legation import gazetteer
from legation.model import When
from legation.register import Spell

WIDTH, HEIGHT, SCALE, MIDDLE, EQUATOR = 960, 460, 174.0, 480.0, 250.0


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Give the place on the map, in units of its view box."""
    along, up = math.radians(longitude), math.radians(latitude)
    p2 = up * up
    p4 = p2 * p2
    x = along * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = up * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return round(MIDDLE + SCALE * x, 1), round(EQUATOR - SCALE * y, 1)


@functools.lru_cache(maxsize=16384)
def seat(city: str | None, code: str) -> gazetteer.City | None:
    """Find the city of a mission; the capital where none is named."""
    name = city or capital_of(code)
    return gazetteer.city(name, code) if name else None


@functools.cache
def capital_of(code: str) -> str | None:
    """Give the capital of a state; None where there is none or the code means no state."""
    try:
        return gazetteer.capital(code)
    except LookupError:
        return None


def spot(city: str | None, code: str) -> tuple[float, float] | None:
    """Give a mission's place on the map."""
    found = seat(city, code)
    return project(found.longitude, found.latitude) if found else None


def feature(identity: str, city: str | None, code: str, properties: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give a mission's place as a feature of GeoJSON (RFC 7946); none where the gazetteer does not know its city."""
    town = seat(city, code)
    if town is None:
        return None
    point = {"type": "Point", "coordinates": [town.longitude, town.latitude]}
    return {"type": "Feature", "id": identity, "geometry": point, "properties": dict(properties)}


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the map that is shown, in its units; ``scale`` is how large symbols are drawn in it, 1 on the whole map."""

    x: float
    y: float
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Let symbols grow on the screen as the map comes closer, but more slowly than the land (as map.js does)."""
        return round(float((self.width / WIDTH) ** _SHRINK), 3)

    @property
    def box(self) -> str:
        """Give the view box of an SVG."""
        return f"{self.x} {self.y} {self.width} {self.height}"


WHOLE: Final = Frame(0, 0, WIDTH, HEIGHT)
_SHRINK: Final = 0.8
_NEAREST: Final = 160.0  # units of width; nearer, the land's outlines are too coarse
_ROOM: Final = 1.5  # how much wider a frame is than what it shows


def frame(spots: Sequence[tuple[float, float]]) -> Frame:
    """Give the part of the map around some places, in the map's own ratio; the whole of it around none."""
    if not spots:
        return WHOLE
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    top, bottom = min(y for _, y in spots), max(y for _, y in spots)
    width = min(WIDTH, max(_NEAREST, (right - left) * _ROOM, (bottom - top) * _ROOM * WIDTH / HEIGHT))
    height = width * HEIGHT / WIDTH
    x = min(WIDTH - width, max(0.0, (left + right - width) / 2))
    y = min(HEIGHT - height, max(0.0, (top + bottom - height) / 2))
    return Frame(*(round(one, 1) for one in (x, y, width, height)))


def arc(one: tuple[float, float], other: tuple[float, float]) -> str:
    """Draw a bow from one place to another, as the path of an SVG; over the map's edge where that way is the shorter."""
    (x, y), (u, v) = one, other
    if abs(u - x) > WIDTH / 2:
        beyond = math.copysign(WIDTH, x - u)
        return _bow((x, y), (u + beyond, v)) + _bow((x - beyond, y), (u, v))
    return _bow(one, other)


def _bow(one: tuple[float, float], other: tuple[float, float]) -> str:
    (x, y), (u, v) = one, other
    length = math.hypot(u - x, v - y)
    bend = min(60.0, length * 0.25)
    return f"M{x:.1f} {y}Q{(x + u) / 2:.1f} {(y + v) / 2 - bend:.1f} {u:.1f} {v}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch on a time line: where it lies, how wide its uncertain ends are, and what it shows."""

    x: float
    width: float
    soft_begin: float
    soft_end: float
    condition: str


LINE: Final = 720.0


def timeline(spells: Sequence[Spell], until: dt.date) -> tuple[list[Bar], list[tuple[float, str]]]:
    """Lay spells on a line; uncertain ends are as wide as they are uncertain."""
    ends = [day for one in spells for when in (one.begin, one.end) if when for day in _ends(when)]
    first = min([*ends, until - dt.timedelta(days=365)])
    last = max([until, *(day for day in ends if day <= until)])
    span = max(1, (last - first).days)

    def at(day: dt.date) -> float:
        return round((min(max(day, first), last) - first).days / span * LINE, 1)

    bars = []
    for one in spells:
        begin, end = _of(one.begin, first), _of(one.end, last)
        left, right = at(begin[0]), at(end[1])
        bars.append(
            Bar(
                left,
                round(max(2.0, right - left), 1),
                round(at(begin[1]) - left, 1),
                round(right - at(end[0]), 1),
                one.condition,
            )
        )
    return bars, _ticks(first, last, at)


def _ends(when: When) -> list[dt.date]:
    return [day for day in (when.earliest, when.latest) if day not in (dt.date.min, dt.date.max)]


def _of(when: When | None, otherwise: dt.date) -> tuple[dt.date, dt.date]:
    return (when.earliest, when.latest) if when else (otherwise, otherwise)


def _ticks(first: dt.date, last: dt.date, at: Callable[[dt.date], float]) -> list[tuple[float, str]]:
    years = last.year - first.year
    step = next((one for one in (1, 2, 5, 10, 20, 50, 100) if years / one <= 8), 200)
    found = [year for year in range(first.year + 1, last.year + 1) if year % step == 0]
    return [(at(dt.date(year, 1, 1)), str(year)) for year in found]


@dataclass(frozen=True, slots=True)
class Chart:
    """A step chart: the line of what is certain, the band up to what may be, and its axis."""

    line: str
    band: str
    ticks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, int], ...]


def steps(points: Sequence[tuple[dt.date, int, int]], height: float = 160.0) -> Chart:
    """Draw counts over days: each is the day, the least and the most."""
    first, last = points[0][0], points[-1][0]
    span = max(1, (last - first).days)
    top = max(1, *(most for _, _, most in points))
    unit = next((one for one in (1, 2, 5, 10, 20, 50, 100, 200) if top / one <= 5), 500)
    full = (top // unit + 1) * unit

    def x(day: dt.date) -> float:
        return round((day - first).days / span * LINE, 1)

    def y(count: int) -> float:
        return round(height - count / full * height, 1)

    low = _stairs([(x(day), y(least)) for day, least, _ in points])
    high = _stairs([(x(day), y(most)) for day, _, most in points])
    band = "M" + "L".join(f"{a} {b}" for a, b in [*high, *reversed(low)]) + "Z"
    marks = tuple((x(day), f"{day:%b %Y}") for day, _, _ in points[:: max(1, len(points) // 6)])
    levels = tuple((y(count), count) for count in range(0, full + 1, unit))
    return Chart("M" + "L".join(f"{a} {b}" for a, b in low), band, marks, levels)


def _stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    found = [points[0]]
    for x, y in points[1:]:
        found += [(x, found[-1][1]), (x, y)]
    return found
