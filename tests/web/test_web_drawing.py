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


def test_a_frame_holds_its_places_in_the_maps_ratio_and_never_leaves_the_map() -> None:
    """Around one city it comes as near as the outlines bear; around far places it is wide; around none it is the whole."""
    fiji, spain, andorra = (drawing.spot(None, code) for code in ("FJ", "ES", "AD"))
    assert fiji
    assert spain
    assert andorra
    for spots in ([fiji], [spain], [spain, andorra], [spain, fiji]):
        found = drawing.frame(spots)
        assert abs(found.width / found.height - drawing.WIDTH / drawing.HEIGHT) < 0.02
        assert found.x >= 0 <= found.y
        assert found.x + found.width <= drawing.WIDTH + 0.1
        assert found.y + found.height <= drawing.HEIGHT + 0.1
        assert all(found.x <= x <= found.x + found.width and found.y <= y <= found.y + found.height for x, y in spots)
    assert drawing.frame([spain]).width < drawing.WIDTH / 5 < drawing.frame([spain, fiji]).width
    assert drawing.frame([spain]).scale < drawing.frame([spain, fiji]).scale <= drawing.frame([]).scale == 1
