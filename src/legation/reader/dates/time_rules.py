"""All rules of time in the order in which they are tried, as one pattern, and the reading of what it finds."""

import re
from typing import Final

from legation.reader.dates import calendar_rules, relative_rules
from legation.reader.dates.time_words import Context, Groups, Reading, W

# Longer expressions stand before those they contain: "the end of 2023" before "2023", "two weeks after that" before "two weeks after"
ORDER: Final = (
    "iso", "months", "ymd", "dmy", "dm", "mdy", "md", "month_year", "year_month", "part", "turn", "end", "year_end", "before_out",
    "month_and", "month", "season_year", "season", "decade", "years", "year", "near", "weekday_day", "weekday", "weekend", "unit",
    "beside_year", "ago", "apart", "aside", "within", "feast", "ordinal", "beside",
)  # fmt: skip
_RULES: Final = {**calendar_rules.RULES, **relative_rules.RULES}
_READERS: Final = {name: (re.compile(_RULES[name][0]), _RULES[name][1]) for name in ORDER}
_UNCLEAR: Final = frozenset({"may", "march", "mar", "dec", "jan", "sep"})
_PRESENT: Final = re.compile(
    rf"\b(?:yesterday|today|tonight|tomorrow|(?:on|last|next|this) {W}|(?:last|this|next) (?:week|month|weekend|night))\b"
)


def _nameless(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


EXPRESSION: Final = re.compile(
    r"(?<![\w$€£.,-])(?:" + "|".join(f"(?P<{name}>{_nameless(_RULES[name][0])})" for name in ORDER) + r")(?!\w)"
)


def is_news(plain: str) -> bool:
    """Whether a text counts time from the day it appears, as news does and history does not."""
    return _PRESENT.search(plain) is not None


def is_month(written: str) -> bool:
    """Whether a bare month is one: it has its capital, and "May" and "March" have a word of time before them too."""
    name = written.rsplit(maxsplit=1)[-1] if " " in written else written.rpartition("-")[2] or written
    return name[:1].isupper() and (name.lower().rstrip(".") not in _UNCLEAR or name != written)


def read(rule: str, text: str, start: int, context: Context) -> Reading | None:
    """Read the expression at ``start`` by its rule; None where the calendar has no such day."""
    pattern, reader = _READERS[rule]
    match = pattern.match(text, start)
    if match is None:
        return None
    groups: Groups = match.groupdict()
    try:
        return reader(groups, context)
    except (ValueError, OverflowError, KeyError):  # "31 November", a year that the calendar does not reach
        return None
