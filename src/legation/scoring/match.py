"""When a claim that was read is the claim that was annotated: the keys, the attributes and the pairing of GUIDE.md.

Claims are plain mappings in GUIDE.md's JSON form here, because what is scored may come from any reader, also from one
that writes codes and kinds which do not exist: such a claim is a false one, not an error.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from legation.model.vocabulary import RELATION_KINDS

Form = Mapping[str, Any]

VALUE_MARGIN: Final = 0.011  # "nearly a quarter" may be written .25 or .24
WIDER: Final = 4  # a date may be this many times as wide as the annotated one, and three days more
LONGEST: Final = 40_000  # days; an open interval counts as a century
# Words that tell no holder from another: "Foreign Ministry" alone identifies nobody.
HOLDER_NOISE: Final = frozenset(
    {"the", "of", "and", "a", "an", "for", "s", "its", "official", "officials", "statement", "minister", "ministry"}
    | {"government", "news", "agency", "media", "foreign", "affairs"}
)


def same_key(gold: Form, read: Form) -> bool:
    """Whether both speak of the same thing: kind and states; for a number its measure and value; for a reason a cause."""
    kind = gold["kind"]
    if kind != read.get("kind"):
        return False
    if kind == "counted":
        ours = _number(read.get("value"))
        same = gold["sending"] == read.get("sending") and gold["measure"] == read.get("measure")
        return same and ours is not None and abs(float(gold["value"]) - ours) < VALUE_MARGIN
    if kind == "explained":
        return gold["sending"] == read.get("sending") and _share(gold["causes"], read.get("causes"))
    pair, other = (gold["sending"], gold["receiving"]), (read.get("sending"), read.get("receiving"))
    if kind in RELATION_KINDS:
        return sorted(map(str, pair)) == sorted(map(str, other))
    return pair == other


def attributes(gold: Form, read: Form) -> Iterator[tuple[str, bool]]:
    """Give each attribute that the annotation decides, and whether it was read right."""
    yield "status", gold.get("status") == read.get("status")
    if gold.get("holder") is None:
        yield "holder", read.get("holder") is None
    else:
        yield "holder", bool(holder_words(gold["holder"]) & holder_words(read.get("holder")))
    if gold.get("city"):
        yield "city", same_city(gold, read)
    if gold.get("mission") not in (None, "mission"):
        yield "mission", gold["mission"] == read.get("mission")
    if gold.get("date"):
        yield "date", same_date(gold["date"], read.get("date"))
    if gold.get("causes") and gold["kind"] != "explained":
        yield "causes", _share(gold["causes"], read.get("causes"))
    for name in ("from", "qualifier"):
        if gold.get(name):
            yield name, gold[name] == read.get(name)


def same_city(gold: Form, read: Form) -> bool:
    """Whether the city is the annotated one; True where none is annotated."""
    return not gold.get("city") or str(gold["city"]).casefold() == str(read.get("city") or "").casefold()


def strictly(gold: Form, read: Form) -> bool:
    """Whether a matched claim is right in status and city too."""
    return bool(gold.get("status") == read.get("status")) and same_city(gold, read)


def pairs(gold: Sequence[Form], read: Sequence[Form]) -> list[tuple[int, int]]:
    """Pair annotated with read claims one to one, the pair that agrees on most attributes first."""
    options = sorted(
        (-sum(right for _, right in attributes(one, other)), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(read)
        if same_key(one, other)
    )
    taken_gold: set[int] = set()
    taken_read: set[int] = set()
    found = []
    for _, i, j in options:
        if i not in taken_gold and j not in taken_read:
            taken_gold.add(i)
            taken_read.add(j)
            found.append((i, j))
    return found


def holder_words(name: str | None) -> frozenset[str]:
    """Give the words that tell a holder from others; all of them where nothing else is left."""
    every = frozenset(re.findall(r"\w+", (name or "").lower()))
    return every - HOLDER_NOISE or every


def same_date(gold: str | None, read: str | None) -> bool:
    """Whether two EDTF dates can be the same and are about equally precise."""
    one, other = days(gold), days(read)
    if one is None or other is None or one[0] > other[1] or other[0] > one[1]:
        return False
    widths = sorted(max(1, min((last - first).days + 1, LONGEST)) for first, last in (one, other))
    return widths[1] <= WIDER * widths[0] + 3


def days(edtf: str | None) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of a date as the guide's scorer takes it: marks of doubt are passed over."""
    if not edtf:
        return None
    parts = re.sub("[~?%]", "", str(edtf)).split("/")
    first, last = _part(parts[0]), _part(parts[-1])
    if first is None or last is None:
        return None
    return first[0], last[1]


def _part(text: str) -> tuple[dt.date, dt.date] | None:
    if text in ("", ".."):
        return dt.date.min, dt.date.max
    if decade := re.fullmatch(r"(\d{3})X", text):
        return dt.date(int(decade[1]) * 10, 1, 1), dt.date(int(decade[1]) * 10 + 9, 12, 31)
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    try:
        return _calendar(*(int(group or 0) for group in found.groups())) if found else None
    except ValueError:  # no such day
        return None


def _calendar(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    if day:
        return dt.date(year, month, day), dt.date(year, month, day)
    if 1 <= month <= 12:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _share(gold: Sequence[str], read: Sequence[str] | None) -> bool:
    return bool(set(gold) & set(read or ()))


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]  # anything may stand in a reader's output
    except (TypeError, ValueError):
        return None
