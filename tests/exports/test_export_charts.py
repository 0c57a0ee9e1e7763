"""Charts: pictures of the right kind that say what they show, and the projection they stand on."""

import dataclasses
import math
from collections.abc import Iterator

import pytest
from lxml import etree
from matplotlib import pyplot as plt

from legation.errors import DataError
from legation.exports import Extract
from legation.exports.charts import CHARTS, draw
from legation.exports.worldmap import coastlines, project


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Hold every test to closing its figures."""
    yield
    assert plt.get_fignums() == []


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_a_picture_that_says_what_it_shows(answer: Extract, kind: str) -> None:
    """SVG is well-formed and PNG a PNG, and both carry the stamp."""
    svg, png = draw(answer, kind, "svg"), draw(answer, kind, "png")
    assert etree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert answer.content.encode() in svg
    assert answer.content.encode() in png


def test_an_empty_chart_is_refused(answer: Extract) -> None:
    """A state of which nothing is held gives an error and no empty picture."""
    with pytest.raises(DataError, match="nothing to draw"):
        draw(dataclasses.replace(answer, members=()), "map", "svg")


def test_the_projection_keeps_areas() -> None:
    """A cell of one degree has the area on paper that it has on the globe, anywhere."""
    for latitude in (0, 30, 60, 80):
        (x0, x1, x2, x3), (y0, y1, y2, y3) = project(
            [(10, latitude), (11, latitude), (11, latitude + 1), (10, latitude + 1)]
        )
        paper = abs((x0 * y1 - x1 * y0) + (x1 * y2 - x2 * y1) + (x2 * y3 - x3 * y2) + (x3 * y0 - x0 * y3)) / 2
        globe = math.radians(1) * (math.sin(math.radians(latitude + 1)) - math.sin(math.radians(latitude)))
        assert paper == pytest.approx(globe, rel=2e-3)


def test_coastlines_are_those_of_the_earth() -> None:
    """Every point lies on the globe, and the continents are there."""
    shapes = coastlines()
    assert len(shapes) > 100
    assert all(-180 <= east <= 180 and -90 <= north <= 90 for shape in shapes for east, north in shape)
