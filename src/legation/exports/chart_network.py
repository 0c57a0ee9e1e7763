"""A network over time: how many missions count on each day, and below it each change on the lane of its standing.

A list says "open on 1 October 2023" and not since when. Such a mission counts for certain from that day, but that day is no
opening. Until then it is drawn as a hatched band under a dashed line, and the line of what is certain begins after it.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from legation.errors import DataError
from legation.exports.chart_style import BLUE, GREEN, GREY, ORANGE, RED, title
from legation.exports.extract import Extract
from legation.exports.extras import need
from legation.exports.wording import day_in_words, several
from legation.gazetteer import name_of
from legation.model import Answer
from legation.network import Member
from legation.network.members import member
from legation.register import Happening

_LANES: Final = ("confirmed", "reported", "disputed", "announced", "expected", "denied")
_OFFSETS: Final = (0.0, 0.17, -0.17, 0.34, -0.34)  # the first sign of a week sits on its lane
_SHOWN: Final = {"opened": ("^", BLUE), "resumed": ("^", GREEN), "closed": ("v", RED), "suspended": ("s", ORANGE)}


@dataclass(frozen=True)
class Day:
    """How many missions count on a day: for certain, open by a later listing and begun who knows when, and may count."""

    sure: int
    listed: int
    unsure: int


def draw_network(plt: Any, extract: Extract, since: dt.date | None) -> Any:
    """Draw the number of missions over time, and below it the changes by standing.

    Raises:
        DataError: it would begin after its end.
    """
    turns = [one for one in extract.events if one.kind in _SHOWN and _dated(one)]
    until = extract.on
    first = since or _begin(turns, until)
    if first >= until:
        raise DataError(f"a chart from {first} to {until} has no days; let it begin before the day asked about")
    days = _days(first, until)
    found = counted(extract, days)
    figure, (top, below) = plt.subplots(
        2, 1, figsize=(8.2, 5.6), sharex=True, gridspec_kw={"height_ratios": (3, 2), "hspace": 0.12}
    )
    figure.subplots_adjust(left=0.105, right=0.975, top=0.84, bottom=0.135)
    short = extract.network.falls_short if extract.network else 0
    under = f"{day_in_words(first)} to {day_in_words(until)}" + (
        f"; {short:g} short of the last published total" if short else ""
    )
    title(figure, f"{name_of(extract.sending or '')}: missions over time", under)
    _count(top, days, found)
    _lanes(below, turns, first, until)
    return figure


def counted(extract: Extract, days: list[dt.date]) -> list[Day]:
    """Count the missions on each day."""
    since = [(one, _listed_until(one, extract)) for one in extract.members]
    found = []
    for day in days:
        answers = Counter[Answer]()
        listed = 0
        for one, listing in since:
            answer = member(one.record, day, extract.counts).counted
            answers[answer] += 1
            listed += bool(answer is Answer.UNKNOWN and listing and day < listing)
        found.append(Day(answers[Answer.YES], listed, answers[Answer.UNKNOWN] - listed))
    return found


def _listed_until(one: Member, extract: Extract) -> dt.date | None:
    """Give the day by which a mission had opened where that is all that is known of its first opening, and it counts then."""
    begin = one.record.spells[0].begin if one.record.spells else None
    if begin is None or begin.earliest != dt.date.min or begin.latest == dt.date.max:
        return None
    return begin.latest if member(one.record, begin.latest, extract.counts).counted is Answer.YES else None


def _count(axes: Any, days: list[dt.date], found: list[Day]) -> None:
    sure, held, most = ([], [], [])
    for one in found:
        sure.append(one.sure)
        held.append(one.sure + one.listed)
        most.append(one.sure + one.listed + one.unsure)
    nan = float("nan")
    by_list = [one.listed > 0 for one in found]
    axes.fill_between(days, held, most, step="post", color=BLUE, alpha=0.22, linewidth=0, label="may count")
    axes.step(
        days, [nan if by else n for n, by in zip(sure, by_list, strict=True)],
        where="post", color=BLUE, linewidth=1.8, label="count for certain",
    )  # fmt: skip
    if any(by_list):
        _unopened(axes, days, found, held)
    low, high = min(sure), max(most)
    pad = max(2, (high - low) // 6)
    axes.set_ylim(max(0, low - pad), high + pad)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.set_ylabel("missions")
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    axes.annotate(
        _range(found[-1]), (days[-1], held[-1]), (-4, 6), textcoords="offset points", ha="right", weight="bold",
        color=BLUE,
    )  # fmt: skip
    axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1.0), ncols=3, fontsize=8, borderaxespad=0)


def _unopened(axes: Any, days: list[dt.date], found: list[Day], held: list[int]) -> None:
    """Draw the days of which a later list alone tells: a hatched band, never a rise of the line."""
    last = max(at for at, one in enumerate(found) if one.listed)
    end = min(last + 2, len(days))  # a step runs on to the next day
    shown, floor, roof = days[:end], [one.sure for one in found[:end]], held[:end]
    floor[-1] = floor[-2] if last + 1 < len(days) else floor[-1]
    label = "open by then; begun some day before"
    axes.fill_between(
        shown, floor, roof, step="post", facecolor="none", edgecolor=BLUE, alpha=0.35, hatch="////", linewidth=0,
        label=label,
    )  # fmt: skip
    axes.step(shown, roof, where="post", color=BLUE, linewidth=1.2, linestyle=(0, (4, 2)))
    axes.step(shown, floor, where="post", color=BLUE, linewidth=0.8, linestyle=(0, (1, 2)))
    most = max(one.listed for one in found)
    until = days[last + 1] if last + 1 < len(days) else days[last]
    text = f"{listing_note(most, until)}"
    middle = next(at for at, one in enumerate(found) if one.listed == most)
    axes.annotate(
        text, (days[middle], (found[middle].sure + held[middle]) / 2), (8, 0), textcoords="offset points", va="center",
        fontsize=8, color="#222222", bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 2},
    )  # fmt: skip


def listing_note(count: int, until: dt.date) -> str:
    """Say what the hatched band is."""
    was = "was" if count == 1 else "were"
    return f"{several(count, 'mission')} {was} open by {day_in_words(until)},\nbegun on some day before that is not known:\nno more than the dashed line"


def _lanes(axes: Any, turns: list[Happening], first: dt.date, until: dt.date) -> None:
    """Draw each change on the lane of its standing: a line over the days on which it may have been, a sign amid them."""
    dates = need("matplotlib.dates", "charts")
    shown = [(turn, max(when.earliest, first), min(when.latest, until)) for turn in turns if (when := turn.when)]
    shown = [one for one in shown if one[1] <= one[2]]
    lanes = [one for one in _LANES if any(turn.standing == one for turn, _, _ in shown)]
    used: set[str] = set()
    placed: Counter[tuple[str, int]] = Counter()
    for turn, begin, end in sorted(shown, key=lambda one: (one[1] + (one[2] - one[1]) / 2, one[0].id)):
        sign, colour = _SHOWN[turn.kind]
        at = begin + (end - begin) / 2
        week = (turn.standing, (at - first).days * 60 // max(1, (until - first).days))
        height = len(lanes) - 1 - lanes.index(turn.standing) + _OFFSETS[placed[week] % len(_OFFSETS)]
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
    if not used:
        axes.text(0.5, 0.5, "no dated change", transform=axes.transAxes, ha="center", va="center", color=GREY)
        return
    axes.plot([], [], color=GREY, linewidth=1, label="days on which it may have been")
    axes.legend(
        frameon=False, fontsize=8, ncols=5, loc="upper left", bbox_to_anchor=(0, -0.19), borderpad=0, borderaxespad=0
    )


def _dated(one: Happening) -> bool:
    return one.when is not None and one.when.latest != dt.date.max and one.when.earliest != dt.date.min


def _begin(turns: list[Happening], until: dt.date) -> dt.date:
    """Begin where the closings and openings begin to be known to the month; a year at least, fifty at most."""
    exact = sorted(
        one.when.earliest for one in turns if one.when and one.when.days <= 366 and one.when.earliest <= until
    )
    earliest = exact[0] if exact else until
    year, fifty = (dt.date.fromordinal(max(1, until.toordinal() - days)) for days in (365, 18262))
    return max(min(earliest, year), fifty)


def _days(first: dt.date, until: dt.date) -> list[dt.date]:
    """Give some four hundred days at most, both ends among them."""
    step = max(1, (until - first).days // 400)
    return [*(first + dt.timedelta(days=n) for n in range(0, max(1, (until - first).days), step)), until]


def _range(day: Day) -> str:
    least, most = day.sure, day.sure + day.listed + day.unsure
    return str(least) if least == most else f"{least} to {most}"
