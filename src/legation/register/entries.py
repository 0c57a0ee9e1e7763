"""What the log holds, in the order of writing, and how a point of known time is named.

The sequence orders the log. The clock reading beside it is for people: it is the time of writing, or, where documents
of the past are taken in as if they had been read on the day they were published, the time that the intake gave
(``replayed``). The readings never run backwards along the sequence, so that "as known at the end of a day" always means
a beginning of the log, and an answer about the past cannot be changed by what is written later.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from legation.errors import DateError
from legation.model import Claim
from legation.register.decisions import Decision
from legation.register.state import Known, Source

EntryCause = Literal["document", "backlog", "reader", "decision", "policy"]
DOCUMENTED: Final[tuple[EntryCause, ...]] = ("document", "backlog", "reader")  # causes whose source is a document
Outcome = Literal["new", "known", "reread"]
_DIGITS: Final = 15  # a database takes numbers of 18, and no log comes near
KnownAs = int | dt.date | dt.datetime | None


class Original(NamedTuple):
    """Where a copy goes back to, and the day on which what it says was first said: its own for a version with new words."""

    source: Source
    said: str | None  # ISO day


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading in the log: what one reader found in one document, or one ruling, and when the register learned it.

    ``cause`` says why the entry was written: a new document, one of the backlog of a source that is followed from now
    on (no news of today), or a document read again by another reader or version.
    ``originals`` tells, by their IDs, to which document copies go back from this entry on. A ruling has no claims, and
    ``source`` tells its ID, reason and who ruled.
    """

    known: Known
    cause: EntryCause
    source: Source
    reader: str
    claims: Mapping[str, Claim]  # by their IDs in the document
    replayed: bool = False
    decision: Decision | None = None
    originals: Mapping[str, Original] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was handed to the register."""

    outcome: Outcome
    document: str
    stored: int
    refused: tuple[str, ...]
    known: Known
    flagged: tuple[str, ...] = ()  # claims that went in and cannot be so as dated


def end_of(moment: dt.date | dt.datetime) -> dt.datetime:
    """Give the last instant that a day or a moment means, in UTC: a date is all of that day."""
    if isinstance(moment, dt.datetime):
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    return dt.datetime.combine(moment, dt.time.max, dt.UTC)


def read_known(text: str) -> int | dt.date | dt.datetime:
    """Read what ``--known`` takes: a sequence number, an ISO day (its end, UTC) or an ISO date and time.

    Raises:
        DateError: none of the three, or one that no log reaches.
    """
    if text.isascii() and text.isdigit():
        if len(text.lstrip("0")) > _DIGITS:
            raise DateError(f"no log has so many entries; give a number of at most {_DIGITS} digits, or a day")
        return int(text)
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = dt.datetime.fromisoformat(text)
        end_of(moment)
    except ValueError:
        raise DateError(
            f"{text!r} is no point of known time; give a sequence number, a day such as 2023-10-28, or a day and time"
        ) from None
    except OverflowError:
        raise DateError(f"{text} lies outside the calendar at Greenwich; give a day within it") from None
    return moment
