"""Times that name a date of the calendar: days, months, seasons, years, feasts, and parts and ends of them.

A rule is a pattern and a function that gets the pattern's groups and what the text has named so far, and gives two
stretches of days, looking back and looking ahead; None, or a day that the calendar does not have, is no time.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Final

from legation.reader.dates import spans
from legation.reader.dates.spans import Span
from legation.reader.dates.time_words import (
    DAYS,
    DECADES,
    FEASTS,
    SEASONS,
    Context,
    D,
    Groups,
    M,
    Reading,
    S,
    Y,
    any_of,
    bare_month,
    both,
    integer,
    month_number,
    one_day,
    year_for,
)  # fmt: skip

Rule = tuple[str, Callable[[Groups, Context], Reading | None]]


def _iso(groups: Groups, _: Context) -> Reading:
    return both(one_day(integer(groups["y"]), integer(groups["m"]), integer(groups["d"])))


def _dated(groups: Groups, context: Context) -> Reading | None:
    """Read a day and a month, with or without a year: "9 August 1994", "Aug. 9", "14-15 March"."""
    month, first = month_number(groups["m"]), integer(groups["d"])
    last = integer(groups["d2"]) if groups.get("d2") else first
    rel = groups.get("rel") or ""
    if groups.get("y"):
        past = ahead = integer(groups["y"])
    elif rel.startswith(("last", "this", "next")):
        past = ahead = context.base.year + {"last": -1, "this": 0, "next": 1}[rel[:4]]
    elif rel:
        past = ahead = context.last[0].year if context.last else context.year or context.base.year
    else:
        past, ahead = year_for(context, month, first)
    return (
        (dt.date(past, month, first), dt.date(past, month, last)),
        (dt.date(ahead, month, first), dt.date(ahead, month, last)),
    )


def _month_year(groups: Groups, context: Context) -> Reading:
    """Read a month with its year: "October 1973", "August of the following year", "March last year"."""
    month, rel = month_number(groups["m"]), groups.get("rel") or ""
    if groups.get("y"):
        return both(spans.month(month, integer(groups["y"])))
    if rel.startswith(("last", "this", "next")):
        return both(spans.month(month, context.base.year + {"last": -1, "this": 0, "next": 1}[rel[:4]]))
    year = context.last[0].year if context.last else context.year or context.base.year
    return both(spans.month(month, year + ("following" in rel or "next" in rel)))


def _month(groups: Groups, context: Context) -> Reading:
    return bare_month(month_number(groups["bare"]), context, groups.get("before") or "")


def _month_and(groups: Groups, _: Context) -> Reading:
    """Read the first month of "in August and September 1970"."""
    return both(spans.month(month_number(groups["bare"]), integer(groups["y"])))


def _season(groups: Groups, context: Context) -> Reading:
    """Read a season: of a year, "last", "next", "that", or the nearest; the southern ones lie half a year away."""
    first, before, base = SEASONS[groups["s"] or ""], groups.get("before") or "", context.base
    if "southern" in before:
        first = (first + 5) % 12 + 1
    if groups.get("y"):
        return both(spans.month(first, integer(groups["y"]), 3))
    year = base.year
    if any(word in before for word in ("that", "same", "following")):
        year = (context.last[0].year if context.last else context.year) or year
        late = (
            context.last is not None
            and context.last[1].month >= first
            and (context.last[1] - context.last[0]).days < 100
        )
        return both(spans.month(first, year + ("following" in before and late), 3))
    past = spans.month(first, year if first <= base.month else year - 1, 3)
    ahead = spans.month(first, year if first + 2 >= base.month else year + 1, 3)
    if "last" in before:
        return both(spans.month(first, year - 1, 3) if past[1] >= base else past)
    if "next" in before:
        return both(spans.month(first, year + 1, 3) if ahead[0] <= base else ahead)
    if "this" in before:
        return past, ahead
    if context.year is not None and context.year < past[0].year:
        past = spans.month(first, context.year, 3)
    return past, ahead


def _decade(groups: Groups, _: Context) -> Reading:
    text = groups["ten"] or ""
    if text in DECADES:
        year = 1900 + 10 * DECADES[text]
    elif len(text) >= len("1990s"):
        year = int(text[:4])
    else:
        year = 1900 + int(text.lstrip("'")[:2])
    return both(spans.year(year // 10 * 10, 10))


def _years(groups: Groups, _: Context) -> Reading | None:
    first, second = integer(groups["y"]), groups["y2"] or ""
    last = int(str(first)[: 4 - len(second)] + second)
    return both(spans.year(first, last - first + 1)) if first < last <= first + 60 else None


def _months(groups: Groups, _: Context) -> Reading | None:
    """Read "from October 1990 until March 1991", "between 6 October and 13 November 1973"."""
    year = integer(groups["y2"])
    first, last = month_number(groups["m"]), month_number(groups["m2"])
    before = integer(groups["y"]) if groups.get("y") else year - (first > last)
    if groups.get("d") and groups.get("d2"):
        low, high = dt.date(before, first, integer(groups["d"])), dt.date(year, last, integer(groups["d2"]))
    else:
        low, high = spans.month(first, before)[0], spans.month(last, year)[1]
    return both((low, high)) if low <= high else None


def _year(groups: Groups, _: Context) -> Reading:
    return both(spans.year(integer(groups["y"])))


def _weekday_day(groups: Groups, context: Context) -> Reading | None:
    """Read "Monday 13": the last such day of a month that falls on that weekday; None where none does within a year."""
    day, wanted = DAYS[groups["w"] or ""], integer(groups["d"])
    for back in range(400):
        found = context.base - back * spans.DAY
        if found.day == wanted and found.weekday() == day:
            return both((found, found))
    return None


def _end_of(groups: Groups, context: Context) -> Reading | None:
    """Read "by the end of the year", "by year-end", "at the end of June": the last month of a year, a month as it is."""
    unit, which, base = groups.get("u") or "", groups.get("which") or "", context.base
    historic = context.year is not None and context.year < base.year - 1
    anchor = (
        context.last
        if context.last and ("that" in which or "same" in which or (historic and which in ("", "the")))
        else (base, base)
    )
    shift = {"next": 1, "last": -1}.get(which, 0)
    if groups.get("m") and groups.get("y2"):
        return both(spans.month(month_number(groups["m"]), integer(groups["y2"])))
    if groups.get("m"):
        return bare_month(month_number(groups["m"]), context)
    if groups.get("y"):
        return both(spans.month(12, integer(groups["y"])))
    past = _end_from(anchor[0], unit, which, shift)
    # what is planned "by the end of the year" in a history is to come all the same
    return past, _end_from(base, unit, which, shift) if historic and which in ("", "the") else past


def _end_from(day: dt.date, unit: str, which: str, shift: int) -> Span:
    """Give the end of the year, month, week or decade of a day."""
    whole = spans.shifted((day, day), shift, "month")
    ends = {
        "year": spans.month(12, day.year + shift),
        "month": (whole[1], whole[1]) if which in ("this", "next") else whole,
        "week": spans.week(day, shift),
        "decade": spans.month(12, day.year // 10 * 10 + 9 + 10 * shift),
    }
    return ends[unit]


def _year_end(_: Groups, context: Context) -> Reading | None:
    return _end_of({"u": "year"}, context)


def _before_out(groups: Groups, context: Context) -> Reading:
    """Read "before the year is out": from the day of publication to the end of the year, the month or the week."""
    base, unit = context.base, groups["u"]
    last = {"year": spans.year(base.year), "month": spans.month(base.month, base.year), "week": spans.week(base)}[
        unit or "year"
    ][1]
    return both((base, last))


def _turn(_: Groups, context: Context) -> Reading:
    """Read "the turn of the century": its first year."""
    return both(spans.year((context.base.year + 50) // 100 * 100))


def _part_of_year(groups: Groups, context: Context) -> Reading:
    """Read "the first half of 2020", "the second quarter of next year"."""
    which = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}[groups["part"] or ""]
    months = 6 if groups["size"] == "half" else 3
    year = (
        integer(groups["y"])
        if groups.get("y")
        else context.base.year + {"next": 1, "last": -1}.get(groups["which"] or "", 0)
    )
    return both(spans.month(1 + months * which if which >= 0 else 13 - months, year, months))


def _feast(groups: Groups, context: Context) -> Reading:
    month = FEASTS[groups["f"] or ""]
    return both(spans.month(month, integer(groups["y"]))) if groups.get("y") else bare_month(month, context)


_REL: Final = r"(?:last|this|next|that|the following|the same|the previous)"
_OF_YEAR: Final = r"(?: (?:of )?(?P<rel>last|next|this|that|the same) year)?"
_DATED: Final = rf"(?P<d>{D})(?:(?:-| and | or |/| to )(?P<d2>{D}))?"
_BEFORE: Final = r"last|next|this|that|in early|in mid|in late|early|mid|late|in|since|by|until|till|from|during|before|after|of|for|through|the following"

RULES: Final[Mapping[str, Rule]] = {
    "iso": (r"(?P<y>\d{4})-(?P<m>[01]\d)-(?P<d>[0-3]\d)", _iso),
    "months": (rf"(?:from|between) (?:(?P<d>{D}) )?(?P<m>{M})(?: (?P<y>{Y}))?(?:-| to | and | until | till )(?:(?P<d2>{D}) )?(?P<m2>{M}) (?P<y2>{Y})", _months),
    "ymd": (rf"(?P<y>{Y}),? (?P<d>{D}) (?P<m>{M})", _dated),
    "dmy": (rf"(?:the )?{_DATED}(?: of)? (?P<m>{M}),? ?(?:of )?(?P<y>{Y})", _dated),
    "dm": (rf"(?:the )?{_DATED}(?: of)? (?P<m>{M}){_OF_YEAR}", _dated),
    "mdy": (rf"(?P<m>{M}) (?P<d>{D})(?:(?:-| and )(?P<d2>{D}))?,? (?P<y>{Y})", _dated),
    "md": (rf"(?P<m>{M}) (?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:\d)(?:(?:-| and )(?P<d2>[0-3]?\d))?{_OF_YEAR}", _dated),
    "month_year": (rf"(?P<m>{M}),? (?:of )?(?:(?P<y>{Y})|(?P<rel>{_REL}) year)", _month_year),
    "year_month": (rf"(?P<y>{Y}), (?P<m>{M})", _month_year),
    "part": (rf"the (?P<part>first|second|third|fourth|last|final) (?P<size>half|quarter) of (?:(?P<which>the|this|next|last) year|(?P<y>{Y}))", _part_of_year),
    "turn": (r"the turn of the (?:century|millennium)", _turn),
    "end": (rf"(?:by |before |until |at )?(?:the )?(?:end|close|finish|last days) of (?:(?P<which>the|this|next|last|that|the same)? ?(?:current |calendar |financial |fiscal )*(?P<u>year|month|week|decade)|(?P<y>{Y})|(?P<m>{M})(?:,? (?P<y2>{Y}))?)", _end_of),
    "year_end": (r"(?:(?:by|before|at|until|till)(?: the)? )?year(?:'s)?[- ]end", _year_end),
    "before_out": (r"before the (?P<u>year|month|week) is (?:out|over)", _before_out),
    "month_and": (rf"(?P<bare>{M})(?= (?:and|or) {M} (?P<y>{Y}))", _month_and),
    "month": (rf"(?:(?P<before>{_BEFORE})[ -])?(?P<bare>{M})(?!,? (?:of )?{Y}| {_REL} year| of {_REL} year| \d\d?\b)", _month),
    "season_year": (rf"(?:the )?(?:early |late )?(?P<s>{S})(?: of)?,? (?P<y>{Y})", _season),
    "season": (rf"(?P<before>(?:last|next|this|that|the|the same|the following|the previous|by|in|since|early|late|before)(?: the| northern| southern| early| late)*) (?P<s>{S})(?! of {Y}| {Y})", _season),
    "decade": (rf"(?:the |early |mid-?|late )*(?P<ten>{Y[:-4]}\d0s|'?[2-9]0s|{'|'.join(DECADES)})", _decade),
    "years": (rf"(?:(?:between |from )(?P<y>{Y})(?:-| and | to | until | till )(?P<y2>{Y}|\d\d)|(?P<y_>{Y})(?:-| to )(?P<y2_>{Y}|\d\d))(?![\d-])", lambda groups, context: _years({"y": groups["y"] or groups["y_"], "y2": groups["y2"] or groups["y2_"]}, context)),
    "year": (r"(?:(?<=[(,;'/-] )|(?<=[(])|(?<=[ ('])(?<!(?:room|flat|page) )(?<!at )|(?<=\n))(?P<y>(?:18|19|20)\d\d)(?!\d|,\d|%| (?:people|troops|staff|dollars|million|euros|jobs|km|kilometres))", _year),
    "weekday_day": (rf"(?P<w>{any_of(DAYS)}),? (?P<d>{D})(?= ?[.:\n-])", _weekday_day),
    "feast": (rf"(?P<f>{'|'.join(FEASTS)})(?: (?P<y>{Y}))?", _feast),
}  # fmt: skip
