"""Correlates of War Diplomatic Exchange: in a year one state had a representative of some rank at another, or had none.

``DR_at_1`` is the rank of side 2's representative at side 1, ``DR_at_2`` of side 1's at side 2: the United States keep
no embassy in Dominica, and Dominica one in Washington, and the rows of 2000 and 2005 have 3 and 0. What follows:

- a chargé (1), minister (2) or ambassador (3) in a year: a mission stood in that year, having opened some time up to it;
- the first year with one after a year with none (0): it opened between the two;
- the first year with none after a year with one: it closed between the two;
- 9, "other or unknown": nothing; a step across such years is dated by the known years on its two sides.

An envoy may be accredited from elsewhere, which this data set does not tell apart; so its claims weigh as one holder's.
"""

from typing import Final

from legation.errors import ImportRefused
from legation.gazetteer import codes
from legation.imports.gathering import gathered
from legation.imports.source import Source, Writer, read_source
from legation.imports.table import Imported, Row
from legation.model import dates

VERSION: Final = "cow-exchange/1"
_COLUMNS: Final = ("ccode1", "ccode2", "year", "DR_at_1", "DR_at_2")
_NONE, _UNKNOWN = "0", "9"

Side = tuple[str, str]  # sending and receiving state


def read(text: str, on: str | None, source: Source | None = None) -> Imported:
    """Read an edition; ``on`` is the day on which it was published, and no claim says anything of that day.

    Raises:
        ImportRefused: no such table, or it has too few or too many rows.
    """
    source = source or read_source("cow")
    writer = Writer(source, text, on)

    def parts(row: Row) -> list[tuple[Side, tuple[str, str, Row]]]:
        return [(side, (row.cells["year"], rank, row)) for side, rank in _sides(row)]

    def course(side: Side, told: list[tuple[str, str, Row]]) -> None:
        _course(writer, side, sorted(told, key=lambda one: one[0]))

    return gathered(writer, text, _COLUMNS, parts, course, version=VERSION)


def _sides(row: Row) -> list[tuple[Side, str]]:
    """Give who keeps a representative where, and of which rank; DataError names what cannot be read."""
    cells = row.cells
    year = dates.parse(cells["year"])
    first, second = (_state(cells[name], year) for name in ("ccode1", "ccode2"))
    wrong = [cells[name] for name in ("DR_at_1", "DR_at_2") if cells[name] not in ("0", "1", "2", "3", "9")]
    if wrong:
        raise ImportRefused(f"rank {wrong[0]!r} is none of 0, 1, 2, 3 and 9")
    return [((second, first), cells["DR_at_1"]), ((first, second), cells["DR_at_2"])]


def _state(number: str, year: dates.When) -> str:
    code = codes.state_of("cow", number, year.latest) or codes.state_of("cow", number, year.earliest)
    if code is None:
        name = codes.outside("cow", number)
        raise ImportRefused(
            f"COW {number} ({name}) has no state code" if name else f"COW {number} is no state in {year.edtf}"
        )
    return code


def _course(writer: Writer, side: Side, told: list[tuple[str, str, Row]]) -> None:
    """Go through the years of one state's representation at another."""
    before: tuple[str, str] | None = None  # the last year of which something is known, and its rank
    sending, receiving = side
    for year, rank, row in told:
        writer.line, writer.span = row.line, (row.start, row.end)
        if rank == _UNKNOWN:
            writer.note(f"{sending} at {receiving}: other or unknown (9); nothing to say")
            continue
        stands = rank != _NONE
        if stands:
            kind = writer.source.missions[rank]
            if before and before[1] == _NONE:
                writer.say("opened", sending=sending, receiving=receiving, mission=kind, date=f"{before[0]}/{year}")
            writer.say("opened", sending=sending, receiving=receiving, mission=kind, date=f"../{year}")
        elif before and before[1] != _NONE:
            kind = writer.source.missions[before[1]]
            writer.say("closed", sending=sending, receiving=receiving, mission=kind, date=f"{before[0]}/{year}")
        before = year, rank
