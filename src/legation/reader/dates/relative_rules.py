"""Times that count from the day of publication, or from the moment that the text named last: "Friday", "a week later"."""

from collections.abc import Mapping
from typing import Final

from legation.reader.dates import spans
from legation.reader.dates.calendar_rules import Rule
from legation.reader.dates.spans import Span
from legation.reader.dates.time_words import DAYS, Context, Groups, N, Reading, U, W, both, integer, number, one_day

_RECENT: Final = 60 * spans.DAY
_SHIFT: Final = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def _near_day(groups: Groups, context: Context) -> Reading | None:
    if groups["near"] == "overnight" and context.last is not None and context.last[1] < context.base - _RECENT:
        return None  # "was abandoned overnight", told of long ago
    day = context.base + _SHIFT.get(groups["near"] or "", 0) * spans.DAY
    return both((day, day))


def _weekday(groups: Groups, context: Context) -> Reading:
    """Read a day of the week: the last such day looking back (today included), the next looking ahead."""
    before, base = groups.get("before") or "", context.base
    day = DAYS[(groups["w"] or "").rstrip(".")]
    back, on = (base.weekday() - day) % 7, (day - base.weekday()) % 7
    if "following" in before and context.last is not None and context.last[1] < base - spans.WEEK:
        found = context.last[1] + ((day - context.last[1].weekday() - 1) % 7 + 1) * spans.DAY
        return both((found, found))
    if "last" in before:
        back = back or 7
        on = -back
    elif "next" in before:
        on = on or 7
        back = -on
    past, ahead = base - back * spans.DAY, base + on * spans.DAY
    return (past, past), (ahead, ahead)


def _weekend(groups: Groups, context: Context) -> Reading:
    before = groups.get("before") or ""
    monday = context.base - context.base.weekday() * spans.DAY
    this = (monday + 5 * spans.DAY, monday + 6 * spans.DAY)
    last = (this[0] - spans.WEEK, this[1] - spans.WEEK)
    if "next" in before or "coming" in before:
        return both(this)
    return (last if "last" in before or context.base < this[0] else this), this


def _unit(groups: Groups, context: Context) -> Reading | None:
    """Read "last week", "earlier this month", "the following year", "that year", "the same day"."""
    which, unit, base = groups["which"] or "", groups["u"] or "", context.base
    anchor: Span = (base, base)
    shift = -1 if any(word in which for word in ("last", "past", "previous")) else 0
    if "next" in which or "coming" in which:
        shift = 1
    if any(word in which for word in ("that", "same", "following", "previous")):
        if context.last is None:
            return None
        anchor = context.precise(unit) or context.last
        shift = 1 if "following" in which else shift
        if unit == "day" and "same" in which:
            return both(anchor)
    elif unit == "decade" and context.last is not None and context.last[0].year // 10 < base.year // 10:
        anchor = context.last
    elif unit == "day" and which != "the":
        return None
    span = _unit_span(anchor, unit, shift)
    return None if span is None else both(span)


def _unit_span(anchor: Span, unit: str, shift: int) -> Span | None:
    first = anchor[0]
    if unit == "day":
        return anchor[0] + shift * spans.DAY, anchor[1] + shift * spans.DAY
    if unit == "week":
        return spans.week(first, shift) if (anchor[1] - first).days < 8 else None
    if unit == "month":
        return spans.shifted((first, first), shift, "month")
    if unit == "year":
        return spans.year(first.year + shift)
    if unit == "decade":
        return spans.year(first.year // 10 * 10 + 10 * shift, 10)
    return None


def _beside_year(groups: Groups, context: Context) -> Reading | None:
    """Read "the year before", "the month after" from the moment named last."""
    if context.last is None:
        return None
    span = _unit_span(context.last, groups["u"] or "", -1 if groups["dir"] == "before" else 1)
    return None if span is None else both(span)


def _ago(groups: Groups, context: Context) -> Reading | None:
    """Read "three years ago", "two weeks ago": no more precise than its unit, days excepted."""
    unit = (groups["u"] or "").rstrip("s")
    anchor = spans.week(context.base) if unit == "week" else (context.base, context.base)
    return _counted(groups, anchor, -1, unit)


def _apart(groups: Groups, context: Context) -> Reading | None:
    """Read "a week later", "two days before": from the time named last."""
    unit = (groups["u"] or "").rstrip("s")
    anchor = context.precise(unit)
    if anchor is None:
        return None
    sign = -1 if groups["dir"] in ("earlier", "before", "previously") else 1
    return _counted(groups, anchor, sign, unit)


def _aside(groups: Groups, context: Context) -> Reading | None:
    """Read "four days after the break" as the time of the break: so long before the time named last."""
    if context.last is None:
        return None
    return _counted(groups, context.last, 1 if groups["dir"] == "before" else -1, (groups["u"] or "").rstrip("s"))


def _counted(groups: Groups, anchor: Span, sign: int, unit: str) -> Reading | None:
    count = sign * number(groups["n"])
    wide = (anchor[1] - anchor[0]).days
    if wide > 800 and unit != "decade":
        return None
    if (
        unit in ("hour", "minute")
        or (unit == "week" and wide >= 8)
        or (unit == "month" and wide > 31)
        or (unit == "day" and wide > 31)
    ):
        return both(anchor)
    if unit == "week" and wide:
        return both((anchor[0] + count * spans.WEEK, anchor[1] + count * spans.WEEK))
    return both(spans.shifted(anchor, count, unit))


def _within(groups: Groups, context: Context) -> Reading | None:
    """Read "within a week", "in the next two years", "in ten days": a stretch from the day of publication on."""
    unit, way = (groups["u"] or "").rstrip("s"), groups.get("way") or ""
    base, sign = context.base, -1 if "past" in way or "last" in way else 1
    count = number(groups["n"] or "one")
    historic = context.year is not None and context.year < base.year - 1 and not way
    if historic and unit in ("hour", "day", "week"):
        return None
    if unit == "hour":
        unit, count = "day", -(-count // 24)
    if unit == "minute":
        return None
    if groups["n"] is None and (groups["u"] or "").endswith("s"):
        months = {"day": 1, "week": 3, "month": 6}.get(unit)
        return None if months is None else both(spans.month(base.month, base.year, months))
    if not way and unit == "week" and sign > 0:
        return both((base + (7 * count - 2) * spans.DAY, base + 7 * count * spans.DAY))  # a deadline
    if not way and unit == "month":
        ahead = spans.shifted((base, base), count, "month")
        return (spans.year(context.year), ahead) if historic and context.year else both(ahead)
    if unit in ("day", "week"):
        other = base + sign * count * (spans.DAY if unit == "day" else spans.WEEK)
    elif unit == "month":
        other = spans.shifted((base, base), sign * count, "month")[0].replace(day=min(base.day, 28))
    else:
        other = base.replace(year=base.year + sign * count * (10 if unit == "decade" else 1), day=min(base.day, 28))
    ahead = (min(base, other), max(base, other))
    return (spans.year(context.year), ahead) if historic and context.year else both(ahead)


def _ordinal(groups: Groups, context: Context) -> Reading | None:
    """Read "on the 8th": of the month named last in the same passage, else of the running month."""
    day = integer(groups["d"])
    if context.last is not None and (context.last[1] - context.last[0]).days <= 31:
        first = context.last[0]
        return both(one_day(first.year, first.month, day))
    base = context.base
    past = base if day <= base.day else base.replace(day=1) - spans.DAY
    return both(one_day(past.year, past.month, day))


def _day_beside(groups: Groups, context: Context) -> Reading | None:
    """Read "the day after", "the following morning", "next day" from the day named last."""
    last = context.precise("day")
    if last is None or last[0] != last[1]:
        return None
    way = groups["dir"] or groups["dir2"]
    day = last[0] + (-1 if way in ("before", "previous") else 1) * spans.DAY
    return both((day, day))


RULES: Final[Mapping[str, Rule]] = {
    "near": (r"(?P<near>the day before yesterday|the day after tomorrow|yesterday|today|tomorrow|tonight|last night|this morning|this afternoon|this evening|overnight)", _near_day),
    "weekday": (rf"(?:(?P<before>last|next|this|that|the following|the previous) )?(?P<w>{W})(?! \d)", _weekday),
    "weekend": (r"(?P<before>last|next|this|the|the coming|over the) weekend", _weekend),
    "unit": (r"(?:earlier |later |early |late |in the course of |in )*(?P<which>last|this|next|that(?: same)?|the (?:same|following|previous|past|coming|current)|(?<=r in )the|(?<=e in )the) (?P<u>day|week|month|year|decade)", _unit),
    "beside_year": (r"the (?P<u>year|month|week) (?P<dir>before|after)", _beside_year),
    "ago": (rf"(?P<n>{N}) (?P<u>{U}) ago", _ago),
    "apart": (rf"(?P<n>{N}) (?P<u>{U}) (?P<dir>later|earlier|afterwards|previously|on|(?:before|after)(?=[.,;:)]| that| this| and | of | to |$))", _apart),
    "aside": (rf"(?P<n>{N}) (?P<u>{U}) (?P<dir>before|after)", _aside),
    "within": (rf"(?:within|over|during|in)(?P<way> the (?:next|coming|following|past|last)(?: few| couple of)?| the(?= year| hour))? ?(?P<n>{N})? (?P<u>days?|weeks?|months?|years?|hours?)(?! of\b)(?! and a half)", _within),
    "ordinal": (r"on the (?P<d>[0-3]?\d)(?:st|nd|rd|th)", _ordinal),
    "beside": (r"the (?:day|morning|evening|night) (?P<dir>before|after)|(?:the )?(?P<dir2>following|next|previous) (?:day|morning|evening|night)", _day_beside),
}  # fmt: skip
