"""Where things stand in drawings."""

import re

from legation.web import drawing


def _points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_a_bow_goes_the_shorter_way_over_the_edge() -> None:
    """From Fiji to Samoa it leaves the map to the east and comes back from the west; it does not cross the world."""
    fiji, samoa = drawing.spot(None, "FJ"), drawing.spot(None, "WS")
    assert fiji
    assert samoa
    bows = drawing.arc(fiji, samoa).split("M")[1:]
    assert len(bows) == 2
    for bow in bows:
        across = [x for x, _ in _points(bow)]
        assert max(across) - min(across) < drawing.WIDTH / 4
    assert _points(bows[0])[0] == fiji
    assert _points(bows[1])[-1] == samoa


def test_a_bow_within_the_map_is_one() -> None:
    """Most states are covered from near by."""
    spain, andorra = drawing.spot(None, "ES"), drawing.spot(None, "AD")
    assert spain
    assert andorra
    points = _points(drawing.arc(spain, andorra))
    assert (points[0], points[-1], len(points)) == (spain, andorra, 3)
