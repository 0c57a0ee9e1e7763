"""Answers opened to the words behind their members: the forms of questions, each with the quotes that it hangs on."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from legation.network.backing import backed, behind
from legation.network.check import Finding
from legation.network.presence import Present
from legation.network.quotes import quote_form
from legation.network.series import Point, Shift
from legation.register import Evidence, KnownAs, Register, State

Backing = Mapping[str, tuple[Evidence, ...]]  # by mission; of stretches of time by mission@day


def quoted(
    register: Register, missions: Sequence[Present], on: dt.date, known: KnownAs, *, wanted: bool
) -> Backing | None:
    """Give the claims behind missions where they are wanted."""
    return behind(register, [one.id for one in missions], on, known) if wanted else None


def told(form: dict[str, Any], backing: Backing | None) -> dict[str, Any]:
    """Put the quotes beside each mission of a form, where they were asked for."""
    if backing is not None:
        for one in form["missions"]:
            one["quotes"] = [quote_form(item) for item in backing.get(one["id"], ())]
    return form


def found_form(found: Finding, held: State, *, opened: bool) -> dict[str, Any]:
    """Give a finding's form; opened, with the quotes of every mission in the counts that it is held against."""
    form = found.json_form()
    if not opened:
        return form
    for one, count in zip(found.tallies, form["register"], strict=True):
        words = backed(held, (*one.certain, *one.unsure), one.on)
        count["members"] = [{"id": key, "quotes": [quote_form(each) for each in words[key]]} for key in sorted(words)]
    return form


def touching(missions: Iterable[Present], state: str) -> list[str]:
    """Give the missions that a state sends or receives."""
    return [one.id for one in missions if state in (one.sending, one.receiving)]


def moved(one: Shift, *, every: bool) -> tuple[str, ...]:
    """Give what came and went in a window; with ``every`` also what stayed, and what is in doubt."""
    gone = (*one.come, *one.gone)
    return (*gone, *one.stayed, *one.unsure) if every else gone


def behind_shifts(register: Register, found: Iterable[Shift], known: KnownAs, *, every: bool) -> Backing:
    """Give the claims behind the members of windows, as of each one's last day."""
    kept: dict[str, tuple[Evidence, ...]] = {}
    for one in found:
        ids = moved(one, every=every)
        for key, items in behind(register, ids, one.until, known).items() if ids else ():
            kept[f"{key}@{one.until}"] = items
    return kept


def behind_points(held: State, found: Iterable[Point], *, every: bool) -> Backing:
    """Give the claims behind what came or went, as of each day of a series; with ``every``, behind all that it counts."""
    return {
        f"{key}@{one.on}": items
        for one in found
        for key, items in backed(
            held, (*((*one.certain, *one.unsure) if every else one.come), *one.gone), one.on
        ).items()
    }


def told_over_time(form: dict[str, Any], backing: Backing | None, ids: Iterable[str]) -> dict[str, Any]:
    """Put the quotes of missions into the form of a point or a window, and beside each of its members."""
    if backing is not None:
        day = form.get("until") or form["on"]
        form["quotes"] = {key: [quote_form(item) for item in backing.get(f"{key}@{day}", ())] for key in ids}
        for one in form.get("members", ()):
            one["quotes"] = [quote_form(item) for item in backing.get(f"{one['id']}@{day}", ())]
    return form
