"""Times that head an entry: the day before each item of a chronicle or digest, and the day of a dateline.

The items of a chronicle say nothing more of time; the head is then the date of what is done in them. One head alone is
a dateline, which dates the report and no happening.
"""

import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Final

from legation.reader.dates.moment import ENTRIES, Moment, timeline
from legation.reader.dates.spans import edtf

_DAY_ONLY: Final = re.compile(r"^[*•\s-]*(?P<d>[0-3]?\d)(?:(?:st|nd|rd|th)?[:.]|[ \t]{2,})(?=\s|\S)", re.MULTILINE)
_MONTH_RULES: Final = frozenset({"month", "month_year", "year_month"})


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a text in order: where their lines begin, and the times."""

    at: tuple[int, ...]
    moments: tuple[Moment, ...]

    @property
    def chronicle(self) -> bool:
        """Whether there are enough of them to date what stands under each."""
        return len(self.at) >= ENTRIES


@functools.lru_cache(maxsize=16)
def heads(text: str, day: dt.date) -> Heads:
    """Find the times that head a line."""
    found = [(text.rfind("\n", 0, moment.start) + 1, moment) for moment in timeline(text, day) if moment.head]
    months = [
        moment for moment in timeline(text, day) if moment.rule in _MONTH_RULES and len(moment.past) == len("2005-06")
    ]
    found.extend(_bare_days(text, months))
    found.sort(key=lambda row: row[0])
    return Heads(tuple(line for line, _ in found), tuple(moment for _, moment in found))


def _bare_days(text: str, months: list[Moment]) -> list[tuple[int, Moment]]:
    """Read "3:" at the head of a line as a day of the month named last before it in a heading or headline."""
    lines = [moment for moment in months if _heads_section(text, moment)]
    found, index = [], 0
    for match in _DAY_ONLY.finditer(text) if lines else ():
        while index + 1 < len(lines) and lines[index + 1].start < match.start():
            index += 1
        month = lines[index]
        if month.start > match.start():
            continue
        try:
            date = dt.date(int(month.past[:4]), int(month.past[5:]), int(match["d"]))
        except ValueError:  # no such day in that month: a list number
            continue
        written = edtf((date, date))
        found.append((match.start(), Moment(match.start("d"), match.end("d"), "entry", written, written, head=True)))
    return found


def _heads_section(text: str, moment: Moment) -> bool:
    """Whether a month stands in the headline or in a line of a few words of its own."""
    begin = text.rfind("\n", 0, moment.start) + 1
    end = text.find("\n", moment.end)
    return begin == 0 or (end if end >= 0 else len(text)) - begin < 80
