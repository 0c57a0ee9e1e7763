"""From entries to evidence: which reading of a document is in force, and whom each claim goes back to.

Documents that cite one holder are one origin; so are near-copies of one text, which go back to the publisher who had it
first (``copies`` finds them). A holder without a name ("sources", "an official") is vouched for by the publisher alone.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from legation.model import Claim, digest
from legation.register.entries import Entry, Original
from legation.register.organs import named, organ_of, organ_words, plain, words_of
from legation.register.policy import Policy
from legation.register.state import Evidence, Known, Source

WAITING: Final = "waiting:"  # before the name of a reader, for what it alone found of two: it waits for a ruling
_PARTS: Final = re.compile(r"\d+|[^\d.]+")


def fingerprint(text: str) -> str:
    """Give one value for texts with the same words, whatever their case, punctuation and layout."""
    return digest("text", words_of(text))


def reader_order(reader: str) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Order readers by name, then by version as people count: 0.10 after 0.9."""
    name, _, version = reader.partition("/")
    parts = _PARTS.findall(version)
    return name, tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts)


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    """Keep, for each document and reader name, the reading of the highest version; the older ones stay in the log."""
    newest: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        name, version = reader_order(entry.reader)
        key = (entry.source.id, name)
        held = newest.get(key)
        if held is None or (version, entry.known) > (reader_order(held.reader)[1], held.known):
            newest[key] = entry
    return sorted(newest.values(), key=lambda entry: (entry.source.id, entry.reader))


def is_waiting(reader: str) -> bool:
    """Whether a reading holds what two readers differ on."""
    return reader.startswith(WAITING)


def still_waiting(current: Iterable[Entry]) -> list[Entry]:
    """Leave out what readers differed on where their document has been read again by two since."""
    current = list(current)
    reread = {(entry.source.id, entry.reader.partition("/")[2]) for entry in current if not is_waiting(entry.reader)}
    return [
        entry
        for entry in current
        if not is_waiting(entry.reader) or (entry.source.id, entry.reader.partition("/")[2]) in reread
    ]


def first_heard(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Tell for each claim in which entry the register first learned it, however often it was read again."""
    first: dict[str, Entry] = {}
    for entry in entries:
        for key in entry.claims:
            if key not in first or entry.known < first[key].known:
                first[key] = entry
    return first


def originals(entries: Iterable[Entry]) -> dict[str, Original]:
    """Tell of each document that is a copy to which it goes back, as the last of the entries settles it."""
    settled: dict[str, tuple[Known, Original]] = {}
    for entry in entries:
        for copy, original in entry.originals.items():
            if copy not in settled or entry.known > settled[copy][0]:
                settled[copy] = entry.known, original
    return {copy: original for copy, (_, original) in settled.items()}


def is_older(one: Source, other: Source) -> bool:
    """Whether, of two documents with one text, the one had it before the other."""
    return age(one) < age(other)


def age(source: Source) -> tuple[str, str, str]:
    """Give what orders documents by who had a text first; an undated one counts as later than a dated one."""
    return source.published or "9999-99-99", source.publisher or "\U0010ffff", source.id


def organ(claim: Claim, source: Source, policy: Policy) -> str | None:
    """Give the state whose organ says it: as read, else from the holder's words, else from the publisher's."""
    if claim.organ:
        return claim.organ
    if claim.holder is not None:
        return policy.state_media.get(plain(claim.holder)) or organ_of(claim.holder)
    if source.publisher is None:
        return None
    return policy.state_media.get(plain(source.publisher)) or organ_words(source.publisher)


def origin(claim: Claim, original: Source, policy: Policy) -> str:
    """Name whom a claim goes back to. ``original`` is the first document with this text."""
    whose = organ(claim, original, policy)
    if whose and policy.standing.organs_are_one_origin:
        return f"state:{whose}"
    if claim.holder is not None and (whose or named(claim.holder)):
        return f"name:{plain(claim.holder)}"
    return f"name:{plain(original.publisher)}" if original.publisher else f"text:{original.id}"


def evidence(entry: Entry, key: str, heard: Entry, original: Original | None, policy: Policy) -> Evidence:
    """Weigh one claim: its origin, and whether an organ of the sending or receiving state says it.

    ``original`` is where its document goes back to, None for one that is no copy.
    """
    claim = entry.claims[key]
    source, said = original or (entry.source, entry.source.published)
    whose = organ(claim, source, policy)
    sides = {claim.sending, claim.receiving}
    sides |= {policy.belongs[side] for side in sides if side in policy.belongs}
    return Evidence(
        id=key,
        claim=claim,
        source=entry.source,
        origin=origin(claim, source, policy),
        official=whose is not None and whose in sides,
        reader=entry.reader,
        known=heard.known,
        organ=whose,
        said=dt.date.fromisoformat(said) if said else None,
        waiting=is_waiting(entry.reader),
    )
