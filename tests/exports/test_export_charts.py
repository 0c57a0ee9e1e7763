"""Charts: pictures of the right kind that say what they show, and the projection they stand on."""

import dataclasses
import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations

import pytest
from lxml import etree
from matplotlib import pyplot as plt

from legation.errors import DataError
from legation.exports import Extract
from legation.exports.chart_map import group_of, spread, total
from legation.exports.chart_network import Day, counted
from legation.exports.chart_style import footer
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


def test_a_list_is_no_opening_in_the_count(answer: Extract) -> None:
    """A mission of which only a list says that it is open by 1 October counts before that day as listed, not as opened then."""
    before, then = counted(answer, [dt.date(2023, 9, 30), dt.date(2023, 10, 1)])
    assert (before, then) == (Day(4, 2, 0), Day(5, 1, 0))  # the other was told of, undated, on 1 December


def test_the_footer_says_by_what_it_was_answered(answer: Extract) -> None:
    """Whoever sees only the picture reads versions of the readers and of Legation, policy, definition and both dates."""
    stamp = answer.stamp
    for name in ("legation", "definition", "policy", "readers", "licence"):
        assert str(stamp[name]) in footer(answer)
    assert "csv/1 rules/1" in footer(answer)
    assert "as known on 2023-12-01 (entry 4)" in footer(answer)


def test_the_map_tells_what_it_counts_from_what_is_doubtful(answer: Extract) -> None:
    """The sum under the title is that of the network, split by what kind of doubt there is of an end."""
    groups = Counter(group for one in answer.members if (group := group_of(one)))
    assert groups == {"counts": 3, "counts, end announced": 1, "closed or suspended": 2}
    assert total(groups) == "4 count (3 + 1 announced)"
    assert (
        total(Counter({"counts": 43, "counts, end disputed": 1, "closed or suspended": 9}))
        == "44 count (43 + 1 disputed)"
    )


def test_signs_are_moved_apart_and_no_further() -> None:
    """Signs that would touch end a sign's width apart, alike each time; one that stands alone stays."""
    crowd = [(0.0, 0.0), (0.01, 0.0), (0.0, 0.01), (0.0, 0.0), (0.02, 0.02), (1.0, 1.0)]
    found = spread(crowd, 0.06)
    assert found == spread(crowd, 0.06)
    assert found[-1] == (1.0, 1.0)
    assert min(math.dist(one, other) for one, other in combinations(found, 2)) > 0.055
    assert max(math.dist(one, other) for one, other in zip(crowd, found, strict=True)) < 0.1


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
