"""U.S. representation abroad: changes of level become openings, closings and changes of level, state by state.

The table says from when on which level held, and nothing of what went before: the step from one level to the next tells
what happened. Month and day are left empty where they are not known, and so is the date here ("1868", "1991-06"). The
list follows one post in each capital, so a consulate that gives way to an embassy is closed as such. A nonresident rank
ends a residence; from where the envoy came is not said, so no coverage follows from it.
"""

from collections.abc import Iterator
from typing import Final

from legation.errors import ImportRefused
from legation.gazetteer import capital
from legation.imports.gathering import gathered
from legation.imports.source import Source, Writer, named_state, read_source
from legation.imports.table import Imported, Row
from legation.model import dates
from legation.model.vocabulary import CLASS_OF

VERSION: Final = "us-levels/1"
SENDING: Final = "US"
NONRESIDENT: Final = frozenset({"None", "Ambassador Nonresident", "Envoy Nonresident", "Consul Nonresident"})
_COLUMNS: Final = ("state_dept_name", "status_change", "year", "month", "day")

Held = tuple[str, str | None]  # kind of mission and its city


def read(text: str, on: str | None, source: Source | None = None) -> Imported:
    """Read an edition; ``on`` is the day on which it was made, and no claim says anything of that day.

    Raises:
        ImportRefused: no such table, or it has too few or too many rows.
    """
    source = source or read_source("us")
    writer = Writer(source, text, on)

    def parts(row: Row) -> list[tuple[str, tuple[str, Row]]]:
        return [(_state(writer.source, row.cells["state_dept_name"]), (date_of(row.cells), row))]

    def course(receiving: str, changes: list[tuple[str, Row]]) -> None:
        _course(writer, receiving, changes)

    return gathered(writer, text, _COLUMNS, parts, course, version=VERSION)


def date_of(cells: dict[str, str]) -> str:
    """Give the date of a change as exactly as it is known, in EDTF; DateError where it is none."""
    year, month, day = cells["year"], cells["month"], cells["day"]
    parts = [year.zfill(4)] if year else []
    if parts and month:
        parts.append(month.zfill(2))
        if day:
            parts.append(day.zfill(2))
    return dates.parse("-".join(parts)).edtf


def _state(source: Source, name: str) -> str:
    if source.meant("state", name) == "-":
        raise ImportRefused(
            f"{name} has no code beside that of the state that continues it, in which another post stood"
        )
    return named_state(source, "state", name)


def _course(writer: Writer, receiving: str, changes: list[tuple[str, Row]]) -> None:
    """Go through the changes in one state, under all its names, in the order of time."""
    held: Held | None = None
    before = "None"
    for date, row in sorted(changes, key=lambda one: (dates.parse(one[0]).earliest, one[1].line)):
        writer.at(row.line, row.start, row.end)
        status = row.cells["status_change"]
        if status not in NONRESIDENT and status not in writer.source.missions:
            writer.skip(f"status_change is {status!r}, which the source file does not know")
            continue
        after = _post(writer, receiving, held, status, date)
        told = [] if status == before else list(_steps(held, after))
        if not told:
            stays = f"{status}: the level stays" if held else f"{status}: no resident post before or after it"
            writer.note(f"{stays}; nothing to say")
        for kind, post in told:
            writer.say(kind, sending=SENDING, receiving=receiving, mission=post[0], city=post[1], date=date)
        held, before = after, status


def _post(writer: Writer, receiving: str, held: Held | None, status: str, date: str) -> Held | None:
    if status in NONRESIDENT:
        return None
    kind = writer.source.missions[status]
    if CLASS_OF[kind] == "embassy":
        return kind, None
    if held and held[0] == kind:
        return held
    return kind, capital(receiving, dates.parse(date).latest) or capital(receiving)


def _steps(before: Held | None, after: Held | None) -> Iterator[tuple[str, Held]]:
    """Give the events that lead from one post to the next."""
    if before and after and CLASS_OF[before[0]] == CLASS_OF[after[0]]:
        yield "level_changed", after
        return
    if before:
        yield "closed", before
    if after:
        yield "opened", after
