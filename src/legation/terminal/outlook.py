"""The outlook's page: what is to come, how many there will be by a day, and what became of such words before."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from legation.model import Answer
from legation.network.chances import median_days, share_interval
from legation.network.figures import in_words
from legation.network.forecast import BOTH, Forecast, Waiting
from legation.network.hindsight import Checked
from legation.network.lifetimes import FEWEST, LEVEL, WITHIN, Tally
from legation.network.outlook import Foreseen
from legation.network.story import carriers
from legation.register import Evidence
from legation.terminal.console import clean, grid, heading, paragraph
from legation.terminal.notes import Footnotes
from legation.terminal.stories import happening_block, mission_line
from legation.terminal.words import day, several, subject, turn, when

_ROOM: Final = 22  # for a holder's name in the table
_TURN: Final = {"closed": "closing", "opened": "opening"}


def outlook_page(
    console: Console, foreseen: Sequence[Foreseen], numbers: Sequence[Evidence], notes: Footnotes | None
) -> None:
    """Print what is announced or expected, what is disputed, and the numbers that were foreseen."""
    if not foreseen:
        paragraph(console, "Nothing is announced or expected that has not happened.")
    for one in foreseen:
        head = Text(mission_line(one.record), "bold")
        if one.overdue is Answer.YES and one.happening.standing != "disputed":
            head.append("  its day has passed", "yellow")
        paragraph(console, head)
        if notes:
            happening_block(console, one.happening, notes)
        else:
            told = one.happening
            paragraph(console, f"{turn(told.kind, told.standing)}, {told.standing}, {when(told.when)}", indent=2)
    if numbers:
        console.print()
        paragraph(console, "Numbers foreseen:")
        for number in numbers:
            claim = number.claim
            text = in_words(str(claim.measure), float(claim.value or 0), str(claim.qualifier))
            who = clean(claim.holder or number.source.publisher or "unnamed source")
            mark = f" {notes.mark(number)}" if notes else ""
            paragraph(console, f"{text}, {who}{mark}", indent=2, hang=2)


def forecast_page(
    console: Console, found: Forecast, foreseen: Sequence[Foreseen], notes: Footnotes | None, *, members: bool
) -> None:
    """Print the count now, the count if every word came true, and the interval with the cases that it rests on."""
    unsure = f" (of {found.unsure} more it cannot be said)" if found.unsure else ""
    head = f"{found.now} now{unsure}"
    if not found.words:
        paragraph(console, f"{head}; no opening or closing is announced or expected that would change it.")
        return
    head = f"{head}, {found.announced} if every word came true"
    if found.interval:
        low, high = found.interval
        span = f"{low}" if low == high else f"{low} to {high}"
        paragraph(console, f"{head}, {span} by {day(found.by)} ({LEVEL:.0%} interval).", hang=2)
        for line in dict.fromkeys(map(_rests, found.words)):
            paragraph(console, line, indent=2, hang=2)
    else:
        low, high = found.bounds
        few = min(found.too_few, key=lambda one: one.cases)
        paragraph(console, f"{head}. By {day(found.by)}: too few cases to say.", hang=2)
        paragraph(
            console,
            f"{_named(few)} has {several(few.cases, 'case')} like it, and {FEWEST} are needed. By the words alone it may be "
            f"{low} to {high}.",
            indent=2, hang=2,
        )  # fmt: skip
    paragraph(console, "What nobody announces is in no interval.", indent=2)
    if members:
        _words(console, found, foreseen, notes)


def _rests(word: Waiting) -> str:
    pool = f"{BOTH} together, for want of cases of its own" if word.pool == BOTH else word.pool
    return (
        f"{_TURN[word.kind].capitalize()}s {word.status} on {day(word.said)}: of {several(word.cases, 'case')} ({pool}) "
        f"waited for as long, {word.came} came true in the days that are left."
    )


def _named(word: Waiting) -> str:
    return f"The {_TURN[word.kind]} of {subject(word.mission)}, {word.status} on {day(word.said)},"


def _words(console: Console, found: Forecast, foreseen: Sequence[Foreseen], notes: Footnotes | None) -> None:
    marks = {(one.record.mission.id, one.happening.kind): carriers(one.happening) for one in foreseen}
    table = grid("mission", "word", "status", "since", ">came", ">of cases", *(["quotes"] if notes else []))
    for one in found.words:
        row = (_cut(subject(one.mission)), _TURN[one.kind], one.status, one.said.isoformat(), one.came, one.cases)
        quotes = [notes.marks(marks[one.mission, one.kind], 2)] if notes else []
        table.add_row(*map(str, row), *quotes)
    console.print()
    console.print(table)


def record_page(console: Console, by_status: Sequence[Tally], by_holder: Sequence[Tally], on: dt.date) -> None:
    """Print what became of such words: by status, then by holder, with intervals where there are cases enough."""
    console.print()
    if not by_status:
        paragraph(console, "The record: no opening or closing was foreseen before it came.")
        return
    paragraph(console, f"The record: words on openings and closings said by {day(on)}", hang=2)
    table = grid("who", "of", ">words", ">came", ">lapsed", ">open", ">median", f"in {WITHIN} days")
    for one in (*by_status, *by_holder):
        median = median_days(one.waited(on))
        table.add_row(
            _cut(clean(one.who)), _TURN[one.kind], str(len(one.cases)), str(one.count("came")),
            str(one.count("lapsed")), str(one.count("open")), f"{median} d" if median is not None else "–", _often(one, on),
        )  # fmt: skip
    console.print(table)
    paragraph(
        console,
        f"In {WITHIN} days: of words said so long ago, how many came within them, and the {LEVEL:.0%} interval of that share "
        f"from {FEWEST} cases on. Median: Kaplan–Meier.",
    )


def _often(tally: Tally, on: dt.date) -> str:
    came, of = tally.within(WITHIN, on)
    if of < FEWEST:
        return f"too few ({of})"
    low, high = share_interval(came, of, LEVEL)
    return f"{came}/{of}, {low * 100:.0f}–{high:.0%}"


def back_test_page(console: Console, title: str, found: Sequence[Checked]) -> None:
    """Print each forecast that would have been said with what came, and how many intervals held."""
    heading(console, title)
    if not found:
        paragraph(console, "At no month's end was an opening or closing waited for whose target is past.")
        return
    table = grid("said on", "for", ">words", "interval", ">by words", "held", ">missions", "held")
    for one in found:
        span = f"{one.said.interval[0]} to {one.said.interval[1]}" if one.said.interval else "too few"
        low, high = one.counted
        table.add_row(
            one.said.on.isoformat(), one.said.by.isoformat(), str(len(one.said.words)), span, str(one.by_words),
            _held(one.words_held), f"{low}" if low == high else f"{low} to {high}", _held(one.count_held),
        )  # fmt: skip
    console.print(table)
    given = [one for one in found if one.said.interval]
    held, whole = sum(one.words_held is True for one in given), sum(one.count_held is True for one in given)
    paragraph(
        console,
        f"Of {len(given)} intervals said at {LEVEL:.0%}, {held} held what came of their words and {whole} the count of "
        f"missions; {len(found) - len(given)} declined. Targets overlap, so these are fewer than so many independent cases.",
    )


def _held(answer: bool | None) -> str:  # noqa: FBT001  # a value to write
    return {True: "yes", False: "no", None: "–"}[answer]


def _cut(text: str) -> str:
    return text if len(text) <= _ROOM else text[: _ROOM - 1] + "…"
