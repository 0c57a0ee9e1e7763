"""A change of the register as what is sent of it: its key, a JSON body for programs, a title and words for people.

Titles, quotes and names come from news, so they are data: no sign of them ends a line of a head or rings anybody's bell.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from legation.gazetteer import name_of
from legation.network.changes import OF_POLICY, change_form, phrase
from legation.register import Change, Register
from legation.register.entries import DOCUMENTED

_UNFIT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST: Final = 200  # signs of a title


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent of one change. ``key`` is the same however often it is sent; ``body`` is JSON, the same to a byte."""

    key: str
    sequence: int
    title: str
    text: str
    body: str


def key_of(change: Change) -> str:
    """Give the key of a change: equal for the same change, whenever and by whomever it is told."""
    parts = (
        str(change.known.sequence), change.source.id, change.mission, change.kind, change.happening, change.before,
        change.standing, change.date_before, change.date, *(one.id for one in change.evidence),
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(one or "" for one in parts).encode()).hexdigest()[:32]


def since(register: Register, after: int, upto: int) -> list[Change]:
    """Give what the entries after one changed, up to another, in the order of the log; the backlog of sources is no news."""
    if register.adopted_since(after):  # an entry of a policy bears on everything
        found = [one for one in register.changes(after) if one.known.sequence <= upto]
    else:
        found = register.changed(register.touched(after, upto))
    return sorted((one for one in found if one.cause != "backlog"), key=lambda one: one.known.sequence)


def letters(changes: Sequence[Change], base: str | None) -> Iterator[tuple[Change, Letter]]:
    """Write a letter for each change; ``base`` is the address of the pages, for links."""
    for change in changes:
        key, title = key_of(change), one_line(_title(change))
        page = f"/document/{change.source.id}" if change.cause in DOCUMENTED else "/changes"
        url = f"{base}{page}" if base else change.source.url
        form: dict[str, Any] = {
            "version": 1, "id": key, "title": title, "url": url,
            "change": {**change_form(change), "title": change.source.title},
        }  # fmt: skip
        yield change, Letter(
            key=key, sequence=change.known.sequence, title=title, text=_text(change, title, url, key),
            body=msgspec.json.encode(form).decode(),
        )  # fmt: skip


def one_line(text: str) -> str:
    """Make a line of any text: no break, no sign that steers."""
    return _clean(text)[:_LONGEST]


def _title(change: Change) -> str:
    sides = change.mission.split("-")
    where = f"{name_of(sides[0]) or '?'} in {name_of(sides[1]) or '?'}" if len(sides) > 1 else change.mission
    if change.kind in OF_POLICY:
        where = change.mission
    return f"{where}: {change.kind.replace('_', ' ')}, {phrase(change)}"


def _text(change: Change, title: str, url: str | None, key: str) -> str:
    lines = [title]
    lines += [f"When: {change.date}"] if change.date and change.kind not in OF_POLICY else []
    for one in change.evidence:
        lines.append(f"“{_clean(one.claim.quote)}” ({one_line(one.source.publisher or 'unnamed source')})")
    lines += [one_line(url)] if url else []
    lines.append(f"Cause: {change.cause}. Entry {change.known.sequence}. Key: {key}")
    return "\n".join(lines)


def _clean(text: str) -> str:
    return " ".join(_UNFIT.sub(" ", text).split())
